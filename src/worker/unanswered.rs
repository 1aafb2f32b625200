//! What a page has asked and not been answered, and what it shows: enough to ask a new engine.

use document::DocumentKey;
use engine::message::{Ask, Delivery, Event, Heads, Request, Share};
use kernel::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// Whether the engine reads a file for it that somebody may have made up: a backup or a bundle (T-20).
#[must_use]
pub fn reads_a_file(ask: &Ask) -> bool {
    matches!(ask, Ask::Merge { .. } | Ask::Share(Share::TakeBundle(_)))
}

/// One page's side of its talk with the engine.
#[derive(Clone, Debug, Default)]
pub struct Unanswered {
    waiting: BTreeMap<u64, Request>,
    /// The merges of files among them that were handed to an engine, which may have ended at them.
    merging: BTreeSet<u64>,
    /// The number of the page's last [`Ask::Open`].
    opened: Option<u64>,
    /// The heads of every document that the page has rows of.
    shown: BTreeMap<DocumentKey, Heads>,
}

impl Unanswered {
    /// The page asks.
    pub fn asked(&mut self, request: &Request) {
        if let Ask::Open { have } = &request.ask {
            self.opened = Some(request.id);
            self.shown = have.iter().cloned().collect();
        }
        self.waiting.insert(request.id, request.clone());
    }

    /// A request is handed to an engine, or to whoever hands it on.
    pub fn handed_over(&mut self, request: &Request) {
        if reads_a_file(&request.ask) {
            self.merging.insert(request.id);
        }
    }

    /// The engine, or the way to it, has ended. Merges that were handed to it are not asked for
    /// again, because a file may be what ended it; the next engine is asked what became of them
    /// (T-20). Returns whether there was one.
    pub fn withdraw_merges(&mut self) -> bool {
        let merging = std::mem::take(&mut self.merging);
        for id in &merging {
            if let Some(request) = self.waiting.get_mut(id) {
                request.ask = Ask::Withdraw(Problem::new(
                    "The engine stopped while it was reading the file; nothing was changed.",
                    "Choose another copy of it.",
                ));
            }
        }
        !merging.is_empty()
    }

    /// The engine was left in good order, or lives and was only too slow: merges that were handed
    /// to it can be asked for again like anything else.
    pub fn clear_merges(&mut self) {
        self.merging.clear();
    }

    /// What of a delivery is news to the page: a second answer to one request is taken out.
    /// `None` when nothing is left.
    pub fn answered(&mut self, mut delivery: Delivery) -> Option<Delivery> {
        delivery.replies.retain(|(id, _)| {
            self.merging.remove(id);
            self.waiting.remove(id).is_some()
        });
        for event in &delivery.events {
            if let Event::Changed(changed) = event {
                self.shown.insert(changed.document.clone(), changed.heads.clone());
            }
        }
        (!delivery.replies.is_empty() || !delivery.events.is_empty()).then_some(delivery)
    }

    /// What a new engine must be asked, in this order: first to open, with what the page shows
    /// by now, and then whatever still waits. All of it counts as handed over.
    #[must_use]
    pub fn ask_again(&mut self) -> Vec<Request> {
        self.withdraw_merges();
        let have = || self.shown.iter().map(|(key, heads)| (key.clone(), heads.clone())).collect();
        let open = self.opened.map(|id| Request { id, ask: Ask::Open { have: have() } });
        let rest = self.waiting.values().filter(|request| !matches!(request.ask, Ask::Open { .. }));
        let again: Vec<Request> = open.into_iter().chain(rest.cloned()).collect();
        for request in &again {
            self.handed_over(request);
        }
        again
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::message::Reply;

    fn merge(id: u64) -> Request {
        Request { id, ask: Ask::Merge { documents: Vec::new(), origin: None } }
    }

    /// What a page does when its worker has broken: whether a file is to blame, and what it asks
    /// the next worker.
    fn broke(page: &mut Unanswered) -> (bool, Vec<Request>) {
        (page.withdraw_merges(), page.ask_again())
    }

    #[test]
    fn t_20_a_worker_that_breaks_at_a_file_is_blamed_on_the_file_once() {
        let mut page = Unanswered::default();
        page.asked(&merge(1));
        assert!(!page.withdraw_merges(), "it had not been handed over");
        assert_eq!(page.ask_again(), [merge(1)], "so it is, now");
        let (by_a_file, again) = broke(&mut page);
        assert!(by_a_file);
        let [Request { id: 1, ask: Ask::Withdraw(reason) }] = again.as_slice() else { panic!("{again:?}") };
        assert_eq!(reason.what, "The engine stopped while it was reading the file; nothing was changed.");
        assert!(!broke(&mut page).0, "what breaks next broke of something else");
        let refused = Reply::Refused(reason.clone());
        let answer = Delivery { replies: vec![(1, refused)], events: Vec::new() };
        assert_eq!(page.answered(answer.clone()), Some(answer));
        assert!(page.is_empty());
    }

    #[test]
    fn t_20_a_bundle_is_a_file_too() {
        let mut page = Unanswered::default();
        let take = Request { id: 1, ask: Ask::Share(Share::TakeBundle(vec![1])) };
        page.asked(&take);
        page.handed_over(&take);
        let (by_a_file, again) = broke(&mut page);
        assert!(by_a_file && matches!(again.as_slice(), [Request { id: 1, ask: Ask::Withdraw(_) }]));
    }

    #[test]
    fn t_20_a_merge_that_was_answered_is_to_blame_for_nothing() {
        let mut page = Unanswered::default();
        page.asked(&merge(1));
        page.handed_over(&merge(1));
        page.answered(Delivery { replies: vec![(1, Reply::Done)], events: Vec::new() });
        assert_eq!(broke(&mut page), (false, Vec::new()));
    }
}
