//! Bringing candidates in from the export of an applicant system (HI-7, WS-4).
//!
//! Such an export has the *current* stage only. So a file that is brought in again a week later gives moves: who stands
//! in another stage than here moved, and nobody comes in twice.

mod columns;

pub use columns::{TARGETS, is_of_candidates};

use document::{
    Author, Batch, Book, Edit, Entry, FieldSpec, Record, Ref,
    sheet::{self, DateOrder, Mapping, OrderFound, Sheet, SheetRow},
};
use kernel::{Date, RecordId, unicode, words};
use roster::import::{Cells, Choices, Counts, PlannedRow, RowState, Skipped, ValueChange, count, email};
use std::collections::HashMap;

use crate::{Candidate, Opening, OpeningState, Stage, StageMove, Step, rules};

/// The word under which the columns of a file of candidates are remembered.
pub const WORD: &str = "candidates";

/// What an import of candidates would do. Nothing is done before [`CandidatesPlan::commit`].
#[derive(Clone, Debug, PartialEq)]
pub struct CandidatesPlan {
    /// Every row of the file, in its order.
    pub rows: Vec<PlannedRow>,
    /// What the dates say about their order: to be asked when it is unclear or mixed.
    pub date_order: OrderFound,
    /// The openings and stages that would be made, as they are called: `SRE`, `SRE: Onsite`.
    pub made: Vec<String>,
    openings: Vec<String>,
    stages: Vec<(OpeningNamed, String)>,
    intents: Vec<Option<Intent>>,
}

/// The opening that a row names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum OpeningNamed {
    /// One that is here.
    Known(RecordId),
    /// One that would be made, by its name as names are compared.
    New(String),
}

/// Where a row says that a candidate is.
#[derive(Clone, Debug, PartialEq)]
enum To {
    /// A step that is no stage.
    Step(Step),
    /// A stage that is here, and what it is called.
    Known(RecordId, String),
    /// A stage that would be made: its name as names are compared.
    New(String),
}

/// What a row brings.
#[derive(Clone, Debug, PartialEq)]
struct Intent {
    /// The candidate who is here already.
    standing: Option<Entry<Candidate>>,
    opening: OpeningNamed,
    candidate: Candidate,
    moves: Vec<(Date, To, Option<String>)>,
}

/// Works out what an import of candidates would do.
#[must_use]
pub fn plan(book: &Book, sheet: &Sheet, mapping: &Mapping, choices: Choices, today: Date) -> CandidatesPlan {
    let days = ["applied", "since", "ended"].into_iter().filter_map(|target| mapping.column(target));
    let date_order = sheet::date_order(days.flat_map(|column| sheet.column(column)));
    let order = match (choices.date_order, &date_order) {
        (Some(order), _) => Some(order),
        (None, OrderFound::Found(order)) => Some(*order),
        _ => None,
    };
    let mut planner =
        Planner { book, cells: Cells::new(sheet, mapping, today, order), order, today, seen: HashMap::new() };
    let (mut rows, mut intents) = (Vec::new(), Vec::new());
    let (mut openings, mut stages, mut made) = (Vec::<String>::new(), Vec::new(), Vec::new());
    for row in &sheet.rows {
        let (planned, intent) = planner.row(row, choices);
        if let Some(intent) = &intent {
            let role = planner.cells.cell(row, "opening").unwrap_or_default();
            if let OpeningNamed::New(name) = &intent.opening
                && !openings.iter().any(|known| unicode::same(known) == *name)
            {
                openings.push(role.clone());
                made.push(role.clone());
            }
            for (_, to, _) in &intent.moves {
                let To::New(name) = to else { continue };
                let known = |(of, known): &(OpeningNamed, String)| {
                    *of == intent.opening && unicode::same(known) == *name
                };
                if !stages.iter().any(known) {
                    let written = planner.cells.cell(row, "stage").unwrap_or_default();
                    made.push(format!("{role}: {written}"));
                    stages.push((intent.opening.clone(), written));
                }
            }
        }
        rows.push(planned);
        intents.push(intent);
    }
    CandidatesPlan { rows, date_order, made, openings, stages, intents }
}

/// What is known while rows are read one after another.
struct Planner<'a> {
    book: &'a Book,
    cells: Cells<'a>,
    order: Option<DateOrder>,
    today: Date,
    /// The row on which a candidate of the file stands first.
    seen: HashMap<(OpeningNamed, String), &'a SheetRow>,
}

