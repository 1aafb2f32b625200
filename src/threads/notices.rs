//! All notices of all areas, less those that were dismissed, ranked.

use document::{Author, Batch, Book, Entry};
use kernel::{Date, Notice, Ordered as _, RecordId, Threshold};
use std::cmp::Reverse;
use std::collections::HashMap;

use crate::{Dismissal, advocacy, chain, file, kinds, map, reviews, splits};

/// How many notices Monday's *needs you* shows at most. Ours.
pub const NEEDS_YOU: usize = 7;

/// How many notices of one rule *needs you* shows at most, so that one busy rule does not hide the others. Ours.
const OF_ONE_RULE: usize = 3;

/// Every editable number, area by area.
pub fn thresholds() -> impl Iterator<Item = &'static Threshold> {
    let people = roster::THRESHOLDS.iter().chain(feedback::THRESHOLDS).chain(growth::THRESHOLDS);
    let people = people.chain(::reviews::THRESHOLDS).chain(hiring::THRESHOLDS);
    people.chain(chain::THRESHOLDS).chain(map::THRESHOLDS).chain(file::retention::THRESHOLDS)
}

/// Every notice that speaks today, ranked: what presses most first, then 1:1s, because they are the last
/// thing to drop when it is busy, then hiring, because it leverages most.
#[must_use]
pub fn standing(book: &Book, today: Date) -> Vec<Notice> {
    let ladder = growth::rules::on_ladder(book);
    let mut said = roster::notices(book, &ladder, today);
    said.extend(feedback::notices(book, today));
    said.extend(growth::notices(book, today));
    said.extend(::reviews::notices(book, today));
    said.extend(hiring::notices(book, today));
    said.extend(advocacy::notices(book, today));
    said.extend(chain::notices(book, today));
    said.extend(splits::notices(book, today));
    said.extend(map::notices(book, today));
    said.extend(file::retention::notices(book, today));
    said.extend(reviews::notices(book, today));
    ranked(book, said, today)
}

/// These notices less the dismissed ones, ranked.
#[must_use]
pub fn ranked(book: &Book, mut notices: Vec<Notice>, today: Date) -> Vec<Notice> {
    let silent = silenced(book, today);
    if !silent.is_empty() {
        notices.retain(|notice| !silent.contains(&notice.key()));
    }
    // By what a key is made of: to write one for each takes longer than all else about their order.
    notices
        .order_by_key(|notice| (Reverse(notice.urgency), leverage(notice.rule), notice.rule, notice.about));
    notices
}

/// The notices that Monday shows: the first seven, with at most three of one rule.
#[must_use]
pub fn needs_you(standing: &[Notice]) -> Vec<Notice> {
    let mut of_rule: HashMap<&str, usize> = HashMap::new();
    let fair = standing.iter().filter(|notice| {
        let count = of_rule.entry(notice.rule).or_insert(0);
        *count += 1;
        *count <= OF_ONE_RULE
    });
    fair.take(NEEDS_YOU).cloned().collect()
}

/// Notices about one record.
#[must_use]
pub fn about(standing: &[Notice], record: RecordId) -> Vec<Notice> {
    standing.iter().filter(|notice| notice.about == record).cloned().collect()
}

/// Where the next step of a notice is: the page of the record it is about, or of the area that has gone cold.
#[must_use]
pub fn address(book: &Book, notice: &Notice) -> String {
    match map::area_of(notice) {
        Some(area) => format!("/map/{}", area.slug()),
        None => book.row(notice.about).map(|row| kinds::address(row)).unwrap_or_default(),
    }
}

/// The batch that silences a notice: until a day, or for good.
#[must_use]
pub fn dismiss(author: Author, id: RecordId, notice: &Notice, until: Option<Date>) -> Batch {
    let dismissal =
        Dismissal { notice: notice.key(), says: notice.says.clone(), until, ..Dismissal::default() };
    Batch::new("Dismiss a notice").with(author.create(id, &dismissal))
}

/// The batch that lets a dismissed notice speak again.
#[must_use]
pub fn let_speak(dismissal: &Entry<Dismissal>) -> Batch {
    Batch::new("Let a notice speak again").with(dismissal.delete())
}

fn silenced(book: &Book, today: Date) -> Vec<String> {
    let dismissals = book.all::<Dismissal>();
    let silent = dismissals.iter().filter(|dismissal| dismissal.until.is_none_or(|until| today < until));
    silent.map(|dismissal| dismissal.notice.clone()).collect()
}

/// 0 for the talks, which are the last thing to drop, 1 for hiring, which leverages most, 2 for the rest.
fn leverage(rule: &str) -> u8 {
    match rule {
        _ if rule.starts_with("FB-1.") => 0,
        _ if rule.starts_with("HI-") => 1,
        _ => 2,
    }
}
