//! The command palette: every command, and every record, by a few letters.

use design::{CommandPalette, PaletteGroup, PaletteItem, Sign, rank};
use leptos::prelude::*;

use crate::{
    commands::{self, Command},
    find::{Finder, use_finder},
    session::{Over, Session, use_session},
    workspace::Workspace,
};

/// How many records the palette offers (ours: what fits without scrolling beside the commands).
const RECORDS: usize = 8;

/// The palette; it lies over the page when the session says so.
#[component]
pub fn Palette() -> impl IntoView {
    let session = use_session();
    let finder = use_finder();
    let query = RwSignal::new(String::new());
    let groups = Memo::new(move |_| {
        if !session.shows(Over::Palette) {
            return Vec::new();
        }
        query.with(|query| {
            let mut groups =
                vec![PaletteGroup { title: "Commands".to_owned(), items: offered(session, query) }];
            let records = PaletteGroup { title: "Records".to_owned(), items: records(finder, query) };
            // Whoever types a name means the record; whoever types a verb finds no record of that title.
            let at = if query.is_empty() { 1 } else { usize::from(fits_a_command(&groups[0].items, query)) };
            groups.insert(at, records);
            groups
        })
    });
    let pick = move |key: String| match key.split_once(':') {
        Some(("workspace", word)) => {
            if let Some(workspace) = Workspace::of(word) {
                workspace.switch_to();
            }
        }
        Some(("command", id)) => {
            if let Some(command) = commands::find(id) {
                (command.run)(session);
            }
        }
        Some((_, address)) => session.go(address),
        None => {}
    };
    view! {
        <CommandPalette
            open=Signal::derive(move || session.shows(Over::Palette))
            on_close=move |()| if session.over.get_untracked() == Some(Over::Palette) { session.hide() }
            on_query=move |text| query.set(text)
            groups
            on_pick=pick
        />
    }
}

fn offered(session: Session, query: &str) -> Vec<PaletteItem> {
    let commands =
        commands::all().filter(|command| command.id != "change.command" && (command.available)(session));
    let items: Vec<PaletteItem> = commands.map(item).chain(others(session)).collect();
    rank(&items, query)
}

/// The workspaces that can be switched to.
fn others(session: Session) -> Vec<PaletteItem> {
    let list = session.workspaces.list();
    // Leaving the sample is a command of its own.
    let here = |other| {
        session.workspace == other || session.workspace == Workspace::Sample && other == Workspace::Mine
    };
    let others = list.all().iter().filter(|known| !here(known.workspace));
    others
        .map(|known| PaletteItem {
            key: format!("workspace:{}", known.workspace.word()),
            label: format!("Switch to {}", known.name),
            note: "Workspace".to_owned(),
            shortcut: String::new(),
            sign: Some(Sign::Anchor),
        })
        .collect()
}

fn item(command: &'static Command) -> PaletteItem {
    PaletteItem {
        key: format!("command:{}", command.id),
        label: command.label.to_owned(),
        note: String::new(),
        shortcut: command.keys.first().copied().unwrap_or_default().to_owned(),
        sign: Some(command.sign),
    }
}

fn fits_a_command(items: &[PaletteItem], query: &str) -> bool {
    let query = kernel::text::fold(query);
    items
        .first()
        .is_some_and(|item| kernel::text::fold(&item.label).split(' ').any(|word| word.starts_with(&query)))
}

fn records(finder: Finder, query: &str) -> Vec<PaletteItem> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let found = finder.find(query, RECORDS);
    found
        .into_iter()
        .map(|hit| PaletteItem {
            key: format!("record:{}", hit.address),
            label: hit.title,
            note: hit.kind.to_owned(),
            shortcut: String::new(),
            sign: Some(Sign::FileText),
        })
        .collect()
}
