//! Half of the weeks keep their chains short: snapshots after a few envelopes, and little grace.

use engine::Tidiness;

use super::Week;
use crate::random::Dice;

impl Week {
    /// Decides when the devices of this week make chains shorter. By dice of its own, so that
    /// everything else in a week is as it was without.
    pub fn decide_tidiness(&mut self) {
        let mut dice = Dice(self.net.seed ^ 0x7469_6479);
        if dice.roll(2) == 0 {
            return;
        }
        self.is_tidy = true;
        for device in 0..self.net.devices.len() {
            let after = 2 + dice.roll(6);
            let grace = [0, 10_000, 3_600_000, i64::MAX][dice.roll(4) as usize];
            self.net.devices[device].tidiness = Tidiness { after, times: dice.roll(2), grace };
            self.net.restart(device);
        }
        self.net.settle();
        self.net.relay.grace = [0, 3_600_000, i64::MAX][dice.roll(3) as usize];
    }
}
