//! Scorecards, decisions and calibration as edits (HI-4 to HI-6).
//!
//! Where a card is written decides who reads it: `document` is the candidate's, for the audience that the card is for. In
//! a shared workspace that is a hidden circle until it is submitted, alone it is the candidate's own.

use document::{Audience, Author, Batch, Book, DocumentKey, Edit, Entry, Ref};
use kernel::{Date, RecordId};
use roster::Person;

use super::candidates::about;
use crate::{
    Anchors, Calibration, CalibrationSeat, Candidate, CardSubmitted, Decision, DecisionReason, Level,
    Opening, ReadsWithoutCard, Recommendation, Score, Scorecard, Stage, rules,
};

/// The candidate's document for other readers.
fn document_for(candidate: &Entry<Candidate>, audience: Audience) -> DocumentKey {
    DocumentKey { audience, place: candidate.document.place.clone() }
}

/// Begins the card of an interviewer for a stage, for these readers, with everything it asks for. Its id is `id`: of a
/// hidden circle that of the circle, so that the circle is called by what is in it. `ids` gives a fresh id at each call.
#[must_use]
pub fn begin_card(
    author: &Author,
    id: RecordId,
    (candidate, stage): (&Entry<Candidate>, &Entry<Stage>),
    interviewer: &Entry<Person>,
    audience: Audience,
    mut ids: impl FnMut() -> RecordId,
) -> Batch {
    let card = Scorecard {
        interviewer: Some(Ref::new(interviewer.id)),
        candidate: Some(candidate.id.into()),
        stage: Some(stage.id.into()),
        ..Scorecard::default()
    };
    let document = document_for(candidate, audience);
    let score = |competency: String| Score {
        competency,
        card: Some(id.into()),
        candidate: Some(candidate.id.into()),
        ..Score::default()
    };
    let scores = rules::asked_on(stage).into_iter().map(score);
    let scores: Vec<Edit> = scores.map(|score| author.create_in(document.clone(), ids(), &score)).collect();
    Batch::new(format!("Scorecard: {}, {}", candidate.name, stage.name))
        .with(author.create_in(document, id, &card))
        .with_all(scores)
}

/// One competency as it is written on a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// The competency.
    pub competency: String,
    /// How it went.
    pub level: Option<Level>,
    /// What shows it.
    pub evidence: String,
}

/// What is written on a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// The competencies.
    pub scores: Vec<Judged>,
    /// What the interviewer would do.
    pub recommendation: Option<Recommendation>,
    /// Why.
    pub because: String,
}

/// Writes on a card. A score that says nothing is not kept. `ids` gives a fresh id at each call.
#[must_use]
pub fn write_card(
    book: &Book,
    author: &Author,
    card: &Entry<Scorecard>,
    written: &Written,
    mut ids: impl FnMut() -> RecordId,
) -> Batch {
    let mut batch = Batch::new("Scorecard").with_all(card.update(|card| {
        card.recommendation = written.recommendation;
        card.because = written.because.trim().into();
    }));
    let scores = rules::scores_of(book, card.id);
    for judged in &written.scores {
        let evidence = judged.evidence.trim();
        match scores.iter().find(|score| rules::same(&score.competency, &judged.competency)) {
            Some(score) => {
                batch = batch.with_all(score.update(|score| {
                    score.level = judged.level;
                    score.evidence = evidence.into();
                }));
            }
            None if judged.level.is_some() || !evidence.is_empty() => {
                let score = Score {
                    competency: judged.competency.trim().to_owned(),
                    card: Some(card.id.into()),
                    candidate: card.candidate,
                    level: judged.level,
                    evidence: evidence.into(),
                };
                batch = batch.with(author.create_in(card.document.clone(), ids(), &score));
            }
            None => {}
        }
    }
    batch
}

/// Says that a card is in: on the card, and to everybody who reads the candidate. It has to be opened to them besides, when
/// it is hidden.
#[must_use]
pub fn submit_card(
    book: &Book,
    author: &Author,
    id: RecordId,
    candidate: &Entry<Candidate>,
    card: &Entry<Scorecard>,
    today: Date,
) -> Batch {
    let mut batch = Batch::new(format!("Scorecard in: {}", candidate.name));
    if card.submitted_on.is_none() {
        batch = batch.with_all(card.update(|card| card.submitted_on = Some(today)));
    }
    if !rules::submitted_of(book, candidate.id).iter().any(|one| one.card == Some(card.id)) {
        let submitted = CardSubmitted {
            interviewer: card.interviewer,
            candidate: Some(candidate.id.into()),
            stage: card.stage,
            card: Some(card.id),
            on: Some(today),
        };
        batch = batch.with(about(author, candidate, id, &submitted));
    }
    batch
}

