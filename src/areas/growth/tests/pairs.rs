//! Mentoring pairs (GR-6).

use super::*;
use crate::Mentoring;

const BO: u8 = 11;

fn pair(mentee: u8, mentor: u8) -> Mentoring {
    Mentoring {
        about: "Reading designs".into(),
        person: Some(id(mentee).into()),
        mentor: Some(id(mentor).into()),
        from: Some(day("2026-10-01")),
        ..Mentoring::default()
    }
}

/// Bo is new to the work, Ana is senior.
fn with_bo() -> Fixture {
    let mut fixture = Fixture::new();
    fixture.put(BO, &Person { name: "Bo".into(), level: Some("IC1".into()), ..ana() });
    fixture
}

#[test]
fn gr_6_1_each_mentor_stands_with_the_pairs_under_way_and_their_seats() {
    let mut fixture = with_bo();
    fixture.put(20, &pair(BO, ANA));
    fixture.put(21, &Mentoring { from: Some(day("2026-11-23")), ..pair(BO, ANA) });
    fixture.put(22, &Mentoring { until: Some(day("2026-11-21")), ..pair(BO, ANA) });
    fixture.put(23, &Mentoring { until: Some(day("2026-11-22")), ..pair(12, ANA) });
    let mentors = rules::mentors(&fixture.book, day(TODAY));
    let pairs: Vec<_> = mentors[0].pairs.iter().map(|pair| pair.id).collect();
    assert_eq!((mentors.len(), mentors[0].person.name.as_str(), mentors[0].seats), (1, "Ana", 2));
    assert_eq!(pairs, [id(20), id(23)]);
    let all = rules::pairs_of(&fixture.book, id(BO), day(TODAY));
    assert_eq!(all.iter().map(|pair| pair.id).collect::<Vec<_>>(), [id(20), id(21), id(22)]);
}

#[test]
fn gr_6_5_what_somebody_learns_and_teaches_stands_under_way_first() {
    let mut fixture = with_bo();
    fixture.put(20, &Mentoring { until: Some(day("2026-11-01")), ..pair(BO, ANA) });
    fixture.put(21, &Mentoring { from: Some(day("2026-11-02")), ..pair(BO, ANA) });
    fixture.put(22, &Mentoring { from: Some(day("2026-10-05")), ..pair(ME, ANA) });
    fixture.put(23, &pair(ANA, ME));
    let ids = |pairs: Vec<Entry<Mentoring>>| pairs.iter().map(|pair| pair.id).collect::<Vec<_>>();
    assert_eq!(ids(rules::taught_by(&fixture.book, id(ANA), day(TODAY))), [id(21), id(22), id(20)]);
    assert_eq!(ids(rules::pairs_of(&fixture.book, id(ANA), day(TODAY))), [id(23)]);
    assert_eq!(ids(rules::taught_by(&fixture.book, id(BO), day(TODAY))), []);
}

#[test]
fn gr_6_2_a_junior_without_a_mentor_is_a_notice() {
    let mut fixture = with_bo();
    let notice = fixture.notice("GR-6.2", TODAY);
    assert_eq!((notice.about, notice.says.as_str()), (id(BO), "Bo has no mentor"));
    assert_eq!(notice.facts, ["IC1, at work since 10 Jan 2024."]);
    fixture.put(20, &Mentoring { mentor: None, ..pair(BO, ANA) });
    assert!(fixture.speaking(TODAY).contains(&"GR-6.2"));
    let made = commands::pair_up(&fixture.book, &AUTHOR, id(21), &pair(BO, ANA));
    assert_eq!(made.label, "Ana mentors Bo");
    fixture.apply(&made);
    assert!(!fixture.speaking(TODAY).contains(&"GR-6.2"));
}

#[test]
fn gr_6_3_a_mentor_over_capacity_is_a_notice() {
    let mut fixture = with_bo();
    fixture.put(20, &pair(BO, ANA));
    fixture.put(21, &pair(ME, ANA));
    assert!(!fixture.speaking(TODAY).contains(&"GR-6.3"));
    fixture.put(22, &pair(12, ANA));
    let notice = fixture.notice("GR-6.3", TODAY);
    assert_eq!((notice.about, notice.says.as_str()), (id(ANA), "Ana mentors 3 at once"));
    assert_eq!(notice.facts[0], "Bo: Reading designs.");
    fixture.set(30, &roster::MENTEES, 3);
    assert!(!fixture.speaking(TODAY).contains(&"GR-6.3"));
}

#[test]
fn gr_6_4_what_was_passed_on_is_counted_when_a_pair_ends() {
    let mut fixture = with_bo();
    fixture.put(20, &pair(BO, ANA));
    fixture.put(21, &pair(BO, ANA));
    let passed = |fixture: &Fixture| rules::mentors(&fixture.book, day(TODAY))[0].passed_on;
    assert_eq!(passed(&fixture), (0, 0));
    let ended = commands::end_pair(&fixture.get(20), " Reads designs alone ", day(TODAY));
    fixture.apply(&ended);
    assert_eq!(passed(&fixture), (1, 1));
    assert_eq!(*fixture.get::<Mentoring>(20).passed_on, *"Reads designs alone");
    let ended = commands::end_pair(&fixture.get(21), "", day(TODAY));
    fixture.apply(&ended);
    assert_eq!(passed(&fixture), (1, 2));
    assert!(fixture.speaking(TODAY).contains(&"GR-6.2"));
}
