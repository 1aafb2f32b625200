//! The parts of the persisted projection, as bytes: rows that are ready to show, nothing in them twice.
//!
//! What many rows have in common (the names of kinds and fields, who wrote, short lines that come again)
//! stands once at the beginning of a part, and rows name it by number. All text of a part stands together, so
//! that it is checked as a whole; rows say only how long their pieces of it are.
//!
//! A part is read again within bounds: what it stands for is a small multiple of its length, whatever it says. Around it
//! stand a version and a checksum ([`wrap`], [`unwrapped`]). How parts follow each other, and where they lie, is the
//! engine's business; this crate is apart because every start waits for it, so that it alone is optimised for speed.
//!
//! ```
//! use document::{DocumentKey, Page};
//! use parts::{Known, Part};
//!
//! let roster: DocumentKey = "everyone/area/roster".parse().unwrap();
//! let page = Page { heads: vec![[7; 32]], rows: Vec::new() };
//! let stored = parts::base(&roster, &page.heads, page.rows.iter());
//! assert_eq!(parts::read(&roster, &stored, &mut Known::default()), Some(Part::Base(page)));
//! // A bit that a disk got wrong is a part that is missing.
//! let mut torn = stored;
//! torn[5] ^= 1;
//! assert_eq!(parts::read(&roster, &torn, &mut Known::default()), None);
//! ```

use document::{DocumentKey, Fields, Layout, Name, Page, Row, Stamp, Value};
use kernel::{MemberId, RecordId, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashSet};

mod checksum;
#[cfg(feature = "writing")]
mod writing;

#[cfg(test)]
#[cfg(feature = "writing")]
mod tests;

pub use checksum::unwrapped;
#[cfg(feature = "writing")]
pub use checksum::wrap;
#[cfg(feature = "writing")]
pub use writing::{base, delta};

/// The version of what is stored. What is of another one is built anew, so it may change freely.
pub const VERSION: u8 = 3;

/// The hashes of the last changes of a document.
type Heads = Vec<[u8; 32]>;

/// The longest line that is written once and named again, in bytes. Naming it takes two bytes or more, so a part
/// stands for at most some thirty times its length.
const WORD: usize = 64;

/// What a part begins with when it has all rows; and when it has those that one transaction changed.
const BASE: u8 = 0;
const DELTA: u8 = 1;

/// What may stand at a row.
const READ_ONLY: u8 = 1;
const CONFLICTS: u8 = 2;
const CHANGED: u8 = 4;

/// How a value begins.
const NO: u8 = 0;
const YES: u8 = 1;
const INTEGER: u8 = 2;
const DECIMAL: u8 = 3;
const INSTANT: u8 = 4;
const LINE: u8 = 5;
const LINE_AGAIN: u8 = 6;
const LINE_ID: u8 = 7;
const PROSE: u8 = 8;
const SET: u8 = 9;

/// A part that was read.
#[derive(Debug, PartialEq)]
pub enum Part {
    /// All rows of the document, in order of their ids.
    Base(Page),
    /// What one transaction changed.
    Delta {
        /// The heads before it: those of the part it follows.
        from: Heads,
        /// The heads after it.
        to: Heads,
        /// The rows that changed, as they are now, in order of their ids.
        rows: Vec<Row>,
        /// The records that are gone.
        removed: Vec<RecordId>,
    },
}

/// Names and layouts of parts that were read before, so that those of many documents are the same.
#[derive(Default)]
pub struct Known {
    names: HashSet<Name>,
    layouts: BTreeMap<Name, Vec<Layout>>,
}

impl Known {
    fn name(&mut self, text: &str) -> Name {
        if let Some(name) = self.names.get(text) {
            return name.clone();
        }
        let name = Name::from(text);
        self.names.insert(name.clone());
        name
    }

    fn layout(&mut self, kind: &Name, names: Vec<Name>) -> Option<Layout> {
        let standing = self.layouts.entry(kind.clone()).or_default();
        if let Some(layout) = standing.iter().find(|layout| layout.names() == names) {
            return Some(layout.clone());
        }
        let layout = Layout::new(names)?;
        standing.push(layout.clone());
        Some(layout)
    }
}

/// The part of `document` in stored bytes; `None` when they are torn, of another version or no such part.
#[must_use]
pub fn read(document: &DocumentKey, stored: &[u8], known: &mut Known) -> Option<Part> {
    read_value(document, unwrapped(stored)?, known)
}

/// The part of `document` in bytes without version and checksum, as anybody could have made them; `None` when they are no such
/// part.
#[must_use]
pub fn read_value(document: &DocumentKey, bytes: &[u8], known: &mut Known) -> Option<Part> {
    let mut reader = Reader { bytes, text: "" };
    let kind = reader.byte()?;
    let length = reader.number()?;
    reader.text = std::str::from_utf8(reader.take(length)?).ok()?;
    if reader.string()?.parse::<DocumentKey>().ok()? != *document {
        return None;
    }
    let from = if kind == DELTA { reader.heads()? } else { Heads::new() };
    let heads = reader.heads()?;
    let common = Common::read(&mut reader, known)?;
    let rows = common.rows(&mut reader, document)?;
    let part = match kind {
        BASE => Part::Base(Page { heads, rows }),
        DELTA => {
            let removed = reader.list(16, |reader| Some(RecordId::from_bytes(reader.array()?)))?;
            Part::Delta { from, to: heads, rows, removed }
        }
        _ => return None,
    };
    (reader.bytes.is_empty() && reader.text.is_empty()).then_some(part)
}

/// What the rows of a part name by number.
struct Common {
    names: Vec<Name>,
    layouts: Vec<(Name, Layout)>,
    writers: Vec<MemberId>,
    words: Vec<String>,
}

