//! Openings in the order of what they unblock (HI-1).

use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId, text::fold};
use roster::{
    Action, ActionState, GapAnswer, GapResponse, rules as roster_rules,
    rules::{Move, Supply},
};
use std::cmp::Reverse;

use crate::{Opening, OpeningState};

/// Whether somebody is still wanted for it.
#[must_use]
pub fn is_wanted(opening: &Opening) -> bool {
    matches!(opening.state, OpeningState::Draft | OpeningState::Open | OpeningState::OnHold)
}

/// Who is wanted to report to `manager` and not known yet: each opening by the day somebody is wanted from (HI-11.5).
#[must_use]
pub fn expected_of(book: &Book, manager: RecordId) -> Vec<Move> {
    let openings = book.all::<Opening>();
    let theirs =
        openings.iter().filter(|one| is_wanted(one) && one.manager.is_some_and(|of| of.id() == manager));
    let mut wanted: Vec<Move> = theirs
        .filter_map(|one| Some(Move { person: one.id, name: one.role.clone(), on: one.wanted_from? }))
        .collect();
    wanted.order_by_key(|one| one.on);
    wanted
}

/// What waits for an opening.
#[derive(Clone, Debug, PartialEq)]
pub struct Unblocks {
    /// The opening.
    pub opening: Entry<Opening>,
    /// The gaps in skills that it closes: the one it answers, and those its must-haves name. The most urgent first.
    pub gaps: Vec<Supply>,
    /// Open actions that came from it or from what is behind it, the nearest day first.
    pub commitments: Vec<Entry<Action>>,
}

impl Unblocks {
    /// The urgency of the most urgent gap, 1 to 9; 0 without a gap.
    #[must_use]
    pub fn urgency(&self) -> u8 {
        self.gaps.first().map_or(0, |gap| gap.urgency)
    }
}

/// The answer to a gap that is behind an opening.
#[must_use]
pub fn gap_of(book: &Book, opening: &Opening) -> Option<Entry<GapResponse>> {
    book.get::<GapResponse>(opening.behind?)
}

/// What waits for this opening, given all gaps of the day.
#[must_use]
pub fn unblocks(book: &Book, opening: &Entry<Opening>, gaps: &[Supply]) -> Unblocks {
    let answered = gap_of(book, opening)
        .filter(|response| response.answer == GapAnswer::Hire)
        .and_then(|response| response.skill)
        .map(document::Ref::id);
    let wanted: Vec<String> = opening.must_haves.iter().map(|name| fold(name)).collect();
    let mut gaps: Vec<Supply> = gaps
        .iter()
        .filter(|gap| Some(gap.skill.id) == answered || wanted.contains(&fold(&gap.skill.name)))
        .cloned()
        .collect();
    gaps.order_by_key(|gap| (Reverse(gap.urgency), Reverse(gap.short)));
    let sources = [Some(opening.id), opening.behind];
    let waits = |action: &&Entry<Action>| {
        action.state == ActionState::Open && action.source.is_some() && sources.contains(&action.source)
    };
    let mut commitments: Vec<Entry<Action>> = book.all::<Action>().iter().filter(waits).cloned().collect();
    commitments.order_by_key(|action| (action.due.is_none(), action.due));
    Unblocks { opening: opening.clone(), gaps, commitments }
}

/// Every opening for which somebody is wanted: by the urgency of its gaps, then how many are missing, then how many
/// commitments wait for it, then by the day it is wanted from (HI-1.2).
#[must_use]
pub fn by_what_they_unblock(book: &Book, today: Date) -> Vec<Unblocks> {
    let gaps = roster_rules::gaps(book, today);
    let openings = book.all::<Opening>();
    let mut all: Vec<Unblocks> =
        openings.iter().filter(|one| is_wanted(one)).map(|one| unblocks(book, one, &gaps)).collect();
    all.order_by_key(|one| {
        let missing: i64 = one.gaps.iter().map(|gap| gap.short).sum();
        let wanted = one.opening.wanted_from;
        (
            Reverse(one.urgency()),
            Reverse(missing),
            Reverse(one.commitments.len()),
            wanted.is_none(),
            wanted,
            fold(&one.opening.role),
        )
    });
    all
}
