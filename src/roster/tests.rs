//! The rules of the roster, one test per number of the README.

mod skills;
mod split;
mod teams;

use document::{Batch, Book, Entry, Ref, Value};
use fixture::{AUTHOR, Filled, day, id};
use kernel::{Date, Notice, RecordId, Urgency};

use crate::{
    Absence, Action, ActionState, Criticality, Person, Profile, Service, Team, commands, notices,
    rules::{self, Availability, Limits, Membership, OnLadder},
    sample,
};

const ME: u8 = 1;

/// A book filled by hand.
struct Fixture {
    book: Book,
}

/// What is said where there is no ladder.
fn without_ladder(book: &Book, today: Date) -> Vec<Notice> {
    notices(book, &OnLadder::new(), today)
}

fixture::filled!(Fixture, without_ladder);

impl Fixture {
    /// A manager who has said who they are, with nobody around.
    fn new() -> Self {
        let mut fixture = Self { book: Book::new() };
        fixture.put(ME, &person("Me"));
        let profile = Profile { person: Some(id(ME).into()), ..Profile::default() };
        fixture.put(200, &profile);
        fixture
    }

    /// As many reports of mine as wanted, from number 10 on, at work for long.
    fn with_reports(mut self, count: u8) -> Self {
        for number in 10..10 + count {
            self.put(number, &report(&format!("Report {number}"), Some("2024-02-01"), None));
        }
        self
    }

