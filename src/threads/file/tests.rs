//! What belongs to somebody's file, what goes with it, and what is handed over (WS-6).

use super::*;
use crate::{
    Relation,
    backup::{self, Backup},
    export::Source,
};
use document::{Author, Prose, Ref, Stamp};
use feedback::{Concern, OneOnOne};
use fixture::id;
use kernel::{MemberId, Timestamp, WorkspaceId};
use roster::{Absence, Action, Person, Service, Team, Unsent};
use std::collections::HashMap;

const ME: Author = Author { member: MemberId::from_bytes([9; 16]) };

struct Story(Book);

impl Story {
    fn put(&mut self, edit: &Edit) {
        self.0.apply(edit, Stamp { at: Timestamp::from_millis(1_795_000_000_000), by: ME.member });
    }

    fn with<R: Record>(mut self, number: u8, record: &R) -> Self {
        self.put(&ME.create(id(number), record));
        self
    }
}

/// Ana (1) and Ben (2); much is about Ana.
fn story() -> Story {
    let person = |name: &str| Person { name: name.into(), ..Person::default() };
    let ana = Some(Ref::new(id(1)));
    Story(Book::new())
        .with(1, &person("Ana Silva"))
        .with(2, &Person { manager: ana, ..person("Ben") })
        .with(3, &Absence { person: ana, note: Some("Lisbon".into()), ..Absence::default() })
        .with(4, &Concern { person: ana, ..Concern::default() })
        .with(
            5,
            &Team {
                name: "Harbour".into(),
                manager: ana,
                delivery: Some(Ref::new(id(2))),
                ..Team::default()
            },
        )
        .with(6, &Service { name: "Tides".into(), accountable: ana, ..Service::default() })
        .with(7, &Link { from: Some(id(3)), to: Some(id(5)), relation: Relation::LeadsTo, ..Link::default() })
        .with(8, &OneOnOne { person: Some(Ref::new(id(2))), ..OneOnOne::default() })
        .with(9, &Dismissal { notice: format!("FB-1.2/{}/x", id(1)), says: "Ana Silva".into(), until: None })
        .with(10, &Unsent { form: format!("observe {}", id(1)), text: Prose("about her".into()) })
        .with(11, &Team { name: "Led by ana silva, once".into(), ..Team::default() })
        .with(12, &Team { name: "Joana Silvas".into(), ..Team::default() })
}

fn fates(file: &PersonFile) -> Vec<(RecordId, Vec<&str>)> {
    let fields = |found: &Elsewhere| match &found.fate {
        Fate::Goes => Vec::new(),
        Fate::Emptied(fields) => fields.iter().map(|(name, _)| name.clone()).collect(),
    };
    let mut fates: Vec<_> =
        file.elsewhere.iter().map(|found| (found.mention.record, fields(found))).collect();
    fates.sort();
    let leak = |fields: Vec<String>| fields.into_iter().map(|name| &*name.leak()).collect();
    fates.into_iter().map(|(record, fields)| (record, leak(fields))).collect()
}

#[test]
fn ws_6_1_a_file_is_every_document_named_by_somebody_with_what_is_in_it_by_readers_and_kinds() {
    let story = story();
    let file = of(&story.0, id(1)).unwrap();
    assert_eq!(file.name, "Ana Silva");
    let names: Vec<String> = file.documents.iter().map(ToString::to_string).collect();
    assert_eq!(names, [format!("everyone/person/{}", id(1)), format!("only-{}/person/{}", ME.member, id(1))]);
    let of = |count: &Counted| (count.audience == Audience::Everyone, count.kind.clone(), count.count);
    assert_eq!(
        file.contents.iter().map(of).collect::<Vec<_>>(),
        [(true, "Absences".to_owned(), 1), (true, "People".to_owned(), 1), (false, "Concerns".to_owned(), 1)]
    );
    assert_eq!(file.count(), 3);
    assert!(file.has_private());
    assert!(super::of(&story.0, id(5)).is_none(), "a team has no file");
}

