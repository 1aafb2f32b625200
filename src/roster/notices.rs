//! What the roster says unasked: the span of control and the ownership of services here, skills and teams below.

mod skills;
mod teams;

use document::Book;
use kernel::{Date, Notice, Ordered as _, RecordId, Source, Threshold, Urgency, days_between, words};

use crate::{
    Criticality, Team,
    rules::{self, Fault, Limits, OnLadder, Ownership, Side, Span},
    settings,
};

pub use skills::{CONFIRM_DAYS, SKILL_LEAVING_DAYS, facts as gap_facts};
pub use teams::{JUNIOR_RUNG, MENTEES, MENTOR_NEW_DAYS, ROTATION_FLOOR, SENIOR_RUNG};

/// TM-2: below this many reports a full-time manager may not be needed.
pub const SPAN_FLOOR: Threshold = Threshold {
    name: "tm-2-floor",
    label: "Fewest direct reports",
    default: 5,
    min: 0,
    max: 50,
    unit: "people",
    source: Source::Guides,
};
/// TM-2: above this many reports 1:1s, feedback and career care are strained.
pub const SPAN_CEILING: Threshold = Threshold {
    name: "tm-2-ceiling",
    label: "Most direct reports",
    default: 8,
    min: 1,
    max: 50,
    unit: "people",
    source: Source::Guides,
};
/// TM-2: the ceiling for an experienced manager of a stable, senior team.
pub const SPAN_CEILING_EXPERIENCED: Threshold = Threshold {
    name: "tm-2-ceiling-experienced",
    label: "Most direct reports, experienced manager of a stable, senior team",
    default: 10,
    min: 1,
    max: 50,
    unit: "people",
    source: Source::Guides,
};
/// TM-8: how long before somebody's last day their services become a notice.
pub const LEAVING_DAYS: Threshold = Threshold::ours(
    "tm-8-leaving-days",
    "Days before a last day when their services need a new name",
    90,
    (0, 365),
    "days",
);

/// The numbers of this area, all editable.
pub const THRESHOLDS: &[Threshold] = &[
    SPAN_FLOOR,
    SPAN_CEILING,
    SPAN_CEILING_EXPERIENCED,
    ROTATION_FLOOR,
    CONFIRM_DAYS,
    SKILL_LEAVING_DAYS,
    JUNIOR_RUNG,
    SENIOR_RUNG,
    MENTEES,
    MENTOR_NEW_DAYS,
    LEAVING_DAYS,
];

/// What the roster has to say on `today`; `ladder` says who stands on which rung.
#[must_use]
pub fn notices(book: &Book, ladder: &OnLadder, today: Date) -> Vec<Notice> {
    let mut notices = span_notices(book, today);
    let leaving_days = settings::number(book, &LEAVING_DAYS);
    notices.extend(
        rules::ownership(book, today)
            .iter()
            .filter_map(|service| ownership_notice(service, leaving_days, today)),
    );
    notices.extend(skills::notices(book, today));
    notices.extend(teams::notices(book, ladder, today));
    notices
}

/// The span of the user: one notice for today, one for the month in which a line will be crossed.
fn span_notices(book: &Book, today: Date) -> Vec<Notice> {
    let Some(me) = rules::me(book) else { return Vec::new() };
    let span = rules::span(book, me.id, today);
    let limits = rules::limits(book);
    let someone_comes = span.months.iter().any(|month| !month.joins.is_empty());
    if span.now.is_empty() && !someone_comes {
        return Vec::new();
    }
    span_now(me.id, &span, limits, today).into_iter().chain(span_ahead(me.id, &span, limits)).collect()
}

const WHY_BELOW: &str = "A smaller team may not need a full-time manager; a tech lead may serve it better.";
const WHY_ABOVE: &str = "With more people, 1:1s, feedback and career care get too little time.";

