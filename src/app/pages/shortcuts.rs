//! Every keyboard shortcut, read off the commands.

use design::{PageHeader, ShortcutGroup, ShortcutSheet};
use leptos::prelude::*;

use crate::commands;

/// Keys that belong to the parts of a page rather than to a command.
const PARTS: [(&str, &[(&str, &str)]); 2] = [
    (
        "In a table",
        &[("↑ or ↓", "Walk the rows"), ("Home or End", "First and last row"), ("Enter", "Open the row")],
    ),
    (
        "In a field or a dialog",
        &[
            ("Ctrl+Enter", "Keep what is written"),
            ("Ctrl+Z", "Take back letters, while they are not kept yet"),
            ("Esc", "Close, or empty a search"),
        ],
    ),
];

/// The page.
#[component]
pub fn ShortcutsPage() -> impl IntoView {
    let of_commands = commands::GROUPS.into_iter().map(|group| ShortcutGroup {
        title: group.title.to_owned(),
        entries: group
            .commands
            .iter()
            .filter(|command| !command.keys.is_empty())
            .map(|command| (command.keys.join(" or "), command.label.to_owned()))
            .collect(),
    });
    let of_parts = PARTS.into_iter().map(|(title, entries)| ShortcutGroup {
        title: title.to_owned(),
        entries: entries.iter().map(|(keys, does)| ((*keys).to_owned(), (*does).to_owned())).collect(),
    });
    let groups: Vec<ShortcutGroup> =
        of_commands.chain(of_parts).filter(|group| !group.entries.is_empty()).collect();
    view! {
        <PageHeader
            title="Keyboard shortcuts"
            subtitle="Single letters work while no field has the focus."
        />
        <ShortcutSheet groups />
    }
}
