//! The sample workspace's roster: an engineering manager, two teams, a line above and beside them.
//!
//! Everybody is invented. Days are counted from `today`, so that the sample is always fresh.

mod skills;
mod telling;

pub use telling::Telling;

use chrono::{Datelike, Days, Months};
use document::{Author, Batch, Change, Edit, Field, Record, Ref};
use kernel::{Date, Ordered as _, RecordId, Timestamp};

use crate::{Absence, AbsenceKind, Criticality, Person, Profile, Service, Team, Track};

/// Who is who in the sample, for the samples of the areas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cast {
    /// The user of the sample.
    pub me: Option<RecordId>,
    members: Vec<(&'static str, RecordId)>,
}

impl Cast {
    /// The person of this name.
    #[must_use]
    pub fn person(&self, name: &str) -> Option<RecordId> {
        self.members.iter().find(|(known, _)| *known == name).map(|(_, id)| *id)
    }

    fn reference(&self, name: &str) -> Option<Ref<Person>> {
        self.person(name).map(Ref::new)
    }
}

const ME: &str = "Maren Osei";
const DIRECTOR: &str = "Tomás Arriaga";
const PEER: &str = "Halima Yusuf";

struct Role {
    name: &'static str,
    title: &'static str,
    level: &'static str,
    team: &'static str,
    manager: &'static str,
    /// The first day, in days before today; the last day too, when they have left.
    started: u64,
    left: Option<u64>,
    zone: &'static str,
    location: &'static str,
    notes: &'static str,
}

const fn role(
    name: &'static str,
    title: &'static str,
    level: &'static str,
    team: &'static str,
    started: u64,
    place: (&'static str, &'static str),
    notes: &'static str,
) -> Role {
    Role {
        name,
        title,
        level,
        team,
        manager: ME,
        started,
        left: None,
        zone: place.0,
        location: place.1,
        notes,
    }
}

const ROLES: &[Role] = &[
    Role {
        manager: "",
        ..role(
            DIRECTOR,
            "Director of Engineering",
            "M3",
            "",
            2_460,
            ("Europe/Madrid", "Madrid"),
            "Wants the decision first, then the reasons. Reads on the train before nine.",
        )
    },
    Role {
        manager: DIRECTOR,
        ..role(ME, "Engineering Manager", "M1", "", 1_390, ("Europe/Copenhagen", "Copenhagen"), "")
    },
    Role {
        manager: DIRECTOR,
        ..role(
            PEER,
            "Engineering Manager",
            "M2",
            "Platform",
            1_720,
            ("Africa/Nairobi", "Nairobi"),
            "Good to think out loud with. Platform carries the shared pipeline.",
        )
    },
    role(
        "Ana Lindqvist",
        "Senior Software Engineer",
        "IC4",
        "Checkout",
        1_210,
        ("Europe/Stockholm", "Stockholm"),
        "Prefers written questions before a talk. School run until 9:15.",
    ),
    role(
        "Tomasz Wróbel",
        "Staff Engineer",
        "IC5",
        "Checkout",
        1_905,
        ("Europe/Warsaw", "Warsaw"),
        "Thinks in diagrams. Has mentored three people into senior roles and would like a fourth.",
    ),
    role(
        "Yui Nakagawa",
        "Software Engineer",
        "IC3",
        "Checkout",
        690,
        ("Asia/Tokyo", "Fukuoka"),
        "Our overlap is short: mornings in Copenhagen. Likes to know the agenda the day before.",
    ),
    role(
        "Kofi Mensah-Boateng",
        "Software Engineer",
        "IC2",
        "Checkout",
        560,
        ("Africa/Accra", "Accra"),
        "Learns fastest by pairing. Wants to give a conference talk one day.",
    ),
    role(
        "Rafael Moreira",
        "Senior Software Engineer",
        "IC4",
        "Ledger",
        980,
        ("America/Sao_Paulo", "Recife"),
        "Direct in reviews and warm in person; would rather hear it straight.",
    ),
    role(
        "Priya Raghunathan",
        "Senior Software Engineer",
        "IC4",
        "Ledger",
        1_480,
        ("Asia/Kolkata", "Bengaluru"),
        "Knows the ledger better than its documents do.",
    ),
    role(
        "Samir Haddad",
        "Site Reliability Engineer",
        "IC4",
        "Ledger",
        820,
        ("Europe/Berlin", "Leipzig"),
        "Works four days, not on Fridays. New parent since spring.",
    ),
    role(
        "Elif Karataş",
        "Software Engineer",
        "IC3",
        "Ledger",
        44,
        ("Europe/Istanbul", "İzmir"),
        "Came from a team of two; asks good questions about why things are the way they are.",
    ),
    Role {
        left: Some(121),
        ..role("Ingrid Solheim", "Quality Engineer", "IC4", "Checkout", 1_610, ("Europe/Oslo", "Bergen"), "")
    },
    Role {
        left: Some(268),
        ..role(
            "Mateo Quispe",
            "Software Engineer",
            "IC3",
            "Ledger",
            1_100,
            ("America/Lima", "Arequipa"),
            "Left for a role closer to home; said we would be welcome to call.",
        )
    },
];

