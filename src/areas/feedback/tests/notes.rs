//! Observations (FB-3), evidence (FB-4), telling (FB-5), concerns (FB-6).

use kernel::Urgency;

use super::*;
use crate::{
    Concern, ConcernState, ObservationSource, commands,
    rules::{self, Coverage, Share},
};

#[test]
fn fb_3_1_the_sign_in_front_sets_the_tone() {
    let fixture = Fixture::new();
    for (line, tone, text) in [
        ("calm in the outage", Tone::Praise, "calm in the outage"),
        ("+ calm in the outage", Tone::Praise, "calm in the outage"),
        (" - shipped unannounced", Tone::Growth, "shipped unannounced"),
        ("–shipped unannounced", Tone::Growth, "shipped unannounced"),
    ] {
        let read = rules::read_jotting(&fixture.book, line, day(TODAY));
        assert_eq!((read.person, read.tone, read.text.as_str()), (None, tone, text), "{line}");
    }
}

#[test]
fn fb_3_2_a_name_that_one_person_has_says_whom_it_is_about() {
    let mut fixture = Fixture::new();
    fixture.put(11, &Person { name: "José Marín".into(), ..Person::default() });
    let read = |fixture: &Fixture, line| {
        let read = rules::read_jotting(&fixture.book, line, day(TODAY));
        (read.person, read.tone, read.text)
    };
    assert_eq!(read(&fixture, "Ana: calm"), (Some(id(ANA)), Tone::Praise, "calm".into()));
    assert_eq!(read(&fixture, "- jose: late"), (Some(id(11)), Tone::Growth, "late".into()));
    assert_eq!(read(&fixture, "José Marín: - late"), (Some(id(11)), Tone::Growth, "late".into()));
    assert_eq!(read(&fixture, "Note: late"), (None, Tone::Praise, "Note: late".into()));
    fixture.put(12, &Person { name: "Ana Other".into(), ..Person::default() });
    assert_eq!(read(&fixture, "Ana Other: calm").0, Some(id(12)));
    assert_eq!(read(&fixture, "José: calm").0, Some(id(11)));
    fixture.put(13, &Person { name: "José Luz".into(), ..Person::default() });
    assert_eq!(read(&fixture, "José: calm").0, None, "two people have the name");
}

#[test]
fn fb_3_3_person_and_text_are_enough() {
    let mut fixture = Fixture::new();
    let jot = |fixture: &Fixture, person, line| {
        commands::jot(&fixture.book, &AUTHOR, id(30), person, line, day(TODAY))
    };
    assert_eq!(jot(&fixture, None, "calm"), None);
    assert_eq!(jot(&fixture, Some(id(ANA)), "+"), None);
    let batch = jot(&fixture, Some(id(ANA)), "- shipped unannounced").unwrap();
    assert_eq!(batch.label, "Point to grow for Ana");
    fixture.apply(&batch);
    let noted = fixture.get::<Observation>(30);
    assert_eq!((noted.on, noted.tone), (Some(day(TODAY)), Tone::Growth));
    assert_eq!(&*noted.what_happened, "shipped unannounced");
}

fn coverage(fixture: &Fixture) -> Coverage {
    rules::coverage(&fixture.book, &fixture.ana(), day(TODAY))
}

#[test]
fn fb_4_1_observations_are_counted_per_month() {
    let mut fixture = Fixture::new();
    for (number, on, tone) in [
        (30, "2025-11-30", Tone::Praise),
        (31, "2025-12-01", Tone::Praise),
        (32, "2026-11-22", Tone::Growth),
        (33, "2026-11-01", Tone::Praise),
        (34, "2026-11-23", Tone::Praise),
    ] {
        fixture.put(number, &observation(on, tone));
    }
    let counts = |fixture: &Fixture| {
        let months = coverage(fixture).months;
        months.iter().map(|one| (one.month.to_string(), one.praise, one.growth)).collect::<Vec<_>>()
    };
    let months = counts(&fixture);
    assert_eq!(months.len(), 12);
    assert_eq!(months[0], ("2025-12-01".into(), 1, 0));
    assert_eq!(months[11], ("2026-11-01".into(), 1, 1));
    fixture.put(ANA, &Person { start_date: Some(day("2026-10-05")), ..ana() });
    assert_eq!(counts(&fixture).len(), 2, "since the first day at work");
}

