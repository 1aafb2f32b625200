//! A sheet of counts: as wide as it has to be, and scrolled where the screen is narrower.

use leptos::prelude::*;

/// Counts of several things side by side, to be read and not sorted: whoever is counted is not ranked.
#[component]
pub fn CountsTable(
    /// What is counted, for those who do not see it.
    label: &'static str,
    /// The headings; the first is that of the rows' own.
    headings: Vec<CountHeading>,
    /// The rows: `tr` with a `th` of `scope="row"` first, and class `text` where a heading is one of words.
    children: Children,
) -> impl IntoView {
    let headings = headings.into_iter().map(|CountHeading { title, is_text }| {
        view! { <th scope="col" class:text=is_text>{title}</th> }
    });
    view! {
        <div class="counts" role="group" aria-label=label tabindex="0">
            <table>
                <thead>
                    <tr>{headings.collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The heading of a column.
#[derive(Clone, Copy, Debug)]
pub struct CountHeading {
    title: &'static str,
    is_text: bool,
}

impl CountHeading {
    /// Over counts, which stand below each other by their last digit.
    #[must_use]
    pub const fn count(title: &'static str) -> Self {
        Self { title, is_text: false }
    }

    /// Over words.
    #[must_use]
    pub const fn text(title: &'static str) -> Self {
        Self { title, is_text: true }
    }
}
