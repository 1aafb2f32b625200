//! Ladders: ours, rungs without an equal, who stands where, who moved up (GR-2).

use super::*;
use crate::{Expectation, Promotion, Rung};

fn codes(rungs: &[Entry<Rung>]) -> Vec<&str> {
    rungs.iter().map(|rung| rung.code.as_str()).collect()
}

#[test]
fn gr_2_1_our_ladder_has_equal_rungs_and_says_something_for_each() {
    let fixture = Fixture::with_ladder();
    let ladder = fixture.ladder();
    assert_eq!(
        codes(&rules::rungs_of(&fixture.book, ladder.id)),
        ["IC1", "IC2", "IC3", "IC4", "M1", "IC5", "M2", "IC6", "M3"]
    );
    assert!(rules::missing_twins(&fixture.book, ladder.id).is_empty());
    for track in [Track::Individual, Track::Management] {
        let table = rules::table(&fixture.book, ladder.id, track);
        assert_eq!(table.competencies.len(), 6);
        assert!(table.cells.iter().all(|row| row.len() == table.rungs.len()));
        let said: Vec<_> =
            table.cells.iter().flatten().map(|cell| cell.as_ref().unwrap().text.len()).collect();
        assert!(said.iter().all(|length| (30..150).contains(length)), "{said:?}");
    }
    assert!(!fixture.speaking(TODAY).contains(&"GR-2.3"));
}

#[test]
fn gr_2_2_beginning_twice_or_apart_is_one_ladder_and_keeps_what_was_changed() {
    let mut fixture = Fixture::with_ladder();
    let elsewhere = Fixture::with_ladder();
    let ids = |book: &Book| {
        let mut ids: Vec<_> = book.all::<Expectation>().iter().map(|one| one.id).collect();
        ids.push(rules::in_use(book)[0].id);
        ids
    };
    assert_eq!(ids(&fixture.book), ids(&elsewhere.book));
    let renamed = fixture.ladder().update(|ladder| ladder.name = "Our way".into());
    fixture.apply(&Batch::new("").with_all(renamed));
    let again = commands::begin_with_ours(&fixture.book, &AUTHOR);
    assert!(again.is_empty());
    // What was taken out comes back.
    let gone = fixture.book.all::<Expectation>()[0].id;
    fixture.book.remove(gone);
    let again = commands::begin_with_ours(&fixture.book, &AUTHOR);
    assert_eq!(again.edits.iter().map(|edit| edit.record).collect::<Vec<_>>(), [gone]);
    assert_eq!(fixture.ladder().name, "Our way");
    // Out of use, it comes back into use.
    let retired = commands::retire_ladder(&fixture.ladder(), true);
    fixture.apply(&retired);
    assert!(rules::in_use(&fixture.book).is_empty());
    let back = commands::begin_with_ours(&fixture.book, &AUTHOR);
    fixture.apply(&back);
    assert_eq!(fixture.ladder().name, "Our way");
}

#[test]
fn gr_2_3_a_rung_on_one_side_only_is_a_notice_from_where_both_tracks_begin() {
    let mut fixture = Fixture::with_ladder();
    let ladder = fixture.ladder();
    let rung = |code: &str, track, grade| Rung {
        ladder: Some(ladder.id.into()),
        name: "Distinguished".into(),
        code: code.into(),
        track: Some(track),
        grade,
        ..Rung::default()
    };
    // Below the first manager nobody needs an equal.
    fixture.put(40, &rung("IC0", Track::Individual, 0));
    assert!(!fixture.speaking(TODAY).contains(&"GR-2.3"));
    fixture.put(41, &rung("IC7", Track::Individual, 7));
    let notice = fixture.notice("GR-2.3", TODAY);
    assert_eq!(notice.says, "Engineering ladder: rungs on one side only: IC7");
    assert_eq!(notice.facts, ["IC7 Distinguished (grade 7) has no equal on the management track."]);
    fixture.put(42, &rung("M4", Track::Management, 8));
    assert_eq!(fixture.notice("GR-2.3", TODAY).facts.len(), 2);
    let retired = commands::retire_ladder(&ladder, true);
    fixture.apply(&retired);
    assert!(!fixture.speaking(TODAY).contains(&"GR-2.3"));
}

/// A ladder of these rungs alone: code, track, grade.
fn ladder_of(rungs: &[(&str, Track, i64)]) -> Fixture {
    let mut fixture = Fixture::new();
    fixture.put(40, &Ladder { name: "Theirs".into(), ..Ladder::default() });
    for (number, (code, track, grade)) in (41..).zip(rungs) {
        let rung = Rung {
            ladder: Some(id(40).into()),
            code: (*code).into(),
            track: Some(*track),
            grade: *grade,
            ..Rung::default()
        };
        fixture.put(number, &rung);
    }
    fixture
}

