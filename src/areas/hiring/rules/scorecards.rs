//! Scorecards: what a card asks for, what it lacks, who owes one (HI-4).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between, text::fold};
use roster::settings;

use super::{candidates::interviews_of, funnel::Period, loops::same, loops::stages_of};
use crate::{
    Anchors, Candidate, CardSubmitted, Interview, InterviewState, Level, ReadsWithoutCard, Recommendation,
    Score, Scorecard, Seat, Stage, notices::CARD_DAYS,
};

/// The round in which all cards about a candidate are submitted, over all stages of the loop: who still has an
/// interview with them before them should not know what others found.
#[must_use]
pub fn round(candidate: RecordId) -> RecordId {
    let mut bytes = *candidate.as_bytes();
    for (byte, mark) in bytes[6..].iter_mut().zip(b"scorecards") {
        *byte ^= mark;
    }
    RecordId::from_bytes(bytes)
}

impl Recommendation {
    /// Whether it speaks for hiring.
    #[must_use]
    pub fn is_yes(self) -> bool {
        self >= Self::Yes
    }

    /// Its place from 1, the strongest no, to 4.
    #[must_use]
    pub fn rank(self) -> i64 {
        match self {
            Self::StrongNo => 1,
            Self::No => 2,
            Self::Yes => 3,
            Self::StrongYes => 4,
        }
    }
}

impl Level {
    /// Whether it is what the role asks for or above; `None` when it was not tested.
    #[must_use]
    pub fn is_enough(self) -> Option<bool> {
        (self != Self::NotTested).then_some(self >= Self::Meets)
    }

    /// The step in words that stand alone.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::NotTested => "not tested",
            Self::WellBelow => "well below what the role asks for",
            Self::Below => "below what the role asks for",
            Self::Meets => "what the role asks for",
            Self::Above => "above what the role asks for",
        }
    }

    /// What the step means where nobody wrote anchors for a competency.
    #[must_use]
    pub const fn means(self) -> &'static str {
        match self {
            Self::NotTested => "There was no time for it, or no occasion: nobody can say.",
            Self::WellBelow => "Did not get there with help, or what they said would do harm here.",
            Self::Below => "Got there with much help, or only in the easy case.",
            Self::Meets => "Did what somebody at this level does here, with the help they would have here.",
            Self::Above => "Did what we would expect of the next level, and can say why.",
        }
    }
}

/// The competencies that a card of a stage asks for, the same for every candidate, by name.
#[must_use]
pub fn asked_on(stage: &Stage) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for name in stage.competencies.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        if !asked.iter().any(|one| same(one, name)) {
            asked.push(name.to_owned());
        }
    }
    asked.order_by_key(|name| fold(name));
    asked
}

/// What a step of the scale looks like for a competency of an opening, as it was written, else in general.
#[must_use]
pub fn anchor(book: &Book, opening: RecordId, competency: &str, level: Level) -> String {
    let written = anchors_of(book, opening, competency).map(|one| match level {
        Level::NotTested => String::new(),
        Level::WellBelow => one.well_below.0.clone(),
        Level::Below => one.below.0.clone(),
        Level::Meets => one.meets.0.clone(),
        Level::Above => one.above.0.clone(),
    });
    written.filter(|text| !text.trim().is_empty()).unwrap_or_else(|| level.means().to_owned())
}

/// The anchors that were written for a competency of an opening.
#[must_use]
pub fn anchors_of(book: &Book, opening: RecordId, competency: &str) -> Option<Entry<Anchors>> {
    let theirs = book.of(|one: &Anchors| one.opening.map(Ref::id), opening);
    theirs.iter().find(|one| same(&one.competency, competency)).cloned()
}

/// The cards about a candidate that can be read here, the user's own that are not submitted too, by stage and day.
#[must_use]
pub fn cards_of(book: &Book, candidate: RecordId) -> Vec<Entry<Scorecard>> {
    let theirs = book.of(|one: &Scorecard| one.candidate.map(Ref::id), candidate);
    let mut cards: Vec<_> = theirs.iter().cloned().collect();
    let place = |card: &Scorecard| {
        let stage = card.stage.and_then(|stage| book.get::<Stage>(stage.id()));
        stage.map_or(i64::MAX, |stage| stage.place)
    };
    cards.order_by_key(|card| (place(card), card.submitted_on, card.id));
    cards
}

