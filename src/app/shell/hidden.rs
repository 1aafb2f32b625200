//! A page that nobody has looked at for a while is said to be so: for the others nobody is here then.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use crate::session::Session;

/// For how long a page has to be hidden (*ours*): who looks something up elsewhere is still here.
const AWAY: Duration = Duration::from_secs(120);

/// Tells it when this page has been hidden for a while, and when it is seen again.
pub fn tell(session: Session) {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(waiting) = waiting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
    };
    let look = move || {
        stop();
        if document().visibility_state() != web_sys::VisibilityState::Hidden {
            session.mirror.hidden(false);
        } else if untrack(|| session.mirror.is_shared()) {
            let away = move || session.mirror.hidden(true);
            waiting.set_value(set_timeout_with_handle(away, AWAY).ok());
        }
    };
    let changed = window_event_listener(leptos::ev::visibilitychange, move |_| look());
    on_cleanup(move || {
        changed.remove();
        stop();
    });
}
