//! Numbers requests and remembers who waits for the answer.

use engine::message::{Ask, Reply, Request};
use futures_channel::oneshot;
use std::collections::BTreeMap;

/// The requests of this page: numbered from 1 without a gap.
#[derive(Default)]
pub struct Requests {
    last: u64,
    waiting: BTreeMap<u64, oneshot::Sender<Reply>>,
}

impl Requests {
    /// The next request.
    pub fn next(&mut self, ask: Ask) -> Request {
        self.last += 1;
        Request { id: self.last, ask }
    }

    /// The next request, and where its answer will arrive.
    pub fn next_awaited(&mut self, ask: Ask) -> (Request, oneshot::Receiver<Reply>) {
        let request = self.next(ask);
        let (sender, receiver) = oneshot::channel();
        self.waiting.insert(request.id, sender);
        (request, receiver)
    }

    /// Hands an answer to whoever waits for it; gives it back when nobody does.
    pub fn answer(&mut self, id: u64, reply: Reply) -> Option<Reply> {
        match self.waiting.remove(&id) {
            // A receiver that is gone belonged to a screen that was left: nobody misses the answer.
            Some(sender) => {
                let _ = sender.send(reply);
                None
            }
            None => Some(reply),
        }
    }
}
