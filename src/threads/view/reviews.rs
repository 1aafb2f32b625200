//! The pages of a review cycle, of one review, and of the document that its person gets (PR).

mod before_talk;
mod cycle;
mod findings;
mod handed;
mod leads;
mod promises;
mod proposals;
mod response;
mod review;
mod share;
mod side_by_side;
mod sources;
mod surprises;

pub use before_talk::ReviewsBeforeTalk;
pub use cycle::CyclePage;
pub use handed::{HandedActs, HandedPage};
pub use review::ReviewPage;

use design::Absent;
use leptos::prelude::*;

/// What stands where no cycle and no review is.
#[component]
fn NoReview() -> impl IntoView {
    view! {
        <Absent
            page="Reviews"
            title="Nothing here by that address"
            why="It was taken out, is of another workspace, or is not for you to read."
            href="/reviews"
            all="All review cycles"
        />
    }
}
