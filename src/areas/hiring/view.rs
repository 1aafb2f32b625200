//! The screens of the hiring area: openings, loops, candidates, interview load, and how hires turn out.

mod arrange;
mod bank;
mod board;
mod candidate;
mod card;
mod cards;
mod closing;
mod debrief;
mod decide;
mod ended;
mod figures;
mod funnel;
mod hire;
mod hires;
mod load;
mod loop_of;
mod matrix;
mod moves;
mod open_role;
mod opening;
mod openings;
mod outcome;
mod panel;
mod parts;
mod promises;
mod submitted;
mod wording;

pub use bank::QuestionsPage;
pub use candidate::CandidatePage;
pub use card::ScorecardPage;
pub use debrief::DebriefPage;
pub use hires::HiresPage;
pub use load::InterviewsPage;
pub use opening::OpeningPage;
pub use openings::HiringPage;
pub use panel::PanelPage;