#[test]
fn fb_4_2_shares_come_with_their_counts() {
    let mut fixture = Fixture::new();
    let from = |on, work: Option<&str>, source| Observation {
        work: work.map(str::to_owned),
        source,
        ..observation(on, Tone::Praise)
    };
    fixture.put(30, &from("2026-11-09", Some("Checkout"), ObservationSource::Own));
    fixture.put(31, &from("2026-11-08", Some("Checkout"), ObservationSource::Own));
    fixture.put(32, &from("2026-09-01", Some("Ledger"), ObservationSource::Peer));
    fixture.put(33, &Observation { tone: Tone::Growth, ..from("2026-09-01", None, ObservationSource::Own) });
    let coverage = coverage(&fixture);
    assert_eq!(coverage.final_fortnight, Share { part: 1, whole: 4 });
    assert_eq!(coverage.one_work, Some(("Checkout".into(), Share { part: 2, whole: 3 })));
    assert_eq!(coverage.one_source, Some((ObservationSource::Own, Share { part: 3, whole: 4 })));
    assert_eq!(coverage.peers.to_string(), "1 of 4 (25 %)");
    assert_eq!((coverage.praise.part, coverage.growth.part), (3, 1));
    assert_eq!(Share::default().to_string(), "0 of 0 (0 %)");
}

/// The rules of the evidence that speak; Ana has a series and met yesterday.
fn speaking(fixture: &mut Fixture) -> Vec<&'static str> {
    fixture.put(SERIES, &series(kernel::Cadence::Weekly, "2026-05-05"));
    fixture.talk(40, "2026-11-21", OneOnOneState::Held);
    fixture.speaking(TODAY)
}

#[test]
fn fb_4_3_a_long_blank_is_a_notice() {
    let told = |on| Observation { told_on: Some(day(on)), ..observation(on, Tone::Praise) };
    let mut fixture = Fixture::new();
    fixture.put(30, &told("2026-08-25"));
    assert_eq!(speaking(&mut fixture), [""; 0]);
    let mut fixture = Fixture::new();
    fixture.put(30, &told("2026-08-24"));
    assert_eq!(speaking(&mut fixture), ["FB-4.3"]);
    assert_eq!(
        fixture.notice("FB-4.3", TODAY).facts,
        ["Last observation: 24 Aug 2026, 90 days ago.", "1 observation since 1 Dec 2025."]
    );
    let start = |first| {
        let mut fixture = Fixture::new();
        fixture.put(ANA, &Person { start_date: Some(day(first)), ..ana() });
        speaking(&mut fixture)
    };
    assert_eq!(start("2026-10-24"), [""; 0]);
    assert_eq!(start("2026-10-23"), ["FB-4.3"], "30 days with somebody new");
    assert_eq!(start("2026-08-25"), ["FB-4.3"]);
}

#[test]
fn fb_4_3_time_before_the_person_was_known_here_does_not_count() {
    let mut fixture = Fixture::new();
    fixture.book.remove(id(ANA));
    let brought_in = Timestamp::start_of(day("2026-11-01"), 0);
    fixture.apply(&Batch { at: Some(brought_in), ..Batch::new("").with(AUTHOR.create(id(ANA), &ana())) });
    assert_eq!(coverage(&fixture).blank_days, 21);
    assert_eq!(speaking(&mut fixture), [""; 0]);
}

