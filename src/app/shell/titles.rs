//! Arriving on a page: its heading takes the focus, and the tab carries its name.

use std::{cell::Cell, rc::Rc};

use design::focus_by_id;
use leptos::prelude::*;

use wasm_bindgen::{JsCast, closure::Closure};

use crate::lock::Lock;

/// The id that every page's heading has (`design::PageHeader`).
const HEADING: &str = "page-title";

/// Names the tab after the page's heading, and moves the focus there on every navigation but the first.
pub fn follow(path: Memo<String>, lock: Lock) {
    let arriving = Rc::new(Cell::new(false));
    let watched = arriving.clone();
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            window().scroll_to_with_x_and_y(0.0, 0.0);
            focus_by_id(HEADING);
            arriving.set(true);
        }
        path
    });
    Effect::new(move |_| watch_heading(lock, watched.clone()));
}

/// Lets the skip link move the focus and not only the view; the address stays what it is.
pub fn to_content(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    focus_by_id("content");
}

/// Keeps the tab's name equal to the heading, whenever and by whomever that is written. The heading of a page that had to be
/// loaded first (`parts.rs`) takes the focus when it is there, unless the user has put it somewhere meanwhile.
fn watch_heading(lock: Lock, arriving: Rc<Cell<bool>>) {
    let Some(content) = document().get_element_by_id("content") else { return };
    let name = move || {
        let heading = document().get_element_by_id(HEADING);
        if heading.is_some()
            && arriving.take()
            && document().active_element() == document().body().map(Into::into)
        {
            focus_by_id(HEADING);
        }
        let heading = heading.and_then(|heading| heading.text_content());
        let title = match heading.as_deref().map(str::trim) {
            None | Some("") => "Pilothouse".to_owned(),
            // The browser keeps the names of pages in its history, which no passphrase locks.
            Some(_) if untrack(|| lock.is_set()) => "Pilothouse".to_owned(),
            Some(heading) => format!("{heading} · Pilothouse"),
        };
        if document().title() != title {
            document().set_title(&title);
        }
    };
    name();
    let changed = Closure::<dyn Fn()>::new(name);
    if let Ok(observer) = web_sys::MutationObserver::new(changed.as_ref().unchecked_ref()) {
        let what = web_sys::MutationObserverInit::new();
        what.set_child_list(true);
        what.set_subtree(true);
        what.set_character_data(true);
        // The content is an element, so it can be observed.
        let _ = observer.observe_with_options(&content, &what);
    }
    // The shell lives as long as the page.
    changed.forget();
}
