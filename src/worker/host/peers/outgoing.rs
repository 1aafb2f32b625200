//! What waits to be sent over a channel: the page is given a little at a time.

use std::collections::VecDeque;

use super::parts;

/// How many parts may be with the page that the browser has not sent (ours): a megabyte.
const WINDOW: usize = 64;
/// How many bytes may wait for that (ours): the two ends agree on much less.
const MOST_WAITING: usize = 32 * 1024 * 1024;

/// What goes out over one channel.
#[derive(Default)]
pub struct Outgoing {
    /// How many parts the page was given that the browser has not sent.
    given: usize,
    waiting: VecDeque<Vec<u8>>,
    bytes: usize,
}

impl Outgoing {
    /// Puts a message in line. Returns whether there is room for it.
    pub fn put(&mut self, message: &[u8]) -> bool {
        if self.bytes.saturating_add(message.len()) > MOST_WAITING {
            return false;
        }
        for part in parts::split(message) {
            self.bytes += part.len();
            self.waiting.push_back(part);
        }
        true
    }

    /// The browser has sent so many parts.
    pub fn sent(&mut self, count: u32) {
        self.given = self.given.saturating_sub(usize::try_from(count).unwrap_or(usize::MAX));
    }

    /// The parts that the page may be given now.
    pub fn ready(&mut self) -> Vec<Vec<u8>> {
        let count = WINDOW.saturating_sub(self.given).min(self.waiting.len());
        self.given += count;
        let parts: Vec<Vec<u8>> = self.waiting.drain(..count).collect();
        self.bytes -= parts.iter().map(Vec::len).sum::<usize>();
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_32_the_page_is_given_no_more_than_it_can_send() {
        let mut outgoing = Outgoing::default();
        assert!(outgoing.put(&vec![7; 2 * WINDOW * parts::LONGEST_PART]));
        assert_eq!(outgoing.ready().len(), WINDOW);
        assert_eq!(outgoing.ready().len(), 0, "not before something was sent");
        outgoing.sent(3);
        assert_eq!(outgoing.ready().len(), 3);
        outgoing.sent(u32::MAX);
        let mut rest = 0;
        while !outgoing.waiting.is_empty() {
            rest += outgoing.ready().len();
            outgoing.sent(64);
        }
        assert_eq!((WINDOW + 3 + rest, outgoing.bytes), (2 * WINDOW + 1, 0));
    }

    #[test]
    fn t_32_a_line_that_hangs_is_noticed() {
        let mut outgoing = Outgoing::default();
        let message = vec![0; 8 * 1024 * 1024];
        let taken = (0..10).take_while(|_| outgoing.put(&message)).count();
        assert_eq!(taken, 3, "and with its marks the fourth does not fit");
    }
}
