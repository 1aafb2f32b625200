//! Bringing people in from the export of an HR system (TM-1, WS-4), and skill ratings from a sheet (`ratings.rs`).
//!
//! ```text
//! bytes ─ document::sheet::read ─► Sheet ─ Rows::suggest, or the user ─► Mapping
//!       ─ plan ─► ImportPlan (shown: new, changed, unchanged, broken, skipped)
//!       ─ ImportPlan::commit ─► one Batch, one undo
//! ```
//!
//! Nothing is guessed: a cell that cannot be read, or can be read in two ways, is broken with its
//! place and reason, and its row stays out until the user says to bring it in without the cell.

mod cells;
mod columns;
mod managers;
mod people;
mod ratings;
mod rows;

pub use cells::{Reading as Cells, email};
pub use columns::PEOPLE;
pub use ratings::{RatingsPlan, SKILL_RATINGS, is_of_ratings, plan as plan_ratings};
pub use rows::{ImportMapping, Rows};

use document::{
    Author, Batch, Book, Edit, Entry, Field, FieldSpec, Record, Ref, Value,
    sheet::{self, DateOrder, Mapping, OrderFound, Sheet, SheetRow},
};
use kernel::{Date, RecordId, words};
use std::{collections::BTreeMap, fmt};

use crate::{Person, Team};

/// What the user decided about an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Which of day and month comes first; found out from the dates when `None`.
    pub date_order: Option<DateOrder>,
    /// Rows come in without their broken cells. A row whose name is broken stays out all the same.
    pub without_broken_cells: bool,
    /// Rows with a name but no e-mail and no employee ID come in too. The next import cannot find
    /// them again and brings them in once more.
    pub without_key: bool,
}

/// What an import would do. Nothing is done before [`ImportPlan::commit`].
#[derive(Clone, Debug, PartialEq)]
pub struct ImportPlan {
    /// Every row of the file, in its order.
    pub rows: Vec<PlannedRow>,
    /// What the dates say about their order: to be asked when it is unclear or mixed.
    pub date_order: OrderFound,
    /// The teams that would be made, in the order the file names them.
    pub new_teams: Vec<String>,
}

/// What would become of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRow {
    /// The line of the file the row starts on.
    pub line: usize,
    /// Who it is about; empty when it does not say.
    pub name: String,
    /// What would become of it.
    pub state: RowState,
    /// Its cells that cannot be brought in. A row that comes in comes in without them.
    pub broken: Vec<CellNote>,
    /// What looks odd and comes in all the same.
    pub warnings: Vec<CellNote>,
    intent: Option<Intent>,
}

impl PlannedRow {
    /// A row that would make a record, unless it holds nothing: then it is skipped.
    #[must_use]
    pub fn of(sheet: &Sheet, row: &SheetRow, name: String) -> Self {
        let state = if row.is_empty() {
            RowState::Skipped(Skipped::Empty)
        } else if sheet.repeats_header(row) {
            RowState::Skipped(Skipped::RepeatsHeader)
        } else {
            RowState::New
        };
        Self { line: row.line, name, state, broken: Vec::new(), warnings: Vec::new(), intent: None }
    }
}

/// What would become of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowState {
    /// A record is made.
    New,
    /// A record is changed.
    Changed(Vec<ValueChange>),
    /// The record is here and says the same.
    Unchanged,
    /// It stays out; [`PlannedRow::broken`] says why.
    Broken {
        /// Whether [`Choices::without_broken_cells`] or [`Choices::without_key`] would let it in.
        could_come_in: bool,
    },
    /// It holds nothing to bring in.
    Skipped(Skipped),
}

/// Why a row holds nothing to bring in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skipped {
    /// Nothing is written in it.
    Empty,
    /// It says what the header says.
    RepeatsHeader,
    /// It says word for word what the row on this line says.
    RepeatsLine(usize),
}

/// A field that would change.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueChange {
    /// The field.
    pub field: &'static FieldSpec,
    /// What it holds, as people read it; empty when it holds nothing.
    pub old: String,
    /// What it would hold.
    pub new: String,
}

/// A remark about one cell: where, what is written there, and what about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellNote {
    /// The line of the file.
    pub line: usize,
    /// The name of the column; empty when it is about the row.
    pub column: String,
    /// What is written there.
    pub value: String,
    /// What about it, in words that go behind the value.
    pub reason: String,
}

impl fmt::Display for CellNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(f, ", column “{}”", self.column)?;
        }
        f.write_str(": ")?;
        if !self.value.is_empty() {
            write!(f, "“{}” ", words::excerpt(&self.value, 60))?;
        }
        f.write_str(&self.reason)
    }
}

