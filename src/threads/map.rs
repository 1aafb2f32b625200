//! The map of a manager's work: eight areas under seven themes, with what is open, late and long untouched (CN-3).

mod guides;
mod notices;
mod numbers;
mod work;

use document::{Book, Ref};
use kernel::{Date, RecordId, Timestamp, days_between};
use roster::{Action, Area, Theme};
use std::collections::BTreeMap;

use crate::kinds;

pub use guides::{Guide, Start, guide};
pub(crate) use notices::area_of;
pub use notices::notices;
pub use numbers::{COLD_DAYS, THRESHOLDS};
pub use work::{Work, work, work_in};

/// How one area stands on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The area.
    pub area: Area,
    /// How much is open.
    pub open: usize,
    /// How much of it has a day that has passed.
    pub overdue: usize,
    /// What was touched last, and when; `None` when the workspace has no record of the area.
    pub touched: Option<Touch>,
}

/// The last change in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The record that came or changed.
    pub record: RecordId,
    /// The day.
    pub on: Date,
    /// How many days ago that is.
    pub days: i64,
}

/// How one theme stands: its areas taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeStanding {
    /// The theme.
    pub theme: Theme,
    /// Its areas.
    pub areas: Vec<Standing>,
}

impl ThemeStanding {
    /// How much is open in its areas.
    #[must_use]
    pub fn open(&self) -> usize {
        self.areas.iter().map(|area| area.open).sum()
    }

    /// How much of it is overdue.
    #[must_use]
    pub fn overdue(&self) -> usize {
        self.areas.iter().map(|area| area.overdue).sum()
    }

    /// The last change in any of them.
    #[must_use]
    pub fn touched(&self) -> Option<Touch> {
        self.areas.iter().filter_map(|area| area.touched).min_by_key(|touch| touch.days)
    }
}

/// The area a kind of record belongs to. `None` for what belongs to none: actions, which say it themselves, quick notes,
/// and what is no subject.
#[must_use]
pub fn area_of_kind(kind: &str) -> Option<Area> {
    // Absences are planned for, but they are kept with the people until there is a plan.
    match kind {
        "action" => return None,
        "concern" => return Some(Area::TeamHealth),
        _ if !kinds::is_subject(kind) => return None,
        _ => {}
    }
    let (home, _) = kinds::AREAS.iter().find(|(_, kinds)| kinds.iter().any(|one| one.name == kind))?;
    match *home {
        "roster" | "hiring" => Some(Area::TeamAndHiring),
        "feedback" | "growth" | "reviews" => Some(Area::FeedbackAndGrowth),
        _ => None,
    }
}

/// The area an action belongs to: the one it names, else that of the record it came from, else, when it is about a
/// person, feedback and growth.
#[must_use]
pub fn area_of_action(book: &Book, action: &Action) -> Option<Area> {
    let of_source = || area_of_kind(&book.row(action.source?)?.kind);
    let of_person = || action.about.map(Ref::id).map(|_| Area::FeedbackAndGrowth);
    action.area.or_else(of_source).or_else(of_person)
}

/// How each of the eight areas stands on `today`, by theme. Days are those of the user's time zone, `offset_minutes` ahead
/// of UTC.
#[must_use]
pub fn map(book: &Book, today: Date, offset_minutes: i32) -> Vec<ThemeStanding> {
    let mut touched = touches(book, today, offset_minutes);
    let mut counts: BTreeMap<Area, (usize, usize)> = BTreeMap::new();
    for work in work(book, today) {
        let (open, overdue) = counts.entry(work.area).or_default();
        *open += 1;
        *overdue += usize::from(work.is_overdue(today));
    }
    let mut standing = |area: Area| {
        let (open, overdue) = counts.remove(&area).unwrap_or_default();
        Standing { area, open, overdue, touched: touched.remove(&area) }
    };
    let theme = |theme: Theme| ThemeStanding { theme, areas: theme.areas().map(&mut standing).collect() };
    Theme::ALL.into_iter().map(theme).collect()
}

/// How one area stands.
#[must_use]
pub fn standing_of(book: &Book, area: Area, today: Date, offset_minutes: i32) -> Standing {
    let all = map(book, today, offset_minutes).into_iter().flat_map(|theme| theme.areas);
    let empty = Standing { area, open: 0, overdue: 0, touched: None };
    all.into_iter().find(|standing| standing.area == area).unwrap_or(empty)
}

/// How many open actions belong to no area.
#[must_use]
pub fn actions_of_no_area(book: &Book) -> usize {
    let open = roster::rules::open_actions(book);
    open.iter().filter(|action| area_of_action(book, action).is_none()).count()
}

/// What was touched last in each area that has a record.
fn touches(book: &Book, today: Date, offset_minutes: i32) -> BTreeMap<Area, Touch> {
    let mut newest: BTreeMap<Area, (Timestamp, RecordId)> = BTreeMap::new();
    let of_kinds = kinds::kinds().filter_map(|kind| Some((area_of_kind(kind.name)?, kind.name)));
    let of_kinds = of_kinds.filter_map(|(area, kind)| {
        Some((area, book.rows_of(kind).map(|row| (row.changed.at, row.id)).max()?))
    });
    let actions = book.all::<Action>();
    let of_actions = actions
        .iter()
        .filter_map(|action| Some((area_of_action(book, action)?, (action.changed.at, action.id))));
    for (area, change) in of_kinds.chain(of_actions) {
        let newest = newest.entry(area).or_insert(change);
        *newest = change.max(*newest);
    }
    let touch = |(at, record): (Timestamp, RecordId)| {
        // A clock that runs ahead, here or elsewhere, has touched it today.
        let on = at.date(offset_minutes).min(today);
        Touch { record, on, days: days_between(on, today) }
    };
    newest.into_iter().map(|(area, change)| (area, touch(change))).collect()
}

#[cfg(test)]
mod tests;