const JOINER: &str = "Leilani Kahale";

/// The sample's roster as batches dated from fourteen months ago, with everybody's id.
///
/// `new_id` draws the ids; the same ids and the same `today` give the same batches.
#[must_use]
pub fn sample(author: &Author, today: Date, new_id: &mut dyn FnMut() -> RecordId) -> (Cast, Vec<Batch>) {
    let mut cast = Cast::default();
    for role in ROLES {
        cast.members.push((role.name, new_id()));
    }
    cast.members.push((JOINER, new_id()));
    cast.me = cast.person(ME);
    let teams = [("Checkout", new_id()), ("Ledger", new_id()), ("Platform", new_id())];
    let (groups, services) = groups(author, &cast, &teams, today, new_id);
    let mut batches = vec![people(author, &cast, &teams, today), groups];
    batches.extend(changes(author, &cast, &teams, today));
    batches.push(absences(author, &cast, today, new_id));
    let named = [teams.to_vec(), services].concat();
    batches.extend(skills::sample(author, &cast, &named, today, new_id));
    batches.order_by_key(|batch| batch.at);
    (cast, batches)
}

/// The day the sample begins: fourteen months ago.
fn opening(today: Date) -> Date {
    today - Months::new(14)
}

fn dated(label: &str, on: Date, edits: Vec<Edit>) -> Batch {
    let morning = Timestamp::start_of(on, 0).millis() + 9 * 3_600_000;
    Batch { label: label.to_owned(), edits, at: Some(Timestamp::from_millis(morning)) }
}

fn team_id(teams: &[(&str, RecordId)], name: &str) -> Option<RecordId> {
    teams.iter().find(|(known, _)| *known == name).map(|(_, id)| *id)
}

fn address(name: &str) -> String {
    let plain: String = kernel::text::fold(name).replace(' ', ".");
    format!("{plain}@harbour.example")
}

/// Everybody who was known when the workspace began, or was brought in later.
fn people(author: &Author, cast: &Cast, teams: &[(&str, RecordId)], today: Date) -> Batch {
    let edits = ROLES
        .iter()
        .zip(1_040..)
        .filter_map(|(role, number)| {
            let person = Person {
                name: role.name.to_owned(),
                email: Some(address(role.name).as_str().into()),
                employee_id: Some(format!("{number}")),
                title: Some(role.title.to_owned()),
                level: Some(role.level.to_owned()),
                track: Some(if role.level.starts_with('M') { Track::Management } else { Track::Individual }),
                team: team_id(teams, role.team).map(Ref::new),
                manager: cast.reference(role.manager),
                start_date: Some(today - Days::new(role.started)),
                end_date: role.left.map(|days| today - Days::new(days)),
                zone: Some(role.zone.into()),
                location: Some(role.location.to_owned()),
                working_days: if role.name == "Samir Haddad" {
                    "Mon-Thu".parse().unwrap_or_default()
                } else {
                    kernel::Weekdays::MON_TO_FRI
                },
                weekly_hours: Some(if role.name == "Samir Haddad" { 32.0 } else { 40.0 }),
                holiday_calendar: None,
                notes: role.notes.into(),
                ..Person::default()
            };
            Some(author.create(cast.person(role.name)?, &person))
        })
        .collect();
    dated("Bring in the team", opening(today), edits)
}

