//! Bringing candidates in from the export of an applicant system (HI-7, WS-4).
//!
//! Such an export has the *current* stage only. So a file that is brought in again a week later gives moves: who stands
//! in another stage than here moved, and nobody comes in twice.

mod columns;
mod planning;

pub use columns::is_of_candidates;

use document::{
    Author, Batch, Book, Edit, Entry, Ref,
    sheet::{self, Mapping, OrderFound, Sheet},
};
use kernel::{Date, RecordId, unicode, words};
use roster::import::{Choices, Counts, PlannedRow, Rows, count};
use std::collections::HashMap;

use self::planning::Planner;
use crate::{Candidate, Opening, OpeningState, Stage, StageMove, Step, rules};

/// Files of candidates: one row for each of an opening.
pub const CANDIDATES: Rows = Rows { word: "candidates", targets: columns::TARGETS };

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

/// A move of a candidate: when, to where and why.
type Moved = (Date, To, Option<String>);

/// What a row brings.
#[derive(Clone, Debug, PartialEq)]
struct Intent {
    /// The candidate who is here already.
    standing: Option<Entry<Candidate>>,
    opening: OpeningNamed,
    candidate: Candidate,
    moves: Vec<Moved>,
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
    let mut planner = Planner::new(book, sheet, mapping, order, today);
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
        let brought = counts.new + counts.changed;
        Batch::new(format!("Import {}", words::counted(brought, "candidate", "candidates"))).with_all(edits)
    }
}
