//! Rows as a page gets them at its start: the stored projection of W(n), read and put into a book.

use ::engine::{projection, storage::Store};
use divan::Bencher;

#[divan::bench(args = [crate::TENTH, crate::LARGEST], sample_count = 20)]
fn read(bencher: Bencher<'_, '_>, n: usize) {
    let stored = crate::stored(n);
    bencher.bench_local(|| projection::pages(stored.rows(Store::Projection)));
}

#[divan::bench(args = [crate::TENTH, crate::LARGEST], sample_count = 20)]
fn read_into_a_book(bencher: Bencher<'_, '_>, n: usize) {
    let stored = crate::stored(n);
    bencher.bench_local(|| crate::book(stored));
}
