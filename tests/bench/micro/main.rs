//! Micro-benchmarks of what the product does natively: `cargo xtask bench native`.
//!
//! They run on the release profile, optimised for size as what is downloaded, and say where time
//! goes and whether it changed; what a person waits for is measured in the browser.

#![expect(clippy::unwrap_used, reason = "a measurement has nobody to recover for")]

mod documents;
mod engine;
mod envelopes;
mod finding;
mod projection;

use ::engine::storage::Store;
use std::sync::OnceLock;

use bench::{Disk, Stored};
use document::{Batch, Book};

/// The workload that bars are set for; and a tenth of it.
const LARGEST: usize = 20_000;
const TENTH: usize = 2000;

fn main() {
    divan::main();
}

/// A stored W(n), every record made by a change of its own; made once for each n.
fn stored(n: usize) -> &'static Stored {
    static SMALL: OnceLock<Stored> = OnceLock::new();
    static LARGE: OnceLock<Stored> = OnceLock::new();
    let made = || {
        let mut disk = Disk::default();
        let author = disk.author();
        let mut edits: Vec<_> =
            bench::workload(n).iter().map(|source| source.create(author).unwrap()).collect();
        // File by file, so that none has to be loaded again to be written on.
        edits.sort_by(|a, b| a.document.cmp(&b.document));
        for edit in edits {
            disk.commit(Batch::new("Add a record").with(edit));
        }
        disk.stored()
    };
    if n == LARGEST { LARGE.get_or_init(made) } else { SMALL.get_or_init(made) }
}

/// The book that a page has of what is stored.
fn book(stored: &Stored) -> Book {
    let mut book = Book::new();
    for (key, page) in ::engine::projection::pages(stored.rows(Store::Projection)) {
        book.put_page(&key, page);
    }
    book
}
