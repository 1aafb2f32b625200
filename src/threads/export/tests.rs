//! The export, file by file: names, tables, schema, calendar, and that it is the same each time.

use super::*;
use document::{Author, Batch, Edit, FieldChange, Record, Stamp, Value};
use feedback::{Concern, OneOnOne, OneOnOneState, PrivateNote, Series};
use fixture::{day, id};
use flate2::read::DeflateDecoder;
use hiring::Scorecard;
use kernel::{Cadence, DeviceId, MemberId};
use roster::{Absence, Action, ActionState, Person, Team};
use std::io::Read;

use crate::{Circle, Relation};

const ME: Author = Author { member: MemberId::from_bytes([9; 16]) };
const MADE: i64 = 1_795_000_000_000;
/// Noon UTC of 22 November 2026, a Sunday.
const NOW: Timestamp = Timestamp::from_millis(1_795_348_800_000);

#[derive(Default)]
struct Story {
    book: Book,
    documents: Vec<(DocumentKey, Vec<u8>)>,
    histories: HashMap<RecordId, Vec<Version>>,
}

impl Story {
    fn put(&mut self, edit: &Edit, seconds: i64) {
        let at = Timestamp::from_millis(MADE + seconds * 1000);
        self.book.apply(edit, Stamp { at, by: ME.member });
    }

    fn with<T: Record>(mut self, number: u8, record: &T) -> Self {
        self.put(&ME.create(id(number), record), 0);
        self
    }

    fn person(self, number: u8, name: &str) -> Self {
        self.with(number, &Person { name: name.into(), ..Person::default() })
    }

    fn source(&self) -> Source<'_> {
        Source {
            workspace: WorkspaceId::from_bytes([5; 16]),
            book: &self.book,
            documents: &self.documents,
            histories: &self.histories,
            now: NOW,
            offset_minutes: 60,
        }
    }

    fn paths(&self) -> Vec<String> {
        files(&self.source()).into_iter().map(|file| file.path).collect()
    }

    fn file(&self, path: &str) -> String {
        let found = files(&self.source()).into_iter().find(|file| file.path == path);
        let file = found.unwrap_or_else(|| panic!("no {path} among {:?}", self.paths()));
        String::from_utf8(file.bytes).unwrap()
    }

    /// The calendar's lines, unfolded, from the first entry on.
    fn calendar(&self) -> Vec<String> {
        let text = self.file("calendar.ics").replace("\r\n ", "");
        let lines: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
        lines.into_iter().skip_while(|line| line != "BEGIN:VEVENT").collect()
    }

    fn in_calendar(&self, property: &str) -> Vec<String> {
        let found = self.calendar().into_iter().filter(|line| line.starts_with(property));
        found.map(|line| line[property.len()..].to_owned()).collect()
    }
}

fn ana() -> Story {
    Story::default().person(1, "Ana Díaz")
}

fn weekly(first_on: &str, time: Option<&str>) -> Series {
    Series {
        person: Some(id(1).into()),
        cadence: Cadence::Weekly,
        first_on: Some(day(first_on)),
        time: time.map(str::to_owned),
        minutes: Some(45),
        ..Series::default()
    }
}

#[test]
fn ex_1_every_record_has_a_page_with_a_name_that_every_system_takes() {
    let story = ana()
        .person(2, "ana díaz")
        .person(3, "Con")
        .person(4, "../a\\b: \"c\"?")
        .person(5, "")
        .with(6, &Team { name: "x".repeat(200), ..Team::default() });
    let pages: Vec<String> = story.paths().into_iter().filter(|path| path.ends_with(".md")).collect();
    assert_eq!(
        pages,
        [
            "roster/People/Ana Díaz.md",
            "roster/People/ana díaz (2).md",
            "roster/People/_Con.md",
            "roster/People/-a-b- -c--.md",
            "roster/People/Person without a name.md",
            &format!("roster/Teams/{}.md", "x".repeat(80)),
        ]
    );
}

#[test]
fn ex_2_what_only_the_user_reads_stands_apart() {
    let note =
        PrivateNote { person: Some(id(1).into()), on: Some(day("2026-11-03")), ..PrivateNote::default() };
    let story = ana().with(2, &note);
    let apart: Vec<String> = story.paths().into_iter().filter(|path| path.starts_with("only-me/")).collect();
    assert_eq!(
        apart,
        [
            "only-me/feedback/Private notes/Private note · Ana Díaz · 3 Nov 2026.md",
            "only-me/tables/Private notes.csv",
        ]
    );
    assert!(!story.paths().contains(&"tables/Private notes.csv".to_owned()));
}

