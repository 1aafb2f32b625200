//! The sample workspace: believable, and with something to say for the rules.

use document::Audience;
use std::collections::BTreeSet;

use super::*;
use crate::{Goal, Stretch, sample};

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
    for today in day(TODAY).iter_days().take(7).chain([day("2028-02-29")]) {
        let (book, _) = play(today);
        let spoken: BTreeSet<_> = notices(&book, today).iter().map(|notice| notice.rule).collect();
        let wanted = [
            "GR-1.2", "GR-1.3", "GR-1.4", "GR-1.6", "GR-4.3", "GR-5.1", "GR-5.2", "GR-5.3", "GR-6.2",
            "GR-7.3",
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
    assert!(book.all::<Goal>().iter().all(|goal| goal.competency.is_some() && goal.person.is_some()));
    let work = book.all::<Stretch>();
    assert!(work.iter().all(|work| work.person.is_some()));
    assert_eq!(work.iter().filter(|work| work.goal.is_some()).count(), 3);
    assert!(book.all::<Person>().iter().all(|person| rules::rung_of(&book, person).is_some()));
}

#[test]
fn only_help_names_put_forward_and_cases_are_private() {
    let (book, _) = play(day(TODAY));
    for row in book.rows() {
        let is_private = matches!(row.kind.as_str(), "help" | "put-forward" | "advocacy-case" | "profile");
        assert_eq!(row.document.audience == Audience::OnlyMe(AUTHOR.member), is_private, "{}", row.kind);
    }
}