/// The notice for today. A new case is another number, or the same number after somebody has come.
fn span_now(about: RecordId, span: &Span, limits: Limits, today: Date) -> Option<Notice> {
    let (side, reports) = (limits.side(span.count()), span.count());
    let (rule, says, why, next_step) = match side {
        Side::Within => return None,
        Side::Below => (
            "TM-2.3",
            format!("You have {}, below {}", people(reports), limits.floor),
            WHY_BELOW,
            "Talk with your own manager about what the team needs: more people, or less of a manager.",
        ),
        Side::Above => (
            "TM-2.4",
            format!("You have {}, above {}", people(reports), limits.ceiling),
            WHY_ABOVE,
            "Sketch how the team could be split, and who could lead the other half.",
        ),
    };
    let names: Vec<&str> = span.now.iter().map(|person| person.name.as_str()).collect();
    let mut facts = vec![format!("{} on {}: {}.", people(reports), words::day(today), words::listed(&names))];
    facts.extend(moves_ahead(span));
    let latest_join = span.now.iter().filter_map(|person| person.start_date).max();
    let occurrence =
        format!("{reports} since {}", latest_join.map_or_else(String::new, |day| day.to_string()));
    let urgency = if side == Side::Above { Urgency::Normal } else { Urgency::Low };
    let number = Some(limit_of(side));
    Some(Notice {
        rule,
        about,
        occurrence,
        says,
        facts,
        why,
        next_step: next_step.to_owned(),
        urgency,
        number,
    })
}

fn span_ahead(about: RecordId, span: &Span, limits: Limits) -> Option<Notice> {
    let (month, side) = span.crossing(limits)?;
    let (line, why, next_step) = match side {
        Side::Below => (
            format!("below {}", limits.floor),
            WHY_BELOW,
            "Plan now: an opening takes months from the first talk to the first day.",
        ),
        _ => (
            format!("above {}", limits.ceiling),
            WHY_ABOVE,
            "Plan now how the team will be led: a split, a second manager, or fewer direct reports.",
        ),
    };
    let says = format!("Your span goes {line} in {}", words::month(month.month));
    let mut facts = vec![
        format!("{} today.", people(span.count())),
        format!("{} at the end of {}.", people(month.reports), words::month(month.month)),
    ];
    facts.extend(moves_ahead(span));
    Some(Notice {
        rule: "TM-2.5",
        about,
        occurrence: words::month_key(month.month),
        says,
        facts,
        why,
        next_step: next_step.to_owned(),
        urgency: Urgency::Normal,
        number: Some(limit_of(side)),
    })
}

/// The guides' number that a span on this side is beyond.
fn limit_of(side: Side) -> &'static Threshold {
    if side == Side::Below { &SPAN_FLOOR } else { &SPAN_CEILING }
}

fn moves_ahead(span: &Span) -> Vec<String> {
    let joins = span.months.iter().flat_map(|month| &month.joins).map(|one| (one, "joins on"));
    let leaves = span.months.iter().flat_map(|month| &month.leaves).map(|one| (one, "leaves on"));
    let mut moves: Vec<_> = joins.chain(leaves).collect();
    moves.order_by_key(|(one, _)| one.on);
    moves.into_iter().map(|(one, how)| format!("{} {how} {}.", one.name, words::day(one.on))).collect()
}

