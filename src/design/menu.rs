//! A button that opens a short list of acts.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{Icon, KeyHint, Sign, dom::element, fresh_id, listbox::moved};

/// One act of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// The words.
    pub label: String,
    /// A sign before them.
    pub sign: Option<Sign>,
    /// The shortcut that does the same; may be empty.
    pub shortcut: String,
    /// What it does.
    pub on_select: Callback<()>,
    /// Whether it takes something away.
    pub danger: bool,
}

impl MenuItem {
    /// An act with words and what it does.
    pub fn new(label: impl Into<String>, on_select: impl Into<Callback<()>>) -> Self {
        Self {
            label: label.into(),
            sign: None,
            shortcut: String::new(),
            on_select: on_select.into(),
            danger: false,
        }
    }

    /// The same with a sign.
    #[must_use]
    pub fn sign(mut self, sign: Sign) -> Self {
        self.sign = Some(sign);
        self
    }

    /// The same with the shortcut shown.
    #[must_use]
    pub fn shortcut(mut self, keys: impl Into<String>) -> Self {
        self.shortcut = keys.into();
        self
    }

    /// The same as an act that takes something away.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

/// A button that opens a list of acts. Arrow keys walk it, Escape closes it, the focus returns to the button.
#[component]
pub fn Menu(
    /// Accessible name of the button, and its words if `sign` is left out.
    #[prop(into)]
    label: Signal<String>,
    /// Shows the button as this sign alone.
    #[prop(optional, into)]
    sign: Option<Sign>,
    /// The acts, in order.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
) -> impl IntoView {
    let id = fresh_id("menu");
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let item_id = {
        let id = id.clone();
        move |index: usize| format!("{id}-{index}")
    };
    let focus_item = {
        let item_id = item_id.clone();
        move |index: usize| {
            let id = item_id(index);
            request_animation_frame(move || {
                if let Some(item) = element(&id) {
                    let _ = item.focus();
                }
            });
        }
    };
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let on_button_key = {
        let focus_item = focus_item.clone();
        move |event: web_sys::KeyboardEvent| {
            let last = items.with_untracked(Vec::len).saturating_sub(1);
            let to = match event.key().as_str() {
                "ArrowDown" => 0,
                "ArrowUp" => last,
                _ => return,
            };
            event.prevent_default();
            open.set(true);
            focus_item(to);
        }
    };
    let on_button = {
        let focus_item = focus_item.clone();
        move |_| {
            open.update(|open| *open = !*open);
            if open.get_untracked() {
                focus_item(0);
            }
        }
    };
    let on_list_key = {
        let id = id.clone();
        move |event: web_sys::KeyboardEvent| {
            let key = event.key();
            if key == "Escape" || key == "Tab" {
                if key == "Escape" {
                    event.prevent_default();
                    event.stop_propagation();
                }
                close();
                return;
            }
            let len = items.with_untracked(Vec::len);
            let here = document().active_element().map(|element| element.id()).unwrap_or_default();
            let at = here.strip_prefix(&id).and_then(|rest| rest.strip_prefix('-')?.parse().ok());
            if let Some(to) = moved(at, len, &key) {
                event.prevent_default();
                focus_item(to);
            } else if key.chars().count() == 1 {
                let start = key.to_lowercase();
                let after = at.map_or(0, |at| at + 1);
                let hit = items.with_untracked(|items| {
                    (0..len)
                        .map(|step| (after + step) % len.max(1))
                        .find(|index| items[*index].label.to_lowercase().starts_with(&start))
                });
                if let Some(to) = hit {
                    focus_item(to);
                }
            }
        }
    };
    let outside = move |event: web_sys::FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = root.get_untracked().is_some_and(|root| root.contains(to.as_ref()));
        if !inside {
            open.set(false);
        }
    };
    let words = move || match sign {
        Some(sign) => view! { <Icon sign /> }.into_any(),
        None => view! { <span>{label}</span> <Icon sign=Sign::ChevronDown /> }.into_any(),
    };
    let class = if sign.is_some() { "icon-button" } else { "button" };
    let on_list_key = StoredValue::new(on_list_key);
    let item_id = StoredValue::new(item_id);
    let (list_id, controls) = (id.clone(), id);
    view! {
        <div class="menu" node_ref=root on:focusout=outside>
            <button
                type="button"
                class=class
                node_ref=button
                aria-label=label
                title=move || sign.map(|_| label.get())
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                aria-controls=move || open.get().then(|| controls.clone())
                on:click=on_button
                on:keydown=on_button_key
            >
                {words()}
            </button>
            <Show when=move || open.get()>
                <div
                    class="menu-list"
                    id=list_id.clone()
                    role="menu"
                    tabindex="-1"
                    aria-label=label
                    on:keydown=move |event| on_list_key.read_value()(event)
                >
                    {move || items.get().into_iter().enumerate().map(|(index, item)| {
                        let on_select = item.on_select;
                        view! {
                            <button
                                type="button"
                                role="menuitem"
                                tabindex="-1"
                                id=item_id.read_value()(index)
                                class:danger=item.danger
                                on:click=move |_| {
                                    close();
                                    on_select.run(());
                                }
                            >
                                {item.sign.map(|sign| view! { <Icon sign /> })}
                                <span>{item.label}</span>
                                {(!item.shortcut.is_empty()).then(|| view! { <KeyHint keys=item.shortcut /> })}
                            </button>
                        }
                    }).collect_view()}
                </div>
            </Show>
        </div>
    }
}
