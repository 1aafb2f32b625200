//! The calendar: 1:1s that were held, are planned or come up, due actions, forums, and the days of review cycles (RFC 5545).
//!
//! A talk's UID is the id of its record. A talk that only comes up has the id its record will
//! have, so a later export moves the same entry and doubles none. Times are floating: the hour of
//! the user's own zone, wherever the calendar is opened. Nothing that was said or noted is in it.

use document::{Book, Entry};
use feedback::{OneOnOne, OneOnOneState, Series, rules::talk_id};
use growth::Forum;
use kernel::{Date, Ordered as _, RecordId, Timestamp};
use reviews::ReviewCycle;
use roster::{Action, ActionState, Person, rules};

use super::Source;

/// How far ahead regular talks are written, in days. Ours: a quarter.
const HORIZON_DAYS: i64 = 91;
/// How long a talk lasts when its series does not say, in minutes. Ours.
const USUAL_MINUTES: i64 = 30;

/// The whole calendar as a file.
pub fn calendar(source: &Source<'_>) -> String {
    let book = source.book;
    let mut file = Lines::default();
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Pilothouse//Pilothouse//EN");
    file.line("CALSCALE:GREGORIAN");
    file.line("METHOD:PUBLISH");
    let mut events = talks(book);
    events.extend(coming_talks(book, source.now.date(source.offset_minutes)));
    events.extend(due_actions(book));
    events.extend(forums(book));
    events.extend(review_days(book));
    events.order_by_key(|event| (event.on, event.id));
    for event in &events {
        event.write(&mut file, source.now);
    }
    file.line("END:VCALENDAR");
    file.text
}

struct Event {
    id: RecordId,
    what: String,
    on: Date,
    /// Hour, minute and length in minutes; all day without.
    time: Option<(u32, u32, i64)>,
    cancelled: bool,
    /// Made and last changed, for talks and actions that have a record.
    stamps: Option<(Timestamp, Timestamp)>,
}

/// Talks that have a record, also cancelled ones: calendars must learn of that.
fn talks(book: &Book) -> Vec<Event> {
    let event = |talk: &Entry<OneOnOne>| {
        let series = talk.series.and_then(|series| book.get::<Series>(series.id()));
        Some(Event {
            id: talk.id,
            what: with(book, talk.person?.id()),
            on: talk.on?,
            time: series.and_then(|series| time_of(&series)),
            cancelled: talk.state == OneOnOneState::Cancelled,
            stamps: Some((talk.created.at, talk.changed.at)),
        })
    };
    book.all::<OneOnOne>().iter().filter_map(event).collect()
}

/// The talks of every living series that have no record yet, away days left out.
fn coming_talks(book: &Book, today: Date) -> Vec<Event> {
    let talks = book.all::<OneOnOne>();
    let taken = |person: RecordId, day: Date| {
        talks.iter().any(|talk| talk.on == Some(day) && talk.person.is_some_and(|of| of.id() == person))
    };
    let mut events = Vec::new();
    for series in book.all::<Series>().iter().filter(|series| !series.ended) {
        let (Some(person), Some(anchor)) = (series.person, series.first_on) else { continue };
        let Some(person) = book.get::<Person>(person.id()) else { continue };
        let rested = series.paused_until.and_then(|until| until.succ_opt());
        let from = [Some(anchor), rested, person.start_date].into_iter().flatten().fold(today, Date::max);
        let step = usize::try_from(series.cadence.days()).unwrap_or(7);
        let days = series.cadence.next_on_or_after(anchor, from).iter_days().step_by(step);
        let until = |day: &Date| {
            kernel::days_between(today, *day) <= HORIZON_DAYS
                && person.end_date.is_none_or(|last| *day <= last)
        };
        // A talk that was moved keeps its id, and so its entry.
        let open = |day: &Date| {
            !taken(person.id, *day)
                && book.row(talk_id(series.id, *day)).is_none()
                && rules::away_on(book, person.id, *day).is_none()
        };
        events.extend(days.take_while(until).filter(open).map(|day| Event {
            id: talk_id(series.id, day),
            what: with(book, person.id),
            on: day,
            time: time_of(series),
            cancelled: false,
            stamps: None,
        }));
    }
    events
}

fn due_actions(book: &Book) -> Vec<Event> {
    let event = |action: &Entry<Action>| {
        let owner = action.owner.and_then(|owner| book.get::<Person>(owner.id()));
        let who = owner.map(|owner| format!(" ({})", owner.name)).unwrap_or_default();
        Some(Event {
            id: action.id,
            what: format!("Due: {}{who}", action.what),
            on: action.due?,
            time: None,
            cancelled: action.state == ActionState::Dropped,
            stamps: Some((action.created.at, action.changed.at)),
        })
    };
    let all = book.all::<Action>();
    all.iter().filter(|action| action.state != ActionState::Done).filter_map(event).collect()
}

