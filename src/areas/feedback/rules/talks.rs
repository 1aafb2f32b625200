//! How a series of 1:1s stands: the last talk, the next one, and whether one was skipped (FB-1).

use chrono::{Datelike, Days};
use document::{Book, Entry, Theirs};
use kernel::{Date, Ordered as _, RecordId, days_between, words};
use roster::{Absence, Person, rules as roster_rules, settings};
use std::cmp::Reverse;

use crate::{AgendaItem, AgendaState, OneOnOne, OneOnOneState, Series, notices};

/// How one series stands on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The series.
    pub series: Entry<Series>,
    /// Who it is with.
    pub person: Entry<Person>,
    /// The last talk that took place.
    pub last_held: Option<Entry<OneOnOne>>,
    /// The next talk; none when the person leaves before it.
    pub next: Option<NextTalk>,
    /// Talks that were planned for earlier days and are neither held nor cancelled yet.
    pub unclosed: Vec<Entry<OneOnOne>>,
    /// The talk that was skipped, if one was.
    pub lapse: Option<Lapse>,
}

/// The next talk of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextTalk {
    /// The day.
    pub on: Date,
    /// Its record when it is booked; a day of the cadence has none before the talk is started.
    pub talk: Option<RecordId>,
}

/// A talk that was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// Too long without a talk.
    Overdue {
        /// The last talk, or the day from which the series counts when none took place.
        since: Date,
        /// Days since then on which both were there; leave and pauses do not count.
        days: i64,
        /// More days than this are too long.
        limit: i64,
        /// Whether it is so long that it needs a hand today.
        presses: bool,
    },
    /// Cancelled, and nothing in its place.
    Cancelled {
        /// The day it was planned for.
        on: Date,
    },
}

/// The living series with `person`; of several the newest counts.
#[must_use]
pub fn series_of(book: &Book, person: RecordId) -> Option<Entry<Series>> {
    let theirs = book.of(|series: &Series| series.person.map(|of| of.id()), person);
    let living = theirs.iter().filter(|series| !series.ended);
    living.max_by_key(|series| (series.created, series.id)).cloned()
}

/// Every talk with `person`, the newest first.
#[must_use]
pub fn talks_with(book: &Book, person: RecordId) -> Vec<Entry<OneOnOne>> {
    newest_first(&with(book, person)).into_iter().cloned().collect()
}

fn with(book: &Book, person: RecordId) -> Theirs<OneOnOne> {
    book.of(|talk: &OneOnOne| talk.person.map(|of| of.id()), person)
}

/// The talks that have a day, the newest first.
fn newest_first(theirs: &Theirs<OneOnOne>) -> Vec<&Entry<OneOnOne>> {
    let mut talks: Vec<_> = theirs.iter().filter(|talk| talk.on.is_some()).collect();
    talks.order_by_key(|talk| Reverse((talk.on, talk.id)));
    talks
}

/// The talks with `person` that took place, the newest first.
#[must_use]
pub fn held_talks(book: &Book, person: RecordId) -> Vec<Entry<OneOnOne>> {
    let theirs = with(book, person);
    let held = newest_first(&theirs).into_iter().filter(|talk| talk.state == OneOnOneState::Held);
    held.cloned().collect()
}

/// The talk with `person` on a day, one that was not cancelled before one that was.
#[must_use]
pub fn talk_on(book: &Book, person: RecordId, day: Date) -> Option<Entry<OneOnOne>> {
    let theirs = with(book, person);
    let talks = newest_first(&theirs).into_iter().filter(|talk| talk.on == Some(day));
    talks.min_by_key(|talk| talk.state == OneOnOneState::Cancelled).cloned()
}

/// The id of the talk of `series` on `day`: the same on every device, so that starting one talk
/// twice, even apart, makes one record. It keeps the series' random bytes and takes the day as
/// its time.
#[must_use]
pub fn talk_id(series: RecordId, day: Date) -> RecordId {
    let mut bytes = *series.as_bytes();
    let millis = kernel::Timestamp::start_of(day, 0).millis().max(0).to_be_bytes();
    bytes[..6].copy_from_slice(&millis[2..]);
    RecordId::from_bytes(bytes)
}

