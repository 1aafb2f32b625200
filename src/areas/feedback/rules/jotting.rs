//! One quick line becomes an observation (FB-3).

use document::Book;
use kernel::{Date, RecordId, text::fold};
use roster::rules as roster_rules;

use crate::Tone;

/// What a quick line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jotting {
    /// Whom it is about, when it begins with a name that only one person has.
    pub person: Option<RecordId>,
    /// Praise, unless it begins with a minus.
    pub tone: Tone,
    /// The note itself.
    pub text: String,
}

/// Reads a quick line: `+` or `-` in front sets the tone, and a name with a colon says whom it is
/// about: `- Ana: shipped without telling support`. The sign may also follow the name.
#[must_use]
pub fn read_jotting(book: &Book, line: &str, today: Date) -> Jotting {
    let (sign, rest) = read_sign(line);
    if let Some((name, text)) = rest.split_once(':')
        && let Some(person) = only_person_called(book, name, today)
    {
        let (second_sign, text) = read_sign(text);
        let tone = sign.or(second_sign).unwrap_or_default();
        return Jotting { person: Some(person), tone, text: text.to_owned() };
    }
    Jotting { person: None, tone: sign.unwrap_or_default(), text: rest.to_owned() }
}

/// The tone of the sign a line begins with, and the rest. Typographic minus signs count as well.
fn read_sign(line: &str) -> (Option<Tone>, &str) {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix(['-', '−', '–']) {
        (Some(Tone::Growth), rest.trim_start())
    } else if let Some(rest) = line.strip_prefix('+') {
        (Some(Tone::Praise), rest.trim_start())
    } else {
        (None, line)
    }
}

/// The one person, not a former member, whose whole or first name this is.
fn only_person_called(book: &Book, name: &str, today: Date) -> Option<RecordId> {
    let name = fold(name);
    if name.is_empty() {
        return None;
    }
    let is_called = |full: &str| fold(full) == name || fold(full).split(' ').next() == Some(name.as_str());
    let people = roster_rules::joining_or_current(book, today);
    let mut called = people.iter().filter(|person| is_called(&person.name));
    match (called.next(), called.next()) {
        (Some(person), None) => Some(person.id),
        _ => None,
    }
}
