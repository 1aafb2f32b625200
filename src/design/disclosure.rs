//! Something that can be folded away.

use leptos::prelude::*;

/// A heading that shows or hides what is under it.
#[component]
pub fn Disclosure(
    /// The heading.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it starts open.
    #[prop(optional)]
    open: bool,
    /// What is under it.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary>{label}</summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