impl<'a> Planner<'a> {
    fn row(&mut self, row: &'a SheetRow, choices: Choices) -> (PlannedRow, Option<Intent>) {
        let mut planned = PlannedRow::of(self.cells.sheet, row, self.name(row).unwrap_or_default());
        if let RowState::Skipped(_) = planned.state {
            return (planned, None);
        }
        let width = self.cells.sheet.header.len();
        if (width..row.cells.len()).any(|at| !row.cell(at).is_empty()) {
            // Every cell of the row may stand in the wrong column.
            planned.broken.push(self.cells.note(row, "", "has more cells than the header has columns"));
            planned.state = RowState::Broken { could_come_in: false };
            return (planned, None);
        }
        let opening = self.opening(row, &mut planned);
        if planned.name.is_empty() {
            planned.broken.push(self.cells.note(row, "name", "says nobody"));
        }
        let vital = planned.broken.len();
        let mail = self.cells.cell(row, "email").and_then(|text| match email(&text) {
            Ok(mail) => Some(mail),
            Err(reason) => {
                planned.broken.push(self.cells.note(row, "email", reason));
                None
            }
        });
        let [applied, since, ended] =
            ["applied", "since", "ended"].map(|target| self.day(row, target, &mut planned));
        let (Some(opening), 0) = (opening, vital) else {
            planned.state = RowState::Broken { could_come_in: false };
            return (planned, None);
        };
        let number = self.cells.cell(row, "application_id");
        let key = number.clone().or_else(|| mail.as_ref().map(|mail| mail.0.clone()));
        let Some(key) = key.or_else(|| choices.without_key.then(|| planned.name.clone())) else {
            let reason = "has neither an e-mail nor an ID: the next import could not find them again";
            planned.broken.push(self.cells.note(row, "name", reason));
            planned.state = RowState::Broken { could_come_in: true };
            return (planned, None);
        };
        if !planned.broken.is_empty() && !choices.without_broken_cells {
            planned.state = RowState::Broken { could_come_in: true };
            return (planned, None);
        }
        if let Some(first) = self.seen.get(&(opening.clone(), unicode::same(&key))) {
            planned.state = if first.cells == row.cells {
                RowState::Skipped(Skipped::RepeatsLine(first.line))
            } else {
                let reason =
                    format!("stands on line {} too, for the same opening, and says otherwise", first.line);
                planned.broken.push(self.cells.note(row, "name", reason));
                RowState::Broken { could_come_in: false }
            };
            return (planned, None);
        }
        self.seen.insert((opening.clone(), unicode::same(&key)), row);
        let standing = self.standing(row, &opening, number.as_deref(), mail.as_deref());
        let mut candidate = standing.as_ref().map(|one| one.record.clone()).unwrap_or_default();
        candidate.name = planned.name.clone();
        // An empty cell erases nothing, and an address in other letters is the same one.
        let held = candidate.email.take();
        let same = |mail: &document::Email| {
            held.as_ref().is_some_and(|held| unicode::same(held) == unicode::same(mail))
        };
        candidate.email = mail.filter(|mail| !same(mail)).or(held.clone());
        candidate.application_id = number.or(candidate.application_id);
        candidate.source = self.cells.cell(row, "source").or(candidate.source);
        if let OpeningNamed::Known(id) = opening {
            candidate.opening = Some(id.into());
        }
        let (to, reason) = self.to(row, &opening);
        let arrived = match &to {
            To::Step(step) if crate::rules::ends(*step) => ended.or(since),
            _ => since,
        };
        let mut moves = Vec::new();
        match &standing {
            None => {
                let first = applied.or(arrived).unwrap_or(self.today);
                moves.push((first, To::Step(Step::Applied), None));
                if to != To::Step(Step::Applied) {
                    // Nobody is in a stage before they applied.
                    moves.push((arrived.unwrap_or(self.today).max(first), to, reason));
                }
            }
            Some(one) => {
                let at = rules::standing(self.book, one.id);
                let same = match &to {
                    To::Step(step) => at.step == *step,
                    To::Known(stage, _) => at.stage == Some(*stage),
                    To::New(_) => false,
                };
                // Who was moved here later than the file says is not moved back by an old file.
                let older = arrived.zip(at.since).is_some_and(|(said, here)| said < here);
                if !same && !older {
                    moves.push((arrived.unwrap_or(self.today), to, reason));
                }
                let changes = self.changes(row, one, &candidate, moves.first());
                planned.state =
                    if changes.is_empty() { RowState::Unchanged } else { RowState::Changed(changes) };
            }
        }
        (planned, Some(Intent { standing, opening, candidate, moves }))
    }

