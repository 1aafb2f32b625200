//! What stands on a page of a person who is not here.

use design::Absent;
use leptos::prelude::*;

/// Says that nobody has the address, and leads to where all people of such pages are.
#[component]
pub fn NobodyHere(
    /// The heading of the page.
    page: &'static str,
    /// Where to go on.
    href: &'static str,
    /// What is there.
    all: &'static str,
) -> impl IntoView {
    view! {
        <Absent
            page
            title="Nobody here by that address"
            why="The person was taken out, or the address is of another workspace."
            href
            all
        />
    }
}
