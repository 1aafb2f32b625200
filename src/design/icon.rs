//! A sign drawn as inline SVG.

use leptos::prelude::*;

use crate::Sign;

/// A sign, as high as the text around it. Hidden from screen readers: the words beside it say what it means.
#[component]
pub fn Icon(
    /// Which sign.
    #[prop(into)]
    sign: Signal<Sign>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || sign.get().path() />
        </svg>
    }
}