#[test]
fn ex_2_what_everyone_reads_does_not_name_what_only_the_user_reads() {
    let concern = Concern { person: Some(id(1).into()), what: "A secret".into(), ..Concern::default() };
    let action = Action { what: "Talk again".into(), source: Some(id(2)), ..Action::default() };
    let link = Link { from: Some(id(1)), to: Some(id(2)), ..Link::default() };
    let mut story = ana().with(2, &concern).with(3, &action);
    story.put(&ME.create_private(id(4), &link), 0);
    let open = files(&story.source())
        .into_iter()
        .filter(|file| file.path.ends_with(".md") || file.path.ends_with(".csv"))
        .filter(|file| !file.path.starts_with("only-me/"));
    for file in open {
        assert!(!String::from_utf8_lossy(&file.bytes).contains("A secret"), "{}", file.path);
    }
    let page = story.file("only-me/feedback/Concerns/A secret.md");
    assert!(page.contains("Ana Díaz") && page.contains("Talk again"), "{page}");
}

#[test]
fn ex_11_circles_and_hidden_cards_have_folders_that_a_person_understands() {
    let circle = |name: &str| Circle { name: name.into(), ..Circle::default() };
    let mut story = ana().with(20, &circle("Pay: 2026")).with(21, &circle("pay- 2026"));
    let card = Scorecard { interviewer: Some(id(1).into()), ..Scorecard::default() };
    for (number, audience) in [(30, 40), (31, 41)] {
        story.put(&ME.create_for(id(number), &card, Audience::Circle(id(audience))), 0);
    }
    for (number, audience) in [(32, 20), (33, 21), (34, 42)] {
        let team = Team { name: format!("T{number}"), ..Team::default() };
        story.put(&ME.create_for(id(number), &team, Audience::Circle(id(audience))), 0);
    }
    let paths = story.paths();
    let apart: Vec<&str> = paths
        .iter()
        .map(String::as_str)
        .filter(|path| path.starts_with("circle") || path.starts_with("scorecards"))
        .collect();
    assert_eq!(
        apart,
        [
            "scorecards/hiring/Scorecards/Scorecard · Ana Díaz.md",
            "scorecards/hiring/Scorecards/Scorecard · Ana Díaz (2).md",
            "circle Pay- 2026/roster/Teams/T32.md",
            "circle pay- 2026 (2)/roster/Teams/T33.md",
            "circle without a name/roster/Teams/T34.md",
            "circle Pay- 2026/tables/Teams.csv",
            "circle pay- 2026 (2)/tables/Teams.csv",
            "circle without a name/tables/Teams.csv",
            "scorecards/tables/Scorecards.csv",
        ]
    );
    let readme = story.file("README.txt");
    for told in
        ["circle Pay- 2026/", "the circle “pay- 2026”", "scorecards, each for those who have submitted"]
    {
        assert!(readme.contains(told), "{told}");
    }
    assert!(readme.contains("leave out only-me/, circle Pay- 2026/, "));
}

#[test]
fn ex_3_a_link_is_written_at_both_its_ends() {
    let link = Link {
        from: Some(id(1)),
        to: Some(id(2)),
        relation: Relation::LeadsTo,
        reason: Some("she asked".into()),
        on: None,
        ..Link::default()
    };
    let story = ana().with(2, &Team { name: "Core".into(), ..Team::default() }).with(3, &link);
    let person = story.file("roster/People/Ana Díaz.md");
    assert!(
        person.ends_with(&format!("\n## Threads\n\n- Leads to: Core (Team, {}) — she asked\n", id(2))),
        "{person}"
    );
    let team = story.file("roster/Teams/Core.md");
    assert!(team.ends_with(&format!("- Comes from: Ana Díaz (Person, {}) — she asked\n", id(1))), "{team}");
}

#[test]
fn ex_4_a_cell_that_could_run_as_a_formula_is_led_by_an_apostrophe() {
    let story = Story::default()
        .person(1, "=HYPERLINK(\"http://x\")")
        .person(2, "+1")
        .person(3, "-1")
        .person(4, "@x");
    let table = story.file("tables/People.csv");
    for cell in [",\"'=HYPERLINK(\"\"http://x\"\")\",", ",'+1,", ",'-1,", ",'@x,"] {
        assert!(table.contains(cell), "{cell} in {table}");
    }
}

