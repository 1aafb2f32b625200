//! Growth plans: whether they live, which goal comes next (GR-1).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between, words};
use roster::{Action, ActionState, Person, rules as roster_rules, settings};

use super::stretch::stretch_of;
use crate::{
    Goal, GoalState, GrowthPlan, StretchState,
    notices::{AIM_DAYS, IDLE_DAYS, REVISIT_DAYS},
};

/// The id of somebody's plan: the same on every device, so that beginning it twice, even apart, makes
/// one record (GR-1.1).
#[must_use]
pub fn plan_id(person: RecordId) -> RecordId {
    let mut bytes = *person.as_bytes();
    for (byte, mark) in bytes[6..].iter_mut().zip(b"growthplan") {
        *byte ^= mark;
    }
    RecordId::from_bytes(bytes)
}

/// Somebody's plan.
#[must_use]
pub fn plan_of(book: &Book, person: RecordId) -> Option<Entry<GrowthPlan>> {
    book.get(plan_id(person))
}

/// The goals of a person: open ones first, by day, those without one last; then closed ones, the newest
/// first.
#[must_use]
pub fn goals_of(book: &Book, person: RecordId) -> Vec<Entry<Goal>> {
    let theirs = book.of(|goal: &Goal| goal.person.map(Ref::id), person);
    let mut goals: Vec<_> = theirs.iter().cloned().collect();
    goals.order_by(|a, b| {
        let open = |goal: &Entry<Goal>| goal.state == GoalState::Open;
        open(b).cmp(&open(a)).then_with(|| match open(a) {
            true => (a.by.is_none(), a.by, a.id).cmp(&(b.by.is_none(), b.by, b.id)),
            false => (b.closed_on, b.id).cmp(&(a.closed_on, a.id)),
        })
    });
    goals
}

/// The open goal that comes next (GR-1.5).
#[must_use]
pub fn next_goal(book: &Book, person: RecordId) -> Option<Entry<Goal>> {
    goals_of(book, person).into_iter().next().filter(|goal| goal.state == GoalState::Open)
}

/// The actions that are to lead to a goal, open ones first.
#[must_use]
pub fn actions_of(book: &Book, goal: RecordId) -> Vec<Entry<Action>> {
    let theirs = book.of(|action: &Action| action.source, goal);
    let mut actions: Vec<_> = theirs.iter().cloned().collect();
    actions.order_by_key(|action| {
        (action.state != ActionState::Open, action.due.is_none(), action.due, action.id)
    });
    actions
}

/// The people whose growth the user looks after: their reports, but for those who have a last day.
#[must_use]
pub fn subjects(book: &Book, today: Date) -> Vec<Entry<Person>> {
    let mut people = roster_rules::my_reports(book, today);
    people.retain(|person| person.end_date.is_none());
    people
}

/// The last day somebody's plan was looked at, changed by a new goal or by one that was closed.
#[must_use]
pub fn revisited(book: &Book, person: RecordId) -> Option<Date> {
    let plan = plan_of(book, person)?;
    let goals = goals_of(book, person);
    let days = goals.iter().flat_map(|goal| [goal.set_on, goal.closed_on]);
    days.chain([plan.revisited_on, Some(plan.created.at.date(0))]).flatten().max()
}

/// What somebody's plan asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanCare {
    /// Nobody has asked where they want to go, and for how many days they have been at work and known here.
    pub no_aim_for: Option<i64>,
    /// It was last looked at on this day, so many days ago, which is longer than is set for it.
    pub not_revisited: Option<(Date, i64)>,
    /// Open goals past their day, the oldest first.
    pub overdue: Vec<Entry<Goal>>,
    /// Open goals that nobody does or gives anything for.
    pub idle: Vec<Entry<Goal>>,
}

/// What the plan of `person` asks for on `today`.
#[must_use]
pub fn plan_care(book: &Book, person: &Entry<Person>, today: Date) -> PlanCare {
    let mut care = PlanCare::default();
    let known = known_days(person, today);
    let aim = plan_of(book, person.id).and_then(|plan| plan.aim);
    care.no_aim_for = (aim.is_none() && known >= settings::number(book, &AIM_DAYS)).then_some(known);
    let limit = settings::number(book, &REVISIT_DAYS);
    if aim.is_some() {
        let days = revisited(book, person.id).map(|last| (last, days_between(last, today)));
        care.not_revisited = days.filter(|(_, days)| *days > limit);
    }
    let idle_days = settings::number(book, &IDLE_DAYS);
    for goal in goals_of(book, person.id).into_iter().filter(|goal| goal.state == GoalState::Open) {
        let set_on = goal.set_on.unwrap_or_else(|| goal.created.at.date(0));
        let is_open = |action: &Entry<Action>| action.state == ActionState::Open;
        if goal.by.is_some_and(|by| by < today) {
            care.overdue.push(goal);
        } else if days_between(set_on, today) > idle_days
            && goal.support.trim().is_empty()
            && !actions_of(book, goal.id).iter().any(is_open)
        {
            care.idle.push(goal);
        }
    }
    care
}

/// What one wants to know of somebody's growth before a talk, a line each: the next goal, what is late,
/// what is open for it, what stretches them, and when both looked at the plan last (GR-1.10).
#[must_use]
pub fn before_a_talk(book: &Book, person: RecordId, today: Date) -> Vec<String> {
    let mut lines = Vec::new();
    for goal in goals_of(book, person).into_iter().filter(|goal| goal.state == GoalState::Open) {
        let by = match goal.by {
            Some(by) if by < today => format!(", {} late", words::days(days_between(by, today))),
            Some(by) => format!(", by {}", words::day(by)),
            None => String::new(),
        };
        let open =
            actions_of(book, goal.id).iter().filter(|action| action.state == ActionState::Open).count();
        let actions = match open {
            0 => String::new(),
            _ => format!("; {}", words::counted(open, "open action", "open actions")),
        };
        lines.push(format!("Goal: {}{by}{actions}", words::excerpt(&goal.what, 100)));
    }
    for work in stretch_of(book, person).into_iter().filter(|work| work.state == StretchState::UnderWay) {
        let net = match roster_rules::name_of(book, work.supporter) {
            Some(name) => format!("{name} catches"),
            None => "nobody catches".to_owned(),
        };
        lines.push(format!("Stretch work: {}; {net}", words::excerpt(&work.what, 100)));
    }
    match (plan_of(book, person).and_then(|plan| plan.aim), revisited(book, person)) {
        (None, _) => lines.push("Nobody has noted where they want to go".to_owned()),
        (Some(aim), Some(last)) => {
            let ago = words::days(days_between(last, today));
            lines.push(format!("Aim: {}; plan looked at {ago} ago", aim.label().to_lowercase()));
        }
        (Some(aim), None) => lines.push(format!("Aim: {}", aim.label().to_lowercase())),
    }
    lines
}

/// For how many days somebody has been both at work and known here.
pub(super) fn known_days(person: &Entry<Person>, today: Date) -> i64 {
    let from = person.start_date.unwrap_or(Date::MIN).max(person.created.at.date(0)).min(today);
    days_between(from, today)
}
