//! What comes in and goes out, and which workspace is open.

use design::Sign;

use super::{Command, Group, always, ready};
use crate::{session::Session, workspace::Workspace};

/// What comes in and goes out.
pub const GROUP: Group = Group {
    title: "Data",
    commands: &[
        Command {
            id: "data.import",
            label: "Import people from a file",
            keys: &["G then I"],
            sign: Sign::Upload,
            available: ready,
            run: |session| session.go("/import"),
        },
        Command {
            id: "data.sample",
            label: "Look at a sample workspace",
            keys: &[],
            sign: Sign::Compass,
            available: |session| session.workspace == Workspace::Mine,
            run: |_: Session| Workspace::Sample.switch_to(),
        },
        Command {
            id: "data.mine",
            label: "Go back to my own workspace",
            keys: &[],
            sign: Sign::Anchor,
            available: |session| session.workspace == Workspace::Sample,
            run: |_: Session| Workspace::Mine.switch_to(),
        },
        Command {
            id: "data.print",
            label: "Print this page",
            keys: &[],
            sign: Sign::Printer,
            available: always,
            run: |_: Session| {
                // A browser that cannot print says so itself.
                let _ = crate::browser::window().print();
            },
        },
    ],
};
