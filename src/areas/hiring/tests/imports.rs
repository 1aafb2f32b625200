//! Bringing candidates in, and in again (HI-7, WS-4).

use super::*;
use crate::{import, rules};
use document::sheet::{self, Mapping, Reading};
use roster::import::{Choices, RowState, Skipped};

/// An export as applicant systems write it, and the same a week later.
const FIRST: &[u8] = include_bytes!("../../../../tests/fixtures/candidates/pipeline.csv");
const LATER: &[u8] = include_bytes!("../../../../tests/fixtures/candidates/pipeline-a-week-later.csv");
const OTHER: &[u8] = include_bytes!("../../../../tests/fixtures/candidates/active-candidates.csv");

fn plan(fixture: &Fixture, bytes: &[u8], choices: Choices) -> import::CandidatesPlan {
    let sheet = sheet::read(bytes, &Reading::default()).unwrap();
    assert!(import::is_of_candidates(&sheet), "{:?}", sheet.header);
    let mapping = Mapping::suggest(&sheet.header, import::CANDIDATES.targets);
    import::plan(&fixture.book, &sheet, &mapping, choices, day(TODAY))
}

fn bring(fixture: &mut Fixture, bytes: &[u8], new_id: impl FnMut() -> RecordId) -> import::CandidatesPlan {
    let plan = plan(fixture, bytes, Choices::default());
    let batch = plan.commit(&fixture.book, &AUTHOR, new_id);
    fixture.apply(&batch);
    plan
}

fn named(fixture: &Fixture, name: &str) -> Entry<Candidate> {
    fixture.book.all::<Candidate>().iter().find(|one| one.name == name).unwrap().clone()
}

/// The way of a candidate: step or stage, and the day.
fn way(fixture: &Fixture, name: &str) -> Vec<(String, String)> {
    let moves = rules::moves_of(&fixture.book, named(fixture, name).id);
    let told = |one: Entry<StageMove>| {
        let stage = one.stage.and_then(|stage| fixture.book.get::<Stage>(stage.id()));
        let to = stage.map_or_else(|| one.to.label().to_owned(), |stage| stage.name.clone());
        (to, one.on.unwrap().to_string())
    };
    moves.into_iter().map(told).collect()
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(to, on)| ((*to).to_owned(), (*on).to_owned())).collect()
}

#[test]
fn hi_7_11_every_row_becomes_a_candidate_where_it_says() {
    let mut fixture = Fixture::new();
    let plan = bring(&mut fixture, FIRST, ids(1));
    let counts = plan.counts();
    assert_eq!((counts.new, counts.broken, counts.skipped), (8, 1, 1));
    // The opening that is here is found by its name; the other, and stages that are not here, are made.
    assert_eq!(
        plan.made,
        [
            "Site Reliability Engineer",
            "Site Reliability Engineer: Onsite",
            "Senior engineer: Hiring Manager Screen"
        ]
    );
    assert_eq!(named(&fixture, "Noor Haddad").opening, Some(id(ROLE).into()));
    assert_eq!(way(&fixture, "Noor Haddad"), pairs(&[("Applied", "2026-11-03"), ("Coding", "2026-11-12")]));
    assert_eq!(way(&fixture, "Sofía Ibáñez"), pairs(&[("Applied", "2026-11-10")]));
    assert_eq!(named(&fixture, "Sofía Ibáñez").source.as_deref(), Some("Employee referral"));
    let made = named(&fixture, "Jonas Weber").opening.unwrap();
    let stages = rules::stages_of(&fixture.book, made.id());
    assert_eq!((stages.len(), stages[0].name.as_str(), stages[0].kind), (1, "Onsite", None));
    // A role that came in says that its cause is missing.
    assert!(fixture.speaking(TODAY).contains(&"HI-1.3"));
}

#[test]
fn hi_7_12_a_week_later_there_are_moves_and_nobody_twice() {
    let mut fixture = Fixture::new();
    let mut new_id = ids(1);
    bring(&mut fixture, FIRST, &mut new_id);
    let again = plan(&fixture, FIRST, Choices::default());
    assert_eq!((again.counts().new, again.counts().changed, again.counts().unchanged), (0, 0, 8));
    assert!(again.commit(&fixture.book, &AUTHOR, &mut new_id).is_empty());

    let later = plan(&fixture, LATER, Choices::default());
    assert_eq!((later.counts().new, later.counts().changed, later.counts().unchanged), (1, 4, 4));
    let noor = later.rows.iter().find(|row| row.name == "Noor Haddad").unwrap();
    let RowState::Changed(changes) = &noor.state else { panic!("{:?}", noor.state) };
    let told: Vec<_> =
        changes.iter().map(|one| (one.field.label, one.old.as_str(), one.new.as_str())).collect();
    assert_eq!(told, [("Stage", "Coding", "Design")]);
    let batch = later.commit(&fixture.book, &AUTHOR, &mut new_id);
    fixture.apply(&batch);
    assert_eq!(
        way(&fixture, "Noor Haddad"),
        pairs(&[("Applied", "2026-11-03"), ("Coding", "2026-11-12"), ("Design", "2026-11-19")])
    );
    assert_eq!(fixture.book.all::<Candidate>().len(), 9);
    // The old file again moves nobody back.
    assert_eq!(plan(&fixture, FIRST, Choices::default()).counts().changed, 0);
}

