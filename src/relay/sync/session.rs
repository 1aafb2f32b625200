//! The half of a connection that reads, from its opening to its end.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::extract::ws::{Message as Frame, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::{FuturesOrdered, SplitStream};
use kernel::DeviceId;
use protocol::limits::MAX_FRAME;
use protocol::{Frontier, Hash, Limits, Message, Party, Reason};

use super::emptying;
use super::erasing;
use super::hub::Hub;
use super::intake::{self, MAX_ANSWERED, Sending, Taken};
use super::joining;
use super::opening::{self, Failure, OPENING_TIME, Opened};
use super::peer::Peer;
use super::rate::Bucket;
use super::sending;
use super::workspace::Workspace;
use crate::log;
use crate::store::StoreError;

/// How many bytes of operations and envelopes a device may have on their way to us (ours).
const WINDOW: u32 = 4 << 20;
/// Credit is given back in steps of at least this many bytes (ours).
const CREDIT_STEP: u32 = 256 << 10;
/// Without any sign of life for so long the other side counts as gone (ours).
const SILENCE: Duration = Duration::from_secs(90);
/// Messages a second that are read of one connection, and how many at once (ours).
const MESSAGES: (f64, f64) = (2000.0, 8000.0);
/// Signatures checked without moving to a thread for slow work (ours).
const FEW: usize = 8;
/// Messages of one connection that may be on their way to the disk (ours).
const MAX_KEEPING: usize = 256;
/// How long a connection that was closed is still listened to, so that it hears why (ours).
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Answers `GET /sync`.
pub async fn upgrade(State(hub): State<Arc<Hub>>, upgrade: WebSocketUpgrade) -> Response {
    let permit = Arc::clone(&hub.connections).try_acquire_owned();
    let (Ok(permit), false) = (permit, *hub.stopping.borrow()) else {
        hub.metrics.refuse(Reason::Busy);
        return (StatusCode::SERVICE_UNAVAILABLE, "The relay takes no more connections now.\n")
            .into_response();
    };
    upgrade
        // An idle connection should cost little memory.
        .read_buffer_size(8 << 10)
        .write_buffer_size(0)
        .max_write_buffer_size(2 * MAX_FRAME)
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_upgrade(async move |socket| {
            hub.metrics.connected.fetch_add(1, Relaxed);
            hub.metrics.connections.fetch_add(1, Relaxed);
            serve(&hub, socket).await;
            hub.metrics.connections.fetch_sub(1, Relaxed);
            drop(permit);
        })
}

async fn serve(hub: &Arc<Hub>, mut socket: WebSocket) {
    let opened = match hub.opening.try_acquire() {
        Ok(_place) => {
            let opening = tokio::time::timeout(OPENING_TIME, opening::open(hub, &mut socket));
            opening.await.unwrap_or(Err(Some((Reason::TooFast, "You took too long to say who you are."))))
        }
        Err(_) => Err(Some((Reason::Busy, "Too many are connecting."))),
    };
    match opened {
        Ok(opened) => Session::run(hub, socket, opened).await,
        Err(Some((reason, text))) => refuse(hub, socket, reason, text).await,
        Err(None) => {}
    }
}

/// Says why there is no session, and gives the other side time to hear it.
async fn refuse(hub: &Hub, mut socket: WebSocket, reason: Reason, text: &str) {
    hub.metrics.refuse(reason);
    log::event("refused", &[("reason", format!("{reason:?}").into())]);
    let message = Message::Refused { reason, text: text.to_owned() };
    let _ = socket.send(Frame::Binary(message.encode().into())).await;
    let _ = socket.send(Frame::Close(None)).await;
    let _ = tokio::time::timeout(LAST_WORDS, async {
        while socket.recv().await.is_some_and(|heard| heard.is_ok()) {}
    })
    .await;
}

