//! Intents of the user about 1:1s, observations and concerns, as batches of edits.
//!
//! A command is given the id of the record it makes, so that the screen can go there. Talks are
//! the exception: their id follows from series and day ([`rules::talk_id`]).

mod peers;

use document::{Author, Batch, Book, Entry};
use kernel::{Date, RecordId, words};
use roster::{Action, Person, rules as roster_rules};

use crate::{
    AgendaItem, AgendaState, Concern, ConcernState, Observation, OneOnOne, OneOnOneState, PrivateNote,
    Series, Tone, rules,
};

pub use peers::{ask_peer, give_up_request, note_answer};

/// Plans a series of 1:1s with `person`.
#[must_use]
pub fn plan_series(author: &Author, id: RecordId, person: &Entry<Person>, series: &Series) -> Batch {
    let series = Series { person: Some(person.id.into()), ..series.clone() };
    Batch::new(format!("Plan 1:1s with {}", person.name)).with(author.create(id, &series))
}

/// Lets a series rest until and including a day; `None` ends the rest.
#[must_use]
pub fn pause_series(book: &Book, series: &Entry<Series>, until: Option<Date>) -> Batch {
    let verb = if until.is_some() { "Pause" } else { "Resume" };
    Batch::new(format!("{verb} 1:1s with {}", partner(book, series)))
        .with_all(series.update(|series| series.paused_until = until))
}

/// Ends a series. Its talks stay.
#[must_use]
pub fn end_series(book: &Book, series: &Entry<Series>) -> Batch {
    Batch::new(format!("End 1:1s with {}", partner(book, series)))
        .with_all(series.update(|series| series.ended = true))
}

/// Books a talk of the series for a day, or starts today's. Returns the talk and what there is to
/// do: nothing when it is there already, and a cancelled one is planned again. However often and
/// on whichever device it is done, it is one record.
#[must_use]
pub fn book_talk(book: &Book, author: &Author, series: &Entry<Series>, on: Date) -> (RecordId, Batch) {
    let label = format!("1:1 with {} on {}", partner(book, series), words::day(on));
    let standing = series.person.and_then(|person| rules::talk_on(book, person.id(), on));
    if let Some(talk) = standing {
        let is_cancelled = talk.state == OneOnOneState::Cancelled;
        let edits =
            if is_cancelled { talk.update(|talk| talk.state = OneOnOneState::Planned) } else { Vec::new() };
        return (talk.id, Batch::new(label).with_all(edits));
    }
    let id = rules::talk_id(series.id, on);
    let talk = OneOnOne {
        person: series.person,
        series: Some(series.id.into()),
        on: Some(on),
        ..OneOnOne::default()
    };
    (id, Batch::new(label).with(author.create(id, &talk)))
}

/// Closes a talk as held. Actions of the person's file that are still open, and were not agreed in
/// this very talk, count one more talk they were carried through. Closing twice counts once.
#[must_use]
pub fn hold_talk(book: &Book, talk: &Entry<OneOnOne>) -> Batch {
    let batch = Batch::new(format!("Hold 1:1 with {}", name(book, talk)));
    if talk.state == OneOnOneState::Held {
        return batch;
    }
    let of_person = |action: &Entry<Action>| action.about.is_some() && action.about == talk.person;
    let carried = roster_rules::open_actions(book)
        .into_iter()
        .filter(|action| of_person(action) && action.source != Some(talk.id))
        .flat_map(|action| action.update(|action| action.carried = action.carried.saturating_add(1)));
    batch.with_all(talk.update(|talk| talk.state = OneOnOneState::Held)).with_all(carried)
}

/// Cancels the talk of the series on a day, booked or only due by the rhythm. The cancellation is
/// kept: it is what the alarm looks at.
#[must_use]
pub fn cancel_talk(book: &Book, author: &Author, series: &Entry<Series>, on: Date) -> Batch {
    let label = format!("Cancel 1:1 with {} on {}", partner(book, series), words::day(on));
    let standing = series.person.and_then(|person| rules::talk_on(book, person.id(), on));
    let cancel = |talk: &mut OneOnOne| talk.state = OneOnOneState::Cancelled;
    if let Some(talk) = standing {
        return Batch::new(label).with_all(talk.update(cancel));
    }
    let mut talk = OneOnOne {
        person: series.person,
        series: Some(series.id.into()),
        on: Some(on),
        ..OneOnOne::default()
    };
    cancel(&mut talk);
    Batch::new(label).with(author.create(rules::talk_id(series.id, on), &talk))
}

/// Moves the talk of the series from one day to another: the first is cancelled, the second booked
/// instead of it. Returns the new talk.
#[must_use]
pub fn rebook_talk(
    book: &Book,
    author: &Author,
    series: &Entry<Series>,
    from: Date,
    to: Date,
) -> (RecordId, Batch) {
    let (id, booked) = book_talk(book, author, series, to);
    let label = format!("Move 1:1 with {} to {}", partner(book, series), words::day(to));
    if from == to {
        return (id, Batch { label, ..booked });
    }
    let missed = series.person.and_then(|person| rules::talk_on(book, person.id(), from));
    let missed = missed.map_or_else(|| rules::talk_id(series.id, from), |talk| talk.id);
    let instead = OneOnOne {
        person: series.person,
        series: Some(series.id.into()),
        on: Some(to),
        instead_of: Some(missed.into()),
        ..OneOnOne::default()
    };
    let booking = match book.get::<OneOnOne>(id) {
        Some(talk) => talk.update(|talk| {
            talk.instead_of = instead.instead_of;
            if talk.state == OneOnOneState::Cancelled {
                talk.state = OneOnOneState::Planned;
            }
        }),
        None => vec![author.create(id, &instead)],
    };
    let cancelled = cancel_talk(book, author, series, from).edits;
    (id, Batch::new(label).with_all(cancelled).with_all(booking))
}

