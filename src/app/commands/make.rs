//! Making something new from anywhere.

use design::Sign;

use super::{Command, Group, writes_own};
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
            available: writes_own,
            run: |session| session.observing.begin(None),
        },
        Command {
            id: "make.note",
            label: "Jot a quick note",
            keys: &["N"],
            sign: Sign::NotebookPen,
            available: writes_own,
            run: |session| session.show(Over::Note),
        },
    ],
};