#[test]
fn hi_7_13_a_candidate_is_found_by_number_then_address_within_the_opening() {
    let mut fixture = Fixture::new();
    let mut new_id = ids(1);
    bring(&mut fixture, FIRST, &mut new_id);
    let rows = |text: &str, fixture: &Fixture, choices: Choices| -> Vec<RowState> {
        plan(fixture, text.as_bytes(), choices).rows.into_iter().map(|row| row.state).collect()
    };
    let head = "Candidate Name,Email,Application ID,Job,Current Stage\n";
    // Another address under the same number is a change; the same address under no number is found too.
    let renamed = format!("{head}Noor Haddad,noor@new.example,88101,Senior engineer,Coding\n");
    assert!(
        matches!(&rows(&renamed, &fixture, Choices::default())[0], RowState::Changed(all) if all.len() == 1)
    );
    let by_mail = format!("{head}Noor Haddad,NOOR.HADDAD@example.com,,Senior engineer,Coding\n");
    assert_eq!(rows(&by_mail, &fixture, Choices::default()), [RowState::Unchanged]);
    // For another opening it is another candidate.
    let other = format!("{head}Noor Haddad,noor.haddad@example.com,,Site Reliability Engineer,Onsite\n");
    assert_eq!(rows(&other, &fixture, Choices::default()), [RowState::New]);
    // Without number and address the next import could not find them.
    let keyless = format!("{head}Pat Doe,,,Senior engineer,Coding\n");
    assert_eq!(rows(&keyless, &fixture, Choices::default()), [RowState::Broken { could_come_in: true }]);
    assert_eq!(
        rows(&keyless, &fixture, Choices { without_key: true, ..Choices::default() }),
        [RowState::New]
    );
    let twice = format!(
        "{head}A B,a@x.example,,Senior engineer,Coding\nA B,a@x.example,,Senior engineer,Coding\nA B,A@x.example,,Senior engineer,Design\n"
    );
    assert_eq!(
        rows(&twice, &fixture, Choices::default()),
        [
            RowState::New,
            RowState::Skipped(Skipped::RepeatsLine(2)),
            RowState::Broken { could_come_in: false }
        ]
    );
    // Two openings of one name cannot be told apart.
    fixture.put(60, &role());
    assert_eq!(rows(&by_mail, &fixture, Choices::default()), [RowState::Broken { could_come_in: false }]);
    fixture.change(60, |one: &mut Opening| one.state = OpeningState::Filled);
    assert_eq!(rows(&by_mail, &fixture, Choices::default()), [RowState::Unchanged]);
}

#[test]
fn hi_7_14_rejection_withdrawal_and_a_declined_offer_are_told_apart() {
    let mut fixture = Fixture::new();
    bring(&mut fixture, FIRST, ids(1));
    assert_eq!(way(&fixture, "Lindiwe Nkosi").last().unwrap().0, "Rejected");
    assert_eq!(way(&fixture, "Pavel Dvořák").last().unwrap().0, "Withdrew");
    assert_eq!(way(&fixture, "Ilse de Vries").last().unwrap().0, "Declined");
    assert_eq!(way(&fixture, "Marcus Reid").last().unwrap().0, "Offer");
    let last = rules::moves_of(&fixture.book, named(&fixture, "Lindiwe Nkosi").id).pop().unwrap();
    assert_eq!(last.reason.as_deref(), Some("Lacking depth in storage"));

    // A file of another system: other headings, a semicolon, days first, a status that says it all.
    let mut fixture = Fixture::new();
    let plan = bring(&mut fixture, OTHER, ids(1));
    assert_eq!((plan.counts().new, plan.counts().broken), (4, 0));
    assert_eq!(
        way(&fixture, "Aroha Ngata").last().unwrap(),
        &("Accepted".to_owned(), "2026-11-13".to_owned())
    );
    assert_eq!(way(&fixture, "Dmitri Petrov"), pairs(&[("Applied", "2026-11-02"), ("Design", "2026-11-16")]));
}
