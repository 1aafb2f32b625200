//! What a page has asked and not been answered, and what it shows: enough to ask a new engine.

use document::DocumentKey;
use engine::message::{Ask, Delivery, Event, Heads, Request};
use std::collections::BTreeMap;

/// One page's side of its talk with the engine.
#[derive(Clone, Debug, Default)]
pub struct Unanswered {
    waiting: BTreeMap<u64, Request>,
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

    /// What of a delivery is news to the page: a second answer to one request is taken out.
    /// `None` when nothing is left.
    pub fn answered(&mut self, mut delivery: Delivery) -> Option<Delivery> {
        delivery.replies.retain(|(id, _)| self.waiting.remove(id).is_some());
        for event in &delivery.events {
            if let Event::Changed(changed) = event {
                self.shown.insert(changed.document.clone(), changed.heads.clone());
            }
        }
        (!delivery.replies.is_empty() || !delivery.events.is_empty()).then_some(delivery)
    }

    /// What a new engine must be asked, in this order: first to open, with what the page shows
    /// by now, and then whatever still waits.
    #[must_use]
    pub fn to_ask_again(&self) -> Vec<Request> {
        let have = || self.shown.iter().map(|(key, heads)| (key.clone(), heads.clone())).collect();
        let open = self.opened.map(|id| Request { id, ask: Ask::Open { have: have() } });
        let rest = self.waiting.values().filter(|request| !matches!(request.ask, Ask::Open { .. }));
        open.into_iter().chain(rest.cloned()).collect()
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}