/// One notice per service with all that is wrong with it.
fn ownership_notice(ownership: &Ownership, leaving_days: i64, today: Date) -> Option<Notice> {
    let soon = |fault: &&Fault| match fault {
        Fault::AccountableLeaves { on } => days_between(today, *on) <= leaving_days,
        _ => true,
    };
    let faults: Vec<Fault> = ownership.faults.iter().filter(soon).copied().collect();
    let worst = *faults.first()?;
    let service = &ownership.service;
    let mut facts: Vec<String> = faults.iter().map(|fault| fact(ownership, *fault, today)).collect();
    facts.push(format!("Criticality: {}.", service.criticality.label().to_lowercase()));
    let name = &service.name;
    let (rule, says, next_step) = match worst {
        Fault::NoTeam | Fault::TeamIsEmpty => (
            "TM-8.1",
            format!("{name} has no owning team"),
            "Agree on one team, or decide together to switch the service off.",
        ),
        Fault::SeveralTeams => (
            "TM-8.2",
            format!("{name} has more than one owning team"),
            "Bring the teams together and settle on one; the other becomes a user of it.",
        ),
        Fault::NobodyAccountable => (
            "TM-8.3",
            format!("Nobody answers for {name}"),
            "Ask somebody of the owning team to take it, with the time it needs.",
        ),
        Fault::AccountableLeft { .. } => (
            "TM-8.4",
            format!("Who answered for {name} has left"),
            "Ask somebody of the owning team to take it, and look at its runbook together.",
        ),
        Fault::AccountableElsewhere => (
            "TM-8.8",
            format!("Who answers for {name} works in another team"),
            "Ask whether the service should move along, or somebody of the owning team take it.",
        ),
        Fault::AccountableLeaves { .. } => (
            "TM-8.5",
            format!("Who answers for {name} is leaving"),
            "Name the next person now and plan the hand-over while both are here.",
        ),
    };
    let grave = service.criticality >= Criticality::High && !matches!(worst, Fault::AccountableLeaves { .. });
    let urgency = match worst {
        Fault::AccountableElsewhere => Urgency::Low,
        _ if grave => Urgency::High,
        _ => Urgency::Normal,
    };
    let occurrence: Vec<String> = faults.iter().map(|fault| occurrence(ownership, *fault)).collect();
    Some(Notice {
        rule,
        about: service.id,
        occurrence: occurrence.join(" + "),
        says,
        facts,
        why: "Exactly one team and one person answer for a service, or nobody does when it fails.",
        next_step: next_step.to_owned(),
        urgency,
        number: matches!(worst, Fault::AccountableLeaves { .. }).then_some(&LEAVING_DAYS),
    })
}

fn fact(ownership: &Ownership, fault: Fault, today: Date) -> String {
    let person = ownership.accountable.as_ref().map_or("", |person| person.name.as_str());
    let teams: Vec<&str> = ownership.teams.iter().map(|team| team.record.name.as_str()).collect();
    match fault {
        Fault::NoTeam => "No team owns it.".to_owned(),
        Fault::SeveralTeams => {
            format!("{} say they own it: {}.", team_count(&ownership.teams), words::listed(&teams))
        }
        Fault::TeamIsEmpty => format!("Everybody of {} has left.", words::listed(&teams)),
        Fault::NobodyAccountable => "No person is named as accountable.".to_owned(),
        Fault::AccountableElsewhere => {
            format!(
                "{} owns it; {person} works in another team and does not manage it.",
                words::listed(&teams)
            )
        }
        Fault::AccountableLeft { on } => {
            format!("{person} left on {}, {} ago.", words::day(on), words::days(days_between(on, today)))
        }
        Fault::AccountableLeaves { on } => {
            format!(
                "The last day of {person} is {}, in {}.",
                words::day(on),
                words::days(days_between(today, on))
            )
        }
    }
}

fn team_count(teams: &[document::Entry<Team>]) -> String {
    words::counted(teams.len(), "team", "teams")
}

/// What tells one case from the next: the teams and the person concerned.
fn occurrence(ownership: &Ownership, fault: Fault) -> String {
    match fault {
        Fault::NoTeam => "no team".to_owned(),
        Fault::NobodyAccountable => "nobody".to_owned(),
        Fault::AccountableElsewhere => {
            let person = ownership.accountable.as_ref().map(|person| person.id.to_string());
            format!("{} elsewhere", person.unwrap_or_default())
        }
        Fault::SeveralTeams | Fault::TeamIsEmpty => {
            let mut teams: Vec<String> = ownership.teams.iter().map(|team| team.id.to_string()).collect();
            teams.order_by(Ord::cmp);
            teams.join(",")
        }
        Fault::AccountableLeft { on } | Fault::AccountableLeaves { on } => {
            let person = ownership.accountable.as_ref().map(|person| person.id.to_string());
            format!("{} {on}", person.unwrap_or_default())
        }
    }
}

fn people(count: i64) -> String {
    words::counted(count, "direct report", "direct reports")
}
