//! Notices about interview load (HI-11) and looks at hires that are due (HI-10).

use document::Book;
use kernel::{Date, Notice, Ordered as _, Urgency, text::fold, words};
use roster::{Skill, settings};

use super::{RATE_DAYS, WEEK_CAP};
use crate::rules;

/// What is to be said about load and hires on `today`.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let over = rules::over_cap(book, today).into_iter().map(|(load, week)| Notice {
        rule: "HI-11.2",
        about: load.person,
        occurrence: week.monday.to_string(),
        says: format!(
            "{} has {} in the week of {}",
            load.name,
            words::counted(week.interviews.len(), "interview", "interviews"),
            words::day(week.monday)
        ),
        facts: vec![hours(&week)],
        why: "Interviews come out of the same week as the work, and the third one of a day is not fair to anybody.",
        next_step: "Give one to somebody else, or move it by a week.".to_owned(),
        urgency: Urgency::Normal,
        number: Some(&WEEK_CAP),
    });
    let away = rules::while_away(book, today).into_iter().map(|(interview, name)| Notice {
        rule: "HI-11.3",
        about: interview.id,
        occurrence: interview.on.map(|on| on.to_string()).unwrap_or_default(),
        says: format!("{name} is away on the day of an interview"),
        facts: vec![
            interview.on.map(|on| format!("It is planned for {}.", words::day(on))).unwrap_or_default(),
        ],
        why: "An interview that falls out costs the candidate a week.",
        next_step: "Find somebody else for it, or another day.".to_owned(),
        urgency: Urgency::High,
        number: None,
    });
    let due = rules::due(book, today).into_iter().map(|due| Notice {
        rule: "HI-10.1",
        about: due.candidate.id,
        occurrence: due.months.to_string(),
        says: format!("{} has been here for {} months", due.candidate.name, due.months),
        facts: vec![format!("Since {}; how it went is not written yet.", words::day(due.on))],
        why: "Without looking back, a loop never learns what it predicts and what it misses.",
        next_step: "Compare how it went with what the loop said, competency by competency.".to_owned(),
        urgency: Urgency::Low,
        number: None,
    });
    let days = settings::number(book, &RATE_DAYS);
    let unrated = rules::to_rate(book, today, days).into_iter().map(|(person, opening, skills)| {
        let mut names: Vec<String> = skills
            .iter()
            .filter_map(|skill| book.get::<Skill>(*skill))
            .map(|skill| skill.record.name)
            .collect();
        names.order_by_key(|name| fold(name));
        let it = if names.len() == 1 { "it" } else { "them" };
        Notice {
            rule: "HI-11.7",
            about: person.id,
            occurrence: opening.id.to_string(),
            says: format!("{} was hired for {} and is not rated in {it}", person.name, words::listed(&names)),
            facts: vec![format!(
                "Hired for {}{}.",
                opening.role,
                person.start_date.map(|on| format!(", here since {}", words::day(on))).unwrap_or_default()
            )],
            why: "A gap that was answered by hiring is closed when somebody has seen that the hire closes it.",
            next_step: "Rate what you have seen, or say that it has to be grown.".to_owned(),
            urgency: Urgency::Low,
            number: Some(&RATE_DAYS),
        }
    });
    over.chain(away).chain(due).chain(unrated).collect()
}

/// What a week of interviews takes: `3 h 30 min`, and what is of no known length.
fn hours(week: &rules::InterviewWeek) -> String {
    let time = format!("{} in interviews", rules::time(week.minutes));
    match week.unknown {
        0 => format!("{time}."),
        count => format!("{time}, and {count} of no known length."),
    }
}