/// How many rows become what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records that are made.
    pub new: usize,
    /// Records that are changed.
    pub changed: usize,
    /// Records that say the same.
    pub unchanged: usize,
    /// Rows that stay out.
    pub broken: usize,
    /// Rows that hold nothing.
    pub skipped: usize,
}

/// What a row brings, once it is known whom it is about.
#[derive(Clone, Debug, PartialEq)]
struct Intent {
    /// The person it is about, when they are here already.
    person: Option<Entry<Person>>,
    /// The fields it fills, references left out.
    fields: BTreeMap<&'static str, Value>,
    team: Option<TeamNamed>,
    manager: Option<Who>,
}

/// The team that a row names.
#[derive(Clone, Debug, PartialEq)]
enum TeamNamed {
    /// One that is here.
    Known(RecordId),
    /// The one at this place of [`ImportPlan::new_teams`].
    New(usize),
}

/// Somebody: here already, or on a row of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Who {
    Known(RecordId),
    Row(usize),
}

/// Works out what an import would do. Days count from `today`.
#[must_use]
pub fn plan(book: &Book, sheet: &Sheet, mapping: &Mapping, choices: Choices, today: Date) -> ImportPlan {
    let dates = ["start_date", "end_date"].into_iter().filter_map(|target| mapping.column(target));
    let date_order = sheet::date_order(dates.flat_map(|column| sheet.column(column)));
    let reading = cells::Reading::new(
        sheet,
        mapping,
        today,
        match (choices.date_order, &date_order) {
            (Some(order), _) => Some(order),
            (None, OrderFound::Found(order)) => Some(*order),
            _ => None,
        },
    );
    let mut drafts: Vec<cells::Draft> = sheet.rows.iter().map(|row| reading.draft(row)).collect();
    people::settle_repeats(&reading, &mut drafts);
    people::find(book, &reading, &mut drafts, choices);
    let new_teams = people::find_teams(book, &reading, &mut drafts);
    managers::find(book, &reading, &mut drafts, choices);
    // A team is made only for somebody who comes in.
    let needed: Vec<bool> = (0..new_teams.len())
        .map(|index| {
            drafts.iter().any(|draft| draft.comes_in(choices) && draft.team == Some(TeamNamed::New(index)))
        })
        .collect();
    let places: Vec<usize> =
        (0..needed.len()).map(|index| needed[..index].iter().filter(|needed| **needed).count()).collect();
    for draft in &mut drafts {
        if let Some(TeamNamed::New(index)) = &mut draft.team {
            *index = places[*index];
        }
    }
    let new_teams: Vec<String> =
        new_teams.into_iter().zip(needed).filter_map(|(name, needed)| needed.then_some(name)).collect();
    let names: Vec<String> = drafts.iter().map(cells::Draft::name).collect();
    let rows = drafts.into_iter().map(|draft| planned(book, draft, choices, &new_teams, &names)).collect();
    ImportPlan { rows, date_order, new_teams }
}

fn planned(
    book: &Book,
    draft: cells::Draft,
    choices: Choices,
    new_teams: &[String],
    names: &[String],
) -> PlannedRow {
    let (line, name) = (draft.line, draft.name());
    let mut row = PlannedRow {
        line,
        name,
        state: RowState::New,
        broken: Vec::new(),
        warnings: draft.warnings.clone(),
        intent: None,
    };
    if let Some(skipped) = draft.skipped {
        row.state = RowState::Skipped(skipped);
        return row;
    }
    let comes_in = draft.comes_in(choices);
    let could_come_in = !draft.blocked;
    row.broken = draft.broken;
    if !comes_in {
        row.state = RowState::Broken { could_come_in };
        return row;
    }
    let intent =
        Intent { person: draft.person, fields: draft.fields, team: draft.team, manager: draft.manager };
    if let Some(person) = &intent.person {
        let changes = intent.changes(book, person, new_teams, names);
        row.state = if changes.is_empty() { RowState::Unchanged } else { RowState::Changed(changes) };
    }
    row.intent = Some(intent);
    row
}

