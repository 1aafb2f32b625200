//! A workspace of 60 people who were there for up to three years: records of every area, in the numbers they come to.
//!
//! It is the same on every call for the same day. What is in it is made up of a few sentences; what matters is how much
//! there is of what, and how it hangs together.

mod hiring_part;
mod people_part;
mod review_part;

use chrono::Days;
use document::{Author, Book, Document, DocumentKey, Edit, Record, Stamp};
use kernel::{Date, DeviceId, MemberId, Problem, RecordId, Timestamp, WorkspaceId};
use std::collections::BTreeMap;
use threads::backup::Backup;

/// How many people are at work today.
pub const PEOPLE: usize = 60;
/// How many have left in the three years.
pub const LEFT: usize = 12;
/// How many days of records there are.
pub const DAYS: u64 = 3 * 365;

/// Whoever made the backup, and is its user.
pub const ME: MemberId = MemberId::from_bytes([0x4d; 16]);
const DEVICE: DeviceId = DeviceId::from_bytes([0xd1; 16]);

/// Everything that was written, in the order in which it was.
pub struct Years {
    /// The day it ends with.
    today: Date,
    edits: Vec<(Stamp, Edit)>,
    dice: Dice,
    made: u64,
}

impl Years {
    /// The workspace as it is on `today`.
    #[must_use]
    pub fn until(today: Date) -> Self {
        let mut years = Self { today, edits: Vec::new(), dice: Dice(42), made: 0 };
        let staff = people_part::write(&mut years);
        let openings = hiring_part::write(&mut years, &staff);
        review_part::write(&mut years, &staff, &openings);
        years.edits.sort_by_key(|(stamp, _)| *stamp);
        years
    }

    /// How many records there are.
    #[must_use]
    pub fn records(&self) -> usize {
        self.edits.len()
    }

    /// All of it as plain rows.
    #[must_use]
    pub fn book(&self) -> Book {
        let mut book = Book::new();
        for (stamp, edit) in &self.edits {
            book.apply(edit, *stamp);
        }
        book
    }

    /// All of it as a backup.
    ///
    /// # Errors
    /// When a document refuses an edit.
    pub fn backup(&self) -> Result<Backup, Problem> {
        let mut documents: BTreeMap<DocumentKey, Document> = BTreeMap::new();
        for (stamp, edit) in &self.edits {
            let document = documents.entry(edit.document.clone());
            let document = document.or_insert_with(|| Document::create(&edit.document));
            document.apply(DEVICE, *stamp, "Write", std::slice::from_ref(edit))?;
        }
        Ok(Backup {
            workspace: WorkspaceId::from_bytes([0x3e; 16]),
            member: ME,
            created: Timestamp::start_of(self.today, 0),
            documents: documents.into_iter().map(|(key, document)| (key, document.save())).collect(),
        })
    }

    fn author() -> Author {
        Author { member: ME }
    }

    /// The day so many days ago.
    fn ago(&self, days: u64) -> Date {
        self.today - Days::new(days)
    }

    /// Writes a record as it was written so many days ago.
    fn write<T: Record>(&mut self, ago: u64, record: &T) -> RecordId {
        let (id, stamp) = self.next(ago);
        self.edits.push((stamp, Self::author().create(id, record)));
        id
    }

    /// Writes a record that everyone reads, though its kind is usually one's own.
    fn write_for_all<T: Record>(&mut self, ago: u64, record: &T) -> RecordId {
        let (id, stamp) = self.next(ago);
        self.edits.push((stamp, Self::author().create_for(id, record, document::Audience::Everyone)));
        id
    }

    /// Writes a record into the document of another.
    fn write_beside<T: Record>(&mut self, ago: u64, beside: RecordId, record: &T) -> RecordId {
        let (id, stamp) = self.next(ago);
        let home = self.edits.iter().rev().find(|(_, edit)| edit.record == beside);
        let home = home
            .map_or_else(|| Self::author().create(id, record).document, |(_, edit)| edit.document.clone());
        self.edits.push((stamp, Self::author().create_in(home, id, record)));
        id
    }

    fn next(&mut self, ago: u64) -> (RecordId, Stamp) {
        self.made += 1;
        let at = Timestamp::from_millis(
            Timestamp::start_of(self.ago(ago), 0).millis()
                + 9 * 3_600_000
                + i64::try_from(self.made).unwrap_or(0),
        );
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.made.to_be_bytes());
        (RecordId::new(at, random), Stamp { at, by: ME })
    }
}

/// The same numbers on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        // Knuth's MMIX; the high bits are the better ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(bound.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    fn one<'a, T: ?Sized>(&mut self, of: &'a [&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// A few sentences.
    fn prose(&mut self, sentences: usize) -> String {
        let said: Vec<&str> = (0..sentences).map(|_| self.one(SENTENCES)).collect();
        said.join(" ")
    }
}

const SENTENCES: &[&str] = &[
    "The night watch was short and the berth plan moved twice.",
    "She wants more time with the charts and a say in the next survey.",
    "He was calm on the radio and told the tug what to expect.",
    "We agreed to try the new drill on Thursday.",
    "The buoy data arrives late, so the forecast is a guess.",
    "Somebody has to write down what the bridge needs before the autumn storms.",
    "The hand-over notes were read by everybody for the first time.",
    "Two of the three lamps are mended; the third waits for a part.",
    "It took four days to hear that the crane was free.",
    "The harbour office asked who had drawn the plan.",
];

#[cfg(test)]
mod tests {
    use super::Years;

    #[test]
    fn most_kinds_of_every_area_are_there() {
        let years = Years::until("2026-11-22".parse().unwrap());
        let book = years.book();
        assert_eq!(book.len(), years.records());
        for (area, kinds) in threads::kinds::AREAS {
            let there = kinds.iter().filter(|kind| book.rows_of(kind.name).next().is_some()).count();
            assert!(there * 2 >= kinds.len(), "{there} of {} kinds of {area}", kinds.len());
        }
        let today = "2026-11-22".parse().unwrap();
        assert_eq!(roster::rules::joining_or_current(&book, today).len(), super::PEOPLE + 1, "and the user");
        assert_eq!(roster::rules::my_reports(&book, today).len(), 8);
    }
}
