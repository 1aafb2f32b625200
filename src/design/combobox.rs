//! Choosing by typing a few letters: the ARIA combobox with a list that the caller fills.

use leptos::prelude::*;

use crate::{Icon, Sign, dom::reveal, field::joined, fresh_id, listbox::moved};

/// One thing the list offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// What identifies it to the caller.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// A few quiet words beside it: its kind, team or date. May be empty.
    pub note: String,
}

/// A text field that offers a list while one types. Used for people, teams, records and skills alike.
///
/// The caller hears what is typed through `on_query` and sets `options` whenever it has them, at once or later.
#[component]
pub fn Combobox(
    /// The label of what is chosen now; empty for nothing.
    #[prop(into)]
    value: Signal<String>,
    /// What the list offers for the text typed last, best first.
    #[prop(into)]
    options: Signal<Vec<Pick>>,
    /// Called with the text typed; with an empty text when the list opens.
    #[prop(into)]
    on_query: Callback<String>,
    /// Called with what was chosen.
    #[prop(into)]
    on_pick: Callback<Pick>,
    /// Takes the present choice away; without it there is always one.
    #[prop(optional, into)]
    on_clear: Option<Callback<()>>,
    /// Makes a new thing of the text typed; shown as the last entry.
    #[prop(optional, into)]
    on_create: Option<Callback<String>>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Example shown while empty.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let list_id = fresh_id("list");
    let open = RwSignal::new(false);
    let at = RwSignal::new(None::<usize>);
    // What is typed and not yet chosen; `None` shows the chosen value.
    let typed = RwSignal::new(None::<String>);

    let offer_new = move || {
        let text = typed.get().unwrap_or_default().trim().to_owned();
        let known = options.with(|options| options.iter().any(|option| option.label == text));
        (on_create.is_some() && !text.is_empty() && !known).then_some(text)
    };
    let len = move || options.with(Vec::len) + usize::from(offer_new().is_some());
    let close = move || {
        open.set(false);
        at.set(None);
        typed.set(None);
    };
    let begin = move || {
        if !readonly.get_untracked() && !open.get_untracked() {
            open.set(true);
            on_query.run(String::new());
        }
    };
    let choose = move |index: usize| {
        let option = options.with_untracked(|options| options.get(index).cloned());
        let text = typed.get_untracked();
        close();
        match (option, on_create, text) {
            (Some(option), _, _) => on_pick.run(option),
            (None, Some(on_create), Some(text)) => on_create.run(text.trim().to_owned()),
            _ => {}
        }
    };
    let item_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let on_key = {
        let item_id = item_id.clone();
        move |event: web_sys::KeyboardEvent| {
            let key = event.key();
            match key.as_str() {
                "Escape" if open.get_untracked() => {
                    event.prevent_default();
                    event.stop_propagation();
                    close();
                }
                "Enter" if open.get_untracked() => {
                    event.prevent_default();
                    let first = (typed.get_untracked().is_some() && untrack(len) > 0).then_some(0);
                    if let Some(index) = at.get_untracked().or(first) {
                        choose(index);
                    }
                }
                "Tab" => close(),
                // In the text the ends belong to the caret.
                "Home" | "End" => {}
                key => {
                    if let Some(to) = moved(at.get_untracked(), untrack(len), key) {
                        event.prevent_default();
                        begin();
                        at.set(Some(to));
                        let id = item_id(to);
                        request_animation_frame(move || reveal(&id));
                    } else if key == "ArrowDown" {
                        begin();
                    }
                }
            }
        }
    };
    let (active, controls, item) = (item_id.clone(), list_id.clone(), item_id);
    view! {
        <div class="combobox">
            <input
                {..joined(label)}
                class="input"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-expanded=move || open.get().to_string()
                aria-controls=controls
                aria-activedescendant=move || open.get().then(|| at.get().map(&active)).flatten()
                placeholder=move || placeholder.get()
                prop:readOnly=readonly
                prop:value=move || typed.get().unwrap_or_else(|| value.get())
                on:click=move |_| begin()
                on:input=move |event| {
                    let text = event_target_value(&event);
                    open.set(true);
                    at.set(None);
                    typed.set(Some(text.clone()));
                    on_query.run(text);
                }
                on:keydown=on_key
                on:blur=move |_| close()
            />
            <Show when=move || on_clear.is_some() && !readonly.get() && value.with(|value| !value.is_empty())>
                <button
                    type="button"
                    class="clear"
                    aria-label="Clear"
                    on:click=move |_| if let Some(on_clear) = on_clear { on_clear.run(()) }
                >
                    <Icon sign=Sign::Close />
                </button>
            </Show>
            <ul class="listbox" id=list_id role="listbox" aria-label="Suggestions" hidden=move || !open.get() || len() == 0>
                {move || {
                    let item = item.clone();
                    let found = options.get().into_iter().map(|pick| (pick.label, pick.note));
                    let new = offer_new().map(|text| (format!("Add “{text}”"), String::new()));
                    found.chain(new).enumerate().map(move |(index, (label, note))| view! {
                        <li
                            id=item(index)
                            role="option"
                            aria-selected=move || (at.get() == Some(index)).to_string()
                            // The input keeps the focus; the press is the choice.
                            on:mousedown=move |event| {
                                event.prevent_default();
                                choose(index);
                            }
                        >
                            <span>{label}</span>
                            <span class="note">{note}</span>
                        </li>
                    }).collect_view()
                }}
            </ul>
            <span class="visually-hidden" role="status">
                {move || (open.get() && typed.get().is_some()).then(|| format!("{} found", options.with(Vec::len)))}
            </span>
        </div>
    }
}
