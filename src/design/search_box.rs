//! A search field with its sign.

use leptos::prelude::*;

use crate::{Icon, KeyHint, Sign, fresh_id};

/// A search field. Escape empties it.
#[component]
pub fn SearchBox(
    /// What is searched, for screen readers and as the placeholder: “Search people”.
    #[prop(into)]
    label: Signal<String>,
    /// The text as it is now.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text at every keystroke.
    #[prop(into)]
    on_input: Callback<String>,
    /// The shortcut that leads here, shown while empty.
    #[prop(optional, into)]
    shortcut: Option<String>,
) -> impl IntoView {
    let id = fresh_id("search");
    view! {
        <div class="search-box" role="search">
            <Icon sign=Sign::Search />
            <label class="visually-hidden" for=id.clone()>{label}</label>
            <input
                type="search"
                id=id
                autocomplete="off"
                spellcheck="false"
                placeholder=label
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" && value.with_untracked(|value| !value.is_empty()) {
                        event.prevent_default();
                        event.stop_propagation();
                        on_input.run(String::new());
                    }
                }
            />
            {shortcut.map(|keys| view! {
                <span class="hint" hidden=move || value.with(|value| !value.is_empty())><KeyHint keys /></span>
            })}
        </div>
    }
}
