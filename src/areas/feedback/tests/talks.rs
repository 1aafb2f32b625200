//! Series, alarm, agenda, carried actions (FB-1) and the preparation sheet (FB-2).

use document::Change;
use kernel::{Cadence, Urgency};

use super::*;
use crate::{
    AgendaItem, AgendaState, Concern, PrivateNote, commands, preparation_sheet,
    rules::{self, Lapse, Milestone},
};
use OneOnOneState::{Cancelled, Held, Planned};

fn next(fixture: &Fixture, today: &str) -> Option<String> {
    let standing = rules::standing(&fixture.book, &fixture.ana(), day(today))?;
    standing.next.map(|next| format!("{}{}", next.on, if next.talk.is_some() { " booked" } else { "" }))
}

fn lapse(fixture: &Fixture, today: &str) -> Option<Lapse> {
    rules::standing(&fixture.book, &fixture.ana(), day(today)).unwrap().lapse
}

#[test]
fn fb_1_1_the_next_talk_is_booked_or_the_first_free_day_of_the_rhythm() {
    let mut fixture = Fixture::new();
    assert_eq!(next(&fixture, TODAY), None);
    fixture.put(SERIES, &series(Cadence::Weekly, "2026-05-05"));
    assert_eq!(next(&fixture, "2026-11-24").as_deref(), Some("2026-11-24"));
    assert_eq!(next(&fixture, TODAY).as_deref(), Some("2026-11-24"));
    fixture.talk(40, "2026-11-24", Cancelled);
    assert_eq!(next(&fixture, TODAY).as_deref(), Some("2026-12-01"));
    fixture.away(50, ANA, "2026-11-30", "2026-12-04");
    assert_eq!(next(&fixture, TODAY).as_deref(), Some("2026-12-08"));
    fixture.away(51, ME, "2026-12-07", "2026-12-09");
    assert_eq!(next(&fixture, TODAY).as_deref(), Some("2026-12-15"));
    let resting = Series { paused_until: Some(day("2026-12-15")), ..series(Cadence::Weekly, "2026-05-05") };
    fixture.put(SERIES, &resting);
    assert_eq!(next(&fixture, TODAY).as_deref(), Some("2026-12-22"));
    fixture.put(ANA, &Person { end_date: Some(day("2026-12-21")), ..ana() });
    assert_eq!(next(&fixture, TODAY), None);
    fixture.talk(41, "2026-12-03", Planned);
    assert_eq!(next(&fixture, TODAY).as_deref(), Some("2026-12-03 booked"));
}

#[test]
fn fb_1_2_the_newest_living_series_counts() {
    let mut fixture = Fixture::new();
    fixture.put(SERIES, &series(Cadence::Weekly, "2026-05-05"));
    fixture.put(21, &series(Cadence::Monthly, "2026-05-05"));
    fixture.put(22, &Series { ended: true, ..series(Cadence::Fortnightly, "2026-05-05") });
    let living = rules::series_of(&fixture.book, id(ANA)).unwrap();
    assert_eq!(living.cadence, Cadence::Monthly);
    fixture.put(ANA, &Person { end_date: Some(day("2026-11-01")), ..ana() });
    assert_eq!(rules::standings(&fixture.book, day(TODAY)), []);
}

#[test]
fn fb_1_3_the_last_talk_is_the_newest_held_and_earlier_plans_are_unclosed() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-10", Held);
    fixture.talk(41, "2026-11-17", Planned);
    let standing = rules::standing(&fixture.book, &fixture.ana(), day(TODAY)).unwrap();
    assert_eq!(standing.last_held.map(|talk| talk.id), Some(id(40)));
    assert_eq!(standing.unclosed.iter().map(|talk| talk.id).collect::<Vec<_>>(), [id(41)]);
}

