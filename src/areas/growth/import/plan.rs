//! What bringing a ladder in would do: new, changed, unchanged; into a new ladder or one that stands.

use document::{Author, Batch, Book, Edit, Entry, Prose, Ref};
use kernel::{RecordId, words};

use super::{LadderDraft, RungDraft, same_word};
use crate::{Competency, Expectation, Ladder, Rung, rules};

/// What would become of one thing that the file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is made.
    New,
    /// It is changed.
    Changed,
    /// It stands like this already.
    Unchanged,
}

/// One thing that the file says, as the preview lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedLine {
    /// What it is: `Rung`, `Competency`, `Expectation`.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// What would become of it.
    pub state: State,
    /// How it begins, and what stood before when it would change.
    pub about: String,
}

/// How many become what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Made.
    pub new: usize,
    /// Changed.
    pub changed: usize,
    /// Standing like this already.
    pub unchanged: usize,
}

/// What bringing a ladder in would do. Nothing is done before [`LadderPlan::commit`].
#[derive(Clone, Debug, PartialEq)]
pub struct LadderPlan {
    /// What the ladder is called afterwards.
    pub name: String,
    /// Everything the file says, in its order: rungs, competencies, expectations.
    pub lines: Vec<PlannedLine>,
    draft: LadderDraft,
    ladder: Option<Entry<Ladder>>,
    rungs: Vec<Option<Entry<Rung>>>,
    competencies: Vec<Option<Entry<Competency>>>,
    expectations: Vec<Option<Entry<Expectation>>>,
}

/// Works out what a draft would do to `into`, or what new ladder it would make. Rungs are found again
/// by track and code, else by track and grade; competencies by what they are called.
#[must_use]
pub fn plan(book: &Book, draft: LadderDraft, into: Option<RecordId>) -> LadderPlan {
    let ladder = into.and_then(|id| book.get::<Ladder>(id));
    let standing = ladder.as_ref().map(|ladder| rules::rungs_of(book, ladder.id)).unwrap_or_default();
    let known = ladder.as_ref().map(|ladder| rules::competencies_of(book, ladder.id)).unwrap_or_default();
    let rungs: Vec<_> = draft
        .rungs
        .iter()
        .map(|rung| {
            let on_track = || standing.iter().filter(|other| other.track == rung.track);
            let same = on_track().find(|other| same_word(&other.code, &rung.code));
            same.or_else(|| on_track().find(|other| other.grade == rung.grade)).cloned()
        })
        .collect();
    let competencies: Vec<_> = draft
        .competencies
        .iter()
        .map(|one| known.iter().find(|other| rules::is_called(other, &one.name)).cloned())
        .collect();
    let expectations: Vec<_> = draft
        .expectations
        .iter()
        .map(|one| {
            let (rung, competency) = (rungs[one.rung].as_ref()?, competencies[one.competency].as_ref()?);
            rules::expectation(book, rung.id, competency.id)
        })
        .collect();
    let name = match &ladder {
        Some(ladder) => ladder.name.clone(),
        None if draft.name.is_empty() => "Ladder".to_owned(),
        None => draft.name.clone(),
    };
    let mut plan = LadderPlan { name, lines: Vec::new(), draft, ladder, rungs, competencies, expectations };
    plan.lines = plan.listed();
    plan
}

impl LadderPlan {
    /// What could not be read, and where.
    #[must_use]
    pub fn faults(&self) -> &[super::Fault] {
        &self.draft.faults
    }

