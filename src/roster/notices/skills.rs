//! Notices about skills: ratings nobody confirmed, gaps nobody answered, answers to look at again (TM-5, TM-6).

use document::{Book, Entry};
use kernel::{Date, Notice, Threshold, Urgency, days_between, words};

use crate::{
    Criticality, GapResponse, Person,
    rules::{self, Lack, Need, ResponseFault, Supply, ToConfirm},
    settings,
};

/// TM-5: how old the rating that holds may be without being confirmed.
pub const CONFIRM_DAYS: Threshold = Threshold::ours(
    "tm-5-confirm-days",
    "Days until a skill rating wants confirming",
    183,
    (14, 1_000),
    "days",
);
/// TM-6: how long before somebody's last day they no longer count for what needs their skills.
pub const SKILL_LEAVING_DAYS: Threshold = Threshold::ours(
    "tm-6-leaving-days",
    "Days before a last day when somebody no longer counts for what needs their skills",
    90,
    (0, 365),
    "days",
);

/// How many skills or demands a notice names; more are counted.
const NAMED: usize = 6;

/// What is to be said about skills on `today`.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let limit = settings::number(book, &CONFIRM_DAYS);
    let mut notices: Vec<Notice> =
        rules::to_confirm(book, today).iter().map(|person| unconfirmed(person, limit)).collect();
    for gap in rules::gaps(book, today) {
        notices.extend(match &gap.response {
            None => Some(unanswered(&gap)),
            Some(response) => to_look_at(book, &gap, response, today),
        });
    }
    notices
}

fn unconfirmed(person: &ToConfirm, limit: i64) -> Notice {
    let name = &person.person.name;
    let count = words::counted(person.skills.len(), "skill rating", "skill ratings");
    let fact = |(skill, held): &(Entry<crate::Skill>, rules::Held)| {
        let when = match (held.rating.on, held.age) {
            (Some(on), Some(age)) => format!("{}, {} ago", words::day(on), words::days(age)),
            _ => "no day".to_owned(),
        };
        format!("{}: {}, by {}; {when}.", skill.name, held.depth().label(), source(held))
    };
    let mut facts: Vec<String> = person.skills.iter().take(NAMED).map(fact).collect();
    facts.extend(more(person.skills.len()));
    let newest = person.skills.iter().filter_map(|(_, held)| held.rating.on).max();
    Notice {
        rule: "TM-5.3",
        about: person.person.id,
        occurrence: newest.map_or_else(|| "no day".to_owned(), |on| on.to_string()),
        says: format!("{count} of {name} not confirmed for more than {}", words::days(limit)),
        facts,
        why: "Plans for rotations, openings and growth rest on what people can do now, not on what they could once.",
        next_step: format!("Go through them with {name} in a 1:1, and confirm or change each."),
        urgency: Urgency::Low,
        number: Some(&CONFIRM_DAYS),
    }
}

fn source(held: &rules::Held) -> &'static str {
    match held.rating.source {
        crate::RatingSource::Own => "themselves",
        crate::RatingSource::Manager => "the manager",
        crate::RatingSource::Evidence => "evidence",
    }
}

fn more(count: usize) -> Option<String> {
    (count > NAMED).then(|| format!("And {} more.", count - NAMED))
}

const WHY_GAP: &str = "A gap that nobody answers is answered by the day it matters.";

/// What a gap is, in one sentence.
fn gap_says(gap: &Supply) -> String {
    let skill = &gap.skill.name;
    match gap.lack {
        Some(Lack::Leaving) => format!("Who holds {skill} is leaving"),
        Some(Lack::Nobody) if gap.needs.len() == 1 => format!("Nobody holds {skill} as deep as it is needed"),
        Some(Lack::Nobody) => format!("Nobody holds {skill} as deep as some of what needs it asks"),
        Some(Lack::Short) => format!("{} short in {skill}", words::counted(gap.short, "person", "people")),
        Some(Lack::OnePerson) | None => format!("One person alone holds {skill}"),
    }
}

fn unanswered(gap: &Supply) -> Notice {
    let critical = gap.criticality() >= Some(Criticality::High);
    Notice {
        rule: "TM-6.7",
        about: gap.skill.id,
        occurrence: case(gap),
        says: format!("{}, and nothing is decided about it", gap_says(gap)),
        facts: facts(gap),
        why: WHY_GAP,
        next_step:
            "Decide: hire, grow, borrow, cut the demand or accept it; with an owner and a day to look again."
                .to_owned(),
        urgency: match gap.lack {
            Some(Lack::Nobody | Lack::Leaving) if critical => Urgency::High,
            Some(Lack::Nobody | Lack::Leaving | Lack::Short) => Urgency::Normal,
            Some(Lack::OnePerson) | None => Urgency::Low,
        },
        number: gap.needs.iter().any(|need| !need.leaving.is_empty()).then_some(&SKILL_LEAVING_DAYS),
    }
}

