//! A host of the engine with a map for a disk: what the engine takes, without what a browser takes.

use document::{Author, Batch};
use engine::{
    Effect, Input, RANDOM, Replica,
    message::{Ask, ClientId, Delivery, Reply, Request},
    storage::{Operation, Store, TENURE},
};
use kernel::{MemberId, Timestamp};
use std::collections::{BTreeMap, VecDeque};

/// What is stored.
#[derive(Clone, Default)]
pub struct Stored(BTreeMap<(Store, String), Vec<u8>>);

impl Stored {
    /// What a store holds.
    pub fn rows(&self, store: Store) -> impl Iterator<Item = (&str, &[u8])> {
        self.beginning(store, "")
    }

    fn beginning(&self, store: Store, prefix: &str) -> impl Iterator<Item = (&str, &[u8])> {
        let from = self.0.range((store, prefix.to_owned())..);
        let here = from.take_while(move |((of, key), _)| *of == store && key.starts_with(prefix));
        here.map(|((_, key), value)| (key.as_str(), value.as_slice()))
    }

    fn carry_out(&mut self, operation: Operation) {
        match operation {
            Operation::Put { store, key, value } => self.0.insert((store, key), value),
            Operation::Delete { store, key } => self.0.remove(&(store, key)),
        };
    }
}

/// Stored bytes, and the engine that works on them.
pub struct Disk {
    stored: Stored,
    replica: Replica,
    page: ClientId,
    asked: u64,
    now: i64,
    said: Vec<Delivery>,
    member: MemberId,
}

impl Default for Disk {
    fn default() -> Self {
        Self::over(Stored::default(), 1)
    }
}

impl Disk {
    /// The engine over what is stored, to which a page that has nothing has said hello. The ids and keys that it
    /// makes follow from `seed`, and so does which page it is: for another seed another one.
    #[must_use]
    pub fn over(stored: Stored, seed: u8) -> Self {
        let (replica, effects) = Replica::start([seed; RANDOM]);
        let now = 1_700_000_000_000;
        let member = MemberId::from_bytes([0; 16]);
        let mut disk =
            Self { stored, replica, page: ClientId([seed; 16]), asked: 0, now, said: Vec::new(), member };
        disk.run(effects);
        let said = disk.ask(Ask::Open { have: Vec::new() });
        let replies = said.into_iter().flat_map(|delivery| delivery.replies);
        for (_, reply) in replies {
            if let Reply::Welcome(welcome) = reply {
                disk.member = welcome.member;
            }
        }
        disk
    }

    /// Who writes here.
    #[must_use]
    pub const fn author(&self) -> Author {
        Author { member: self.member }
    }

    /// What is stored.
    #[must_use]
    pub fn stored(&self) -> Stored {
        self.stored.clone()
    }

    /// Commits a batch; it is stored when this returns.
    pub fn commit(&mut self, batch: Batch) {
        self.ask(Ask::Commit(batch));
    }

    /// Asks the engine, and carries out what it wants. Answers with what the page is told.
    pub fn ask(&mut self, ask: Ask) -> Vec<Delivery> {
        self.asked += 1;
        self.now += 1000;
        let request = Request { id: self.asked, ask };
        let input = Input::Request { client: self.page, request };
        let effects = self.replica.handle(Timestamp::from_millis(self.now), input);
        self.run(effects);
        std::mem::take(&mut self.said)
    }

    fn run(&mut self, effects: Vec<Effect>) {
        let mut wanted = VecDeque::from(effects);
        while let Some(effect) = wanted.pop_front() {
            let input = match effect {
                Effect::Read { id, store, prefix } => {
                    let rows = self.stored.beginning(store, &prefix);
                    Input::Read { id, rows: rows.map(|(key, v)| (key.to_owned(), v.to_vec())).collect() }
                }
                Effect::Write { id, transaction } => {
                    let tenure = self.stored.0.get(&(Store::Meta, TENURE.to_owned()));
                    if transaction.allowed(tenure.map(Vec::as_slice)) {
                        transaction.operations.into_iter().for_each(|step| self.stored.carry_out(step));
                        Input::Written { id }
                    } else {
                        Input::Stale { id }
                    }
                }
                Effect::Deliver { delivery, .. } => {
                    self.said.push(delivery);
                    continue;
                }
                // Nothing here needs a clock or a network.
                Effect::Wake { .. }
                | Effect::Deposed
                | Effect::Dial { .. }
                | Effect::Peer { .. }
                | Effect::Send { .. }
                | Effect::HangUp { .. } => continue,
            };
            wanted.extend(self.replica.handle(Timestamp::from_millis(self.now), input));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload;
    use engine::{message::Event, projection};

    #[test]
    fn what_is_committed_is_stored_and_told_again() {
        let mut disk = Disk::default();
        let author = disk.author();
        for source in workload(100) {
            disk.commit(Batch::new("Add").with(source.create(author).unwrap()));
        }
        let stored: usize = projection::pages(disk.stored().rows(Store::Projection))
            .iter()
            .map(|(_, page)| page.rows.len())
            .sum();
        assert_eq!(stored, 100);
        let mut next = Disk::over(disk.stored(), 2);
        let said = next.ask(Ask::Open { have: Vec::new() });
        let events = said.iter().flat_map(|delivery| &delivery.events);
        let rows: usize = events
            .map(|event| match event {
                Event::Changed(changed) => changed.rows.len(),
                _ => 0,
            })
            .sum();
        assert_eq!(rows, 100);
        assert_eq!(next.author(), author);
    }
}
