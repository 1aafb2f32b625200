//! Changes that come from elsewhere, one by one and in any order: who wrote them, what they build
//! on, and what another device lacks.

use automerge::{ActorId, Change, ChangeHash};
use kernel::{DeviceId, MemberId, Problem, RecordId};
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Document, fold,
    frames::{Checked, Frame, heads, only},
    hashes,
    load::change,
    log::{Message, device},
};
use crate::Heads;

/// Who wrote one change, by what the change itself says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authored {
    /// The device whose actor made it.
    pub device: DeviceId,
    /// Whether the actor is exactly that device's id, and not one of other code that begins alike.
    pub exact: bool,
    /// The member its message names; `None` where the message is of other code.
    pub member: Option<MemberId>,
}

/// What taking changes in came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The records that changed; none when everything was here already.
    pub touched: BTreeSet<RecordId>,
    /// The changes that must be here first. Where there are any, nothing was taken in.
    pub missing: BTreeSet<[u8; 32]>,
}

/// Who wrote each of the changes in `bytes`, save for those that only unfold a text: they are nobody's, and taking them
/// in finds out whether they do nothing else.
///
/// # Errors
/// When the bytes are damaged, or hold a whole document, which does not tell who made it.
pub fn authors(bytes: &[u8]) -> Result<Vec<Authored>, Problem> {
    let of = |change: &Change| {
        let actor = change.actor_id();
        let device = device(actor);
        let message = serde_json::from_str::<Message>(change.message().unwrap_or_default());
        Authored {
            device,
            exact: actor.to_bytes() == device.as_bytes(),
            member: message.ok().map(|message| message.by),
        }
    };
    let changes = changes(bytes)?;
    Ok(changes.iter().filter(|change| !fold::unfolds(change.actor_id())).map(of).collect())
}

/// The hashes of the changes in `bytes`, as heads that [`Document::has`] can be asked for.
///
/// # Errors
/// When the bytes are damaged or hold a whole document.
pub fn named(bytes: &[u8]) -> Result<Heads, Problem> {
    Ok(changes(bytes)?.iter().map(|change| change.hash().0).collect())
}

/// The newest changes of a whole document, as its file names them; loading the file finds out whether it is right, and whole.
///
/// # Errors
/// When the bytes hold anything but one whole document.
pub fn named_heads(bytes: &[u8]) -> Result<Heads, Problem> {
    match only(bytes)? {
        Some(Frame::Document(bytes)) => heads(bytes),
        _ => Err(Problem::new("Something else came in place of a whole document.", "")),
    }
}

/// The changes in bytes that hold nothing else.
fn changes(bytes: &[u8]) -> Result<Vec<Change>, Problem> {
    let changes = Checked::new(bytes)?.frames.into_iter().map(|frame| match frame {
        Frame::Change(bytes) => change(bytes),
        Frame::Document(_) => Err(Problem::new("A whole document came in place of changes.", "")),
    });
    changes.collect()
}

impl Document {
    /// Takes in changes made elsewhere, unless they build on changes that are not here: then
    /// nothing is changed and these are named.
    ///
    /// # Errors
    /// When the bytes are damaged or do not fit the document. Nothing has changed then.
    pub fn take(&mut self, bytes: &[u8]) -> Result<Taken, Problem> {
        let missing = self.missing(bytes)?;
        if !missing.is_empty() {
            return Ok(Taken { missing, ..Taken::default() });
        }
        Ok(Taken { touched: self.merge(bytes)?, ..Taken::default() })
    }

    /// What the changes in `bytes` build on that is neither here nor among them.
    ///
    /// # Errors
    /// When the bytes are damaged or hold something else than changes.
    pub fn missing(&self, bytes: &[u8]) -> Result<BTreeSet<[u8; 32]>, Problem> {
        let changes = changes(bytes).map_err(|problem| problem.at(self.key.to_string()))?;
        let among: BTreeSet<ChangeHash> = changes.iter().map(Change::hash).collect();
        let parents = changes.iter().flat_map(Change::deps);
        let missing = parents.filter(|parent| !among.contains(parent) && !self.knows(parent));
        Ok(missing.map(|parent| parent.0).collect())
    }

    /// Whether all these changes are here.
    #[must_use]
    pub fn has(&self, heads: &Heads) -> bool {
        hashes(heads).iter().all(|hash| self.knows(hash))
    }

    /// The changes since `heads`, parents before children, as bytes that [`Document::take`] reads;
    /// empty when there are none. Heads that are not here count as nothing.
    #[must_use]
    pub fn since(&self, heads: &Heads) -> Vec<u8> {
        let known: Vec<ChangeHash> = hashes(heads).into_iter().filter(|hash| self.knows(hash)).collect();
        self.doc.save_after(&known)
    }

    /// The records that changes since `heads` touched, by the device that made them.
    #[must_use]
    pub fn touched_since(&self, heads: &Heads) -> BTreeMap<DeviceId, BTreeSet<RecordId>> {
        let known: Vec<ChangeHash> = hashes(heads).into_iter().filter(|hash| self.knows(hash)).collect();
        let since = self.doc.get_changes_meta(&known);
        let since: BTreeSet<ChangeHash> = since.into_iter().map(|change| change.hash).collect();
        let mut touched: BTreeMap<DeviceId, BTreeSet<RecordId>> = BTreeMap::new();
        let steps = self.log().steps.iter().filter(|step| since.contains(&step.hash));
        for step in steps.filter(|step| !step.records.is_empty()) {
            touched.entry(step.device).or_default().extend(&step.records);
        }
        touched
    }

    /// Whether it holds changes that were made on a device.
    #[must_use]
    pub fn was_written_on(&self, device: DeviceId) -> bool {
        self.writers.contains_key(&ActorId::from(*device.as_bytes()))
    }

    fn knows(&self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(hash).is_some()
    }
}
