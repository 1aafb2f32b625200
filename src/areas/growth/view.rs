//! The screens of the growth area: ladders, growth plans, and what a person's page shows of them.

mod goals;
mod help;
mod ladder;
mod ladder_parts;
mod mentoring;
mod move_up;
mod pairs;
mod person;
mod plan;
mod plans;
mod sponsorship;
mod stretch;

pub use ladder::LadderPage;
pub use person::{GrowthBeforeTalk, PersonGrowth};
pub use plan::PlanPage;
pub use plans::GrowthPage;
pub use sponsorship::SponsorshipPage;