/// How every living series with somebody current or joining stands, the next talk first.
#[must_use]
pub fn standings(book: &Book, today: Date) -> Vec<Standing> {
    let people = roster_rules::joining_or_current(book, today);
    let mut standings: Vec<_> = people.iter().filter_map(|person| standing(book, person, today)).collect();
    standings.order_by(|a, b| {
        let next = |standing: &Standing| standing.next.as_ref().map(|next| next.on);
        (next(a).is_none(), next(a), &a.person.name).cmp(&(next(b).is_none(), next(b), &b.person.name))
    });
    standings
}

/// How the series with `person` stands; `None` when there is none.
#[must_use]
pub fn standing(book: &Book, person: &Entry<Person>, today: Date) -> Option<Standing> {
    let series = series_of(book, person.id)?;
    let theirs = with(book, person.id);
    let talks = newest_first(&theirs);
    let past = || talks.iter().copied().filter(|talk| talk.on <= Some(today));
    let last_held = past().find(|talk| talk.state == OneOnOneState::Held).cloned();
    let is_unclosed = |talk: &&Entry<OneOnOne>| talk.state == OneOnOneState::Planned && talk.on < Some(today);
    let unclosed = past().filter(is_unclosed).cloned().collect();
    let next = next_talk(book, &series, person, &talks, today);
    let mut standing = Standing { series, person: person.clone(), last_held, next, unclosed, lapse: None };
    standing.lapse = lapse(book, &standing, &talks, today);
    Some(standing)
}

/// The next booked talk, or else the next day of the cadence that nothing stands against.
fn next_talk(
    book: &Book,
    series: &Series,
    person: &Entry<Person>,
    talks: &[&Entry<OneOnOne>],
    today: Date,
) -> Option<NextTalk> {
    let booked = talks.iter().filter(|talk| talk.state == OneOnOneState::Planned && talk.on >= Some(today));
    if let Some(talk) = booked.min_by_key(|talk| talk.on) {
        return Some(NextTalk { on: talk.on?, talk: Some(talk.id) });
    }
    let anchor = series.first_on?;
    let rests_until = series.paused_until.and_then(|until| until.succ_opt());
    let from = [Some(today), Some(anchor), rests_until, person.start_date].into_iter().flatten().max()?;
    let absences = absences_of_both(book, person.id);
    let is_away = |day| absences.iter().any(|absence| roster_rules::covers(absence, day));
    let is_taken = |day| talks.iter().any(|talk| talk.on == Some(day));
    let first = series.cadence.next_on_or_after(anchor, from);
    let step = usize::try_from(series.cadence.days()).unwrap_or(7);
    // A year and more of weeks; whoever is away longer has a series that rests.
    let regular = first.iter_days().step_by(step).take(60);
    let on = regular
        .take_while(|day| person.end_date.is_none_or(|last| *day <= last))
        .find(|day| !is_taken(*day) && !is_away(*day))?;
    Some(NextTalk { on, talk: None })
}

/// The talk that was skipped, unless there is a reason to be silent.
fn lapse(book: &Book, standing: &Standing, talks: &[&Entry<OneOnOne>], today: Date) -> Option<Lapse> {
    let Standing { series, person, .. } = standing;
    let settling = settings::number(book, &notices::SILENT_DAYS);
    let is_resting = series.paused_until.is_some_and(|until| today <= until);
    let is_away = roster_rules::away_on(book, person.id, today).is_some();
    let is_today = talks.iter().any(|talk| talk.on == Some(today) && talk.state != OneOnOneState::Cancelled);
    if is_resting || is_away || is_today || roster_rules::is_joiner(person, today, settling) {
        return None;
    }
    overdue(book, standing, today).or_else(|| cancelled(book, standing, talks, today))
}

fn overdue(book: &Book, standing: &Standing, today: Date) -> Option<Lapse> {
    let Standing { series, person, .. } = standing;
    let (warn, press) = if is_new(book, person, today) {
        (&notices::TALK_NEW_WARN_DAYS, &notices::TALK_NEW_PRESS_DAYS)
    } else {
        (&notices::TALK_WARN_DAYS, &notices::TALK_PRESS_DAYS)
    };
    let limit = settings::number(book, warn).max(series.cadence.days());
    let press = settings::number(book, press).max(series.cadence.days() + 7);
    let last = standing.last_held.as_ref().and_then(|talk| talk.on);
    let since = last.or_else(|| series.first_on.max(person.start_date))?;
    let counted_from = since.max(series.paused_until.unwrap_or(since));
    let days = days_to_meet(book, person.id, counted_from, today);
    let presses = days > press;
    let is_booked_soon = standing
        .next
        .as_ref()
        .is_some_and(|next| next.talk.is_some() && days_between(today, next.on) <= series.cadence.days());
    (days > limit && (presses || !is_booked_soon)).then_some(Lapse::Overdue { since, days, limit, presses })
}

