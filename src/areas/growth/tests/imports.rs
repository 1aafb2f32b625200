//! Ladders out of files (GR-2.8 to GR-2.12).

use super::*;
use crate::{
    Competency, Expectation, Rung,
    import::{self, Counts},
};

const MARKDOWN: &str = "---
path: \"/backend\"
title: \"🛠️ Backend Framework\"
levels: 6
topics:
  - name: \"communication\"
    title: \"💬 Talking and writing\"
    content:
      - level: 1
        criteria:
          - \"Says when stuck\"
          - Writes what was done
      - level: 2
        criteria:
        exampleCriteria:
          - criteria: \"Explains the why\"
            examples:
              - \"In the description of a change\"
              - \"In a design\"
  - name: \"impact\"
    title:
    content:
      - level: 1
        criteria:
          - \"Finishes small things\"
---

How we grow.
";

fn read(text: &str) -> import::LadderDraft {
    import::read(text.as_bytes(), Track::Individual).unwrap()
}

/// Brings a file into the ladder, or into a new one; the ids begin with `first`.
fn bring(fixture: &mut Fixture, text: &str, into: Option<RecordId>, first: u8) -> Counts {
    let plan = import::plan(&fixture.book, read(text), into);
    let mut number = first;
    let batch = plan.commit(&AUTHOR, || {
        number += 1;
        id(number)
    });
    fixture.apply(&batch);
    plan.counts()
}

fn said(fixture: &Fixture, code: &str, name: &str) -> Option<(String, String)> {
    let ladder = fixture.ladder().id;
    let rung = rules::rungs_of(&fixture.book, ladder).into_iter().find(|rung| rung.code == code)?;
    let all = rules::competencies_of(&fixture.book, ladder);
    let competency = all.into_iter().find(|one| rules::is_called(one, name))?;
    let found = rules::expectation(&fixture.book, rung.id, competency.id)?;
    Some((found.text.to_string(), found.examples.to_string()))
}

#[test]
fn gr_2_8_a_markdown_file_with_a_yaml_head_becomes_a_ladder() {
    let mut fixture = Fixture::new();
    let counts = bring(&mut fixture, MARKDOWN, None, 100);
    assert_eq!(counts, Counts { new: 2 + 2 + 3, changed: 0, unchanged: 0 });
    let ladder = fixture.ladder();
    assert_eq!(
        (ladder.name.as_str(), ladder.about.to_string().as_str()),
        ("Backend Framework", "How we grow.")
    );
    let both = |text: &str, examples: &str| Some((text.to_owned(), examples.to_owned()));
    // Found by its title and by its short name.
    assert_eq!(
        said(&fixture, "IC1", "Talking and writing"),
        both("Says when stuck\nWrites what was done", "")
    );
    assert_eq!(
        said(&fixture, "IC2", "communication"),
        both("Explains the why", "In the description of a change\nIn a design")
    );
    assert_eq!(said(&fixture, "IC1", "Impact"), both("Finishes small things", ""));
    assert_eq!(said(&fixture, "IC2", "Impact"), None);
    let managers = import::read(MARKDOWN.replace('\n', "\r\n").as_bytes(), Track::Management).unwrap();
    let codes: Vec<_> = managers.rungs.iter().map(|rung| (rung.code.as_str(), rung.grade)).collect();
    assert_eq!(codes, [("M1", 1), ("M2", 2)]);
    assert_eq!(managers.expectations, read(MARKDOWN).expectations);
}

const LONG: &str = "Track;Level;Title;Grade;Competency;Theme;Expectation;Examples
Individual;IC4;Senior;4;Delivery;Work;Leads a project;The roll-out
Management;EM;Manager;4;Delivery;Work;Keeps promises;
individual;IC4;Senior;4;Craft;;Chooses well;
";

