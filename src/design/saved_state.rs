//! Where what was typed is by now.

use leptos::prelude::*;

use crate::{Icon, Sign};

/// How safe the last edit is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// On its way to the disk.
    Saving,
    /// On this disk.
    OnThisDisk,
    /// On this disk; and where else, in a few words after “Saved on this disk”.
    Elsewhere(String),
    /// Not saved, and why.
    Failed(String),
}

/// Shows how safe the last edit is. Only a failure is read out: saving is the normal case.
#[component]
pub fn SavedState(
    /// How safe it is.
    #[prop(into)]
    state: Signal<Saved>,
    /// Where the user can see more; empty for nowhere.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    let words = move || match state.get() {
        Saved::Saving => (Sign::Loader, "Saving…".to_owned()),
        Saved::OnThisDisk => (Sign::HardDrive, "Saved on this disk".to_owned()),
        Saved::Elsewhere(too) => (Sign::HardDrive, format!("Saved on this disk{too}")),
        Saved::Failed(why) => (Sign::Warning, format!("Not saved: {why}")),
    };
    let failed = move || matches!(state.get(), Saved::Failed(_));
    let shown =
        move || view! { <Icon sign=Signal::derive(move || words().0) /> <span>{move || words().1}</span> };
    view! {
        <div class="saved-state" class:failed=failed>
            {match href {
                Some(href) => view! { <a href=href>{shown()}</a> }.into_any(),
                None => shown().into_any(),
            }}
            <span class="visually-hidden" role="alert">{move || failed().then(|| words().1)}</span>
        </div>
    }
}