/// The newest cancelled talk that nothing followed or made up for. Leave is reason enough to cancel.
fn cancelled(book: &Book, standing: &Standing, talks: &[&Entry<OneOnOne>], today: Date) -> Option<Lapse> {
    let talk = talks.iter().find(|talk| talk.state == OneOnOneState::Cancelled)?;
    let on = talk.on?;
    let follows = |other: &&Entry<OneOnOne>| {
        other.state != OneOnOneState::Cancelled
            && (other.on > talk.on || other.instead_of.is_some_and(|missed| missed.id() == talk.id))
    };
    let is_near = days_between(today, on) <= standing.series.cadence.days();
    let was_away = roster_rules::away_on(book, standing.person.id, on).is_some();
    (is_near && !was_away && !talks.iter().any(follows)).then_some(Lapse::Cancelled { on })
}

/// When the person or the user is on leave.
fn absences_of_both(book: &Book, person: RecordId) -> Vec<Entry<Absence>> {
    let mut absences = roster_rules::absences_of(book, person);
    if let Some(me) = roster_rules::me(book) {
        absences.extend(roster_rules::absences_of(book, me.id));
    }
    absences
}

/// Days after `from`, up to `until`, on which neither the person nor the user is on leave.
fn days_to_meet(book: &Book, person: RecordId, from: Date, until: Date) -> i64 {
    let absences = absences_of_both(book, person);
    let between = from.iter_days().skip(1).take_while(|day| *day <= until);
    let open = between.filter(|day| !absences.iter().any(|absence| roster_rules::covers(absence, *day)));
    i64::try_from(open.count()).unwrap_or(i64::MAX)
}

/// Whether `person` is new: in the first 90 days (ours), or still to come.
#[must_use]
pub fn is_new(book: &Book, person: &Person, today: Date) -> bool {
    roster_rules::is_joiner(person, today, settings::number(book, &notices::NEW_DAYS))
}

/// What the user's week holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// 1:1s held or to come, Monday to Sunday.
    pub talks: i64,
    /// The user's open actions that are due in it.
    pub actions: i64,
    /// Whether both together reach the number that makes a week busy.
    pub is_busy: bool,
}

/// The week around `today`, counted over these standings.
#[must_use]
pub fn week(book: &Book, standings: &[Standing], today: Date) -> Week {
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    let in_week = |day: Option<Date>| day.is_some_and(|day| (0..7).contains(&days_between(monday, day)));
    let held = standings.iter().filter(|one| in_week(one.last_held.as_ref().and_then(|talk| talk.on)));
    let ahead = standings.iter().filter(|one| in_week(one.next.as_ref().map(|next| next.on)));
    let talks = i64::try_from(held.count() + ahead.count()).unwrap_or(i64::MAX);
    let mine = roster_rules::owed_by_me(book);
    let due: Vec<_> = mine.iter().filter(|action| roster_rules::is_due_in_week(action, monday)).collect();
    let actions = words::many(&due);
    Week { talks, actions, is_busy: talks + actions >= settings::number(book, &notices::BUSY_WEEK) }
}

/// An open topic and how many talks it has waited through.
#[derive(Clone, Debug, PartialEq)]
pub struct AgendaLine {
    /// The topic.
    pub item: Entry<AgendaItem>,
    /// Talks held since the day it was raised.
    pub carried: usize,
}

/// The open topics for the next talk with `person`, the oldest first. They carry over by being open.
#[must_use]
pub fn agenda(book: &Book, person: RecordId) -> Vec<AgendaLine> {
    let held = held_talks(book, person);
    let items = book.all::<AgendaItem>();
    let is_open = |item: &&Entry<AgendaItem>| {
        item.state == AgendaState::Open && item.person.is_some_and(|of| of.id() == person)
    };
    let mut lines: Vec<_> = items
        .iter()
        .filter(is_open)
        .map(|item| {
            let since = |talk: &&Entry<OneOnOne>| item.raised_on.is_some() && talk.on > item.raised_on;
            AgendaLine { item: item.clone(), carried: held.iter().filter(since).count() }
        })
        .collect();
    lines.order_by_key(|line| (line.item.raised_on, line.item.id));
    lines
}