    fn name(&self, row: &SheetRow) -> Option<String> {
        let whole = self.cells.cell(row, "name").or_else(|| {
            let parts: Vec<String> = ["first_name", "last_name"]
                .into_iter()
                .filter_map(|part| self.cells.cell(row, part))
                .collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        })?;
        Some(whole.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The opening that a row names: by its id, or by its role, one for which somebody is wanted before others.
    fn opening(&self, row: &SheetRow, planned: &mut PlannedRow) -> Option<OpeningNamed> {
        let own = self.cells.cell(row, "opening_id").and_then(|text| text.parse().ok());
        if let Some(own) = own.and_then(|id| self.book.get::<Opening>(id)) {
            return Some(OpeningNamed::Known(own.id));
        }
        let Some(role) = self.cells.cell(row, "opening") else {
            planned.broken.push(self.cells.note(row, "opening", "names no opening"));
            return None;
        };
        let wanted = unicode::same(&role);
        let openings = self.book.all::<Opening>();
        let mut named: Vec<_> = openings.iter().filter(|one| unicode::same(&one.role) == wanted).collect();
        if named.iter().any(|one| rules::is_wanted(one)) {
            named.retain(|one| rules::is_wanted(one));
        }
        match named[..] {
            [] => Some(OpeningNamed::New(wanted)),
            [one] => Some(OpeningNamed::Known(one.id)),
            _ => {
                let reason = format!("names {} openings; give them different names first", named.len());
                planned.broken.push(self.cells.note(row, "opening", reason));
                None
            }
        }
    }

    fn day(&self, row: &SheetRow, target: &'static str, planned: &mut PlannedRow) -> Option<Date> {
        match sheet::date(&self.cells.cell(row, target)?, self.order) {
            Ok(day) => {
                if day > self.today {
                    planned.warnings.push(self.cells.note(row, target, "lies ahead"));
                }
                Some(day)
            }
            Err(reason) => {
                planned.broken.push(self.cells.note(row, target, reason));
                None
            }
        }
    }

    /// The candidate of this opening that a row is about: by id, by the number of the application, by the address.
    fn standing(
        &self,
        row: &SheetRow,
        opening: &OpeningNamed,
        number: Option<&str>,
        mail: Option<&str>,
    ) -> Option<Entry<Candidate>> {
        let OpeningNamed::Known(opening) = opening else { return None };
        let theirs = rules::candidates_of(self.book, *opening);
        let find = |is: &dyn Fn(&Entry<Candidate>) -> bool| theirs.iter().find(|one| is(one)).cloned();
        let is = |held: Option<&str>, said: Option<&str>| {
            held.zip(said).is_some_and(|(held, said)| unicode::same(held) == unicode::same(said))
        };
        let own: Option<RecordId> = self.cells.cell(row, "record_id").and_then(|text| text.parse().ok());
        find(&|one| Some(one.id) == own)
            .or_else(|| find(&|one| is(one.application_id.as_deref(), number)))
            .or_else(|| find(&|one| is(one.email.as_deref(), mail)))
    }

    /// Where a row says that somebody is, and why.
    fn to(&self, row: &SheetRow, opening: &OpeningNamed) -> (To, Option<String>) {
        let reason = self.cells.cell(row, "reason");
        let status = self.cells.cell(row, "status").filter(|status| !columns::goes_on(status));
        let of_status = status.as_deref().and_then(columns::step);
        if let Some(step) = of_status.filter(|step| rules::ends(*step)) {
            return (To::Step(columns::ended_as(step, reason.as_deref())), reason);
        }
        let Some(stage) = self.cells.cell(row, "stage") else {
            return (To::Step(of_status.unwrap_or_default()), None);
        };
        if let OpeningNamed::Known(opening) = opening {
            let stages = rules::stages_of(self.book, *opening);
            let same = |one: &Entry<Stage>| unicode::same(&one.name) == unicode::same(&stage);
            if let Some(stage) = stages.into_iter().find(same) {
                return (To::Known(stage.id, stage.name.clone()), None);
            }
        }
        match columns::step(&stage) {
            Some(step) => (To::Step(columns::ended_as(step, reason.as_deref())), reason),
            None => (To::New(unicode::same(&stage)), None),
        }
    }

    /// What would change about a candidate who is here, as people read it.
    fn changes(
        &self,
        row: &SheetRow,
        before: &Entry<Candidate>,
        after: &Candidate,
        moved: Option<&(Date, To, Option<String>)>,
    ) -> Vec<ValueChange> {
        let (old, new) = (before.to_fields(), after.to_fields());
        let plain = |fields: &document::Fields, name: &str| {
            fields.get(name).map(document::Value::plain).unwrap_or_default()
        };
        let mut changes: Vec<ValueChange> = Candidate::KIND
            .fields
            .iter()
            .filter(|spec| old.get(spec.name) != new.get(spec.name))
            .map(|field| ValueChange { field, old: plain(&old, field.name), new: plain(&new, field.name) })
            .collect();
        let field: Option<&'static FieldSpec> = StageMove::KIND.field("stage");
        changes.extend(moved.zip(field).map(|((_, to, _), field)| {
            let at = rules::standing(self.book, before.id);
            let stage = at.stage.and_then(|id| self.book.get::<Stage>(id)).map(|stage| stage.name.clone());
            let new = match to {
                To::Step(step) => step.label().to_owned(),
                To::Known(_, name) => name.clone(),
                To::New(_) => self.cells.cell(row, "stage").unwrap_or_default(),
            };
            ValueChange { field, old: stage.unwrap_or_else(|| at.step.label().to_owned()), new }
        }));
        changes
    }
}

impl CandidatesPlan {
    /// How many rows become what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        count(&self.rows)
    }

    /// The whole import as one batch, taken back by one undo. `new_id` gives a fresh id at each call. What is about
    /// candidates of an opening that is here is for who may read the opening.
    #[must_use]
    pub fn commit(&self, book: &Book, author: &Author, mut new_id: impl FnMut() -> RecordId) -> Batch {
        let openings: HashMap<String, RecordId> =
            self.openings.iter().map(|role| (unicode::same(role), new_id())).collect();
        let id_of = |named: &OpeningNamed| match named {
            OpeningNamed::Known(id) => Some(*id),
            OpeningNamed::New(name) => openings.get(name).copied(),
        };
        let audience = |named: &OpeningNamed| match named {
            OpeningNamed::Known(id) => {
                book.row(*id).map_or(document::Audience::Everyone, |row| row.document.audience)
            }
            OpeningNamed::New(_) => document::Audience::Everyone,
        };
        let mut edits: Vec<Edit> = Vec::new();
        for role in &self.openings {
            let Some(id) = openings.get(&unicode::same(role)) else { continue };
            let opening = Opening { role: role.clone(), state: OpeningState::Open, ..Opening::default() };
            edits.push(author.create(*id, &opening));
        }
        let mut stages: HashMap<(Option<RecordId>, String), RecordId> = HashMap::new();
        let mut places: HashMap<RecordId, i64> = HashMap::new();
        for (named, name) in &self.stages {
            let Some(opening) = id_of(named) else { continue };
            let place = places
                .entry(opening)
                .or_insert_with(|| rules::stages_of(book, opening).last().map_or(0, |stage| stage.place + 1));
            let stage = Stage {
                opening: Some(opening.into()),
                name: name.clone(),
                place: *place,
                ..Stage::default()
            };
            *place += 1;
            let id = new_id();
            stages.insert((Some(opening), unicode::same(name)), id);
            edits.push(author.create_for(id, &stage, audience(named)));
        }
        for intent in self.intents.iter().flatten() {
            let opening = id_of(&intent.opening);
            let candidate = Candidate { opening: opening.map(Ref::new), ..intent.candidate.clone() };
            let (id, document) = match &intent.standing {
                Some(one) => {
                    edits.extend(one.update(|record| *record = candidate));
                    (one.id, one.document.clone())
                }
                None => {
                    let id = new_id();
                    let made = author.create_for(id, &candidate, audience(&intent.opening));
                    let document = made.document.clone();
                    edits.push(made);
                    (id, document)
                }
            };
            for (on, to, reason) in &intent.moves {
                let (step, stage) = match to {
                    To::Step(step) => (*step, None),
                    To::Known(stage, _) => (Step::Stage, Some(*stage)),
                    To::New(name) => (Step::Stage, stages.get(&(opening, name.clone())).copied()),
                };
                let moved = StageMove {
                    candidate: Some(id.into()),
                    on: Some(*on),
                    to: step,
                    stage: stage.map(Ref::new),
                    reason: reason.clone(),
                    ..StageMove::default()
                };
                edits.push(author.create_in(document.clone(), new_id(), &moved));
            }
        }
        let counts = self.counts();
        let brought = i64::try_from(counts.new + counts.changed).unwrap_or(i64::MAX);
        Batch::new(format!("Import {}", words::counted(brought, "candidate", "candidates"))).with_all(edits)
    }
}