    /// How many become what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for line in &self.lines {
            *match line.state {
                State::New => &mut counts.new,
                State::Changed => &mut counts.changed,
                State::Unchanged => &mut counts.unchanged,
            } += 1;
        }
        counts
    }

    /// The whole as one batch, taken back by one undo. `new_id` gives a fresh id at each call.
    #[must_use]
    pub fn commit(&self, author: &Author, mut new_id: impl FnMut() -> RecordId) -> Batch {
        let mut edits: Vec<Edit> = Vec::new();
        let ladder = match &self.ladder {
            Some(ladder) => ladder.id,
            None => {
                let id = new_id();
                let about = self.draft.about.as_str().into();
                edits
                    .push(author.create(id, &Ladder { name: self.name.clone(), about, ..Ladder::default() }));
                id
            }
        };
        let mut rungs = Vec::new();
        for (draft, standing) in self.draft.rungs.iter().zip(&self.rungs) {
            rungs.push(match standing {
                Some(rung) => {
                    edits.extend(rung.update(|rung| fill_rung(rung, draft)));
                    rung.id
                }
                None => {
                    let id = new_id();
                    edits.push(author.create(id, &new_rung(ladder, draft)));
                    id
                }
            });
        }
        let mut competencies = Vec::new();
        for ((place, draft), standing) in (1..).zip(&self.draft.competencies).zip(&self.competencies) {
            competencies.push(match standing {
                Some(one) => {
                    edits.extend(one.update(|one| fill_competency(one, draft)));
                    one.id
                }
                None => {
                    let id = new_id();
                    let mut one = Competency { ladder: Some(ladder.into()), place, ..Competency::default() };
                    one.name.clone_from(&draft.name);
                    fill_competency(&mut one, draft);
                    edits.push(author.create(id, &one));
                    id
                }
            });
        }
        for (draft, standing) in self.draft.expectations.iter().zip(&self.expectations) {
            let fill = |one: &mut Expectation| {
                one.text = Prose(draft.text.clone());
                if !draft.examples.is_empty() {
                    one.examples = Prose(draft.examples.clone());
                }
            };
            if let Some(one) = standing {
                edits.extend(one.update(fill));
                continue;
            }
            let mut one = Expectation {
                rung: Some(Ref::new(rungs[draft.rung])),
                competency: Some(Ref::new(competencies[draft.competency])),
                ..Expectation::default()
            };
            fill(&mut one);
            edits.push(author.create(new_id(), &one));
        }
        Batch::new(format!("Bring in the ladder “{}”", words::excerpt(&self.name, 60))).with_all(edits)
    }

    fn listed(&self) -> Vec<PlannedLine> {
        let state = |standing: bool, changes: bool| match (standing, changes) {
            (false, _) => State::New,
            (true, true) => State::Changed,
            (true, false) => State::Unchanged,
        };
        let mut lines = Vec::new();
        for (draft, standing) in self.draft.rungs.iter().zip(&self.rungs) {
            let changes =
                standing.as_ref().is_some_and(|rung| !rung.update(|rung| fill_rung(rung, draft)).is_empty());
            let track = draft.track.map(|track| track.label().to_lowercase()).unwrap_or_default();
            lines.push(PlannedLine {
                kind: "Rung",
                name: draft.code.clone(),
                state: state(standing.is_some(), changes),
                about: format!("{track} track, grade {}", draft.grade),
            });
        }
        for (draft, standing) in self.draft.competencies.iter().zip(&self.competencies) {
            let changes = standing
                .as_ref()
                .is_some_and(|one| !one.update(|one| fill_competency(one, draft)).is_empty());
            lines.push(PlannedLine {
                kind: "Competency",
                name: draft.name.clone(),
                state: state(standing.is_some(), changes),
                about: draft.theme.clone(),
            });
        }
        for (draft, standing) in self.draft.expectations.iter().zip(&self.expectations) {
            let changed = |one: &Entry<Expectation>| {
                *one.text != *draft.text || (!draft.examples.is_empty() && *one.examples != *draft.examples)
            };
            let changes = standing.as_ref().is_some_and(changed);
            let now = words::excerpt(&draft.text, 100);
            let about = match standing.as_ref().filter(|_| changes) {
                Some(one) => format!("{} → {now}", words::excerpt(&one.text, 60)),
                None => now,
            };
            lines.push(PlannedLine {
                kind: "Expectation",
                name: format!(
                    "{} at {}",
                    self.draft.competencies[draft.competency].name, self.draft.rungs[draft.rung].code
                ),
                state: state(standing.is_some(), changes),
                about,
            });
        }
        lines
    }
}

fn new_rung(ladder: RecordId, draft: &RungDraft) -> Rung {
    let name = if draft.name.is_empty() { draft.code.clone() } else { draft.name.clone() };
    let mut rung = Rung {
        ladder: Some(ladder.into()),
        name,
        code: draft.code.clone(),
        track: draft.track,
        grade: draft.grade,
        ..Rung::default()
    };
    fill_rung(&mut rung, draft);
    rung
}

/// Writes what the file says; what it does not say stays.
fn fill_rung(rung: &mut Rung, draft: &RungDraft) {
    if !draft.name.is_empty() {
        rung.name.clone_from(&draft.name);
    }
    if !draft.reach.is_empty() {
        rung.reach = Prose(draft.reach.clone());
    }
}

fn fill_competency(one: &mut Competency, draft: &super::CompetencyDraft) {
    one.also.extend(draft.also.iter().cloned());
    if !draft.theme.is_empty() {
        one.theme = Some(draft.theme.clone());
    }
    if !draft.about.is_empty() {
        one.about = Prose(draft.about.clone());
    }
}
