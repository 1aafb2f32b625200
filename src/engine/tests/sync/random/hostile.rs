//! What the relay and the network do that they should not.

use super::Week;

impl Week {
    /// The relay or the network does what it should not.
    pub fn meddle(&mut self) {
        let conns: Vec<u64> = self.net.wires.keys().copied().collect();
        if conns.is_empty() {
            return;
        }
        let conn = conns[self.dice.roll(conns.len() as u64) as usize];
        let roll = self.dice.roll(7);
        let (at, with) = (self.dice.roll(1 << 20) as usize, self.dice.roll(256) as u8);
        let Some(wire) = self.net.wires.get_mut(&conn) else { return };
        let frames = wire.down.len().max(1);
        match roll {
            0 => drop(wire.down.pop_front()),
            1 => {
                if let Some(Some(frame)) = wire.down.front().cloned() {
                    wire.down.push_back(Some(frame));
                }
            }
            2 if !wire.down.is_empty() => wire.down.swap(0, at % frames),
            3 | 4 => {
                if let Some(Some(frame)) = wire.down.get_mut(at % frames)
                    && !frame.is_empty()
                {
                    let at = at % frame.len();
                    frame[at] ^= with | 1;
                }
            }
            5 => {
                if let Some(Some(frame)) = wire.down.get_mut(at % frames) {
                    frame.truncate(at % (frame.len() + 1));
                }
            }
            _ => {
                // The end of a chain is held back, and comes again with the next relay.
                let chains = self.net.relay.kept.envelopes.len().max(1);
                if let Some(chain) = self.net.relay.kept.envelopes.values_mut().nth(at % chains) {
                    chain.pop();
                }
            }
        }
    }
}
