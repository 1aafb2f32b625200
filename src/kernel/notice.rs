//! Notices: what the product says unasked, always with its facts.

use crate::RecordId;

/// One warning, computed: which facts, why it matters, the next step. Never stored; a person's
/// answer to it (dismissed for good, or until a date) is stored under its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The rule that speaks, as its README numbers it: `FB-1.4`.
    pub rule: &'static str,
    /// The record it is about.
    pub about: RecordId,
    /// Tells apart two occurrences of one rule about one record, so that a dismissed one stays
    /// dismissed and a new one speaks: the date of the missed talk, the month of the crossing.
    pub occurrence: String,
    /// What it says, as one short sentence.
    pub says: String,
    /// The facts it rests on, each readable alone, with counts and dates.
    pub facts: Vec<String>,
    /// Why it matters, in one sentence.
    pub why: &'static str,
    /// What can be done now.
    pub next_step: String,
    /// How much it presses.
    pub urgency: Urgency,
    /// The editable number it compares with, if it does: the screen says whose it is.
    pub number: Option<&'static Threshold>,
}

impl Notice {
    /// What a dismissal remembers: rule, record and occurrence.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.rule, self.about, self.occurrence)
    }
}

/// How much a notice presses; the ranking of *needs you* starts with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Worth knowing.
    Low,
    /// Needs a hand this week.
    Normal,
    /// Needs a hand today.
    High,
}

/// A number that notices compare with, editable by the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The stored name: `fb-5-untold-days`.
    pub name: &'static str,
    /// What the screen calls it: `Days until an untold growth point is a notice`.
    pub label: &'static str,
    /// The number unless it was edited.
    pub default: i64,
    /// The smallest allowed.
    pub min: i64,
    /// The largest allowed.
    pub max: i64,
    /// What it counts: `days`, `people`.
    pub unit: &'static str,
    /// Where the default comes from.
    pub source: Source,
}

impl Threshold {
    /// One of ours, from `bounds.0` to `bounds.1`.
    #[must_use]
    pub const fn ours(
        name: &'static str,
        label: &'static str,
        default: i64,
        bounds: (i64, i64),
        unit: &'static str,
    ) -> Self {
        Self { name, label, default, min: bounds.0, max: bounds.1, unit, source: Source::Ours }
    }
}

/// Where a default number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The engineering-manager guides the product implements.
    Guides,
    /// Ours: marked so on every screen.
    Ours,
}
