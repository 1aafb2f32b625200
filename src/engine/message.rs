//! What pages and the engine say to each other, as plain data.
//!
//! Messages cross a worker boundary as bytes ([`encode`], [`decode`]); pages of an older or newer
//! build may be open beside this one, so every message is led by [`VERSION`].

use document::{Batch, DocumentKey, Row};
use kernel::{DeviceId, MemberId, Problem, RecordId, Timestamp, WorkspaceId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeSet;

pub use crate::adoption::Adoption;
pub use crate::{
    hidden::{Compared, HiddenCircle, Submission},
    lasting::{ClockOff, Rollback},
    sharing::*,
    sheet::SheetText,
};
pub use document::{FieldChange, Heads, Version};

/// The first byte of every message; another one is refused.
pub const VERSION: u8 = 5;

/// The largest message accepted, in bytes: a whole workspace within the budgets of the
/// documents, several times over.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;

/// One page (tab) that talks to the engine: random, made when the page opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClientId(pub [u8; 16]);

/// A page's request. A page numbers its requests from 1 without a gap; a number that was carried
/// out already is answered again and not carried out again, so a new leader can be asked anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The page's number for it.
    pub id: u64,
    /// What is asked.
    pub ask: Ask,
}

/// What a page can ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// Here I am, and this is what I show: answered by [`Reply::Welcome`] after an
    /// [`Event::Changed`] for every document whose heads differ.
    Open {
        /// The documents the page has rows of, with their heads.
        have: Vec<(DocumentKey, Heads)>,
    },
    /// Change documents. Answered by [`Reply::Done`] when it is on disk, strictly.
    Commit(Batch),
    /// Keep text that is being typed, so that a crash does not lose it. Answered by
    /// [`Reply::Done`] when journalled. The next commit of the same field takes it out.
    Draft {
        /// The document of the record.
        document: DocumentKey,
        /// The record.
        record: RecordId,
        /// The field being typed in.
        field: String,
        /// The text the typing started from.
        base: String,
        /// The text as it stands.
        text: String,
        /// Whether the field is one line: its text then stands in place of what is there, and is not merged with it.
        line: bool,
    },
    /// Take back the last batch of this device that is not taken back yet.
    Undo,
    /// Do again what was taken back last.
    Redo,
    /// The history of a record, newest first: [`Reply::History`].
    History {
        /// The document of the record.
        document: DocumentKey,
        /// The record.
        record: RecordId,
    },
    /// A record as it stood: [`Reply::Row`].
    AsOf {
        /// The document of the record.
        document: DocumentKey,
        /// The record.
        record: RecordId,
        /// Everything written up to this instant, by the writers' clocks, counts.
        at: Timestamp,
    },
    /// Make a record what it was at a version: one batch, can be undone.
    Restore {
        /// The document of the record.
        document: DocumentKey,
        /// The record.
        record: RecordId,
        /// The version, as [`Version::heads`] names it.
        heads: Heads,
    },
    /// Every document as a whole Automerge file: [`Reply::Documents`].
    Documents,
    /// Merge documents that were saved before (a backup): all or nothing. [`Reply::Merged`].
    Merge {
        /// The documents, each as a whole Automerge file.
        documents: Vec<(DocumentKey, Vec<u8>)>,
        /// Whose they are, so that an empty workspace becomes that one; `None`: they are merged and
        /// the replica stays who it is.
        origin: Option<Origin>,
    },
    /// In place of a request that an engine ended at: it is not carried out any more. Answered as
    /// the request itself if that was carried out, else refused with this problem.
    Withdraw(Problem),
    /// Try at once what the disk refused, and do not wait for the next time. Answered by
    /// [`Reply::Done`] whatever comes of it.
    TryAgain,
    /// What is in memory only, because the disk refuses: [`Reply::Unsaved`].
    Unsaved,
    /// Drop what the disk refuses, and go on with what came after it. Answered by
    /// [`Reply::Done`] at once; each request that is dropped is refused.
    GiveUp,
    /// Something about sharing. Answered by [`Reply::Done`] where it does not say otherwise.
    Share(Share),
    /// Erase documents, for everybody and for ever, and change other documents in the same step. Neither can be
    /// taken back. Answered by [`Reply::Done`] when that is decided and on disk; it is carried out right after,
    /// also when this machine stops in between.
    Erase {
        /// The documents. Those that are not here are passed over.
        documents: BTreeSet<DocumentKey>,
        /// What changes elsewhere: what speaks of the same. What undo knows of its records goes.
        batch: Batch,
    },
    /// What was erased: [`Reply::Erased`].
    Erased {
        /// Of these it is told which were erased, whoever did it and whenever.
        of: Vec<DocumentKey>,
    },
}

/// A document that was here and was erased.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErasedDocument {
    /// The document, by its name: that holds ids and nothing else.
    pub document: DocumentKey,
    /// Who erased it.
    pub by: MemberId,
    /// When, by their clock.
    pub at: Timestamp,
    /// Whether nothing of it is on this disk any more.
    pub is_done: bool,
    /// Whether the relay has heard of it, as far as this device knows; `None` where there is no relay to hear of it.
    pub relay: Option<bool>,
}

/// What is in memory only. Batches without edits name what has no content to show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unsaved {
    /// What the disk is asked to write, or refused.
    pub refused: Vec<Batch>,
    /// What waits behind it, in order.
    pub waiting: Vec<Batch>,
}

