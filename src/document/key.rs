//! What a document is named by: who may read it, and what it is about.

use kernel::{MemberId, RecordId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The set of members who may read a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// Every member of the workspace.
    Everyone,
    /// One member, on all devices of theirs.
    OnlyMe(MemberId),
    /// A named circle: the record that describes it.
    Circle(RecordId),
}

impl Audience {
    /// Whether whoever may read this may read `other` too, whoever they are.
    ///
    /// Two circles are never taken to be within each other: who is in them changes.
    #[must_use]
    pub fn is_within(self, other: Self) -> bool {
        self == other || other == Self::Everyone
    }

    /// What two records have in common: the audience of what names both and gives neither away.
    #[must_use]
    pub fn shared_with(self, other: Self, me: MemberId) -> Self {
        match (self.is_within(other), other.is_within(self)) {
            (true, _) => self,
            (_, true) => other,
            // Only who writes knows that they are in both.
            (false, false) => Self::OnlyMe(me),
        }
    }
}

/// What a document is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    /// The workspace itself: its name, settings, dismissed notices.
    Index,
    /// Everything about one person or candidate, so that it can be handed over or erased as a unit.
    Person(RecordId),
    /// What an area keeps that is about no single person: `roster`, `feedback`.
    Area(String),
    /// What was typed into forms and not sent yet. It is no content of the workspace: undo passes it over, and a
    /// workspace with nothing else in it counts as empty.
    Unsent,
    /// The same under a name of its own. What is erased is never written again, so unsent texts go on under another
    /// name when the document they stood in was erased with somebody's file (Y-100).
    UnsentIn(RecordId),
}

impl Place {
    /// Whether it holds what was typed into forms and not sent yet.
    #[must_use]
    pub const fn is_unsent(&self) -> bool {
        matches!(self, Self::Unsent | Self::UnsentIn(_))
    }
}

/// The name of a document. Two devices that mean the same document form the same key.
///
/// ```
/// use document::{Audience, DocumentKey, Place};
/// let key = DocumentKey { audience: Audience::Everyone, place: Place::Area("roster".into()) };
/// assert_eq!(key.to_string(), "everyone/area/roster");
/// assert_eq!("everyone/area/roster".parse(), Ok(key));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentKey {
    /// Who may read it.
    pub audience: Audience,
    /// What it is about.
    pub place: Place,
}

/// Text that is not a document key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names no document")]
pub struct KeyError(String);

impl fmt::Display for DocumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.audience {
            Audience::Everyone => f.write_str("everyone")?,
            Audience::OnlyMe(member) => write!(f, "only-{member}")?,
            Audience::Circle(circle) => write!(f, "circle-{circle}")?,
        }
        match &self.place {
            Place::Index => f.write_str("/index"),
            Place::Person(person) => write!(f, "/person/{person}"),
            Place::Area(area) => write!(f, "/area/{area}"),
            Place::Unsent => f.write_str("/unsent"),
            Place::UnsentIn(name) => write!(f, "/unsent/{name}"),
        }
    }
}

impl FromStr for DocumentKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let wrong = || KeyError(text.chars().take(120).collect());
        let mut parts = text.splitn(3, '/');
        let audience = match parts.next().ok_or_else(wrong)? {
            "everyone" => Audience::Everyone,
            other => match (other.strip_prefix("only-"), other.strip_prefix("circle-")) {
                (Some(member), _) => Audience::OnlyMe(member.parse().map_err(|_| wrong())?),
                (_, Some(circle)) => Audience::Circle(circle.parse().map_err(|_| wrong())?),
                _ => return Err(wrong()),
            },
        };
        let place = match (parts.next(), parts.next()) {
            (Some("index"), None) => Place::Index,
            (Some("unsent"), None) => Place::Unsent,
            (Some("unsent"), Some(name)) => Place::UnsentIn(name.parse().map_err(|_| wrong())?),
            (Some("person"), Some(person)) => Place::Person(person.parse().map_err(|_| wrong())?),
            (Some("area"), Some(area)) if is_area(area) => Place::Area(area.to_owned()),
            _ => return Err(wrong()),
        };
        Ok(Self { audience, place })
    }
}

fn is_area(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_text_form_and_foreign_text_is_refused() {
        let person = RecordId::from_bytes([7; 16]);
        let area = Place::Area("incidents-2026".into());
        for place in [Place::Index, Place::Person(person), area, Place::Unsent, Place::UnsentIn(person)] {
            for audience in [
                Audience::Everyone,
                Audience::OnlyMe(MemberId::from_bytes([3; 16])),
                Audience::Circle(person),
            ] {
                let key = DocumentKey { audience, place: place.clone() };
                assert_eq!(key.to_string().parse(), Ok(key));
            }
        }
        for wrong in [
            "",
            "everyone",
            "everyone/area/",
            "everyone/area/../x",
            "nobody/index",
            "everyone/index/x",
            "everyone/unsent/x",
        ] {
            assert!(wrong.parse::<DocumentKey>().is_err(), "{wrong}");
        }
    }
}
