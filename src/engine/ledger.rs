//! Which requests of which page were carried out, so that none is carried out twice.
//!
//! A page repeats what was not answered when it finds a new leader. The ledger is written in the
//! same transaction as what the request changed, so it is right whenever the disk is.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{
    codec,
    limits::{REMEMBER_MILLIS, REMEMBERED_ANSWERS, REMEMBERED_RANGES},
    message::{ClientId, Reply},
};

/// What one page had done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Entry {
    /// The numbers carried out, as ranges with both ends included, ascending.
    done: Vec<(u64, u64)>,
    /// The latest answers that were not simply “done”.
    answers: Vec<(u64, Reply)>,
    /// When the page was last heard, by this device's clock.
    at: Timestamp,
}

#[derive(Default)]
pub(crate) struct Ledger {
    pages: BTreeMap<ClientId, Entry>,
}

impl Ledger {
    /// Takes in the stored rows. Returns the keys of those that can go.
    pub fn take_in(&mut self, now: Timestamp, rows: Vec<(String, Vec<u8>)>) -> Vec<String> {
        let mut spent = Vec::new();
        for (name, value) in rows {
            match (page_of(&name), codec::read::<Entry>(codec::VERSION, &value)) {
                (Some(page), Some(entry))
                    if now.millis().saturating_sub(entry.at.millis()) <= REMEMBER_MILLIS =>
                {
                    self.pages.insert(page, entry);
                }
                _ => spent.push(name),
            }
        }
        spent
    }

    /// The answer the request got, when it was carried out.
    pub fn answer(&self, page: ClientId, id: u64) -> Option<Reply> {
        let entry = self.pages.get(&page)?;
        entry.done.iter().any(|(first, last)| (first..=last).contains(&&id)).then(|| {
            let answer = entry.answers.iter().find(|(number, _)| *number == id);
            answer.map_or(Reply::Done, |(_, reply)| reply.clone())
        })
    }

    /// Remembers that a request was carried out. Of what only reads, just the number is kept.
    pub fn record(&mut self, now: Timestamp, page: ClientId, id: u64, reply: &Reply) {
        let entry = self.pages.entry(page).or_default();
        entry.at = now;
        if matches!(reply, Reply::Refused(_) | Reply::Merged(_) | Reply::Taken(_)) {
            entry.answers.push((id, reply.clone()));
            if entry.answers.len() > REMEMBERED_ANSWERS {
                entry.answers.remove(0);
            }
        }
        let at = entry.done.partition_point(|(_, last)| last.saturating_add(1) < id);
        match entry.done.get_mut(at) {
            Some((first, last)) if first.saturating_sub(1) <= id => {
                (*first, *last) = ((*first).min(id), (*last).max(id));
                if let Some(&(next, end)) = entry.done.get(at + 1)
                    && next <= entry.done[at].1.saturating_add(1)
                {
                    entry.done[at].1 = end.max(entry.done[at].1);
                    entry.done.remove(at + 1);
                }
            }
            _ => entry.done.insert(at, (id, id)),
        }
        if entry.done.len() > REMEMBERED_RANGES {
            entry.done[1].0 = entry.done[0].0;
            entry.done.remove(0);
        }
    }

    /// The row to store for a page.
    pub fn row(&self, page: ClientId) -> Option<(String, Vec<u8>)> {
        self.pages.get(&page).map(|entry| (key(page), codec::write(codec::VERSION, entry)))
    }
}

fn key(page: ClientId) -> String {
    crate::storage::hexadecimal(&page.0)
}

fn page_of(key: &str) -> Option<ClientId> {
    // Sixteen bytes, so 32 digits: exactly what a number of 128 bits has.
    (key.len() == 32).then(|| u128::from_str_radix(key, 16).ok()).flatten().map(|n| ClientId(n.to_be_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Problem;

    const PAGE: ClientId = ClientId([7; 16]);

    #[test]
    fn exactly_the_recorded_numbers_are_done_in_whatever_order_they_came() {
        let mut ledger = Ledger::default();
        for id in [1, 2, 9, 4, 3, 8] {
            ledger.record(Timestamp::default(), PAGE, id, &Reply::Done);
        }
        let done: Vec<u64> = (0..12).filter(|id| ledger.answer(PAGE, *id).is_some()).collect();
        assert_eq!(done, [1, 2, 3, 4, 8, 9]);
        assert_eq!(ledger.pages[&PAGE].done, [(1, 4), (8, 9)]);
    }

    #[test]
    fn a_refusal_is_remembered_as_a_refusal_after_a_round_through_the_disk() {
        let mut ledger = Ledger::default();
        let refused = Reply::Refused(Problem::new("No.", ""));
        ledger.record(Timestamp::default(), PAGE, 1, &refused);
        ledger.record(Timestamp::default(), PAGE, 2, &Reply::Done);
        let mut again = Ledger::default();
        let rows = vec![ledger.row(PAGE).unwrap(), ("nonsense".into(), vec![1, 2, 3])];
        assert_eq!(again.take_in(Timestamp::default(), rows), ["nonsense"]);
        assert_eq!(again.answer(PAGE, 1), Some(refused));
        assert_eq!(again.answer(PAGE, 2), Some(Reply::Done));
        assert_eq!(again.answer(ClientId([8; 16]), 1), None);
    }

    #[test]
    fn a_page_that_is_silent_for_a_week_is_forgotten() {
        let mut ledger = Ledger::default();
        ledger.record(Timestamp::default(), PAGE, 1, &Reply::Done);
        let row = ledger.row(PAGE).unwrap();
        let later = Timestamp::from_millis(REMEMBER_MILLIS + 1);
        assert_eq!(Ledger::default().take_in(later, vec![row.clone()]), [row.0]);
    }
}
