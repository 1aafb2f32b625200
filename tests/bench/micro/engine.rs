//! The engine over a map for a disk: what an edit and a hello take without the browser.

use bench::{Disk, Source, record_id, workload};
use divan::Bencher;
use document::{Batch, Change, Edit, Value};

/// An edit of one field in a document that is loaded, from the request to the answer: CRDT, projection, ledger, undo.
#[divan::bench]
fn commit(bencher: Bencher<'_, '_>) {
    let stored = crate::stored(crate::TENTH);
    let (mut disk, book) = (Disk::over(stored.clone(), 2), crate::book(stored));
    let rows: Vec<_> = workload(crate::TENTH)
        .into_iter()
        .filter_map(|source| Some((book.row(record_id(&source.id).ok()?)?.clone(), source)))
        .collect();
    let file: Vec<_> = rows.iter().filter(|(row, _)| row.document == rows[0].0.document).collect();
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        let (row, source) = file[count % file.len()];
        let field = Source::field(&source.id, "status").unwrap().to_owned();
        let change = Change::Set { field, value: Some(Value::from(format!("s{count}").as_str())) };
        let edit = Edit { document: row.document.clone(), record: row.id, change };
        disk.commit(Batch::new("Edit").with(edit));
    });
}

/// The engine starts over W(2000), and a page that has nothing says hello.
#[divan::bench(sample_count = 20)]
fn start_and_hello(bencher: Bencher<'_, '_>) {
    let stored = crate::stored(crate::TENTH);
    bencher.with_inputs(|| stored.clone()).bench_local_values(|stored| Disk::over(stored, 2));
}