#[test]
fn fb_1_4_too_many_days_without_a_talk_are_a_notice() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-07", Held);
    assert_eq!(fixture.says("2026-11-21"), [""; 0]);
    assert_eq!(fixture.says(TODAY), ["No 1:1 with Ana for 15 days"]);
    assert_eq!(
        fixture.notice("FB-1.4", TODAY).facts,
        [
            "Last 1:1: 7 Nov 2026, 15 days ago.",
            "Rhythm: every week; limit: 14 days.",
            "Next day of the rhythm: 24 Nov 2026."
        ]
    );
    fixture.away(50, ANA, "2026-11-10", "2026-11-12");
    assert_eq!(fixture.says(TODAY), [""; 0], "three of the days were leave");
    fixture.put(ANA, &Person { start_date: Some(day("2026-10-01")), ..ana() });
    assert_eq!(fixture.speaking(TODAY), ["FB-1.4"], "seven days are the limit with somebody new");
}

#[test]
fn fb_1_4_a_longer_rhythm_has_a_longer_limit() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.put(SERIES, &series(Cadence::Monthly, "2026-05-05"));
    fixture.talk(40, "2026-10-25", Held);
    assert_eq!(lapse(&fixture, TODAY), None);
    assert!(matches!(lapse(&fixture, "2026-11-23"), Some(Lapse::Overdue { days: 29, limit: 28, .. })));
}

#[test]
fn fb_1_5_after_another_week_it_presses() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-01", Held);
    assert_eq!(fixture.notice("FB-1.4", TODAY).urgency, Urgency::Normal);
    assert_eq!(fixture.notice("FB-1.4", "2026-11-23").urgency, Urgency::High);
}

#[test]
fn fb_1_6_cancelled_and_not_booked_again_is_a_notice() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-10", Held);
    fixture.talk(41, "2026-11-17", Cancelled);
    assert_eq!(fixture.says(TODAY), ["The 1:1 with Ana was cancelled and not booked again"]);
    let mut booked = Fixture::meeting_weekly();
    booked.talk(40, "2026-11-10", Held);
    booked.talk(41, "2026-11-17", Cancelled);
    booked.talk(42, "2026-11-25", Planned);
    assert_eq!(booked.speaking(TODAY), [""; 0]);
    fixture.put(43, &OneOnOne { instead_of: Some(id(41).into()), ..talk("2026-11-16", Held) });
    assert_eq!(fixture.speaking(TODAY), [""; 0], "held a day earlier instead");
    let mut on_leave = Fixture::meeting_weekly();
    on_leave.talk(40, "2026-11-10", Held);
    on_leave.talk(41, "2026-11-17", Cancelled);
    on_leave.away(50, ANA, "2026-11-16", "2026-11-18");
    assert_eq!(on_leave.speaking(TODAY), [""; 0]);
}

#[test]
fn fb_1_7_there_are_reasons_to_be_silent() {
    let overdue = || {
        let mut fixture = Fixture::meeting_weekly();
        fixture.talk(40, "2026-11-05", Held);
        fixture
    };
    assert!(lapse(&overdue(), TODAY).is_some());

    let mut joined = overdue();
    joined.put(ANA, &Person { start_date: Some(day("2026-11-16")), ..ana() });
    assert_eq!(lapse(&joined, TODAY), None, "first week");
    let mut away = overdue();
    away.away(50, ANA, TODAY, TODAY);
    assert_eq!(lapse(&away, TODAY), None, "away today");
    let mut resting = overdue();
    let rest = Series { paused_until: Some(day(TODAY)), ..series(Cadence::Weekly, "2026-05-05") };
    resting.put(SERIES, &rest);
    assert_eq!(lapse(&resting, TODAY), None, "the series rests");
    let mut today = overdue();
    today.talk(41, TODAY, Planned);
    assert_eq!(lapse(&today, TODAY), None, "a talk today");
    let mut booked = overdue();
    booked.talk(41, "2026-11-26", Planned);
    assert_eq!(lapse(&booked, TODAY), None, "booked within the rhythm");
    booked.talk(41, "2026-12-03", Planned);
    assert!(lapse(&booked, TODAY).is_some(), "booked too far ahead");
}

