//! What one copy has and another lacks, as a file that is carried by hand: the messages that would
//! go over a link, one after the other. Everything in it is sealed and signed as ever.

use kernel::{DeviceId, Problem};
use protocol::{
    Message,
    bytes::{Reader, Writer},
    limits,
};
use std::collections::VecDeque;

use crate::{
    Replica,
    job::Progress,
    message::{ClientId, Reply, Taken},
    replica::Purpose,
    storage::Store,
    sync::{
        Arrived,
        chains::arrive::{Carried, Tally},
        members::keys::alone,
        stored,
    },
};

/// How a bundle begins; the last byte is its version.
const BEGINNING: &[u8; 19] = b"pilothouse bundle\n\x01";

/// The making of a bundle.
pub(crate) struct Carrying {
    to: Option<DeviceId>,
}

/// The taking in of a bundle.
pub(crate) struct Taking {
    /// The file; `None` once it was read.
    bytes: Option<Vec<u8>>,
    rest: VecDeque<Arrived>,
    tally: Tally,
}

impl Carrying {
    pub const fn new(to: Option<DeviceId>) -> Self {
        Self { to }
    }
}

impl Taking {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { bytes: Some(bytes), rest: VecDeque::new(), tally: Tally::default() }
    }
}

impl Replica {
    /// Makes a bundle.
    pub(crate) fn carry(
        &mut self,
        from: Option<(ClientId, u64)>,
        carrying: &Carrying,
        read: Option<Vec<(String, Vec<u8>)>>,
    ) -> Progress {
        let Some(shared) = &self.sync.shared else {
            self.answer(from, Reply::Refused(alone()));
            return Progress::Finished;
        };
        let Some(rows) = read else {
            self.read(Purpose::Job, Store::Envelopes, String::new());
            return Progress::Waiting;
        };
        let served = shared.served(&shared.durable, carrying.to);
        let held = carrying.to.and_then(|device| shared.held.get(&Some(device)));
        let operations = shared.membership.operations().filter(|(hash, _)| shared.kept.contains(hash));
        let operations = operations.map(|(_, operation)| operation.encode());
        // Keys of a chain are in order of its numbers.
        let envelopes = rows.into_iter().filter_map(|(key, bytes)| {
            let (audience, device, sequence) = stored::split_envelope_key(&key)?;
            let last = served.position(audience, device)?.sequence;
            let has = held.and_then(|held| held.frontier.position(audience, device));
            let is_lacking = sequence > has.map_or(0, |place| place.sequence);
            (is_lacking && sequence <= last).then_some(bytes)
        });
        let mut to = Writer::new();
        to.raw(BEGINNING).raw(shared.membership.workspace().as_bytes());
        write(&mut to, operations, Message::Operations);
        write(&mut to, envelopes, Message::Envelopes);
        self.answer(from, Reply::Bundle(to.finish()));
        Progress::Finished
    }

    /// Takes a bundle in, one message after the other.
    pub(crate) fn take_bundle(&mut self, from: Option<(ClientId, u64)>, taking: &mut Taking) -> Progress {
        if let Some(bytes) = taking.bytes.take() {
            match self.open_bundle(&bytes) {
                Ok(carried) => taking.rest = carried.into_iter().map(Arrived::carried).collect(),
                Err(problem) => {
                    self.answer(from, Reply::Refused(problem));
                    return Progress::Finished;
                }
            }
        }
        while let Some(arrived) = taking.rest.pop_front() {
            match self.take_one(arrived) {
                Ok(tally) => taking.tally = taking.tally.and(tally),
                Err(rest) => {
                    taking.rest.push_front(rest);
                    return Progress::Waiting;
                }
            }
        }
        let Tally { new, known, early, refused } = taking.tally;
        let taken = Taken { new, known, waiting: early, refused };
        self.answer_when_written(from, Reply::Taken(taken));
        Progress::Finished
    }

    fn open_bundle(&self, bytes: &[u8]) -> Result<Vec<Carried>, Problem> {
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let wrong = |what: &str| Problem::new(what, "Choose the file that the other device made.");
        let damaged = || wrong("The file is damaged or not complete.");
        let Some(rest) = bytes.strip_prefix(BEGINNING) else {
            let is_other = bytes.starts_with(&BEGINNING[..BEGINNING.len() - 1]);
            let what =
                if is_other { "The file was made by another version." } else { "That is no such file." };
            return Err(wrong(what));
        };
        let mut from = Reader::new(rest);
        let workspace: [u8; 16] = from.array().map_err(|_| damaged())?;
        if workspace != *shared.membership.workspace().as_bytes() {
            return Err(wrong("The file is of another workspace."));
        }
        let mut carried = Vec::new();
        while from.left() > 0 {
            let message = from.bytes(limits::MAX_FRAME, "a message").map_err(|_| damaged())?;
            match Message::decode(message) {
                Ok(Message::Operations(items)) => carried.push(Carried::Operations(items)),
                Ok(Message::Envelopes(items)) => carried.push(Carried::Envelopes(items)),
                _ => return Err(damaged()),
            }
        }
        Ok(carried)
    }
}

/// Writes items as messages of bounded size.
fn write(to: &mut Writer, items: impl Iterator<Item = Vec<u8>>, message: impl Fn(Vec<Vec<u8>>) -> Message) {
    let (mut gathered, mut size) = (Vec::new(), 0);
    for item in items {
        let is_full = size + item.len() > limits::GATHERED || gathered.len() == limits::MAX_ITEMS;
        if is_full && !gathered.is_empty() {
            to.bytes(&message(std::mem::take(&mut gathered)).encode());
            size = 0;
        }
        size += item.len();
        gathered.push(item);
    }
    if !gathered.is_empty() {
        to.bytes(&message(gathered).encode());
    }
}
