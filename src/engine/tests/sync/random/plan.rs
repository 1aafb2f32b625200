//! The list of what happens in a week, as text too.
//!
//! ```text
//! team 4 network 7f3a
//! commit 2 91c0
//! ```
//!
//! Each action has a number of its own that decides what it leaves open, so that leaving one out, or
//! new kinds of actions, do not change the others.

use std::fmt;

use crate::random::Dice;

/// How much happens in a week.
const ACTIONS: u64 = 90;

/// In one of so many weeks things are hidden until they are submitted, so often.
const HIDING: u64 = 3;
const HIDES: u64 = 30;

/// Who is hostile in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foe {
    Nobody,
    /// The relay, and whoever can change what is on its way.
    Network,
    /// Members too: they know keys.
    Members,
}

/// What an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Commit,
    Undo,
    Away,
    Back,
    Fault,
    Change,
    Approve,
    Come,
    Later,
    Cut,
    Meet,
    Carry,
    Wait,
    /// The relay or the network does what it should not.
    Meddle,
    /// Something changed, cut, foreign or old is handed to a device.
    Damage,
    /// The relay's data is put back.
    Rollback,
    /// What comes before something is held back.
    Gap,
    /// From now on somebody with a patched client has the device.
    Capture,
    /// Who captured it says something with its keys.
    Forge,
    /// A copy of the device's disk is made, or put back.
    Image,
    /// Something that the device has not got yet is changed, forged or held back.
    Lie,
    /// Who captured a device hands something over that would be taken in but for what is wrong with it.
    Outlaw,
    Rename,
    /// Somebody makes a circle, takes somebody in, or leaves.
    Circle,
    /// Somebody moves something to other readers.
    Move,
    /// A recovery key is printed, or a browser comes back by one.
    Paper,
    /// Somebody hides something, writes into what they hid, or submits it.
    Hide,
    /// Somebody erases a document.
    Erase,
}

/// The actions' names, and how often each comes in weeks without foes, with a hostile network, and
/// with hostile members.
const ALL: [(&str, What, [u64; 3]); 28] = [
    ("commit", What::Commit, [9, 9, 9]),
    ("undo", What::Undo, [1, 1, 1]),
    ("away", What::Away, [1, 1, 1]),
    ("back", What::Back, [2, 2, 2]),
    ("fault", What::Fault, [1, 1, 1]),
    ("change", What::Change, [2, 2, 2]),
    ("approve", What::Approve, [1, 1, 1]),
    ("come", What::Come, [1, 1, 1]),
    ("later", What::Later, [1, 1, 1]),
    ("cut", What::Cut, [1, 1, 1]),
    ("meet", What::Meet, [2, 2, 2]),
    ("carry", What::Carry, [1, 1, 1]),
    ("wait", What::Wait, [4, 3, 3]),
    ("meddle", What::Meddle, [0, 2, 1]),
    ("damage", What::Damage, [0, 2, 1]),
    ("rollback", What::Rollback, [0, 1, 0]),
    ("gap", What::Gap, [0, 1, 1]),
    ("capture", What::Capture, [0, 0, 1]),
    ("forge", What::Forge, [0, 0, 3]),
    ("image", What::Image, [0, 0, 1]),
    ("lie", What::Lie, [0, 3, 2]),
    ("outlaw", What::Outlaw, [0, 0, 4]),
    ("rename", What::Rename, [1, 1, 1]),
    ("circle", What::Circle, [1, 1, 1]),
    ("move", What::Move, [1, 1, 1]),
    ("paper", What::Paper, [1, 1, 1]),
    // Put among the others afterwards, so that the other weeks stay what they were.
    ("hide", What::Hide, [0, 0, 0]),
    // By dice of its own, see `Plan::of`.
    ("erase", What::Erase, [0, 0, 0]),
];

const FOES: [(&str, Foe); 3] =
    [("nobody", Foe::Nobody), ("network", Foe::Network), ("members", Foe::Members)];

