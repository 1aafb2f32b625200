//! The notice about one-sided help (GR-4).

use document::{Book, Entry};
use kernel::{Date, Notice, Urgency, words};
use roster::{Person, settings};

use super::{ADVICE_TIMES, HELP_DAYS};
use crate::rules;

/// Somebody who gets advice and never a sponsor.
pub fn notice(book: &Book, person: &Entry<Person>, today: Date) -> Option<Notice> {
    let balance = rules::balance(book, person.id, today);
    let (advice, sponsored) = rules::advice_and_sponsorship(&balance);
    let limit = usize::try_from(settings::number(book, &ADVICE_TIMES)).unwrap_or(usize::MAX);
    if advice < limit || sponsored > 0 {
        return None;
    }
    let name = &person.name;
    let days = settings::number(book, &HELP_DAYS);
    let fact = |one: &rules::Kindness| {
        let times = words::counted(one.times, "time", "times");
        let last =
            one.last.map_or_else(|| "never before".to_owned(), |last| format!("last {}", words::day(last)));
        match one.times {
            0 => format!("{}: not once, {last}.", one.kind.label()),
            _ => format!("{}: {times}, {last}.", one.kind.label()),
        }
    };
    let facts =
        std::iter::once(format!("In the last {}:", words::days(days))).chain(balance.iter().map(fact));
    let last = balance.iter().find(|one| one.kind == crate::HelpKind::Sponsorship).and_then(|one| one.last);
    Some(Notice {
        rule: "GR-4.3",
        about: person.id,
        occurrence: last.map_or_else(|| "never".to_owned(), |last| last.to_string()),
        says: format!("{name} gets advice, and nobody puts their name forward"),
        facts: facts.collect(),
        why: "Advice makes somebody better; only a sponsor opens the door. Who gets the one without the other stays where they are.",
        next_step: format!("Think of one thing that is to be given to somebody, and put {name} forward."),
        urgency: Urgency::Low,
        number: Some(&ADVICE_TIMES),
    })
}
