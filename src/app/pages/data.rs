//! Data: where it is safe, everything out, a backup, back from a backup, and throwing it all away.

mod backup;
mod erased;
mod export;
mod join;
mod refused;
mod restore;
mod throw_away;

use design::{Button, PageHeader, Section, Stat, StatGroup};
use kernel::{days_between, words};
use leptos::prelude::*;
use mirror::SaveState;

pub use export::ExportButton;

use crate::{safety, session::use_session, sharing};

/// The page.
#[component]
pub fn DataPage() -> impl IntoView {
    let session = use_session();
    session.safety.look();
    let whose = Signal::derive(move || {
        Some(if session.mirror.is_shared() {
            "Yours: it lies in this browser, and sealed with those you share it with.".to_owned()
        } else {
            "Yours: it lies in this browser, on this machine, and nowhere else.".to_owned()
        })
    });
    view! {
        <PageHeader title="Data" subtitle=whose />
        <div class="stack wide data">
            <refused::Refused />
            <Section title="Where it is safe"><Facts /></Section>
            <Section title="Export"><export::Export /></Section>
            <Section title="Backup"><backup::MakeBackup /></Section>
            <Section title="Restore"><restore::Restore /></Section>
            <erased::Erased />
            <Section title="Throw everything away"><throw_away::ThrowAway /></Section>
        </div>
    }
}

/// What is known about the safety of the data, and what can be done for it.
#[component]
fn Facts() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let stats = Signal::derive(move || {
        let facts = session.safety.facts();
        let stat = |label: &str, value: String, note: String| Stat {
            label: label.to_owned(),
            value,
            note,
            href: String::new(),
        };
        let records = mirror.read(|book| book.len());
        let saved = match mirror.save_state() {
            SaveState::Saved => {
                let elsewhere = sharing::elsewhere(session);
                (
                    "on this disk".to_owned(),
                    elsewhere
                        .map_or_else(|| "everything".to_owned(), |too| too.said)
                        .trim_start_matches([',', ';', ' '])
                        .to_owned(),
                )
            }
            SaveState::Saving(left) => ("saving".to_owned(), format!("{left} to go")),
            SaveState::Failed(problem) => ("not saved".to_owned(), problem.to_string()),
        };
        let kept = match facts.persisted {
            Some(true) => ("until you delete it".to_owned(), "the browser has agreed".to_owned()),
            Some(false) => (
                "as long as there is room".to_owned(),
                "the browser may delete it when the disk is full".to_owned(),
            ),
            None => ("not known".to_owned(), "this browser does not say".to_owned()),
        };
        let room = match (facts.usage, facts.quota) {
            (Some(usage), Some(quota)) => {
                (safety::bytes(usage), format!("of {} it may take", safety::bytes(quota)))
            }
            _ => ("not known".to_owned(), "this browser does not say".to_owned()),
        };
        let backup = match session.safety.last_backup() {
            None => ("none yet".to_owned(), "in this browser".to_owned()),
            Some(day) => (
                words::day(day),
                match days_between(day, mirror.today()) {
                    0 => "today".to_owned(),
                    count => format!("{} ago", words::days(count)),
                },
            ),
        };
        vec![
            stat("Saved", saved.0, saved.1),
            stat("Records", records.to_string(), "in this workspace".to_owned()),
            stat("Kept", kept.0, kept.1),
            stat("Room", room.0, room.1),
            stat("Last backup", backup.0, backup.1),
        ]
    });
    let may_go = move || session.safety.facts().persisted == Some(false);
    view! {
        <StatGroup stats />
        <Show when=may_go>
            <div class="row">
                <Button on_press=move |()| session.safety.ask_to_keep()>"Ask the browser to keep it"</Button>
                <span class="soft small">"Some browsers agree only for installed or often used sites. A backup helps in any case."</span>
            </div>
        </Show>
    }
}
