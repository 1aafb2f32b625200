//! Imports as stories: the three exports, what is told about them, and importing again.

use super::*;
use document::{Batch, Stamp, sheet::Reading};
use kernel::{MemberId, Timestamp, Weekdays};
use proptest::prelude::*;

const BAMBOO: &[u8] = include_bytes!("../../../tests/fixtures/people/bamboohr-like.csv");
const PERSONIO: &[u8] = include_bytes!("../../../tests/fixtures/people/personio-like.csv");
const HRIS: &[u8] = include_bytes!("../../../tests/fixtures/people/hris-export.tsv");
const AUTHOR: Author = Author { member: MemberId::from_bytes([1; 16]) };
const WITHOUT_CELLS: Choices = Choices { date_order: None, without_broken_cells: true, without_key: false };

fn today() -> Date {
    "2026-11-22".parse().unwrap()
}

/// A workspace into which files are imported.
#[derive(Default)]
struct Workspace {
    book: Book,
    ids: u128,
}

impl Workspace {
    fn plan(&self, file: &[u8], choices: Choices) -> ImportPlan {
        let sheet = sheet::read(file, &Reading::default()).unwrap();
        plan(&self.book, &sheet, &PEOPLE.suggest(&self.book, &sheet), choices, today())
    }

    fn commit(&mut self, plan: &ImportPlan) -> Batch {
        let batch = plan.commit(&AUTHOR, || {
            self.ids += 1;
            RecordId::from_bytes(self.ids.to_be_bytes())
        });
        self.apply(&batch);
        batch
    }

    fn apply(&mut self, batch: &Batch) {
        for edit in &batch.edits {
            self.book.apply(edit, Stamp { at: Timestamp::from_millis(1), by: AUTHOR.member });
        }
    }

    fn import(&mut self, text: &str) -> Counts {
        let plan = self.plan(text.as_bytes(), Choices::default());
        self.commit(&plan);
        plan.counts()
    }

    fn person(&self, name: &str) -> Entry<Person> {
        let people = self.book.all::<Person>();
        let mut found = people.iter().filter(|person| person.name == name);
        let person = found.next().unwrap_or_else(|| panic!("nobody is called {name}")).clone();
        assert!(found.next().is_none(), "several are called {name}");
        person
    }

    fn manager(&self, name: &str) -> Option<String> {
        let manager = self.person(name).manager?;
        Some(self.book.get::<Person>(manager.id())?.name.clone())
    }
}

fn counts(new: usize, changed: usize, unchanged: usize, broken: usize, skipped: usize) -> Counts {
    Counts { new, changed, unchanged, broken, skipped }
}

fn told(plan: &ImportPlan) -> Vec<String> {
    plan.rows.iter().flat_map(|row| &row.broken).map(ToString::to_string).collect()
}

fn warned(plan: &ImportPlan) -> Vec<String> {
    plan.rows.iter().flat_map(|row| &row.warnings).map(ToString::to_string).collect()
}

/// What is told about a file of few lines in an empty workspace.
fn told_about(text: &str) -> Vec<String> {
    told(&Workspace::default().plan(text.as_bytes(), Choices::default()))
}

#[test]
fn the_bamboohr_export_comes_in_whole() {
    let mut workspace = Workspace::default();
    let plan = workspace.plan(BAMBOO, Choices::default());
    assert_eq!(plan.counts(), counts(12, 0, 0, 0, 0));
    assert_eq!((told(&plan), warned(&plan)), (vec![], vec![]));
    assert_eq!(plan.date_order, OrderFound::Found(DateOrder::MonthFirst));
    assert_eq!(plan.new_teams, ["Payments, EU"]);
    let batch = workspace.commit(&plan);
    assert_eq!((batch.label.as_str(), batch.edits.len()), ("Import 12 people", 13));
    let ugo = workspace.person("Ugo Eriksen");
    assert_eq!(ugo.start_date, "2023-04-23".parse().ok());
    assert_eq!(ugo.employee_id.as_deref(), Some("1000"));
    assert_eq!(ugo.notes.0, "Line one\nline two");
    assert_eq!((ugo.location.as_deref(), ugo.level.as_deref()), (Some("Berlin, DE"), Some("IC4")));
    assert_eq!(ugo.manager, None);
    assert_eq!(workspace.manager("Dóra Quispe").as_deref(), Some("Ugo Eriksen"));
    assert_eq!(workspace.person("Dóra Quispe").notes.0, "Likes \"early\" meetings");
    assert_eq!(workspace.person("Deepa Schäfer").notes.0, "");
    assert_eq!(plan.rows.iter().map(|row| row.line).take(4).collect::<Vec<_>>(), [2, 4, 6, 7]);
}

