//! The funnel: who went on from each step, and what hiring takes, against one's own history (HI-7).
//!
//! A step's cohort are the candidates who entered it, by the day they first did. Of them some went on to a later step,
//! some ended there, and the rest is *still open*: it counts neither way until it is decided.

use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId, days_between, text::fold};
use roster::settings;

use super::{
    candidates::{ends, interviews_of, moves_of},
    loops::stages_of,
};
use crate::{
    Candidate, InterviewState, Opening, Seat, StageMove, Step,
    notices::{DRIFT_DAYS, DRIFT_OFFERS, DRIFT_PERCENT},
};

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl Period {
    /// So many days, the last of which is `until`.
    #[must_use]
    pub fn before(until: Date, days: i64) -> Self {
        Self { from: until - chrono::Duration::days(days - 1), until }
    }

    /// Whether a day is within.
    #[must_use]
    pub fn has(self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// One step of the funnel with its cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelStep {
    /// What it is called.
    pub name: String,
    /// How many entered it.
    pub entered: usize,
    /// How many of them went on to a later step.
    pub went_on: usize,
    /// How many of them ended before a later step.
    pub ended: usize,
    /// How many days it took those who left it, in the middle; `None` when nobody did.
    pub days: Option<i64>,
}

impl FunnelStep {
    /// How many are still in it, or between it and the next.
    #[must_use]
    pub fn still_open(&self) -> usize {
        self.entered - self.went_on - self.ended
    }
}

/// The middle of some numbers, the lower of two; `None` of nothing.
#[must_use]
pub fn median(numbers: &[i64]) -> Option<i64> {
    let mut sorted = numbers.to_vec();
    sorted.order_by_key(|number| *number);
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

/// The funnel of an opening: of all its candidates, or of those who entered each step within a period.
#[must_use]
pub fn funnel(
    book: &Book,
    opening: &Entry<Opening>,
    candidates: &[Entry<Candidate>],
    period: Option<Period>,
) -> Vec<FunnelStep> {
    let stages = stages_of(book, opening.id);
    // The steps in their order: applied, the stages, offer, accepted.
    let mut steps: Vec<(Step, Option<RecordId>, String)> =
        vec![(Step::Applied, None, Step::Applied.label().to_owned())];
    steps.extend(stages.iter().map(|stage| (Step::Stage, Some(stage.id), stage.name.clone())));
    steps.extend([Step::Offer, Step::Accepted].map(|step| (step, None, step.label().to_owned())));
    let place = |one: &StageMove| {
        let stage = one.stage.filter(|_| one.to == Step::Stage).map(document::Ref::id);
        steps.iter().position(|(step, of, _)| *step == one.to && *of == stage)
    };
    let ways: Vec<Vec<Entry<StageMove>>> =
        candidates.iter().map(|candidate| moves_of(book, candidate.id)).collect();
    let step = |(at, (_, _, name)): (usize, &(Step, Option<RecordId>, String))| {
        let mut found = FunnelStep { name: name.clone(), entered: 0, went_on: 0, ended: 0, days: None };
        let mut days = Vec::new();
        for moves in &ways {
            let Some(first) = moves.iter().position(|one| place(one) == Some(at)) else { continue };
            let entered = moves[first].on;
            if period.is_some_and(|period| !entered.is_some_and(|day| period.has(day))) {
                continue;
            }
            found.entered += 1;
            let after = &moves[first + 1..];
            if after.iter().any(|one| place(one).is_some_and(|later| later > at)) {
                found.went_on += 1;
            } else if after.last().is_some_and(|one| ends(one.to)) {
                found.ended += 1;
            }
            let left = after.iter().find(|one| place(one) != Some(at));
            days.extend(left.and_then(|one| Some(days_between(entered?, one.on?))));
        }
        found.days = median(&days);
        found
    };
    steps.iter().enumerate().map(step).collect()
}

/// Why the ways of candidates ended, each reason with how many: as it was written, whatever its case; those without one too.
#[must_use]
pub fn endings(book: &Book, candidates: &[Entry<Candidate>]) -> Vec<(Step, String, usize)> {
    let mut all: Vec<(Step, String, usize)> = Vec::new();
    for candidate in candidates {
        let moves = moves_of(book, candidate.id);
        let Some(last) = moves.last().filter(|one| ends(one.to) && one.to != Step::Accepted) else {
            continue;
        };
        let reason = last.reason.as_deref().unwrap_or_default().trim();
        match all.iter_mut().find(|(step, other, _)| *step == last.to && fold(other) == fold(reason)) {
            Some((.., count)) => *count += 1,
            None => all.push((last.to, reason.to_owned(), 1)),
        }
    }
    all.order_by_key(|(step, reason, count)| (*step, std::cmp::Reverse(*count), fold(reason)));
    all
}

/// What hiring took over a period, all openings together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Interviews that took place; who only watched counts none.
    pub interviews: usize,
    /// Offers that were made.
    pub offers: usize,
    /// Offers that were answered: accepted, declined, withdrawn from or taken back.
    pub decided: usize,
    /// Offers that were accepted.
    pub accepted: usize,
    /// Days from approval to acceptance, of each opening that was filled.
    pub to_fill: Vec<i64>,
    /// Days from the first step of who accepted to their acceptance.
    pub to_hire: Vec<i64>,
}

impl Figures {
    /// Interviews per offer; `None` without an offer.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a few hundred interviews")]
    pub fn interviews_per_offer(&self) -> Option<f64> {
        (self.offers > 0).then(|| self.interviews as f64 / self.offers as f64)
    }
}

/// What hiring took over a period. Offers count by the day they were made, their answers by the day of the answer.
#[must_use]
pub fn figures(book: &Book, period: Period) -> Figures {
    let mut figures = Figures::default();
    let within = |day: Option<Date>| day.is_some_and(|day| period.has(day));
    for candidate in book.all::<Candidate>().iter() {
        let interviews = interviews_of(book, candidate.id);
        let took_place = interviews
            .iter()
            .filter(|one| one.state == InterviewState::Done && one.seat == Seat::Leads && within(one.on));
        figures.interviews += took_place.count();
        let moves = moves_of(book, candidate.id);
        let Some(offer) = moves.iter().position(|one| one.to == Step::Offer) else { continue };
        figures.offers += usize::from(within(moves[offer].on));
        let answer = moves[offer..].iter().find(|one| ends(one.to));
        if let Some(answer) = answer.filter(|one| within(one.on)) {
            figures.decided += 1;
            if answer.to == Step::Accepted {
                figures.accepted += 1;
                let first = moves.first().and_then(|one| one.on);
                figures.to_hire.extend(first.zip(answer.on).map(|(from, until)| days_between(from, until)));
                let opening = candidate.opening.and_then(|id| book.get::<Opening>(id.id()));
                let approved = opening.and_then(|opening| opening.approved_on);
                figures
                    .to_fill
                    .extend(approved.zip(answer.on).map(|(from, until)| days_between(from, until)));
            }
        }
    }
    figures
}

/// Interviews per offer now and before.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// Lately.
    pub now: Figures,
    /// In the year before that.
    pub before: Figures,
}

/// Interviews per offer, when they have drifted from one's own norm: lately against the year before (HI-7.8).
#[must_use]
pub fn drift(book: &Book, today: Date) -> Option<Drift> {
    let days = settings::number(book, &DRIFT_DAYS);
    let lately = Period::before(today, days);
    let year = Period::before(lately.from - chrono::Days::new(1), 365);
    let drift = Drift { now: figures(book, lately), before: figures(book, year) };
    let enough = usize::try_from(settings::number(book, &DRIFT_OFFERS)).unwrap_or(usize::MAX);
    if drift.now.offers < enough || drift.before.offers < enough {
        return None;
    }
    let percent = settings::number(book, &DRIFT_PERCENT);
    #[expect(clippy::cast_precision_loss, reason = "a percentage")]
    let much = drift.before.interviews_per_offer()? * (100 + percent) as f64 / 100.0;
    (drift.now.interviews_per_offer()? > much).then_some(drift)
}
