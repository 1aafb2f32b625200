//! The recovery key: made here, and coming back by it where everything else is lost.
//!
//! Who comes back by a key speaks to the relay as the device on paper, reads the log, enrols a
//! device of this browser in the paper's name, and hands that in. Until the log is known to be the
//! one the key was made in, it is in memory alone and nothing of it is on the disk. The paper never
//! writes anything else, so that it can be used as often as it is needed, and by two at once.

use kernel::{DeviceId, Problem};
use protocol::{Hash, Membership, Operation as Said, Party, Reason};
use std::collections::BTreeSet;
use vault::{Author, DeviceKeys, Keyring, RecoveryKey, RecoverySheet};

use crate::{
    Replica, codec,
    identity::Identity,
    message::{self, LinkId, Path, SheetText, Waits},
    storage::{Operation, Store},
    sync::{
        Shared,
        links::link::strange,
        members::keys::alone,
        put,
        stored::{self, Settings},
    },
};

/// How many bytes of a sheet are read.
const LONGEST: usize = 1_000;

/// Coming back by a recovery key. It is secret.
pub(crate) struct Recovering {
    key: RecoveryKey,
    step: Step,
}

enum Step {
    /// The log is being read. It counts for nothing yet.
    Looking { log: Box<Membership>, identity: Identity, problem: Option<Problem> },
    /// This device is enrolled here; the relay has yet to hear of it, out of the paper's mouth.
    HandingIn(Hash),
}

impl Recovering {
    /// What is stored of a device that the relay has not heard of.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (key, said): ([u8; 20], [u8; 32]) = codec::read(codec::VERSION, bytes)?;
        let key = RecoveryKey::from_bytes(key);
        Some(Self { key, step: Step::HandingIn(Hash(said)) })
    }

    /// As pages see it; `None` when this device is enrolled.
    pub fn shown(&self, connected: bool) -> Option<message::Recovering> {
        let Step::Looking { problem, .. } = &self.step else { return None };
        let waits = if connected { Waits::Contents } else { Waits::Relay };
        Some(message::Recovering { waits, problem: problem.clone() })
    }

    /// As whom we speak to the relay; `None`: it is of no use any more.
    pub fn party(&self) -> Option<Party> {
        let is_over = matches!(self.step, Step::Looking { problem: Some(_), .. });
        (!is_over).then(|| Party::Device(self.key.device_id()))
    }

    /// The keys of the device on paper, if that is the one.
    pub fn keys_of(&self, device: DeviceId) -> Option<DeviceKeys> {
        (device == self.key.device_id()).then(|| self.key.device_keys())
    }
}

impl Replica {
    /// Makes a recovery key and enrols it as a device of the user (Y-58). The text is answered and
    /// kept nowhere.
    ///
    /// # Errors
    /// When the log does not allow it.
    pub(in crate::sync) fn make_recovery_key(&mut self, name: &str) -> Result<SheetText, Problem> {
        let Some(shared) = &self.sync.shared else { return Err(alone()) };
        let workspace = shared.membership.workspace();
        let sheet = RecoverySheet { key: RecoveryKey::generate(&mut self.random), workspace };
        self.step(|author, random| author.enrol(&sheet.key, name, random))?;
        Ok(SheetText::new(&sheet.print()))
    }

    /// Begins to come back by a recovery key. Nothing is on the disk before that worked.
    ///
    /// # Errors
    /// When the text is no key, or this database is not an empty one.
    pub(in crate::sync) fn recover_by_key(
        &mut self,
        sheet: &SheetText,
        relay: String,
        device: String,
    ) -> Result<(), Problem> {
        let text = sheet.text();
        let sheet = RecoverySheet::parse(&text[..text.floor_char_boundary(LONGEST)])
            .map_err(|error| Problem::new(error.to_string(), ""))?;
        if self.is_looking() {
            self.stop_recovering();
        }
        let is_empty =
            self.shelf.listings.is_empty() && self.sync.shared.is_none() && self.sync.broken.is_none();
        let Some(identity) = self.identity.clone().filter(|_| is_empty) else {
            return Err(Problem::new(
                "This workspace has contents, so it cannot become another one.",
                "Use the key in a new workspace.",
            ));
        };
        let identity = Identity { workspace: sheet.workspace, ..identity };
        let settings = Settings { relay: Some(relay), name: String::new(), device };
        let keys = DeviceKeys::generate(&mut self.random);
        self.sync.shared = Some(Shared::new(settings, keys, &identity));
        let log = Box::new(Membership::new(identity.workspace));
        let step = Step::Looking { log, identity, problem: None };
        self.sync.recovering = Some(Recovering { key: sheet.key, step });
        self.dial_anew();
        Ok(())
    }

    /// Whether a log is read by a recovery key.
    pub(in crate::sync) fn is_looking(&self) -> bool {
        self.sync
            .recovering
            .as_ref()
            .is_some_and(|recovering| matches!(recovering.step, Step::Looking { .. }))
    }

    /// Gives it up: all is as it was before.
    pub(in crate::sync) fn stop_recovering(&mut self) {
        if self.is_looking() {
            self.sync.recovering = None;
            self.sync.shared = None;
            self.sync.inbox.clear();
            self.dial_anew();
        }
    }

