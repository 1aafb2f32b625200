//! What the growth area stores.

mod advocacy;
mod help;
mod ladder;
mod pairs;
mod plans;

use document::{Kind, Record};

pub use advocacy::{Case, Forum, ForumKind};
pub use help::{Help, HelpKind};
pub use ladder::{Competency, Expectation, Ladder, Promotion, Rung};
pub use pairs::{Mentoring, Opportunity, OpportunityKind, Outcome, PutForward};
pub use plans::{Aim, Goal, GoalState, GrowthPlan, Stretch, StretchKind, StretchState};

/// Every kind of record of the area.
pub const KINDS: &[&Kind] = &[
    GrowthPlan::KIND,
    Goal::KIND,
    Help::KIND,
    Stretch::KIND,
    Mentoring::KIND,
    Opportunity::KIND,
    PutForward::KIND,
    Forum::KIND,
    Case::KIND,
    Promotion::KIND,
    Ladder::KIND,
    Rung::KIND,
    Competency::KIND,
    Expectation::KIND,
];