#[test]
fn fb_1_8_a_busy_week_makes_the_alarm_louder() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-07", Held);
    for number in 60..71 {
        fixture.put(number, &action(Some(ME), Some("2026-11-20")));
    }
    assert_eq!(fixture.notice("FB-1.4", TODAY).urgency, Urgency::Normal, "11 actions and no talk");
    fixture.put(71, &action(Some(ME), Some("2026-11-16")));
    let notice = fixture.notice("FB-1.4", TODAY);
    assert_eq!(notice.urgency, Urgency::High);
    let fact = "A busy week: 0 talks and 12 actions due. That is when talks get dropped.";
    assert_eq!(notice.facts.last().map(String::as_str), Some(fact));
}

#[test]
fn fb_1_9_open_topics_carry_over() {
    let mut fixture = Fixture::meeting_weekly();
    let topic = AgendaItem {
        topic: "Conference".into(),
        person: Some(id(ANA).into()),
        raised_on: Some(day("2026-11-10")),
        ..AgendaItem::default()
    };
    fixture.put(70, &topic);
    for (number, on, state) in
        [(40, "2026-11-10", Held), (41, "2026-11-12", Held), (42, "2026-11-17", Cancelled)]
    {
        fixture.talk(number, on, state);
    }
    let carried = |fixture: &Fixture| {
        rules::agenda(&fixture.book, id(ANA)).iter().map(|line| line.carried).collect::<Vec<_>>()
    };
    assert_eq!(carried(&fixture), [1]);
    fixture.apply(&commands::discuss_topic(&fixture.get(70), id(41)));
    assert_eq!(carried(&fixture), [0; 0]);
    assert_eq!(fixture.get::<AgendaItem>(70).discussed_in, Some(id(41).into()));
    fixture.apply(&commands::reopen_topic(&fixture.get(70)));
    assert_eq!(carried(&fixture), [1]);
    fixture.apply(&commands::drop_topic(&fixture.get(70)));
    assert_eq!(fixture.get::<AgendaItem>(70).state, AgendaState::Dropped);
    assert_eq!(carried(&fixture), [0; 0]);
}

#[test]
fn fb_1_10_closing_a_talk_carries_what_is_still_open() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-17", Planned);
    fixture.put(60, &action(Some(ME), None));
    fixture.put(61, &Action { state: roster::ActionState::Done, ..action(Some(ME), None) });
    let agreed = ("Write it down", Some(id(ANA)), None);
    fixture.apply(&roster::commands::agree_action(&AUTHOR, id(62), agreed, Some(id(ANA).into()), id(40)));
    for _ in 0..2 {
        fixture.apply(&commands::hold_talk(&fixture.book, &fixture.get(40)));
        assert_eq!([60, 61, 62].map(|number| fixture.get::<Action>(number).carried), [1, 0, 0]);
    }
    assert_eq!(fixture.get::<OneOnOne>(40).state, Held);
}

#[test]
fn fb_1_11_an_action_carried_three_times_is_a_notice() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-17", Held);
    fixture.put(60, &Action { carried: 2, ..action(Some(ME), Some("2026-11-02")) });
    assert_eq!(fixture.speaking(TODAY), [""; 0]);
    fixture.put(60, &Action { carried: 3, ..action(Some(ME), Some("2026-11-02")) });
    assert_eq!(
        fixture.notice("FB-1.11", TODAY).facts,
        ["Carried through 3 talks.", "Owner: Me.", "Agreed with Ana.", "Due 2 Nov 2026, 20 days ago."]
    );
}

#[test]
fn fb_1_12_starting_a_talk_twice_is_one_record() {
    let mut fixture = Fixture::meeting_weekly();
    let start =
        |fixture: &Fixture| commands::book_talk(&fixture.book, &AUTHOR, &fixture.get(SERIES), day(TODAY));
    let (first, batch) = start(&fixture);
    assert_eq!(first, start(&fixture).0, "on two devices that have not met");
    fixture.apply(&batch);
    let (again, nothing) = start(&fixture);
    assert_eq!((again, nothing.is_empty()), (first, true));
    fixture.apply(&commands::cancel_talk(&fixture.book, &AUTHOR, &fixture.get(SERIES), day(TODAY)));
    let (after_all, batch) = start(&fixture);
    fixture.apply(&batch);
    assert_eq!(after_all, first);
    assert_eq!(fixture.book.get::<OneOnOne>(first).unwrap().state, Planned);
    let tomorrow = rules::talk_id(id(SERIES), day("2026-11-23"));
    assert_ne!(tomorrow, first);
    assert_ne!(rules::talk_id(id(21), day(TODAY)), first);
}

