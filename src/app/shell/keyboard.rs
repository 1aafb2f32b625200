//! The keyboard: presses anywhere on the page become commands.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    browser, commands,
    keys::{Listener, Meaning, Press},
    session::Session,
};

/// Listens on the whole page as long as the shell lives.
pub fn listen(session: Session) {
    let listener = StoredValue::new(Listener::default());
    let pressed = window_event_listener(ev::keydown, move |event| {
        // A field, a list or a dialog that has used the press says so.
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let key = event.key();
        let control = event.ctrl_key() || event.meta_key();
        if is_dialog_open() {
            return;
        }
        let typing = is_typing(event.target());
        // A field that holds uncommitted typing undoes letter by letter, by itself.
        if typing
            && session.typing.get_untracked()
            && control
            && matches!(key.as_str(), "z" | "Z" | "y" | "Y")
        {
            return;
        }
        let press = Press { key: &key, control, shift: event.shift_key(), alt: event.alt_key(), typing };
        let shortcuts =
            commands::all().flat_map(|command| command.keys.iter().map(move |keys| (*keys, command)));
        let meaning = listener
            .try_update_value(|listener| listener.hear(press, browser::now().millis(), shortcuts))
            .unwrap_or(Meaning::None);
        match meaning {
            Meaning::None => {}
            Meaning::Begun => event.prevent_default(),
            Meaning::Whole(command) => {
                event.prevent_default();
                if untrack(|| (command.available)(session)) {
                    (command.run)(session);
                }
            }
        }
    });
    // Uncommitted typing begins with the first letter and ends when the field is left or confirmed.
    let input = window_event_listener(ev::input, move |event| {
        if is_typing(event.target()) {
            session.typing.set(true);
        }
    });
    let change = window_event_listener(ev::change, move |_| session.typing.set(false));
    let left = window_event_listener(ev::focusout, move |_| session.typing.set(false));
    // Whoever leaves the page has left the field as well; the focus stays for the return.
    let hidden = window_event_listener(ev::visibilitychange, move |_| {
        if document().visibility_state() == web_sys::VisibilityState::Hidden {
            commit_typing(session);
        }
    });
    let leaving = window_event_listener(ev::pagehide, move |_| commit_typing(session));
    on_cleanup(move || {
        pressed.remove();
        input.remove();
        change.remove();
        left.remove();
        hidden.remove();
        leaving.remove();
    });
}

/// Lets the field one types in commit what it holds.
pub fn commit_typing(session: Session) {
    if !session.typing.get_untracked() {
        return;
    }
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    if let (Some(field), Ok(event)) =
        (document().active_element(), web_sys::Event::new_with_event_init_dict("change", &options))
    {
        // The field answers as if it had been left; whether somebody cancelled the event does not matter.
        let _ = field.dispatch_event(&event);
    }
}

fn is_dialog_open() -> bool {
    matches!(document().query_selector("dialog[open]"), Ok(Some(_)))
}

/// Whether the keyboard writes into what has the focus.
fn is_typing(target: Option<web_sys::EventTarget>) -> bool {
    let Some(element) = target.and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return false;
    };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => {
            let kind = element.get_attribute("type").unwrap_or_default();
            !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "submit" | "reset" | "file" | "range")
        }
        _ => element.is_content_editable(),
    }
}
