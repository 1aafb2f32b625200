//! A place in co-written text that stays with its letters while others write.

use automerge::{ObjId, ReadDoc};
use kernel::RecordId;
use serde::{Deserialize, Serialize};

use super::{
    Document, fold,
    read::{Held, View},
};

/// The longest name of a letter, in bytes: a counter and who wrote it, with room to spare (ours).
pub const MAX_LETTER: usize = 128;

/// A place between two letters of a text, named by them: whichever of the two still stands says where it is. The names
/// are those that Automerge gives the letters when they are written, so they mean the same on every device.
///
/// Automerge's own cursors would be one letter and its direction. They are not used, because following one that names a
/// letter of another text ends the program (Automerge 0.12.0), and what comes from others may name any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caret {
    /// The letter before it; `None` at the beginning.
    pub before: Option<Vec<u8>>,
    /// The letter after it; `None` at the end.
    pub after: Option<Vec<u8>>,
}

impl Caret {
    /// Whether it is as short as it has to be.
    #[must_use]
    pub fn is_short(&self) -> bool {
        [&self.before, &self.after].into_iter().flatten().all(|name| name.len() <= MAX_LETTER)
    }
}

impl Document {
    /// The place after the first `at` letters of a text; beyond the end it is the end. `None` where there is no such
    /// record.
    #[must_use]
    pub fn caret(&self, record: RecordId, field: &str, at: usize) -> Option<Caret> {
        let letters = self.letters(record, field)?;
        let at = at.min(letters.len());
        let name = |index: usize| letters.get(index).map(ObjId::to_bytes);
        Some(Caret { before: at.checked_sub(1).and_then(name), after: name(at) })
    }

    /// How many letters of a text are before a place: at most all of them. `None` where none of its letters stands
    /// here: not yet, or not any more.
    #[must_use]
    pub fn caret_at(&self, record: RecordId, field: &str, caret: &Caret) -> Option<usize> {
        let letters = self.letters(record, field)?;
        let find = |name: &Option<Vec<u8>>| {
            let name = ObjId::try_from(name.as_deref()?).ok()?;
            letters.iter().position(|letter| *letter == name)
        };
        match caret {
            Caret { before: None, .. } => Some(0),
            Caret { before, after } => find(before).map(|before| before + 1).or_else(|| find(after)),
        }
    }

    /// The names of the letters of the text that is shown for a field; none where nothing was written yet.
    fn letters(&self, record: RecordId, field: &str) -> Option<Vec<ObjId>> {
        let view = View::now(&self.doc);
        let objects = view.objects(&view.records()?, record);
        if objects.is_empty() {
            return None;
        }
        let standing = view.standing(&objects, field);
        let letters = standing.iter().find_map(|one| match &one.held {
            Held::Text(text) if !text.is_empty() => {
                Some(self.doc.list_range(&one.object, ..).map(|letter| letter.id()).collect())
            }
            Held::Folded(text) => Some(fold::letters(&self.doc, &one.object, text)),
            _ => None,
        });
        Some(letters.unwrap_or_default())
    }
}
