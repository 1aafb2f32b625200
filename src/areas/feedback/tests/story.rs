//! The sample workspace: believable, and with something to say for the rules.

use document::Audience;
use kernel::days_between;
use std::collections::BTreeSet;

use super::*;
use crate::{rules, sample};

fn play(today: Date) -> (Book, Vec<Batch>) {
    let (mut book, mut new_id) = (Book::new(), fixture::ids(1));
    let (cast, mut batches) = roster::sample(&AUTHOR, today, &mut new_id);
    batches.extend(sample(&AUTHOR, today, &cast, &mut new_id));
    fixture::play(&mut book, &batches);
    (book, batches)
}

#[test]
fn the_same_ids_give_the_same_sample() {
    assert_eq!(play(day(TODAY)).1, play(day(TODAY)).1);
}

#[test]
fn every_rule_that_can_be_shown_speaks_on_any_day() {
    for today in day(TODAY).iter_days().take(21).chain([day("2028-02-29")]) {
        let (book, _) = play(today);
        let spoken: BTreeSet<_> = notices(&book, today).iter().map(|notice| notice.rule).collect();
        let wanted = [
            "FB-1.11", "FB-1.4", "FB-1.6", "FB-4.3", "FB-4.4", "FB-4.5", "FB-5.2", "FB-5.3", "FB-5.4",
            "FB-6.2", "FB-6.3", "FB-6.5", "FB-6.6",
        ];
        assert_eq!(spoken, BTreeSet::from(wanted), "{today}");
    }
}

#[test]
fn nothing_of_the_sample_is_written_before_it_happens() {
    let today = day(TODAY);
    let (book, batches) = play(today);
    assert!(batches.iter().all(|batch| batch.at.is_some_and(|at| at.date(0) <= today)));
    assert!(batches.iter().all(|batch| !batch.is_empty()));
    let talks = book.all::<OneOnOne>();
    assert!(talks.len() > 180, "{}", talks.len());
    let held = talks.iter().filter(|talk| talk.state == OneOnOneState::Held);
    assert!(held.clone().all(|talk| talk.on < Some(today) && !talk.notes.is_empty()));
    let oldest = held.filter_map(|talk| talk.on).min().unwrap();
    assert!(days_between(oldest, today) > 400);
}

#[test]
fn on_a_working_day_there_are_talks_to_prepare() {
    let today = day("2026-11-24");
    let (book, _) = play(today);
    let standings = rules::standings(&book, today);
    let names: Vec<_> = standings
        .iter()
        .filter(|standing| standing.next.as_ref().is_some_and(|next| next.on == today && next.talk.is_some()))
        .map(|standing| standing.person.name.as_str())
        .collect();
    assert_eq!(names, ["Elif Karataş", "Kofi Mensah-Boateng", "Yui Nakagawa"]);
    let sheet = rules::preparation(&book, &standings[0].person, today);
    assert!(sheet.last.is_some_and(|last| !last.excerpt.is_empty()));
    assert!(!sheet.agenda.is_empty() && !sheet.owed_by_them.is_empty() && !sheet.milestones.is_empty());
}

#[test]
fn dates_at_the_ends_of_the_calendar_stop_no_rule() {
    for (first, last) in [
        ("0001-01-01", "9999-12-31"),
        ("9999-12-31", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
        ("-262143-01-01", "+262142-12-31"),
    ] {
        let mut fixture = Fixture::meeting_weekly();
        fixture.put(ANA, &Person { start_date: Some(day(first)), end_date: Some(day(last)), ..ana() });
        let wild = Series { paused_until: Some(day(last)), ..series(kernel::Cadence::Monthly, first) };
        fixture.put(SERIES, &wild);
        fixture.away(50, ANA, first, last);
        fixture.talk(40, first, OneOnOneState::Held);
        fixture.talk(41, last, OneOnOneState::Cancelled);
        fixture.put(31, &observation(first, Tone::Growth));
        fixture.put(60, &action(Some(ME), Some(last)));
        let sheet = rules::preparation(&fixture.book, &fixture.ana(), day(TODAY));
        assert_eq!(sheet.person.name, "Ana", "{first} {last}");
        let spoken = notices(&fixture.book, day(TODAY)).len()
            + roster::notices(&fixture.book, &roster::rules::OnLadder::new(), day(TODAY)).len();
        assert!(spoken < 10);
    }
}

#[test]
fn what_is_private_stays_in_private_documents() {
    let (book, _) = play(day(TODAY));
    for row in book.rows() {
        let is_private =
            matches!(row.kind.as_str(), "private-note" | "concern" | "feedback-request" | "profile");
        assert_eq!(row.document.audience == Audience::OnlyMe(AUTHOR.member), is_private, "{}", row.kind);
    }
}
