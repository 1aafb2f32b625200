//! Choosing by a press: a checkbox, one of a few, the days of a week.

use document::Audience;
use kernel::Weekdays;
use leptos::prelude::*;

use crate::{SelectOption, field::joined_group, fresh_id, writes::barred};

/// Yes or no, with its words beside it.
#[component]
pub fn Checkbox(
    /// The words.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with the new state.
    #[prop(into)]
    on_change: Callback<bool>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For whom what it does writes, if it writes: who may not write for them cannot tick it and is told why.
    #[prop(optional, into)]
    writes: MaybeProp<Audience>,
) -> impl IntoView {
    let barred = barred(writes);
    view! {
        <label class="checkbox" title=move || barred.get()>
            <input
                type="checkbox"
                prop:checked=checked
                prop:disabled=move || disabled.get() || barred.get().is_some()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

/// One of a few, all in sight. Inside a `Field` with `group`, or alone with `label`.
#[component]
pub fn ChoiceGroup(
    /// The stored value as it is now.
    #[prop(into)]
    value: Signal<String>,
    /// What can be chosen.
    #[prop(into)]
    options: Signal<Vec<SelectOption>>,
    /// Called with the stored value of what was chosen.
    #[prop(into)]
    on_change: Callback<String>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let name = fresh_id("choice");
    view! {
        <div
            {..joined_group(label)}
            class="choice-group"
            role="radiogroup"
        >
            {move || {
                let name = name.clone();
                options.get().into_iter().map(move |SelectOption { value: stored, label }| {
                    let (mine, sent) = (stored.clone(), stored.clone());
                    view! {
                        <label>
                            <input
                                type="radio"
                                name=name.clone()
                                value=stored
                                prop:checked=move || value.with(|value| *value == mine)
                                prop:disabled=disabled
                                on:change=move |_| on_change.run(sent.clone())
                            />
                            <span>{label}</span>
                        </label>
                    }
                }).collect_view()
            }}
        </div>
    }
}

const DAYS: [(chrono::Weekday, &str); 7] = [
    (chrono::Weekday::Mon, "Monday"),
    (chrono::Weekday::Tue, "Tuesday"),
    (chrono::Weekday::Wed, "Wednesday"),
    (chrono::Weekday::Thu, "Thursday"),
    (chrono::Weekday::Fri, "Friday"),
    (chrono::Weekday::Sat, "Saturday"),
    (chrono::Weekday::Sun, "Sunday"),
];

/// Some of the seven days. Inside a `Field` with `group`, or alone with `label`.
#[component]
pub fn WeekdaysInput(
    /// The days as they are now.
    #[prop(into)]
    value: Signal<Weekdays>,
    /// Called with the new days.
    #[prop(into)]
    on_change: Callback<Weekdays>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <div
            {..joined_group(label)}
            class="weekdays"
            role="group"
        >
            {DAYS.map(|(day, name)| view! {
                <label>
                    <input
                        type="checkbox"
                        aria-label=name
                        prop:checked=move || value.get().contains(day)
                        prop:disabled=disabled
                        on:change=move |_| on_change.run(value.get_untracked().toggled(day))
                    />
                    <span aria-hidden="true">{&name[..2]}</span>
                </label>
            })}
        </div>
    }
}
