//! Notices about growth plans (GR-1).

use document::{Book, Entry};
use kernel::{Date, Notice, Urgency, days_between, words};
use roster::Person;

use super::{AIM_DAYS, IDLE_DAYS, REVISIT_DAYS};
use crate::{Goal, rules};

/// What is to be said about the plan of one person.
pub fn notices(book: &Book, person: &Entry<Person>, today: Date) -> Vec<Notice> {
    let care = rules::plan_care(book, person, today);
    let name = &person.name;
    let no_aim = care.no_aim_for.map(|days| Notice {
        rule: "GR-1.2",
        about: person.id,
        occurrence: "no aim".to_owned(),
        says: format!("Nobody has noted where {name} wants to go"),
        facts: vec![
            format!("At work and known here for {}.", words::days(days)),
            "Unsure is an answer; it only has to be theirs.".to_owned(),
        ],
        why: "Help that does not fit where somebody wants to go is work for both and moves nobody.",
        next_step: format!("Ask {name} in the next 1:1, and note the answer."),
        urgency: Urgency::Low,
        number: Some(&AIM_DAYS),
    });
    let asleep = care.not_revisited.map(|(last, days)| Notice {
        rule: "GR-1.3",
        about: person.id,
        occurrence: last.to_string(),
        says: format!("{name}’s growth plan was not looked at for {}", words::days(days)),
        facts: vec![format!("Last looked at, or changed by a goal: {}.", words::day(last))]
            .into_iter()
            .chain(rules::next_goal(book, person.id).map(|goal| format!("Next goal: {}.", goal_fact(&goal))))
            .collect(),
        why: "A plan nobody looks at is a promise nobody keeps.",
        next_step: format!("Take ten minutes of the next 1:1 with {name} for it."),
        urgency: Urgency::Normal,
        number: Some(&REVISIT_DAYS),
    });
    let overdue = care.overdue.first().map(|first| Notice {
        rule: "GR-1.4",
        about: person.id,
        occurrence: occurrence(&care.overdue),
        says: match care.overdue.len() {
            1 => format!("{name}’s goal is past its day: {}", words::excerpt(&first.what, 80)),
            many => format!("{many} goals of {name} are past their day"),
        },
        facts: care
            .overdue
            .iter()
            .filter_map(|goal| {
                let late = words::days(days_between(goal.by?, today));
                Some(format!("{}: {late} late.", goal_fact(goal)))
            })
            .collect(),
        why: "A day that passes unsaid tells people that growth can wait.",
        next_step: "Say together whether it was reached, moves, or is let go.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    });
    let idle = care.idle.first().map(|first| Notice {
        rule: "GR-1.6",
        about: person.id,
        occurrence: occurrence(&care.idle),
        says: match care.idle.len() {
            1 => format!("Nobody does anything for {name}’s goal: {}", words::excerpt(&first.what, 80)),
            many => format!("Nobody does anything for {many} goals of {name}"),
        },
        facts: care
            .idle
            .iter()
            .map(|goal| format!("{}: no open action, no support is said.", goal_fact(goal)))
            .collect(),
        why: "A goal without a next step is a wish.",
        next_step: format!("Agree on one action with {name}, or say what you give towards it."),
        urgency: Urgency::Low,
        number: Some(&IDLE_DAYS),
    });
    [no_aim, asleep, overdue, idle].into_iter().flatten().collect()
}

/// Another goal that comes to it, or another day, is a new case.
fn occurrence(goals: &[Entry<Goal>]) -> String {
    let newest = goals.iter().max_by_key(|goal| (goal.by, goal.id));
    newest
        .map(|goal| match goal.by {
            Some(by) => format!("{} {by}", goal.id),
            None => goal.id.to_string(),
        })
        .unwrap_or_default()
}

fn goal_fact(goal: &Goal) -> String {
    let by = goal.by.map(|by| format!(", by {}", words::day(by))).unwrap_or_default();
    format!("“{}”{by}", words::excerpt(&goal.what, 80))
}
