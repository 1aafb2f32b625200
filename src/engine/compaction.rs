//! Compaction: many small chunks of a document become one, and its projection one base.
//!
//! The document is saved, loaded back and compared before anything is written; the new chunk is
//! written and exactly the chunks it was made of are deleted in one transaction.

use document::{Document, DocumentKey};
use kernel::Problem;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

use crate::{Replica, message::Event, storage::hexadecimal};

impl Replica {
    /// Compacts a document that is in memory, unless something else is to be written.
    pub(crate) fn compact(&mut self, key: &DocumentKey) {
        if !self.writer.is_idle() {
            self.wake_when_idle();
            return;
        }
        let Some((loaded, listing)) = self.shelf.get_listed(key) else { return };
        let saved = loaded.document.save();
        let heads = loaded.document.heads();
        let same = Document::load(key, &[&saved]).is_ok_and(|again| again.heads() == heads);
        if !same {
            listing.keep = true;
            let what = "A document could not be compacted: saved, it did not load as the same.";
            let problem = Problem::new(what, "Nothing was lost. Export a backup.").at(key.to_string());
            self.tell(Event::Problem(problem));
            return;
        }
        let name = hexadecimal(&Sha256::digest(&saved));
        let rows = loaded.document.rows().into_iter().map(|row| (row.id, row)).collect();
        let spent: BTreeSet<String> = loaded.chunks.iter().filter(|old| **old != name).cloned().collect();
        loaded.chunks = BTreeSet::from([name.clone()]);
        loaded.bytes = saved.len();
        listing.chunks = 1;
        let staged = self.writer.stage(key, listing);
        staged.base = Some(rows);
        staged.chunks.push((name, saved));
        staged.spent = spent;
        self.writer.next.strict = true;
    }
}
