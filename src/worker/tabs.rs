//! Who of several tabs runs the engine, and how the others reach it: decisions only, no browser.
//!
//! The rules are numbered in `docs/design/tabs.md`. The host tells [`Tabs`] what happens and
//! carries out what it answers, so that every rule runs natively in a test.

use engine::message::{ClientId, Delivery, Request};
use kernel::Problem;

use crate::{
    unanswered::Unanswered,
    wire::{Call, Leader, LinkState},
};

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

/// How long the host waits between two [`Happening::Tick`]s, in milliseconds (ours).
pub const TICK_MILLIS: u32 = 200;

/// After so many ticks without a sign of life a leader is deposed: 1.2 seconds (ours), which leaves
/// most of a second for whoever takes over, so that a frozen tab holds nobody up for more than two.
/// Ticks are counted and not the clock, because after a sleep the clock has jumped for everybody.
const PATIENCE: u32 = 6;

/// So much longer the patience is while the leader's page lives, and only its worker is silent:
/// 6 seconds (ours). What is frozen or gone has no page that answers; what computes has.
const BUSY: u32 = 5;

/// The patience never grows beyond this many ticks: one minute (ours).
const MOST_PATIENCE: u32 = 300;

/// What the host reports.
#[derive(Debug)]
pub enum Happening {
    /// The worker knows its page and its workspace.
    Started,
    /// The own page asks.
    Asked(Request),
    /// The own page closes.
    Closing,
    /// The lock is ours.
    LockGranted {
        /// Milliseconds since 1970, by this device's clock: makes later terms of office greater.
        now: u64,
    },
    /// The lock was ours and is not any more.
    LockLost,
    /// The engine cannot run in this tab.
    Failed(Problem),
    /// A write was refused because a newer leader has entered its term of office.
    Fenced,
    /// The engine answers a page.
    Answered {
        /// The page.
        client: ClientId,
        /// The answers.
        delivery: Delivery,
    },
    /// Another tab's worker said something.
    Heard(Call),
    /// The page of a tab that leads, by its own word, lives.
    PageLives(ClientId),
    /// A tab with a newer version of the application said something.
    HeardNewer,
    /// [`TICK_MILLIS`] have gone by. Needed only while [`Tabs::is_listening`] says so.
    Tick,
}

/// What the host does, in order.
#[derive(Debug, PartialEq)]
pub enum Action {
    /// Say this to the other tabs' workers.
    Say(Call),
    /// Ask whether the page of the tab that leads lives.
    AskPage,
    /// Give this to the own page.
    Deliver(Delivery),
    /// Tell the own page how the connection stands.
    Show(LinkState),
    /// Wait in the lock's queue, unless it waits there already.
    QueueForLock,
    /// Leave the queue and take the lock away from its holder.
    StealLock,
    /// Leave the queue, or give the lock back.
    ReleaseLock,
    /// Start an engine on the database.
    OpenEngine,
    /// Stop the engine on the spot and close the database.
    CloseEngine,
    /// Let the engine write what it has been asked to, then close the database.
    FinishEngine,
    /// Let the engine carry out a request.
    Handle {
        /// Whose request it is.
        client: ClientId,
        /// The request.
        request: Request,
    },
    /// Tell the engine that a page is gone.
    Gone(ClientId),
}

/// One tab's view of who leads.
#[derive(Debug)]
pub struct Tabs {
    me: ClientId,
    standing: Standing,
    unanswered: Unanswered,
    /// Ticks since the last sign of life of the leader's worker.
    silence: u32,
    /// Ticks since the last sign of life of its worker or its page.
    stillness: u32,
    /// Ticks of stillness after which the lock is taken away.
    patience: u32,
    /// The greatest term of office heard of.
    latest_term: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Standing {
    /// Another tab leads, or nobody is known to.
    Following(Option<Leader>),
    /// The engine runs here.
    Leading(Leader),
    /// Closed, stopped or wiped: takes no part any more.
    Out,
}

impl Tabs {
    /// The view of a tab that has just come up.
    #[must_use]
    pub fn new(me: ClientId) -> Self {
        Self {
            me,
            standing: Standing::Following(None),
            unanswered: Unanswered::default(),
            silence: 0,
            stillness: 0,
            patience: PATIENCE,
            latest_term: 0,
        }
    }

