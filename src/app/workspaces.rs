//! The workspaces that this browser knows: what each is called here, and what it holds.
//!
//! The list is a convenience of this browser and no content of any workspace: its names are seen by
//! nobody else. It is kept in the local storage, one line for each. Where a browser has thrown that away, the
//! databases tell which workspaces there are.

use std::fmt;

use kernel::{WorkspaceId, words};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use worker::database;

use crate::{browser, workspace::Workspace};

/// The local-storage key of the list.
const KEY: &str = "workspaces";

/// What the first workspace is called until it is called otherwise.
pub const FIRST: &str = "My workspace";

/// The longest name kept, in letters (ours).
const LONGEST: usize = 60;

/// One workspace of this browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Where it is kept.
    pub workspace: Workspace,
    /// What it is called in this browser.
    pub name: String,
    /// Which workspace it is to its members; not known before it was opened once.
    pub holds: Option<WorkspaceId>,
}

/// The list, in the order in which they came; the user's first one is always in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List(Vec<Known>);

impl List {
    /// The list as it was written; lines that cannot be read are passed over.
    pub fn read(text: &str) -> Self {
        let mut list = Self(Vec::new());
        for line in text.lines() {
            let mut parts = line.split('\t');
            let workspace = parts.next().and_then(Workspace::of);
            let (Some(workspace), Some(name)) = (workspace, parts.next()) else { continue };
            let holds = parts.next().and_then(|id| id.parse().ok());
            list.put(Known { workspace, name: name.to_owned(), holds });
        }
        if list.get(Workspace::Mine).is_none() {
            let name = FIRST.to_owned();
            list.0.insert(0, Known { workspace: Workspace::Mine, name, holds: None });
        }
        list
    }

    /// All of them.
    pub fn all(&self) -> &[Known] {
        &self.0
    }

    /// What is known of one.
    pub fn get(&self, workspace: Workspace) -> Option<&Known> {
        self.0.iter().find(|known| known.workspace == workspace)
    }

    /// The one that is `id` to its members, when it is in this browser already.
    pub fn holding(&self, id: WorkspaceId) -> Option<&Known> {
        self.0.iter().find(|known| known.holds == Some(id) || known.workspace == Workspace::Further(id))
    }

    /// What a workspace is called here.
    pub fn name(&self, workspace: Workspace) -> String {
        match (self.get(workspace), workspace) {
            (Some(known), _) => known.name.clone(),
            (None, Workspace::Sample) => "Sample".to_owned(),
            (None, _) => "Unnamed workspace".to_owned(),
        }
    }

    /// Puts one into the list, in place of what was known of it.
    pub fn put(&mut self, known: Known) {
        let known = Known { name: plain(&known.name), ..known };
        match self.0.iter_mut().find(|other| other.workspace == known.workspace) {
            Some(there) => *there = known,
            None => self.0.push(known),
        }
    }

    /// Takes one off the list; the user's first one keeps its line and loses its name.
    pub fn drop_one(&mut self, workspace: Workspace) {
        self.0.retain(|known| known.workspace != workspace);
        *self = Self::read(&self.to_string());
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Known { workspace, name, holds } in &self.0 {
            let holds = holds.map(|id| id.to_string()).unwrap_or_default();
            writeln!(f, "{}\t{name}\t{holds}", workspace.word())?;
        }
        Ok(())
    }
}

/// One line of at most [`LONGEST`] letters, with something in it.
fn plain(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().take(LONGEST).collect();
    if line.is_empty() { "Unnamed workspace".to_owned() } else { line }
}

/// The list of this browser, on every screen the same; copy it freely.
#[derive(Clone, Copy)]
pub struct Workspaces(RwSignal<List>);

impl Workspaces {
    /// The list as this browser remembers it.
    pub fn remembered() -> Self {
        Self(RwSignal::new(now()))
    }

