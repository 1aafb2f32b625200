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
    /// On this disk; and where else, in words to follow “Saved on this disk”, and in a few letters.
    Elsewhere(String, String),
    /// Not saved, and why.
    Failed(String),
}

/// Shows how safe the last edit is. Only a failure is read out: saving is the normal case.
#[component]
pub fn SavedState(
    /// How safe it is.
    #[prop(into)]
    state: Signal<Saved>,
    /// Where the user can see more.
    href: &'static str,
    /// The id of an element with `popover` that shows more of where else it is: pressing opens that.
    panel: &'static str,
) -> impl IntoView {
    let words = move || match state.get() {
        Saved::Saving => (Sign::Loader, "Saving…".to_owned(), String::new()),
        Saved::OnThisDisk => (Sign::HardDrive, "Saved on this disk".to_owned(), String::new()),
        Saved::Elsewhere(too, short) => (Sign::HardDrive, format!("Saved on this disk{too}"), short),
        Saved::Failed(why) => (Sign::Warning, format!("Not saved: {why}"), String::new()),
    };
    let failed = move || matches!(state.get(), Saved::Failed(_));
    let shown = move || {
        view! {
            <Icon sign=Signal::derive(move || words().0) />
            <span class="words">{move || words().1}</span>
            <span class="letters" aria-hidden="true">{move || words().2}</span>
        }
    };
    let is_elsewhere = Memo::new(move |_| matches!(state.get(), Saved::Elsewhere(..)));
    view! {
        <div class="saved-state" class:failed=failed>
            {move || if is_elsewhere.get() {
                view! { <button type="button" popovertarget=panel>{shown()}</button> }.into_any()
            } else {
                view! { <a href=href>{shown()}</a> }.into_any()
            }}
            <span class="visually-hidden" role="alert">{move || failed().then(|| words().1)}</span>
        </div>
    }
}
