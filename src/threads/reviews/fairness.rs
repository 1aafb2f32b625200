//! How alike the reviews of a cycle are made: counts side by side, in the order of names, and no rank (PR-4).

use chrono::Datelike;
use document::{Book, Entry};
use kernel::{Ordered as _, RecordId};
use reviews::{Finding, Leaning, Question, Rating, Review, rules};
use roster::rules as roster_rules;
use std::collections::{BTreeMap, BTreeSet};

use super::{
    carried::{self, Carried},
    evidence,
};

/// The reviews of one cycle side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fairness {
    /// One row for each review, in the order of the names.
    pub rows: Vec<Row>,
    /// For each level of the launch, how many have each rating, and how many none.
    pub ratings: Vec<(String, [usize; 4], usize)>,
    /// How many months the period has.
    pub months: usize,
    /// Whom calibration gave another rating, in the order of the names: the rating before and after (PR-4.5).
    pub calibrated: Vec<(Entry<Review>, String, Rating, Option<Rating>)>,
}

/// What one review is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The review.
    pub review: Entry<Review>,
    /// Whom it is of.
    pub name: String,
    /// How many findings it has.
    pub findings: usize,
    /// How many of them are strengths.
    pub strengths: usize,
    /// How many of them say that something is to grow.
    pub to_grow: usize,
    /// How many records they rest on; one that two rest on counts once.
    pub evidence: usize,
    /// In how many months of the period something was noted that they rest on.
    pub months: usize,
    /// On how many records a finding rests at least and at most; nothing without findings.
    pub per_finding: Option<(usize, usize)>,
    /// How many findings rest on two records or more, all of them of one month.
    pub of_one_month: usize,
    /// The findings that rest on nothing.
    pub without: Vec<Entry<Finding>>,
    /// How many words each of the three answers has.
    pub words: [usize; 3],
    /// The interviews they carried in the period (HI-11).
    pub carried: Carried,
    /// How many of those they led a finding rests on.
    pub carried_seen: usize,
}

impl Row {
    /// How many words the answers have together.
    #[must_use]
    pub fn length(&self) -> usize {
        self.words.iter().sum()
    }

    /// Whether they led interviews in the period and no finding says so; asked once there are findings (PR-4.4).
    #[must_use]
    pub fn carried_unseen(&self) -> bool {
        !self.carried.led.is_empty() && self.carried_seen == 0 && self.findings > 0
    }
}

/// The reviews of a cycle that can be read here, side by side (PR-4.1).
#[must_use]
pub fn fairness(book: &Book, cycle: RecordId) -> Fairness {
    let reviews = rules::reviews_in(book, cycle);
    let rows: Vec<Row> = reviews.iter().map(|review| row(book, review)).collect();
    let mut levels: BTreeMap<String, ([usize; 4], usize)> = BTreeMap::new();
    for review in &reviews {
        let level = review.level.clone().unwrap_or_else(|| "No level".to_owned());
        let (counts, none) = levels.entry(level).or_default();
        match review.rating.and_then(|rating| Rating::ALL.iter().position(|one| *one == rating)) {
            Some(at) => counts[at] += 1,
            None => *none += 1,
        }
    }
    let period = book
        .get::<reviews::ReviewCycle>(cycle)
        .and_then(|cycle| Some((cycle.from?, cycle.until?)))
        .map_or(0, |(from, until)| month(until).saturating_sub(month(from)) + 1);
    let calibrated = rows.iter().filter_map(|row| {
        let before = row.review.first_rating.filter(|first| row.review.rating != Some(*first))?;
        Some((row.review.clone(), row.name.clone(), before, row.review.rating))
    });
    Fairness {
        calibrated: calibrated.collect(),
        rows,
        ratings: levels.into_iter().map(|(level, (counts, none))| (level, counts, none)).collect(),
        months: usize::try_from(period).unwrap_or(0),
    }
}

fn row(book: &Book, review: &Entry<Review>) -> Row {
    let findings = rules::findings_of(book, review.id);
    let period = rules::cycle_of(book, review).and_then(|cycle| Some((cycle.from?, cycle.until?)));
    let (mut records, mut months) = (BTreeSet::new(), BTreeSet::new());
    let (mut without, mut counts, mut of_one_month) = (Vec::new(), Vec::new(), 0);
    for finding in &findings {
        let rests_on = evidence::evidence_of(book, finding.id);
        if rests_on.is_empty() {
            without.push(finding.clone());
        }
        counts.push(rests_on.len());
        let of: BTreeSet<_> = rests_on.iter().map(|one| one.named.on.map(month)).collect();
        of_one_month += usize::from(rests_on.len() > 1 && of.len() == 1);
        for one in rests_on {
            let inside =
                one.named.on.filter(|on| period.is_some_and(|(from, until)| *on >= from && *on <= until));
            months.extend(inside.map(month));
            records.insert(one.record);
        }
    }
    without.order_by_key(|finding| finding.id);
    let carried = review
        .person
        .zip(period)
        .map(|(person, (from, until))| carried::carried(book, person.id(), from, until))
        .unwrap_or_default();
    let leaning = |leaning| findings.iter().filter(|one| one.leaning == leaning).count();
    Row {
        name: roster_rules::name_of(book, review.person).unwrap_or_default(),
        findings: findings.len(),
        strengths: leaning(Leaning::Strength),
        to_grow: leaning(Leaning::ToGrow),
        evidence: records.len(),
        months: months.len(),
        carried_seen: carried.led.iter().filter(|one| records.contains(one)).count(),
        carried,
        per_finding: counts.iter().copied().min().zip(counts.iter().copied().max()),
        of_one_month,
        without,
        words: [Question::Standing, Question::NextLevel, Question::Support]
            .map(|question| rules::words_in(rules::answer(review, question))),
        review: review.clone(),
    }
}

/// The month of a day, counted from year nought.
fn month(day: kernel::Date) -> i32 {
    day.year() * 12 + day.month0().cast_signed()
}