#[test]
fn ex_5_the_json_holds_links_and_history_and_its_schema_says_so() {
    let link = Link { from: Some(id(1)), to: Some(id(1)), ..Link::default() };
    let mut story = ana().with(2, &link);
    story.histories.insert(
        id(1),
        vec![Version {
            heads: vec![],
            stamp: Stamp { at: NOW, by: ME.member },
            device: DeviceId::from_bytes([4; 16]),
            label: "Add Ana".into(),
            changes: vec![FieldChange { field: "name".into(), old: None, new: Some("Ana Díaz".into()) }],
        }],
    );
    let mut newer = document::Row::clone(story.book.row(id(1)).unwrap());
    newer.id = id(8);
    newer.kind = "hologram".into();
    newer.fields.insert("width".into(), Value::Integer(3));
    story.book.put(newer);
    let json: serde_json::Value = serde_json::from_str(&story.file("workspace.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&story.file("workspace.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(json["links"][0]["fields"]["from"], id(1).to_string());
    assert_eq!(json["records"][0]["history"][0]["changes"][0]["new"], "Ana Díaz");
    assert_eq!(json["records"][1]["other"]["width"], 3);
    for (pointer, value) in [
        ("/records/0/fields/start_date", serde_json::json!(5)),
        ("/records/0/kind", serde_json::json!(5)),
        ("/records/0/history/0/when", serde_json::json!("")),
        ("/version", serde_json::json!(2)),
    ] {
        let mut broken = json.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        broken.pointer_mut(parent).unwrap()[key] = value;
        assert!(!validator.is_valid(&broken), "{pointer}");
    }
}

#[test]
fn a_whole_sample_roster_fits_the_schema() {
    let mut story = Story::default();
    let mut number = 0_u128;
    let (_, batches) = roster::sample(&ME, day("2026-11-22"), &mut || {
        number += 1;
        RecordId::from_bytes(number.to_be_bytes())
    });
    for edit in batches.iter().flat_map(|batch: &Batch| &batch.edits) {
        story.put(edit, 0);
    }
    let json: serde_json::Value = serde_json::from_str(&story.file("workspace.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&story.file("workspace.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(json["records"].as_array().unwrap().len(), story.book.len());
    let other = json["records"].as_array().unwrap().iter().filter(|record| record.get("other").is_some());
    assert_eq!(other.count(), 0, "our own fields fit their own descriptions");
}

#[test]
fn ex_6_regular_talks_are_in_the_calendar_for_a_quarter_but_for_days_away() {
    let away = Absence {
        person: Some(id(1).into()),
        from: Some(day("2026-11-30")),
        until: Some(day("2026-12-04")),
        ..Absence::default()
    };
    let story = ana().with(2, &weekly("2026-10-01", Some("14:00"))).with(3, &away);
    let starts = story.in_calendar("DTSTART:");
    assert_eq!(starts.len(), 12, "13 Thursdays, one away");
    assert_eq!(&starts[..2], ["20261126T140000", "20261210T140000"]);
    assert_eq!(story.in_calendar("DTEND:")[0], "20261126T144500");
    assert_eq!(story.in_calendar("SUMMARY:")[0], "1:1 with Ana Díaz");
}

#[test]
fn ex_7_a_talk_keeps_its_entry_when_it_gets_a_record_is_moved_or_cancelled() {
    let series = weekly("2026-11-26", None);
    let story = ana().with(2, &series);
    let coming = story.in_calendar("UID:");
    let number = feedback::rules::talk_id(id(2), day("2026-11-26"));
    assert_eq!(coming[0], format!("{number}@pilothouse"));
    let mut story = story;
    let talk = OneOnOne {
        person: Some(id(1).into()),
        series: Some(id(2).into()),
        on: Some(day("2026-11-27")),
        state: OneOnOneState::Cancelled,
        ..OneOnOne::default()
    };
    story.put(&ME.create(number, &OneOnOne { on: Some(day("2026-11-26")), ..talk.clone() }), 0);
    let moved = story.book.get::<OneOnOne>(number).unwrap().update(|standing| *standing = talk);
    for edit in &moved {
        story.put(edit, 60);
    }
    assert_eq!(story.in_calendar("UID:"), coming, "the same entries, none twice");
    assert_eq!(story.in_calendar("DTSTART;VALUE=DATE:")[0], "20261127");
    assert_eq!(story.in_calendar("SEQUENCE:")[0], "60");
    assert_eq!(story.in_calendar("STATUS:"), ["CANCELLED"]);
}

#[test]
fn ex_8_a_forum_is_a_whole_day_and_does_not_say_who_is_spoken_for() {
    let forum =
        growth::Forum { name: "Calibration".into(), on: Some(day("2026-12-03")), ..Default::default() };
    let case = growth::Case {
        asks_for: "Promotion to IC4".into(),
        person: Some(id(1).into()),
        forum: Some(id(2).into()),
        ..Default::default()
    };
    let calendar = ana().with(2, &forum).with(3, &case).calendar();
    assert!(calendar.contains(&"SUMMARY:Calibration".to_owned()), "{calendar:?}");
    assert!(calendar.contains(&"DTSTART;VALUE=DATE:20261203".to_owned()));
    assert!(!calendar.iter().any(|line| line.contains("Promotion") || line.contains("Ana")));
}

#[test]
fn ex_12_the_days_of_a_review_cycle_are_in_the_calendar_until_it_is_finished() {
    let cycle = reviews::ReviewCycle {
        name: "Half two".into(),
        due: Some(day("2026-12-10")),
        share_by: Some(day("2026-12-20")),
        ..Default::default()
    };
    let story = ana().with(2, &cycle);
    assert_eq!(
        story.in_calendar("SUMMARY:"),
        ["Reviews to be written: Half two", "Reviews to be shared: Half two"]
    );
    assert_eq!(story.in_calendar("DTSTART;VALUE=DATE:"), ["20261210", "20261220"]);
    let uids = story.in_calendar("UID:");
    assert_ne!(uids[0], uids[1]);
    let finished = reviews::ReviewCycle { finished_on: Some(day("2026-12-21")), ..cycle };
    assert!(ana().with(2, &finished).in_calendar("SUMMARY:").is_empty());
}

#[test]
fn ex_8_due_actions_are_whole_days_and_done_ones_are_left_out() {
    let action = |what: &str, state| Action {
        what: what.into(),
        owner: Some(id(1).into()),
        due: Some(day("2026-12-31")),
        state,
        ..Action::default()
    };
    let story = ana()
        .with(2, &action("Write; then, send\nand \\ wait", ActionState::Open))
        .with(3, &action("Old", ActionState::Done))
        .with(4, &Action { due: None, ..action("Some day", ActionState::Open) });
    assert_eq!(
        story.calendar(),
        [
            "BEGIN:VEVENT",
            &format!("UID:{}@pilothouse", id(2)),
            "DTSTAMP:20261122T120000Z",
            "SEQUENCE:0",
            "CREATED:20261118T110640Z",
            "LAST-MODIFIED:20261118T110640Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "TRANSP:TRANSPARENT",
            "SUMMARY:Due: Write\\; then\\, send\\nand \\\\ wait (Ana Díaz)",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    );
}

#[test]
fn calendar_lines_end_and_fold_as_the_standard_says() {
    let story = Story::default().person(1, &"Ngọc Yılmaz ".repeat(12)).with(2, &weekly("2026-11-26", None));
    let text = story.file("calendar.ics");
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() <= 75));
    assert!(story.in_calendar("SUMMARY:")[0].starts_with(&format!("1:1 with {}", "Ngọc Yılmaz ".repeat(11))));
}

#[test]
fn ex_9_the_zip_opens_and_is_the_same_each_time() {
    let mut story = ana();
    let key: DocumentKey = "everyone/area/roster".parse().unwrap();
    story.documents.push((key, vec![1, 2, 3]));
    let bytes = zip(&story.source()).unwrap();
    assert_eq!(bytes, zip(&story.source()).unwrap());
    let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut found = Vec::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().unwrap() {
        let path = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        let packed = archive.get_entry(entry.wayfinder()).unwrap();
        let mut content = Vec::new();
        if entry.compression_method() == rawzip::CompressionMethod::STORE {
            packed.verifying_reader(packed.data()).read_to_end(&mut content).unwrap();
        } else {
            packed.verifying_reader(DeflateDecoder::new(packed.data())).read_to_end(&mut content).unwrap();
        }
        found.push((path, content));
    }
    let expected: Vec<_> = files(&story.source()).into_iter().map(|file| (file.path, file.bytes)).collect();
    assert_eq!(found, expected);
    assert_eq!(found.last().unwrap().0, "documents/everyone/area/roster.automerge");
    assert_eq!(file_name(&story.source()), "pilothouse-2026-11-22.zip");
}

#[test]
fn ex_10_two_workspaces_compare_equal_exactly_when_their_content_is() {
    let (one, other) = (ana().person(2, "Bo"), Story::default().person(2, "Bo").person(1, "Ana Díaz"));
    assert_eq!(comparable(&one.book), comparable(&other.book));
    assert_ne!(comparable(&one.book), comparable(&ana().book));
    assert_ne!(comparable(&one.book), comparable(&ana().person(2, "Bó").book));
}
