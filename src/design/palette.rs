//! The command palette: type a few letters, press Enter.

use kernel::{Ordered as _, text::fold};
use leptos::{html, prelude::*};

use crate::{
    Icon, KeyHint, Sign,
    dialog::{is_backdrop, show_while, takes_over, was_closed},
    dom::reveal,
    fresh_id,
    listbox::moved,
};

/// One command or record the palette offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaletteItem {
    /// What identifies it to the caller.
    pub key: String,
    /// What is shown.
    pub label: String,
    /// A few quiet words beside it: kind, date. May be empty.
    pub note: String,
    /// The shortcut that does the same; may be empty.
    pub shortcut: String,
    /// A sign before it.
    pub sign: Option<Sign>,
}

/// Items under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaletteGroup {
    /// The heading.
    pub title: String,
    /// The items, best first.
    pub items: Vec<PaletteItem>,
}

/// The commands that fit `query`, best first: label starts with it, a word of it does, all letters are there in order.
#[must_use]
pub fn rank(items: &[PaletteItem], query: &str) -> Vec<PaletteItem> {
    let query = fold(query);
    if query.is_empty() {
        return items.to_vec();
    }
    let mut fits: Vec<(u8, &PaletteItem)> =
        items.iter().filter_map(|item| Some((fit(&fold(&item.label), &query)?, item))).collect();
    fits.order_by_key(|(rank, _)| *rank);
    // Scattered letters fit almost anything; they count only when nothing fits better.
    if fits.first().is_some_and(|(best, _)| *best < SCATTERED) {
        fits.retain(|(rank, _)| *rank < SCATTERED);
    }
    fits.into_iter().map(|(_, item)| item.clone()).collect()
}

const SCATTERED: u8 = 3;

fn fit(label: &str, query: &str) -> Option<u8> {
    if label.starts_with(query) {
        return Some(0);
    }
    let words = || label.split(|letter: char| !letter.is_alphanumeric());
    if query.split(' ').all(|part| words().any(|word| word.starts_with(part))) {
        return Some(1);
    }
    if label.contains(query) {
        return Some(2);
    }
    let mut letters = label.chars();
    query
        .chars()
        .filter(|letter| *letter != ' ')
        .all(|wanted| letters.any(|letter| letter == wanted))
        .then_some(SCATTERED)
}

/// A field over the page and what fits the text in it. The caller fills `groups` for the text it hears by `on_query`.
#[component]
pub fn CommandPalette(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when it is to be closed; the caller then sets `open` to false.
    #[prop(into)]
    on_close: Callback<()>,
    /// Called with the text typed; with an empty text at each opening.
    #[prop(into)]
    on_query: Callback<String>,
    /// What fits, under headings.
    #[prop(into)]
    groups: Signal<Vec<PaletteGroup>>,
    /// Called with the key of what was chosen, after the palette was closed.
    #[prop(into)]
    on_pick: Callback<String>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_while(dialog, open);
    view! {
        <dialog
            class="palette"
            node_ref=dialog
            aria-label="Command palette"
            on:cancel=move |event| if takes_over(&event, dialog) { on_close.run(()) }
            on:close=move |_| if was_closed(dialog, open) { on_close.run(()) }
            on:click=move |event| if is_backdrop(&event, dialog) { on_close.run(()) }
        >
            <Show when=move || open.get()>
                <Inside on_close on_query groups on_pick />
            </Show>
        </dialog>
    }
}

#[component]
fn Inside(
    on_close: Callback<()>,
    on_query: Callback<String>,
    groups: Signal<Vec<PaletteGroup>>,
    on_pick: Callback<String>,
) -> impl IntoView {
    let list_id = fresh_id("palette");
    let query = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    on_query.run(String::new());
    let len = move || groups.with(|groups| groups.iter().map(|group| group.items.len()).sum::<usize>());
    let pick = move |key: String| {
        on_close.run(());
        on_pick.run(key);
    };
    let item_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let on_key = {
        let item_id = item_id.clone();
        move |event: web_sys::KeyboardEvent| {
            let key = event.key();
            if key == "Enter" {
                event.prevent_default();
                let chosen = groups.with_untracked(|groups| {
                    let mut items = groups.iter().flat_map(|group| &group.items);
                    items.nth(at.get_untracked()).map(|item| item.key.clone())
                });
                if let Some(key) = chosen {
                    pick(key);
                }
            } else if key != "Home"
                && key != "End"
                && let Some(to) = moved(Some(at.get_untracked()), untrack(len), &key)
            {
                event.prevent_default();
                at.set(to);
                reveal(&item_id(to));
            }
        }
    };
    let (active, controls) = (item_id.clone(), list_id.clone());
    view! {
        <div class="palette-input">
            <Icon sign=Sign::Search />
            <input
                type="text"
                role="combobox"
                autofocus
                autocomplete="off"
                spellcheck="false"
                aria-label="Search everything and every command"
                placeholder="Search everything and every command"
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls=controls
                aria-activedescendant=move || (len() > 0).then(|| active(at.get()))
                prop:value=query
                on:input=move |event| {
                    let text = event_target_value(&event);
                    query.set(text.clone());
                    at.set(0);
                    on_query.run(text);
                }
                on:keydown=on_key
            />
            <KeyHint keys="Esc" />
        </div>
        <div class="palette-list" id=list_id role="listbox" aria-label="Results">
            {move || {
                let item_id = item_id.clone();
                let mut index = 0;
                groups.get().into_iter().filter(|group| !group.items.is_empty()).map(|group| {
                    let items = group.items.into_iter().map(|item| {
                        let here = index;
                        index += 1;
                        let PaletteItem { key, label, note, shortcut, sign } = item;
                        view! {
                            <div
                                id=item_id(here)
                                role="option"
                                class="palette-item"
                                aria-selected=move || (at.get() == here).to_string()
                                on:mousemove=move |_| if at.get_untracked() != here { at.set(here) }
                                on:click=move |_| pick(key.clone())
                            >
                                {sign.map(|sign| view! { <Icon sign /> })}
                                <span class="label">{label}</span>
                                <span class="note">{note}</span>
                                {(!shortcut.is_empty()).then(|| view! { <KeyHint keys=shortcut /> })}
                            </div>
                        }
                    }).collect_view();
                    let heading = fresh_id("palette-group");
                    view! {
                        <div role="group" aria-labelledby=heading.clone()>
                            <div class="palette-title" id=heading.clone() role="presentation">{group.title}</div>
                            {items}
                        </div>
                    }
                }).collect_view()
            }}
        </div>
        <p class="palette-none" role="status">{move || (len() == 0).then_some("Nothing fits these letters.")}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str) -> Vec<String> {
        let items: Vec<PaletteItem> =
            ["Go to people", "New observation", "People: import from a file", "Undo"]
                .map(|label| PaletteItem { label: label.to_owned(), ..PaletteItem::default() })
                .to_vec();
        rank(&items, query).into_iter().map(|item| item.label).collect()
    }

    #[test]
    fn the_start_of_the_label_comes_before_the_start_of_a_word() {
        assert_eq!(found("peo"), ["People: import from a file", "Go to people"]);
    }

    #[test]
    fn letters_in_order_are_enough() {
        assert_eq!(found("nobs"), ["New observation"]);
        assert_eq!(found("new obs"), ["New observation"]);
    }

    #[test]
    fn scattered_letters_do_not_crowd_what_fits_better() {
        assert_eq!(found("to"), ["Go to people"]);
    }

    #[test]
    fn no_letters_show_everything_and_wrong_ones_nothing() {
        assert_eq!(found(" ").len(), 4);
        assert!(found("zzz").is_empty());
    }
}