/// Whose documents a backup holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The workspace they were taken from.
    pub workspace: WorkspaceId,
    /// The member who took them out: the private documents among them are theirs.
    pub member: MemberId,
}

/// The engine's answer to one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The page is known from now on.
    Welcome(Welcome),
    /// It is done and on disk.
    Done,
    /// It was not done, and nothing changed.
    Refused(Problem),
    /// The versions of a record, newest first.
    History(Vec<Past>),
    /// The record as it stood; `None` before it was made or while it was taken out.
    Row(Option<Row>),
    /// All documents, each as a whole Automerge file.
    Documents(Vec<(DocumentKey, Vec<u8>)>),
    /// The documents were merged and are on disk.
    Merged(Merged),
    /// What is in memory only.
    Unsaved(Unsaved),
    /// How sharing stands.
    Sharing(Box<SharingState>),
    /// What a link says.
    Link(LinkPreview),
    /// A recovery key, to be shown once: it is kept nowhere.
    RecoveryKey(SheetText),
    /// What another copy may lack, as one file.
    Bundle(Vec<u8>),
    /// A bundle was taken in, and what was new of it is on disk.
    Taken(Taken),
    /// What came from others, newest first.
    Arrivals(Vec<Arrival>),
    /// What was erased.
    Erased {
        /// What was here, newest first.
        all: Vec<ErasedDocument>,
        /// Which of the documents that were asked about were erased.
        of: Vec<DocumentKey>,
    },
    /// The hidden circle of this id is on disk.
    Circle(RecordId),
    /// Each hidden circle of a round that was submitted, beside what was submitted.
    Compared(Vec<(RecordId, Compared)>),
}

/// A version of a record, with what is known of where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// The version.
    pub version: Version,
    /// Where it was made on this device and the workspace is shared: an envelope of this device, for
    /// the audience of the document, such that who has all up to this one has it
    /// ([`Safety::holders`](crate::message::Safety::holders)).
    pub number: Option<u64>,
}

/// What came of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// How many documents were new here.
    pub new: usize,
    /// How many were here and changed.
    pub changed: usize,
    /// How many were here already, equal or newer.
    pub unchanged: usize,
    /// What the replica took over of whose they are.
    pub adoption: Adoption,
    /// How many of them are private to a member other than the user.
    pub private_to_others: usize,
}

/// Who this replica is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The member who uses this browser profile.
    pub member: MemberId,
    /// This browser profile.
    pub device: DeviceId,
}

/// What happens at the engine, told to every page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// Rows changed, and are on disk.
    Changed(Changed),
    /// What undo and redo would do now, as the labels of their batches.
    Undoable {
        /// The batch that undo takes back.
        undo: Option<String>,
        /// The batch that redo does again.
        redo: Option<String>,
    },
    /// Who this replica is has changed: a backup was restored into an empty workspace.
    Identity(Welcome),
    /// The disk refuses writes; edits are kept in memory and tried again. `None`: it works again.
    Trouble(Option<Problem>),
    /// Something the user should know: a document that cannot be read, an undo that could only
    /// be done in part. The rest goes on.
    Problem(Problem),
    /// Text that had been typed and not committed before a crash was put back.
    Recovered {
        /// The document of the record.
        document: DocumentKey,
        /// The record.
        record: RecordId,
        /// The field.
        field: String,
    },
    /// How sharing stands now.
    Sharing(Box<SharingState>),
    /// Changes came from elsewhere and are on disk; their rows were told before.
    Arrived(Arrival),
    /// Who else is here, and at which record: all of them.
    Present(Vec<Presence>),
    /// All hidden circles, of everybody: who has submitted what, and who reads it.
    Hidden(Vec<HiddenCircle>),
    /// Edits of this page that are on disk and will be in their documents, whatever happens; each is answered when it is.
    Noted(Vec<u64>),
}

/// What changed in one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changed {
    /// The document.
    pub document: DocumentKey,
    /// Its heads now.
    pub heads: Heads,
    /// Whether `rows` are all rows of the document, or only those that differ.
    pub whole: bool,
    /// The rows.
    pub rows: Vec<Row>,
    /// The records that are gone.
    pub removed: Vec<RecordId>,
}

/// From the engine to one page, to be taken in as a whole: replies first, then events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Answers to this page's requests.
    pub replies: Vec<(u64, Reply)>,
    /// What happened.
    pub events: Vec<Event>,
}

/// A message as bytes.
///
/// # Errors
/// When the message cannot be written, which would be a fault of this code.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, Problem> {
    postcard::to_extend(message, vec![VERSION]).map_err(|error| {
        Problem::new(format!("A message could not be written ({error})."), "Reload the page.")
    })
}

/// The message in `bytes`.
///
/// # Errors
/// When the bytes are too many, of another version, or not such a message.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let wrong = |what: &str| Problem::new(what, "Reload every open Pilothouse tab.");
    if bytes.len() > MAX_BYTES {
        return Err(wrong("A message is too large."));
    }
    match bytes.split_first() {
        Some((&VERSION, body)) => {
            postcard::from_bytes(body).map_err(|_| wrong("A message from another tab cannot be read."))
        }
        _ => Err(wrong("Another tab runs a different version.")),
    }
}
