//! Text that is being typed and not committed yet, kept so that a crash does not lose it.

use document::{Batch, Change, DocumentKey, Edit, Row, Value};
use kernel::{RecordId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use crate::{codec, message::ClientId, storage::journal_key};

/// One field's text as it was typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Draft {
    pub document: DocumentKey,
    pub record: RecordId,
    pub field: String,
    /// The text the typing started from.
    pub base: String,
    /// The text as it stood.
    pub text: String,
    /// Whether the field is one line.
    pub line: bool,
    /// The page it was typed in.
    pub page: ClientId,
    /// When it was kept, by this device's clock.
    pub at: Timestamp,
}

impl Draft {
    pub fn key(&self) -> String {
        journal_key(self.record, &self.field)
    }

    /// The edit that puts the text back into the record; `None` when it is there already.
    pub fn edit(&self, row: &Row) -> Option<Edit> {
        let field = self.field.clone();
        let standing = row.fields.get(&self.field);
        let shown = standing.and_then(Value::text).unwrap_or_default();
        if self.text == self.base || self.text == shown {
            return None;
        }
        let change = if self.line {
            // One line is a register: the text typed last stands, the other is in the history.
            Change::Set { field, value: Some(Value::Line(self.text.clone())) }
        } else {
            Change::Text { field, base: self.base.clone(), text: self.text.clone() }
        };
        Some(Edit { document: self.document.clone(), record: self.record, change })
    }
}

/// A field as one page types in it.
type Typing = (ClientId, String);

/// The drafts on disk or on their way there, and what was put back in this tenure.
#[derive(Default)]
pub(crate) struct Journal {
    drafts: BTreeMap<String, Draft>,
    /// Text put back while the page that typed it lives on (its leader died, it did not): that
    /// page will name the old base, while its text up to `.1` is in the document already.
    recovered: BTreeMap<Typing, (String, String)>,
}

impl Journal {
    /// Takes in the stored rows. Those that cannot be read stay on disk: newer code may.
    pub fn take_in(&mut self, rows: Vec<(String, Vec<u8>)>) {
        let drafts = rows.into_iter().filter_map(|(key, value)| {
            let draft: Draft = codec::read(codec::VERSION, &value)?;
            (draft.key() == key).then_some((key, draft))
        });
        self.drafts.extend(drafts);
    }

    /// Forgets all drafts, to read them again.
    pub fn forget_drafts(&mut self) {
        self.drafts.clear();
    }

    pub fn keys(&self) -> Vec<String> {
        self.drafts.keys().cloned().collect()
    }

    pub fn get(&self, key: &str) -> Option<&Draft> {
        self.drafts.get(key)
    }

    /// Keeps a draft. Returns the row to store.
    pub fn put(&mut self, mut draft: Draft) -> (String, Vec<u8>) {
        let key = draft.key();
        self.rebase(draft.page, &key, &mut draft.base);
        let value = codec::write(codec::VERSION, &draft);
        self.drafts.insert(key.clone(), draft);
        (key, value)
    }

    /// Forgets a draft because its text is in the document now. Returns whether there was one.
    pub fn put_back(&mut self, key: &str) -> bool {
        let Some(draft) = self.drafts.remove(key) else { return false };
        self.recovered.insert((draft.page, key.to_owned()), (draft.base, draft.text));
        true
    }

    /// Forgets a draft that leads nowhere. Returns whether there was one.
    pub fn discard(&mut self, key: &str) -> bool {
        self.drafts.remove(key).is_some()
    }

    /// Forgets what was typed in these documents. Returns its keys.
    pub fn forget(&mut self, documents: &BTreeSet<DocumentKey>) -> Vec<String> {
        let of = self.drafts.iter().filter(|(_, draft)| documents.contains(&draft.document));
        let keys: Vec<String> = of.map(|(key, _)| key.clone()).collect();
        keys.iter().for_each(|key| {
            self.drafts.remove(key);
        });
        self.recovered.retain(|(_, key), _| !keys.contains(key));
        keys
    }

    /// Makes a page's batch start from what was put back of its typing.
    pub fn rebase_batch(&self, page: ClientId, batch: &mut Batch) {
        for edit in &mut batch.edits {
            if let Change::Text { field, base, .. } = &mut edit.change {
                self.rebase(page, &journal_key(edit.record, field), base);
            }
        }
    }

    fn rebase(&self, page: ClientId, key: &str, base: &mut String) {
        if let Some((from, to)) = self.recovered.get(&(page, key.to_owned()))
            && from == base
        {
            base.clone_from(to);
        }
    }

    /// The drafts that these edits settle, taken out of the journal.
    pub fn settled(&mut self, page: Option<ClientId>, edits: &[Edit]) -> Vec<String> {
        let mut keys = Vec::new();
        for edit in edits {
            match &edit.change {
                Change::Set { field, .. } | Change::Text { field, .. } => {
                    keys.push(journal_key(edit.record, field));
                }
                Change::Create { fields, .. } => {
                    keys.extend(fields.keys().map(|field| journal_key(edit.record, field)));
                }
                Change::Delete => {
                    let of_record = self.drafts.iter().filter(|(_, draft)| draft.record == edit.record);
                    keys.extend(of_record.map(|(key, _)| key.clone()));
                }
            }
        }
        if let Some(page) = page {
            for key in &keys {
                self.recovered.remove(&(page, key.clone()));
            }
        }
        keys.retain(|key| self.drafts.remove(key).is_some());
        keys
    }
}