impl Common {
    fn read(reader: &mut Reader<'_>, known: &mut Known) -> Option<Self> {
        let names = reader.list(1, |reader| Some(known.name(reader.string()?)))?;
        let layouts = reader.list(2, |reader| {
            let kind = names.get(reader.number()?)?.clone();
            let names = reader.list(1, |reader| names.get(reader.number()?).cloned())?;
            let layout = known.layout(&kind, names)?;
            Some((kind, layout))
        })?;
        let writers = reader.list(16, |reader| Some(MemberId::from_bytes(reader.array()?)))?;
        let words = reader.list(1, |reader| {
            let word = reader.string()?;
            (word.len() <= WORD).then(|| word.to_owned())
        })?;
        Some(Self { names, layouts, writers, words })
    }

    fn rows(&self, reader: &mut Reader<'_>, document: &DocumentKey) -> Option<Vec<Row>> {
        let (mut last, mut time) = (None, 0);
        reader.list(20, |reader| {
            let row = self.row(reader, document, &mut time)?;
            // In order, and each once.
            (last.replace(row.id) < Some(row.id)).then_some(row)
        })
    }

    /// One row. Kept apart, so that a browser that has just loaded this code makes it quick after some rows: what is part
    /// of a large function is made quick late.
    #[inline(never)]
    fn row(&self, reader: &mut Reader<'_>, document: &DocumentKey, time: &mut i64) -> Option<Row> {
        let id = RecordId::from_bytes(reader.array()?);
        let (kind, layout) = self.layouts.get(reader.number()?)?;
        let flags = reader.byte()?;
        if flags & !(READ_ONLY | CONFLICTS | CHANGED) != 0 {
            return None;
        }
        let created = self.stamp(reader, time)?;
        let mut then = *time;
        let changed = if flags & CHANGED == 0 { created } else { self.stamp(reader, &mut then)? };
        let mut values = Vec::with_capacity(layout.names().len().min(reader.bytes.len()));
        for _ in layout.names() {
            values.push(self.value(reader)?);
        }
        let mut conflicts = BTreeMap::new();
        if flags & CONFLICTS != 0 {
            for (name, values) in reader.list(2, |reader| {
                let name = self.names.get(reader.number()?)?.clone();
                Some((name, reader.list(1, |reader| self.value(reader))?))
            })? {
                conflicts.insert(name, values);
            }
        }
        Some(Row {
            id,
            kind: kind.clone(),
            document: document.clone(),
            fields: Fields::of(layout.clone(), values)?,
            conflicts,
            created,
            changed,
            read_only: flags & READ_ONLY != 0,
        })
    }

    /// Who and when; a time as what lies between it and the one before.
    fn stamp(&self, reader: &mut Reader<'_>, time: &mut i64) -> Option<Stamp> {
        *time = time.wrapping_add(reader.signed()?);
        let by = *self.writers.get(reader.number()?)?;
        Some(Stamp { at: Timestamp::from_millis(*time), by })
    }

    fn value(&self, reader: &mut Reader<'_>) -> Option<Value> {
        Some(match reader.byte()? {
            NO => Value::Flag(false),
            YES => Value::Flag(true),
            INTEGER => Value::Integer(reader.signed()?),
            DECIMAL => Value::Decimal(f64::from_le_bytes(reader.array()?)),
            INSTANT => Value::Instant(Timestamp::from_millis(reader.signed()?)),
            LINE => Value::Line(reader.string()?.to_owned()),
            LINE_AGAIN => Value::Line(self.words.get(reader.number()?)?.clone()),
            LINE_ID => Value::Line(RecordId::from_bytes(reader.array()?).text()),
            PROSE => Value::Prose(reader.string()?.to_owned()),
            SET => {
                let members: BTreeSet<String> =
                    reader.list(1, |reader| Some(reader.string()?.to_owned()))?.into_iter().collect();
                Value::Set(members)
            }
            _ => return None,
        })
    }
}

/// Bytes that were not read yet, and text. What is small in it is part of whoever calls it, also where code is made small: each
/// value takes several of them, and a browser that has just loaded this code calls what is a function of its own.
struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
}

impl<'a> Reader<'a> {
    #[inline(always)]
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    #[inline(always)]
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    #[inline(always)]
    fn array<const COUNT: usize>(&mut self) -> Option<[u8; COUNT]> {
        let (taken, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(*taken)
    }

    /// A number of seven bits a byte, the lowest first.
    #[inline(always)]
    fn unsigned(&mut self) -> Option<u64> {
        let first = self.byte()?;
        if first & 0x80 == 0 { Some(u64::from(first)) } else { self.longer(first) }
    }

    /// One that begins with `first` and goes on: few do.
    #[inline(never)]
    fn longer(&mut self, first: u8) -> Option<u64> {
        let mut number = u64::from(first & 0x7f);
        for place in 1..10 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A number whose sign is its lowest bit.
    #[inline(always)]
    fn signed(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    #[inline(always)]
    fn number(&mut self) -> Option<usize> {
        usize::try_from(self.unsigned()?).ok()
    }

    /// The next piece of the text.
    #[inline(always)]
    fn string(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        let (taken, rest) = self.text.split_at_checked(length)?;
        self.text = rest;
        Some(taken)
    }

    /// So many of what `one` reads, each of which takes `least` bytes or more.
    fn list<T>(&mut self, least: usize, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        if count > self.bytes.len() / least {
            return None;
        }
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            all.push(one(self)?);
        }
        Some(all)
    }

    fn heads(&mut self) -> Option<Heads> {
        self.list(32, Self::array)
    }
}
