//! Whether a panel judges alike: leniency, agreement, pass rates, and loops that differed (HI-5). Always with counts.

use document::{Book, Entry, Ref};
use kernel::{Ordered as _, RecordId, text::fold};
use roster::settings;
use std::collections::BTreeMap;

use super::{
    candidates::{candidates_of, ends, interviews_of, moves_of, standing},
    loops::{same, stages_of},
    outcomes::Prediction,
    scorecards::{open_cards, scores_of},
};
use crate::{
    Candidate, InterviewState, Opening, Scorecard, Seat, Stage, Step,
    notices::{PANEL_CARDS, PANEL_TENTHS},
};

/// How an interviewer's recommendations stand against those of others about the same candidates.
#[derive(Clone, Debug, PartialEq)]
pub struct Leniency {
    /// The interviewer.
    pub interviewer: RecordId,
    /// About how many candidates somebody else wrote a card as well.
    pub candidates: usize,
    /// How many steps of the four they are above the others on the mean, in tenths; below zero: stricter.
    pub tenths: i64,
    /// How many of all their cards speak for hiring.
    pub yes: usize,
    /// All their cards that say.
    pub cards: usize,
}

impl Leniency {
    /// Whether there are enough candidates to say anything, and the difference is a large one (HI-5.1).
    #[must_use]
    pub fn is_outlier(&self, book: &Book) -> bool {
        self.is_enough(book) && self.tenths.abs() >= settings::number(book, &PANEL_TENTHS)
    }

    /// Whether there are enough candidates to say anything.
    #[must_use]
    pub fn is_enough(&self, book: &Book) -> bool {
        i64::try_from(self.candidates).unwrap_or(i64::MAX) >= settings::number(book, &PANEL_CARDS)
    }
}

/// Every submitted card that can be read here, candidate by candidate.
fn panels(book: &Book) -> Vec<Vec<Entry<Scorecard>>> {
    book.all::<Candidate>()
        .iter()
        .map(|one| open_cards(book, one.id))
        .filter(|cards| !cards.is_empty())
        .collect()
}

/// Each interviewer against their co-panellists, by who is in most panels (HI-5.1). People are not ranked: who reads
/// it looks for one who judges otherwise, to talk about what the scale means.
#[must_use]
pub fn leniency(book: &Book) -> Vec<Leniency> {
    let mut sums: BTreeMap<RecordId, (i64, Leniency)> = BTreeMap::new();
    for cards in panels(book) {
        // Several cards of one interviewer about one candidate are one voice: their mean.
        let mut said: BTreeMap<RecordId, Vec<i64>> = BTreeMap::new();
        for card in &cards {
            if let (Some(who), Some(what)) = (card.interviewer, card.recommendation) {
                said.entry(who.id()).or_default().push(what.rank() * 1000);
                let (_, one) = sums.entry(who.id()).or_insert_with(|| (0, empty(who.id())));
                one.cards += 1;
                one.yes += usize::from(what.is_yes());
            }
        }
        for (who, own) in &said {
            let others: Vec<i64> =
                said.iter().filter(|(one, _)| *one != who).map(|(_, all)| mean(all)).collect();
            if others.is_empty() {
                continue;
            }
            if let Some((sum, one)) = sums.get_mut(who) {
                *sum += mean(own) - mean(&others);
                one.candidates += 1;
            }
        }
    }
    let mut all: Vec<Leniency> = sums
        .into_values()
        .map(|(sum, one)| {
            let count = i64::try_from(one.candidates).unwrap_or(1).max(1);
            // Means are in thousandths of a step, rounded to tenths.
            Leniency { tenths: (sum / count + 50 * sum.signum()) / 100, ..one }
        })
        .collect();
    all.order_by_key(|one| (std::cmp::Reverse(one.candidates), one.interviewer));
    all
}

fn empty(interviewer: RecordId) -> Leniency {
    Leniency { interviewer, candidates: 0, tenths: 0, yes: 0, cards: 0 }
}

fn mean(all: &[i64]) -> i64 {
    all.iter().sum::<i64>() / i64::try_from(all.len()).unwrap_or(1).max(1)
}

/// How often two who judged the same competency of the same candidate found the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The competency.
    pub competency: String,
    /// Pairs that both found it enough, or both not.
    pub same: usize,
    /// All pairs.
    pub of: usize,
}

/// Agreement competency by competency, by name (HI-5.2).
#[must_use]
pub fn agreement(book: &Book) -> Vec<Agreement> {
    let mut all: Vec<Agreement> = Vec::new();
    for cards in panels(book) {
        let scores: Vec<(Option<RecordId>, String, bool)> = cards
            .iter()
            .flat_map(|card| scores_of(book, card.id).into_iter().map(move |score| (card.interviewer, score)))
            .filter_map(|(who, score)| {
                Some((who.map(Ref::id), score.competency.clone(), score.level?.is_enough()?))
            })
            .collect();
        for (at, (who, name, enough)) in scores.iter().enumerate() {
            for (_, _, other) in scores[at + 1..].iter().filter(|(by, of, _)| by != who && same(of, name)) {
                let place = all.iter().position(|one| same(&one.competency, name)).unwrap_or_else(|| {
                    all.push(Agreement { competency: name.clone(), same: 0, of: 0 });
                    all.len() - 1
                });
                all[place].of += 1;
                all[place].same += usize::from(enough == other);
            }
        }
    }
    all.order_by_key(|one| fold(&one.competency));
    all
}

/// How many of a group went on, of how many of whom it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassRate {
    /// What they have in common.
    pub group: String,
    /// How many went on.
    pub passed: usize,
    /// Of how many.
    pub of: usize,
}

