//! The cells of one row, read as the fields of a person.

use document::{
    Email, Entry, Field, Prose, Value, Zone,
    sheet::{DateOrder, DecimalMark, Mapping, Sheet, SheetRow, date, decimal_mark, number},
};
use kernel::{Date, Weekdays, unicode, words, zone};
use std::collections::BTreeMap;

use super::{CellNote, Choices, Skipped, TeamNamed, Who, stored};
use crate::{Person, Track};

/// How far ahead a date is not odd, in days. Ours: two years.
const ODD_AFTER_DAYS: i64 = 731;

/// The hours of a week.
const WEEK_HOURS: f64 = 168.0;

/// How the cells of one file are read.
pub struct Reading<'a> {
    /// The file.
    pub sheet: &'a Sheet,
    /// What its columns are.
    pub mapping: &'a Mapping,
    today: Date,
    order: Option<DateOrder>,
    mark: Option<DecimalMark>,
}

/// A row on its way into the plan.
#[derive(Default)]
pub struct Draft {
    pub line: usize,
    pub skipped: Option<Skipped>,
    /// The fields that the row fills, references left out.
    pub fields: BTreeMap<&'static str, Value>,
    pub broken: Vec<CellNote>,
    pub warnings: Vec<CellNote>,
    /// Whether no choice of the user lets the row in.
    pub blocked: bool,
    /// Whether it is out because an earlier row is about the same person.
    pub repeats: bool,
    /// Whether only [`Choices::without_key`] lets it in.
    pub keyless: bool,
    /// The person it is about, when they are here already.
    pub person: Option<Entry<Person>>,
    pub team: Option<TeamNamed>,
    pub manager: Option<Who>,
}

impl Draft {
    /// The name on the row, or of the person it is about.
    pub fn name(&self) -> String {
        let written = self.fields.get("name").and_then(Value::text).map(str::to_owned);
        written.or_else(|| self.person.as_ref().map(|person| person.name.clone())).unwrap_or_default()
    }

    /// Whether the row comes in under these choices.
    pub fn comes_in(&self, choices: Choices) -> bool {
        self.skipped.is_none()
            && !self.blocked
            && (!self.keyless || choices.without_key)
            && (self.broken.is_empty() || choices.without_broken_cells)
    }

    /// What is written in a field that identifies somebody, as such are compared.
    pub fn key(&self, field: &str) -> Option<String> {
        self.fields.get(field).and_then(Value::text).map(unicode::same)
    }
}

impl<'a> Reading<'a> {
    /// The cells of this file, on this day, with days and months in this order.
    #[must_use]
    pub fn new(sheet: &'a Sheet, mapping: &'a Mapping, today: Date, order: Option<DateOrder>) -> Self {
        let hours = mapping.column("weekly_hours");
        let mark = hours.and_then(|column| decimal_mark(sheet.column(column)));
        Self { sheet, mapping, today, order, mark }
    }

    /// What a row says in the column that is `target`; `None` when it says nothing.
    #[must_use]
    pub fn cell(&self, row: &SheetRow, target: &str) -> Option<String> {
        let cell = row.cell(self.mapping.column(target)?);
        (!cell.is_empty()).then(|| unicode::composed(cell))
    }

    /// A remark about the cell of a row in the column that is `target`.
    pub fn note(&self, row: &SheetRow, target: &str, reason: impl Into<String>) -> CellNote {
        let column = self.mapping.column(target);
        CellNote {
            line: row.line,
            column: column.and_then(|column| self.sheet.header.get(column).cloned()).unwrap_or_default(),
            value: column.map(|column| row.cell(column).to_owned()).unwrap_or_default(),
            reason: reason.into(),
        }
    }

