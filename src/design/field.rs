//! A labelled place for one input: label, explanation, error, joined for screen readers.

use leptos::{attr::Attribute, context::Provider, prelude::*};

use crate::fresh_id;

/// The ids that join an input with the words around it. Inputs of this crate find them in context.
#[derive(Clone, Debug)]
pub struct FieldIds {
    /// Of the input itself.
    pub input: String,
    /// Of the label; a group of inputs is `aria-labelledby` this.
    pub label: String,
    /// What `aria-describedby` names: hint and error.
    pub about: String,
    /// Whether the field holds an error now.
    pub wrong: Signal<bool>,
}

/// A label, an explanation, an error and the input they belong to.
#[component]
pub fn Field(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// One line that explains what belongs here.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong with the present value.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Whether a record without it is incomplete; says so beside the label.
    #[prop(optional, into)]
    needed: Signal<bool>,
    /// Whether the children are several inputs (choices, weekdays) that the label names together.
    #[prop(optional)]
    group: bool,
    /// The input.
    children: Children,
) -> impl IntoView {
    let id = fresh_id("field");
    let (label_id, hint_id, error_id) = (format!("{id}-label"), format!("{id}-hint"), format!("{id}-error"));
    let wrong = Signal::derive(move || error.get().is_some_and(|error| !error.is_empty()));
    let ids = FieldIds {
        input: id.clone(),
        label: label_id.clone(),
        about: format!("{hint_id} {error_id}"),
        wrong,
    };
    let words =
        move || view! { {label} <Show when=move || needed.get()><span class="needed">"needed"</span></Show> };
    let caption = if group {
        view! { <span class="field-label" id=label_id>{words}</span> }.into_any()
    } else {
        view! { <label class="field-label" id=label_id for=id>{words}</label> }.into_any()
    };
    view! {
        <div class="field" class:wrong=wrong>
            {caption}
            <Provider value=ids>{children()}</Provider>
            <div class="field-error" id=error_id aria-live="polite">{move || error.get()}</div>
            <div class="field-hint" id=hint_id>{move || hint.get()}</div>
        </div>
    }
}

/// The ids an input uses: those of the field around it, or its own when it stands alone with an `aria-label`.
fn ids_here() -> FieldIds {
    use_context::<FieldIds>().unwrap_or_else(|| FieldIds {
        input: fresh_id("input"),
        label: String::new(),
        about: String::new(),
        wrong: false.into(),
    })
}

/// What joins an input with the words around it: id, name, explanation, error. Spread onto the input; `label` names one
/// that stands alone.
pub(crate) fn joined(label: MaybeProp<String>) -> impl Attribute {
    let ids = ids_here();
    view! {
        <{..}
            id=ids.input
            aria-label=move || label.get()
            aria-describedby=some(ids.about)
            aria-invalid=move || ids.wrong.get().then_some("true")
        />
    }
}

/// The same for the element around several inputs that are named together.
pub(crate) fn joined_group(label: MaybeProp<String>) -> impl Attribute {
    let ids = ids_here();
    view! {
        <{..}
            aria-label=move || label.get()
            aria-labelledby=some(ids.label)
            aria-describedby=some(ids.about)
        />
    }
}

/// `None` for an empty text, so that no empty attribute is written.
fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
