//! Work that stretches somebody: whether there is a net, too much of it, or none (GR-5).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between};
use roster::{Person, rules as roster_rules, settings};
use std::cmp::Reverse;

use super::plans::{goals_of, known_days};
use crate::{
    Goal, GoalState, Stretch, StretchState,
    notices::{LOAD_ACTIONS, NO_STRETCH_DAYS},
};

/// The stretch work of a person: under way, proposed, then what is over, the newest first.
#[must_use]
pub fn stretch_of(book: &Book, person: RecordId) -> Vec<Entry<Stretch>> {
    let theirs = book.of(|one: &Stretch| one.person.map(Ref::id), person);
    let mut work: Vec<_> = theirs.iter().cloned().collect();
    let rank = |state| match state {
        StretchState::UnderWay => 0,
        StretchState::Proposed => 1,
        StretchState::Done | StretchState::Stopped => 2,
    };
    work.order_by_key(|one| (rank(one.state), Reverse((one.from, one.id))));
    work
}

/// What is known about how much somebody carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Open actions that are theirs.
    pub actions: usize,
    /// Stretch work under way.
    pub stretch: usize,
}

/// What somebody's stretch work asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StretchCare {
    /// Under way, and nobody is named who catches them.
    pub without_net: Vec<Entry<Stretch>>,
    /// Something stretches them on top of a high load, or two things do at once.
    pub on_top: Option<Load>,
    /// Nothing stretched them for so many days, which is longer than is set for it; and the last day
    /// something did.
    pub none_for: Option<(i64, Option<Date>)>,
}

/// What the stretch work of `person` asks for on `today`.
#[must_use]
pub fn stretch_care(book: &Book, person: &Entry<Person>, today: Date) -> StretchCare {
    let work = stretch_of(book, person.id);
    let under_way: Vec<_> = work.iter().filter(|one| one.state == StretchState::UnderWay).collect();
    let load = Load { actions: roster_rules::owed_by(book, person.id).len(), stretch: under_way.len() };
    let high = usize::try_from(settings::number(book, &LOAD_ACTIONS)).unwrap_or(usize::MAX);
    let over = work.iter().filter(|one| matches!(one.state, StretchState::Done | StretchState::Stopped));
    let last = over.filter_map(|one| one.until.or(one.from)).filter(|on| *on <= today).max();
    let known = known_days(person, today);
    let days = last.map_or(known, |last| days_between(last, today).min(known));
    let none = under_way.is_empty() && days > settings::number(book, &NO_STRETCH_DAYS);
    StretchCare {
        on_top: (load.stretch > 1 || load.stretch == 1 && load.actions >= high).then_some(load),
        none_for: none.then_some((days, last)),
        without_net: under_way.into_iter().filter(|one| one.supporter.is_none()).cloned().collect(),
    }
}

/// Open goals for which nothing stretches the person yet, nor is proposed to: where stretch work would
/// fit (GR-5.4).
#[must_use]
pub fn goals_to_stretch(book: &Book, person: RecordId) -> Vec<Entry<Goal>> {
    let work = stretch_of(book, person);
    let serves = |goal: RecordId| {
        let live =
            work.iter().filter(|one| matches!(one.state, StretchState::UnderWay | StretchState::Proposed));
        live.filter_map(|one| one.goal).any(|of| of.id() == goal)
    };
    let mut goals = goals_of(book, person);
    goals.retain(|goal| goal.state == GoalState::Open && !serves(goal.id));
    goals
}
