//! Things to press: a button, a button that is only a sign, a link that looks like a button.

use document::Audience;
use leptos::prelude::*;

use crate::{Icon, Sign, writes::barred};

/// How loudly a button speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main act of a place.
    Primary,
    /// Any other act.
    #[default]
    Quiet,
    /// An act that takes something away.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Quiet => "button",
            Self::Danger => "button danger",
        }
    }
}

/// A button with words.
#[component]
pub fn Button(
    /// What pressing does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How loudly it speaks.
    #[prop(optional)]
    kind: ButtonKind,
    /// A sign before the words.
    #[prop(optional, into)]
    sign: Option<Sign>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For whom what it does writes, if it writes: who may not write for them cannot press it and is told why.
    #[prop(optional, into)]
    writes: MaybeProp<Audience>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let barred = barred(writes);
    view! {
        <button
            type="button"
            class=kind.class()
            title=move || barred.get()
            prop:disabled=move || disabled.get() || barred.get().is_some()
            on:click=move |_| on_press.run(())
        >
            {sign.map(|sign| view! { <Icon sign /> })}
            {children()}
        </button>
    }
}

/// The button that sends a form, from wherever it stands; Enter in a field of the form presses it.
#[component]
pub fn SubmitButton(
    /// The id of the form.
    form: String,
    /// How loudly it speaks.
    kind: ButtonKind,
    /// A sign before the words.
    #[prop(optional, into)]
    sign: Option<Sign>,
    /// Whether it cannot be pressed now.
    disabled: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="submit" form=form class=kind.class() prop:disabled=disabled>
            {sign.map(|sign| view! { <Icon sign /> })}
            {children()}
        </button>
    }
}

/// A button that is only a sign; the label is its accessible name and shows on hover.
#[component]
pub fn IconButton(
    /// The sign.
    #[prop(into)]
    sign: Signal<Sign>,
    /// What it does, in words.
    #[prop(into)]
    label: Signal<String>,
    /// What pressing does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Whether it cannot be pressed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For whom what it does writes, if it writes: who may not write for them cannot press it and is told why.
    #[prop(optional, into)]
    writes: MaybeProp<Audience>,
) -> impl IntoView {
    let barred = barred(writes);
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=label
            title=move || barred.get().map_or_else(|| label.get(), ToOwned::to_owned)
            prop:disabled=move || disabled.get() || barred.get().is_some()
            on:click=move |_| on_press.run(())
        >
            <Icon sign />
        </button>
    }
}

/// A link that looks like a button: for going somewhere, never for changing something.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How loudly it speaks.
    #[prop(optional)]
    kind: ButtonKind,
    /// A sign before the words.
    #[prop(optional, into)]
    sign: Option<Sign>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=href>
            {sign.map(|sign| view! { <Icon sign /> })}
            {children()}
        </a>
    }
}
