//! Notices about teams: seats on which nobody sits, and mixes of one kind only (TM-4, TM-7).

use document::{Book, Entry};
use kernel::{Date, Notice, Source, Threshold, Urgency, words};

use crate::{
    Person, Team,
    rules::{self, Extreme, Holder, Mix, OnLadder, Seats},
};

/// TM-3: how many people a weekly rotation takes, so that nobody is on call more than about a week a month.
pub const ROTATION_FLOOR: Threshold = Threshold {
    name: "tm-3-rotation",
    label: "Fewest people for a weekly on-call rotation",
    default: 4,
    min: 1,
    max: 20,
    unit: "people",
    source: Source::Guides,
};
/// TM-7: up to this rung of the ladder somebody counts as junior.
pub const JUNIOR_RUNG: Threshold =
    Threshold::ours("tm-7-junior", "Highest rung that counts as junior", 2, (0, 20), "rung");
/// TM-7: from this rung of the ladder on somebody counts as senior.
pub const SENIOR_RUNG: Threshold =
    Threshold::ours("tm-7-senior", "Lowest rung that counts as senior", 4, (1, 20), "rung");
/// TM-7: how many people one senior can mentor at a time.
pub const MENTEES: Threshold =
    Threshold::ours("tm-7-mentees", "How many people one senior mentors", 2, (1, 10), "people");
/// TM-7: how long somebody who joined needs a mentor.
pub const MENTOR_NEW_DAYS: Threshold = Threshold::ours(
    "tm-7-new-days",
    "Days after joining during which somebody who is not senior needs a mentor",
    90,
    (0, 365),
    "days",
);

/// What is to be said about the user's teams on `today`.
pub fn notices(book: &Book, ladder: &OnLadder, today: Date) -> Vec<Notice> {
    let mut notices = Vec::new();
    for (team, members) in rules::my_teams(book, today) {
        let seats = rules::seats(book, &team, today);
        notices.extend(empty_seats(&seats, &members));
        notices.extend(both(&seats));
        notices.extend(extreme(&team, &rules::mix(book, &members, ladder, today)));
    }
    notices
}

fn empty_seats(seats: &Seats, members: &[Entry<Person>]) -> Option<Notice> {
    let empty: Vec<_> = seats.empty().collect();
    let names: Vec<String> = empty.iter().map(|(seat, _)| seat.label().to_lowercase()).collect();
    if empty.is_empty() {
        return None;
    }
    let team = &seats.team;
    let fact = |(seat, holder): &&(rules::Seat, Holder)| match holder {
        Holder::Left { person, on } => {
            format!("{}: {} left on {}.", seat.label(), person.name, words::day(*on))
        }
        _ => format!("{}: nobody.", seat.label()),
    };
    let mut facts: Vec<String> = empty.iter().map(fact).collect();
    facts.push(format!("{} at work in it.", words::counted(members.len(), "person", "people")));
    Some(Notice {
        rule: "TM-4.1",
        about: team.id,
        occurrence: names.join(","),
        says: format!("Nobody answers for {} in {}", words::listed(&names), team.name),
        facts,
        why: "What nobody answers for is decided late, or twice.",
        next_step: "Agree with the team who answers for it, and write it down here.".to_owned(),
        urgency: Urgency::Low,
        number: None,
    })
}

fn both(seats: &Seats) -> Option<Notice> {
    let person = seats.manager_and_tech_lead()?;
    let team = &seats.team;
    Some(Notice {
        rule: "TM-4.2",
        about: team.id,
        occurrence: person.id.to_string(),
        says: format!("{} both manages {} and gives its technical direction", person.name, team.name),
        facts: vec![format!("People: {}.", person.name), format!("Technical direction: {}.", person.name)],
        why: "The two pull on the same hours, and nobody is left to say no to either.",
        next_step: "Ask who of the seniors could give the technical direction, with the time it needs."
            .to_owned(),
        urgency: Urgency::Low,
        number: None,
    })
}

fn extreme(team: &Entry<Team>, mix: &Mix) -> Option<Notice> {
    let extreme = mix.extreme()?;
    let everybody = mix.counts.known();
    let (rule, says, why, next_step, number) = match extreme {
        Extreme::AllSenior => (
            "TM-7.3",
            format!("Everybody in {} is senior", team.name),
            "Where all are senior there is little room to grow into, and the cost is high.",
            "Open the next role a rung lower, with somebody beside it who likes to teach.",
            &SENIOR_RUNG,
        ),
        Extreme::AllJunior => (
            "TM-7.4",
            format!("Everybody in {} is junior", team.name),
            "Where all are junior the hard calls are nobody's, and whoever mentors does little else.",
            "Open the next role for a senior, or ask another team for one for a while.",
            &JUNIOR_RUNG,
        ),
    };
    let levels: Vec<String> = mix.levels.iter().map(|(level, count)| format!("{count} {level}")).collect();
    Some(Notice {
        rule,
        about: team.id,
        occurrence: everybody.to_string(),
        says,
        facts: vec![
            format!("{everybody} of {everybody}: {}.", words::listed(&levels)),
            format!(
                "Seats for who needs a mentor: {}; {} one.",
                mix.mentor_seats,
                words::counted(mix.need_mentor.len(), "needs", "need")
            ),
        ],
        why,
        next_step: next_step.to_owned(),
        urgency: Urgency::Low,
        number: Some(number),
    })
}
