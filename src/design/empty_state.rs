//! A place with nothing in it yet, which says what goes here.

use leptos::prelude::*;

use crate::{Icon, Sign};

/// What goes here, why it is worth it, and one button to begin.
#[component]
pub fn EmptyState(
    /// What goes here, in a few words.
    #[prop(into)]
    title: Signal<String>,
    /// Why, in one or two sentences.
    #[prop(into)]
    why: Signal<String>,
    /// A sign above it.
    #[prop(optional, into)]
    sign: Option<Sign>,
    /// The one button to begin with; a second, quiet one at most.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            {sign.map(|sign| view! { <Icon sign /> })}
            <p class="title">{title}</p>
            <p>{why}</p>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </div>
    }
}
