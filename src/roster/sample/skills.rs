//! The sample's skills: what its services ask for, who holds it, and what is decided about the gaps.

use chrono::Duration;
use document::{Author, Batch, Edit, Ref};
use kernel::{Date, RecordId};

use super::{Cast, ME, dated, opening};
use crate::{Depth, GapAnswer, GapResponse, RatingSource, Skill, SkillDemand, SkillRating};

/// Name, group, and what running, changing, building and teaching it means here.
const SKILLS: &[(&str, &str, [&str; 4])] = &[
    (
        "Payment providers",
        "Domain",
        [
            "Reads a provider's answers and knows whom to ask",
            "Changes a provider's settings and codes on their own",
            "Brings a new provider in, contract to first payment",
            "Others bring one in after working with them",
        ],
    ),
    (
        "Ledger bookings",
        "Domain",
        [
            "Follows the month-end list",
            "Corrects a booking and explains it to finance",
            "Adds a kind of booking, with its reports",
            "Leads others through a month end",
        ],
    ),
    (
        "Distributed design",
        "Craft",
        [
            "Knows what retries and time-outs are for",
            "Finds the race in a design of others",
            "Designs a change over several services",
            "Others' designs get better by their reviews",
        ],
    ),
    ("Data modelling", "Craft", ["", "", "", ""]),
    (
        "Observability",
        "Operations",
        [
            "Finds the right dashboard",
            "Adds what was missing after an incident",
            "Sets up a service so that its users' pain shows",
            "Teaches others what to measure, and what not",
        ],
    ),
    (
        "Being on call",
        "Operations",
        [
            "Has shadowed two weeks",
            "Takes a week alone",
            "Has made the rota or its runbooks better",
            "Brings newcomers to their first week",
        ],
    ),
    ("Test automation", "Craft", ["", "", "", ""]),
];

/// What needs which skill: the service or team, the skill, the depth, how many.
const DEMANDS: &[(&str, &str, Depth, i64)] = &[
    ("Gateway adapter", "Payment providers", Depth::Builds, 2),
    ("Ledger core", "Ledger bookings", Depth::Builds, 2),
    ("Checkout API", "Distributed design", Depth::Builds, 2),
    ("Reconciliation", "Observability", Depth::Builds, 2),
    ("Checkout API", "Test automation", Depth::Builds, 1),
    ("Ledger", "Being on call", Depth::Changes, 4),
    ("Checkout", "Being on call", Depth::Changes, 3),
];

/// Who holds which skill how deep, who says so, how many days ago, and what shows it.
const RATINGS: &[(&str, &str, Depth, RatingSource, i64, &str)] = &[
    (
        "Ana Lindqvist",
        "Distributed design",
        Depth::Builds,
        RatingSource::Evidence,
        61,
        "The retry redesign of checkout",
    ),
    ("Ana Lindqvist", "Payment providers", Depth::Changes, RatingSource::Manager, 75, ""),
    (
        "Ana Lindqvist",
        "Being on call",
        Depth::Builds,
        RatingSource::Manager,
        75,
        "Rewrote the hand-over notes",
    ),
    ("Ana Lindqvist", "Observability", Depth::Changes, RatingSource::Own, 82, ""),
    (
        "Tomasz Wróbel",
        "Payment providers",
        Depth::Teaches,
        RatingSource::Evidence,
        40,
        "Ana brought the second provider in with him beside her",
    ),
    ("Tomasz Wróbel", "Distributed design", Depth::Teaches, RatingSource::Manager, 70, ""),
    ("Tomasz Wróbel", "Being on call", Depth::Changes, RatingSource::Manager, 70, ""),
    ("Tomasz Wróbel", "Data modelling", Depth::Builds, RatingSource::Own, 90, ""),
    ("Yui Nakagawa", "Distributed design", Depth::Changes, RatingSource::Manager, 52, ""),
    ("Yui Nakagawa", "Payment providers", Depth::Runs, RatingSource::Manager, 52, ""),
    ("Yui Nakagawa", "Test automation", Depth::Changes, RatingSource::Own, 52, "Asked for more of it"),
    ("Yui Nakagawa", "Being on call", Depth::Changes, RatingSource::Manager, 52, ""),
    ("Kofi Mensah-Boateng", "Payment providers", Depth::Runs, RatingSource::Own, 64, ""),
    (
        "Kofi Mensah-Boateng",
        "Being on call",
        Depth::Runs,
        RatingSource::Manager,
        64,
        "Shadows until the end of the month",
    ),
    ("Kofi Mensah-Boateng", "Observability", Depth::Builds, RatingSource::Own, 64, ""),
    (
        "Kofi Mensah-Boateng",
        "Observability",
        Depth::Runs,
        RatingSource::Manager,
        58,
        "Reads dashboards well; has not made one yet",
    ),
    ("Rafael Moreira", "Ledger bookings", Depth::Changes, RatingSource::Manager, 66, ""),
    ("Rafael Moreira", "Data modelling", Depth::Builds, RatingSource::Evidence, 48, "The statement model"),
    ("Rafael Moreira", "Being on call", Depth::Builds, RatingSource::Manager, 66, ""),
    ("Rafael Moreira", "Observability", Depth::Changes, RatingSource::Manager, 66, ""),
    (
        "Priya Raghunathan",
        "Ledger bookings",
        Depth::Teaches,
        RatingSource::Evidence,
        45,
        "Led four month ends",
    ),
    ("Priya Raghunathan", "Data modelling", Depth::Teaches, RatingSource::Manager, 200, ""),
    ("Priya Raghunathan", "Being on call", Depth::Changes, RatingSource::Manager, 45, ""),
    (
        "Samir Haddad",
        "Observability",
        Depth::Teaches,
        RatingSource::Manager,
        260,
        "Set up tracing before his leave",
    ),
    (
        "Samir Haddad",
        "Being on call",
        Depth::Teaches,
        RatingSource::Manager,
        260,
        "Three newcomers took their first week with him",
    ),
    ("Samir Haddad", "Distributed design", Depth::Changes, RatingSource::Manager, 260, ""),
    ("Elif Karataş", "Data modelling", Depth::Changes, RatingSource::Own, 30, "From the team before"),
    ("Elif Karataş", "Being on call", Depth::Runs, RatingSource::Manager, 16, "Second week of shadowing"),
    (
        "Ingrid Solheim",
        "Test automation",
        Depth::Teaches,
        RatingSource::Evidence,
        190,
        "Built what all releases go through",
    ),
];