    /// The rules that speak on the day, and what they say.
    fn said(&self, today: &str) -> Vec<(&'static str, String)> {
        self.notices(today).into_iter().map(|notice| (notice.rule, notice.says)).collect()
    }
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

/// Somebody who reports to me, with first and last day.
fn report(name: &str, first: Option<&str>, last: Option<&str>) -> Person {
    Person {
        manager: Some(id(ME).into()),
        start_date: first.map(day),
        end_date: last.map(day),
        ..person(name)
    }
}

#[test]
fn tm_1_1_the_first_and_the_last_day_are_at_work_and_former_members_stay() {
    let ana = report("Ana", Some("2026-03-02"), Some("2026-10-30"));
    let on = |text| rules::membership(&ana, day(text));
    assert_eq!(on("2026-03-01"), Membership::Joining { on: day("2026-03-02") });
    assert_eq!(on("2026-03-02"), Membership::Current);
    assert_eq!(on("2026-10-30"), Membership::Current);
    assert_eq!(on("2026-10-31"), Membership::Former { since: day("2026-10-30") });
    assert_eq!(rules::membership(&person("No dates"), day("2026-01-01")), Membership::Current);
}

#[test]
fn tm_1_2_direct_reports_are_those_current_on_the_day() {
    let mut fixture = Fixture::new();
    fixture.put(10, &report("Stays", None, None));
    fixture.put(11, &report("Left", None, Some("2026-06-30")));
    fixture.put(12, &report("Comes", Some("2026-12-01"), None));
    fixture.put(ME, &report("Me, my own manager", None, None));
    let names = |text| {
        let reports = rules::reports_of(&fixture.book, id(ME), day(text));
        reports.iter().map(|report| report.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("2026-06-30"), ["Left", "Stays"]);
    assert_eq!(names("2026-11-22"), ["Stays"]);
    assert_eq!(names("2026-12-01"), ["Comes", "Stays"]);
}

#[test]
fn tm_1_3_a_circle_of_managers_is_walked_once() {
    let mut fixture = Fixture::new();
    for (number, manager) in [(20, 21), (21, 22), (22, 20)] {
        fixture.put(number, &Person { manager: Some(id(manager).into()), ..person("In a circle") });
    }
    let ids = |people: Vec<Entry<Person>>| people.iter().map(|person| person.id).collect::<Vec<_>>();
    assert_eq!(ids(rules::manager_chain(&fixture.book, id(20))), [id(21), id(22)]);
    assert_eq!(ids(rules::whole_line_of(&fixture.book, id(20), day("2026-11-22"))), [id(22), id(21)]);
}

#[test]
fn tm_1_4_tenure_counts_whole_months() {
    let months = |first, last: Option<&str>, today| {
        rules::tenure(&report("Ana", Some(first), last), day(today)).map(|tenure| tenure.to_string())
    };
    assert_eq!(months("2026-11-03", None, "2026-11-22").as_deref(), Some("less than a month"));
    assert_eq!(months("2025-11-22", None, "2026-11-22").as_deref(), Some("1 year"));
    assert_eq!(months("2024-09-30", None, "2026-11-22").as_deref(), Some("2 y 1 m"));
    assert_eq!(months("2026-01-31", None, "2026-02-28").as_deref(), Some("1 month"));
    assert_eq!(months("2024-01-01", Some("2025-01-01"), "2026-11-22").as_deref(), Some("1 year"));
    assert_eq!(months("2027-01-01", None, "2026-11-22"), None);
    // A text that is handed on spells it out.
    let in_words = |first| {
        rules::tenure(&report("Ana", Some(first), None), day("2026-11-22")).map(rules::Tenure::in_words)
    };
    assert_eq!(in_words("2023-07-31").as_deref(), Some("3 years and 3 months"));
    assert_eq!(in_words("2024-11-22").as_deref(), Some("2 years"));
}

#[test]
fn tm_1_5_a_day_is_looked_at_as_not_here_away_off_or_at_work() {
    let mut fixture = Fixture::new();
    fixture.put(10, &report("Ana", Some("2026-03-02"), Some("2026-12-31")));
    let leave = Absence {
        person: Some(id(10).into()),
        from: Some(day("2026-11-23")),
        until: Some(day("2026-11-29")),
        ..Absence::default()
    };
    fixture.put(30, &leave);
    let ana = fixture.get::<Person>(10);
    let on = |text| rules::availability(&fixture.book, &ana, day(text));
    assert_eq!(on("2026-11-20"), Availability::AtWork);
    assert_eq!(on("2026-11-21"), Availability::DayOff);
    assert!(matches!(on("2026-11-28"), Availability::Away(_)));
    assert_eq!(on("2027-01-01"), Availability::NotHere);
    assert_eq!(rules::next_day_at_work(&fixture.book, &ana, day("2026-11-21")), Some(day("2026-11-30")));
}

#[test]
fn tm_1_6_away_now_and_next_follow_from_the_dates() {
    let mut fixture = Fixture::new();
    for (number, from, until) in [(30, "2026-12-21", "2026-12-31"), (31, "2026-11-16", "2026-11-22")] {
        let absence = Absence {
            person: Some(id(10).into()),
            from: Some(day(from)),
            until: Some(day(until)),
            ..Absence::default()
        };
        fixture.put(number, &absence);
    }
    let away = |text| rules::away_on(&fixture.book, id(10), day(text)).map(|absence| absence.id);
    assert_eq!(away("2026-11-22"), Some(id(31)));
    assert_eq!(away("2026-11-23"), None);
    let next = rules::next_absence(&fixture.book, id(10), day("2026-11-22"));
    assert_eq!(next.map(|absence| absence.id), Some(id(30)));
}

#[test]
fn tm_1_7_the_anniversary_returns_every_year() {
    let next = |first, today| rules::next_anniversary(&report("Ana", Some(first), None), day(today));
    assert_eq!(next("2023-12-01", "2026-11-22"), Some((day("2026-12-01"), 3)));
    assert_eq!(next("2023-11-22", "2026-11-22"), Some((day("2026-11-22"), 3)));
    assert_eq!(next("2023-03-01", "2026-11-22"), Some((day("2027-03-01"), 4)));
    assert_eq!(next("2024-02-29", "2026-11-22"), Some((day("2027-02-28"), 3)));
    assert_eq!(next("2026-11-01", "2026-11-22"), Some((day("2027-11-01"), 1)));
}

#[test]
fn tm_2_1_the_span_is_given_month_by_month_with_who_comes_and_goes() {
    let mut fixture = Fixture::new().with_reports(6);
    fixture.put(20, &report("Comes", Some("2026-12-01"), None));
    fixture.put(21, &report("Goes", None, Some("2026-12-31")));
    fixture.put(22, &report("Goes today", None, Some("2026-11-22")));
    let span = rules::span(&fixture.book, id(ME), day("2026-11-22"));
    assert_eq!(span.count(), 8);
    assert_eq!(span.months.len(), 13);
    let names = |moves: &[rules::Move]| moves.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let [november, december, january] = &span.months[..3] else { panic!("13 months") };
    assert_eq!((names(&november.leaves), november.reports), (vec!["Goes today".to_owned()], 7));
    assert_eq!(december.month, day("2026-12-01"));
    assert_eq!(
        (names(&december.joins), names(&december.leaves)),
        (vec!["Comes".into()], vec!["Goes".into()])
    );
    assert_eq!((december.reports, january.reports), (7, 7));
    assert_eq!(span.months[12].month, day("2027-11-01"));
}

#[test]
fn tm_2_2_the_upper_limit_is_ten_for_the_experienced() {
    let mut fixture = Fixture::new();
    assert_eq!(rules::limits(&fixture.book), Limits { floor: 5, ceiling: 8 });
    let profile = fixture.get::<Profile>(200);
    fixture.apply(&Batch::new("").with_all(profile.update(|profile| profile.experienced = true)));
    assert_eq!(rules::limits(&fixture.book), Limits { floor: 5, ceiling: 10 });
    fixture.apply(&commands::set_number(&fixture.book, &AUTHOR, id(201), &crate::SPAN_FLOOR, 4));
    assert_eq!(rules::limits(&fixture.book), Limits { floor: 4, ceiling: 10 });
}

#[test]
fn tm_2_3_fewer_than_five_reports_is_a_notice() {
    let says = |count| Fixture::new().with_reports(count).said("2026-11-22");
    assert_eq!(says(0), []);
    assert_eq!(says(4), [("TM-2.3", "You have 4 direct reports, below 5".to_owned())]);
    assert_eq!(says(5), []);
}

#[test]
fn tm_2_4_more_than_eight_reports_is_a_notice() {
    let says = |count| Fixture::new().with_reports(count).said("2026-11-22");
    assert_eq!(says(8), []);
    assert_eq!(says(9), [("TM-2.4", "You have 9 direct reports, above 8".to_owned())]);
}

#[test]
fn tm_2_5_the_month_that_crosses_a_limit_is_a_notice() {
    let mut fixture = Fixture::new().with_reports(8);
    fixture.put(30, &report("Leilani", Some("2027-02-01"), None));
    let notice = fixture.notice("TM-2.5", "2026-11-22");
    assert_eq!(notice.says, "Your span goes above 8 in Feb 2027");
    assert_eq!(
        notice.facts,
        [
            "8 direct reports today.",
            "9 direct reports at the end of Feb 2027.",
            "Leilani joins on 1 Feb 2027."
        ]
    );
    let mut fixture = Fixture::new().with_reports(9);
    fixture.put(10, &report("Goes", None, Some("2027-01-15")));
    assert_eq!(fixture.speaking("2026-11-22"), ["TM-2.4"], "coming back within is no crossing");
}

#[test]
fn tm_2_6_a_new_number_is_a_new_case() {
    let key = |count| Fixture::new().with_reports(count).notice("TM-2.4", "2026-11-22").key();
    assert_eq!(key(9), key(9));
    assert_ne!(key(9), key(10));
    let tomorrow = Fixture::new().with_reports(9).notice("TM-2.4", "2026-11-23").key();
    assert_eq!(key(9), tomorrow);
}

/// A team (40) with one member (10), and a service (50) that is owned as it should be.
fn well_owned() -> Fixture {
    let mut fixture = Fixture::new();
    fixture.put(40, &Team { name: "Ledger".into(), ..Team::default() });
    fixture.put(41, &Team { name: "Platform".into(), ..Team::default() });
    fixture.put(10, &Person { team: Some(id(40).into()), ..person("Priya") });
    fixture.put(50, &service());
    fixture
}

fn service() -> Service {
    Service {
        name: "Ledger core".into(),
        owner: Some(id(40).into()),
        accountable: Some(id(10).into()),
        ..Service::default()
    }
}

#[test]
fn tm_8_1_a_service_without_a_team_or_with_a_deserted_one_is_a_notice() {
    let mut fixture = well_owned();
    assert_eq!(fixture.said("2026-11-22"), []);
    fixture.put(51, &Service { name: "Orphan".into(), owner: Some(id(99).into()), ..service() });
    assert_eq!(fixture.said("2026-11-22"), [("TM-8.1", "Orphan has no owning team".to_owned())]);

    let mut fixture = well_owned();
    fixture.put(10, &Person { end_date: Some(day("2026-11-01")), ..person("Priya") });
    let notice = fixture.notice("TM-8.1", "2026-11-22");
    assert_eq!(notice.facts[0], "Everybody of Ledger has left.");
}

#[test]
fn tm_8_2_two_owning_teams_are_a_notice_by_claim_or_by_conflict() {
    let mut claimed = well_owned();
    claimed.put(50, &Service { claimed_by: Some(id(41).into()), ..service() });
    let mut apart = well_owned();
    let mut row = document::Row::clone(apart.book.row(id(50)).unwrap());
    let values = [40, 41].map(|team| Value::Line(id(team).to_string()));
    row.conflicts.insert("owner".into(), values.to_vec());
    apart.book.put(row);
    for fixture in [claimed, apart] {
        let notice = fixture.notice("TM-8.2", "2026-11-22");
        assert_eq!(notice.facts[0], "2 teams say they own it: Ledger and Platform.");
    }
}

#[test]
fn tm_8_3_a_service_nobody_answers_for_is_a_notice() {
    let mut fixture = well_owned();
    fixture.put(51, &Service { name: "Rates".into(), accountable: None, ..service() });
    assert_eq!(fixture.said("2026-11-22"), [("TM-8.3", "Nobody answers for Rates".to_owned())]);
}

#[test]
fn tm_8_4_an_accountable_person_who_has_left_is_a_notice() {
    let mut fixture = well_owned();
    fixture.put(11, &Person { team: Some(id(40).into()), ..person("Stays") });
    fixture.put(10, &Person { end_date: Some(day("2026-11-01")), ..person("Priya") });
    assert_eq!(fixture.notice("TM-8.4", "2026-11-22").facts[0], "Priya left on 1 Nov 2026, 21 days ago.");
}

#[test]
fn tm_8_5_an_accountable_person_who_is_leaving_soon_is_a_notice() {
    let mut fixture = well_owned();
    fixture.put(10, &Person { end_date: Some(day("2027-02-20")), ..person("Priya") });
    assert_eq!(
        fixture.notice("TM-8.5", "2026-11-22").facts[0],
        "The last day of Priya is 20 Feb 2027, in 90 days."
    );
    assert_eq!(fixture.said("2026-11-21"), []);
}

#[test]
fn tm_8_6_a_service_has_one_notice_with_all_its_facts() {
    let mut fixture = well_owned();
    let orphan = Service { owner: None, accountable: None, criticality: Criticality::Critical, ..service() };
    fixture.put(51, &orphan);
    let notice = fixture.notice("TM-8.1", "2026-11-22");
    assert_eq!(
        notice.facts,
        ["No team owns it.", "No person is named as accountable.", "Criticality: critical."]
    );
    assert_eq!(notice.urgency, Urgency::High);
}

#[test]
fn tm_8_8_an_accountable_person_of_another_team_who_does_not_manage_the_owning_one_is_a_notice() {
    let mut fixture = well_owned();
    fixture.put(41, &Team { name: "Checkout".into(), ..Team::default() });
    fixture.put(10, &Person { team: Some(id(41).into()), ..person("Priya") });
    let notice = fixture.notice("TM-8.8", "2026-11-22");
    assert_eq!(notice.says, "Who answers for Ledger core works in another team");
    assert_eq!(notice.facts[0], "Ledger owns it; Priya works in another team and does not manage it.");
    assert_eq!(notice.urgency, Urgency::Low);
    fixture.put(40, &Team { name: "Ledger".into(), manager: Some(id(10).into()), ..Team::default() });
    assert!(!fixture.speaking("2026-11-22").contains(&"TM-8.8"));
}

#[test]
fn tm_8_7_settling_leaves_one_team_and_one_person() {
    let mut fixture = well_owned();
    fixture.put(50, &Service { claimed_by: Some(id(41).into()), ..service() });
    let mut row = document::Row::clone(fixture.book.row(id(50)).unwrap());
    let values = [40, 41].map(|team| Value::Line(id(team).to_string()));
    row.conflicts.insert("owner".into(), values.to_vec());
    fixture.book.put(row);
    fixture.apply(&commands::settle_ownership(&fixture.get(50), id(40), Some(id(10))));
    assert_eq!(fixture.said("2026-11-22"), []);
    assert_eq!(fixture.get::<Service>(50).owner, Some(Ref::new(id(40))));
}

/// An open action in the file of person 10.
fn action(owner: Option<u8>, due: Option<&str>) -> Action {
    Action {
        what: "Send the ladder draft".into(),
        owner: owner.map(|number| id(number).into()),
        due: due.map(day),
        about: Some(id(10).into()),
        ..Action::default()
    }
}

fn ids(actions: &[Entry<Action>]) -> Vec<RecordId> {
    actions.iter().map(|action| action.id).collect()
}

#[test]
fn ac_1_1_i_owe_what_is_mine_and_what_nobody_has_taken() {
    let mut fixture = Fixture::new();
    fixture.put(60, &action(None, None));
    fixture.put(61, &action(Some(ME), Some("2026-11-20")));
    fixture.put(62, &action(Some(10), Some("2026-11-20")));
    fixture.put(63, &Action { state: ActionState::Done, ..action(Some(ME), None) });
    assert_eq!(ids(&rules::owed_by_me(&fixture.book)), [id(61), id(60)]);
}

#[test]
fn ac_1_2_owed_by_and_owed_to_a_person_are_told_apart() {
    let mut fixture = Fixture::new();
    fixture.put(60, &action(None, None));
    fixture.put(61, &action(Some(ME), None));
    fixture.put(62, &action(Some(10), None));
    assert_eq!(ids(&rules::owed_by(&fixture.book, id(10))), [id(62)]);
    assert_eq!(ids(&rules::owed_to(&fixture.book, id(10))), [id(60), id(61)]);
}

#[test]
fn ac_1_3_an_action_is_overdue_from_the_day_after() {
    let due = action(Some(ME), Some("2026-11-20"));
    assert_eq!(rules::overdue_days(&due, day("2026-11-20")), None);
    assert_eq!(rules::overdue_days(&due, day("2026-11-22")), Some(2));
    let done = Action { state: ActionState::Done, ..due };
    assert_eq!(rules::overdue_days(&done, day("2026-11-22")), None);
}

#[test]
fn ac_1_4_closing_keeps_the_day_and_opening_again_forgets_it() {
    let mut fixture = Fixture::new();
    fixture.put(60, &action(Some(ME), None));
    fixture.apply(&commands::finish_action(&fixture.get(60), day("2026-11-22")));
    let done = fixture.get::<Action>(60);
    assert_eq!((done.state, done.closed_on), (ActionState::Done, Some(day("2026-11-22"))));
    fixture.apply(&commands::reopen_action(&done));
    let open = fixture.get::<Action>(60);
    assert_eq!((open.state, open.closed_on), (ActionState::Open, None));
}

#[test]
fn the_sample_is_the_same_for_the_same_ids_and_lets_the_rules_speak_on_any_day() {
    for today in day("2026-11-22").iter_days().step_by(13).take(30) {
        let draw = || {
            let mut next = 0_u8;
            sample(&AUTHOR, today, &mut move || {
                next += 1;
                id(next)
            })
        };
        let (cast, batches) = draw();
        assert_eq!((&cast, &batches), (&draw().0, &draw().1));
        let mut fixture = Fixture { book: Book::new() };
        batches.iter().for_each(|batch| fixture.apply(batch));
        assert_eq!(rules::my_reports(&fixture.book, today).len(), 8, "{today}");
        let spoken = fixture.speaking(&today.to_string());
        let owned = ["TM-2.5", "TM-8.5", "TM-8.4", "TM-8.1", "TM-8.2"];
        let skills = ["TM-5.3", "TM-5.3", "TM-6.7", "TM-6.7", "TM-6.9", "TM-6.7", "TM-4.1"];
        assert_eq!(spoken, [&owned[..], &skills].concat(), "{today}");
    }
}