    /// Looks for workspaces whose lines were lost: only when all were, so that one that is being removed does not
    /// come back.
    pub fn look_for_lost(self) {
        if browser::remembered(KEY).is_some() {
            return;
        }
        spawn_local(async move {
            let lost: Vec<_> = database::names().await.iter().filter_map(|name| found(name)).collect();
            if !lost.is_empty() {
                self.change(|list| lost.into_iter().for_each(|known| list.put(known)));
            }
        });
    }

    /// The list. Tracked.
    pub fn list(self) -> List {
        self.0.get()
    }

    /// What a workspace is called here. Tracked.
    pub fn name(self, workspace: Workspace) -> String {
        self.0.with(|list| list.name(workspace))
    }

    /// Puts one into the list, in place of what was known of it.
    pub fn put(self, known: Known) {
        self.change(|list| list.put(known));
    }

    /// Calls one otherwise.
    pub fn rename(self, workspace: Workspace, name: String) {
        self.change(|list| {
            let holds = list.get(workspace).and_then(|known| known.holds);
            list.put(Known { workspace, name, holds });
        });
    }

    /// Notes which workspace the open one is to its members.
    pub fn opened(self, workspace: Workspace, id: WorkspaceId) {
        let known = self.0.with_untracked(|list| list.get(workspace).and_then(|known| known.holds));
        if workspace != Workspace::Sample && known != Some(id) {
            self.change(|list| {
                let name = list.name(workspace);
                list.put(Known { workspace, name, holds: Some(id) });
            });
        }
    }

    /// Forgets one, with what else this browser remembers of it; its database is deleted elsewhere.
    pub fn drop_one(self, workspace: Workspace) {
        self.change(|list| list.drop_one(workspace));
    }

    /// Another tab may have changed the list in between, so it is read anew before it is written.
    fn change(self, change: impl FnOnce(&mut List)) {
        let mut list = now();
        change(&mut list);
        browser::remember(KEY, &list.to_string());
        self.0.set(list);
    }
}

/// What can be said of a workspace by the name of its database alone: when it was begun.
fn found(database: &str) -> Option<Known> {
    let id: WorkspaceId = database.strip_prefix("pilothouse-")?.parse().ok()?;
    let begun = id.made().map(|at| at.date(browser::offset_minutes(at)));
    let begun = begun.map_or_else(String::new, |date| format!(" of {}", words::day(date)));
    Some(Known { workspace: Workspace::Further(id), name: format!("Workspace{begun}"), holds: None })
}

fn now() -> List {
    List::read(&browser::remembered(KEY).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEAM: WorkspaceId = WorkspaceId::from_bytes([7; 16]);

    fn team(name: &str) -> Known {
        Known { workspace: Workspace::Further(TEAM), name: name.to_owned(), holds: Some(TEAM) }
    }

    #[test]
    fn the_first_workspace_is_always_there() {
        let list = List::read("");
        assert_eq!(list.all().len(), 1);
        assert_eq!(list.name(Workspace::Mine), "My workspace");
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut list = List::read("");
        list.put(team("Platform"));
        assert_eq!(List::read(&list.to_string()), list);
        assert_eq!(list.holding(TEAM).map(|known| known.name.as_str()), Some("Platform"));
    }

    #[test]
    fn a_name_is_one_line_whatever_is_typed() {
        let mut list = List::read("");
        list.put(team("Plat\tform\nteam  "));
        assert_eq!(list.name(Workspace::Further(TEAM)), "Plat form team");
        assert_eq!(List::read(&list.to_string()), list);
    }

    #[test]
    fn a_workspace_that_is_dropped_is_gone_and_the_first_one_stays() {
        let mut list = List::read("");
        list.put(team("Platform"));
        list.put(Known { workspace: Workspace::Mine, name: "Ours".into(), holds: None });
        list.drop_one(Workspace::Further(TEAM));
        list.drop_one(Workspace::Mine);
        assert_eq!(list, List::read(""));
    }

    #[test]
    fn lines_that_cannot_be_read_are_passed_over() {
        assert_eq!(List::read("nonsense\tName\t\n\n\t\t"), List::read(""));
    }
}