/// Who went on from each kind of stage, over all openings: of those who were in a stage of that name and have left it,
/// how many went to a later stage or to an offer (HI-5.3).
#[must_use]
pub fn by_stage(book: &Book) -> Vec<PassRate> {
    let mut all = Vec::new();
    for candidate in book.all::<Candidate>().iter() {
        let moves = moves_of(book, candidate.id);
        for pair in moves.windows(2) {
            let [from, to] = pair else { continue };
            let stage = from.stage.and_then(|stage| book.get::<Stage>(stage.id()));
            if let (Some(stage), true, false) = (stage, from.to == Step::Stage, to.to == Step::Withdrew) {
                count(&mut all, &stage.name, to.to != Step::Rejected);
            }
        }
    }
    by_name(all)
}

/// Who got an offer by the channel they came by, of those whose way has ended or who have one (HI-5.3).
#[must_use]
pub fn by_source(book: &Book) -> Vec<PassRate> {
    let mut all = Vec::new();
    for candidate in book.all::<Candidate>().iter() {
        let had_offer = moves_of(book, candidate.id).iter().any(|one| one.to == Step::Offer);
        let step = standing(book, candidate.id).step;
        if had_offer || (ends(step) && step != Step::Withdrew) {
            let source = candidate.source.as_deref().map(str::trim).filter(|source| !source.is_empty());
            count(&mut all, source.unwrap_or("No channel"), had_offer || step == Step::Accepted);
        }
    }
    by_name(all)
}

fn count(all: &mut Vec<PassRate>, group: &str, passed: bool) {
    let place = all.iter().position(|one| same(&one.group, group)).unwrap_or_else(|| {
        all.push(PassRate { group: group.trim().to_owned(), passed: 0, of: 0 });
        all.len() - 1
    });
    all[place].of += 1;
    all[place].passed += usize::from(passed);
}

fn by_name(mut all: Vec<PassRate>) -> Vec<PassRate> {
    all.order_by_key(|one| fold(&one.group));
    all
}

/// A stage that some candidates of an opening went through and another one, who was decided about, did not.
#[derive(Clone, Debug, PartialEq)]
pub struct Differed {
    /// The stage.
    pub stage: Entry<Stage>,
    /// Who was interviewed in it.
    pub with: usize,
    /// Who was not, and was decided about on the same loop: everybody who reached an offer.
    pub without: Vec<Entry<Candidate>>,
}

/// Where the loop differed between the candidates of one opening who came as far as an offer (HI-5.4).
#[must_use]
pub fn differed(book: &Book, opening: RecordId) -> Vec<Differed> {
    let mut far = candidates_of(book, opening);
    far.retain(|one| moves_of(book, one.id).iter().any(|one| matches!(one.to, Step::Offer | Step::Accepted)));
    let was_in = |candidate: &Entry<Candidate>, stage: RecordId| {
        let took_place = interviews_of(book, candidate.id).into_iter().any(|one| {
            one.stage.map(Ref::id) == Some(stage)
                && one.seat == Seat::Leads
                && one.state == InterviewState::Done
        });
        let carded = open_cards(book, candidate.id).iter().any(|one| one.stage.map(Ref::id) == Some(stage));
        took_place || carded
    };
    let stages = stages_of(book, opening).into_iter().filter_map(|stage| {
        let (with, without): (Vec<_>, Vec<_>) = far.iter().cloned().partition(|one| was_in(one, stage.id));
        (!with.is_empty() && !without.is_empty()).then_some(Differed { stage, with: with.len(), without })
    });
    stages.collect()
}

/// The openings in which it differed.
#[must_use]
pub fn all_differed(book: &Book) -> Vec<(Entry<Opening>, Vec<Differed>)> {
    let openings = book.all::<Opening>();
    let found = openings.iter().map(|opening| (opening.clone(), differed(book, opening.id)));
    found.filter(|(_, differed)| !differed.is_empty()).collect()
}

/// How often somebody sat in to learn, and how often they led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Who.
    pub person: RecordId,
    /// Interviews they sat in on.
    pub shadowed: usize,
    /// Interviews they led.
    pub led: usize,
}

/// Who has sat in to learn, with how often they led since or before, by who did so most (HI-5.5).
#[must_use]
pub fn shadowing(book: &Book) -> Vec<Practice> {
    let mut all: BTreeMap<RecordId, Practice> = BTreeMap::new();
    for interview in book.all::<crate::Interview>().iter().filter(|one| one.state == InterviewState::Done) {
        let Some(person) = interview.interviewer.map(Ref::id) else { continue };
        let one = all.entry(person).or_insert(Practice { person, shadowed: 0, led: 0 });
        match interview.seat {
            Seat::Shadows => one.shadowed += 1,
            Seat::Leads => one.led += 1,
        }
    }
    let mut all: Vec<Practice> = all.into_values().filter(|one| one.shadowed > 0).collect();
    all.order_by_key(|one| (std::cmp::Reverse(one.shadowed), one.person));
    all
}

/// What the submitted cards that can be read here predicted, competency by competency: what hires are compared with
/// later (HI-10).
#[must_use]
pub fn predictions(book: &Book) -> Vec<Prediction> {
    let mut all = Vec::new();
    for card in panels(book).into_iter().flatten() {
        let (Some(candidate), Some(interviewer)) = (card.candidate, card.interviewer) else { continue };
        for score in scores_of(book, card.id) {
            let Some(strong) = score.level.and_then(crate::Level::is_enough) else { continue };
            all.push(Prediction {
                candidate: candidate.id(),
                interviewer: interviewer.id(),
                competency: score.competency.clone(),
                strong,
            });
        }
    }
    all
}