/// Teams, services and who the user is; the services by name.
fn groups(
    author: &Author,
    cast: &Cast,
    teams: &[(&'static str, RecordId)],
    today: Date,
    new_id: &mut dyn FnMut() -> RecordId,
) -> (Batch, Vec<(&'static str, RecordId)>) {
    let profile = Profile {
        name: ME.to_owned(),
        person: cast.me.map(Ref::new),
        experienced: false,
        ..Profile::default()
    };
    let mut edits = vec![author.create(new_id(), &profile)];
    // Who manages them; technical direction, delivery, process, relationships.
    for (name, manager, [direction, delivery, process, relationships], purpose) in [
        (
            "Checkout",
            ME,
            ["Tomasz Wróbel", ME, "Ana Lindqvist", ME],
            "People can pay in the way they are used to, and never pay twice.",
        ),
        (
            "Ledger",
            ME,
            ["Priya Raghunathan", ME, "", ME],
            "Every amount is booked once, on time, and can be explained a year later.",
        ),
        ("Platform", PEER, ["", PEER, PEER, PEER], "Teams ship to production on their own, safely."),
    ] {
        let team = Team {
            name: name.to_owned(),
            manager: cast.reference(manager),
            technical_direction: cast.reference(direction),
            delivery: cast.reference(delivery),
            process: cast.reference(process),
            relationships: cast.reference(relationships),
            purpose: purpose.into(),
            ..Team::default()
        };
        edits.extend(team_id(teams, name).map(|id| author.create(id, &team)));
    }
    let mut services = Vec::new();
    for (name, criticality, owner, claimed_by, accountable, notes) in [
        (
            "Checkout API",
            Criticality::Critical,
            "Checkout",
            "",
            "Ana Lindqvist",
            "The runbook was walked through in spring.",
        ),
        (
            "Gateway adapter",
            Criticality::High,
            "Checkout",
            "",
            "Tomasz Wróbel",
            "Two providers today, a third is asked for.",
        ),
        (
            "Ledger core",
            Criticality::Critical,
            "Ledger",
            "",
            "Priya Raghunathan",
            "The month-end path is known to one person well.",
        ),
        (
            "Reconciliation",
            Criticality::High,
            "Ledger",
            "",
            "Ingrid Solheim",
            "Nightly batch; its alerts still go to the old channel.",
        ),
        (
            "Statement export",
            Criticality::Medium,
            "Ledger",
            "Platform",
            "Rafael Moreira",
            "Grew out of a script of the platform team.",
        ),
        ("Exchange rates", Criticality::Medium, "", "", "", "A scheduled job that three services read from."),
    ] {
        let service = Service {
            name: name.to_owned(),
            criticality,
            owner: team_id(teams, owner).map(Ref::new),
            claimed_by: team_id(teams, claimed_by).map(Ref::new),
            accountable: cast.reference(accountable),
            notes: notes.into(),
            ..Service::default()
        };
        let id = new_id();
        services.push((name, id));
        edits.push(author.create(id, &service));
    }
    (dated("Set up teams and services", opening(today) + Days::new(1), edits), services)
}

/// What changed since: a promotion, somebody who told us they are leaving, somebody who signed.
fn changes(author: &Author, cast: &Cast, teams: &[(&str, RecordId)], today: Date) -> Vec<Batch> {
    let mut batches = Vec::new();
    if let Some(kofi) = cast.person("Kofi Mensah-Boateng") {
        let edits = vec![
            set(kofi, "level", &"IC3".to_owned()),
            set(kofi, "title", &"Software Engineer II".to_owned()),
        ];
        batches.push(dated("Promotion of Kofi to IC3", today - Days::new(138), edits));
    }
    if let Some(priya) = cast.person("Priya Raghunathan") {
        let edits = vec![set(priya, "end_date", &middle_of_month_after_next(today))];
        batches.push(dated("Priya Raghunathan: last day agreed", today - Days::new(9), edits));
    }
    if let Some(joiner) = cast.person(JOINER) {
        let person = Person {
            name: JOINER.to_owned(),
            email: Some(address(JOINER).as_str().into()),
            title: Some("Software Engineer".to_owned()),
            level: Some("IC3".to_owned()),
            track: Some(Track::Individual),
            team: team_id(teams, "Ledger").map(Ref::new),
            manager: cast.reference(ME),
            start_date: Some(first_of_next_month(today)),
            zone: Some("Pacific/Honolulu".into()),
            location: Some("Hilo, moving to Lisbon".to_owned()),
            notes: "Signed; asked for a buddy who likes tests.".into(),
            ..Person::default()
        };
        let edits = vec![author.create(joiner, &person)];
        batches.push(dated("Add Leilani Kahale", today - Days::new(24), edits));
    }
    batches
}

fn set<T: Field>(person: RecordId, field: &str, value: &T) -> Edit {
    let document = document::DocumentKey {
        audience: document::Audience::Everyone,
        place: document::place(Person::KIND, person, &document::Fields::new()),
    };
    Edit { document, record: person, change: Change::Set { field: field.to_owned(), value: value.store() } }
}

fn first_of_next_month(today: Date) -> Date {
    today.with_day(1).unwrap_or(today) + Months::new(1)
}

fn middle_of_month_after_next(today: Date) -> Date {
    first_of_next_month(today) + Months::new(1) + Days::new(14)
}

fn absences(author: &Author, cast: &Cast, today: Date, new_id: &mut dyn FnMut() -> RecordId) -> Batch {
    let mut edits = Vec::new();
    for (name, first, last, kind, note) in [
        ("Samir Haddad", -240, -170, AbsenceKind::ParentalLeave, "Back on four days a week"),
        ("Ana Lindqvist", -118, -101, AbsenceKind::Leave, ""),
        ("Rafael Moreira", -64, -55, AbsenceKind::Leave, ""),
        ("Kofi Mensah-Boateng", -33, -31, AbsenceKind::Sick, ""),
        ("Tomasz Wróbel", -2, 3, AbsenceKind::Training, "Reliability conference; speaks on the second day"),
        ("Yui Nakagawa", 9, 22, AbsenceKind::Leave, "Visiting family; no phone"),
        ("Rafael Moreira", 30, 44, AbsenceKind::Leave, ""),
        (ME, 33, 40, AbsenceKind::Leave, "Halima covers"),
    ] {
        let day = |offset: i64| today + chrono::Duration::days(offset);
        let absence = Absence {
            person: cast.reference(name),
            from: Some(day(first)),
            until: Some(day(last)),
            kind,
            note: (!note.is_empty()).then(|| note.to_owned()),
            ..Absence::default()
        };
        edits.push(author.create(new_id(), &absence));
    }
    dated("Bring in the leave calendar", today - Days::new(6), edits)
}
