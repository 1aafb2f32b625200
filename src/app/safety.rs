//! Where the data is safe: whether the browser keeps it, how much room there is, when it was last backed up.

use kernel::{Date, words};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use worker::page::{StorageFacts, persist, storage_facts};

use crate::{browser, session::Session, workspace::Workspace};

/// The local-storage key that says the browser was asked to keep the data.
const ASKED: &str = "asked-to-persist";

/// What is known about the safety of the data; copy it freely.
#[derive(Clone, Copy)]
pub struct Safety {
    facts: RwSignal<StorageFacts>,
    backup: RwSignal<Option<Date>>,
    workspace: Workspace,
}

impl Safety {
    /// Nothing is known yet but the last backup.
    pub fn new(workspace: Workspace) -> Self {
        let backup = browser::remembered(&backup_key(workspace)).and_then(|day| day.parse().ok());
        Self { facts: RwSignal::new(StorageFacts::default()), backup: RwSignal::new(backup), workspace }
    }

    /// What the browser says about its storage. Tracked.
    pub fn facts(self) -> StorageFacts {
        self.facts.get()
    }

    /// The day of the last backup made in this browser. Tracked.
    pub fn last_backup(self) -> Option<Date> {
        self.backup.get()
    }

    /// Remembers that a backup was made.
    pub fn backed_up(self, today: Date) {
        browser::remember(&backup_key(self.workspace), &today.to_string());
        self.backup.set(Some(today));
    }

    /// Asks the browser how things stand.
    pub fn look(self) {
        spawn_local(async move { self.facts.set(storage_facts().await) });
    }

    /// Asks the browser to keep the data until the user deletes it.
    pub fn ask_to_keep(self) {
        browser::remember(ASKED, "yes");
        spawn_local(async move {
            persist().await;
            self.facts.set(storage_facts().await);
        });
    }
}

/// Looks at the start, and asks the browser once, after the first real edit: before it there is nothing to keep.
pub fn watch(session: Session) {
    session.safety.look();
    Effect::new(move |_| {
        let edited = session.mirror.undoable().0.is_some();
        let kept = session.safety.facts().persisted == Some(true);
        if edited && !kept && session.workspace != Workspace::Sample && browser::remembered(ASKED).is_none() {
            session.safety.ask_to_keep();
        }
    });
}

fn backup_key(workspace: Workspace) -> String {
    format!("backup:{}", workspace.database())
}

/// A number of bytes as people say it: `3.4 MB`. Decimal units, as browsers and disks count.
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if count < 1000 {
        return words::counted(i64::try_from(count).unwrap_or(0), "byte", "bytes");
    }
    #[expect(clippy::cast_precision_loss, reason = "shown with two digits")]
    let mut size = count as f64;
    let mut unit = "bytes";
    for larger in UNITS {
        if size < 999.5 {
            break;
        }
        size /= 1000.0;
        unit = larger;
    }
    if size < 9.95 { format!("{size:.1} {unit}") } else { format!("{size:.0} {unit}") }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn bytes_are_said_with_two_digits() {
        for (count, said) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (9_940, "9.9 kB"),
            (42_000, "42 kB"),
            (999_600, "1.0 MB"),
            (3_400_000, "3.4 MB"),
            (120_000_000_000, "120 GB"),
        ] {
            assert_eq!(bytes(count), said);
        }
    }
}
