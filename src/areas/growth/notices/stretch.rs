//! Notices about work that stretches somebody (GR-5).

use document::{Book, Entry};
use kernel::{Date, Notice, Urgency, words};
use roster::{Person, settings};

use super::{LOAD_ACTIONS, NO_STRETCH_DAYS};
use crate::{StretchState, rules};

/// What is to be said about the stretch work of one person.
pub fn notices(book: &Book, person: &Entry<Person>, today: Date) -> Vec<Notice> {
    let care = rules::stretch_care(book, person, today);
    let name = &person.name;
    let mut notices: Vec<Notice> = care
        .without_net
        .iter()
        .map(|work| Notice {
            rule: "GR-5.1",
            about: work.id,
            occurrence: "no supporter".to_owned(),
            says: format!("{name} stretches without a net: {}", words::excerpt(&work.what, 80)),
            facts: vec![
                format!(
                    "{}, under way{}.",
                    work.kind.label(),
                    work.from.map(|from| format!(" since {}", words::day(from))).unwrap_or_default()
                ),
                "Nobody is named who is there when it gets too much.".to_owned(),
            ],
            why: "Slightly too hard teaches; too hard and alone teaches to say no.",
            next_step: "Name somebody who has done it before, and tell both.".to_owned(),
            urgency: Urgency::Normal,
            number: None,
        })
        .collect();
    notices.extend(care.on_top.map(|load| {
        let work = rules::stretch_of(book, person.id);
        let under_way: Vec<_> = work.iter().filter(|one| one.state == StretchState::UnderWay).collect();
        let listed = under_way.iter().map(|one| format!("Under way: {}.", words::excerpt(&one.what, 80)));
        let limit = settings::number(book, &LOAD_ACTIONS);
        let carries = format!(
            "{} theirs; {limit} count as much.",
            words::counted(load.actions, "open action is", "open actions are")
        );
        Notice {
            rule: "GR-5.2",
            about: person.id,
            // Something that comes on top is a new case.
            occurrence: under_way.iter().map(|one| one.id).max().map(|id| id.to_string()).unwrap_or_default(),
            says: match load.stretch {
                1 => format!("{name} is stretched on top of a high load"),
                many => format!("{many} things stretch {name} at once"),
            },
            facts: listed.chain([carries]).collect(),
            why: "What is meant as a chance is felt as a burden when nothing is taken off for it.",
            next_step: format!("Take something off {name}’s list, or put one thing later."),
            urgency: Urgency::Normal,
            number: Some(&LOAD_ACTIONS),
        }
    }));
    notices.extend(care.none_for.map(|(days, last)| {
        Notice {
            rule: "GR-5.3",
            about: person.id,
            occurrence: last.map_or_else(|| "none".to_owned(), |last| last.to_string()),
            says: format!("Nothing stretched {name} for {}", words::days(days)),
            facts: std::iter::once(match last {
                Some(last) => format!("Last stretch work ended on {}.", words::day(last)),
                None => "No stretch work is noted.".to_owned(),
            })
            .chain(
                rules::goals_to_stretch(book, person.id)
                    .iter()
                    .take(3)
                    .map(|goal| format!("Open goal: {}.", words::excerpt(&goal.what, 80))),
            )
            .collect(),
            why: "People grow by work that is slightly beyond what they have shown.",
            next_step: "Look at what comes next: a design, an incident role, a part of an initiative."
                .to_owned(),
            urgency: Urgency::Low,
            number: Some(&NO_STRETCH_DAYS),
        }
    }));
    notices
}
