//! Keeping chains short, when there is nothing else to do: one small step after the other, each
//! with what was read for it, none of them in the way of the user or of what others sent (Y-25).

use protocol::AudienceId;

use crate::{
    Replica,
    replica::Purpose,
    storage::Store,
    sync::{
        chains::waiting::Place, compaction::confirm::Checking, compaction::covered::Worth,
        compaction::empty::Emptying, compaction::snapshot::Looking, stored,
    },
};

/// So many places of a chain are read in one step (*ours*).
pub(in crate::sync) const BLOCK: u64 = 256;

/// When chains are made shorter. The numbers of [`Tidiness::default`] are *ours*.
#[derive(Clone, Copy, Debug)]
pub struct Tidiness {
    /// A document is sent as a snapshot when at least this many envelopes of it came since the
    /// last one; by a device that wrote less than another, when twice as many came.
    pub after: u64,
    /// And when those are at least this many times as large as the snapshot: so that snapshots of
    /// all times together are smaller than what they stand for.
    pub times: u64,
    /// After so many milliseconds nobody has to confirm a snapshot any more.
    pub grace: i64,
}

impl Default for Tidiness {
    fn default() -> Self {
        Self { after: 32, times: 4, grace: 7 * 24 * 60 * 60 * 1000 }
    }
}

/// What is being done.
pub(crate) struct Tidying {
    work: Work,
    /// What was read for the next step.
    read: Option<Vec<(String, Vec<u8>)>>,
}

enum Work {
    /// Looking which documents of an audience are due for a snapshot, and making these.
    Look(Looking),
    /// Comparing a snapshot that somebody else made with what it stands for.
    Check(Box<Checking>),
    /// Emptying what right snapshots stand for.
    Empty(Emptying),
}

/// What comes after a step.
pub(in crate::sync) enum Step {
    /// Rows of envelopes whose keys begin like this.
    Read(String),
    /// The same again, once documents are in memory.
    Wait,
    /// Another step.
    Go,
    /// It is done.
    Done,
}

/// What is to be done next.
enum Due {
    Look(AudienceId),
    Check(Place),
    Empty(AudienceId),
}

impl Replica {
    /// What is to be done to keep chains short, if anything.
    fn untidy(&self) -> Option<Due> {
        if self.sync.left_untidy
            || self.sync.broken.is_some()
            || self.sync.joining.is_some()
            || self.sync.recovering.is_some()
            || self.is_out()
        {
            return None;
        }
        let me = self.identity.as_ref()?.device;
        let shared = self.sync.shared.as_ref()?;
        let is_here = |place: &Place, record: &crate::sync::compaction::covered::Record| {
            record.covers.runs().all(|(device, _, to)| {
                shared.latest.position(place.0, device).is_some_and(|held| held.sequence >= to)
            })
        };
        let unknown = |(place, record): &(&Place, &crate::sync::compaction::covered::Record)| {
            record.worth == Worth::Unknown && is_here(place, record)
        };
        if let Some((place, _)) = shared.records.iter().find(unknown) {
            return Some(Due::Check(*place));
        }
        let is_due = |record: &crate::sync::compaction::covered::Record| match record.worth {
            Worth::Right => !record.emptied,
            Worth::Own => self.is_over(record.at),
            Worth::Unknown | Worth::Trusted | Worth::Wrong => false,
        };
        if let Some((place, _)) = shared.records.iter().find(|(_, record)| is_due(record)) {
            return Some(Due::Empty(place.0));
        }
        let mut audiences: Vec<AudienceId> =
            shared.latest.positions().map(|(audience, ..)| audience).collect();
        audiences.dedup();
        let is_long = |audience: &AudienceId| {
            let (before, whole) = shared.looked.get(audience).copied().unwrap_or_default();
            let new = shared.count(*audience).saturating_sub(before);
            shared.may_write(me, *audience) && new >= self.tidiness.after.max(whole / 4)
        };
        audiences.into_iter().find(is_long).map(Due::Look)
    }

    /// Whether the time of grace since then is over.
    pub(in crate::sync) fn is_over(&self, since: kernel::Timestamp) -> bool {
        self.now.millis().saturating_sub(since.millis()) >= self.tidiness.grace
    }