/// The submitted cards about a candidate that can be read here.
#[must_use]
pub fn open_cards(book: &Book, candidate: RecordId) -> Vec<Entry<Scorecard>> {
    let mut cards = cards_of(book, candidate);
    cards.retain(|card| card.submitted_on.is_some());
    cards
}

/// The scores on a card, by competency.
#[must_use]
pub fn scores_of(book: &Book, card: RecordId) -> Vec<Entry<Score>> {
    let theirs = book.of(|one: &Score| one.card.map(Ref::id), card);
    let mut scores: Vec<_> = theirs.iter().cloned().collect();
    scores.order_by_key(|score| (fold(&score.competency), score.id));
    scores
}

/// That cards about a candidate are in, the first first; also of those that cannot be read here.
#[must_use]
pub fn submitted_of(book: &Book, candidate: RecordId) -> Vec<Entry<CardSubmitted>> {
    let theirs = book.of(|one: &CardSubmitted| one.candidate.map(Ref::id), candidate);
    let mut submitted: Vec<_> = theirs.iter().cloned().collect();
    submitted.order_by_key(|one| (one.on, one.id));
    submitted
}

/// The cards that are in and cannot be read here.
#[must_use]
pub fn shut_of(book: &Book, candidate: RecordId) -> Vec<Entry<CardSubmitted>> {
    let mut submitted = submitted_of(book, candidate);
    submitted.retain(|one| one.card.is_none_or(|card| book.row(card).is_none()));
    submitted
}

/// The card of an interviewer for a stage of a candidate's loop, when it can be read here.
#[must_use]
pub fn card_of(
    book: &Book,
    candidate: RecordId,
    stage: RecordId,
    interviewer: RecordId,
) -> Option<Entry<Scorecard>> {
    let is_it = |card: &Entry<Scorecard>| {
        card.stage.map(Ref::id) == Some(stage) && card.interviewer.map(Ref::id) == Some(interviewer)
    };
    cards_of(book, candidate).into_iter().find(is_it)
}

/// What a card lacks before it can be submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It says nothing of a competency.
    Level(String),
    /// It judges a competency and does not say what shows it.
    Evidence(String),
    /// It recommends nothing.
    Recommendation,
    /// It does not say why.
    Because,
}

impl Lack {
    /// As a sentence.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Level(competency) => {
                format!("{competency}: choose how it went, or that it was not tested.")
            }
            Self::Evidence(competency) => format!("{competency}: write what they said or did that shows it."),
            Self::Recommendation => "Say what you would do.".to_owned(),
            Self::Because => "Say why, in two or three sentences.".to_owned(),
        }
    }
}

/// What a card lacks: each competency of its stage with a level, each level with what shows it, a recommendation with
/// why (HI-4.2).
#[must_use]
pub fn lacks(book: &Book, card: &Entry<Scorecard>) -> Vec<Lack> {
    let stage = card.stage.and_then(|stage| book.get::<Stage>(stage.id()));
    let scores = scores_of(book, card.id);
    let mut lacks = Vec::new();
    for competency in stage.map(|stage| asked_on(&stage)).unwrap_or_default() {
        let score = scores.iter().find(|score| same(&score.competency, &competency));
        match score.and_then(|score| Some((score.level?, score.evidence.trim().is_empty()))) {
            None => lacks.push(Lack::Level(competency)),
            Some((level, true)) if level != Level::NotTested => lacks.push(Lack::Evidence(competency)),
            Some(_) => {}
        }
    }
    if card.recommendation.is_none() {
        lacks.push(Lack::Recommendation);
    }
    if card.because.trim().is_empty() {
        lacks.push(Lack::Because);
    }
    lacks
}

/// A card that somebody owes: they led an interview that took place.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    /// The interview.
    pub interview: Entry<Interview>,
    /// For how many days.
    pub days: i64,
}

/// The cards about a candidate that are owed on `today`: of who led an interview that took place, or was planned for a
/// day that has passed. Who sits in to learn owes none (HI-4.4).
#[must_use]
pub fn owed_cards(book: &Book, candidate: RecordId, today: Date) -> Vec<Owed> {
    let submitted = submitted_of(book, candidate);
    let is_in = |interview: &Interview| {
        submitted.iter().any(|one| (one.stage, one.interviewer) == (interview.stage, interview.interviewer))
    };
    let led = interviews_of(book, candidate).into_iter().filter(|one| {
        one.seat == Seat::Leads && one.state != InterviewState::Cancelled && one.interviewer.is_some()
    });
    led.filter(|one| !is_in(one))
        .filter_map(|interview| {
            let days = days_between(interview.on?, today);
            let took_place = interview.state == InterviewState::Done || days > 0;
            (took_place && days >= 0).then_some(Owed { interview, days })
        })
        .collect()
}

