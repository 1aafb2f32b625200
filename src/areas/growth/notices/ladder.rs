//! Notices about ladders: rungs without an equal, levels that are on none, tracks that stand still (GR-2).

use document::Book;
use kernel::{Date, Notice, Urgency, days_between, words};
use roster::Track;

use super::STILL_DAYS;
use crate::rules;

/// How many people a fact lists before it counts the rest.
const LISTED: usize = 8;

/// What is to be said about ladders on `today`.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices = one_sided(book);
    notices.extend(off_ladder(book, today));
    notices.extend(still(book, today));
    notices
}

fn one_sided(book: &Book) -> Vec<Notice> {
    let lonely = |ladder: document::Entry<crate::Ladder>| {
        let rungs = rules::missing_twins(book, ladder.id);
        let names: Vec<&str> = rungs.iter().map(|rung| rung.code.as_str()).collect();
        (!rungs.is_empty()).then(|| Notice {
            rule: "GR-2.3",
            about: ladder.id,
            occurrence: names.join(" "),
            says: format!("{}: rungs on one side only: {}", ladder.name, words::listed(&names)),
            facts: rungs
                .iter()
                .map(|rung| {
                    let other = match rung.track {
                        Some(Track::Management) => Track::Individual,
                        _ => Track::Management,
                    };
                    format!(
                        "{} {} (grade {}) has no equal on the {} track.",
                        rung.code,
                        rung.name,
                        rung.grade,
                        other.label().to_lowercase()
                    )
                })
                .collect(),
            why: "Where one track ends early, people change to the other for the pay and not for the work.",
            next_step: "Add the missing rung, or give two rungs the same grade.".to_owned(),
            urgency: Urgency::Low,
            number: None,
        })
    };
    rules::in_use(book).into_iter().filter_map(lonely).collect()
}

fn off_ladder(book: &Book, today: Date) -> Option<Notice> {
    let people = rules::reports_off_ladder(book, today);
    let ladder = rules::in_use(book).into_iter().next()?;
    let first = people.first()?;
    let fact = |person: &document::Entry<roster::Person>| match person.level.as_deref() {
        Some(level) => format!("{}: “{level}” is on no ladder in use.", person.name),
        None => format!("{}: no level is said.", person.name),
    };
    let says = match people.as_slice() {
        [only] => format!("{} stands on no rung", only.name),
        several => {
            format!("{} stand on no rung", words::counted(several.len(), "report", "reports"))
        }
    };
    let next_step = match first.level {
        Some(_) => "Write the level as the ladder has it, or add the rung.",
        None => "Say the level on the person’s page.",
    };
    Some(Notice {
        rule: "GR-2.5",
        about: if people.len() == 1 { first.id } else { ladder.id },
        occurrence: people.iter().map(|person| person.id.to_string()).collect::<Vec<_>>().join(" "),
        says,
        facts: people.iter().take(LISTED).map(fact).chain(more(people.len())).collect(),
        why: "Without a rung nobody can say what is expected now, and what the next step would take.",
        next_step: next_step.to_owned(),
        urgency: Urgency::Low,
        number: None,
    })
}

fn still(book: &Book, today: Date) -> Vec<Notice> {
    let notice = |still: rules::Stillness| {
        let about = still.people.first()?.0.id;
        let since = |(person, since): &(document::Entry<roster::Person>, Option<Date>)| match since {
            Some(since) => format!(
                "{}: {} for {}, since {}.",
                person.name,
                person.level.as_deref().unwrap_or("no level"),
                words::days(days_between(*since, today)),
                words::day(*since)
            ),
            None => format!("{}: since when is not known.", person.name),
        };
        let last = match still.last {
            Some(last) => format!("Last promotion on it: {}.", words::day(last)),
            None => "No promotion on it is noted here.".to_owned(),
        };
        let people = still.people.iter().take(LISTED).map(since);
        Some(Notice {
            rule: "GR-2.6",
            about,
            occurrence: format!(
                "{} {}",
                still.track.word(),
                still.last.map_or_else(|| "none".to_owned(), |last| last.to_string())
            ),
            says: format!(
                "Nobody on the {} track moved up for {}",
                still.track.label().to_lowercase(),
                words::days(still.days)
            ),
            facts: std::iter::once(last).chain(people).chain(more(still.people.len())).collect(),
            why: "A track on which nobody moves is no track: people read it as a ceiling and leave.",
            next_step: "Look at each one’s next rung: what is missing, and who could give the chance?"
                .to_owned(),
            urgency: Urgency::Low,
            number: Some(&STILL_DAYS),
        })
    };
    rules::stillness(book, today).into_iter().filter_map(notice).collect()
}

fn more(people: usize) -> Option<String> {
    (people > LISTED).then(|| format!("And {} more.", people - LISTED))
}
