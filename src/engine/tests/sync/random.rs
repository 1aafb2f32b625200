//! Many random weeks of a team: devices that stop at any write, clocks that lie, people who come and
//! go, a relay and a network that lose, repeat, mix up, cut, forge and hold back what they carry and
//! put old data back, and members with patched clients, or with disks out of an old backup.
//!
//! A week is a list of actions ([`plan`]) that is made from one number, its seed. `PILOTHOUSE_SEEDS`
//! says how many seeds are tried, or which (`1000..2000`), and `PILOTHOUSE_MINUTES` after how long no further
//! one is begun. A week that failed is kept as its list ([`kept`]), which means the same however weeks are made later.

mod affairs;
mod captives;
mod checks;
mod erasing;
mod found;
mod hiding;
mod holders;
mod hostile;
mod kept;
mod lies;
mod outlaws;
mod plan;
mod probes;
mod show;
mod steps;
mod tidying;

use document::Batch;
use engine::message::{Reply, Role, Standing};
use kernel::{DeviceId, MemberId};
use protocol::{AudienceId, AudienceName};
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use super::net::Net;
use crate::{
    random::Dice,
    world::{Disk, create, roster},
};
use captives::Captive;
use plan::{Action, Foe, Plan, What};

/// How many seeds `cargo test` tries; `cargo xtask test` tries many more.
const SEEDS: u64 = 200;

/// How many weeks are tried at least, however little time there is. From so many on every kind of report must have been
/// called for.
const LEAST: usize = 500;

/// The seeds that `PILOTHOUSE_SEEDS` asks for: a count, or `from..to`.
fn wanted() -> std::ops::Range<u64> {
    let asked = std::env::var("PILOTHOUSE_SEEDS").unwrap_or_default();
    let number = |text: &str| text.trim().parse::<u64>().ok();
    match asked.split_once("..") {
        Some((from, to)) => number(from).unwrap_or(0)..number(to).unwrap_or(SEEDS),
        None => 0..number(&asked).unwrap_or(SEEDS),
    }
}

/// After how long no further week is begun.
fn allowed() -> Duration {
    let minutes = std::env::var("PILOTHOUSE_MINUTES").ok().and_then(|text| text.trim().parse::<u64>().ok());
    minutes.map_or(Duration::MAX, |minutes| Duration::from_secs(minutes.saturating_mul(60)))
}