#[test]
fn gr_2_3_ladders_known_for_equal_rungs_have_no_rung_without_an_equal() {
    use Track::{Individual, Management};
    let lonely = |fixture: &Fixture| {
        let lonely = rules::missing_twins(&fixture.book, id(40));
        codes(&lonely).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    // Medium's Snowflake: titles of both tracks share bands of points (36 to 57, 58 to 89, from 90 on).
    let snowflake = [
        ("Engineer I", Individual, 0),
        ("Engineer II", Individual, 11),
        ("Senior Engineer", Individual, 36),
        ("Group Lead", Management, 36),
        ("Staff Engineer", Individual, 58),
        ("Senior Group Lead", Management, 58),
        ("Principal Engineer", Individual, 90),
        ("Director", Management, 90),
    ];
    assert_eq!(lonely(&ladder_of(&snowflake)), Vec::<String>::new());
    assert_eq!(lonely(&ladder_of(&snowflake[..7])), ["Principal Engineer"]);
    // Dropbox: IC1 to IC7 beside M3 to M7 on the same numbers.
    let dropbox = [
        ("IC1", Individual, 1),
        ("IC2", Individual, 2),
        ("IC3", Individual, 3),
        ("M3", Management, 3),
        ("IC4", Individual, 4),
        ("M4", Management, 4),
        ("IC5", Individual, 5),
        ("M5", Management, 5),
        ("IC6", Individual, 6),
        ("M6", Management, 6),
        ("IC7", Individual, 7),
        ("M7", Management, 7),
    ];
    assert_eq!(lonely(&ladder_of(&dropbox)), Vec::<String>::new());
    assert_eq!(lonely(&ladder_of(&dropbox[1..11])), ["IC7"]);
}

#[test]
fn gr_2_14_the_rung_says_how_senior_somebody_is_whatever_their_level_is_called() {
    let rungs = [
        ("Associate", Track::Individual, 3),
        ("Staff", Track::Individual, 5),
        ("Lead", Track::Management, 4),
    ];
    let mut fixture = ladder_of(&rungs);
    let mut members = Vec::new();
    for (number, (level, track)) in (11..).zip([
        ("associate", None),
        ("Staff ", Some(Track::Individual)),
        ("lead", None),
        // The same word on the other track is on no rung; its own words speak.
        ("Lead", Some(Track::Individual)),
        ("IC2", None),
    ]) {
        fixture.put(number, &Person { level: Some(level.into()), track, ..ana() });
        members.push(fixture.get::<Person>(number));
    }
    let ladder = rules::on_ladder(&fixture.book);
    let mix = roster::rules::mix(&fixture.book, &members, &ladder, day(TODAY));
    let counts = (mix.counts.junior, mix.counts.middle, mix.counts.senior, mix.counts.management);
    assert_eq!(counts, (1, 1, 2, 1));
    assert_eq!(mix.levels[0].0, "Staff", "the highest grade first, not the highest letter");
    let retired = commands::retire_ladder(&fixture.ladder(), true);
    fixture.apply(&retired);
    assert!(rules::on_ladder(&fixture.book).is_empty());
}

#[test]
fn gr_2_4_somebody_stands_on_the_rung_of_their_level_and_track() {
    let mut fixture = Fixture::with_ladder();
    let rung = |fixture: &Fixture| {
        let ana = fixture.get::<Person>(ANA);
        let rung = rules::rung_of(&fixture.book, &ana)?;
        let next = rules::next_rung(&fixture.book, &rung).map(|next| next.record.code);
        Some((rung.record.code, next))
    };
    assert_eq!(rung(&fixture), Some(("IC4".into(), Some("IC5".into()))));
    fixture.change_ana(|ana| ana.level = Some(" ic6 ".into()));
    assert_eq!(rung(&fixture), Some(("IC6".into(), None)));
    // The same code on the other track is another rung.
    fixture.change_ana(|ana| ana.track = Some(Track::Management));
    assert_eq!(rung(&fixture), None);
    fixture.change_ana(|ana| {
        ana.level = Some("M1".into());
        ana.track = None;
    });
    assert_eq!(rung(&fixture), Some(("M1".into(), Some("M2".into()))));
    fixture.change_ana(|ana| ana.level = None);
    assert_eq!(rung(&fixture), None);
    fixture.change_ana(|ana| ana.level = Some("M1".into()));
    let retired = commands::retire_ladder(&fixture.ladder(), true);
    fixture.apply(&retired);
    assert_eq!(rung(&fixture), None);
}

#[test]
fn gr_2_5_a_level_that_is_on_no_ladder_is_a_notice_while_there_is_one() {
    let mut fixture = Fixture::new();
    fixture.change_ana(|ana| ana.level = Some("Senior".into()));
    assert!(!fixture.speaking(TODAY).contains(&"GR-2.5"));
    let begun = commands::begin_with_ours(&fixture.book, &AUTHOR);
    fixture.apply(&begun);
    let notice = fixture.notice("GR-2.5", TODAY);
    assert_eq!((notice.says.as_str(), notice.about), ("Ana stands on no rung", id(ANA)));
    assert_eq!(notice.facts, ["Ana: “Senior” is on no ladder in use."]);
    let bo = Person { name: "Bo".into(), level: None, ..ana() };
    fixture.put(11, &bo);
    let notice = fixture.notice("GR-2.5", TODAY);
    assert_eq!((notice.says.as_str(), notice.about), ("2 reports stand on no rung", fixture.ladder().id));
    assert_eq!(notice.facts[1], "Bo: no level is said.");
    fixture.change_ana(|ana| ana.level = Some("IC4".into()));
    assert_eq!(fixture.notice("GR-2.5", TODAY).about, id(11));
}

#[test]
fn gr_2_6_a_track_on_which_nobody_moves_up_for_long_is_a_notice() {
    let mut fixture = Fixture::new();
    fixture.put(11, &Person { name: "Bo".into(), start_date: None, ..ana() });
    // Both are known here since 1 January 2024.
    let still = |fixture: &Fixture, today: &str| rules::stillness(&fixture.book, day(today));
    assert!(still(&fixture, "2025-06-23").is_empty());
    let found = still(&fixture, "2025-06-24");
    assert_eq!((found[0].track, found[0].last, found[0].days), (Track::Individual, None, 540));
    let notice = fixture.notice("GR-2.6", "2025-06-24");
    assert_eq!(notice.says, "Nobody on the individual track moved up for 540 days");
    assert_eq!(
        notice.facts,
        [
            "No promotion on it is noted here.",
            "Ana: IC4 for 531 days, since 10 Jan 2024.",
            "Bo: since when is not known."
        ]
    );
    let promotion = Promotion {
        person: Some(id(11).into()),
        on: Some(day("2024-03-01")),
        to_level: Some("IC4".into()),
        track: Some(Track::Individual),
        ..Promotion::default()
    };
    fixture.put(20, &promotion);
    assert!(still(&fixture, "2025-06-24").is_empty());
    assert_eq!(still(&fixture, "2025-08-23")[0].last, Some(day("2024-03-01")));
    // A promotion that lies ahead has not happened, and one on the other track is no help.
    fixture.put(21, &Promotion { on: Some(day("2025-09-01")), ..promotion.clone() });
    fixture.put(22, &Promotion { track: Some(Track::Management), on: Some(day("2025-08-01")), ..promotion });
    assert_eq!(still(&fixture, "2025-08-23").len(), 1);
    fixture.set(30, &crate::notices::STILL_DAYS, 3000);
    assert!(still(&fixture, "2025-08-23").is_empty());
    // One person alone is no track.
    fixture.set(30, &crate::notices::STILL_DAYS, 90);
    assert_eq!(still(&fixture, "2025-08-23").len(), 1);
    fixture.book.remove(id(11));
    assert!(still(&fixture, "2025-08-23").is_empty());
}

#[test]
fn gr_2_7_moving_somebody_up_is_noted_and_changes_their_level() {
    let mut fixture = Fixture::with_ladder();
    let (today, ahead) = (day(TODAY), day("2027-01-01"));
    let later =
        commands::promote(&AUTHOR, id(50), &fixture.get(ANA), ("M2", Some(Track::Management)), ahead, today);
    fixture.apply(&later);
    assert_eq!(fixture.get::<Person>(ANA).level.as_deref(), Some("IC4"));
    assert_eq!(rules::since_at_level(&fixture.book, &fixture.get(ANA), today), Some(day("2024-01-10")));
    let now = commands::promote(&AUTHOR, id(51), &fixture.get(ANA), ("IC5", None), today, today);
    fixture.apply(&now);
    let ana = fixture.get::<Person>(ANA);
    assert_eq!((ana.level.as_deref(), ana.track), (Some("IC5"), Some(Track::Individual)));
    assert_eq!(rules::since_at_level(&fixture.book, &ana, today), Some(today));
    let promotions = rules::promotions_of(&fixture.book, ana.id);
    let levels: Vec<_> =
        promotions.iter().map(|one| (one.from_level.clone(), one.to_level.clone())).collect();
    let said = |from: &str, to: &str| (Some(from.to_owned()), Some(to.to_owned()));
    assert_eq!(levels, [said("IC4", "M2"), said("IC4", "IC5")]);
}

#[test]
fn gr_2_13_what_is_added_by_hand_goes_above_and_below_what_stands() {
    let mut fixture = Fixture::with_ladder();
    let ladder = fixture.ladder().id;
    let rung = commands::add_rung(&fixture.book, &AUTHOR, id(60), ladder, Track::Management, " M4 ");
    let competency = commands::add_competency(&fixture.book, &AUTHOR, id(61), ladder, "Courage");
    fixture.apply(&rung);
    fixture.apply(&competency);
    let said = commands::expect(&AUTHOR, id(62), id(60), id(61), " Says no to a director ");
    fixture.apply(&said);
    let table = rules::table(&fixture.book, ladder, Track::Management);
    assert_eq!(codes(&table.rungs), ["M1", "M2", "M3", "M4"]);
    assert_eq!(table.rungs[3].grade, 7);
    assert_eq!(table.competencies[6].name, "Courage");
    assert_eq!(*table.cells[6][3].as_ref().unwrap().text, *"Says no to a director");
    assert_eq!(table.cells[6][2], None);
}
