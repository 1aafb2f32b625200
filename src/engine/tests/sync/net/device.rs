//! One browser profile: its disk, its tab, its clock.

use engine::{
    Effect, RANDOM, Replica, Tidiness,
    message::{HiddenCircle, Presence, SharingState, Welcome},
};
use std::collections::VecDeque;
use vault::Cost;

use crate::world::{Disk, Tab};

/// One browser profile.
pub struct Device {
    pub disk: Disk,
    pub replica: Option<Replica>,
    pub wants: VecDeque<Effect>,
    pub tab: Tab,
    /// How far its clock is off, in milliseconds.
    pub skew: i64,
    pub waits: bool,
    /// Whether it waits for what passes by itself.
    pub waits_a_moment: bool,
    pub online: bool,
    pub sharing: SharingState,
    pub present: Vec<Presence>,
    pub hidden: Vec<HiddenCircle>,
    pub me: Option<Welcome>,
    pub(super) starts: u8,
    /// When it makes chains shorter, from its next start on.
    pub tidiness: Tidiness,
}

/// Words need not be slow here.
fn cost() -> Cost {
    Cost { memory_kib: 8, passes: 1, lanes: 1 }
}

impl Device {
    pub fn new(seed: u64, number: usize) -> Self {
        let mut device = Self {
            disk: Disk { profile: number as u8, ..Disk::default() },
            replica: None,
            wants: VecDeque::new(),
            tab: Tab::new(number as u64 + 1),
            skew: 0,
            waits: false,
            waits_a_moment: false,
            online: true,
            sharing: SharingState::default(),
            present: Vec::new(),
            hidden: Vec::new(),
            me: None,
            starts: 0,
            tidiness: Tidiness::default(),
        };
        device.start(seed);
        device
    }

    /// The machine starts: the disk is what it was, everything else is gone.
    pub fn start(&mut self, seed: u64) {
        self.starts += 1;
        let mut random = [0; RANDOM];
        random[..8].copy_from_slice(&seed.to_be_bytes());
        random[8] = self.disk.profile;
        random[9] = self.starts;
        let (replica, effects) = Replica::start(random);
        self.replica = Some(replica.with_cost_of_words(cost()).with_tidiness(self.tidiness));
        self.wants = effects.into();
        let number = u64::from(self.disk.profile) * 1000 + u64::from(self.starts);
        self.tab = Tab::new(number);
        (self.waits, self.waits_a_moment) = (false, false);
    }

    /// Whether the machine has stopped.
    pub fn is_stopped(&self) -> bool {
        self.replica.is_none()
    }
}
