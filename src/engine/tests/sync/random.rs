//! Many random weeks of a team: devices that stop at any write, clocks that lie, people who come and
//! go, and a relay and a network that lose, repeat, mix up, cut and change what they carry, hold
//! things back, and put old data back.
//!
//! Each week is decided by one number. Those that failed once are in `seeds.txt`; `PILOTHOUSE_SEEDS`
//! says how many others are tried, or from which on (`1000..2000`).

use document::{Batch, Value};
use engine::message::{Ask, Reply, Role, Share, Standing};
use kernel::{DeviceId, MemberId, Timestamp};
use protocol::{AudienceName, Membership, WriteRight};
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicU64, Ordering},
};

use super::net::Net;
use crate::{
    random::Dice,
    world::{Fault, create, person, record, roster},
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
        let net = Net::seeded(seed, devices);
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
        }
        self.heal();
        if std::env::var_os("PILOTHOUSE_SHOW").is_some() {
            self.show();
        }
        self.check();
    }

    /// How everything stands, to find out why a seed failed.
    fn show(&self) {
        for (number, device) in self.net.devices.iter().enumerate() {
            let membership = self.net.membership(number);
            let state = &device.sharing;
            eprintln!(
                "{number}: {:?} {} operations {:?}, waits {}, stopped {}\n   {:?}\n   aside {:?}\n   trouble {:?}",
                device.me,
                membership.len(),
                membership.heads(),
                device.waits,
                device.is_stopped(),
                state.paths,
                state.aside,
                state.trouble
            );
            eprintln!("   {:?}", state.standing);
            for (key, _) in device.disk.read(engine::storage::Store::Meta, "waiting|") {
                eprintln!("   {key}");
            }
            let frontier = self.net.frontier(number, AudienceName::Everyone.id(membership.workspace()));
            for (device, last) in frontier {
                let right =
                    membership.view().write_right(device, AudienceName::Everyone.id(membership.workspace()));
                eprintln!("   {device} up to {last}, counts {right:?}");
            }
        }
        let relay = self.net.relay.kept.membership.as_ref();
        eprintln!("relay: {:?} {:?}", relay.map(Membership::len), relay.map(Membership::heads));
    }

    fn any(&mut self) -> usize {
        self.dice.roll(self.net.devices.len() as u64) as usize
    }

    fn step(&mut self) {
        let device = self.any();
        if self.net.devices[device].is_stopped() {
            if self.dice.roll(3) == 0 {
                self.open.retain(|(of, _), _| *of != device);
                self.net.restart(device);
            }
            return self.pass_time();
        }
        match self.dice.roll(27) {
            0..=8 => self.commit(device),
            9 => drop(self.net.ask(device, Ask::Undo)),
            10 => self.net.connect(device, false),
            11 | 12 => self.net.connect(device, true),
            13 => {
                let next = self.net.devices[device].disk.writes + self.dice.roll(3) as usize;
                let fault = match self.dice.roll(4) {
                    0 => Fault::Fails,
                    1 => Fault::StopsBefore,
                    2 => Fault::StopsAfter,
                    _ => Fault::WritesAndFails,
                };
                self.net.devices[device].disk.faults.insert(next, fault);
            }
            14 => self.change_membership(device),
            15 => self.approve(device),
            16 => self.come(device),
            17 | 18 if self.hostile => self.meddle(),
            19 => self.net.now += [1_000, 61_000, 3_600_000][self.dice.roll(3) as usize],
            20 => self.net.cut(device),
            21 | 22 => {
                let other = self.any();
                if other != device && !self.net.devices[other].is_stopped() {
                    self.net.meet(device, other, [b"channel", b"channel"]);
                }
            }
            23 => self.carry(device),
            _ => self.pass_time(),
        }
        for _ in 0..self.dice.roll(4) {
            self.pass_time();
        }
    }

    /// A few things happen that are wanted or on their way.
    fn pass_time(&mut self) {
        for _ in 0..self.dice.roll(12) {
            let device = self.any();
            self.net.step(device);
        }
        for _ in 0..self.dice.roll(4) {
            self.net.deliver_directs();
        }
        let conns: Vec<u64> = self.net.wires.keys().copied().collect();
        for conn in conns {
            for _ in 0..self.dice.roll(4) {
                self.net.deliver_up(conn);
            }
            for _ in 0..self.dice.roll(4) {
                self.net.deliver_down(conn);
            }
        }
        if self.dice.roll(3) == 0 {
            self.net.now += 2_000;
            let device = self.any();
            self.net.tick(device);
        }
        if self.dice.roll(8) == 0 {
            self.net.settle();
        }
    }

    fn commit(&mut self, device: usize) {
        if !matches!(self.net.devices[device].sharing.standing, Standing::Member(_)) {
            return;
        }
        self.number += 1;
        let (number, me) = (self.number, self.net.me(device));
        let is_private = self.dice.roll(5) == 0;
        let mut documents = vec![person(1), person(2), roster()];
        documents.truncate(1 + self.dice.roll(3) as usize);
        if is_private {
            documents = vec![format!("only-{}/index", me.member).parse().unwrap()];
        }
        let mut batch = Batch::new(format!("Count {number}"));
        for (at, document) in documents.iter().enumerate() {
            let mut edit = create(document, 10 + at as u8, "");
            let fields = BTreeMap::from([(format!("did-{number}"), Value::from("once"))]);
            edit.change = document::Change::Create { kind: "tally".into(), fields };
            edit.record = if is_private { record(99) } else { edit.record };
            batch = batch.with(edit);
        }
        let members = &self.net.devices[device].sharing.members;
        let out = members.iter().filter(|member| member.is_out).map(|member| member.id).collect();
        let id = self.net.ask(device, Ask::Commit(batch));
        self.open.insert(
            (device, id),
            Written { number, on: device, device: me.device, member: me.member, is_private, out },
        );
    }

    /// A file is made on one device and taken in on another, perhaps not as it was.
    fn carry(&mut self, device: usize) {
        let other = self.any();
        let is_shared =
            |net: &Net, device: usize| !matches!(net.devices[device].sharing.standing, Standing::Alone);
        let (one, two) = (is_shared(&self.net, device), is_shared(&self.net, other));
        if !one || !two || self.net.devices[other].is_stopped() {
            return;
        }
        let id = self.net.ask(device, Ask::Share(Share::Bundle { to: None }));
        self.net.settle();
        if let Some(Reply::Bundle(mut bytes)) = self.net.devices[device].tab.replies.get(&id).cloned() {
            if self.hostile && self.dice.roll(3) == 0 && !bytes.is_empty() {
                let at = self.dice.roll(bytes.len() as u64) as usize;
                bytes[at] ^= 1 << self.dice.roll(8);
            }
            self.net.ask(other, Ask::Share(Share::TakeBundle(bytes)));
        }
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

    fn change_membership(&mut self, device: usize) {
        let state = &self.net.devices[device].sharing;
        if !matches!(state.standing, Standing::Member(_)) {
            return;
        }
        let members: Vec<_> = state.members.iter().filter(|member| !member.is_out).cloned().collect();
        let one = members[self.dice.roll(members.len() as u64) as usize].clone();
        let some = members.iter().map(|member| member.id).filter(|_| self.dice.roll(2) == 0).collect();
        let share = match self.dice.roll(9) {
            0 => Share::RemoveMember(one.id),
            1 => match one.devices.first() {
                Some(of) => Share::RemoveDevice(of.id),
                None => return,
            },
            2 => Share::SetRole { member: one.id, role: Role::Viewer },
            3 | 4 => Share::SetRole { member: one.id, role: Role::Manager },
            5 => Share::SetRole { member: one.id, role: Role::Owner },
            6 => Share::Circle { circle: record(40), members: some },
            _ => {
                let role = [None, Some(Role::Manager), Some(Role::Viewer)][self.dice.roll(3) as usize];
                let expires = Timestamp::from_millis(i64::MAX / 2);
                Share::Invite { role, workspace_name: "Harbour".into(), expires }
            }
        };
        self.net.ask(device, Ask::Share(share));
        let links = self.net.devices[device].sharing.invitations.iter();
        self.links.extend(links.filter_map(|invitation| invitation.link.clone()));
    }

    fn approve(&mut self, device: usize) {
        if let Some(request) = self.net.devices[device].sharing.requests.first().cloned() {
            let share = if self.dice.roll(5) == 0 {
                Share::Deny(request.invitation)
            } else {
                Share::Approve { invitation: request.invitation, words: request.words }
            };
            self.net.ask(device, Ask::Share(share));
        }
    }

    fn come(&mut self, device: usize) {
        if self.net.devices[device].sharing.standing == Standing::Alone
            && let Some(link) = self.links.pop()
        {
            let (name, device_name) = (format!("Member {device}"), format!("Device {device}"));
            self.net.ask(device, Ask::Share(Share::Join { link, relay: None, name, device: device_name }));
        }
    }

    /// The relay or the network does what it should not.
    fn meddle(&mut self) {
        let conns: Vec<u64> = self.net.wires.keys().copied().collect();
        if conns.is_empty() {
            return;
        }
        let conn = conns[self.dice.roll(conns.len() as u64) as usize];
        let roll = self.dice.roll(9);
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
            6 => self.old = Some(self.net.relay.kept.clone()),
            7 => {
                if let Some(old) = self.old.take() {
                    self.net.relay.kept = old;
                    for device in 0..self.net.devices.len() {
                        self.net.cut(device);
                    }
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

    fn check(&self) {
        let seed = self.seed;
        let devices = 0..self.net.devices.len();
        let belongs =
            |device: &usize| matches!(self.net.devices[*device].sharing.standing, Standing::Member(_));
        let inside: Vec<usize> = devices.clone().filter(belongs).collect();
        for device in devices {
            self.net.devices[device].disk.check();
        }
        // Who was taken out may not have heard of it: the relay does not serve them any more.
        let heads = self.net.relay.kept.membership.as_ref().map(Membership::heads).unwrap_or_default();
        let Some(first) = inside.iter().find(|device| self.net.membership(**device).heads() == heads) else {
            assert!(inside.is_empty(), "seed {seed}: nobody knows what the relay knows");
            return;
        };
        let known = self.net.membership(*first);
        let (workspace, view) = (known.workspace(), known.view());
        let inside: Vec<usize> = inside
            .iter()
            .copied()
            .filter(|device| view.device(self.net.me(*device).device).is_some())
            .collect();
        for other in &inside {
            let pair = format!("seed {seed}: {first} and {other}");
            assert_eq!(known.heads(), self.net.membership(*other).heads(), "{pair} know the same of people");
            let mut names = vec![AudienceName::Everyone];
            if self.net.me(*first).member == self.net.me(*other).member {
                names.push(AudienceName::Only(self.net.me(*first).member));
            }
            for name in names {
                let audience = name.id(workspace);
                let (mut here, mut there) =
                    (self.net.frontier(*first, audience), self.net.frontier(*other, audience));
                if here == there {
                    let prefix = name.text();
                    assert_eq!(self.net.heads(*first, &prefix), self.net.heads(*other, &prefix), "{pair}");
                }
                // What does not count may have stayed with who wrote it, and nothing else.
                let counts = |device: &DeviceId, last: &mut u64| {
                    match view.write_right(*device, audience) {
                        WriteRight::Yes => {}
                        WriteRight::UpTo(most) => *last = most.min(*last),
                        WriteRight::No => *last = 0,
                    }
                    *last > 0
                };
                here.retain(counts);
                there.retain(counts);
                assert_eq!(here, there, "{pair}: {}", name.text());
            }
        }
        let histories: Vec<BTreeMap<String, BTreeSet<String>>> =
            (0..self.net.devices.len()).map(|device| self.labels(device)).collect();
        for written in &self.written {
            let number = written.number;
            let place = if written.is_private {
                format!("only-{}/index", written.member)
            } else {
                person(1).to_string()
            };
            let has = |device: usize| {
                histories[device]
                    .get(&place)
                    .is_some_and(|labels| labels.contains(&format!("Count {number}")))
            };
            assert!(has(written.on), "seed {seed}: {number} is on the disk where it was acknowledged");
            let audience =
                if written.is_private { AudienceName::Only(written.member) } else { AudienceName::Everyone };
            let counts = view.write_right(written.device, audience.id(workspace)) == WriteRight::Yes;
            for device in 0..self.net.devices.len() {
                let me = self.net.me(device).member;
                let may = !written.is_private || me == written.member;
                if may && counts && inside.contains(&device) {
                    assert!(has(device), "seed {seed}: {number} by {} is missing at {device}", written.on);
                }
                assert!(may || !has(device), "seed {seed}: {number} is private to another than {device}");
                if written.out.contains(&me) {
                    assert!(!has(device), "seed {seed}: {number} was written after {device} was out");
                }
            }
        }
    }

    /// What was ever done to the documents on a device's disk, as the labels of the changes.
    fn labels(&self, device: usize) -> BTreeMap<String, BTreeSet<String>> {
        let documents = self.net.devices[device].disk.documents();
        let of = |document: &document::Document| {
            let versions = [10, 99].into_iter().flat_map(|id| document.history(record(id)));
            versions.map(|version| version.label).collect()
        };
        documents.iter().map(|(key, document)| (key.to_string(), of(document))).collect()
    }
}