#[test]
fn ws_6_2_an_export_has_what_is_wanted_and_what_names_them_elsewhere() {
    let story = story();
    let file = of(&story.0, id(1)).unwrap();
    let written = |private: bool| {
        let part = Part { private };
        let (book, documents) = (part.book(&story.0, &file), part.documents(&file));
        let documents: Vec<_> = documents.into_iter().map(|key| (key, b"bytes".to_vec())).collect();
        let source = Source {
            workspace: WorkspaceId::from_bytes([5; 16]),
            book: &book,
            documents: &documents,
            histories: &HashMap::new(),
            now: Timestamp::from_millis(1_795_348_800_000),
            offset_minutes: 60,
        };
        assert_eq!(file_name(&source, &file), "ana-silva-2026-11-22.zip");
        assert!(zip(&source, &file, part).unwrap().starts_with(b"PK"));
        files(&source, &file, part)
    };
    let paths = |private| written(private).into_iter().map(|file| file.path).collect::<Vec<_>>();
    let has = |paths: &[String], part: &str| paths.iter().any(|path| path.contains(part));
    let all = paths(true);
    assert!(has(&all, "roster/People/Ana Silva.md") && has(&all, "roster/Teams/Harbour.md"));
    assert!(has(&all, "only-me/feedback/Concerns") && has(&all, "documents/only-"));
    assert!(!has(&all, "1 on 1") && !has(&all, "Led by"), "Ben's and what only mentions her are not in it");
    let shared = paths(false);
    assert!(!has(&shared, "only-") && has(&shared, "roster/People/Ana Silva.md"), "{shared:?}");
    let readme = |private| String::from_utf8(written(private).swap_remove(0).bytes).unwrap();
    assert!(readme(false).contains("was left out") && !readme(true).contains("was left out"));
    assert!(readme(true).contains("Their name also stands in texts"));
}

#[test]
fn ws_6_3_what_says_nothing_without_them_goes_and_other_fields_are_emptied() {
    let mut story = story();
    let file = of(&story.0, id(1)).unwrap();
    assert_eq!(
        fates(&file),
        [
            (id(2), vec!["manager"]),
            (id(5), vec!["manager"]),
            (id(6), vec!["accountable"]),
            (id(7), vec![]),
            (id(9), vec![]),
            (id(10), vec![]),
        ]
    );
    let kept = Unsent { form: "Add a team".into(), text: Prose("Pilots".into()), ..Unsent::default() };
    story.put(&ME.create(id(14), &kept));
    let unsent = story.0.row(id(14)).unwrap().document.clone();
    let anew = DocumentKey { place: Place::UnsentIn(id(15)), ..unsent.clone() };
    let batch = file.erasing(&story.0, &BTreeSet::from([unsent.clone()]), &anew);
    assert!(batch.edits.iter().all(|edit| edit.document != unsent), "what is erased is not written");
    // The engine takes the document away; what is about something else goes on.
    story.0.put_page(&unsent, document::Page::default());
    for edit in batch.edits {
        story.put(&edit);
    }
    assert_eq!(story.0.row(id(14)).unwrap().document, anew);
    assert_eq!(*story.0.get::<Unsent>(id(14)).unwrap().text, *kept.text);
    let team = story.0.get::<Team>(id(5)).unwrap();
    assert_eq!((team.manager, team.delivery), (None, Some(Ref::new(id(2)))));
    assert!(story.0.row(id(7)).is_none() && story.0.row(id(9)).is_none() && story.0.row(id(10)).is_none());
    assert!(of(&story.0, id(1)).unwrap().elsewhere.is_empty());
    // What names something that goes is looked at in turn.
    let mut story = self::story();
    story = story.with(13, &Action { what: "Ask".into(), source: Some(id(7)), ..Action::default() });
    let file = of(&story.0, id(1)).unwrap();
    assert!(fates(&file).contains(&(id(13), vec!["source"])), "{:?}", fates(&file));
}