#[test]
fn fb_4_4_evidence_from_the_last_fortnight_only_is_a_notice() {
    let story = |days: &[&str]| {
        let mut fixture = Fixture::new();
        for (number, on) in (30..).zip(days) {
            fixture.put(number, &observation(on, Tone::Praise));
        }
        speaking(&mut fixture)
    };
    assert_eq!(story(&["2026-11-20", "2026-11-20", "2026-11-09"]), [""; 0], "three are too few");
    assert_eq!(story(&["2026-11-20", "2026-11-09", "2026-11-08", "2026-08-30"]), [""; 0], "half is no skew");
    assert_eq!(story(&["2026-11-20", "2026-11-09", "2026-11-10", "2026-08-30"]), ["FB-4.4"]);
}

#[test]
fn fb_4_5_one_tone_only_is_a_notice() {
    let story = |praise: u8, growth: u8| {
        let mut fixture = Fixture::new();
        for number in 0..praise + growth {
            let tone = if number < praise { Tone::Praise } else { Tone::Growth };
            let told = Some(day("2026-10-15"));
            let suggestion = "Tell support first".into();
            let one = Observation { told_on: told, suggestion, ..observation("2026-10-14", tone) };
            fixture.put(100 + number, &one);
        }
        speaking(&mut fixture)
    };
    assert_eq!(story(4, 0), [""; 0]);
    assert_eq!(story(5, 0), ["FB-4.5"]);
    assert_eq!(story(4, 1), [""; 0]);
    assert_eq!(story(0, 5), ["FB-4.5"]);
}

#[test]
fn fb_4_6_evidence_is_kept_about_reports_or_those_one_meets() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.put(11, &Person { name: "Elsewhere".into(), ..Person::default() });
    let names = |fixture: &Fixture| {
        let subjects = rules::subjects(&fixture.book, day(TODAY));
        subjects.iter().map(|person| person.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&fixture), ["Ana"]);
    fixture.book.remove(id(2));
    assert_eq!(names(&fixture), ["Ana"], "whom the unknown user meets");
    fixture.put(
        SERIES,
        &Series { person: Some(id(11).into()), ..series(kernel::Cadence::Weekly, "2026-05-05") },
    );
    fixture.book.remove(id(SERIES));
    assert_eq!(names(&fixture), [""; 0]);
}

/// A told point to grow from the given day.
fn told(on: &str) -> Observation {
    Observation { told_on: Some(day(on)), ..observation(on, Tone::Growth) }
}

#[test]
fn fb_5_1_an_observation_is_told_from_the_day_it_was_discussed() {
    let mut fixture = Fixture::new();
    fixture.put(30, &observation("2026-11-20", Tone::Growth));
    assert_eq!(rules::not_yet_told(&fixture.book, id(ANA)).len(), 1);
    fixture.apply(&commands::mark_told(&fixture.book, &fixture.get(30), day("2026-11-21")));
    assert_eq!(rules::not_yet_told(&fixture.book, id(ANA)).len(), 0);
    assert_eq!(fixture.get::<Observation>(30).told_on, Some(day("2026-11-21")));
}

#[test]
fn fb_5_2_an_untold_point_to_grow_is_a_notice() {
    let mut fixture = Fixture::new();
    fixture.put(30, &observation("2026-11-15", Tone::Growth));
    fixture.put(31, &observation("2026-11-01", Tone::Praise));
    assert_eq!(speaking(&mut fixture), [""; 0]);
    fixture.put(32, &observation("2026-11-14", Tone::Growth));
    assert_eq!(speaking(&mut fixture), ["FB-5.2"]);
    let first = fixture.notice("FB-5.2", TODAY);
    assert_eq!(first.says, "Ana has not heard 1 point to grow yet");
    assert_eq!(first.facts, ["14 Nov 2026, 8 days ago: Walked support through the outage"]);
    let second = fixture.notice("FB-5.2", "2026-11-23");
    assert_eq!(second.facts.len(), 2);
    assert_ne!(first.key(), second.key(), "another point is a new case");
    assert_eq!(first.urgency, Urgency::Normal);
    assert_eq!(fixture.notice("FB-5.2", "2026-12-06").urgency, Urgency::High);
}

