//! The folders that say who may read what is in them, by names that a person understands.

use document::{Audience, Book, Row};
use kernel::RecordId;
use std::collections::{BTreeMap, BTreeSet};

use super::names::{Taken, safe};
use crate::kinds;

/// What each circle's folder is called; cards that were hidden until they were submitted have one together.
pub struct Folders {
    circles: BTreeMap<RecordId, Folder>,
}

/// The folder of a circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Of a circle with this name, under this one.
    Named(String, String),
    /// Of what was hidden until it was submitted: such a circle has no name.
    Cards,
}

/// Where cards stand that are for those who have submitted their own.
const CARDS: &str = "scorecards/";

impl Folders {
    /// The folders of a book.
    pub fn of(book: &Book) -> Self {
        let audiences: BTreeSet<Audience> = book.rows().map(|row| row.document.audience).collect();
        let mut taken = Taken::default();
        let folder = |audience| {
            let Audience::Circle(circle) = audience else { return None };
            let name = kinds::title_of(book, circle);
            let holds_cards = || {
                let mut rows = book.rows().filter(|row| row.document.audience == audience);
                rows.all(|row| matches!(row.kind.as_str(), "scorecard" | "score"))
            };
            let folder = match name {
                None if holds_cards() => Folder::Cards,
                name => {
                    let name = name.unwrap_or_else(|| "without a name".to_owned());
                    Folder::Named(taken.free(&safe(&format!("circle {name}")), "/"), name)
                }
            };
            Some((circle, folder))
        };
        Self { circles: audiences.into_iter().filter_map(folder).collect() }
    }

    /// The folder of a record; empty for what everyone reads.
    pub fn folder(&self, row: &Row) -> &str {
        match row.document.audience {
            Audience::Everyone => "",
            Audience::OnlyMe(_) => "only-me/",
            Audience::Circle(circle) => match self.circles.get(&circle) {
                Some(Folder::Named(folder, _)) => folder,
                Some(Folder::Cards) | None => CARDS,
            },
        }
    }

    /// What the folders hold, each with the name of its circle: those of circles by name, that of cards last.
    pub fn told(&self) -> Vec<(&str, String)> {
        let named = self.circles.values().filter_map(|folder| match folder {
            Folder::Named(folder, name) => {
                Some((folder.as_str(), format!("the same for the circle “{name}”")))
            }
            Folder::Cards => None,
        });
        let mut told: Vec<(&str, String)> = named.collect();
        if self.circles.values().any(|folder| *folder == Folder::Cards) {
            told.push((CARDS, "scorecards, each for those who have submitted their own".to_owned()));
        }
        told
    }
}
