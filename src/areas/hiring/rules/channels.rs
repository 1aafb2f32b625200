//! What each channel yields (HI-2).

use document::{Book, Entry};
use kernel::{Ordered as _, text::fold};
use std::cmp::Reverse;

use super::candidates::moves_of;
use crate::{Candidate, Step};

/// What one channel yielded: how many of its candidates came how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Yield {
    /// The channel; empty for candidates without a source.
    pub channel: String,
    /// Whether the opening names it; a source that nobody agreed on is one too.
    pub agreed: bool,
    /// How many came by it.
    pub candidates: usize,
    /// How many of them were in a stage of the loop.
    pub interviewed: usize,
    /// How many of them got an offer.
    pub offers: usize,
    /// How many of them accepted.
    pub hired: usize,
}

/// What each channel yielded with these candidates: agreed ones that yielded nothing too. By how many were hired, then
/// interviewed, then came.
#[must_use]
pub fn yields<'a>(
    book: &Book,
    agreed: impl IntoIterator<Item = &'a String>,
    candidates: &[Entry<Candidate>],
) -> Vec<Yield> {
    let mut all: Vec<Yield> = agreed
        .into_iter()
        .map(|name| Yield { channel: name.trim().to_owned(), agreed: true, ..Yield::default() })
        .collect();
    for candidate in candidates {
        let source = candidate.source.as_deref().unwrap_or_default().trim();
        let place = all.iter().position(|one| fold(&one.channel) == fold(source)).unwrap_or_else(|| {
            all.push(Yield { channel: source.to_owned(), ..Yield::default() });
            all.len() - 1
        });
        let moves = moves_of(book, candidate.id);
        let was = |step: Step| usize::from(moves.iter().any(|one| one.to == step));
        let one = &mut all[place];
        one.candidates += 1;
        one.interviewed += was(Step::Stage);
        one.offers += was(Step::Offer);
        one.hired += was(Step::Accepted);
    }
    all.order_by_key(|one| {
        (Reverse(one.hired), Reverse(one.interviewed), Reverse(one.candidates), fold(&one.channel))
    });
    all
}