#[test]
fn gr_2_9_a_table_has_a_row_per_expectation_or_a_column_per_level() {
    let mut fixture = Fixture::new();
    bring(&mut fixture, LONG, None, 100);
    let rungs = rules::rungs_of(&fixture.book, fixture.ladder().id);
    let of = |rung: &Entry<Rung>| (rung.code.clone(), rung.name.clone(), rung.track, rung.grade);
    assert_eq!(
        rungs.iter().map(of).collect::<Vec<_>>(),
        [
            ("IC4".into(), "Senior".into(), Some(Track::Individual), 4),
            ("EM".into(), "Manager".into(), Some(Track::Management), 4)
        ]
    );
    assert_eq!(said(&fixture, "IC4", "Delivery"), Some(("Leads a project".into(), "The roll-out".into())));
    assert_eq!(said(&fixture, "EM", "Delivery"), Some(("Keeps promises".into(), String::new())));
    let competencies = rules::competencies_of(&fixture.book, fixture.ladder().id);
    let themes: Vec<_> = competencies.iter().map(|one| (one.name.as_str(), one.theme.as_deref())).collect();
    assert_eq!(themes, [("Delivery", Some("Work")), ("Craft", None)]);

    let matrix = read("Competency,Theme,L1,L2\nDelivery,Work,Small things,\nCraft,,Reads,Writes\n");
    let codes: Vec<_> =
        matrix.rungs.iter().map(|rung| (rung.code.as_str(), rung.grade, rung.track)).collect();
    assert_eq!(codes, [("L1", 1, Some(Track::Individual)), ("L2", 2, Some(Track::Individual))]);
    let cells: Vec<_> =
        matrix.expectations.iter().map(|one| (one.rung, one.competency, one.text.as_str())).collect();
    assert_eq!(cells, [(0, 0, "Small things"), (0, 1, "Reads"), (1, 1, "Writes")]);
    assert!(matrix.faults.is_empty());
}

#[test]
fn gr_2_10_what_cannot_be_read_is_a_fault_with_its_place() {
    let faults = |text: &str| read(text).faults.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        faults(
            "Track,Level,Grade,Competency,Expectation\nIndividual,IC1,1,Craft,Reads\nSideways,IC1,1,Craft,Reads\n,Senior,,Craft,Reads\n,IC1,2,Craft,Reads\n,IC2,many,Craft,Reads\n,IC2,2,,Reads\n,IC2,2,Craft,\n"
        ),
        [
            "line 3, column “Track”: “Sideways” is no track; say Individual or Management",
            "line 4, column “Level”: “Senior” has no number; say the grade in a column of its own",
            "line 5, column “Level”: “IC1” has grade 1 further up",
            "line 6, column “Grade”: “many” is no number from 0 to 99",
            "line 7, column “Competency”: it is empty",
            "line 8, column “Expectation”: it is empty",
        ]
    );
    assert_eq!(
        faults("Competency,L1,Notes\nCraft,Reads,x\n,Writes,x\n"),
        ["line 3, column “Competency”: it is empty"],
        "what is no level by its name is left out"
    );
    let broken = MARKDOWN
        .replace("- \"Says when stuck\"", "- when: stuck")
        .replace("      - level: 2", "      - level: two")
        .replace("name: \"impact\"", "name:");
    assert_eq!(
        faults(&broken),
        [
            "line 11: a criterion is a text; put it in quotes if it has a colon",
            "line 13: its level has no number from 0 to 99",
            "line 20: a topic without name and title",
        ]
    );
    let refused = |text: &str| import::read(text.as_bytes(), Track::Individual).unwrap_err().to_string();
    assert!(refused("---\ntopics:\n\t- name: a\n---\n").starts_with("line 3: The head of the file"));
    assert!(refused("---\ntitle: Empty\n---\n").starts_with("No ladder is in the file."));
    assert!(
        refused("Name,Age\nAna,3\n").contains("No column says the competency; the columns are Name, Age.")
    );
    assert!(refused("Competency,Level\nCraft,IC1\n").contains("No column is called “Expectation”."));
    assert!(import::read(&vec![b'a'; import::MAX_BYTES + 1], Track::Individual).is_err());
    let many: String = (0..70).map(|level| format!(",L{level}")).collect();
    let draft = read(&format!("Competency{many}\nCraft{}\n", ",x".repeat(70)));
    assert_eq!((draft.rungs.len(), draft.faults.len()), (60, 10));
}