impl Intent {
    /// The person as the row makes them, given the ids of new teams and of the people of new rows.
    fn person(&self, teams: &[RecordId], rows: &[Option<RecordId>]) -> Person {
        let mut fields = self.person.as_ref().map(|person| person.to_fields()).unwrap_or_default();
        for (name, value) in &self.fields {
            fields.insert((*name).into(), value.clone());
        }
        let mut person = Person::from_fields(&fields);
        match &self.team {
            Some(TeamNamed::Known(team)) => person.team = Some(Ref::new(*team)),
            Some(TeamNamed::New(index)) => person.team = teams.get(*index).copied().map(Ref::new),
            None => {}
        }
        match self.manager {
            Some(Who::Known(manager)) => person.manager = Some(Ref::new(manager)),
            Some(Who::Row(row)) => person.manager = rows.get(row).copied().flatten().map(Ref::new),
            None => {}
        }
        person
    }

    /// What would change about somebody who is here, as people read it.
    fn changes(
        &self,
        book: &Book,
        standing: &Entry<Person>,
        new_teams: &[String],
        names: &[String],
    ) -> Vec<ValueChange> {
        let team = |id: Option<Ref<Team>>| {
            id.and_then(|id| book.get::<Team>(id.id())).map(|team| team.name.clone()).unwrap_or_default()
        };
        let person = |id: Option<RecordId>| {
            id.and_then(|id| book.get::<Person>(id)).map(|person| person.name.clone()).unwrap_or_default()
        };
        let before = standing.to_fields();
        let plain = |value: Option<&Value>| value.map(Value::plain).unwrap_or_default();
        let change = |spec: &'static FieldSpec| {
            let (old, new) = match spec.name {
                "team" => match &self.team {
                    None => return None,
                    Some(TeamNamed::Known(id)) if standing.team == Some(Ref::new(*id)) => return None,
                    Some(TeamNamed::Known(id)) => (team(standing.team), team(Some(Ref::new(*id)))),
                    Some(TeamNamed::New(index)) => (team(standing.team), new_teams[*index].clone()),
                },
                "manager" => {
                    let old = standing.manager.map(Ref::id);
                    match self.manager {
                        None => return None,
                        Some(Who::Known(id)) if old == Some(id) => return None,
                        Some(Who::Known(id)) => (person(old), person(Some(id))),
                        Some(Who::Row(row)) => (person(old), names[row].clone()),
                    }
                }
                name => {
                    let new = self.fields.get(name)?;
                    let old = before.get(name);
                    if old == Some(new) {
                        return None;
                    }
                    (plain(old), plain(Some(new)))
                }
            };
            Some(ValueChange { field: spec, old, new })
        };
        Person::KIND.fields.iter().filter_map(change).collect()
    }
}

impl ImportPlan {
    /// How many rows become what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        count(&self.rows)
    }

    /// The whole import as one batch, taken back by one undo. `new_id` gives a fresh id at each call.
    #[must_use]
    pub fn commit(&self, author: &Author, mut new_id: impl FnMut() -> RecordId) -> Batch {
        let teams: Vec<RecordId> = self.new_teams.iter().map(|_| new_id()).collect();
        let rows: Vec<Option<RecordId>> = self
            .rows
            .iter()
            .map(|row| match &row.intent {
                Some(Intent { person: Some(person), .. }) => Some(person.id),
                Some(_) => Some(new_id()),
                None => None,
            })
            .collect();
        let made = teams
            .iter()
            .zip(&self.new_teams)
            .map(|(id, name)| author.create(*id, &Team { name: name.clone(), ..Team::default() }));
        let people = self.rows.iter().zip(&rows).flat_map(|(row, id)| match (&row.intent, id) {
            (Some(intent), Some(id)) => {
                let person = intent.person(&teams, &rows);
                match &intent.person {
                    Some(standing) => standing.update(|record| *record = person),
                    None => vec![author.create(*id, &person)],
                }
            }
            _ => Vec::<Edit>::new(),
        });
        let counts = self.counts();
        let brought = counts.new + counts.changed;
        Batch::new(format!("Import {}", words::counted(brought, "person", "people")))
            .with_all(made)
            .with_all(people)
    }
}

/// How many of these rows become what.
#[must_use]
pub fn count(rows: &[PlannedRow]) -> Counts {
    let mut counts = Counts::default();
    for row in rows {
        *match row.state {
            RowState::New => &mut counts.new,
            RowState::Changed(_) => &mut counts.changed,
            RowState::Unchanged => &mut counts.unchanged,
            RowState::Broken { .. } => &mut counts.broken,
            RowState::Skipped(_) => &mut counts.skipped,
        } += 1;
    }
    counts
}

/// The value of a field that is filled; only for values that are never empty.
fn stored<T: Field>(value: &T) -> Value {
    value.store().unwrap_or_else(|| Value::Line(String::new()))
}

#[cfg(test)]
mod tests;
