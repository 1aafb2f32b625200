//! Search over everything: a scan of folded text.
//!
//! A workspace of 20,000 records is some 4 MB of folded text, which a scan passes in
//! milliseconds; an inverted index would cost more to keep than it saves.

use document::{Book, Revision, Row, Shape, Value};
use kernel::{Ordered as _, RecordId, text, words};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use crate::kinds;

/// One record that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The record.
    pub id: RecordId,
    /// What it is, for example `Observation`.
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// Where it is shown.
    pub address: String,
    /// The words around the first place that matched; empty when the title matched.
    pub excerpt: String,
}

/// The folded text of every record, kept as long as the record does not change.
#[derive(Default)]
pub struct Index {
    entries: HashMap<RecordId, Folded>,
    /// How far the book was followed.
    seen: Option<Revision>,
    /// Records that were not taken in yet for the first time.
    waiting: Vec<RecordId>,
    /// Which records name a record, or did once: their words hold what it is called.
    namers: HashMap<RecordId, BTreeSet<RecordId>>,
}

struct Folded {
    row: Arc<Row>,
    kind: &'static str,
    title: String,
    folded_title: String,
    body: String,
    folded_body: String,
}

impl Index {
    /// Takes in what changed in the book since the last time.
    pub fn refresh(&mut self, book: &Book) {
        while !self.refresh_some(book, usize::MAX) {}
    }

    /// Takes in what changed in the book since the last time and, the first time, at most so many records of all there
    /// are. Returns whether everything is taken in.
    pub fn refresh_some(&mut self, book: &Book, most: usize) -> bool {
        self.follow(book);
        let rest = self.waiting.len().saturating_sub(most);
        for id in self.waiting.split_off(rest) {
            self.take_in(book, id);
        }
        self.waiting.is_empty()
    }

    /// Takes in what changed since the last time. Where that is not known, everything waits to be taken in.
    fn follow(&mut self, book: &Book) {
        let changed = self.seen.and_then(|seen| book.changed_since(seen));
        self.seen = Some(book.revision());
        let Some(changed) = changed else {
            self.entries.retain(|id, _| book.row(*id).is_some());
            self.waiting = book.rows().map(|row| row.id).collect();
            // The newest is what one mostly looks for: it is taken from the end.
            self.waiting.sort_unstable();
            return;
        };
        let mut waiting: Vec<RecordId> = changed.into_iter().collect();
        let mut done = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if done.insert(id) && self.take_in(book, id) {
                waiting.extend(self.namers.get(&id).into_iter().flatten());
            }
        }
    }

    /// Takes one record in as it is now. Returns whether it may be called otherwise than before.
    fn take_in(&mut self, book: &Book, id: RecordId) -> bool {
        let row = book.row(id).filter(|row| kinds::is_subject(&row.kind));
        let Some((row, (kind, title, body))) = row.and_then(|row| Some((row, words_of(book, row)?))) else {
            self.entries.remove(&id);
            return true;
        };
        let lines = row.fields.values().iter().filter_map(Value::text);
        for named in lines.filter_map(|line| line.parse().ok()) {
            self.namers.entry(named).or_default().insert(id);
        }
        // Title and body may name other records, so they are made anew; folding is what costs.
        if let Some(entry) = self.entries.get_mut(&id)
            && entry.title == title
            && entry.body == body
        {
            (entry.row, entry.kind) = (row.clone(), kind);
            return false;
        }
        let (folded_title, folded_body) = (text::fold(&title), text::fold(&body));
        let is_called = |entry: &Folded| entry.title == title;
        let is_same = self.entries.get(&id).is_some_and(is_called);
        let row = row.clone();
        self.entries.insert(id, Folded { row, kind, title, folded_title, body, folded_body });
        !is_same
    }

    /// The records in which every word of `query` occurs, best first, at most `limit`.
    ///
    /// A title that starts with the words comes before one that has them at the start of a word,
    /// then before one that has them inside, then before other text; newer before older.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = text::fold(query);
        let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let matching = self.entries.values().filter_map(|entry| Some((entry.rank(&query, &words)?, entry)));
        let mut found: Vec<_> = matching.collect();
        found.order_by(|(a, x), (b, y)| {
            a.cmp(b).then_with(|| y.row.changed.cmp(&x.row.changed)).then_with(|| x.row.id.cmp(&y.row.id))
        });
        found.into_iter().take(limit).map(|(_, entry)| entry.hit(&words)).collect()
    }
}

impl Folded {
    /// The rank of a record for a query, smaller is better; `None` when a word is missing.
    fn rank(&self, query: &str, words: &[&str]) -> Option<u8> {
        let in_title = words.iter().all(|word| self.folded_title.contains(word));
        if in_title {
            let starts_word = |word: &&str| {
                self.folded_title
                    .match_indices(*word)
                    .any(|(at, _)| at == 0 || self.folded_title[..at].ends_with(' '))
            };
            return Some(match () {
                () if self.folded_title.starts_with(query) => 0,
                () if words.iter().all(starts_word) => 1,
                () => 2,
            });
        }
        let anywhere = |word: &&str| self.folded_title.contains(*word) || self.folded_body.contains(*word);
        words.iter().all(anywhere).then_some(3)
    }

    fn hit(&self, words: &[&str]) -> Hit {
        let missing_in_title = words.iter().find(|word| !self.folded_title.contains(**word));
        Hit {
            id: self.row.id,
            kind: self.kind,
            title: self.title.clone(),
            address: kinds::address(&self.row),
            excerpt: missing_in_title.map(|word| around(&self.body, word)).unwrap_or_default(),
        }
    }
}

/// The kind, title and remaining text of a record; `None` for kinds only newer code knows.
fn words_of(book: &Book, row: &Row) -> Option<(&'static str, String, String)> {
    let kind = kinds::kind(&row.kind)?;
    let mut body = String::new();
    for field in kind.fields.iter().filter(|field| field.name != kind.title) {
        let Some(value) = row.fields.get(field.name) else { continue };
        let words = match (field.shape, value) {
            (Shape::Line | Shape::Prose | Shape::Email | Shape::Zone | Shape::Tags, _) => value.plain(),
            (Shape::Reference(_), Value::Line(id)) => {
                id.parse().ok().and_then(|id| kinds::title_of(book, id)).unwrap_or_default()
            }
            _ => continue,
        };
        if !words.is_empty() {
            body.push_str(&words);
            body.push('\n');
        }
    }
    Some((kind.label, kinds::title(book, row), body))
}

/// The line of a text that holds a folded word, shortened.
fn around(body: &str, word: &str) -> String {
    let line = body.lines().find(|line| text::fold(line).contains(word)).unwrap_or_default();
    let spoken: Vec<&str> = line.split_whitespace().collect();
    let at = spoken.iter().position(|candidate| text::fold(candidate).contains(word)).unwrap_or(0);
    let start = at.saturating_sub(5);
    let excerpt = words::excerpt(&spoken[start..].join(" "), 120);
    if start > 0 { format!("…{excerpt}") } else { excerpt }
}