    /// Whether there is something to do when there is time for it.
    pub(crate) fn is_untidy(&self) -> bool {
        self.sync.tidying.is_none() && self.untidy().is_some()
    }

    /// There is time for it.
    pub(crate) fn begin_tidying(&mut self) {
        if self.sync.tidying.is_some() {
            return;
        }
        let work = match self.untidy() {
            None => return,
            Some(Due::Look(audience)) => Work::Look(self.look(audience)),
            Some(Due::Check(place)) => Work::Check(Box::new(Checking::new(place))),
            Some(Due::Empty(audience)) => {
                self.end_grace(audience);
                Work::Empty(self.emptying(audience))
            }
        };
        self.sync.tidying = Some(Tidying { work, read: None });
    }

    /// Goes on with what is being done, while nothing else is to be.
    pub(crate) fn tidy(&mut self) {
        loop {
            if !self.queue.is_empty() || self.is_taking_in() || !self.writer.is_idle() {
                return;
            }
            if self.is_reading(&Purpose::Tidy) {
                return;
            }
            let Some(Tidying { mut work, read }) = self.sync.tidying.take() else { return };
            let step = match &mut work {
                Work::Look(looking) => self.look_on(looking, read),
                Work::Check(checking) => self.check_on(checking, read),
                Work::Empty(emptying) => self.empty_on(emptying, read),
            };
            match step {
                Step::Done => {
                    if self.writer.is_idle() && self.untidy().is_some() {
                        self.wake_when_idle();
                    }
                    return;
                }
                Step::Read(prefix) => {
                    self.sync.tidying = Some(Tidying { work, read: None });
                    self.read(Purpose::Tidy, Store::Envelopes, prefix);
                }
                Step::Wait => {
                    self.sync.tidying = Some(Tidying { work, read: None });
                    return;
                }
                Step::Go => self.sync.tidying = Some(Tidying { work, read: None }),
            }
        }
    }

    /// What was asked for is here.
    pub(crate) fn read_to_tidy(&mut self, rows: Vec<(String, Vec<u8>)>) {
        if let Some(tidying) = &mut self.sync.tidying {
            tidying.read = Some(rows);
        }
    }
}

/// A part of a chain that is read at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    pub audience: AudienceId,
    pub device: kernel::DeviceId,
    pub from: u64,
    pub to: u64,
}

impl Block {
    /// The blocks of a stretch of a chain.
    pub fn all(
        audience: AudienceId,
        device: kernel::DeviceId,
        from: u64,
        to: u64,
    ) -> impl Iterator<Item = Self> {
        let first = from - from % BLOCK;
        let starts = std::iter::successors(Some(first), |at| at.checked_add(BLOCK));
        starts.take_while(move |at| *at <= to).map(move |at| Self {
            audience,
            device,
            from: from.max(at),
            to: to.min(at.saturating_add(BLOCK - 1)),
        })
    }

    /// How the keys in it begin.
    pub fn prefix(&self) -> String {
        stored::run_prefix(self.audience, self.device, self.from, self.to)
    }

    /// The rows that are in it: number and bytes.
    pub fn of(&self, rows: Vec<(String, Vec<u8>)>) -> impl Iterator<Item = (u64, Vec<u8>)> {
        let Self { audience, device, from, to } = *self;
        rows.into_iter().filter_map(move |(key, bytes)| {
            let place = stored::split_envelope_key(&key)?;
            let is_in = (place.0, place.1) == (audience, device) && (from..=to).contains(&place.2);
            is_in.then_some((place.2, bytes))
        })
    }
}

impl crate::sync::Shared {
    /// How many places the chains of an audience have.
    pub(in crate::sync) fn count(&self, audience: AudienceId) -> u64 {
        let of = self.latest.positions().filter(|(of, ..)| *of == audience);
        of.fold(0, |sum, (_, _, place)| sum.saturating_add(place.sequence))
    }

    /// Whether a device may write for an audience now.
    pub(in crate::sync) fn may_write(&self, device: kernel::DeviceId, audience: AudienceId) -> bool {
        let view = self.membership.view();
        view.write_right(device, audience) == protocol::WriteRight::Yes && view.reads(device, audience)
    }
}