    /// Whether a leader is waited for, and ticks are needed to notice its silence.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        match self.standing {
            Standing::Following(None) => true,
            Standing::Following(Some(_)) => !self.unanswered.is_empty(),
            Standing::Leading(_) | Standing::Out => false,
        }
    }

    /// Whether the engine is to run here.
    #[must_use]
    pub fn holds_office(&self) -> bool {
        matches!(self.standing, Standing::Leading(_))
    }

    /// Takes in what happened and answers what is to be done.
    #[must_use]
    pub fn take(&mut self, happening: Happening) -> Vec<Action> {
        if self.standing == Standing::Out {
            return Vec::new();
        }
        match happening {
            Happening::Started => {
                vec![Action::Show(LinkState::Starting), Action::QueueForLock, Action::Say(Call::WhoLeads)]
            }
            Happening::Asked(request) => self.asked(request),
            Happening::Closing => self.closing(Action::FinishEngine),
            Happening::LockGranted { now } => self.elected(now),
            Happening::LockLost | Happening::Fenced => self.deposed(),
            Happening::Failed(problem) => self.leave(LinkState::Stopped(problem)),
            Happening::Answered { client, delivery } => self.answered(client, delivery),
            Happening::Heard(call) => self.heard(call),
            Happening::PageLives(client) => {
                self.page_lives(client);
                Vec::new()
            }
            Happening::HeardNewer => self.leave(LinkState::Stopped(Problem::new(
                "A newer version of Pilothouse runs in another tab.",
                "Reload this tab.",
            ))),
            Happening::Tick => self.tick(),
        }
    }

    fn asked(&mut self, request: Request) -> Vec<Action> {
        self.unanswered.asked(&request);
        if !matches!(self.standing, Standing::Following(None) | Standing::Out) {
            self.unanswered.handed_over(&request);
        }
        match self.standing {
            Standing::Leading(_) => vec![Action::Handle { client: self.me, request }],
            Standing::Following(Some(leader)) => vec![self.forward(leader, request)],
            Standing::Following(None) | Standing::Out => Vec::new(),
        }
    }

    fn forward(&self, leader: Leader, request: Request) -> Action {
        Action::Say(Call::Request { leader, client: self.me, request })
    }

    fn elected(&mut self, now: u64) -> Vec<Action> {
        self.latest_term = now.max(self.latest_term + 1);
        let leader = Leader { client: self.me, term: self.latest_term };
        self.standing = Standing::Leading(leader);
        self.patience = PATIENCE;
        let again = self.unanswered.ask_again();
        let office = [
            Action::OpenEngine,
            Action::Say(Call::Leading(leader)),
            Action::Show(LinkState::Ready { leading: true }),
        ];
        office
            .into_iter()
            .chain(again.into_iter().map(|request| Action::Handle { client: self.me, request }))
            .collect()
    }

    fn answered(&mut self, client: ClientId, delivery: Delivery) -> Vec<Action> {
        let Standing::Leading(leader) = self.standing else { return Vec::new() };
        if client == self.me {
            return self.unanswered.answered(delivery).map(Action::Deliver).into_iter().collect();
        }
        vec![Action::Say(Call::Delivery { leader, client, delivery })]
    }

    fn heard(&mut self, call: Call) -> Vec<Action> {
        if let Call::Leading(leader) = &call {
            self.latest_term = self.latest_term.max(leader.term);
        }
        match (call, self.standing) {
            (Call::Wipe, _) => self.leave(LinkState::Wiped),
            (Call::WhoLeads, Standing::Leading(leader)) => vec![Action::Say(Call::Leading(leader))],
            (Call::Leading(leader), Standing::Following(known)) => self.follow(leader, known),
            (Call::Leading(other), Standing::Leading(mine)) => {
                if other.term > mine.term {
                    self.deposed()
                } else {
                    // It has not noticed yet that its time is over.
                    vec![Action::Say(Call::Leading(mine))]
                }
            }
            (Call::Request { leader, client, request }, Standing::Leading(mine)) => {
                if leader == mine {
                    vec![Action::Handle { client, request }]
                } else {
                    vec![Action::Say(Call::Leading(mine))]
                }
            }
            (Call::Delivery { leader, client, delivery }, Standing::Following(Some(known)))
                if leader == known =>
            {
                self.heard_leader();
                if client != self.me {
                    return Vec::new();
                }
                self.patience = PATIENCE;
                self.unanswered.answered(delivery).map(Action::Deliver).into_iter().collect()
            }
            (Call::Goodbye { client }, Standing::Leading(_)) => vec![Action::Gone(client)],
            (Call::Leaving(leader), Standing::Following(Some(known))) if leader == known => {
                self.unanswered.clear_merges();
                self.standing = Standing::Following(None);
                self.heard_leader();
                vec![Action::Show(LinkState::Waiting)]
            }
            _ => Vec::new(),
        }
    }

    fn follow(&mut self, leader: Leader, known: Option<Leader>) -> Vec<Action> {
        if known == Some(leader) {
            self.heard_leader();
            return Vec::new();
        }
        if known.is_some_and(|known| known.term > leader.term) {
            return Vec::new();
        }
        self.heard_leader();
        self.standing = Standing::Following(Some(leader));
        let again = self.unanswered.ask_again();
        [Action::Show(LinkState::Ready { leading: false })]
            .into_iter()
            .chain(again.into_iter().map(|request| self.forward(leader, request)))
            .collect()
    }

    fn deposed(&mut self) -> Vec<Action> {
        if !self.holds_office() {
            return Vec::new();
        }
        self.unanswered.clear_merges();
        self.standing = Standing::Following(None);
        self.heard_leader();
        vec![
            Action::CloseEngine,
            Action::ReleaseLock,
            Action::Show(LinkState::Waiting),
            Action::QueueForLock,
            Action::Say(Call::WhoLeads),
        ]
    }

    /// The leader's page lives: its worker, if it is silent, computes. Where no leader is known
    /// somebody leads all the same.
    fn page_lives(&mut self, client: ClientId) {
        match self.standing {
            Standing::Following(Some(leader)) if leader.client != client => {}
            Standing::Following(_) => self.stillness = 0,
            Standing::Leading(_) | Standing::Out => {}
        }
    }

    /// The leader's worker has given a sign of life.
    fn heard_leader(&mut self) {
        (self.silence, self.stillness) = (0, 0);
    }

    fn tick(&mut self) -> Vec<Action> {
        if !self.is_listening() {
            return Vec::new();
        }
        (self.silence, self.stillness) = (self.silence + 1, self.stillness + 1);
        if self.stillness < self.patience && self.silence < self.patience.saturating_mul(BUSY) {
            return vec![Action::Say(Call::WhoLeads), Action::AskPage];
        }
        // Twice as patient next time: two slow machines must not take turns for ever.
        self.heard_leader();
        self.patience = (self.patience * 2).min(MOST_PATIENCE);
        self.standing = Standing::Following(None);
        self.unanswered.clear_merges();
        vec![Action::Show(LinkState::Waiting), Action::StealLock]
    }

    fn closing(&mut self, end: Action) -> Vec<Action> {
        let standing = std::mem::replace(&mut self.standing, Standing::Out);
        match standing {
            Standing::Leading(leader) => {
                vec![end, Action::Say(Call::Leaving(leader)), Action::ReleaseLock]
            }
            Standing::Following(_) => {
                vec![Action::Say(Call::Goodbye { client: self.me }), Action::ReleaseLock]
            }
            Standing::Out => Vec::new(),
        }
    }

    /// Out for good, and the page is told why.
    fn leave(&mut self, state: LinkState) -> Vec<Action> {
        let mut actions = self.closing(Action::CloseEngine);
        actions.push(Action::Show(state));
        actions
    }
}