#[test]
fn fb_5_3_a_point_without_plan_or_date_is_a_notice() {
    let mut fixture = Fixture::new();
    fixture.put(30, &told("2026-10-25"));
    assert_eq!(speaking(&mut fixture), [""; 0]);
    fixture.put(31, &told("2026-10-24"));
    fixture.put(32, &Observation { suggestion: "Write a test first".into(), ..told("2026-10-01") });
    fixture.put(33, &Observation { look_again: Some(day("2026-12-01")), ..told("2026-10-01") });
    fixture.put(34, &Observation { settled_on: Some(day("2026-11-01")), ..told("2026-10-01") });
    fixture.put(35, &Observation { tone: Tone::Praise, ..told("2026-10-01") });
    assert_eq!(speaking(&mut fixture), ["FB-5.3"]);
    assert_eq!(fixture.notice("FB-5.3", TODAY).facts.len(), 1);
}

#[test]
fn fb_5_4_a_point_to_look_at_again_is_a_notice_until_it_is_settled() {
    let mut fixture = Fixture::new();
    fixture.put(30, &Observation { look_again: Some(day("2026-11-23")), ..told("2026-10-01") });
    assert_eq!(speaking(&mut fixture), [""; 0]);
    fixture.apply(&commands::look_again_at_point(&fixture.get(30), day("2026-11-22")));
    assert_eq!(speaking(&mut fixture), ["FB-5.4"]);
    fixture.apply(&commands::settle_point(&fixture.get(30), day(TODAY)));
    assert_eq!(speaking(&mut fixture), [""; 0]);
}

fn concern(look_again: Option<&str>, state: ConcernState) -> Concern {
    Concern {
        person: Some(id(ANA).into()),
        what: "Too many meetings".into(),
        on: Some(day("2026-11-02")),
        look_again: look_again.map(day),
        state,
        ..Concern::default()
    }
}

/// The concern rules that speak about one concern.
fn about_concern(look_again: Option<&str>, state: ConcernState) -> Vec<&'static str> {
    let mut fixture = Fixture::meeting_weekly();
    fixture.put(80, &concern(look_again, state));
    speaking(&mut fixture)
}

#[test]
fn fb_6_1_a_closed_concern_is_left_alone() {
    assert_eq!(about_concern(Some("2026-11-01"), ConcernState::Closed), [""; 0]);
    assert_eq!(about_concern(None, ConcernState::Eased), [""; 0]);
    assert_eq!(about_concern(Some("2026-11-20"), ConcernState::Eased), ["FB-6.2"]);
}

#[test]
fn fb_6_2_the_day_to_look_again_is_a_notice() {
    assert_eq!(about_concern(Some("2026-11-23"), ConcernState::Open), [""; 0]);
    assert_eq!(about_concern(Some(TODAY), ConcernState::Open), ["FB-6.2"]);
    let mut fixture = Fixture::new();
    fixture.put(80, &concern(Some(TODAY), ConcernState::Open));
    let notice = fixture.notice("FB-6.2", TODAY);
    assert_eq!(notice.says, "Look again with Ana: Too many meetings");
    assert_eq!(
        notice.facts,
        ["Look again on 22 Nov 2026: that is today.", "Raised on 2 Nov 2026, 20 days ago."]
    );
    assert_eq!(notice.urgency, Urgency::Normal);
    assert_eq!(fixture.notice("FB-6.2", "2026-12-06").urgency, Urgency::High);
    fixture.set(60, &notices::CONCERN_PRESS_DAYS, 15);
    assert_eq!(fixture.notice("FB-6.2", "2026-12-06").urgency, Urgency::Normal);
    let again = Some(day("2026-12-10"));
    fixture.apply(&commands::look_at_concern(&fixture.get(80), ConcernState::Open, again));
    assert_ne!(notice.key(), fixture.notice("FB-6.2", "2026-12-10").key(), "another day is a new case");
}

#[test]
fn fb_6_3_an_open_concern_without_a_day_is_a_notice() {
    assert_eq!(about_concern(None, ConcernState::Open), ["FB-6.3"]);
}