#[test]
fn ws_6_4_a_name_in_a_text_is_listed_where_it_stands_as_words_of_its_own() {
    let file = of(&story().0, id(1)).unwrap();
    let found: Vec<RecordId> = file.mentions.iter().map(|mention| mention.record).collect();
    assert_eq!(found, [id(11)]);
    assert_eq!(file.mentions[0].address, format!("/record/{}", id(11)));
}

fn handed(private: bool) -> Backup {
    let file = of(&story().0, id(1)).unwrap();
    let documents = Part { private }.documents(&file).into_iter().map(|key| (key, Vec::new())).collect();
    let (workspace, member) = (WorkspaceId::from_bytes([5; 16]), ME.member);
    Backup { workspace, member, created: Timestamp::default(), documents }
}

#[test]
fn ws_6_5_a_file_is_handed_over_without_what_is_for_a_circle() {
    let circle: DocumentKey = format!("circle-{}/person/{}", id(40), id(1)).parse().unwrap();
    assert!(!handing::can_go(&circle));
    assert!(handed(true).documents.iter().all(|(key, _)| handing::can_go(key)));
    assert_eq!(handed(false).documents.len(), 1, "what only the user reads stays unless wanted");
    let day = "2026-11-22".parse().unwrap();
    assert_eq!(handing::file_name("Ana Silva", day), "ana-silva-2026-11-22.pilothouse");
    assert_eq!(handing::file_name("…", day), "file-2026-11-22.pilothouse");
}

#[test]
fn ws_6_6_taken_in_is_one_persons_file_and_what_came_new_can_be_taken_out_again() {
    let file = backup::decode(&backup::encode(&handed(true)).unwrap()).unwrap();
    let outlook = handing::outlook(&Book::new(), &file).unwrap();
    assert_eq!((outlook.new, outlook.known, outlook.private, outlook.here), (2, 0, 1, None));
    let mut story = story();
    let outlook = handing::outlook(&story.0, &file).unwrap();
    assert_eq!((outlook.new, outlook.known), (0, 2));
    assert_eq!(outlook.here.as_deref(), Some("Ana Silva"), "it is told to whom it belongs");
    let more = |key: &str| {
        let mut more = file.clone();
        more.documents.push((key.parse().unwrap(), Vec::new()));
        handing::outlook(&story.0, &more)
    };
    assert_eq!(more("everyone/area/roster"), None, "a whole workspace is restored, not taken in");
    assert_eq!(more(&format!("everyone/person/{}", id(2))), None);
    let came = documents(&story.0, id(1));
    for edit in handing::backing_out(&story.0, &came).edits {
        story.put(&edit);
    }
    assert!(of(&story.0, id(1)).is_none() && story.0.row(id(2)).is_some());
}

#[test]
fn ws_6_7_a_file_that_was_kept_long_enough_is_a_notice() {
    let left = |last: &str| {
        let person = Person { end_date: last.parse().ok(), name: "Cleo".into(), ..Person::default() };
        let story = Story(Book::new()).with(1, &person);
        retention::notices(&story.0, "2026-11-22".parse().unwrap())
    };
    assert!(left("2024-11-22").is_empty(), "730 days");
    let notices = left("2024-11-21");
    assert_eq!(notices.len(), 1);
    assert_eq!((notices[0].rule, notices[0].about), ("WS-6.7", id(1)));
    assert!(left("").is_empty() && left("2027-01-01").is_empty());
}

