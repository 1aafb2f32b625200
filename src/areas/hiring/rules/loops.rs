//! The loop of an opening: what it covers, what it misses, and which questions suit it (HI-3).

use document::{Book, Entry, Ref};
use kernel::{Ordered as _, RecordId, text::fold};

use crate::{Interviewer, Opening, Question, Stage, StageKind, StageQuestion};

/// The kinds of interview that a whole loop has (HI-3; the guides name them).
pub const NEEDED_KINDS: [StageKind; 4] =
    [StageKind::Coding, StageKind::SystemDesign, StageKind::Behavioural, StageKind::JobPreview];

/// Whether two names of competencies mean the same one: case and accents do not matter.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}

/// The stages of an opening, in their order.
#[must_use]
pub fn stages_of(book: &Book, opening: RecordId) -> Vec<Entry<Stage>> {
    let theirs = book.of(|stage: &Stage| stage.opening.map(Ref::id), opening);
    let mut stages: Vec<_> = theirs.iter().cloned().collect();
    stages.order_by_key(|stage| (stage.place, stage.id));
    stages
}

/// Who leads a stage or learns to.
#[must_use]
pub fn interviewers_of(book: &Book, stage: RecordId) -> Vec<Entry<Interviewer>> {
    book.of(|one: &Interviewer| one.stage.map(Ref::id), stage).iter().cloned().collect()
}

/// The questions a stage asks, each with the record that says so.
#[must_use]
pub fn questions_of(book: &Book, stage: RecordId) -> Vec<(Entry<StageQuestion>, Entry<Question>)> {
    let asked = book.of(|one: &StageQuestion| one.stage.map(Ref::id), stage);
    asked.iter().filter_map(|one| Some((one.clone(), book.get::<Question>(one.question?.id())?))).collect()
}

/// Questions of the bank that suit a stage and are not asked in this loop yet: those for one of its competencies
/// first, then those of its kind. Retired ones are left out.
#[must_use]
pub fn suggested_questions(book: &Book, stage: &Entry<Stage>) -> Vec<Entry<Question>> {
    let loop_of = stage.opening.map(|opening| stages_of(book, opening.id())).unwrap_or_default();
    let asked: Vec<RecordId> = loop_of
        .iter()
        .flat_map(|stage| questions_of(book, stage.id))
        .map(|(_, question)| question.id)
        .collect();
    let tests = |question: &Question| {
        let of = question.competency.as_deref().unwrap_or_default();
        stage.competencies.iter().any(|one| same(one, of))
    };
    let fits = |question: &&Entry<Question>| {
        let kind = question.kind.is_some() && question.kind == stage.kind;
        !question.retired && !asked.contains(&question.id) && (kind || tests(question))
    };
    let mut questions: Vec<_> = book.all::<Question>().iter().filter(fits).cloned().collect();
    questions.order_by_key(|question| (!tests(question), fold(&question.asks)));
    questions
}

/// One competency against the stages of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompetencyRow {
    /// What it is called.
    pub name: String,
    /// For each stage, in their order, whether it tests it.
    pub tested: Vec<bool>,
    /// Whether the opening asks for it; otherwise only a stage names it.
    pub asked_for: bool,
}

impl CompetencyRow {
    /// In how many stages it is tested.
    #[must_use]
    pub fn times(&self) -> usize {
        self.tested.iter().filter(|tested| **tested).count()
    }
}

/// What a loop covers: competency by stage, and which kinds it has (HI-3).
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// The stages, in their order.
    pub stages: Vec<Entry<Stage>>,
    /// Every competency that the opening asks for or a stage names, by name.
    pub rows: Vec<CompetencyRow>,
    /// The kinds that are missing.
    pub missing: Vec<StageKind>,
}

impl Coverage {
    /// The competencies the opening asks for and no stage tests.
    #[must_use]
    pub fn untested(&self) -> Vec<&str> {
        self.named(|row| row.times() == 0)
    }

    /// The competencies that more than one stage tests.
    #[must_use]
    pub fn twice(&self) -> Vec<&str> {
        self.named(|row| row.times() > 1)
    }

    fn named(&self, which: impl Fn(&CompetencyRow) -> bool) -> Vec<&str> {
        self.rows.iter().filter(|row| which(row)).map(|row| row.name.as_str()).collect()
    }
}

/// What the loop of an opening covers.
#[must_use]
pub fn coverage(book: &Book, opening: &Entry<Opening>) -> Coverage {
    let stages = stages_of(book, opening.id);
    let mut rows: Vec<CompetencyRow> = Vec::new();
    let asked = opening.competencies.iter().map(|name| (name, true));
    let named = stages.iter().flat_map(|stage| &stage.competencies).map(|name| (name, false));
    for (name, asked_for) in asked.chain(named) {
        if rows.iter().any(|row| same(&row.name, name)) {
            continue;
        }
        let tests = |stage: &Entry<Stage>| stage.competencies.iter().any(|one| same(one, name));
        let tested = stages.iter().map(tests).collect();
        rows.push(CompetencyRow { name: name.trim().to_owned(), tested, asked_for });
    }
    rows.order_by_key(|row| fold(&row.name));
    let has = |kind: &StageKind| stages.iter().any(|stage| stage.kind == Some(*kind));
    let missing = NEEDED_KINDS.into_iter().filter(|kind| !has(kind)).collect();
    Coverage { stages, rows, missing }
}
