//! Making something new from anywhere.

use design::Sign;

use super::{Command, Group, ready};
use crate::session::Over;

/// Making something new.
pub const GROUP: Group = Group {
    title: "Make",
    commands: &[
        Command {
            id: "make.observation",
            label: "Jot an observation",
            keys: &["O"],
            sign: Sign::Eye,
            available: ready,
            run: |session| session.observing.begin(None),
        },
        Command {
            id: "make.note",
            label: "Jot a quick note",
            keys: &["N"],
            sign: Sign::NotebookPen,
            available: ready,
            run: |session| session.show(Over::Note),
        },
    ],
};
