//! Whether this device's clock agrees with those of the others who are here (Y-74).
//!
//! Nothing is decided by it: what was written merges in the same way whatever clocks say. It is told because days,
//! reminders and the end of invitations follow the clock, and nobody notices that their own is wrong. The source is
//! what the others sign: where they are, said each minute with their time. A relay can hold such a word back, which
//! makes its sender's clock look late; so what counts is what was heard for a while.

use kernel::DeviceId;
use std::collections::BTreeMap;

use crate::message::ClockOff;

/// From how far apart on it is said, in milliseconds (*ours*): a day is more than any time zone explains.
const FAR: i64 = 86_400_000;
/// For how long it has to be heard, in milliseconds (*ours*): what waited while a machine slept comes at once.
const HEARD: i64 = 30_000;
/// It is told in steps of so many milliseconds (*ours*), an hour: each signal is another few milliseconds off.
const STEP: i64 = 3_600_000;

/// What was heard of the others' clocks.
#[derive(Default)]
pub(crate) struct Clocks(BTreeMap<DeviceId, Heard>);

#[derive(Clone, Copy)]
struct Heard {
    /// How far ours is ahead of theirs.
    ahead: i64,
    /// Since when that is so, give or take a day, and when it was heard last, by ours.
    since: i64,
    last: i64,
}

impl Heard {
    fn is_far(self) -> bool {
        self.ahead.saturating_abs() >= FAR
    }

    fn is_certain(self) -> bool {
        self.last.saturating_sub(self.since) >= HEARD
    }
}

/// The nearest of the steps in which it is told.
fn steps(ahead: i64) -> i64 {
    ahead.saturating_add(STEP / 2).div_euclid(STEP).saturating_mul(STEP)
}

fn are_near(one: i64, other: i64) -> bool {
    one.saturating_sub(other).saturating_abs() < FAR
}

impl Clocks {
    /// A device has said what time it is there.
    pub fn heard(&mut self, device: DeviceId, ours: i64, theirs: i64) {
        let ahead = ours.saturating_sub(theirs);
        let before = self.0.get(&device).filter(|heard| are_near(heard.ahead, ahead) && heard.since <= ours);
        let since = before.map_or(ours, |heard| heard.since);
        self.0.insert(device, Heard { ahead, since, last: ours });
    }

    /// Whether more of those who are here, by `is_here`, have another time than have ours.
    pub fn off(&self, is_here: impl Fn(DeviceId) -> bool) -> Option<ClockOff> {
        let here = || self.0.iter().filter(|(device, _)| is_here(**device));
        let near = here().filter(|(_, heard)| !heard.is_far()).count();
        let far = || here().filter(|(_, heard)| heard.is_far() && heard.is_certain());
        let with = |ahead| far().filter(move |(_, heard)| are_near(heard.ahead, ahead));
        let most = far().map(|(_, heard)| heard.ahead).max_by_key(|ahead| with(*ahead).count())?;
        let devices: Vec<DeviceId> = with(most).map(|(device, _)| *device).collect();
        let others = near + far().count() - devices.len();
        let is_ours = devices.len() > 1 && devices.len() > others;
        (is_ours || near == 0).then(|| ClockOff { ahead: steps(most), devices, is_ours })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_700_000_000_000;

    fn device(number: u8) -> DeviceId {
        DeviceId::from_bytes([number; 16])
    }

    /// Clocks of others, each so many days before ours, heard for a minute.
    fn clocks(days: &[i64]) -> Clocks {
        let mut clocks = Clocks::default();
        for minute in 0..2 {
            for (number, days) in (0..).zip(days) {
                let ours = NOW + minute * 60_000;
                clocks.heard(device(number), ours, ours - days * FAR - 5);
            }
        }
        clocks
    }

    fn off(days: &[i64]) -> Option<(i64, usize, bool)> {
        clocks(days).off(|_| true).map(|off| (off.ahead / FAR, off.devices.len(), off.is_ours))
    }

    #[test]
    fn y_74_a_clock_that_most_others_contradict_is_told() {
        assert_eq!(off(&[]), None);
        assert_eq!(off(&[0, 0]), None);
        assert_eq!(off(&[800]), Some((800, 1, false)), "one of two is wrong");
        assert_eq!(off(&[-3, -3]), Some((-3, 2, true)), "ours is behind");
        assert_eq!(off(&[3, 0]), None, "it is theirs");
        assert_eq!(off(&[3, 3, 0]), Some((3, 2, true)));
        assert_eq!(off(&[3, 3, 0, 0]), None, "nobody knows");
        assert_eq!(off(&[3, 900]).map(|off| off.2), Some(false), "three times");
    }

    #[test]
    fn y_74_what_was_held_up_is_not_a_clock_that_is_wrong() {
        let mut clocks = Clocks::default();
        for late in [2 * FAR, 2 * FAR - 60_000] {
            clocks.heard(device(1), NOW, NOW - late);
        }
        assert_eq!(clocks.off(|_| true), None, "all came at once");
        clocks.heard(device(1), NOW + 60_000, NOW + 59_000);
        assert_eq!(clocks.off(|_| true), None);
    }

    #[test]
    fn y_74_who_has_gone_says_nothing_and_a_clock_that_is_set_right_is_right() {
        let mut clocks = clocks(&[3, 3]);
        assert_eq!(clocks.off(|one| one == device(7)), None);
        for number in 0..2 {
            let ours = NOW - 3 * FAR + 120_000;
            clocks.heard(device(number), ours, ours - 5);
        }
        assert_eq!(clocks.off(|_| true), None);
    }

    #[test]
    fn any_times_can_be_compared() {
        let mut clocks = Clocks::default();
        for (ours, theirs) in [(i64::MAX, i64::MIN), (i64::MIN, i64::MAX), (0, i64::MIN)] {
            clocks.heard(device(1), ours, theirs);
            let _ = clocks.off(|_| true);
        }
    }
}