/// Of how many interviews that were led in a period the card is in, and of how many in all (HI-5.6).
#[must_use]
pub fn cards_in(book: &Book, period: Period) -> (usize, usize) {
    let (mut there, mut all) = (0, 0);
    for candidate in book.all::<Candidate>().iter() {
        let interviews = interviews_of(book, candidate.id);
        let led = interviews.iter().filter(|one| {
            let took_place = one.state == InterviewState::Done && one.on.is_some_and(|on| period.has(on));
            took_place && one.seat == Seat::Leads && one.interviewer.is_some()
        });
        let submitted = submitted_of(book, candidate.id);
        for interview in led {
            let is_in = |one: &Entry<CardSubmitted>| {
                (one.stage, one.interviewer) == (interview.stage, interview.interviewer)
            };
            all += 1;
            there += usize::from(submitted.iter().any(is_in));
        }
    }
    (there, all)
}

/// Those of them that are owed for longer than they may be.
#[must_use]
pub fn late_cards(book: &Book, candidate: RecordId, today: Date) -> Vec<Owed> {
    let most = settings::number(book, &CARD_DAYS);
    let mut late = owed_cards(book, candidate, today);
    late.retain(|one| one.days > most);
    late
}

/// Whether an interviewer, with these cards in, has no other interview with a candidate before them or without a card:
/// only then they read what others found (HI-4.3). `besides` is the card that is being submitted.
#[must_use]
pub fn is_done_with(
    book: &Book,
    candidate: RecordId,
    interviewer: RecordId,
    besides: Option<RecordId>,
) -> bool {
    let besides = besides.and_then(|card| book.get::<Scorecard>(card)).and_then(|card| card.stage);
    let submitted = submitted_of(book, candidate);
    let mut theirs = interviews_of(book, candidate).into_iter().filter(|one| {
        one.interviewer.map(Ref::id) == Some(interviewer)
            && one.seat == Seat::Leads
            && one.state != InterviewState::Cancelled
    });
    theirs.all(|interview| {
        interview.stage == besides
            || submitted
                .iter()
                .any(|one| one.stage == interview.stage && one.interviewer.map(Ref::id) == Some(interviewer))
    })
}

/// A stage in which somebody could write a card about a candidate, and who: those who led an interview of it or lead the
/// stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The stage.
    pub stage: Entry<Stage>,
    /// The interviewers.
    pub interviewers: Vec<RecordId>,
}

/// Where cards about a candidate belong, stage by stage.
#[must_use]
pub fn places(book: &Book, candidate: &Entry<Candidate>) -> Vec<Place> {
    let interviews = interviews_of(book, candidate.id);
    let stages = candidate.opening.map(|opening| stages_of(book, opening.id())).unwrap_or_default();
    let places = stages.into_iter().map(|stage| {
        let asked = interviews.iter().filter(|one| {
            one.stage.map(Ref::id) == Some(stage.id)
                && one.seat == Seat::Leads
                && one.state != InterviewState::Cancelled
        });
        let mut interviewers: Vec<RecordId> = asked.filter_map(|one| Some(one.interviewer?.id())).collect();
        let submitted = submitted_of(book, candidate.id);
        let carded = submitted.iter().filter(|one| one.stage.map(Ref::id) == Some(stage.id));
        interviewers.extend(carded.filter_map(|one| Some(one.interviewer?.id())));
        interviewers.order_by_key(|one| *one);
        interviewers.dedup();
        Place { stage, interviewers }
    });
    places.collect()
}

/// Whether somebody reads the cards about a candidate without one of their own, and why; as far as it can be read here.
#[must_use]
pub fn readers_without_card(book: &Book, candidate: RecordId) -> Vec<Entry<ReadsWithoutCard>> {
    book.of(|one: &ReadsWithoutCard| one.candidate.map(Ref::id), candidate).iter().cloned().collect()
}
