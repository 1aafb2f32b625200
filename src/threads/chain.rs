//! The chain: from what was seen to what follows from it, and back, over as many hops as there are (CN-1).

mod hops;
mod missing;

use document::{Book, Row};
use kernel::{Date, Ordered as _, RecordId};
use std::collections::BTreeSet;

use crate::kinds;

pub use hops::{Hop, hops};
pub use missing::{Missing, STALLED_DAYS, THRESHOLDS, missing, notices};

/// How many records a chain shows before this one, and after it, at most. Ours: more is no line any more.
const KNOTS: usize = 60;

/// The whole chain through one record: what led to it, and what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// What led to it, the first cause first.
    pub before: Vec<Knot>,
    /// The record itself.
    pub here: Knot,
    /// What follows from it, the nearest first.
    pub after: Vec<Knot>,
    /// Whether there is more than is shown.
    pub more: bool,
}

impl Chain {
    /// How many records are on it.
    #[must_use]
    pub fn knots(&self) -> usize {
        self.before.len() + 1 + self.after.len()
    }

    /// Whether nothing led to the record and nothing follows from it.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.knots() == 1
    }
}

/// One record on a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Knot {
    /// The record.
    pub record: RecordId,
    /// What it is, for example `Finding`.
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// Where its page is.
    pub address: String,
    /// How many hops away from the record the chain is of.
    pub steps: usize,
    /// How it hangs together with those that are one hop nearer to that record.
    pub hops: Vec<Said>,
    /// The hop that should follow and does not.
    pub missing: Option<Missing>,
}

/// One hop in words, as read from a knot towards the record the chain is of.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// How the knot relates to the other: `Leads to`.
    pub relation: &'static str,
    /// What the other is called.
    pub to: String,
    /// The day of the hop.
    pub on: Date,
    /// Why the two belong together, where somebody said it.
    pub why: Option<String>,
}

/// The chain through a record; `None` when the record is not here.
#[must_use]
pub fn chain(book: &Book, record: RecordId, today: Date) -> Option<Chain> {
    let row = book.row(record)?;
    let (mut before, more_before) = side(book, record, today, Hop::before);
    let (after, more_after) = side(book, record, today, Hop::after);
    before.reverse();
    let here = knot(book, row, 0, Vec::new(), today)?;
    Some(Chain { before, here, after, more: more_before || more_after })
}

/// The knots on one side of a record, the nearest first, and whether there are more than are shown.
///
/// `beyond` answers for a hop and a record with the record at the hop's far end, where it leads to this side.
fn side(
    book: &Book,
    record: RecordId,
    today: Date,
    beyond: fn(&Hop, RecordId) -> Option<RecordId>,
) -> (Vec<Knot>, bool) {
    let mut seen = BTreeSet::from([record]);
    let mut layer = vec![record];
    let mut knots = Vec::new();
    for steps in 1.. {
        let mut next: Vec<(RecordId, Vec<Said>)> = Vec::new();
        for near in &layer {
            let Some(title) = kinds::title_of(book, *near) else { continue };
            for hop in hops(book, *near) {
                let Some(far) = beyond(&hop, *near).filter(|far| !seen.contains(far)) else { continue };
                let relation = if hop.cause == far { hop.forward } else { hop.back };
                let said = Said { relation, to: title.clone(), on: hop.on, why: hop.why.clone() };
                match next.iter_mut().find(|(other, _)| *other == far) {
                    Some((_, all)) => all.push(said),
                    None => next.push((far, vec![said])),
                }
            }
        }
        // Of one layer the latest comes nearest to the record; the list of what led to it is turned round afterwards.
        next.order_by(|a, b| {
            let day = |all: &[Said]| all.iter().map(|said| said.on).max();
            day(&b.1).cmp(&day(&a.1)).then_with(|| a.0.cmp(&b.0))
        });
        seen.extend(next.iter().map(|(far, _)| *far));
        layer = next.iter().map(|(far, _)| *far).filter(|far| leads_on(book, *far)).collect();
        let shown = next.into_iter().filter_map(|(far, said)| knot(book, book.row(far)?, steps, said, today));
        knots.extend(shown);
        if knots.len() > KNOTS {
            knots.truncate(KNOTS);
            return (knots, true);
        }
        if layer.is_empty() {
            break;
        }
    }
    (knots, false)
}

/// Whether a chain goes on behind a record. It ends with people: what one person is joined to is their page.
fn leads_on(book: &Book, record: RecordId) -> bool {
    book.row(record).is_some_and(|row| row.kind.as_str() != "person")
}

fn knot(book: &Book, row: &Row, steps: usize, hops: Vec<Said>, today: Date) -> Option<Knot> {
    Some(Knot {
        record: row.id,
        kind: kinds::kind(&row.kind)?.label,
        title: kinds::title(book, row),
        address: kinds::address(row),
        steps,
        hops,
        missing: missing(book, row.id, today),
    })
}

#[cfg(test)]
mod tests;
