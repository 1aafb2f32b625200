//! A list of views that follows its items: each is drawn once, moved and taken away by its key.

use std::{
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash},
    sync::Arc,
    time::Duration,
};

use leptos::prelude::*;

/// How many items are drawn in one go. Those beyond come in turns of their own, so that a long list keeps nobody
/// waiting: neither for its beginning nor for a key pressed meanwhile (ours).
const IN_ONE_GO: usize = 30;

/// An item before it is drawn, without its type.
struct Item {
    key: u64,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// Leptos' `For` for items of any type, with the code of its bookkeeping there once. A long list is drawn from its top, a
/// few items at a time.
///
/// ```ignore
/// <Each each=move || notes.get() key=|note| (note.id, note.changed) let:note>
///     <li>{note.text}</li>
/// </Each>
/// ```
#[component]
pub fn Each<T, K, V>(
    /// The items, in order.
    each: impl Fn() -> Vec<T> + Send + Sync + 'static,
    /// What tells an item from all others; an item with another key is drawn anew.
    key: impl Fn(&T) -> K + Send + Sync + 'static,
    /// How one is drawn.
    children: impl Fn(T) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    K: Hash,
    V: IntoAny + 'static,
{
    let children = Arc::new(children);
    let item = move |item: T| {
        let children = children.clone();
        Item {
            key: BuildHasherDefault::<DefaultHasher>::default().hash_one(key(&item)),
            draw: Box::new(move || children(item).into_any()),
        }
    };
    list(Box::new(move || each().into_iter().map(&item).collect()))
}

fn list(items: Box<dyn Fn() -> Vec<Item> + Send + Sync>) -> AnyView {
    let most = RwSignal::new(IN_ONE_GO);
    let coming = StoredValue::new(false);
    let drawn = move || {
        let mut items = items();
        let most_now = most.get();
        if items.len() > most_now {
            items.truncate(most_now);
            if !coming.get_value() {
                coming.set_value(true);
                set_timeout(
                    move || {
                        // The list may be gone meanwhile.
                        let _ = coming.try_set_value(false);
                        let _ = most.try_update(|most| *most += IN_ONE_GO);
                    },
                    Duration::ZERO,
                );
            }
        }
        items
    };
    view! { <For each=drawn key=|item| item.key children=|item: Item| (item.draw)() /> }.into_any()
}
