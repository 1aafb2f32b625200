//! What a page works out over all of W(20,000): notices, and search.

use crate::LARGEST;
use bench::{Disk, record_id, workload};
use chrono::Days;
use divan::Bencher;
use document::{Author, Book, Change, Edit, Ref, Stamp, Value};
use feedback::Series;
use kernel::{Date, RecordId, Timestamp};
use roster::Profile;
use threads::{notices, search::Index};

/// W(20,000) with the user as the first of its people, so that the others report to them or to each
/// other, and a series of talks with everybody.
fn book() -> (Book, Date, Stamp) {
    let today: Date = "2026-11-22".parse().unwrap();
    let stored = crate::stored(LARGEST);
    let (mut book, author) = (crate::book(stored), Disk::over(stored.clone(), 2).author());
    let stamp = Stamp { at: Timestamp::from_millis(1_790_000_000_000), by: author.member };
    let people: Vec<RecordId> =
        workload(LARGEST).iter().take(LARGEST / 100).map(|source| record_id(&source.id).unwrap()).collect();
    let me = people[0];
    let profile = Profile { name: "Ana".into(), person: Some(Ref::new(me)), ..Profile::default() };
    book.apply(&author.create(RecordId::from_bytes([1; 16]), &profile), stamp);
    for (number, person) in people.iter().enumerate().skip(1) {
        let document = book.row(*person).unwrap().document.clone();
        let value = Some(Value::Line(me.to_string()));
        let change = Change::Set { field: "manager".to_owned(), value };
        book.apply(&Edit { document, record: *person, change }, stamp);
        let first_on = today.checked_sub_days(Days::new(700));
        let series = Series { person: Some(Ref::new(*person)), first_on, ..Series::default() };
        let mut id = [2; 16];
        id[8..].copy_from_slice(&(number as u64).to_be_bytes());
        book.apply(&author.create(RecordId::from_bytes(id), &series), stamp);
    }
    (book, today, stamp)
}

/// Changes one observation, as typing does.
fn touch(book: &mut Book, author: Author, stamp: Stamp, count: usize) {
    let found = book.rows_of("observation").nth(count % 1000).unwrap();
    let (document, record) = (found.document.clone(), found.id);
    let value = Some(Value::Line(count.to_string()));
    let change = Change::Set { field: "competency".to_owned(), value };
    book.apply(&Edit { document, record, change }, Stamp { by: author.member, ..stamp });
}

#[divan::bench(sample_count = 20)]
fn notices_at_first(bencher: Bencher<'_, '_>) {
    let (book, today, _) = book();
    let rows: Vec<_> = book.rows().cloned().collect();
    bencher
        .with_inputs(|| {
            let mut fresh = Book::new();
            for row in &rows {
                fresh.put((**row).clone());
            }
            fresh
        })
        .bench_local_values(|book| notices::standing(&book, today).len());
}

#[divan::bench(sample_count = 20)]
fn notices_again(bencher: Bencher<'_, '_>) {
    let (book, today, _) = book();
    assert!(!notices::standing(&book, today).is_empty());
    bencher.bench_local(|| notices::standing(&book, today));
}

#[divan::bench(sample_count = 20)]
fn notices_after_an_edit(bencher: Bencher<'_, '_>) {
    let (mut book, today, stamp) = book();
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        touch(&mut book, Author { member: stamp.by }, stamp, count);
        notices::standing(&book, today)
    });
}

#[divan::bench(sample_count = 20)]
fn search_takes_all_in(bencher: Bencher<'_, '_>) {
    let (book, _, _) = book();
    bencher.bench_local(|| {
        let mut index = Index::default();
        index.refresh(&book);
        index
    });
}

#[divan::bench(sample_count = 20)]
fn search_takes_an_edit_in(bencher: Bencher<'_, '_>) {
    let (mut book, _, stamp) = book();
    let mut index = Index::default();
    index.refresh(&book);
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        touch(&mut book, Author { member: stamp.by }, stamp, count);
        index.refresh(&book);
    });
}

#[divan::bench]
fn search_finds(bencher: Bencher<'_, '_>) {
    let (book, _, _) = book();
    let mut index = Index::default();
    index.refresh(&book);
    bencher.bench_local(|| index.find("storms thursday", 20));
}