impl What {
    /// Whether honest people and their machines would not do it.
    pub fn is_hostile(self) -> bool {
        ALL.iter().any(|(_, what, weights)| *what == self && weights[0] == 0 && weights[1..] != [0, 0])
    }
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    pub what: What,
    pub device: usize,
    /// Decides what is left open.
    pub chance: u64,
}

/// A whole week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub devices: usize,
    pub foe: Foe,
    /// Decides how the team begins.
    pub chance: u64,
    pub actions: Vec<Action>,
}

impl Plan {
    /// The week of this number.
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let devices = 2 + [0, 0, 1, 1, 2, 3, 4, 6][dice.roll(8) as usize];
        let foe = [Foe::Nobody, Foe::Nobody, Foe::Network, Foe::Members][dice.roll(4) as usize];
        let chance = dice.roll(1 << 32);
        let weight = |weights: &[u64; 3]| weights[foe as usize];
        let sum = ALL.iter().map(|(_, _, weights)| weight(weights)).sum();
        let mut action = || {
            let mut roll = dice.roll(sum);
            let chosen = ALL.iter().find(|(_, _, weights)| {
                let here = weight(weights);
                let is_it = roll < here;
                roll = roll.saturating_sub(here);
                is_it
            });
            let what = chosen.map_or(What::Wait, |chosen| chosen.1);
            Action { what, device: dice.roll(devices as u64) as usize, chance: dice.roll(1 << 32) }
        };
        let mut actions: Vec<Action> = (0..ACTIONS).map(|_| action()).collect();
        if seed % HIDING == 1 {
            for _ in 0..HIDES {
                let at = dice.roll(actions.len() as u64) as usize;
                let device = dice.roll(devices as u64) as usize;
                actions.insert(at, Action { what: What::Hide, device, chance: dice.roll(1 << 32) });
            }
        }
        // By dice of its own, so that all weeks are otherwise as they were without.
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x65_7261_7365);
        if dice.roll(3) == 0 {
            for _ in 0..=dice.roll(3) {
                let at = dice.roll(actions.len() as u64) as usize;
                let (device, chance) = (dice.roll(devices as u64) as usize, dice.roll(1 << 32));
                actions.insert(at, Action { what: What::Erase, device, chance });
            }
        }
        Self { devices, foe, chance, actions }
    }

    /// Reads a week; lines that begin with `#` are for people.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let mut head = lines.next()?.split(' ').skip(1);
        let devices = head.next()?.parse().ok()?;
        let foe = head.next()?;
        let foe = FOES.iter().find(|(name, _)| *name == foe)?.1;
        let chance = u64::from_str_radix(head.next()?, 16).ok()?;
        let action = |line: &str| {
            let mut words = line.split(' ');
            let name = words.next()?;
            let what = ALL.iter().find(|(other, _, _)| *other == name)?.1;
            let device = words.next()?.parse().ok()?;
            Some(Action { what, device, chance: u64::from_str_radix(words.next()?, 16).ok()? })
        };
        let actions = lines.map(action).collect::<Option<Vec<Action>>>()?;
        Some(Self { devices, foe, chance, actions })
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let foe = FOES.iter().find(|(_, foe)| *foe == self.foe).map_or("", |(name, _)| name);
        writeln!(f, "team {} {foe} {:x}", self.devices, self.chance)?;
        for Action { what, device, chance } in &self.actions {
            let name = ALL.iter().find(|(_, other, _)| other == what).map_or("", |(name, _, _)| name);
            writeln!(f, "{name} {device} {chance:x}")?;
        }
        Ok(())
    }
}

#[test]
fn a_week_is_the_same_when_it_is_read_again() {
    for seed in 0..20 {
        let plan = Plan::of(seed);
        assert_eq!(Plan::read(&plan.to_string()), Some(plan));
    }
    assert_eq!(Plan::read("team 4 nobody 1f\nsing 2 3"), None);
}
