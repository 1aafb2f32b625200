//! Writing parts of the projection.

use document::{DocumentKey, Name, Row, Stamp, Value};
use kernel::{MemberId, RecordId};
use std::collections::{BTreeMap, HashMap};

use crate::{
    BASE, CHANGED, CONFLICTS, DECIMAL, DELTA, Heads, INSTANT, INTEGER, LINE, LINE_AGAIN, LINE_ID, NO, PROSE,
    READ_ONLY, SET, WORD, YES, wrap,
};

/// The stored bytes of a part with all rows of a document, in order of their ids.
#[must_use]
pub fn base<'a>(
    document: &DocumentKey,
    heads: &Heads,
    rows: impl Iterator<Item = &'a Row> + Clone,
) -> Vec<u8> {
    write(document, None, heads, rows, &[])
}

/// The stored bytes of a part with what one transaction changed: rows in order of their ids, and records that are gone.
#[must_use]
pub fn delta<'a>(
    document: &DocumentKey,
    (from, to): (&Heads, &Heads),
    rows: impl Iterator<Item = &'a Row> + Clone,
    removed: &[RecordId],
) -> Vec<u8> {
    write(document, Some(from), to, rows, removed)
}

fn write<'a>(
    document: &DocumentKey,
    from: Option<&Heads>,
    to: &Heads,
    rows: impl Iterator<Item = &'a Row> + Clone,
    removed: &[RecordId],
) -> Vec<u8> {
    let common = Common::of(rows.clone());
    let mut out = Writer::default();
    out.string(&document.to_string());
    for heads in from.into_iter().chain([to]) {
        out.number(heads.len());
        heads.iter().for_each(|head| out.bytes.extend(head));
    }
    common.write(&mut out);
    out.number(rows.clone().count());
    let mut time = 0;
    for row in rows {
        common.row(&mut out, row, &mut time);
    }
    if from.is_some() {
        out.number(removed.len());
        removed.iter().for_each(|record| out.bytes.extend(record.as_bytes()));
    }
    let mut whole = Writer { bytes: vec![if from.is_some() { DELTA } else { BASE }], text: String::new() };
    whole.number(out.text.len());
    whole.bytes.extend(out.text.as_bytes());
    whole.bytes.extend(out.bytes);
    wrap(&whole.bytes)
}

/// Things in the order of their first mention, and the number of each.
struct Numbered<T> {
    all: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T: Clone + Eq + std::hash::Hash> Numbered<T> {
    fn new() -> Self {
        Self { all: Vec::new(), numbers: HashMap::new() }
    }

    fn of(&mut self, thing: &T) -> usize {
        if let Some(number) = self.numbers.get(thing) {
            return *number;
        }
        self.all.push(thing.clone());
        self.numbers.insert(thing.clone(), self.all.len() - 1);
        self.all.len() - 1
    }

    /// The number of something that has one.
    fn get(&self, thing: &T) -> usize {
        // Everything that is asked for was numbered when the rows were gone through the first time. Should
        // that ever be wrong, this number is one that no reader takes.
        self.numbers.get(thing).copied().unwrap_or(usize::MAX)
    }
}

/// What rows have in common.
struct Common<'a> {
    names: Numbered<Name>,
    /// The number of a kind, and those of the fields' names.
    layouts: Numbered<(usize, Vec<usize>)>,
    writers: Numbered<MemberId>,
    words: Vec<&'a str>,
    /// Lines that come again, with their numbers.
    again: HashMap<&'a str, usize>,
}