#[test]
fn gr_2_15_what_the_columns_are_is_found_by_their_names_or_said_and_remembered() {
    let mut fixture = Fixture::new();
    let file = "Skill,Junior,Senior,Remarks\nCraft,Reads,Writes,x\n";
    let sheet = import::table_of(file.as_bytes()).unwrap();
    let found = |fixture: &Fixture| import::suggest(&fixture.book, &sheet);
    assert_eq!(found(&fixture).words(), "competency,,,", "without a number in its name a column is no level");
    assert!(import::read_table(&sheet, &found(&fixture), Track::Individual).is_err());

    // The user says which are levels; several columns can be one.
    let mut said = found(&fixture);
    let level = import::TARGETS.iter().find(|target| import::can_be_several(target)).unwrap();
    for column in [1, 2] {
        said.also(column, level);
    }
    let draft = import::read_table(&sheet, &said, Track::Management).unwrap();
    let rungs: Vec<_> = draft.rungs.iter().map(|rung| (rung.code.as_str(), rung.grade, rung.track)).collect();
    let track = Some(Track::Management);
    assert_eq!(rungs, [("Junior", 1, track), ("Senior", 2, track)], "in their order, as none has a number");
    assert_eq!(draft.expectations.len(), 2);

    // The next file with these columns is read like that.
    let remembered = import::remember(&fixture.book, &AUTHOR, id(90), &sheet, &said);
    fixture.apply(&remembered);
    assert_eq!(found(&fixture), said);
    assert!(import::remember(&fixture.book, &AUTHOR, id(91), &sheet, &said).is_empty());

    // Of columns with a number only those are levels that have one.
    let mixed = import::table_of(b"Topic;L1;L2;Remarks\nCraft;Reads;Writes;x\n").unwrap();
    let mut mapping = import::suggest(&fixture.book, &mixed);
    assert_eq!(mapping.words(), "competency,level-of-its-own,level-of-its-own,");
    assert!(import::remember(&fixture.book, &AUTHOR, id(91), &mixed, &mapping).is_empty());
    mapping.also(3, level);
    let faults = import::read_table(&mixed, &mapping, Track::Individual).unwrap().faults;
    assert_eq!(
        faults[0].to_string(),
        "line 1, column “Remarks”: the name of the column has no number, and those of others have"
    );
    assert!(import::table_of(MARKDOWN.as_bytes()).is_none());
}

#[test]
fn gr_2_11_a_file_goes_into_a_ladder_that_stands() {
    let mut fixture = Fixture::with_ladder();
    let ladder = fixture.ladder();
    let file = "Level,Grade,Competency,Expectation\nSE4,4,delivery,Leads the work of several people\nIC9,9,Mentoring,Teaches all\nIC9,9,Courage,Says no\n";
    let counts = bring(&mut fixture, file, Some(ladder.id), 100);
    // IC4 is found by its grade, Growing others by another word for it.
    assert_eq!(counts, Counts { new: 4, changed: 1, unchanged: 3 });
    assert_eq!(fixture.ladder(), ladder);
    assert_eq!(said(&fixture, "IC4", "Delivery").unwrap().0, "Leads the work of several people");
    assert_eq!(said(&fixture, "IC9", "Growing others").unwrap().0, "Teaches all");
    assert_eq!(said(&fixture, "IC9", "Courage").unwrap().0, "Says no");
    assert!(said(&fixture, "IC3", "Delivery").unwrap().0.starts_with("Takes a feature"));
    assert_eq!(rules::rungs_of(&fixture.book, ladder.id).len(), 10);
    assert_eq!(rules::competencies_of(&fixture.book, ladder.id).len(), 7);
}

#[test]
fn gr_2_12_the_same_file_again_changes_nothing_and_all_of_it_is_one_batch() {
    for file in [MARKDOWN, LONG] {
        let mut fixture = Fixture::new();
        bring(&mut fixture, file, None, 100);
        let before =
            (fixture.book.all::<Rung>(), fixture.book.all::<Competency>(), fixture.book.all::<Expectation>());
        let ladder = fixture.ladder().id;
        let plan = import::plan(&fixture.book, read(file), Some(ladder));
        let counts = plan.counts();
        assert_eq!((counts.new, counts.changed), (0, 0));
        assert!(counts.unchanged > 4);
        assert!(plan.commit(&AUTHOR, || id(200)).is_empty());
        let after =
            (fixture.book.all::<Rung>(), fixture.book.all::<Competency>(), fixture.book.all::<Expectation>());
        assert_eq!(before, after);
    }
}

#[test]
fn what_is_cut_short_or_damaged_is_read_or_refused_and_stops_nothing() {
    let mut read = 0;
    for file in [MARKDOWN, LONG] {
        let whole = file.as_bytes();
        for end in 0..whole.len() {
            read += usize::from(import::read(&whole[..end], Track::Individual).is_ok());
            for damage in [b'\n', b'-', b':', b'"', b' ', 0xff] {
                let mut damaged = whole.to_vec();
                damaged[end] = damage;
                if let Ok(draft) = import::read(&damaged, Track::Management) {
                    let plan = import::plan(&Book::new(), draft, None);
                    assert!(!plan.commit(&AUTHOR, || id(9)).is_empty());
                    read += 1;
                }
            }
        }
    }
    assert!(read > 1_000, "{read}");
}
