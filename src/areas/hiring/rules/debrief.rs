//! The debrief of a candidate: where interviewers agree, where they do not, what nobody tested (HI-6).

use document::{Book, Entry, Ref};
use kernel::{Ordered as _, RecordId, text::fold};

use super::{
    loops::{coverage, same},
    scorecards::{open_cards, scores_of},
};
use crate::{Candidate, Decision, DecisionReason, Level, Opening, Score, Scorecard};

/// What the cards come to for one competency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voices {
    /// Some found it enough and some did not.
    Conflict,
    /// Nobody tested it.
    Untested,
    /// One interviewer tested it.
    One,
    /// Two or more tested it and found the same.
    Agree,
}

/// One competency over all cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The competency.
    pub competency: String,
    /// What it comes to.
    pub voices: Voices,
    /// For each card of the debrief, in its order, the score on it.
    pub scores: Vec<Option<Entry<Score>>>,
}

/// Everything on one screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Debrief {
    /// The submitted cards that can be read here.
    pub cards: Vec<Entry<Scorecard>>,
    /// The competencies: what is in conflict first, then what is untested, one voice, agreement.
    pub lines: Vec<Line>,
    /// How many would hire, of how many who say.
    pub yes: usize,
    /// How many say what they would do.
    pub of: usize,
}

impl Debrief {
    /// Whether those who would hire and those who would not stand against each other.
    #[must_use]
    pub const fn is_split(&self) -> bool {
        self.yes > 0 && self.yes < self.of
    }

    /// The competencies of which this is said.
    pub fn which(&self, voices: Voices) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.voices == voices)
    }
}

/// The debrief of a candidate from the cards that can be read here.
#[must_use]
pub fn debrief(book: &Book, candidate: &Entry<Candidate>) -> Debrief {
    let cards = open_cards(book, candidate.id);
    let scores: Vec<Vec<Entry<Score>>> = cards.iter().map(|card| scores_of(book, card.id)).collect();
    let opening = candidate.opening.and_then(|opening| book.get::<Opening>(opening.id()));
    let rows = opening.map(|opening| coverage(book, &opening).rows).unwrap_or_default();
    let mut names: Vec<String> = rows.into_iter().map(|row| row.name).collect();
    // What was scored and is not in the loop any more was found all the same.
    for score in scores.iter().flatten() {
        if !names.iter().any(|name| same(name, &score.competency)) {
            names.push(score.competency.clone());
        }
    }
    let line = |competency: String| {
        let on = |of: &Vec<Entry<Score>>| of.iter().find(|one| same(&one.competency, &competency)).cloned();
        let scores: Vec<Option<Entry<Score>>> = scores.iter().map(on).collect();
        let levels = scores.iter().flatten().filter_map(|score| score.level);
        Line { voices: voices(levels), competency, scores }
    };
    let mut lines: Vec<Line> = names.into_iter().map(line).collect();
    lines.order_by_key(|line| (line.voices, fold(&line.competency)));
    let said: Vec<bool> = cards.iter().filter_map(|card| Some(card.recommendation?.is_yes())).collect();
    Debrief { cards, lines, yes: said.iter().filter(|yes| **yes).count(), of: said.len() }
}

fn voices(levels: impl Iterator<Item = Level>) -> Voices {
    let found: Vec<bool> = levels.filter_map(Level::is_enough).collect();
    match (found.len(), found.iter().filter(|enough| **enough).count()) {
        (0, _) => Voices::Untested,
        (1, _) => Voices::One,
        (all, enough) if enough == 0 || enough == all => Voices::Agree,
        _ => Voices::Conflict,
    }
}

/// What was decided about a candidate, the newest first.
#[must_use]
pub fn decisions_of(book: &Book, candidate: RecordId) -> Vec<Entry<Decision>> {
    let theirs = book.of(|one: &Decision| one.candidate.map(Ref::id), candidate);
    let mut decisions: Vec<_> = theirs.iter().cloned().collect();
    decisions.order_by_key(|one| std::cmp::Reverse((one.on, one.id)));
    decisions
}

/// The reasons of a decision, in the order in which they were written.
#[must_use]
pub fn reasons_of(book: &Book, decision: RecordId) -> Vec<Entry<DecisionReason>> {
    let theirs = book.of(|one: &DecisionReason| one.decision.map(Ref::id), decision);
    let mut reasons: Vec<_> = theirs.iter().cloned().collect();
    reasons.order_by_key(|one| one.id);
    reasons
}