#[test]
fn the_personio_export_comes_in_but_for_the_person_who_is_there_twice() {
    let mut workspace = Workspace::default();
    let plan = workspace.plan(PERSONIO, Choices::default());
    assert_eq!(plan.counts(), counts(60, 0, 0, 1, 1));
    assert_eq!(
        told(&plan),
        ["line 23, column “Personalnummer”: “1020” is the employee ID on line 22 already; the two \
             differ in Vorgesetzter (elif.garcía-lópez16@example.com, empty) and Wochenstunden (20,5, 40)"]
    );
    assert_eq!(
        warned(&plan),
        [
            "line 7, column “Austrittsdatum”: “04.03.2029” is more than two years ahead",
            "line 20, column “Austrittsdatum”: “21.07.2031” is more than two years ahead",
            "line 22, column “Personalnummer”: “1020” is the employee ID on line 23 too; the two differ in \
             Vorgesetzter (elif.garcía-lópez16@example.com, empty) and Wochenstunden (20,5, 40)",
        ]
    );
    let state = |line: usize| &plan.rows.iter().find(|row| row.line == line).unwrap().state;
    assert_eq!(state(23), &RowState::Broken { could_come_in: false });
    assert_eq!(state(34), &RowState::Skipped(Skipped::Empty));
    assert_eq!(plan.new_teams.len(), 8);
    workspace.commit(&plan);
    let thandiwe = workspace.person("Thandiwe Umarov");
    assert_eq!(thandiwe.weekly_hours, Some(20.5));
    assert_eq!(thandiwe.start_date, "2019-03-14".parse().ok());
    assert_eq!(thandiwe.zone.as_deref(), Some("Asia/Tokyo"));
    assert_eq!(workspace.manager("Thandiwe Umarov").as_deref(), Some("Rūta Papadopoulos"));
    assert_eq!(workspace.person("Oluwaseun García-López").end_date, "2023-04-10".parse().ok());
}

#[test]
fn the_hris_export_comes_in_but_for_what_cannot_be_known() {
    let mut workspace = Workspace::default();
    let plan = workspace.plan(HRIS, Choices::default());
    assert_eq!(plan.counts(), counts(388, 0, 0, 12, 0));
    let mut expected = vec![
        "line 52, column “start_date”: “not known” is not a date".to_owned(),
        "line 53, column “start_date”: “not known” is not a date".to_owned(),
        "line 79, column “start_date”: “2023-02-30” has the day 30; February 2023 has 28".to_owned(),
        "line 92, column “email”: there is no e-mail or employee ID: the person could not be found again \
         on the next import"
            .to_owned(),
    ];
    expected.extend((93..=100).map(|line| {
        format!("line {line}, column “manager_email”: “chidi.abdi90@example.com” is nobody's e-mail")
    }));
    assert_eq!(told(&plan), expected);
    workspace.commit(&plan);
    let people = workspace.book.all::<Person>();
    assert_eq!(people.len(), 388);
    let by_email = |email: &str| people.iter().find(|person| person.email.as_deref() == Some(email)).unwrap();
    assert_eq!(by_email("oluwaseun.díaz0@example.com").working_days.to_string(), "Mon-Thu");
    assert_eq!(by_email("chidi.zhang1@example.com").working_days, Weekdays::MON_TO_FRI);
    assert_eq!(
        by_email("chidi.zhang1@example.com").manager.unwrap().id(),
        by_email("oluwaseun.díaz0@example.com").id
    );
}