/// The sample's skills as batches, the oldest first. `named` are teams and services by name.
pub fn sample(
    author: &Author,
    cast: &Cast,
    named: &[(&'static str, RecordId)],
    today: Date,
    new_id: &mut dyn FnMut() -> RecordId,
) -> Vec<Batch> {
    let skills: Vec<(&str, RecordId)> = SKILLS.iter().map(|(name, ..)| (*name, new_id())).collect();
    let skill = |name: &str| skills.iter().find(|(known, _)| *known == name).map(|(_, id)| Ref::new(*id));
    let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let made = SKILLS.iter().zip(&skills).map(|((name, group, depths), (_, id))| {
        let [runs, changes, builds, teaches] = depths.map(said);
        let group = Some((*group).to_owned());
        let skill =
            Skill { name: (*name).to_owned(), group, runs, changes, builds, teaches, ..Skill::default() };
        author.create(*id, &skill)
    });
    let mut edits: Vec<Edit> = made.collect();
    for (needs, wanted, depth, people) in DEMANDS {
        let demand = SkillDemand {
            skill: skill(wanted),
            depth: *depth,
            people: Some(*people),
            needed_for: named.iter().find(|(known, _)| known == needs).map(|(_, id)| *id),
            ..SkillDemand::default()
        };
        edits.push(author.create(new_id(), &demand));
    }
    let mut batches =
        vec![dated("Write down what our services ask for", opening(today) + Duration::days(20), edits)];
    for (name, rated, depth, source, ago, because) in RATINGS {
        let on = today - Duration::days(*ago);
        let rating = SkillRating {
            person: cast.person(name).map(Ref::new),
            skill: skill(rated),
            depth: *depth,
            source: *source,
            on: Some(on),
            because: said(because),
            ..SkillRating::default()
        };
        batches.push(dated(&format!("Rate {name} in {rated}"), on, vec![author.create(new_id(), &rating)]));
    }
    for (name, answer, decided, review, owner, reason) in [
        (
            "Test automation",
            GapAnswer::Hire,
            -110,
            21,
            ME,
            "Ingrid left and nobody else wants it as a main task. The opening is agreed with Tomás.",
        ),
        (
            "Observability",
            GapAnswer::Grow,
            -96,
            -5,
            "Samir Haddad",
            "Samir pairs with Rafael on the alerts of reconciliation, one afternoon a week.",
        ),
    ] {
        let on = today + Duration::days(decided);
        let response = GapResponse {
            skill: skill(name),
            answer,
            owner: cast.person(owner).map(Ref::new),
            decided_on: Some(on),
            review_on: Some(today + Duration::days(review)),
            reason: reason.into(),
            ..GapResponse::default()
        };
        batches.push(dated(
            &format!("Answer the gap in {name}"),
            on,
            vec![author.create(new_id(), &response)],
        ));
    }
    batches
}
