//! The inputs for text that is kept before it is sent.

use design::{TextArea, TextInput};
use leptos::prelude::*;

use super::UnsentText;

/// One line of it. Inside a `Field` it takes its label from there.
#[component]
pub fn UnsentLine(
    /// The text.
    text: UnsentText,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Example shown while empty.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <TextInput label placeholder value=text.text() readonly=text.waits() on_input=move |now| text.typed(now) />
    }
}

/// Several lines of it, inside a `Field`.
#[component]
pub fn UnsentArea(
    /// The text.
    text: UnsentText,
) -> impl IntoView {
    view! { <TextArea value=text.text() readonly=text.waits() on_input=move |now| text.typed(now) rows=2 /> }
}