/// Takes a card back that was not submitted.
#[must_use]
pub fn withdraw_card(book: &Book, card: &Entry<Scorecard>) -> Option<Batch> {
    if card.submitted_on.is_some() {
        return None;
    }
    let scores = rules::scores_of(book, card.id);
    let edits: Vec<Edit> = scores.iter().map(Entry::delete).chain([card.delete()]).collect();
    Some(Batch::new("Take back a scorecard").with_all(edits))
}

/// Says why somebody reads the cards about a candidate without one of their own, and that they do. `ids` are of the reason,
/// which is for `audience`, and of what everybody reads.
#[must_use]
pub fn read_without_card(
    author: &Author,
    ids: [RecordId; 2],
    candidate: &Entry<Candidate>,
    because: &str,
    (me, audience): (Option<&Entry<Person>>, Audience),
    today: Date,
) -> Batch {
    let reads = ReadsWithoutCard {
        because: because.trim().to_owned(),
        candidate: Some(candidate.id.into()),
        on: Some(today),
    };
    let submitted = CardSubmitted {
        interviewer: me.map(|me| Ref::new(me.id)),
        candidate: Some(candidate.id.into()),
        card: Some(ids[0]),
        on: Some(today),
        ..CardSubmitted::default()
    };
    Batch::new(format!("Read without a card: {}", candidate.name))
        .with(author.create_in(document_for(candidate, audience), ids[0], &reads))
        .with(about(author, candidate, ids[1], &submitted))
}

/// Writes what the steps of the scale look like for a competency of an opening, or writes it anew.
#[must_use]
pub fn anchor_competency(
    book: &Book,
    author: &Author,
    id: RecordId,
    opening: &Entry<Opening>,
    anchors: &Anchors,
) -> Batch {
    let batch = Batch::new(format!("What {} looks like", anchors.competency));
    match rules::anchors_of(book, opening.id, &anchors.competency) {
        Some(known) => batch.with_all(known.update(|known| {
            known.well_below = anchors.well_below.clone();
            known.below = anchors.below.clone();
            known.meets = anchors.meets.clone();
            known.above = anchors.above.clone();
        })),
        None => {
            let anchors = Anchors { opening: Some(opening.id.into()), ..anchors.clone() };
            batch.with(author.create(id, &anchors)).made_for(opening.document.audience)
        }
    }
}

/// Records what was decided about a candidate, with its reasons; each is given with what it rests on. `ids` gives a fresh id
/// at each call.
#[must_use]
pub fn decide(
    author: &Author,
    candidate: &Entry<Candidate>,
    decision: &Decision,
    reasons: &[DecisionReason],
    mut ids: impl FnMut() -> RecordId,
) -> Batch {
    let id = ids();
    let what = decision.what.map_or("Decision", crate::Decided::label);
    let decision = Decision { candidate: Some(candidate.id.into()), ..decision.clone() };
    let mut batch =
        Batch::new(format!("{}: {what}", candidate.name)).with(about(author, candidate, id, &decision));
    for reason in reasons.iter().filter(|reason| !reason.says.trim().is_empty()) {
        let reason = DecisionReason {
            says: reason.says.trim().to_owned(),
            candidate: Some(candidate.id.into()),
            decision: Some(id.into()),
            ..reason.clone()
        };
        batch = batch.with(about(author, candidate, ids(), &reason));
    }
    batch
}

/// Adds a reason to a decision.
#[must_use]
pub fn give_reason(
    author: &Author,
    id: RecordId,
    candidate: &Entry<Candidate>,
    decision: &Entry<Decision>,
    reason: &DecisionReason,
) -> Batch {
    let reason = DecisionReason {
        says: reason.says.trim().to_owned(),
        candidate: Some(candidate.id.into()),
        decision: Some(decision.id.into()),
        ..reason.clone()
    };
    Batch::new("Reason of a decision").with(about(author, candidate, id, &reason))
}

/// Notes a meeting in which interviewers compared how they judge. `ids` gives a fresh id at each call.
#[must_use]
pub fn calibrate(
    author: &Author,
    calibration: &Calibration,
    people: &[RecordId],
    mut ids: impl FnMut() -> RecordId,
) -> Batch {
    let id = ids();
    let mut batch =
        Batch::new(format!("Calibration: {}", calibration.about)).with(author.create(id, calibration));
    for person in people {
        let seat = CalibrationSeat { calibration: Some(id.into()), person: Some(Ref::new(*person)) };
        batch = batch.with(author.create(ids(), &seat));
    }
    batch
}
