//! The screens of the feedback area: 1:1s, observations, concerns.

mod agenda;
mod agreed;
mod concerns;
mod observations;
mod observe;
mod peers;
mod person;
mod preparation;
mod talk;
mod talks;
mod where_from;

pub use concerns::ConcernsPage;
pub use observations::ObservationsPage;
pub use observe::{ObserveDialog, Observing};
pub use person::PersonFeedback;
pub use preparation::PreparationSheet;
pub use talk::TalkPage;
pub use talks::OneOnOnesPage;