    /// A row with every cell read that can be read alone.
    pub(super) fn draft(&self, row: &SheetRow) -> Draft {
        let mut draft = Draft { line: row.line, ..Draft::default() };
        if row.is_empty() {
            draft.skipped = Some(Skipped::Empty);
            return draft;
        }
        if self.sheet.repeats_header(row) {
            draft.skipped = Some(Skipped::RepeatsHeader);
            return draft;
        }
        let width = self.sheet.header.len();
        if let Some((_, beyond)) =
            (width..row.cells.len()).map(|at| (at, row.cell(at))).find(|(_, cell)| !cell.is_empty())
        {
            // Every cell of the row may stand in the wrong column.
            draft.blocked = true;
            draft.broken.push(CellNote {
                line: row.line,
                column: String::new(),
                value: beyond.to_owned(),
                reason: format!(
                    "stands beyond the last column: the row has {}, the header {width}",
                    words::counted(row.cells.len(), "cell", "cells")
                ),
            });
        }
        self.name(row, &mut draft);
        for target in ["title", "level", "holiday_calendar", "location", "employee_id"] {
            self.take(row, &mut draft, target, |text| Ok(Value::Line(text)));
        }
        self.take(row, &mut draft, "email", |text| email(&text).map(|email| stored(&email)));
        self.take(row, &mut draft, "track", |text| track(&text).map(|track| stored(&track)));
        self.take(row, &mut draft, "notes", |text| Ok(stored(&Prose(text))));
        self.take(row, &mut draft, "zone", |text| {
            let found = zone::named(&text).ok_or("is not the name of a time zone, such as Europe/Berlin")?;
            Ok(stored(&Zone(found)))
        });
        self.take(row, &mut draft, "working_days", |text| Ok(stored(&weekdays(&text)?)));
        self.take(row, &mut draft, "weekly_hours", |text| {
            let hours = number(&text, self.mark)?;
            let fits = hours > 0.0 && hours <= WEEK_HOURS;
            if fits { Ok(Value::Decimal(hours)) } else { Err("are not the hours of a week".to_owned()) }
        });
        for target in ["start_date", "end_date"] {
            self.take(row, &mut draft, target, |text| Ok(stored(&date(&text, self.order)?)));
            let day = draft.fields.get(target).and_then(Date::read);
            if day.is_some_and(|day| kernel::days_between(self.today, day) > ODD_AFTER_DAYS) {
                draft.warnings.push(self.note(row, target, "is more than two years ahead"));
            }
        }
        draft
    }

    /// Reads one cell; what cannot be read is broken.
    fn take(
        &self,
        row: &SheetRow,
        draft: &mut Draft,
        target: &'static str,
        read: impl FnOnce(String) -> Result<Value, String>,
    ) {
        match self.cell(row, target).map(read) {
            None => {}
            Some(Ok(value)) => {
                draft.fields.insert(target, value);
            }
            Some(Err(reason)) => draft.broken.push(self.note(row, target, reason)),
        }
    }

    /// The name in one column, or joined from two.
    fn name(&self, row: &SheetRow, draft: &mut Draft) {
        let joined = || {
            let parts: Vec<String> =
                ["first_name", "last_name"].into_iter().filter_map(|target| self.cell(row, target)).collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        };
        if let Some(name) = self.cell(row, "name").or_else(joined) {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            draft.fields.insert("name", Value::Line(name));
        }
    }
}

/// An e-mail address.
///
/// # Errors
/// That it is none, in words that go behind the text.
pub fn email(text: &str) -> Result<Email, String> {
    let whole = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains('@');
    match text.rsplit_once('@') {
        Some((mailbox, host)) if whole(mailbox) && whole(host) => Ok(Email(text.to_owned())),
        _ => Err("is not an e-mail address".to_owned()),
    }
}

fn track(text: &str) -> Result<Track, String> {
    let wanted = unicode::same(text);
    let found =
        Track::ALL.iter().find(|track| [track.word(), track.label()].map(unicode::same).contains(&wanted));
    found.copied().ok_or_else(|| format!("is not a track: {} or {}", Track::ALL[0], Track::ALL[1]))
}

/// Weekdays, also by their German names.
fn weekdays(text: &str) -> Result<Weekdays, String> {
    const GERMAN: [(&str, &str); 7] = [
        ("mo", "Mon"),
        ("di", "Tue"),
        ("mi", "Wed"),
        ("do", "Thu"),
        ("fr", "Fri"),
        ("sa", "Sat"),
        ("so", "Sun"),
    ];
    let english = || {
        let lower = text.to_lowercase();
        let mut days = String::new();
        for piece in lower.split_inclusive(|letter: char| !letter.is_alphabetic()) {
            let name = piece.trim_end_matches(|letter: char| !letter.is_alphabetic());
            let found = GERMAN.iter().find(|(german, _)| *german == name.trim_end_matches('.'));
            let long = ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"];
            let at = long.iter().position(|german| *german == name);
            days.push_str(found.or(at.map(|at| &GERMAN[at])).map_or(name, |(_, english)| *english));
            days.push_str(&piece[name.len()..]);
        }
        days
    };
    text.parse()
        .or_else(|_| english().parse())
        .map_err(|_| "are not weekdays; written for example Mon-Fri, Mon,Wed,Fri or 1-5".to_owned())
}