    /// The relay says something of the log while nobody knows yet whether it is the right one.
    pub(in crate::sync) fn look_through(&mut self, link: Option<LinkId>, items: &[Vec<u8>]) {
        let Some(Recovering { step: Step::Looking { log, .. }, .. }) = &mut self.sync.recovering else {
            return;
        };
        for bytes in items {
            let Ok(operation) = Said::decode(bytes) else {
                if let Some(link) = link {
                    self.hang_up(link, strange("a statement about the workspace cannot be read"));
                }
                return;
            };
            if let Some(link) = link.and_then(|link| self.sync.links.get_mut(&link)) {
                link.sent.insert(operation.hash());
            }
            // What is refused counts nowhere, and is not waited for.
            let _refused = log.add(operation);
        }
        let heads = link.and_then(|link| self.sync.links.get(&link)).map(|link| link.heads.clone());
        if heads.is_some_and(|heads| !heads.is_empty() && heads.iter().all(|hash| log.contains(hash)))
            && let Err(problem) = self.come_back()
        {
            self.cannot_recover(problem);
        }
    }

    /// The log is whole. If it is the one the key was made in, this device is enrolled (Y-59).
    fn come_back(&mut self) -> Result<(), Problem> {
        let Some(Recovering { key, step: Step::Looking { log, identity, .. } }) = &self.sync.recovering
        else {
            return Ok(());
        };
        let Some(shared) = &self.sync.shared else { return Ok(()) };
        let (paper, paper_keys) = (key.device_id(), key.device_keys());
        let Some(found) = log.view().devices().get(&paper) else { return Err(stranger()) };
        // Whatever a relay makes up: only the paper signs what stands on another beginning.
        let is_right = found.public == paper_keys.public(paper)
            && log.operations().any(|(_, said)| said.author == paper);
        if !is_right {
            return Err(Problem::new(
                "The relay shows another workspace than the one this key was made in.",
                "Nothing was taken from it. Ask whoever runs the relay, or try another relay.",
            ));
        }
        if !found.active {
            return Err(removed());
        }
        let (keyring, _) = Keyring::collect(&paper_keys, paper, log);
        let author =
            Author { keys: &paper_keys, device: paper, keyring: &keyring, membership: log, at: self.now };
        let name = &shared.settings.device;
        let operations = author
            .add_own_device(&shared.keys, identity.device, name, &mut self.random)
            .map_err(|error| Problem::new(error.to_string(), "Ask an owner of the workspace."))?;
        let Some(said) = operations.first().map(Said::hash) else { return Ok(()) };
        let identity = Identity { member: found.member, ..identity.clone() };
        let secret = codec::write(codec::VERSION, &(*key.bytes(), said.0));

        let Some(recovering) = &mut self.sync.recovering else { return Ok(()) };
        let Step::Looking { log, .. } = std::mem::replace(&mut recovering.step, Step::HandingIn(said)) else {
            return Ok(());
        };
        let Some(shared) = &mut self.sync.shared else { return Ok(()) };
        shared.membership = *log;
        for operation in operations {
            // They were tried on a copy before.
            let _added = shared.membership.add(operation);
        }
        let all: BTreeSet<Hash> = shared.membership.operations().map(|(hash, _)| hash).collect();
        let keys = shared.keys.to_bytes().to_vec();
        let settings = codec::write(codec::VERSION, &shared.settings);
        let next = &mut self.writer.next;
        next.operations.push(put(Store::Secrets, stored::DEVICE.to_owned(), keys));
        next.operations.push(put(Store::Secrets, stored::RECOVERING.to_owned(), secret));
        next.operations.push(put(Store::Meta, stored::SETTINGS.to_owned(), settings));
        self.become_one(identity);
        self.keep_operations(all);
        self.log_grew();
        Ok(())
    }

    /// What the other end has of the log may hold this device by now: then the paper has done its work.
    pub(in crate::sync) fn maybe_handed_in(&mut self, id: LinkId, kept: &[Hash]) {
        let Some(Recovering { step: Step::HandingIn(said), .. }) = &self.sync.recovering else { return };
        let Some(shared) = &self.sync.shared else { return };
        let Some(link) = self.sync.links.get(&id).filter(|link| link.path == Path::Relay) else { return };
        let knows = |heads: &[Hash]| {
            !heads.is_empty()
                && heads.iter().all(|hash| shared.membership.contains(hash))
                && shared.membership.missing_from(heads).iter().all(|one| one.hash() != *said)
        };
        if kept.contains(said) || knows(&link.heads) {
            self.let_go_of_paper();
        }
    }

    /// The paper's keys are forgotten here; from now on this device speaks for itself.
    fn let_go_of_paper(&mut self) {
        self.sync.recovering = None;
        let key = stored::RECOVERING.to_owned();
        self.writer.next.operations.push(Operation::Delete { store: Store::Secrets, key });
        self.writer.next.strict = true;
        self.dial_anew();
    }

    /// The relay does not let the paper in.
    pub(in crate::sync) fn recovery_refused(&mut self, reason: Reason, problem: &Problem) {
        let problem = match reason {
            Reason::Stranger => stranger(),
            Reason::Removed => removed(),
            Reason::UnknownWorkspace => Problem::new(
                "The relay does not know the workspace of this key.",
                "Enter the address of the relay that it was shared over.",
            ),
            Reason::Version => problem.clone(),
            _ => return,
        };
        self.cannot_recover(problem);
    }

    fn cannot_recover(&mut self, why: Problem) {
        match &mut self.sync.recovering {
            Some(Recovering { step: Step::Looking { problem, log, identity }, .. }) => {
                *problem = Some(why);
                // What was heard counts for nothing, also at the next try.
                **log = Membership::new(identity.workspace);
                self.dial_anew();
            }
            // The key was taken out meanwhile. Whether this device counts, the others say.
            Some(_) => self.let_go_of_paper(),
            None => {}
        }
    }
}

fn stranger() -> Problem {
    Problem::new(
        "The workspace does not know this recovery key.",
        "Look whether it is the newest sheet you printed, and whether the relay is the right one.",
    )
}

fn removed() -> Problem {
    Problem::new(
        "This recovery key was removed from the workspace, so it opens nothing any more.",
        "Use another key, a backup, or a device that still belongs to it.",
    )
}