impl<'a> Common<'a> {
    fn of(rows: impl Iterator<Item = &'a Row>) -> Self {
        let (mut names, mut layouts, mut writers) = (Numbered::new(), Numbered::new(), Numbered::new());
        let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
        for row in rows {
            let layout = (names.of(&row.kind), row.fields.keys().map(|name| names.of(name)).collect());
            layouts.of(&layout);
            for name in row.conflicts.keys() {
                names.of(name);
            }
            writers.of(&row.created.by);
            writers.of(&row.changed.by);
            for value in row.fields.values().iter().chain(row.conflicts.values().flatten()) {
                if let Value::Line(line) = value
                    && line.len() <= WORD
                {
                    *lines.entry(line).or_default() += 1;
                }
            }
        }
        let words: Vec<&str> =
            lines.into_iter().filter(|(_, count)| *count > 1).map(|(line, _)| line).collect();
        let again = words.iter().enumerate().map(|(number, word)| (*word, number)).collect();
        Self { names, layouts, writers, words, again }
    }

    fn write(&self, out: &mut Writer) {
        out.number(self.names.all.len());
        self.names.all.iter().for_each(|name| out.string(name));
        out.number(self.layouts.all.len());
        for (kind, names) in &self.layouts.all {
            out.number(*kind);
            out.number(names.len());
            names.iter().for_each(|name| out.number(*name));
        }
        out.number(self.writers.all.len());
        self.writers.all.iter().for_each(|writer| out.bytes.extend(writer.as_bytes()));
        out.number(self.words.len());
        self.words.iter().for_each(|word| out.string(word));
    }

    fn row(&self, out: &mut Writer, row: &Row, time: &mut i64) {
        out.bytes.extend(row.id.as_bytes());
        let names = row.fields.keys().map(|name| self.names.get(name)).collect();
        out.number(self.layouts.get(&(self.names.get(&row.kind), names)));
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let is_changed = row.changed != row.created;
        out.bytes.push(
            flag(row.read_only, READ_ONLY)
                | flag(!row.conflicts.is_empty(), CONFLICTS)
                | flag(is_changed, CHANGED),
        );
        self.stamp(out, row.created, time);
        if is_changed {
            self.stamp(out, row.changed, &mut time.clone());
        }
        row.fields.values().iter().for_each(|value| self.value(out, value));
        if !row.conflicts.is_empty() {
            out.number(row.conflicts.len());
            for (name, values) in &row.conflicts {
                out.number(self.names.get(name));
                out.number(values.len());
                values.iter().for_each(|value| self.value(out, value));
            }
        }
    }

    fn stamp(&self, out: &mut Writer, stamp: Stamp, time: &mut i64) {
        out.signed(stamp.at.millis().wrapping_sub(*time));
        *time = stamp.at.millis();
        out.number(self.writers.get(&stamp.by));
    }

    fn value(&self, out: &mut Writer, value: &Value) {
        match value {
            Value::Flag(flag) => out.bytes.push(if *flag { YES } else { NO }),
            Value::Integer(number) => {
                out.bytes.push(INTEGER);
                out.signed(*number);
            }
            Value::Decimal(number) => {
                out.bytes.push(DECIMAL);
                out.bytes.extend(number.to_le_bytes());
            }
            Value::Instant(instant) => {
                out.bytes.push(INSTANT);
                out.signed(instant.millis());
            }
            Value::Line(line) => self.line(out, line),
            Value::Prose(text) => {
                out.bytes.push(PROSE);
                out.string(text);
            }
            Value::Set(members) => {
                out.bytes.push(SET);
                out.number(members.len());
                members.iter().for_each(|member| out.string(member));
            }
        }
    }

    fn line(&self, out: &mut Writer, line: &str) {
        if let Some(number) = self.again.get(line) {
            out.bytes.push(LINE_AGAIN);
            return out.number(*number);
        }
        // An id has several spellings; only the usual one comes back as it was.
        match line.parse::<RecordId>() {
            Ok(id) if id.to_string() == line => {
                out.bytes.push(LINE_ID);
                out.bytes.extend(id.as_bytes());
            }
            _ => {
                out.bytes.push(LINE);
                out.string(line);
            }
        }
    }
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    text: String,
}

impl Writer {
    fn unsigned(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn signed(&mut self, number: i64) {
        self.unsigned(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    fn number(&mut self, number: usize) {
        self.unsigned(number as u64);
    }

    fn string(&mut self, text: &str) {
        self.number(text.len());
        self.text.push_str(text);
    }
}
