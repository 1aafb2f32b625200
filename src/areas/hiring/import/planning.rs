//! What each row of a file of candidates says, beside what is here.

use document::{
    Book, Entry, FieldSpec, Record,
    sheet::{self, DateOrder, Mapping, Sheet, SheetRow},
};
use kernel::{Date, RecordId, unicode};
use roster::import::{Cells, Choices, PlannedRow, RowState, Skipped, ValueChange, email};
use std::collections::HashMap;

use super::{Intent, Moved, OpeningNamed, To, columns};
use crate::{Candidate, Opening, Stage, StageMove, Step, rules};

/// What the cells of a row say, once they can be read.
struct Said {
    opening: OpeningNamed,
    email: Option<document::Email>,
    /// The number of the application.
    number: Option<String>,
    applied: Option<Date>,
    since: Option<Date>,
    ended: Option<Date>,
}

/// What is known while rows are read one after another.
pub struct Planner<'a> {
    book: &'a Book,
    /// How cells are read.
    pub cells: Cells<'a>,
    order: Option<DateOrder>,
    today: Date,
    /// The row on which a candidate of the file stands first.
    seen: HashMap<(OpeningNamed, String), &'a SheetRow>,
}

impl<'a> Planner<'a> {
    /// Has read nothing yet.
    pub fn new(
        book: &'a Book,
        sheet: &'a Sheet,
        mapping: &'a Mapping,
        order: Option<DateOrder>,
        today: Date,
    ) -> Self {
        Self { book, cells: Cells::new(sheet, mapping, today, order), order, today, seen: HashMap::new() }
    }

    /// What a row is, and what it brings where it can come in.
    pub fn row(&mut self, row: &'a SheetRow, choices: Choices) -> (PlannedRow, Option<Intent>) {
        let mut planned = PlannedRow::of(self.cells.sheet, row, self.name(row).unwrap_or_default());
        let intent = match planned.state {
            RowState::Skipped(_) => None,
            _ => self.said(row, choices, &mut planned).map(|said| self.intent(row, said, &mut planned)),
        };
        (planned, intent)
    }

    /// What a row says; nothing where it stays out, and `planned` says why.
    fn said(&mut self, row: &'a SheetRow, choices: Choices, planned: &mut PlannedRow) -> Option<Said> {
        let width = self.cells.sheet.header.len();
        if (width..row.cells.len()).any(|at| !row.cell(at).is_empty()) {
            // Every cell of the row may stand in the wrong column.
            planned.broken.push(self.cells.note(row, "", "has more cells than the header has columns"));
            planned.state = RowState::Broken { could_come_in: false };
            return None;
        }
        let opening = self.opening(row, planned);
        if planned.name.is_empty() {
            planned.broken.push(self.cells.note(row, "name", "says nobody"));
        }
        let is_vital = !planned.broken.is_empty();
        let email = self.cells.cell(row, "email").and_then(|text| match email(&text) {
            Ok(email) => Some(email),
            Err(reason) => {
                planned.broken.push(self.cells.note(row, "email", reason));
                None
            }
        });
        let [applied, since, ended] =
            ["applied", "since", "ended"].map(|target| self.day(row, target, planned));
        let Some(opening) = opening.filter(|_| !is_vital) else {
            planned.state = RowState::Broken { could_come_in: false };
            return None;
        };
        let number = self.cells.cell(row, "application_id");
        let key = number.clone().or_else(|| email.as_ref().map(|email| email.0.clone()));
        let Some(key) = key.or_else(|| choices.without_key.then(|| planned.name.clone())) else {
            let reason = "has neither an e-mail nor an ID: the next import could not find them again";
            planned.broken.push(self.cells.note(row, "name", reason));
            planned.state = RowState::Broken { could_come_in: true };
            return None;
        };
        if !planned.broken.is_empty() && !choices.without_broken_cells {
            planned.state = RowState::Broken { could_come_in: true };
            return None;
        }
        self.is_first(row, (opening.clone(), unicode::same(&key)), planned).then_some(Said {
            opening,
            email,
            number,
            applied,
            since,
            ended,
        })
    }

    /// Whether no row before this one is about the same candidate.
    fn is_first(&mut self, row: &'a SheetRow, key: (OpeningNamed, String), planned: &mut PlannedRow) -> bool {
        let Some(first) = self.seen.get(&key) else {
            self.seen.insert(key, row);
            return true;
        };
        planned.state = if first.cells == row.cells {
            RowState::Skipped(Skipped::RepeatsLine(first.line))
        } else {
            let reason =
                format!("stands on line {} too, for the same opening, and says otherwise", first.line);
            planned.broken.push(self.cells.note(row, "name", reason));
            RowState::Broken { could_come_in: false }
        };
        false
    }

    /// What comes of what a row says, beside what is here.
    fn intent(&self, row: &SheetRow, said: Said, planned: &mut PlannedRow) -> Intent {
        let standing = self.standing(row, &said.opening, said.number.as_deref(), said.email.as_deref());
        let moves = self.moves(row, &said, standing.as_ref());
        let before = standing.as_ref().map(|one| one.record.clone()).unwrap_or_default();
        let Said { opening, email, number, .. } = said;
        // An empty cell erases nothing, and an address in other letters is the same one.
        let is_same =
            |(held, said): (&document::Email, &document::Email)| unicode::same(held) == unicode::same(said);
        let keeps = before.email.as_ref().zip(email.as_ref()).is_some_and(is_same);
        let candidate = Candidate {
            name: planned.name.clone(),
            email: email.filter(|_| !keeps).or(before.email),
            application_id: number.or(before.application_id),
            source: self.cells.cell(row, "source").or(before.source),
            opening: match opening {
                OpeningNamed::Known(id) => Some(id.into()),
                OpeningNamed::New(_) => before.opening,
            },
            ..before
        };
        if let Some(one) = &standing {
            let changes = self.changes(row, one, &candidate, moves.first());
            planned.state = if changes.is_empty() { RowState::Unchanged } else { RowState::Changed(changes) };
        }
        Intent { standing, opening, candidate, moves }
    }

    /// How a candidate moves by what a row says.
    fn moves(&self, row: &SheetRow, said: &Said, standing: Option<&Entry<Candidate>>) -> Vec<Moved> {
        let (to, reason) = self.to(row, &said.opening);
        let arrived = match &to {
            To::Step(step) if rules::ends(*step) => said.ended.or(said.since),
            _ => said.since,
        };
        let Some(one) = standing else {
            let first = said.applied.or(arrived).unwrap_or(self.today);
            let applied = (first, To::Step(Step::Applied), None);
            // Nobody is in a stage before they applied.
            let then = (arrived.unwrap_or(self.today).max(first), to, reason);
            return if then.1 == applied.1 { vec![applied] } else { vec![applied, then] };
        };
        let at = rules::standing(self.book, one.id);
        let stays = match &to {
            To::Step(step) => at.step == *step,
            To::Known(stage, _) => at.stage == Some(*stage),
            To::New(_) => false,
        };
        // Who was moved here later than the file says is not moved back by an old file.
        let is_older = arrived.zip(at.since).is_some_and(|(said, here)| said < here);
        if stays || is_older { Vec::new() } else { vec![(arrived.unwrap_or(self.today), to, reason)] }
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
        moved: Option<&Moved>,
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