/// Ana came by file as somebody new (1), and is here already as 20, whom Ben (2) has a team with.
fn twice() -> Story {
    let ana = Some(Ref::new(id(20)));
    let person = Person {
        name: "Ana Silva-Costa".into(),
        title: Some("Staff engineer".into()),
        notes: Prose("Knows the harbour.".into()),
        ..Person::default()
    };
    let mut story = story()
        .with(20, &person)
        .with(21, &Absence { person: ana, note: Some("Porto".into()), ..Absence::default() });
    let came = Change::Set { field: "title".into(), value: Some(Value::from("Principal engineer")) };
    let notes = Change::Set { field: "notes".into(), value: Some(Value::Prose("Likes boats.".into())) };
    let level = Change::Set { field: "level".into(), value: Some(Value::from("IC5")) };
    for change in [came, notes, level] {
        let document = story.0.row(id(1)).unwrap().document.clone();
        story.put(&Edit { document, record: id(1), change });
    }
    story
}

#[test]
fn ws_6_8_who_came_by_file_is_joined_to_whom_it_is_here_and_nothing_is_lost() {
    let mut story = twice();
    let joining = joining::join(&story.0, id(1), id(20)).unwrap();
    assert_eq!(joining.moved, [("Absences".to_owned(), 1), ("Concerns".to_owned(), 1)].into());
    assert_eq!(joining.filled, ["Level", "Notes"]);
    assert_eq!(
        joining.differs,
        [
            ("Name", "Ana Silva-Costa".to_owned(), "Ana Silva".to_owned()),
            ("Title", "Staff engineer".to_owned(), "Principal engineer".to_owned()),
        ]
    );
    assert_eq!(joining.renamed, 3, "Ben's manager, the team and the service");
    for edit in joining.batch.edits {
        story.put(&edit);
    }
    let book = &story.0;
    assert!(book.row(id(1)).is_none() && documents(book, id(1)).is_empty(), "nobody is here twice");
    let ana = book.get::<Person>(id(20)).unwrap();
    assert_eq!(ana.title.as_deref(), Some("Staff engineer"), "who is here is right");
    assert_eq!(*ana.notes, *"Knows the harbour.\n\nLikes boats.");
    assert_eq!(ana.level.as_deref(), Some("IC5"));
    for number in [3, 21] {
        assert_eq!(book.get::<Absence>(id(number)).unwrap().person, Some(Ref::new(id(20))));
    }
    let concern = book.row(id(4)).unwrap();
    assert_eq!(
        concern.document.to_string(),
        format!("only-{}/person/{}", ME.member, id(20)),
        "what is only one's own stays so"
    );
    assert_eq!(book.get::<Person>(id(2)).unwrap().manager, Some(Ref::new(id(20))));
    assert_eq!(book.get::<Team>(id(5)).unwrap().manager, Some(Ref::new(id(20))));
    assert_eq!(book.get::<Link>(id(7)).unwrap().from, Some(id(3)), "links hold");
}

#[test]
fn ws_6_8_nobody_is_joined_to_themselves_to_a_team_or_made_their_own_manager() {
    let story = twice();
    for (from, into) in [(1, 1), (1, 5), (5, 1), (1, 99)] {
        assert!(joining::join(&story.0, id(from), id(into)).is_err(), "{from} to {into}");
    }
    let mut managed = twice();
    let manager =
        Change::Set { field: "manager".into(), value: Some(Value::from(id(1).to_string().as_str())) };
    let document = managed.0.row(id(20)).unwrap().document.clone();
    managed.put(&Edit { document, record: id(20), change: manager });
    for edit in joining::join(&managed.0, id(1), id(20)).unwrap().batch.edits {
        managed.put(&edit);
    }
    assert_eq!(managed.0.get::<Person>(id(20)).unwrap().manager, None);
    // Two values that stand against each other are settled first, so that none is lost.
    let mut torn = twice();
    let mut row = document::Row::clone(torn.0.row(id(3)).unwrap());
    row.conflicts.insert("note".into(), vec![Value::from("a"), Value::from("b")]);
    torn.0.put(row);
    assert!(joining::join(&torn.0, id(1), id(20)).is_err());
}
