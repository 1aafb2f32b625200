//! Taking back and doing again, and the palette itself.

use design::Sign;

use super::{Command, Group, always};
use crate::session::Over;

/// Taking back and doing again.
pub const GROUP: Group = Group {
    title: "Change",
    commands: &[
        Command {
            id: "change.undo",
            label: "Undo",
            keys: &["Ctrl+Z"],
            sign: Sign::Undo,
            available: |session| session.mirror.undoable().0.is_some(),
            run: |session| session.undo(),
        },
        Command {
            id: "change.redo",
            label: "Redo",
            keys: &["Ctrl+Shift+Z", "Ctrl+Y"],
            sign: Sign::Redo,
            available: |session| session.mirror.undoable().1.is_some(),
            run: |session| session.redo(),
        },
        Command {
            id: "change.command",
            label: "Find a command or a record",
            keys: &["Ctrl+K"],
            sign: Sign::Search,
            available: always,
            run: |session| session.show(Over::Palette),
        },
    ],
};