#[test]
fn fb_1_13_moving_a_talk_keeps_both_and_ties_them() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-10", Held);
    let series = fixture.get(SERIES);
    let (moved, batch) =
        commands::rebook_talk(&fixture.book, &AUTHOR, &series, day("2026-11-24"), day("2026-11-23"));
    fixture.apply(&batch);
    let missed = rules::talk_on(&fixture.book, id(ANA), day("2026-11-24")).unwrap();
    let booked = fixture.book.get::<OneOnOne>(moved).unwrap();
    assert_eq!((missed.state, booked.state), (Cancelled, Planned));
    assert_eq!(booked.instead_of, Some(missed.id.into()));
    assert_eq!(next(&fixture, TODAY).as_deref(), Some("2026-11-23 booked"));
    assert_eq!(fixture.speaking(TODAY), [""; 0]);
}

#[test]
fn fb_1_14_private_notes_and_concerns_are_only_mine() {
    let note = PrivateNote { person: Some(id(ANA).into()), ..PrivateNote::default() };
    let concern = Concern { person: Some(id(ANA).into()), ..Concern::default() };
    for batch in [
        commands::write_private_note(&AUTHOR, id(80), &note),
        commands::keep_concern(&AUTHOR, id(81), &concern),
    ] {
        assert!(batch.edits.iter().all(|edit| edit.document.audience == only_mine()));
        assert!(batch.edits.iter().all(|edit| matches!(edit.change, Change::Create { .. })));
        assert!(!batch.label.contains("Ana"), "labels are seen in lists");
    }
}

#[test]
fn fb_1_15_a_report_without_a_series_is_a_notice() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-17", Held);
    assert_eq!(fixture.speaking(TODAY), [""; 0]);
    fixture.apply(&commands::end_series(&fixture.book, &fixture.get(SERIES)));
    assert_eq!(fixture.says(TODAY), ["No regular 1:1 with Ana"]);
    fixture.put(ANA, &Person { start_date: Some(day("2026-11-18")), ..ana() });
    assert_eq!(fixture.speaking(TODAY), [""; 0], "first week");
}

#[test]
fn fb_1_16_one_gap_is_one_case() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.talk(40, "2026-11-01", Held);
    let key = |fixture: &Fixture, today| fixture.notice("FB-1.4", today).key();
    let first = key(&fixture, TODAY);
    assert_eq!(first, key(&fixture, "2026-11-29"), "still the same gap when it presses");
    fixture.talk(41, "2026-11-24", Held);
    assert_ne!(first, key(&fixture, "2026-12-12"));
}

#[test]
fn fb_2_1_promises_are_told_apart_and_slipped_ones_named() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.put(60, &action(Some(ME), Some("2026-11-30")));
    fixture.put(61, &action(Some(ANA), Some("2026-11-20")));
    let sheet = rules::preparation(&fixture.book, &fixture.ana(), day(TODAY));
    let ids = |actions: &[Entry<Action>]| actions.iter().map(|action| action.id).collect::<Vec<_>>();
    assert_eq!(ids(&sheet.owed_to_them), [id(60)]);
    assert_eq!(ids(&sheet.owed_by_them), [id(61)]);
    assert_eq!(ids(&sheet.slipped), [id(61)]);
}

#[test]
fn fb_2_2_untold_observations_are_listed_praise_too() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.put(31, &observation("2026-11-20", Tone::Praise));
    fixture.put(32, &observation("2026-11-21", Tone::Growth));
    let sheet = rules::preparation(&fixture.book, &fixture.ana(), day(TODAY));
    assert_eq!(sheet.not_yet_told.iter().map(|one| one.id).collect::<Vec<_>>(), [id(32), id(31)]);
}

