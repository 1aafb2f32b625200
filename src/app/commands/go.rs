//! Going to a page. `G` and the first letter of the place, as far as letters go.

use design::Sign;

use super::{Command, Group, always};

/// Going to a page.
pub const GROUP: Group = Group {
    title: "Go to",
    commands: &[
        Command {
            id: "go.monday",
            label: "Go to Monday",
            keys: &["G then M"],
            sign: Sign::ShipWheel,
            available: always,
            run: |session| session.go("/"),
        },
        Command {
            id: "go.people",
            label: "Go to people",
            keys: &["G then P"],
            sign: Sign::Users,
            available: always,
            run: |session| session.go("/people"),
        },
        Command {
            id: "go.one-on-ones",
            label: "Go to 1:1s",
            keys: &["G then O"],
            sign: Sign::MessageSquare,
            available: always,
            run: |session| session.go("/one-on-ones"),
        },
        Command {
            id: "go.observations",
            label: "Go to observations",
            keys: &["G then V"],
            sign: Sign::Eye,
            available: always,
            run: |session| session.go("/observations"),
        },
        Command {
            id: "go.concerns",
            label: "Go to concerns",
            keys: &["G then C"],
            sign: Sign::Lock,
            available: always,
            run: |session| session.go("/concerns"),
        },
        Command {
            id: "go.actions",
            label: "Go to actions",
            keys: &["G then A"],
            sign: Sign::SquareCheck,
            available: always,
            run: |session| session.go("/actions"),
        },
        Command {
            id: "go.notices",
            label: "Go to notices",
            keys: &["G then N"],
            sign: Sign::Bell,
            available: always,
            run: |session| session.go("/notices"),
        },
        Command {
            id: "go.teams",
            label: "Go to teams",
            keys: &["G then T"],
            sign: Sign::Layers,
            available: always,
            run: |session| session.go("/teams"),
        },
        Command {
            id: "go.services",
            label: "Go to services",
            keys: &["G then S"],
            sign: Sign::Server,
            available: always,
            run: |session| session.go("/services"),
        },
        Command {
            id: "go.notes",
            label: "Go to quick notes",
            keys: &["G then Q"],
            sign: Sign::NotebookPen,
            available: always,
            run: |session| session.go("/notes"),
        },
        Command {
            id: "go.data",
            label: "Go to data: export, backup, restore",
            keys: &["G then D"],
            sign: Sign::HardDrive,
            available: always,
            run: |session| session.go("/data"),
        },
        Command {
            id: "go.settings",
            label: "Go to settings",
            keys: &["G then E"],
            sign: Sign::Settings,
            available: always,
            run: |session| session.go("/settings"),
        },
        Command {
            id: "go.search",
            label: "Search everything",
            keys: &["/"],
            sign: Sign::Search,
            available: always,
            run: |session| session.go("/search"),
        },
        Command {
            id: "go.shortcuts",
            label: "See all keyboard shortcuts",
            keys: &["?"],
            sign: Sign::Keyboard,
            available: always,
            run: |session| session.go("/shortcuts"),
        },
    ],
};
