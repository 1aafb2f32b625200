//! The sample's observations and concerns.

use roster::Telling;

use super::observations::OBSERVATIONS;
use crate::{Concern, ConcernKind, ConcernState, FeedbackRequest, Observation, ObservationSource, Tone};

/// One observation of the sample; days are counted from today.
pub struct Seen {
    pub name: &'static str,
    pub on: i64,
    pub tone: Tone,
    pub what_happened: &'static str,
    pub what_they_did: &'static str,
    pub what_it_led_to: &'static str,
    pub competency: &'static str,
    pub work: &'static str,
    pub source: ObservationSource,
    pub suggestion: &'static str,
    pub told: Option<i64>,
    pub look_again: Option<i64>,
    pub settled: Option<i64>,
}

/// What most observations have in common: seen by the manager, not told yet.
pub const SEEN: Seen = Seen {
    name: "",
    on: 0,
    tone: Tone::Praise,
    what_happened: "",
    what_they_did: "",
    what_it_led_to: "",
    competency: "",
    work: "",
    source: ObservationSource::Own,
    suggestion: "",
    told: None,
    look_again: None,
    settled: None,
};

pub fn tell(telling: &mut Telling) {
    for seen in OBSERVATIONS {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let observation = Observation {
            person: telling.person(seen.name),
            on: Some(telling.day(seen.on)),
            tone: seen.tone,
            what_happened: seen.what_happened.into(),
            what_they_did: seen.what_they_did.into(),
            what_it_led_to: seen.what_it_led_to.into(),
            competency: filled(seen.competency),
            work: filled(seen.work),
            source: seen.source,
            suggestion: seen.suggestion.into(),
            told_on: seen.told.map(|day| telling.day(day)),
            look_again: seen.look_again.map(|day| telling.day(day)),
            settled_on: seen.settled.map(|day| telling.day(day)),
            ..Observation::default()
        };
        let id = telling.id();
        let edit = telling.author.create(id, &observation);
        let label = match seen.tone {
            Tone::Praise => format!("Praise for {}", seen.name),
            Tone::Growth => format!("Point to grow for {}", seen.name),
        };
        telling.write(label, telling.day(seen.on), vec![edit]);
    }
    for (name, on, kind, what, details, support, look_again, state) in CONCERNS {
        let concern = Concern {
            person: telling.person(name),
            what: (*what).to_owned(),
            on: Some(telling.day(*on)),
            kind: *kind,
            details: (*details).into(),
            support: (*support).into(),
            look_again: look_again.map(|day| telling.day(day)),
            state: *state,
            ..Concern::default()
        };
        let id = telling.id();
        let edit = telling.author.create(id, &concern);
        telling.write("Concern", telling.day(*on), vec![edit]);
    }
    for (name, peer, on, due, asks) in ASKED {
        let request = FeedbackRequest {
            asks: (*asks).to_owned(),
            person: telling.person(name),
            peer: telling.person(peer),
            asked_on: Some(telling.day(*on)),
            due: Some(telling.day(*due)),
            ..FeedbackRequest::default()
        };
        let id = telling.id();
        let edit = telling.author.create(id, &request);
        telling.write("Ask a peer", telling.day(*on), vec![edit]);
    }
}

/// About whom, who is asked, when, until when, and what.
const ASKED: &[(&str, &str, i64, i64, &str)] = &[
    (
        "Samir Haddad",
        "Rafael Moreira",
        -16,
        -9,
        "What did Samir do in the last months that helped you, and what came of it?",
    ),
    (
        "Elif Karataş",
        "Kofi Mensah-Boateng",
        -3,
        4,
        "What would make working with Elif easier, and can you say an example?",
    ),
];

type ConcernText =
    (&'static str, i64, ConcernKind, &'static str, &'static str, &'static str, Option<i64>, ConcernState);

const CONCERNS: &[ConcernText] = &[
    (
        "Samir Haddad",
        -47,
        ConcernKind::Personal,
        "Nights are short at home",
        "Said it lightly, but mentioned it twice. Alerts on top of a small child are a lot.",
        "Swapped out of the early shift for six weeks; reminded that four days means four days.",
        Some(-16),
        ConcernState::Open,
    ),
    (
        "Yui Nakagawa",
        -38,
        ConcernKind::Project,
        "Decisions happen while Fukuoka sleeps",
        "Twice a design was settled in our afternoon and found in the morning as done.",
        "Asked the team to leave decisions open overnight, and moved the design talk to our morning.",
        Some(-2),
        ConcernState::Open,
    ),
    (
        "Rafael Moreira",
        -26,
        ConcernKind::Conflict,
        "Friction with the platform team over the statement export",
        "Feels that work is taken over without a word. Halima's side hears it as blocking.",
        "Offered to sit down as three.",
        None,
        ConcernState::Open,
    ),
    (
        "Ana Lindqvist",
        -150,
        ConcernKind::Project,
        "Too many interviews in a quarter",
        "Four in one week, next to the roll-out.",
        "Two more people trained as interviewers; at most one a week since.",
        None,
        ConcernState::Eased,
    ),
    (
        "Kofi Mensah-Boateng",
        -210,
        ConcernKind::Personal,
        "Unsure about the visa renewal",
        "Needed a letter and some time off for the appointment.",
        "Letter written, appointment day kept free. It went through.",
        None,
        ConcernState::Closed,
    ),
];