#[test]
fn y_15_after_a_random_week_all_who_belong_have_the_same_and_nothing_acknowledged_is_lost() {
    let mut plans = kept::all();
    plans.extend(wanted().map(|seed| (seed.to_string(), Plan::of(seed))));
    let (next, tallies) = (AtomicUsize::new(0), std::sync::Mutex::new(Tallies::default()));
    let failed = std::sync::Mutex::new(BTreeSet::new());
    let (began, allowed) = (Instant::now(), allowed());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from).min(64) {
            scope.spawn(|| {
                while next.load(Ordering::Relaxed) < LEAST || began.elapsed() < allowed {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some((name, plan)) = plans.get(place) else { break };
                    match catch_unwind(AssertUnwindSafe(|| Week::new(plan).go(plan))) {
                        Ok(tally) => tallies.lock().unwrap().add(tally),
                        Err(_) => {
                            eprintln!("week {name} failed");
                            failed.lock().unwrap().insert(name.clone());
                        }
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    let first = plans.iter().find(|(name, _)| failed.contains(name));
    if let (Some((_, plan)), true) = (first, std::env::var_os("PILOTHOUSE_SHRINK").is_some()) {
        eprintln!("{}", kept::shrunk(plan));
    }
    assert!(
        failed.is_empty(),
        "weeks {failed:?} failed; PILOTHOUSE_SHRINK=1 prints what to keep of the first"
    );
    let tallies = tallies.into_inner().unwrap();
    let tried = next.into_inner().min(plans.len());
    eprintln!("{tried} weeks: {tallies:?}");
    if tried >= LEAST {
        tallies.check();
    }
}

/// How often something was called for that must be refused or reported: what never was called for
/// would not be shown by any of this.
#[derive(Clone, Copy, Debug, Default)]
struct Tallies {
    acknowledged: u64,
    /// Commits for a circle among them.
    in_circles: u64,
    damaged: u64,
    set_aside: u64,
    forks: u64,
    gaps: u64,
    rollbacks: u64,
    images: u64,
    /// Envelopes that somebody taken out tried to open.
    shut: u64,
    /// Things that a device had not got yet, and first got otherwise than they were written.
    lies: u64,
    /// False snapshots.
    hidden: u64,
    /// Browsers that came by a recovery key.
    recovering: u64,
    /// Hidden circles that were submitted, and readers they were opened to.
    submitted: u64,
    opened: u64,
    /// Readers they were not opened to.
    kept_shut: u64,
    /// Documents that were erased.
    erased: u64,
}

impl Tallies {
    fn add(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.in_circles += other.in_circles;
        self.damaged += other.damaged;
        self.set_aside += other.set_aside;
        self.forks += other.forks;
        self.gaps += other.gaps;
        self.rollbacks += other.rollbacks;
        self.images += other.images;
        self.shut += other.shut;
        self.lies += other.lies;
        self.hidden += other.hidden;
        self.recovering += other.recovering;
        self.submitted += other.submitted;
        self.opened += other.opened;
        self.kept_shut += other.kept_shut;
        self.erased += other.erased;
    }

    fn check(&self) {
        let all = [self.acknowledged, self.in_circles, self.damaged, self.set_aside];
        let more = [self.forks, self.gaps, self.rollbacks, self.images, self.shut];
        let rest = [self.lies, self.hidden, self.recovering, self.submitted, self.opened, self.kept_shut];
        let rest = rest.iter().chain(std::iter::once(&self.erased));
        assert!(
            all.iter().chain(&more).chain(rest).all(|count| *count > 0),
            "something was never tried: {self:?}"
        );
    }
}

/// Something that was written and acknowledged.
struct Written {
    number: u64,
    /// Where, and by whom.
    on: usize,
    device: DeviceId,
    audience: AudienceName,
    document: document::DocumentKey,
    out: Out,
}

/// Who could not read something when it was written, for all the writer knew.
#[derive(Clone)]
struct Out {
    members: BTreeSet<MemberId>,
    /// The operations that the writer had, as their hashes in text.
    knew: Rc<BTreeSet<String>>,
}

/// An envelope, and who was out when it was sealed, for all its writer knew.
struct Shut {
    audience: AudienceName,
    place: (AudienceId, DeviceId, u64),
    out: Out,
}

struct Week {
    foe: Foe,
    net: Net,
    /// Decides what an action leaves open.
    dice: Dice,
    /// Commits that are not answered yet, by device and request.
    open: BTreeMap<(usize, u64), Written>,
    written: Vec<Written>,
    shut: Vec<Shut>,
    /// What the relay had at some time.
    old: Option<super::relay::Kept>,
    /// What disks were at some time.
    images: BTreeMap<usize, Disk>,
    /// Whose disks were put back: their envelopes may have doubles.
    put_back: BTreeSet<usize>,
    captives: BTreeMap<usize, Captive>,
    links: Vec<String>,
    /// Requests for recovery keys, and the keys that were printed.
    printing: Vec<(usize, u64)>,
    sheets: Vec<engine::message::SheetText>,
    /// What was asked to be erased, and where.
    erasing: Vec<(usize, document::DocumentKey)>,
    /// How many browsers there are at most.
    most_devices: usize,
    /// Whether chains are kept short.
    is_tidy: bool,
    number: u64,
    tally: Tallies,
}

impl Week {
    fn new(plan: &Plan) -> Self {
        let mut net = Net::seeded(plan.chance, plan.devices);
        // In half of the worlds browsers connect directly by themselves.
        net.browsers.make = plan.chance.is_multiple_of(2);
        Self {
            foe: plan.foe,
            net,
            dice: Dice(plan.chance),
            open: BTreeMap::new(),
            written: Vec::new(),
            shut: Vec::new(),
            old: None,
            images: BTreeMap::new(),
            put_back: BTreeSet::new(),
            captives: BTreeMap::new(),
            links: Vec::new(),
            printing: Vec::new(),
            sheets: Vec::new(),
            erasing: Vec::new(),
            most_devices: plan.devices + 2,
            is_tidy: false,
            number: 0,
            tally: Tallies::default(),
        }
    }

    fn go(mut self, plan: &Plan) -> Tallies {
        self.found();
        for action in &plan.actions {
            self.net.sent.clear();
            self.act(action);
            self.note_answers();
            self.nobody_is_said_to_have_more();
        }
        self.heal();
        if std::env::var_os("PILOTHOUSE_SHOW").is_some() {
            self.show();
        }
        self.check();
        self.tally
    }

    /// The team as it begins.
    fn found(&mut self) {
        self.decide_tidiness();
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
    }

    fn act(&mut self, action: &Action) {
        let device = action.device % self.net.devices.len();
        self.dice = Dice(action.chance);
        if self.captives.contains_key(&device) {
            if action.what.is_hostile() && self.foe == Foe::Members {
                self.hostile(action.what, device);
            }
            return self.pass_time();
        }
        if self.net.devices[device].is_stopped() {
            if self.dice.roll(3) == 0 {
                self.open.retain(|(of, _), _| *of != device);
                self.net.restart(device);
            }
            return self.pass_time();
        }
        if action.what.is_hostile() {
            self.hostile(action.what, device);
        } else {
            self.step(action.what, device);
        }
        for _ in 0..self.dice.roll(4) {
            self.pass_time();
        }
    }

    fn hostile(&mut self, what: What, device: usize) {
        match what {
            What::Meddle => self.meddle(),
            What::Damage => self.damage(device),
            What::Rollback => self.roll_back(device),
            What::Gap => self.leave_a_gap(device),
            What::Capture => self.capture(device),
            What::Forge => self.forge(device),
            What::Lie => self.lie(device),
            What::Outlaw => self.outlaw(device),
            _ => self.put_disk_back(device),
        }
    }

    fn any(&mut self) -> usize {
        self.dice.roll(self.net.devices.len() as u64) as usize
    }

    /// Whether a device belongs, works, and does what it should.
    fn is_honest_member(&self, device: usize) -> bool {
        !self.captives.contains_key(&device) && !self.net.devices[device].is_stopped() && self.belongs(device)
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
                self.note_sealed(&written);
                self.tally.acknowledged += 1;
                self.tally.in_circles += u64::from(matches!(written.audience, AudienceName::Circle(_)));
                self.written.push(written);
            }
        }
        self.note_sheets();
    }

    /// The envelope of something that was acknowledged: its newest, or one before it.
    fn note_sealed(&mut self, written: &Written) {
        if written.out.members.is_empty() {
            return;
        }
        let audience = written.audience.id(self.net.me(written.on).workspace);
        let own = self.net.frontier(written.on, audience).get(&written.device).copied();
        if let Some(last) = own.filter(|last| *last > 0) {
            let (place, out) = ((audience, written.device, last), written.out.clone());
            self.shut.push(Shut { audience: written.audience, place, out });
        }
    }

    /// Everybody is there, nothing goes wrong any more, and all the time there is.
    pub fn heal(&mut self) {
        let honest: Vec<usize> =
            (0..self.net.devices.len()).filter(|device| !self.captives.contains_key(device)).collect();
        for device in &honest {
            self.net.devices[*device].disk.faults.clear();
            self.net.cut(*device);
            if self.net.devices[*device].is_stopped() {
                self.open.retain(|(of, _), _| of != device);
                self.net.restart(*device);
            }
            self.net.devices[*device].skew = 0;
            self.net.connect(*device, true);
        }
        for _ in 0..3 {
            self.net.rest();
            self.note_answers();
            for device in &honest {
                // Who is out and was told so by the relay asks it once more at the next start, and not
                // before. If the relay went back meanwhile, nobody else may have what they handed in:
                // without this start it would rightly be missing at the others (Y-16).
                let is_out = matches!(self.net.devices[*device].sharing.standing, Standing::Out { .. });
                if self.net.devices[*device].is_stopped() || is_out {
                    self.open.retain(|(of, _), _| of != device);
                    self.net.restart(*device);
                }
                self.net.cut(*device);
            }
        }
        self.net.rest();
        self.note_answers();
    }
}
