//! How the app looks: by day, by night, or as the system has it.

use design::Sign;

use super::{Command, Group, always};
use crate::theme::Theme;

/// How the app looks.
pub const GROUP: Group = Group {
    title: "Look",
    commands: &[
        Command {
            id: "look.light",
            label: "Use the light theme",
            keys: &[],
            sign: Sign::Sun,
            available: always,
            run: |session| session.choose_theme(Theme::Light),
        },
        Command {
            id: "look.dark",
            label: "Use the dark theme",
            keys: &[],
            sign: Sign::Moon,
            available: always,
            run: |session| session.choose_theme(Theme::Dark),
        },
        Command {
            id: "look.system",
            label: "Use the system’s theme",
            keys: &[],
            sign: Sign::Monitor,
            available: always,
            run: |session| session.choose_theme(Theme::System),
        },
    ],
};
