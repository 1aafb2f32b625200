//! Small words beside other words: a badge states, a chip can be taken away.

use leptos::prelude::*;

use crate::{Icon, Sign};

/// What a badge means for the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    #[default]
    Plain,
    /// The chosen or current one.
    Accent,
    /// Needs a hand.
    Signal,
}

/// One or two words stating a fact about what stands beside it.
#[component]
pub fn Badge(
    /// What it means for the reader.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let class = move || match tone.get() {
        Tone::Plain => "badge",
        Tone::Accent => "badge accent",
        Tone::Signal => "badge signal",
    };
    view! { <span class=class>{children()}</span> }
}

/// A chosen thing that can be taken away again.
#[component]
pub fn Chip(
    /// What was chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Takes it away.
    #[prop(into)]
    on_remove: Callback<()>,
) -> impl IntoView {
    view! {
        <span class="chip">
            {label}
            <button
                type="button"
                aria-label=move || format!("Remove {}", label.get())
                on:click=move |_| on_remove.run(())
            >
                <Icon sign=Sign::Close />
            </button>
        </span>
    }
}