#[test]
fn ws_4_11_broken_cells_can_be_left_behind_and_people_without_a_key_let_in() {
    let workspace = Workspace::default();
    assert_eq!(workspace.plan(HRIS, WITHOUT_CELLS).counts(), counts(399, 0, 0, 1, 0));
    let plan = workspace.plan(HRIS, Choices { without_key: true, ..WITHOUT_CELLS });
    assert_eq!(plan.counts(), counts(400, 0, 0, 0, 0));
    let batch = plan.commit(&AUTHOR, || RecordId::from_bytes([7; 16]));
    assert_eq!(batch.label, "Import 400 people");
    assert_eq!(warned(&plan).len(), 1, "{:?}", warned(&plan));
    let first_of = |choices| workspace.plan(PERSONIO, choices).counts();
    assert_eq!(first_of(WITHOUT_CELLS), counts(60, 0, 0, 1, 1), "which of two rows is right stays open");
}

#[test]
fn ws_4_9_importing_again_changes_nothing_and_updates_what_the_file_changed() {
    for file in [BAMBOO, PERSONIO, HRIS] {
        let mut workspace = Workspace::default();
        let plan = workspace.plan(file, WITHOUT_CELLS);
        workspace.commit(&plan);
        let again = workspace.plan(file, WITHOUT_CELLS);
        assert_eq!(again.counts().unchanged, plan.counts().new);
        assert_eq!((again.counts().new, again.counts().changed), (0, 0));
        assert!(workspace.commit(&again).edits.is_empty());
    }
    let mut workspace = Workspace::default();
    workspace.import("name,email,title,team\nAna,ana@x.org,Engineer,Core\nBo,bo@x.org,,\n");
    let text = "name,email,title,team\nAna Díaz,ANA@x.org,Senior Engineer,\nBo,bo@x.org,,Core\n";
    let plan = workspace.plan(text.as_bytes(), Choices::default());
    let changes: Vec<_> = plan
        .rows
        .iter()
        .map(|row| match &row.state {
            RowState::Changed(changes) => {
                changes.iter().map(|c| (c.field.label, c.old.as_str(), c.new.as_str())).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        changes,
        [
            vec![("Name", "Ana", "Ana Díaz"), ("Title", "Engineer", "Senior Engineer")],
            vec![("Team", "", "Core")]
        ]
    );
    workspace.commit(&plan);
    let ana = workspace.person("Ana Díaz");
    assert!(ana.team.is_some(), "an empty cell erases nothing");
    assert_eq!(ana.email.as_deref(), Some("ana@x.org"), "the spelling that stands stays");
    assert_eq!(workspace.book.all::<Team>().len(), 1);
}

#[test]
fn ws_4_1_managers_are_found_by_email_id_and_name_wherever_they_stand() {
    let mut workspace = Workspace::default();
    let text = "Employee ID;Name;Manager\n1;Ana;3\n2;Bo;Zoe\u{308} Ray\n3;Zoë Ray;\n4;Cy;Ray, Zoë\n";
    assert_eq!(workspace.import(text), counts(4, 0, 0, 0, 0));
    for name in ["Ana", "Bo", "Cy"] {
        assert_eq!(workspace.manager(name).as_deref(), Some("Zoë Ray"), "{name}");
    }
    assert_eq!(workspace.import("Name;E-Mail;Vorgesetzter\nDi;di@x.org;3\n"), counts(1, 0, 0, 0, 0));
    assert_eq!(workspace.manager("Di").as_deref(), Some("Zoë Ray"), "found among those who are here");
}

#[test]
fn ws_4_2_a_manager_who_is_nobody_or_two_people_is_told() {
    assert_eq!(
        told_about("ID,Name,Manager\n1,Ana,\n2,Ana,\n3,Bo,Ana\n4,Cy,Dora\n5,Di,no@x.org\n"),
        [
            "line 4, column “Manager”: “Ana” is not clear: 2 people are called Ana (line 2 and line 3)",
            "line 5, column “Manager”: “Dora” is the name or employee ID of nobody here or in the file",
            "line 6, column “Manager”: “no@x.org” is nobody's e-mail",
        ]
    );
}

#[test]
fn ws_4_3_nobody_becomes_their_own_manager_not_even_through_others() {
    assert_eq!(
        told_about("ID,Name,Manager\n1,Ana,2\n2,Bo,3\n3,Cy,1\n4,Di,4\n5,Ed,1\n"),
        [
            "line 2, column “Manager”: “2” closes a circle of managers: Ana → Bo → Cy → Ana",
            "line 3, column “Manager”: “3” closes a circle of managers: Ana → Bo → Cy → Ana",
            "line 4, column “Manager”: “1” closes a circle of managers: Ana → Bo → Cy → Ana",
            "line 5, column “Manager”: “4” is the person themselves; nobody reports to themselves",
            "line 6, column “Manager”: “1” is Ana on line 2, who does not come in",
        ]
    );
    let mut workspace = Workspace::default();
    workspace.import("ID,Name,Manager\n1,Ana,\n2,Bo,1\n");
    let plan = workspace.plan(b"ID,Name,Manager\n1,Ana,2\n", Choices::default());
    assert_eq!(told(&plan), ["line 2, column “Manager”: “2” closes a circle of managers: Ana → Bo → Ana"]);
    // Bo keeps Ana, because Cy stays out: then Ana cannot report to Bo.
    let plan = workspace.plan(b"ID,Name,Manager\n1,Ana,2\n2,Bo,Cy\n,Cy,\n", WITHOUT_CELLS);
    assert_eq!(
        told(&plan)[..2],
        [
            "line 2, column “Manager”: “2” closes a circle of managers: Ana → Bo → Ana",
            "line 3, column “Manager”: “Cy” is Cy on line 4, who does not come in",
        ]
    );
}

#[test]
fn ws_4_4_a_row_that_stays_out_takes_the_reports_of_its_person_with_it() {
    let text = "ID,Name,Manager,Start date\n1,Ana,,soon\n2,Bo,1,\n3,Cy,2,\n";
    let workspace = Workspace::default();
    let plan = workspace.plan(text.as_bytes(), Choices::default());
    assert_eq!(plan.counts(), counts(0, 0, 0, 3, 0));
    assert_eq!(told(&plan)[2], "line 4, column “Manager”: “2” is Bo on line 3, who does not come in");
    assert_eq!(workspace.plan(text.as_bytes(), WITHOUT_CELLS).counts(), counts(3, 0, 0, 0, 0));
}

#[test]
fn ws_4_5_cells_that_cannot_be_read_are_told_with_their_place() {
    assert_eq!(
        told_about(
            "Name,E-Mail,Start date,End date,Time zone,Weekly hours,Working days\n\
             Ana,ana,,,,,\n\
             ,b@x.org,,,,,\n\
             Cy,c@x.org,31.02.2024,2020-01-01,Mars/Olympus,200,daily\n\
             Di,d@x.org,2024-03-01,2024-02-01,,x,Mo-Do\n\
             Ed,e@x.org,,,,,,surplus\n"
        ),
        [
            "line 2, column “E-Mail”: “ana” is not an e-mail address",
            "line 2, column “E-Mail”: there is no e-mail or employee ID: the person could not be found \
             again on the next import",
            "line 3, column “Name”: there is no name",
            "line 4, column “Time zone”: “Mars/Olympus” is not the name of a time zone, such as Europe/Berlin",
            "line 4, column “Working days”: “daily” are not weekdays; written for example Mon-Fri, \
             Mon,Wed,Fri or 1-5",
            "line 4, column “Weekly hours”: “200” are not the hours of a week",
            "line 4, column “Start date”: “31.02.2024” has the day 31; February 2024 has 29",
            "line 5, column “Weekly hours”: “x” is not a number",
            "line 5, column “End date”: “2024-02-01” is before the first day, 1 Mar 2024",
            "line 6: “surplus” stands beyond the last column: the row has 8 cells, the header 7",
        ]
    );
}

#[test]
fn ws_4_6_dates_that_can_be_read_in_two_ways_wait_for_an_answer() {
    let workspace = Workspace::default();
    let text = b"ID,Name,Hire Date\n1,Ana,04/03/2024\n";
    let plan = workspace.plan(text, Choices::default());
    assert_eq!(plan.date_order, OrderFound::Unclear("04/03/2024".into()));
    assert_eq!(
        told(&plan),
        ["line 2, column “Hire Date”: “04/03/2024” can be 4 March or 3 April; say which comes first, \
             day or month"]
    );
    let choices = Choices { date_order: Some(DateOrder::DayFirst), ..Choices::default() };
    assert_eq!(workspace.plan(text, choices).counts(), counts(1, 0, 0, 0, 0));
}

#[test]
fn ws_4_7_repeats_are_skipped_when_equal_and_told_when_not() {
    let workspace = Workspace::default();
    let text = "Name,E-Mail\nAna,ana@x.org\nAna,ana@x.org\nAnna,ANA@x.org\nName,E-Mail\n";
    let plan = workspace.plan(text.as_bytes(), Choices::default());
    let states: Vec<&RowState> = plan.rows.iter().map(|row| &row.state).collect();
    assert_eq!(
        states,
        [
            &RowState::New,
            &RowState::Skipped(Skipped::RepeatsLine(2)),
            &RowState::Broken { could_come_in: false },
            &RowState::Skipped(Skipped::RepeatsHeader),
        ]
    );
}

#[test]
fn ws_4_8_a_person_is_never_found_by_name_and_two_keys_must_agree() {
    let mut workspace = Workspace::default();
    workspace.import("Name,E-Mail,ID\nAna,ana@x.org,1\nBo,bo@x.org,2\n");
    assert_eq!(workspace.import("Name,E-Mail\nAna,other@x.org\n"), counts(1, 0, 0, 0, 0));
    let plan = workspace.plan(b"Name,E-Mail,ID\nBo,ana@x.org,2\nCy,ana@x.org,3\n", Choices::default());
    assert_eq!(
        told(&plan),
        [
            "line 2, column “E-Mail”: “ana@x.org” is the e-mail of Ana, while the employee ID is that of Bo",
            "line 3, column “E-Mail”: “ana@x.org” is the e-mail on line 2 already; the two differ in \
             Name (Bo, Cy) and ID (2, 3)",
        ]
    );
    let plan = workspace.plan(b"Name,E-Mail,ID\nCy,ana@x.org,3\n", Choices::default());
    assert_eq!(
        told(&plan),
        ["line 2, column “E-Mail”: “ana@x.org” is the e-mail of Ana, whose employee ID is 1"]
    );
    let plan = workspace.plan(b"Name,E-Mail,ID\nDora Lee,dora@x.org,1\n", Choices::default());
    assert_eq!(
        told(&plan),
        ["line 2, column “ID”: “1” is the employee ID of Ana, whose name and e-mail are others; \
          if it is the same person, correct their e-mail first"]
    );
    assert_eq!(
        workspace.import("Name,E-Mail,ID\nAna Lee,ana.lee@x.org,1\n"),
        counts(0, 1, 0, 0, 0),
        "who married"
    );
}

#[test]
fn ws_4_10_notes_that_somebody_went_on_writing_stay() {
    let mut workspace = Workspace::default();
    workspace.import("ID,Name,Notes\n1,Ana,from HR\n");
    let edits = workspace.person("Ana").update(|ana| ana.notes = "from HR, and mine".into());
    workspace.apply(&Batch::new("").with_all(edits));
    let plan = workspace.plan(b"ID,Name,Notes\n1,Ana,from HR\n", Choices::default());
    assert_eq!(plan.counts(), counts(0, 0, 1, 0, 0));
    assert_eq!(
        warned(&plan),
        ["line 2, column “Notes”: “from HR” is not brought in: there are notes already, and they stay"]
    );
}

#[test]
fn ws_4_12_columns_said_by_the_user_are_remembered_for_files_with_the_same_ones() {
    let mut workspace = Workspace::default();
    let sheet = sheet::read(b"Who,Mail\nAna,ana@x.org\n", &Reading::default()).unwrap();
    let mut mapping = PEOPLE.suggest(&workspace.book, &sheet);
    assert_eq!(mapping.words(), ",email");
    assert!(
        PEOPLE.remember(&workspace.book, &AUTHOR, RecordId::from_bytes([5; 16]), &sheet, &mapping).is_empty()
    );
    mapping.set(0, PEOPLE.targets.iter().find(|target| target.name == "name"));
    let batch = PEOPLE.remember(&workspace.book, &AUTHOR, RecordId::from_bytes([5; 16]), &sheet, &mapping);
    workspace.apply(&batch);
    assert_eq!(PEOPLE.suggest(&workspace.book, &sheet), mapping);
    mapping.set(0, None);
    workspace.apply(&PEOPLE.remember(
        &workspace.book,
        &AUTHOR,
        RecordId::from_bytes([6; 16]),
        &sheet,
        &mapping,
    ));
    assert_eq!(workspace.book.all::<ImportMapping>().len(), 1);
    assert_eq!(PEOPLE.suggest(&workspace.book, &sheet), mapping);
}

#[test]
fn ws_4_13_our_own_table_comes_back_as_it_went_out() {
    let mut workspace = Workspace::default();
    let plan = workspace.plan(PERSONIO, Choices::default());
    workspace.commit(&plan);
    let edits = workspace.person("Thandiwe Umarov").update(|person| person.title = Some("=CTO()".into()));
    workspace.apply(&Batch::new("").with_all(edits));
    let name = |id| {
        let person = workspace.book.get::<Person>(id).map(|person| person.record.name);
        person.or_else(|| workspace.book.get::<Team>(id).map(|team| team.record.name)).unwrap_or_default()
    };
    let titles = document::plain::Titles::new(crate::KINDS.iter().copied(), name);
    let rows = workspace.book.rows_of(Person::NAME).map(|row| &**row);
    let table = document::plain::csv::table(Person::KIND, rows, &titles);
    assert!(table.contains(",'=CTO(),"));
    assert_eq!(workspace.plan(table.as_bytes(), Choices::default()).counts(), counts(0, 0, 60, 0, 0));
    let mut empty = Workspace::default();
    let plan = empty.plan(table.as_bytes(), Choices::default());
    assert_eq!(plan.counts(), counts(60, 0, 0, 0, 0));
    empty.commit(&plan);
    assert_eq!(empty.person("Thandiwe Umarov").record.title.as_deref(), Some("=CTO()"));
    assert_eq!(empty.manager("Thandiwe Umarov").as_deref(), Some("Rūta Papadopoulos"));
}

#[test]
fn ten_thousand_rows_and_a_long_chain_of_managers_are_planned() {
    let mut text = String::from("ID,Name,Manager,E-Mail\n");
    for number in 1..=10_000 {
        text.push_str(&format!("{number},Person {number},{},p{number}@x.org\n", number - 1));
    }
    let plan = Workspace::default().plan(text.as_bytes(), WITHOUT_CELLS);
    assert_eq!(plan.counts(), counts(10_000, 0, 0, 0, 0));
    assert_eq!(told(&plan).len(), 1, "number 0 is nobody");
}

/// Rows whose keys and managers often meet, repeat, close circles or are nobody.
fn rows() -> impl Strategy<Value = String> {
    let row = (
        "[1-6]?",
        "[a-d]?",
        "(a@x|b@x|c|)",
        "([1-7]|[a-d]|a@x|)",
        "(2024-02-0[1-3]|30[.]02[.]2024|01/02/2024|)",
    );
    proptest::collection::vec(row, 1..12).prop_map(|rows| {
        let mut text = String::from("ID;Name;E-Mail;Manager;Hire date\n9;z;z@x;;\n");
        for (id, name, email, manager, date) in rows {
            text.push_str(&format!("{id};{name};{email};{manager};{date}\n"));
        }
        text + ";;;;\n"
    })
}

proptest! {
    #[test]
    fn whatever_a_file_says_nobody_is_doubled_and_no_circle_is_made(
        first in rows(), second in rows(), without_broken_cells: bool,
    ) {
        let choices = Choices { without_broken_cells, ..Choices::default() };
        let mut workspace = Workspace::default();
        for file in [&first, &second] {
            let plan = workspace.plan(file.as_bytes(), choices);
            workspace.commit(&plan);
            let people = workspace.book.all::<Person>();
            let again = workspace.plan(file.as_bytes(), choices);
            for (row, again) in plan.rows.iter().zip(&again.rows) {
                // An address that the first import took from somebody may be free now.
                let came_in = matches!(row.state, RowState::New | RowState::Changed(_) | RowState::Unchanged);
                prop_assert!(!came_in || again.state != RowState::New, "line {}: {}", row.line, file);
            }
            for person in people.iter() {
                let mut above = person.manager;
                for _ in 0..people.len() {
                    above = above.and_then(|manager| {
                        let manager = workspace.book.get::<Person>(manager.id());
                        manager.expect("a manager who came in").manager
                    });
                }
                prop_assert_eq!(above, None, "{} is in a circle: {}", &person.name, file);
            }
        }
    }
}
