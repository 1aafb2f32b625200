//! Many random weeks of a team: devices that stop at any write, clocks that lie, people who come and
//! go, and a relay and a network that lose, repeat, mix up, cut and change what they carry, hold
//! things back, and put old data back.
//!
//! Each week is decided by one number. Those that failed once are in `seeds.txt`; `PILOTHOUSE_SEEDS`
//! says how many others are tried, or from which on (`1000..2000`).

mod checks;
mod hostile;
mod show;
mod steps;

use document::Batch;
use engine::message::{Reply, Role};
use kernel::{DeviceId, MemberId};
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
};

use super::net::Net;
use crate::{
    random::Dice,
    world::{create, roster},
};

/// Seeds that failed once, one a line.
const KEPT: &str = include_str!("seeds.txt");

/// How many seeds are tried in the normal run.
const SEEDS: u64 = 200;

/// How much happens in a week.
const STEPS: u64 = 90;

/// The seeds that `PILOTHOUSE_SEEDS` asks for: a count, or `from..to`.
fn wanted() -> std::ops::Range<u64> {
    let asked = std::env::var("PILOTHOUSE_SEEDS").unwrap_or_default();
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match asked.split_once("..") {
        Some((from, to)) => number(from).unwrap_or(0)..number(to).unwrap_or(SEEDS),
        None => 0..number(&asked).unwrap_or(SEEDS),
    }
}

#[test]
fn y_15_after_a_random_week_all_who_belong_have_the_same_and_nothing_acknowledged_is_lost() {
    let kept = KEPT.lines().filter_map(|line| line.split_whitespace().next()?.parse().ok());
    let seeds: Vec<u64> = kept.chain(wanted()).collect();
    let next = AtomicU64::new(0);
    let failed = std::sync::Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from).min(8) {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    if catch_unwind(AssertUnwindSafe(|| Week::new(*seed).go())).is_err() {
                        failed.lock().unwrap().insert(*seed);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "seeds {failed:?} failed; add them to seeds.txt");
}

/// Something that was written and acknowledged.
struct Written {
    number: u64,
    /// Where, and by whom.
    on: usize,
    device: DeviceId,
    member: MemberId,
    /// Whether it was for the writer alone.
    is_private: bool,
    /// The members who were out when it was written, for all the writer knew.
    out: BTreeSet<MemberId>,
}

struct Week {
    seed: u64,
    dice: Dice,
    net: Net,
    /// Commits that are not answered yet, by device and request.
    open: BTreeMap<(usize, u64), Written>,
    written: Vec<Written>,
    /// What the relay had at some time.
    old: Option<super::relay::Kept>,
    hostile: bool,
    links: Vec<String>,
    number: u64,
}

impl Week {
    fn new(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let devices = 2 + [0, 0, 1, 1, 2, 3, 4, 6][dice.roll(8) as usize];
        let hostile = dice.roll(2) == 1;
        let mut net = Net::seeded(seed, devices);
        // In half of the worlds browsers connect directly by themselves.
        net.browsers.make = seed.is_multiple_of(2);
        let (open, written, links) = (BTreeMap::new(), Vec::new(), Vec::new());
        Self { seed, dice, net, open, written, old: None, hostile, links, number: 0 }
    }

    fn go(mut self) {
        self.net.commit(0, Batch::new("Add").with(create(&roster(), 1, "Ana")));
        self.net.start_sharing(0);
        for who in 1..self.net.devices.len() {
            if self.dice.roll(3) > 0 {
                let role = match self.dice.roll(5) {
                    0 => None,
                    1 => Some(Role::Viewer),
                    _ => Some(Role::Manager),
                };
                self.net.let_in(0, who, role);
            }
        }
        for device in 0..self.net.devices.len() {
            self.net.devices[device].skew = match self.dice.roll(4) {
                0 => -86_400_000 * self.dice.roll(4000) as i64,
                1 => 86_400_000 * self.dice.roll(4000) as i64,
                _ => 0,
            };
        }
        for _ in 0..STEPS {
            self.step();
            self.note_answers();
            self.nobody_is_said_to_have_more();
        }
        self.heal();
        if std::env::var_os("PILOTHOUSE_SHOW").is_some() {
            self.show();
        }
        self.check();
    }

    fn any(&mut self) -> usize {
        self.dice.roll(self.net.devices.len() as u64) as usize
    }

    /// What was answered counts from now on.
    fn note_answers(&mut self) {
        let answered: Vec<(usize, u64)> = self
            .open
            .keys()
            .filter(|(device, id)| self.net.devices[*device].tab.replies.contains_key(id))
            .copied()
            .collect();
        for (device, id) in answered {
            let Some(written) = self.open.remove(&(device, id)) else { continue };
            if self.net.devices[device].tab.replies[&id] == Reply::Done {
                self.written.push(written);
            }
        }
    }

    /// Everybody is there, nothing goes wrong any more, and all the time there is.
    fn heal(&mut self) {
        for device in 0..self.net.devices.len() {
            self.net.devices[device].disk.faults.clear();
            self.net.cut(device);
            if self.net.devices[device].is_stopped() {
                self.open.retain(|(of, _), _| *of != device);
                self.net.restart(device);
            }
            self.net.devices[device].skew = 0;
            self.net.connect(device, true);
        }
        for _ in 0..3 {
            self.net.rest();
            self.note_answers();
            for device in 0..self.net.devices.len() {
                if self.net.devices[device].is_stopped() {
                    self.net.restart(device);
                }
                self.net.cut(device);
            }
        }
        self.net.rest();
        self.note_answers();
    }
}