#[test]
fn fb_2_3_leave_ahead_is_listed() {
    let mut fixture = Fixture::meeting_weekly();
    for (number, from, until) in [
        (50, "2026-11-01", "2026-11-21"),
        (51, "2026-11-20", "2026-11-22"),
        (52, "2027-01-17", "2027-01-30"),
        (53, "2027-01-18", "2027-01-30"),
    ] {
        fixture.away(number, ANA, from, until);
    }
    let listed = |fixture: &Fixture| {
        let sheet = rules::preparation(&fixture.book, &fixture.ana(), day(TODAY));
        sheet.absences.iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(&fixture), [id(51), id(52)]);
    fixture.set(60, &notices::ABSENCE_DAYS, 57);
    assert_eq!(listed(&fixture), [id(51), id(52), id(53)]);
}

#[test]
fn fb_2_4_what_is_due_by_the_talk_is_listed() {
    let mut fixture = Fixture::meeting_weekly();
    let concern = |again: Option<&str>| Concern {
        person: Some(id(ANA).into()),
        look_again: again.map(day),
        ..Concern::default()
    };
    fixture.put(80, &concern(Some("2026-11-24")));
    fixture.put(81, &concern(Some("2026-11-25")));
    fixture.put(82, &concern(None));
    let point = Observation {
        told_on: Some(day("2026-10-01")),
        look_again: Some(day("2026-11-23")),
        ..observation("2026-10-01", Tone::Growth)
    };
    fixture.put(31, &point);
    let sheet = rules::preparation(&fixture.book, &fixture.ana(), day(TODAY));
    assert_eq!(sheet.next.as_ref().map(|next| next.on), Some(day("2026-11-24")));
    assert_eq!(sheet.concerns.iter().map(|one| one.id).collect::<Vec<_>>(), [id(80), id(82)]);
    assert_eq!(sheet.look_again.iter().map(|one| one.id).collect::<Vec<_>>(), [id(31)]);
}

#[test]
fn fb_2_5_the_last_talk_comes_with_its_notes() {
    let mut fixture = Fixture::meeting_weekly();
    fixture.put(40, &OneOnOne { notes: "Spoke about\nthe roll-out.".into(), ..talk("2026-11-17", Held) });
    let sheet = rules::preparation(&fixture.book, &fixture.ana(), day(TODAY));
    let last = sheet.last.unwrap();
    assert_eq!(
        (last.on, last.days_ago, last.excerpt.as_str()),
        (day("2026-11-17"), 5, "Spoke about the roll-out.")
    );
}

#[test]
fn fb_2_6_it_says_what_is_special_about_this_time() {
    let within = |days, first, last: Option<&str>| {
        let mut fixture = Fixture::new();
        fixture.set(60, &notices::ANNIVERSARY_DAYS, days);
        fixture.put(ANA, &Person { start_date: Some(day(first)), end_date: last.map(day), ..ana() });
        rules::preparation(&fixture.book, &fixture.ana(), day(TODAY)).milestones
    };
    let milestones = |first, last| within(28, first, last);
    assert_eq!(milestones("2026-12-01", None), [Milestone::Joins { on: day("2026-12-01") }]);
    assert_eq!(milestones("2026-11-21", None), [Milestone::New { day: 2 }]);
    assert_eq!(milestones("2023-12-20", None), [Milestone::Anniversary { on: day("2026-12-20"), years: 3 }]);
    assert_eq!(within(27, "2023-12-20", None), []);
    assert_eq!(milestones("2024-03-01", Some("2027-01-15")), [Milestone::Leaves { on: day("2027-01-15") }]);
    assert_eq!(milestones("2024-03-01", None), []);
}

#[test]
fn fb_2_7_as_text_it_holds_only_what_there_is() {
    let mut fixture = Fixture::meeting_weekly();
    let text = |fixture: &Fixture| {
        let sheet = rules::preparation(&fixture.book, &fixture.ana(), day(TODAY));
        preparation_sheet(&sheet, day(TODAY))
    };
    assert_eq!(text(&fixture), "# 1:1 with Ana, 24 Nov 2026\n");
    fixture.put(60, &action(Some(ME), Some("2026-11-20")));
    assert_eq!(
        text(&fixture),
        "# 1:1 with Ana, 24 Nov 2026\n\n## Promised to Ana\n\n\
         - Send the ladder draft (due 20 Nov 2026, 2 days ago)\n"
    );
}
