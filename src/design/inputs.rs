//! One-line inputs: text, date, number, a choice from a short list.
//!
//! A focused input that is taken off the page still fires `change`; by then its listeners may be gone, hence `try_run`.

use kernel::Date;
use leptos::prelude::*;

use crate::field::joined;

/// A one-line text.
#[component]
pub fn TextInput(
    /// The text as it is now.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text at every keystroke.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Called with the text when it is left or confirmed with Enter, if it was changed.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Example shown while empty.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// The `type` attribute: `text` unless said otherwise (`email`, `url`, `tel`).
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    view! {
        <input
            {..joined(label)}
            class="input"
            type=kind
            autocomplete="off"
            placeholder=move || placeholder.get()
            prop:readOnly=readonly
            prop:value=value
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
            on:change=move |event| {
                if let Some(on_commit) = on_commit {
                    let _ = on_commit.try_run(event_target_value(&event));
                }
            }
        />
    }
}

/// A date without time.
#[component]
pub fn DateInput(
    /// The date as it is now.
    #[prop(into)]
    value: Signal<Option<Date>>,
    /// Called when a whole date was entered or cleared.
    #[prop(into)]
    on_change: Callback<Option<Date>>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    view! {
        <input
            {..joined(label)}
            class="input date"
            class:unset=move || value.get().is_none()
            type="date"
            max="9999-12-31"
            prop:readOnly=readonly
            prop:value=move || value.get().map(|date| date.to_string()).unwrap_or_default()
            on:change=move |event| {
                let text = event_target_value(&event);
                let date = text.parse::<Date>().ok();
                if date.is_some() || text.is_empty() {
                    let _ = on_change.try_run(date);
                }
            }
        />
    }
}

/// A number with an optional unit behind it.
#[component]
pub fn NumberInput(
    /// The number as it is now.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// Called when a number was entered or cleared.
    #[prop(into)]
    on_change: Callback<Option<f64>>,
    /// The unit shown behind it, such as “days”.
    #[prop(optional, into)]
    unit: MaybeProp<String>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// The least that makes sense.
    #[prop(optional, into)]
    min: MaybeProp<f64>,
    /// The most that makes sense.
    #[prop(optional, into)]
    max: MaybeProp<f64>,
    /// The step of the arrows; `"any"` allows fractions.
    #[prop(default = "1")]
    step: &'static str,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="input-with-unit">
            <input
                {..joined(label)}
                class="input number"
                type="number"
                inputmode="decimal"
                min=move || min.get().map(|number| number.to_string())
                max=move || max.get().map(|number| number.to_string())
                step=step
                prop:readOnly=readonly
                prop:value=move || value.get().map(|number| number.to_string()).unwrap_or_default()
                on:change=move |event| {
                    let text = event_target_value(&event);
                    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                    if number.is_some() || text.is_empty() {
                        let _ = on_change.try_run(number);
                    }
                }
            />
            {move || unit.get().map(|unit| view! { <span class="unit">{unit}</span> })}
        </span>
    }
}

/// One thing to choose: what is stored and what is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What is stored.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl SelectOption {
    /// A choice shown as `label` and stored as `value`.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// One of a short list, as a drop-down.
#[component]
pub fn Select(
    /// The stored value as it is now; empty for none.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<SelectOption>>,
    /// Called with the stored value of what was chosen; empty for none.
    #[prop(into)]
    on_change: Callback<String>,
    /// Words for “none”, which can then be chosen; without them one must be chosen.
    #[prop(optional, into)]
    none: MaybeProp<String>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <select
            {..joined(label)}
            class="input select"
            prop:disabled=disabled
            on:change=move |event| {
                let _ = on_change.try_run(event_target_value(&event));
            }
        >
            {move || none.get().map(|none| view! {
                <option value="" prop:selected=move || value.with(String::is_empty)>{none}</option>
            })}
            {move || {
                options.get().into_iter().map(|SelectOption { value: stored, label }| {
                    let mine = stored.clone();
                    view! {
                        <option value=stored prop:selected=move || value.with(|value| *value == mine)>{label}</option>
                    }
                }).collect_view()
            }}
        </select>
    }
}
