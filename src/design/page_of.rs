//! The page of the record that an address names, or what stands there while there is none.

use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;

use crate::{EmptyState, LinkButton, PageHeader};

/// The page of a record as long as it is here, drawn anew for another one.
#[component]
pub fn PageOf(
    /// The record that the address names.
    record: Signal<Option<RecordId>>,
    /// Its kind, such as `Person::NAME`; without one, any.
    #[prop(optional)]
    kind: Option<&'static str>,
    /// The page.
    #[prop(into)]
    page: Callback<RecordId, AnyView>,
    /// What stands there instead: an [`Absent`].
    #[prop(into)]
    absent: ViewFn,
) -> impl IntoView {
    let mirror = use_mirror();
    let is_here =
        move |id: &RecordId| mirror.row(*id).is_some_and(|row| kind.is_none_or(|kind| row.kind == kind));
    let there = Memo::new(move |_| record.get().filter(is_here));
    move || match there.get() {
        Some(record) => page.run(record),
        None => absent.run(),
    }
}

/// Says that what the address names is not here, and leads to where all of them are.
#[component]
pub fn Absent(
    /// The heading of the page.
    #[prop(default = "Not here")]
    page: &'static str,
    /// What is not here, in a few words.
    title: &'static str,
    /// Why that may be.
    why: &'static str,
    /// Where to go on.
    href: &'static str,
    /// What is there.
    all: &'static str,
) -> impl IntoView {
    view! {
        <PageHeader title=page />
        <EmptyState title why>
            <LinkButton href>{all}</LinkButton>
        </EmptyState>
    }
}
