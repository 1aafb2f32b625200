//! Many tabs that come, go, freeze and are killed at random: nothing is lost or done twice.

use super::*;
use engine::message::{Ask, Reply};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What the tabs share: the lock, the disk, and a clock that is sometimes set back.
#[derive(Default)]
struct World {
    tabs: Vec<Tab>,
    holder: Option<usize>,
    queue: VecDeque<usize>,
    tenure: u64,
    /// What was done, in order.
    log: Vec<(ClientId, u64)>,
    clock: u64,
    random: u64,
}

struct Tab {
    client: ClientId,
    tabs: Tabs,
    inbox: VecDeque<Happening>,
    engine: Option<Engine>,
    asked: u64,
    answers: BTreeMap<u64, u32>,
    alive: bool,
    frozen: bool,
    /// Its worker computes: it hears nothing, while its page answers.
    busy: bool,
    /// Whether its page was told that its worker leads.
    shows_leading: bool,
}

/// As much of an engine as matters here: it does requests in order, and each once.
struct Engine {
    tenure: u64,
    queue: VecDeque<(ClientId, Request)>,
}

impl World {
    /// A number below `bound` (xorshift, so that a seed is a story that can be told again).
    fn below(&mut self, bound: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        usize::try_from(self.random % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    fn add_tab(&mut self) {
        let client = ClientId([u8::try_from(self.tabs.len()).unwrap(); 16]);
        self.tabs.push(Tab {
            client,
            tabs: Tabs::new(client),
            inbox: VecDeque::from([Happening::Started]),
            engine: None,
            asked: 0,
            answers: BTreeMap::new(),
            alive: true,
            frozen: false,
            busy: false,
            shows_leading: false,
        });
    }

    fn report(&mut self, at: usize, happening: Happening) {
        for action in self.tabs[at].tabs.take(happening) {
            self.carry_out(at, action);
        }
    }

    fn carry_out(&mut self, at: usize, action: Action) {
        match action {
            Action::Say(call) => {
                for (other, tab) in self.tabs.iter_mut().enumerate() {
                    if other != at && tab.alive {
                        tab.inbox.push_back(Happening::Heard(call.clone()));
                    }
                }
            }
            Action::Deliver(delivery) => {
                for (id, _) in delivery.replies {
                    *self.tabs[at].answers.entry(id).or_default() += 1;
                }
            }
            Action::Show(state) => {
                self.tabs[at].shows_leading = state == LinkState::Ready { leading: true };
            }
            Action::AskPage => {
                let pages = self.tabs.iter().filter(|tab| tab.alive && !tab.frozen && tab.shows_leading);
                let lives: Vec<ClientId> = pages.map(|tab| tab.client).collect();
                self.tabs[at].inbox.extend(lives.into_iter().map(Happening::PageLives));
            }
            Action::Gone(_) => {}
            Action::QueueForLock => {
                if self.holder != Some(at) && !self.queue.contains(&at) {
                    self.queue.push_back(at);
                }
                self.grant();
            }
            Action::StealLock => {
                self.queue.retain(|waiting| *waiting != at);
                if let Some(holder) = self.holder.replace(at).filter(|holder| *holder != at) {
                    self.tabs[holder].inbox.push_back(Happening::LockLost);
                }
                self.granted(at);
            }
            Action::ReleaseLock => self.let_go(at),
            Action::OpenEngine => {
                self.tenure += 1;
                self.tabs[at].engine = Some(Engine { tenure: self.tenure, queue: VecDeque::new() });
            }
            Action::CloseEngine => self.tabs[at].engine = None,
            Action::FinishEngine => {
                while self.work(at) {}
                self.tabs[at].engine = None;
            }
            Action::Handle { client, request } => {
                if let Some(engine) = &mut self.tabs[at].engine {
                    engine.queue.push_back((client, request));
                }
            }
        }
    }

    fn let_go(&mut self, at: usize) {
        self.queue.retain(|waiting| *waiting != at);
        if self.holder == Some(at) {
            self.holder = None;
        }
        self.grant();
    }

    fn grant(&mut self) {
        if self.holder.is_none()
            && let Some(next) = self.queue.pop_front()
        {
            self.holder = Some(next);
            self.granted(next);
        }
    }

    fn granted(&mut self, at: usize) {
        self.clock = if self.below(4) == 0 { self.clock.saturating_sub(50) } else { self.clock + 10 };
        let now = self.clock;
        self.tabs[at].inbox.push_back(Happening::LockGranted { now });
    }

    /// Lets the engine do one request; says whether there was one.
    fn work(&mut self, at: usize) -> bool {
        let Some(engine) = &mut self.tabs[at].engine else { return false };
        let Some((client, request)) = engine.queue.pop_front() else { return false };
        if engine.tenure != self.tenure {
            self.tabs[at].inbox.push_back(Happening::Fenced);
            self.tabs[at].engine = None;
            return false;
        }
        let done = (client, request.id);
        if !self.log.contains(&done) {
            self.log.push(done);
        }
        let delivery = Delivery { replies: vec![(request.id, Reply::Done)], events: Vec::new() };
        self.tabs[at].inbox.push_back(Happening::Answered { client, delivery });
        true
    }

    fn ask(&mut self, at: usize) {
        self.tabs[at].asked += 1;
        let request = Request { id: self.tabs[at].asked, ask: Ask::Undo };
        self.report(at, Happening::Asked(request));
    }

    fn kill(&mut self, at: usize) {
        self.tabs[at].alive = false;
        self.tabs[at].engine = None;
        self.let_go(at);
    }

    fn step(&mut self) {
        let at = self.below(self.tabs.len());
        let kind = self.below(100);
        if !self.tabs[at].alive {
            if kind < 5 && self.tabs.len() < 12 {
                self.add_tab();
            }
        } else if kind < 2 {
            self.kill(at);
        } else if kind < 6 {
            self.tabs[at].frozen = !self.tabs[at].frozen;
        } else if kind < 8 {
            self.tabs[at].busy = !self.tabs[at].busy;
        } else if !self.tabs[at].frozen && !self.tabs[at].busy {
            match kind {
                8 => {
                    self.report(at, Happening::Closing);
                    self.kill(at);
                }
                9..20 => self.ask(at),
                20..40 => drop(self.work(at)),
                40..50 => self.report(at, Happening::Tick),
                _ => self.read(at),
            }
        }
    }

    fn read(&mut self, at: usize) {
        if let Some(happening) = self.tabs[at].inbox.pop_front() {
            self.report(at, happening);
        }
    }

    /// Everybody wakes up and nobody comes or goes, until there is nothing left to do.
    fn settle(&mut self) {
        for _ in 0..1_000 {
            for at in (0..self.tabs.len()).filter(|at| self.tabs[*at].alive).collect::<Vec<_>>() {
                (self.tabs[at].frozen, self.tabs[at].busy) = (false, false);
                while !self.tabs[at].inbox.is_empty() || self.work(at) {
                    self.read(at);
                }
                self.report(at, Happening::Tick);
            }
        }
    }
}

#[test]
fn t_4_whatever_happens_to_tabs_every_request_is_done_once_and_answered_once() {
    let mut answered = 0;
    for seed in 1..=400_u64 {
        let mut world = World { random: 0x9E37_79B9_7F4A_7C15 ^ seed, ..World::default() };
        for _ in 0..3 {
            world.add_tab();
        }
        for _ in 0..600 {
            world.step();
        }
        world.settle();

        let once: BTreeSet<_> = world.log.iter().collect();
        assert_eq!(once.len(), world.log.len(), "seed {seed}: done twice");
        for tab in &world.tabs {
            let done: Vec<u64> =
                world.log.iter().filter(|(client, _)| *client == tab.client).map(|(_, id)| *id).collect();
            assert!(done.is_sorted(), "seed {seed}: out of order {done:?}");
            assert!(tab.answers.keys().all(|id| done.contains(id)), "seed {seed}: answered and not done");
            assert!(tab.answers.values().all(|count| *count == 1), "seed {seed}: answered twice");
            if tab.alive {
                let all: Vec<u64> = (1..=tab.asked).collect();
                assert_eq!(done, all, "seed {seed}: lost");
                assert!(tab.answers.keys().copied().eq(all), "seed {seed}: no answer");
                answered += tab.answers.len();
            }
        }
        let leaders = world.tabs.iter().filter(|tab| tab.alive && tab.tabs.holds_office()).count();
        assert!(leaders <= 1, "seed {seed}: {leaders} leaders");
    }
    assert!(answered > 2_000, "the tabs do have work: {answered}");
}
