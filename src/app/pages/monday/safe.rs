//! Where the data is safe, in three lines.

use design::{LinkButton, Section};
use kernel::{days_between, words};
use leptos::prelude::*;
use mirror::SaveState;

use crate::{safety, session::use_session, sharing};

/// The section.
#[component]
pub fn WhereSafe() -> impl IntoView {
    let session = use_session();
    let saved = move || match session.mirror.save_state() {
        SaveState::Saved => match sharing::elsewhere(session) {
            None => "Everything is saved on this disk.".to_owned(),
            Some(too) => format!("Everything is saved on this disk{}.", too.said),
        },
        SaveState::Saving(count) => {
            format!("Saving {}…", words::counted(count, "change", "changes"))
        }
        SaveState::Failed(problem) => format!("Not saved: {problem}"),
    };
    let kept = move || match session.safety.facts().persisted {
        Some(true) => "The browser keeps it until you delete it.",
        Some(false) => "The browser may delete it when the disk is full.",
        None => "This browser does not say how long it keeps it.",
    };
    let room = move || {
        session.safety.facts().usage.map(|usage| format!("It takes {} of this disk.", safety::bytes(usage)))
    };
    let backup = move || match session.safety.last_backup() {
        None => "No backup was made in this browser yet.".to_owned(),
        Some(day) => match days_between(day, session.mirror.today()) {
            0 => "The last backup is from today.".to_owned(),
            count => format!("The last backup is {} old.", words::days(count)),
        },
    };
    view! {
        <Section title="Where your data is">
            <ul class="safe soft">
                <li>{saved}</li>
                <li>{kept}</li>
                {move || room().map(|room| view! { <li>{room}</li> })}
                <li>{backup}</li>
            </ul>
            <p><LinkButton href="/data">"Backup and export"</LinkButton></p>
        </Section>
    }
}
