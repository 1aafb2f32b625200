//! What was agreed and is not done: by whom, to whom, since when (AC-1).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between};

use super::membership::me;
use crate::{Action, ActionState};

/// All open actions, the most pressing first: by due day, those without one last.
#[must_use]
pub fn open_actions(book: &Book) -> Vec<Entry<Action>> {
    most_pressing_first(book.all::<Action>().iter().filter(|action| action.state == ActionState::Open))
}

fn most_pressing_first<'a>(actions: impl Iterator<Item = &'a Entry<Action>>) -> Vec<Entry<Action>> {
    let mut actions: Vec<_> = actions.cloned().collect();
    actions.order_by_key(|action| (action.due.is_none(), action.due, action.created, action.id));
    actions
}

/// Open actions whose owner is `person`.
#[must_use]
pub fn owed_by(book: &Book, person: RecordId) -> Vec<Entry<Action>> {
    // Asked for each person: only theirs are looked at.
    let theirs = book.of(|action: &Action| action.owner.map(Ref::id), person);
    most_pressing_first(theirs.iter().filter(|action| action.state == ActionState::Open))
}

/// Open actions in the file of `person` that somebody else owes them, or that nobody has taken yet.
#[must_use]
pub fn owed_to(book: &Book, person: RecordId) -> Vec<Entry<Action>> {
    let about = book.of(|action: &Action| action.about.map(Ref::id), person);
    let owed = |action: &&Entry<Action>| action.state == ActionState::Open && !is_owner(action, person);
    most_pressing_first(about.iter().filter(owed))
}

/// What the user owes: open actions that are theirs, and those that nobody has taken.
#[must_use]
pub fn owed_by_me(book: &Book) -> Vec<Entry<Action>> {
    let me = me(book).map(|me| me.id);
    let all = book.all::<Action>();
    let mine = |action: &&Entry<Action>| {
        action.state == ActionState::Open && action.owner.is_none_or(|owner| Some(owner.id()) == me)
    };
    most_pressing_first(all.iter().filter(mine))
}

/// How many days an open action is past its due day; `None` when it is not. Due today is in time.
#[must_use]
pub fn overdue_days(action: &Action, today: Date) -> Option<i64> {
    let due = action.due.filter(|due| action.state == ActionState::Open && *due < today)?;
    Some(days_between(due, today))
}

/// Whether an open action is due in the seven days that begin with `monday`.
#[must_use]
pub fn is_due_in_week(action: &Action, monday: Date) -> bool {
    action.state == ActionState::Open
        && action.due.is_some_and(|due| (0..7).contains(&days_between(monday, due)))
}

fn is_owner(action: &Action, person: RecordId) -> bool {
    action.owner.is_some_and(|owner| owner.id() == person)
}
