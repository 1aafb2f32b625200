//! What comes in and goes out, and which workspace is open.

use design::Sign;
use document::Home;
use engine::message::Standing;
use kernel::RecordId;
use leptos::prelude::untrack;

use super::{Command, Group, always, writes_for_all};
use crate::{browser, lock, session::Session, workspace::Workspace};

/// What comes in and goes out.
pub const GROUP: Group = Group {
    title: "Data",
    commands: &[
        Command {
            id: "data.import",
            label: "Import people or skill ratings from a file",
            keys: &["G then I"],
            sign: Sign::Upload,
            available: writes_for_all,
            run: |session| session.go("/import"),
        },
        Command {
            id: "data.file",
            label: "Export, hand over or erase the file of this person",
            keys: &[],
            sign: Sign::Archive,
            available: |session| file_of_page(session).is_some(),
            run: |session| {
                if let Some(subject) = file_of_page(session) {
                    session.go(&format!("/file/{subject}"));
                }
            },
        },
        Command {
            id: "data.sample",
            label: "Look at a sample workspace",
            keys: &[],
            sign: Sign::Compass,
            available: |session| session.workspace != Workspace::Sample,
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
            id: "data.share",
            label: "Share this workspace: members, devices, invitations",
            keys: &["G then H"],
            sign: Sign::Users,
            available: always,
            run: |session| session.go("/sharing"),
        },
        Command {
            id: "data.invite",
            label: "Invite somebody, or a device of mine",
            keys: &[],
            sign: Sign::UserPlus,
            available: |session| matches!(session.mirror.sharing().standing, Standing::Member(_)),
            run: |session| session.invite(),
        },
        Command {
            id: "data.join",
            label: "Join a workspace by a link",
            keys: &[],
            sign: Sign::Link,
            available: always,
            run: |session| session.go("/join"),
        },
        Command {
            id: "data.workspaces",
            label: "Switch workspace, or begin a new one",
            keys: &["G then W"],
            sign: Sign::Layers,
            available: always,
            run: |session| session.go("/workspaces"),
        },
        Command {
            id: "data.lock",
            label: "Lock this workspace now, in all tabs",
            keys: &["Ctrl+Shift+L"],
            sign: Sign::Lock,
            available: |session| session.lock.is_set(),
            run: lock::now,
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

/// The person or candidate whose page is open.
fn file_of_page(session: Session) -> Option<RecordId> {
    let record = browser::named_record()?;
    let row = untrack(|| session.mirror.row(record))?;
    threads::kinds::kind(&row.kind).filter(|kind| kind.home == Home::OwnFile).map(|_| record)
}