/// Puts a topic on the agenda of the next talk with its person.
#[must_use]
pub fn add_topic(author: &Author, id: RecordId, item: &AgendaItem) -> Batch {
    Batch::new(format!("Topic: {}", words::excerpt(&item.topic, 60))).with(author.create(id, item))
}

/// Ticks a topic off as discussed in a talk.
#[must_use]
pub fn discuss_topic(item: &Entry<AgendaItem>, talk: RecordId) -> Batch {
    Batch::new(format!("Discussed: {}", words::excerpt(&item.topic, 60))).with_all(item.update(|item| {
        item.state = AgendaState::Discussed;
        item.discussed_in = Some(talk.into());
    }))
}

/// Takes a topic off the agenda undiscussed.
#[must_use]
pub fn drop_topic(item: &Entry<AgendaItem>) -> Batch {
    Batch::new(format!("Drop topic: {}", words::excerpt(&item.topic, 60)))
        .with_all(item.update(|item| item.state = AgendaState::Dropped))
}

/// Puts a topic back on the agenda.
#[must_use]
pub fn reopen_topic(item: &Entry<AgendaItem>) -> Batch {
    Batch::new(format!("Open again: {}", words::excerpt(&item.topic, 60))).with_all(item.update(|item| {
        item.state = AgendaState::Open;
        item.discussed_in = None;
    }))
}

/// Writes a note that only the user may read, about a person and perhaps a talk.
#[must_use]
pub fn write_private_note(author: &Author, id: RecordId, note: &PrivateNote) -> Batch {
    Batch::new("Private note").with(author.create(id, note))
}

/// Notes an observation: whom it is about and what happened are enough.
#[must_use]
pub fn observe(book: &Book, author: &Author, id: RecordId, observation: &Observation) -> Batch {
    let label = match (observation.tone, roster_rules::name_of(book, observation.person)) {
        (Tone::Praise, Some(name)) => format!("Praise for {name}"),
        (Tone::Growth, Some(name)) => format!("Point to grow for {name}"),
        (_, None) => "Observation".to_owned(),
    };
    Batch::new(label).with(author.create(id, observation))
}

/// Notes one quick line as an observation of today. `None` until both person and text are known;
/// `person` is who was chosen beside the line, a name in the line wins.
#[must_use]
pub fn jot(
    book: &Book,
    author: &Author,
    id: RecordId,
    person: Option<RecordId>,
    line: &str,
    today: Date,
) -> Option<Batch> {
    let jotting = rules::read_jotting(book, line, today);
    let person = jotting.person.or(person)?;
    if jotting.text.is_empty() {
        return None;
    }
    let observation = Observation {
        person: Some(person.into()),
        on: Some(today),
        tone: jotting.tone,
        what_happened: jotting.text.as_str().into(),
        ..Observation::default()
    };
    Some(observe(book, author, id, &observation))
}

/// Marks an observation as discussed with its person.
#[must_use]
pub fn mark_told(book: &Book, observation: &Entry<Observation>, on: Date) -> Batch {
    let name = roster_rules::name_of(book, observation.person).unwrap_or_default();
    Batch::new(format!("Told {name}")).with_all(observation.update(|one| one.told_on = Some(on)))
}

/// Sets the day to look again at a point to grow.
#[must_use]
pub fn look_again_at_point(observation: &Entry<Observation>, on: Date) -> Batch {
    Batch::new(format!("Look again on {}", words::day(on)))
        .with_all(observation.update(|one| one.look_again = Some(on)))
}

/// Settles a point to grow: it changed, or it is let go.
#[must_use]
pub fn settle_point(observation: &Entry<Observation>, today: Date) -> Batch {
    Batch::new("Settle a point to grow").with_all(observation.update(|one| one.settled_on = Some(today)))
}

/// Keeps a concern that a person raised, for the user alone.
#[must_use]
pub fn keep_concern(author: &Author, id: RecordId, concern: &Concern) -> Batch {
    Batch::new("Concern").with(author.create(id, concern))
}

/// After looking at a concern: how it stands now and when to look again.
#[must_use]
pub fn look_at_concern(concern: &Entry<Concern>, state: ConcernState, again: Option<Date>) -> Batch {
    Batch::new("Look at a concern").with_all(concern.update(|concern| {
        concern.state = state;
        concern.look_again = again;
    }))
}

fn partner(book: &Book, series: &Series) -> String {
    roster_rules::name_of(book, series.person).unwrap_or_default()
}

fn name(book: &Book, talk: &OneOnOne) -> String {
    roster_rules::name_of(book, talk.person).unwrap_or_default()
}
