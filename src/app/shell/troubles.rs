//! What the user has to hear about: problems, typing put back after a crash, things taken out.

use kernel::RecordId;
use leptos::prelude::*;
use mirror::SaveState;

use crate::session::Session;

/// Tells it as it comes, as short messages, and holds the tab open while something is unsaved.
pub fn tell(session: Session) {
    let problems = session.mirror.problems();
    Effect::new(move |_| {
        let standing = problems.get();
        if standing.is_empty() {
            return;
        }
        problems.set(Vec::new());
        for problem in standing {
            session.report(&problem);
        }
    });
    let recovered = session.mirror.recovered();
    Effect::new(move |_| {
        let standing = recovered.get();
        if standing.is_empty() {
            return;
        }
        recovered.set(Vec::new());
        let what = match standing.len() {
            1 => "What you were typing when the browser closed was put back.".to_owned(),
            count => format!("What you were typing in {count} fields when the browser closed was put back."),
        };
        // What was typed into a form has no page: it is in the form again when that is opened.
        let has_page = |record: &RecordId| {
            untrack(|| session.mirror.row(*record)).is_none_or(|row| !row.document.place.is_unsent())
        };
        match standing.into_iter().find(|(record, _)| has_page(record)) {
            Some((record, _)) => {
                session.toasts.offer(what, "Show it", move || {
                    if let Some(row) = untrack(|| session.mirror.row(record)) {
                        session.go(&threads::kinds::address(&row));
                    }
                });
            }
            None => session.toasts.say(what),
        }
    });
    let removed = session.mirror.removed();
    Effect::new(move |_| {
        if let Some(label) = removed.get() {
            removed.set(None);
            session.toasts.offer(format!("Done: {label}"), "Undo", move || session.undo());
        }
    });
    let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
        if untrack(|| session.mirror.save_state()) != SaveState::Saved {
            event.prevent_default();
        }
    });
    on_cleanup(move || leaving.remove());
}
