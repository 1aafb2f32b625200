//! Notices about mentoring pairs (GR-6) and chances to be seen (GR-7).

use document::Book;
use kernel::{Date, Notice, Urgency, days_between, words};
use roster::MENTEES;

use super::{NAMES_DAYS, SPREAD_COUNT};
use crate::rules;

/// What is to be said about mentoring on `today`.
pub fn mentoring(book: &Book, today: Date) -> Vec<Notice> {
    let alone = rules::without_mentor(book, today).into_iter().map(|person| Notice {
        rule: "GR-6.2",
        about: person.id,
        occurrence: person.level.clone().unwrap_or_default(),
        says: format!("{} has no mentor", person.name),
        facts: vec![match (person.level.as_deref(), person.start_date) {
            (Some(level), Some(first)) => format!("{level}, at work since {}.", words::day(first)),
            (Some(level), None) => format!("{level}."),
            (None, Some(first)) => format!("At work since {}.", words::day(first)),
            (None, None) => "No mentoring pair is under way.".to_owned(),
        }],
        why: "Who is new to a level learns fastest beside somebody who was there before.",
        next_step: format!(
            "Ask somebody senior with a free seat, on one named skill, and tell {}.",
            person.name
        ),
        urgency: Urgency::Low,
        number: None,
    });
    let over = rules::mentors(book, today).into_iter().filter(|mentor| mentor.pairs.len() > mentor.seats);
    let over = over.map(|mentor| Notice {
        rule: "GR-6.3",
        about: mentor.person.id,
        occurrence: mentor
            .pairs
            .iter()
            .map(|pair| pair.id)
            .max()
            .map(|id| id.to_string())
            .unwrap_or_default(),
        says: format!("{} mentors {} at once", mentor.person.name, mentor.pairs.len()),
        facts: mentor
            .pairs
            .iter()
            .map(|pair| {
                let name = roster::rules::name_of(book, pair.person).unwrap_or_default();
                format!("{name}: {}.", words::excerpt(&pair.about, 80))
            })
            .chain([format!("One mentor carries {}.", mentor.seats)])
            .collect(),
        why: "A mentor without time teaches that asking is a bother.",
        next_step: "End one with what was passed on, or give one to somebody else.".to_owned(),
        urgency: Urgency::Low,
        number: Some(&MENTEES),
    });
    alone.chain(over).collect()
}

/// What is to be said about sponsorship on `today`.
pub fn sponsorship(book: &Book, today: Date) -> Vec<Notice> {
    let nameless = rules::without_names(book, today).into_iter().filter_map(|one| {
        let by = one.names_by?;
        Some(Notice {
            rule: "GR-7.3",
            about: one.id,
            occurrence: by.to_string(),
            says: format!("Nobody is put forward yet: {}", words::excerpt(&one.what, 80)),
            facts: vec![match days_between(today, by) {
                0 => "Names are wanted today.".to_owned(),
                days => format!("Names are wanted by {}, in {}.", words::day(by), words::days(days)),
            }],
            why: "What nobody asks for goes to whoever had it last time.",
            next_step: "Look at who was not put forward for long, and name somebody.".to_owned(),
            urgency: Urgency::Normal,
            number: Some(&NAMES_DAYS),
        })
    });
    let spread = rules::spread(book, today);
    let lopsided = rules::lopsided(&spread, book).map(|most| Notice {
        rule: "GR-7.4",
        about: most.person.id,
        occurrence: words::month_key(today),
        says: format!("Most chances to be seen went to {}", most.person.name),
        facts: spread
            .iter()
            .map(|one| {
                let times = words::counted(one.times, "time", "times");
                format!("{}: {times}.", one.person.name)
            })
            .collect(),
        why: "Who is seen gets the next chance too; without a look at the spread it grows by itself.",
        next_step: "For the next one, begin with who was never put forward.".to_owned(),
        urgency: Urgency::Low,
        number: Some(&SPREAD_COUNT),
    });
    nameless.chain(lopsided).collect()
}
