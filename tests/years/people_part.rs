//! The people with their teams, services, skills, talks, observations, plans and help.

use document::{Prose, Ref};
use feedback::{
    AgendaItem, AgendaState, Concern, ConcernState, FeedbackRequest, Observation, ObservationSource,
    OneOnOne, OneOnOneState, PrivateNote, RaisedBy, Series, Tone,
};
use growth::{
    Aim, Case, Forum, Goal, GoalState, GrowthPlan, Help, HelpKind, Mentoring, Opportunity, Promotion,
    PutForward, Stretch, StretchState,
};
use kernel::{Cadence, RecordId};
use roster::{
    Absence, AbsenceKind, Action, ActionState, Area, Criticality, Depth, GapAnswer, GapResponse, Half,
    Person, Profile, RatingSource, Service, Skill, SkillDemand, SkillRating, SplitPlace, Team, TeamSplit,
};
use threads::Note;

use crate::{DAYS, LEFT, PEOPLE, Years};

/// How many teams the people are in; the user manages the first.
const TEAMS: usize = 7;

const FIRST: &[&str] =
    &["Ana", "Bo", "Cem", "Dana", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kai", "Lea"];
const LAST: &[&str] = &["Adler", "Berg", "Costa", "Dahl", "Ek", "Fox", "Gil", "Holm", "Ito"];
const SKILLS: &[&str] = &[
    "Charts",
    "Radio",
    "Tide tables",
    "Crane work",
    "Observability",
    "Being on call",
    "Data modelling",
    "Distributed design",
    "Test automation",
    "Payments",
    "Search",
    "Security",
    "Writing",
    "Facilitation",
];
const COMPETENCIES: &[&str] = &["Delivery", "Collaboration", "Technical judgement", "Operations"];

/// Who is here.
pub struct Staff {
    /// The user.
    pub me: RecordId,
    /// Everybody else, those who have left last.
    pub people: Vec<RecordId>,
    /// The teams.
    pub teams: Vec<RecordId>,
    /// What was answered to gaps.
    pub answers: Vec<RecordId>,
    /// Observations by person, and since how many days each is there.
    pub seen: Vec<(RecordId, RecordId, u64)>,
}

/// Writes them.
pub fn write(years: &mut Years) -> Staff {
    let me = years.write(
        DAYS,
        &Person { name: "Mara Lindqvist".into(), level: Some("M2".into()), ..Person::default() },
    );
    years.write(
        DAYS,
        &Profile { name: "Mara Lindqvist".into(), person: Some(me.into()), ..Profile::default() },
    );
    let teams: Vec<RecordId> = (0..TEAMS)
        .map(|number| {
            let name = format!("Team {}", ["Quay", "Pier", "Dock", "Lock", "Mole", "Berth", "Buoy"][number]);
            years.write(DAYS, &Team { name, manager: (number == 0).then(|| me.into()), ..Team::default() })
        })
        .collect();
    let mut people: Vec<RecordId> = Vec::new();
    for number in 0..PEOPLE + LEFT {
        // Eight in the user's team, the others spread over the rest; the first of each team leads it.
        let team = if number < 8 { 0 } else { 1 + number % (TEAMS - 1) };
        let lead = if team == 0 { Some(me) } else { people.iter().skip(8).find(|_| number >= 14).copied() };
        let since = DAYS - u64::try_from(number * 11 % 800).unwrap_or(0);
        let person = Person {
            name: format!("{} {}", FIRST[number % FIRST.len()], LAST[number / FIRST.len() % LAST.len()]),
            level: Some(format!("IC{}", 1 + number % 5)),
            team: Some(teams[team].into()),
            manager: lead.map(Ref::new),
            start_date: Some(years.ago(since)),
            end_date: (number >= PEOPLE).then(|| years.ago(20 + u64::try_from(number).unwrap_or(0) * 3)),
            notes: Prose(years.dice.prose(2)),
            ..Person::default()
        };
        people.push(years.write(since, &person));
    }
    let mut staff = Staff { me, people, teams, answers: Vec::new(), seen: Vec::new() };
    services_and_skills(years, &mut staff);
    ladder_and_forums(years, &staff);
    for number in 0..staff.people.len() {
        one_person(years, &mut staff, number);
    }
    for number in 0..100_u64 {
        let text = Prose(years.dice.prose(1));
        let ago = number * 10;
        let on = Some(years.ago(ago));
        years.write(ago, &Note { text, on, done: number > 6 });
    }
    staff
}

fn services_and_skills(years: &mut Years, staff: &mut Staff) {
    let skills: Vec<RecordId> = SKILLS
        .iter()
        .map(|name| years.write(DAYS, &Skill { name: (*name).to_owned(), ..Skill::default() }))
        .collect();
    for number in 0..21 {
        let service = Service {
            name: format!("Service {}", number + 1),
            criticality: Criticality::ALL[number % 4],
            owner: Some(staff.teams[number % TEAMS].into()),
            accountable: Some(staff.people[number * 3].into()),
            notes: Prose(years.dice.prose(2)),
            ..Service::default()
        };
        let service = years.write(DAYS, &service);
        let demand = SkillDemand {
            skill: Some(skills[number % skills.len()].into()),
            depth: Depth::Builds,
            people: Some(2),
            needed_for: Some(service),
            ..SkillDemand::default()
        };
        years.write(900, &demand);
    }
    for (number, skill) in skills.iter().enumerate().take(6) {
        let ago = 40 + 30 * u64::try_from(number).unwrap_or(0);
        let answer = GapResponse {
            skill: Some((*skill).into()),
            answer: GapAnswer::ALL[number % GapAnswer::ALL.len()],
            owner: Some(staff.me.into()),
            decided_on: Some(years.ago(ago)),
            review_on: Some(years.ago(ago - 35)),
            reason: Prose(years.dice.prose(2)),
            ..GapResponse::default()
        };
        staff.answers.push(years.write(ago, &answer));
    }
    for person in staff.people.clone() {
        for year in 0..3_u64 {
            for _ in 0..5 {
                let ago = year * 365 + u64::try_from(years.dice.below(300)).unwrap_or(0);
                let rating = SkillRating {
                    person: Some(person.into()),
                    skill: Some(skills[years.dice.below(skills.len())].into()),
                    depth: Depth::ALL[years.dice.below(5)],
                    source: RatingSource::ALL[years.dice.below(3)],
                    on: Some(years.ago(ago)),
                    ..SkillRating::default()
                };
                years.write(ago, &rating);
            }
        }
    }
    let split =
        TeamSplit { name: "Quay in two".into(), manager: Some(staff.me.into()), ..TeamSplit::default() };
    let split = years.write(20, &split);
    for (number, person) in staff.people.iter().take(8).enumerate() {
        let place = SplitPlace {
            split: Some(split.into()),
            what: Some(*person),
            half: if number % 2 == 0 { Half::ALL[0] } else { Half::ALL[1] },
            ..SplitPlace::default()
        };
        years.write(20, &place);
    }
}

fn ladder_and_forums(years: &mut Years, staff: &Staff) {
    let (_, stamp) = years.next(DAYS);
    let ours = growth::commands::begin_with_ours(&document::Book::new(), &Years::author());
    years.edits.extend(ours.edits.into_iter().map(|edit| (stamp, edit)));
    let mut forum = None;
    for number in 0..12_u64 {
        let ago = number * 90;
        let held =
            Forum { name: format!("Calibration {number}"), on: Some(years.ago(ago)), ..Forum::default() };
        forum = Some(years.write(ago + 30, &held));
    }
    for person in staff.people.iter().take(8) {
        let case = Case {
            asks_for: "The next level".into(),
            person: Some((*person).into()),
            forum: forum.map(Ref::new),
            argument: Prose(years.dice.prose(3)),
            ..Case::default()
        };
        years.write(100, &case);
    }
    for number in 0..30_u64 {
        let ago = number * 35;
        let chance = Opportunity {
            what: format!("Stage {number} at the harbour day"),
            names_by: Some(years.ago(ago)),
            closed: number > 2,
            ..Opportunity::default()
        };
        let opportunity = Some(years.write(ago + 20, &chance).into());
        let person = Some(staff.people[years.dice.below(8)].into());
        let on = Some(years.ago(ago + 5));
        years.write(ago + 5, &PutForward { opportunity, person, on, ..PutForward::default() });
    }
}

fn one_person(years: &mut Years, staff: &mut Staff, number: usize) {
    let person = staff.people[number];
    let of = Some(Ref::<Person>::new(person));
    let mine = number < 8;
    let left = if number >= PEOPLE { 20 + u64::try_from(number).unwrap_or(0) * 3 } else { 0 };
    let since = DAYS - u64::try_from(number * 11 % 800).unwrap_or(0);
    let first_on = Some(years.ago(since));
    let series =
        Series { person: of, cadence: Cadence::Fortnightly, first_on, ended: left > 0, ..Series::default() };
    let series = years.write(since, &series);
    let mut ago = since;
    while ago > left + 13 {
        ago -= 14;
        let on = Some(years.ago(ago));
        let state = if years.dice.below(12) == 0 { OneOnOneState::Cancelled } else { OneOnOneState::Held };
        let notes = Prose(years.dice.prose(3));
        let talk =
            OneOnOne { person: of, series: Some(series.into()), on, state, notes, ..OneOnOne::default() };
        let talk = years.write(ago, &talk);
        for _ in 0..=years.dice.below(2) {
            let open = ago < 14;
            let item = AgendaItem {
                topic: years.dice.prose(1),
                person: of,
                raised_by: RaisedBy::ALL[years.dice.below(2)],
                state: if open { AgendaState::Open } else { AgendaState::Discussed },
                raised_on: on,
                discussed_in: (!open).then(|| talk.into()),
            };
            years.write(ago, &item);
        }
        if years.dice.below(2) == 0 {
            let open = ago < 60 && years.dice.below(2) == 0;
            let action = Action {
                what: years.dice.prose(1),
                owner: Some(if years.dice.below(3) == 0 { staff.me } else { person }.into()),
                due: Some(years.ago(ago.saturating_sub(14))),
                state: if open { ActionState::Open } else { ActionState::Done },
                closed_on: (!open).then(|| years.ago(ago.saturating_sub(10))),
                about: of,
                source: Some(talk),
                area: ago.is_multiple_of(5).then(|| Area::ALL[years.dice.below(8)]),
                ..Action::default()
            };
            years.write(ago, &action);
        }
        if mine && years.dice.below(2) == 0 {
            let text = Prose(years.dice.prose(1));
            years.write(ago, &PrivateNote { person: of, one_on_one: Some(talk.into()), on, text });
        }
        if mine || years.dice.below(3) == 0 {
            observe(years, staff, person, ago);
        }
    }
    for year in 0..3_u64 {
        for part in 0..4_u64 {
            let ago = (year * 365 + part * 88 + 11).min(since);
            let (from, until) = (Some(years.ago(ago)), Some(years.ago(ago.saturating_sub(6))));
            years.write(
                ago,
                &Absence { person: of, from, until, kind: AbsenceKind::Leave, ..Absence::default() },
            );
        }
    }
    growing(years, staff, number, since);
}

fn observe(years: &mut Years, staff: &mut Staff, person: RecordId, ago: u64) {
    let growth = years.dice.below(3) == 0;
    let seen = Observation {
        person: Some(person.into()),
        on: Some(years.ago(ago)),
        tone: if growth { Tone::Growth } else { Tone::Praise },
        what_happened: Prose(years.dice.prose(1)),
        what_they_did: Prose(years.dice.prose(1)),
        what_it_led_to: Prose(years.dice.prose(1)),
        competency: Some(years.dice.one(COMPETENCIES).to_owned()),
        work: Some(format!("Project {}", years.dice.below(9))),
        source: ObservationSource::ALL[years.dice.below(4)],
        suggestion: Prose(years.dice.prose(1)),
        told_on: (ago > 20).then(|| years.ago(ago - 10)),
        settled_on: (growth && ago > 90).then(|| years.ago(ago - 60)),
        ..Observation::default()
    };
    let id = years.write(ago, &seen);
    staff.seen.push((person, id, ago));
}

fn growing(years: &mut Years, staff: &Staff, number: usize, since: u64) {
    let person = staff.people[number];
    let of = Some(Ref::<Person>::new(person));
    let plan = GrowthPlan {
        person: of,
        aim: Some(Aim::ALL[number % 4]),
        in_their_words: Prose(years.dice.prose(2)),
        strengths: Prose(years.dice.prose(1)),
        to_grow: Prose(years.dice.prose(1)),
        revisited_on: Some(years.ago(30 + u64::try_from(number).unwrap_or(0))),
    };
    years.write(since, &plan);
    for step in 0..6_u64 {
        let ago = since * (6 - step) / 6;
        let open = step > 3;
        let goal = Goal {
            what: years.dice.prose(1),
            person: of,
            support: Prose(years.dice.prose(1)),
            by: Some(years.ago(ago.saturating_sub(120))),
            state: if open { GoalState::Open } else { GoalState::Reached },
            set_on: Some(years.ago(ago)),
            closed_on: (!open).then(|| years.ago(ago.saturating_sub(100))),
            outcome: Prose(if open { String::new() } else { years.dice.prose(1) }),
            ..Goal::default()
        };
        let goal = years.write(ago, &goal);
        if step % 2 == 0 {
            let stretch = Stretch {
                what: years.dice.prose(1),
                person: of,
                goal: Some(goal.into()),
                supporter: Some(staff.me.into()),
                from: Some(years.ago(ago)),
                until: Some(years.ago(ago.saturating_sub(90))),
                state: if open { StretchState::UnderWay } else { StretchState::Done },
                ..Stretch::default()
            };
            years.write(ago, &stretch);
        }
    }
    let promoted = Promotion { person: of, on: Some(years.ago(since / 2)), ..Promotion::default() };
    years.write(since / 2, &promoted);
    if number.is_multiple_of(3) {
        let mentor = Some(staff.people[(number + 5) % PEOPLE].into());
        let pair = Mentoring {
            about: "Charts".into(),
            person: of,
            mentor,
            from: Some(years.ago(since / 2)),
            ..Mentoring::default()
        };
        years.write(since / 2, &pair);
    }
    if number < 8 {
        for turn in 0..40_u64 {
            let ago = since * turn / 40;
            let help = Help {
                person: of,
                kind: HelpKind::ALL[years.dice.below(4)],
                on: Some(years.ago(ago)),
                what: years.dice.prose(1),
                ..Help::default()
            };
            years.write(ago, &help);
        }
        for turn in 0..6_u64 {
            let ago = 20 + turn * 170;
            let request = FeedbackRequest {
                asks: years.dice.prose(1),
                person: of,
                peer: Some(staff.people[(number + 3) % PEOPLE].into()),
                asked_on: Some(years.ago(ago)),
                due: Some(years.ago(ago - 7)),
                answered_on: (turn > 0).then(|| years.ago(ago - 5)),
                ..FeedbackRequest::default()
            };
            years.write(ago, &request);
        }
        for turn in 0..4_u64 {
            let ago = 30 + turn * 200;
            let state = if turn == 0 { ConcernState::Open } else { ConcernState::Closed };
            let concern = Concern {
                person: of,
                what: years.dice.prose(1),
                on: Some(years.ago(ago)),
                details: Prose(years.dice.prose(2)),
                look_again: Some(years.ago(ago - 20)),
                state,
                ..Concern::default()
            };
            years.write(ago, &concern);
        }
    }
}
