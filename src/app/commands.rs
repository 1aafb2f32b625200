//! Everything a user can ask the app to do, declared once: the palette, the shortcuts page and the
//! keyboard read the same list. One file per group.

mod change;
mod data;
mod go;
mod look;
mod make;

use design::Sign;
use document::Audience;

use crate::session::Session;

/// One thing a user can ask for.
pub struct Command {
    /// What identifies it: `go.people`.
    pub id: &'static str,
    /// What it does, as a short phrase that starts with a verb.
    pub label: &'static str,
    /// The keys that do the same, the usual ones first; written as [`design::KeyHint`] shows them.
    pub keys: &'static [&'static str],
    /// The sign beside it.
    pub sign: Sign,
    /// Whether it can be done now.
    pub available: fn(Session) -> bool,
    /// Does it.
    pub run: fn(Session),
}

/// Commands under one heading.
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// The commands, in the order shown.
    pub commands: &'static [Command],
}

/// All groups, in the order shown.
pub const GROUPS: [&Group; 5] = [&make::GROUP, &go::GROUP, &change::GROUP, &data::GROUP, &look::GROUP];

/// All commands.
pub fn all() -> impl Iterator<Item = &'static Command> {
    GROUPS.into_iter().flat_map(|group| group.commands)
}

/// The command called `id`.
pub fn find(id: &str) -> Option<&'static Command> {
    all().find(|command| command.id == id)
}

/// For commands that can always be done.
fn always(_: Session) -> bool {
    true
}

/// For commands that write what is the user's own: possible once the engine has said who writes, and while they belong.
fn writes_own(session: Session) -> bool {
    let mirror = session.mirror;
    mirror.is_ready() && mirror.may_write(Audience::OnlyMe(mirror.author().member))
}

/// For commands that write what everyone reads.
fn writes_for_all(session: Session) -> bool {
    session.mirror.is_ready() && session.mirror.may_write(Audience::Everyone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_command_has_a_name_of_its_own() {
        let ids: BTreeSet<&str> = all().map(|command| command.id).collect();
        assert_eq!(ids.len(), all().count());
        assert!(all().all(|command| find(command.id).is_some_and(|found| found.label == command.label)));
    }

    #[test]
    fn no_keys_mean_two_things() {
        let keys: Vec<&str> = all().flat_map(|command| command.keys.iter().copied()).collect();
        let different: BTreeSet<&str> = keys.iter().copied().collect();
        assert_eq!(different.len(), keys.len());
    }

    #[test]
    fn a_first_key_of_two_is_no_shortcut_of_its_own() {
        let keys = || all().flat_map(|command| command.keys.iter().copied());
        let first: BTreeSet<&str> =
            keys().filter_map(|keys| keys.split_once(" then ")).map(|(one, _)| one).collect();
        assert!(keys().all(|keys| !first.contains(keys)));
    }
}
