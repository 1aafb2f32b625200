//! A few views of one thing, one at a time.

use leptos::prelude::*;

use crate::{dom::element, listbox::moved};

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// What identifies it.
    pub key: String,
    /// Its words.
    pub label: String,
    /// How many things are behind it; `None` shows no number.
    pub count: Option<usize>,
}

impl Tab {
    /// A tab without a number.
    #[must_use]
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), count: None }
    }

    /// The same with the number of things behind it.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.count = Some(count);
        self
    }
}

/// The row of tabs. Left and right arrows move and choose. The content goes into a [`TabPanel`] of the same `id`.
#[component]
pub fn Tabs(
    /// Joins the tabs with their panel.
    id: &'static str,
    /// What the tabs divide, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The tabs, in order.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// The key of the chosen one.
    #[prop(into)]
    selected: Signal<String>,
    /// Called with the key of the tab chosen.
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    let on_key = move |event: web_sys::KeyboardEvent| {
        let key = match event.key().as_str() {
            "ArrowRight" => "ArrowDown",
            "ArrowLeft" => "ArrowUp",
            "Home" => "Home",
            "End" => "End",
            _ => return,
        };
        let chosen = tabs.with_untracked(|tabs| {
            let at = selected.with_untracked(|selected| tabs.iter().position(|tab| tab.key == *selected));
            moved(at, tabs.len(), key).map(|to| tabs[to].key.clone())
        });
        if let Some(key) = chosen {
            event.prevent_default();
            if let Some(tab) = element(&tab_id(id, &key)) {
                let _ = tab.focus();
            }
            on_select.run(key);
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>
            {move || tabs.get().into_iter().map(|Tab { key, label, count }| {
                let mine = key.clone();
                let chosen = Memo::new(move |_| selected.with(|selected| *selected == mine));
                view! {
                    <button
                        type="button"
                        role="tab"
                        id=tab_id(id, &key)
                        aria-controls=panel_id(id)
                        aria-selected=move || chosen.get().to_string()
                        tabindex=move || if chosen.get() { "0" } else { "-1" }
                        on:click=move |_| on_select.run(key.clone())
                    >
                        {label}
                        {count.map(|count| view! { <span class="count">{count}</span> })}
                    </button>
                }
            }).collect_view()}
        </div>
    }
}

/// What the chosen tab shows.
#[component]
pub fn TabPanel(
    /// The `id` of the tabs.
    id: &'static str,
    /// The key of the chosen tab.
    #[prop(into)]
    selected: Signal<String>,
    /// The content; it changes with `selected` by itself.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class="tab-panel"
            role="tabpanel"
            id=panel_id(id)
            tabindex="0"
            aria-labelledby=move || selected.with(|selected| tab_id(id, selected))
        >
            {children()}
        </div>
    }
}

fn tab_id(id: &str, key: &str) -> String {
    format!("{id}-tab-{key}")
}

fn panel_id(id: &str) -> String {
    format!("{id}-panel")
}