/// Forums with their day. Who is spoken for there is not in it: a case is its writer's own.
fn forums(book: &Book) -> Vec<Event> {
    let event = |forum: &Entry<Forum>| {
        Some(Event {
            id: forum.id,
            what: forum.name.clone(),
            on: forum.on?,
            time: None,
            cancelled: false,
            stamps: Some((forum.created.at, forum.changed.at)),
        })
    };
    book.all::<Forum>().iter().filter_map(event).collect()
}

/// The days by which the reviews of a cycle that is not finished are written and shared. It names nobody, as the cycle does.
fn review_days(book: &Book) -> Vec<Event> {
    let cycles = book.all::<ReviewCycle>();
    let open = cycles.iter().filter(|cycle| cycle.finished_on.is_none());
    let days = open.flat_map(|cycle| {
        let event = |id: RecordId, what: &str, on: Option<Date>| {
            Some(Event {
                id,
                what: format!("{what}: {}", cycle.name),
                on: on?,
                time: None,
                cancelled: false,
                stamps: Some((cycle.created.at, cycle.changed.at)),
            })
        };
        // Two entries of one record: the second has an id that follows from it.
        let mut second = *cycle.id.as_bytes();
        second[15] ^= 1;
        let written = event(cycle.id, "Reviews to be written", cycle.due);
        let shared = event(RecordId::from_bytes(second), "Reviews to be shared", cycle.share_by);
        [written, shared].into_iter().flatten().collect::<Vec<_>>()
    });
    days.collect()
}

fn with(book: &Book, person: RecordId) -> String {
    let name = book.get::<Person>(person).map(|person| person.name.clone()).unwrap_or_default();
    if name.is_empty() { "1:1".to_owned() } else { format!("1:1 with {name}") }
}

/// The time of day of a series, written as `14:00`; `None` when it has none or it is no time.
fn time_of(series: &Series) -> Option<(u32, u32, i64)> {
    let (hour, minute) = series.time.as_deref()?.trim().split_once(':')?;
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    let minutes = series.minutes.unwrap_or(USUAL_MINUTES).clamp(1, 24 * 60);
    (hour < 24 && minute < 60).then_some((hour, minute, minutes))
}

impl Event {
    fn write(&self, file: &mut Lines, now: Timestamp) {
        file.line("BEGIN:VEVENT");
        file.line(&format!("UID:{}@pilothouse", self.id));
        file.line(&format!("DTSTAMP:{}", utc(now)));
        // Grows with every change, as readers need it to take the newer of two.
        let (made, changed) = self.stamps.unwrap_or_default();
        file.line(&format!(
            "SEQUENCE:{}",
            (changed.seconds() - made.seconds()).clamp(0, i64::from(i32::MAX))
        ));
        if self.stamps.is_some() {
            file.line(&format!("CREATED:{}", utc(made)));
            file.line(&format!("LAST-MODIFIED:{}", utc(changed)));
        }
        let start = self.time.and_then(|(hour, minute, _)| self.on.and_hms_opt(hour, minute, 0));
        match (start, self.time) {
            (Some(start), Some((_, _, minutes))) => {
                let format = "%Y%m%dT%H%M%S";
                let end = start + chrono::Duration::minutes(minutes);
                file.line(&format!("DTSTART:{}", start.format(format)));
                file.line(&format!("DTEND:{}", end.format(format)));
            }
            _ => {
                let end = self.on.succ_opt().unwrap_or(self.on);
                file.line(&format!("DTSTART;VALUE=DATE:{}", ics_day(self.on)));
                file.line(&format!("DTEND;VALUE=DATE:{}", ics_day(end)));
                file.line("TRANSP:TRANSPARENT");
            }
        }
        file.line(&format!("SUMMARY:{}", escaped(&self.what)));
        if self.cancelled {
            file.line("STATUS:CANCELLED");
        }
        file.line("END:VEVENT");
    }
}

/// An instant in UTC, in whole seconds: `20261122T081500Z`.
fn utc(at: Timestamp) -> String {
    Timestamp::from_millis(at.seconds() * 1000).iso().replace(['-', ':'], "")
}

/// Text as RFC 5545 escapes it (3.3.11).
fn escaped(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace("\r\n", "\n");
    escaped.replace(['\n', '\r'], "\\n").chars().filter(|letter| !letter.is_control()).collect()
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// One content line, folded at 75 octets and never within a letter (3.1).
    fn line(&mut self, line: &str) {
        let mut width = 0;
        for letter in line.chars() {
            if width + letter.len_utf8() > 75 {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(letter);
            width += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// A day as iCalendar writes it: `20261103`.
fn ics_day(date: Date) -> String {
    date.to_string().replace('-', "")
}