/// What tells one case of a gap from the next: another kind, more missing, or somebody else who leaves.
fn case(gap: &Supply) -> String {
    let mut leaving: Vec<String> = gap
        .needs
        .iter()
        .flat_map(|need| &need.leaving)
        .map(|(person, last)| format!("{} {last}", person.id))
        .collect();
    leaving.sort_unstable();
    leaving.dedup();
    format!("{:?} {} {}", gap.lack, gap.short, leaving.join(","))
}

/// The facts of a gap: each demand with who meets it, then the urgency and what it is made of.
#[must_use]
pub fn facts(gap: &Supply) -> Vec<String> {
    let lacking: Vec<&Need> = gap.needs.iter().filter(|need| need.lack().is_some()).collect();
    let mut facts: Vec<String> = lacking.iter().take(NAMED).map(|need| need_fact(need)).collect();
    facts.extend(more(lacking.len()));
    facts.push(format!(
        "Urgency {} of 9: {}, {}.",
        gap.urgency,
        words::counted(gap.doers, "does it", "do it"),
        words::counted(gap.teachers, "teaches it", "teach it"),
    ));
    facts
}

fn need_fact(need: &Need) -> String {
    let asked = words::counted(need.asked, "person", "people");
    let names: Vec<&str> = need.holders.iter().map(|person| person.name.as_str()).collect();
    let goes: Vec<String> = need
        .leaving
        .iter()
        .map(|(person, last)| format!("{}, who leaves on {}", person.name, words::day(*last)))
        .collect();
    let (names, goes) = (words::listed(&names), words::listed(&goes));
    let held = match (names.is_empty(), goes.is_empty()) {
        (true, true) => "nobody does".to_owned(),
        (true, false) => format!("only {goes}"),
        (false, true) => format!("{names} so far"),
        (false, false) => format!("{names} so far, and {goes}"),
    };
    let from = need.demand.needed_from.map(|day| format!(" from {}", words::day(day))).unwrap_or_default();
    format!("{} needs {asked} who {}{from}: {held}.", need.needed_for, does(need))
}

fn does(need: &Need) -> &'static str {
    match (need.demand.depth.does(), need.asked) {
        ("nothing yet", _) => "have begun with it",
        ("runs it", 1) => "runs it",
        ("runs it", _) => "run it",
        ("changes it", 1) => "changes it",
        ("changes it", _) => "change it",
        ("builds it", 1) => "builds it",
        ("builds it", _) => "build it",
        (_, 1) => "teaches it",
        _ => "teach it",
    }
}

fn to_look_at(book: &Book, gap: &Supply, response: &Entry<GapResponse>, today: Date) -> Option<Notice> {
    let fault = rules::response_fault(book, response, today)?;
    let skill = &gap.skill.name;
    let owner = response.owner.and_then(|owner| book.get::<Person>(owner.id()));
    let owner = owner.map(|owner| owner.record.name).unwrap_or_default();
    let answer = response.answer.label().to_lowercase();
    let (says, next_step) = match fault {
        ResponseFault::NoOwner => {
            (format!("Nobody sees to the gap in {skill}"), "Name who sees to it, and a day to look again.")
        }
        ResponseFault::OwnerLeft => {
            (format!("Who saw to the gap in {skill} has left"), "Name who sees to it now.")
        }
        ResponseFault::NoReview => (
            format!("No day to look again at the gap in {skill}"),
            "Set the day on which you will see whether it helped.",
        ),
        ResponseFault::ReviewDue { .. } => (
            format!("Look again at the gap in {skill}"),
            "See whether it helped: set the next day, or decide for something else.",
        ),
    };
    let mut facts = vec![match response.decided_on {
        Some(on) => format!("Decided on {}: {answer}.", words::day(on)),
        None => format!("Decided: {answer}."),
    }];
    match fault {
        ResponseFault::NoOwner => facts.push("It has no owner.".to_owned()),
        ResponseFault::OwnerLeft => facts.push(format!("{owner} has left.")),
        ResponseFault::NoReview => facts.push(format!("{owner} sees to it.")),
        ResponseFault::ReviewDue { on } => {
            facts.push(format!("{owner} sees to it."));
            facts.push(format!(
                "To look at again on {}, {} ago.",
                words::day(on),
                words::days(days_between(on, today))
            ));
        }
    }
    facts.extend(self::facts(gap));
    Some(Notice {
        rule: "TM-6.9",
        about: gap.skill.id,
        occurrence: format!("{} {fault:?}", response.id),
        says,
        facts,
        why: "An answer that is never looked at again is no answer.",
        next_step: next_step.to_owned(),
        urgency: Urgency::Normal,
        number: None,
    })
}
