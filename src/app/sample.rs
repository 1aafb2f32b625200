//! The sample workspace: a believable team and its year, written into a database of its own.

use design::Progress;
use leptos::{prelude::*, task::spawn_local};
use mirror::{Mirror, SaveState};

use crate::{parts, session::Session, workspace::Workspace};

/// Writes the sample as soon as its workspace is open and still empty.
pub fn fill(session: Session) {
    if session.workspace != Workspace::Sample {
        return;
    }
    let mirror = session.mirror;
    let begun = StoredValue::new(false);
    Effect::new(move |_| {
        if !mirror.is_ready() || begun.get_value() {
            return;
        }
        begun.set_value(true);
        if !untrack(|| mirror.read(document::Book::is_empty)) {
            return;
        }
        spawn_local(async move {
            match parts::sample().await {
                Ok(write) => write(mirror),
                Err(_) => {
                    session.toasts.say("The sample could not be fetched. Reload the page to try again.")
                }
            }
        });
    });
}

/// Writes the whole sample.
pub fn write(mirror: Mirror) {
    let (author, today) = untrack(|| (mirror.author(), mirror.today()));
    let mut new_id = || mirror.new_id();
    let (cast, roster) = roster::sample(&author, today, &mut new_id);
    let feedback = feedback::sample(&author, today, &cast, &mut new_id);
    let growth = growth::sample(&author, today, &cast, &mut new_id);
    for batch in roster.into_iter().chain(feedback).chain(growth) {
        mirror.commit(batch);
    }
    for batch in untrack(|| mirror.read(|book| hiring::sample(book, &author, today, &cast, &mut new_id))) {
        mirror.commit(batch);
    }
    for batch in untrack(|| mirror.read(|book| threads::sample(book, author, today, &mut new_id))) {
        mirror.commit(batch);
    }
}

/// How far the writing of the sample is; nothing once it is on disk.
#[component]
pub fn Filling(session: Session) -> impl IntoView {
    // Beyond this many unsaved batches it is the sample being written, not somebody working.
    const MANY: usize = 12;
    let most = RwSignal::new(0_usize);
    let left = Memo::new(move |_| match session.mirror.save_state() {
        SaveState::Saving(left) => left,
        _ => 0,
    });
    Effect::new(move |_| {
        let left = left.get();
        most.update(|most| *most = if left == 0 { 0 } else { left.max(*most) });
    });
    #[expect(clippy::cast_precision_loss, reason = "a few hundred batches")]
    let done = Signal::derive(move || {
        let most = most.get();
        (most > 0).then(|| 1.0 - left.get() as f64 / most as f64)
    });
    view! {
        <Show when=move || { most.get() > MANY }>
            <Progress label="Writing the sample" done />
        </Show>
    }
}