/// A frame that is too long is the other side's doing; anything else is the connection's end.
pub fn too_long(error: &axum::Error) -> Failure {
    let says = error.to_string();
    let is_long = says.contains("too long") || says.contains("too large") || says.contains("too big");
    is_long.then_some((Reason::TooLong, "A message was longer than this relay takes."))
}

/// Why a session ends from our side.
struct End(Reason, &'static str);

/// What is on its way to the disk, in order.
type Keeping = FuturesOrdered<Pin<Box<dyn Future<Output = (Taken, Result<(), StoreError>)> + Send>>>;

struct Session<'a> {
    hub: &'a Arc<Hub>,
    workspace: Arc<Workspace>,
    peer: Arc<Peer>,
    /// How many bytes may come before more credit is given; the last message may go below.
    window: i64,
    /// How many bytes were taken since credit was given.
    taken: u32,
    /// When it may be given again: the workspace sends no faster than its rate.
    ready: Instant,
    messages: Bucket,
    /// When the next message is read: a flood of them comes in no faster than it may.
    listen: Instant,
    keeping: Keeping,
}

impl Session<'_> {
    async fn run(hub: &Arc<Hub>, socket: WebSocket, opened: Opened) {
        let Opened { place, workspace, party } = opened;
        let peer = Arc::new(Peer::new(hub.number(), party));
        let (sink, mut stream) = socket.split();
        let messages = Bucket::new(MESSAGES.0, MESSAGES.1, Instant::now());
        let mut session = Session {
            hub,
            workspace,
            peer,
            window: i64::from(WINDOW),
            taken: 0,
            ready: Instant::now(),
            messages,
            listen: Instant::now(),
            keeping: Keeping::new(),
        };
        session.welcome();
        let facts =
            || [("connection", session.peer.id.into()), ("workspace", log::short(session.workspace.id))];
        log::event("session opened", &facts());
        let sending =
            sending::run(Arc::clone(hub), Arc::clone(&session.workspace), Arc::clone(&session.peer), sink);
        let mut sending = tokio::spawn(sending);
        let mut stopping = hub.stopping.subscribe();
        let end = session.read(&mut stream, &mut sending, &mut stopping).await;
        if let Some(End(reason, text)) = end {
            session.peer.close(reason, text);
        }
        // What is on its way to the disk gets there, and others are to know.
        while let Some((taken, outcome)) = session.keeping.next().await {
            if let Err(End(reason, text)) = session.kept(taken, outcome) {
                session.peer.close(reason, text);
            }
        }
        session.workspace.state().leave(&session.peer);
        let closing = session.peer.closing();
        if let Some((reason, _)) = &closing {
            hub.metrics.refuse(*reason);
        }
        let facts = [
            ("connection", session.peer.id.into()),
            ("workspace", log::short(session.workspace.id)),
            ("reason", closing.map_or("left".to_owned(), |(reason, _)| format!("{reason:?}")).into()),
        ];
        log::event("session ended", &facts);
        // It may be waiting for something to send that never comes.
        session.peer.close(Reason::GoingAway, "");
        let last_words = async {
            if !sending.is_finished() {
                let _ = (&mut sending).await;
            }
            while stream.next().await.is_some_and(|heard| heard.is_ok()) {}
        };
        let _ = tokio::time::timeout(LAST_WORDS, last_words).await;
        sending.abort();
        drop(place);
    }

    /// Tells what is allowed and what is here.
    fn welcome(&self) {
        let mut state = self.workspace.state();
        let limits = Limits {
            credit: WINDOW,
            frame: u32::try_from(MAX_FRAME).unwrap_or(u32::MAX),
            stored: state.used,
            quota: self.hub.quota,
        };
        self.peer.say(&Message::Welcome(limits));
        if let Err(reason) = state.enter(&self.peer) {
            return self.peer.close(reason, "The relay cannot serve this workspace now.");
        }
        match self.peer.party {
            Party::Device(device) => {
                let view = state.membership.view();
                let operations = state.membership.heads();
                let frontier = state.durable.of_audiences(|audience| view.reads(device, audience));
                let frontier = state.hollow.told(frontier, device);
                self.peer.state().told.merge(&frontier);
                self.peer.say(&Message::Have { operations, frontier });
                state.ask_of(&self.peer);
                state.requests_for(device).iter().for_each(|request| self.peer.say(request));
            }
            Party::Invited(invitation) => {
                let opened = state.membership.view().invitations().get(&invitation);
                let operation = opened.and_then(|found| state.membership.operation(&found.operation));
                if let Some(operation) = operation {
                    self.peer.say(&Message::Invitation { operation: operation.encode() });
                }
                if let Some(accepted) = state.answer(invitation) {
                    self.peer.say(&Message::Answer { invitation, accepted });
                }
            }
        }
    }

    /// Reads until either side ends it; the reason when it is ours.
    async fn read(
        &mut self,
        stream: &mut SplitStream<WebSocket>,
        sending: &mut tokio::task::JoinHandle<()>,
        stopping: &mut tokio::sync::watch::Receiver<bool>,
    ) -> Option<End> {
        loop {
            self.give_credit();
            let ready = tokio::time::sleep_until(self.ready.into());
            let listen = tokio::time::sleep_until(self.listen.into());
            let waits = self.listen > Instant::now();
            let hears = !waits && self.keeping.len() < MAX_KEEPING;
            let frame = tokio::select! {
                frame = tokio::time::timeout(SILENCE, stream.next()), if hears => frame,
                () = listen, if waits => continue,
                () = ready, if self.taken >= CREDIT_STEP => continue,
                Some((taken, outcome)) = self.keeping.next() => match self.kept(taken, outcome) {
                    Ok(()) => continue,
                    Err(end) => return Some(end),
                },
                _ = stopping.wait_for(|stopping| *stopping) => {
                    return Some(End(Reason::GoingAway, "The relay stops."));
                }
                _ = &mut *sending => return None,
            };
            let bytes = match frame {
                Ok(Some(Ok(Frame::Binary(bytes)))) => bytes,
                Ok(Some(Ok(Frame::Ping(_) | Frame::Pong(_)))) => continue,
                Ok(Some(Ok(Frame::Text(_)))) => {
                    return Some(End(Reason::Malformed, "Text is not spoken here."));
                }
                Ok(Some(Err(error))) => return too_long(&error).map(|(reason, text)| End(reason, text)),
                Ok(Some(Ok(Frame::Close(_))) | None) => return None,
                Err(_) => return Some(End(Reason::GoingAway, "Nothing was heard for long.")),
            };
            self.hub.metrics.received.fetch_add(bytes.len() as u64, Relaxed);
            let now = Instant::now();
            self.listen = now + self.messages.take(1.0, now);
            let Ok(message) = Message::decode(&bytes) else {
                return Some(End(Reason::Malformed, "Unreadable."));
            };
            let size = bytes.len();
            drop(bytes);
            if let Err(end) = self.handle(message, size).await {
                return Some(end);
            }
        }
    }

    async fn handle(&mut self, message: Message, size: usize) -> Result<(), End> {
        match (self.peer.party, message) {
            (_, Message::Ping(number)) => self.peer.say(&Message::Pong(number)),
            (_, Message::Pong(_)) => {}
            (_, Message::Credit(bytes)) => {
                let mut state = self.peer.state();
                state.credit = state.credit.saturating_add(i64::from(bytes)).min(i64::from(u32::MAX));
                drop(state);
                self.peer.wake();
            }
            (Party::Device(_), Message::Have { operations, frontier }) => {
                self.they_have(&operations, &frontier)
            }
            (Party::Device(_), Message::Durable { operations, frontier }) => {
                self.they_keep(operations, &frontier);
            }
            (Party::Device(_), Message::Operations(items)) => {
                self.charge(size)?;
                self.operations(&items).await?;
                self.took(size);
            }
            (Party::Device(device), Message::Envelopes(items)) => {
                self.charge(size)?;
                self.envelopes(device, items).await?;
                self.took(size);
            }
            (Party::Device(device), Message::Covered { audience, snapshot, envelopes }) => {
                emptying::covered(self.hub, &self.workspace, device, audience, snapshot, &envelopes).await;
            }
            (Party::Device(device), Message::Signal { to, from, sealed }) if from == device => {
                sending::signal(self.hub, &self.workspace, from, to, sealed);
            }
            (Party::Invited(own), Message::Join { invitation, request }) if invitation == own => {
                joining::ask(self.hub, &self.workspace, invitation, request)
                    .await
                    .map_err(|(reason, text)| End(reason, text))?;
            }
            // Who is not in yet has nothing, and may say so.
            (Party::Invited(_), Message::Have { .. } | Message::Durable { .. }) => {}
            _ => return Err(End(Reason::Malformed, "That was not to be said now.")),
        }
        Ok(())
    }

    fn they_have(&self, heads: &[Hash], frontier: &Frontier) {
        let state = self.workspace.state();
        let lacking = state.membership.missing_from(heads);
        let (operations, has) = if lacking.is_empty() {
            (state.log.len(), std::collections::HashSet::new())
        } else {
            let lacking: std::collections::HashSet<Hash> = lacking.iter().map(|said| said.hash()).collect();
            let known = state.log.iter().map(|(hash, _)| *hash).filter(|hash| !lacking.contains(hash));
            (0, known.collect())
        };
        let sent = self.of_here(&state, frontier);
        let mut theirs = self.peer.state();
        theirs.has_said = true;
        theirs.said += 1;
        (theirs.sent, theirs.operations, theirs.has) = (sent, operations, has);
        drop(theirs);
        self.peer.wake();
    }

    /// What the other side got elsewhere is not sent again.
    fn they_keep(&self, operations: Vec<Hash>, frontier: &Frontier) {
        let state = self.workspace.state();
        let known = self.of_here(&state, frontier);
        let mut theirs = self.peer.state();
        theirs.sent.merge(&known);
        let ahead: std::collections::HashSet<Hash> =
            state.log.iter().skip(theirs.operations).map(|(hash, _)| *hash).collect();
        theirs.has.extend(operations.into_iter().filter(|hash| ahead.contains(hash)));
    }

    /// Only chains there can be: nobody fills our memory with others.
    fn of_here(&self, state: &super::workspace::State, frontier: &Frontier) -> Frontier {
        let view = state.membership.view();
        let mut of_here = Frontier::new();
        for (audience, device, position) in frontier.positions() {
            if view.devices().contains_key(&device) && view.audience(audience).is_some() {
                of_here.advance(audience, device, position);
            }
        }
        of_here
    }

    /// Counts what came against what may come.
    fn charge(&mut self, size: usize) -> Result<(), End> {
        if self.window <= 0 {
            return Err(End(Reason::TooFast, "More was sent than there was credit for."));
        }
        self.window = self.window.saturating_sub(i64::try_from(size).unwrap_or(i64::MAX));
        Ok(())
    }

    /// Counts what is taken; credit for it comes as fast as the workspace may send.
    fn took(&mut self, size: usize) {
        let now = Instant::now();
        let wait = self.workspace.state().bucket.take(size as f64, now);
        self.ready = self.ready.max(now + wait);
        self.taken = self.taken.saturating_add(u32::try_from(size).unwrap_or(u32::MAX));
    }

    /// Gives credit, where it is due.
    fn give_credit(&mut self) {
        if self.taken >= CREDIT_STEP && self.ready <= Instant::now() {
            self.window = self.window.saturating_add(i64::from(self.taken));
            self.peer.say(&Message::Credit(std::mem::take(&mut self.taken)));
        }
    }

    async fn operations(&mut self, items: &[Vec<u8>]) -> Result<(), End> {
        let taken = {
            let mut state = self.workspace.state();
            // What comes back to its sender is not news.
            let known =
                items.iter().map(|bytes| Hash::of(bytes)).filter(|hash| !state.membership.contains(hash));
            self.peer.state().has.extend(known);
            state.take_operations(items)
        };
        let taken = taken.map_err(|_| End(Reason::Malformed, "Unreadable operations."))?;
        self.keep(taken).await;
        Ok(())
    }

    async fn envelopes(&mut self, sender: DeviceId, items: Vec<Vec<u8>>) -> Result<(), End> {
        let keys = self.workspace.state().keys();
        let read = if items.len() <= FEW {
            intake::read(items, &keys)
        } else {
            let reading = tokio::task::spawn_blocking(move || intake::read(items, &keys));
            reading.await.map_err(|_| End(Reason::Trouble, "The relay stumbled."))?
        };
        let read = read.map_err(|_| End(Reason::Malformed, "Unreadable envelopes."))?;
        let taken = {
            let mut state = self.workspace.state();
            let (workspace, quota, now) = (self.workspace.id, self.hub.quota, self.hub.now());
            let taken = state.take_envelopes(Sending { workspace, sender, quota, now }, read);
            // What comes back to its sender is not news.
            let mut theirs = self.peer.state();
            for (chain, position) in &taken.envelopes {
                theirs.sent.advance(chain.audience, chain.device, *position);
            }
            taken
        };
        self.keep(taken).await;
        Ok(())
    }

    /// Says what is not taken, and has the rest kept.
    async fn keep(&mut self, mut taken: Taken) {
        for (item, reason, text) in taken.rejected.drain(..).take(MAX_ANSWERED) {
            self.hub.metrics.refuse(reason);
            self.peer.say(&Message::Rejected { item, reason, text });
        }
        // Also without anything new: what is known may still be on its way to the disk.
        let writes = std::mem::take(&mut taken.writes);
        let ticket = self.hub.committer.submit(self.workspace.id, writes).await;
        let (hub, workspace) = (Arc::clone(self.hub), Arc::clone(&self.workspace));
        let erases =
            !taken.operations.is_empty() && workspace.state().erased_with_contents().next().is_some();
        self.keeping.push_back(Box::pin(async move {
            let mut outcome = ticket.kept().await;
            if erases && outcome.is_ok() {
                // Acknowledged is what is carried out.
                outcome = erasing::carry_out(&hub, &workspace).await;
            }
            (taken, outcome)
        }));
    }

    /// Acknowledges what is on disk.
    fn kept(&self, taken: Taken, outcome: Result<(), StoreError>) -> Result<(), End> {
        if let Err(error) = outcome {
            let facts = [("workspace", log::short(self.workspace.id)), ("problem", error.to_string().into())];
            log::event("cannot write", &facts);
            self.workspace.state().give_up();
            return Err(End(Reason::Trouble, "The relay could not write to its disk."));
        }
        let Taken { mut operations, known, envelopes, filled, chains, elsewhere, .. } = taken;
        self.hub.metrics.operations.fetch_add(operations.len() as u64, Relaxed);
        self.hub.metrics.envelopes.fetch_add(envelopes.len() as u64, Relaxed);
        let mut state = self.workspace.state();
        state.envelopes_kept(&envelopes);
        state.filled(&filled, &self.peer);
        operations.extend(known);
        let told = |frontier, peer: &Peer| match peer.device() {
            Some(device) => state.hollow.told(frontier, device),
            None => frontier,
        };
        let frontier = told(state.durable_of(&chains), &self.peer);
        let elsewhere: Vec<_> = elsewhere
            .into_iter()
            .map(|(peer, frontier)| (Arc::clone(&peer), told(frontier, &peer)))
            .filter(|(_, frontier)| !frontier.is_empty())
            .collect();
        drop(state);
        if !operations.is_empty() || !frontier.is_empty() {
            operations.sort_unstable();
            operations.dedup();
            self.peer.keeps(operations, frontier);
        }
        // Who has them from elsewhere need not hand them in.
        for (peer, frontier) in elsewhere {
            peer.keeps(Vec::new(), frontier);
        }
        Ok(())
    }
}
