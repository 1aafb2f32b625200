//! The screens of the reviews area that need nothing but it: all cycles, and the reviews of one person. The pages of a cycle
//! and of a review join several areas and lie in `threads`.

mod begin;
mod cycles;
mod person;

pub use cycles::ReviewsPage;
pub use person::PersonReviews;
