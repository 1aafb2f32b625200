//! A served relay in a folder of its own, and connections to it.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use kernel::WorkspaceId;
use protocol::{
    Envelope, Frontier, Hash, Item, Limits, Membership, Message, Operation, Party, Reason, Role, Signature,
    limits::VERSION, session_bytes,
};
use relay::assets::Assets;
use relay::server::{listen, serve};
use relay::settings::Settings;
use relay::store::{LogStore, RedbStore};
use relay::sync::{Clock, Hub};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::devices::{Device, FAR, Invited};

pub const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([7; 16]);
/// Longer than anything takes here.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long nothing has to come for it to count as nothing.
const QUIET: Duration = Duration::from_millis(150);

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A new empty folder with an application to serve.
pub fn folder() -> PathBuf {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("relay-sync-{}-{number}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("app")).unwrap();
    fs::write(folder.join("app/index.html"), "<!doctype html>").unwrap();
    folder
}

/// The store in a folder; the one before may still be about to close it.
pub async fn opened(folder: &Path) -> RedbStore {
    let mut store = RedbStore::open(&folder.join("relay.redb"));
    for _ in 0..100 {
        if store.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        store = RedbStore::open(&folder.join("relay.redb"));
    }
    store.unwrap()
}

/// A relay that runs in this process.
pub struct Relay {
    pub folder: PathBuf,
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<std::io::Result<()>>>,
}

impl Relay {
    pub async fn start() -> Relay {
        Relay::with(&Settings::default(), None).await
    }

    pub async fn with(settings: &Settings, token: Option<&str>) -> Relay {
        Relay::on(folder(), settings, token).await
    }

    pub async fn on(folder: PathBuf, settings: &Settings, token: Option<&str>) -> Relay {
        let store = opened(&folder).await;
        Relay::keeping_in(Arc::new(store), folder, settings, token).await
    }

    /// On a store of the test's own.
    pub async fn keeping_in(
        store: Arc<dyn LogStore>,
        folder: PathBuf,
        settings: &Settings,
        token: Option<&str>,
    ) -> Relay {
        let hub = Hub::new(store, Arc::default(), settings, token).unwrap();
        Relay::serving(hub, folder).await
    }

    /// By a clock of the test's own.
    pub async fn by_clock(folder: PathBuf, clock: Clock) -> Relay {
        let store = Arc::new(opened(&folder).await);
        let hub = Hub::by_clock(store, Arc::default(), &Settings::default(), None, clock).unwrap();
        Relay::serving(hub, folder).await
    }

    async fn serving(hub: Arc<Hub>, folder: PathBuf) -> Relay {
        let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let address = listener.local_addr().unwrap();
        let assets = Assets::load(&folder.join("app")).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let stopped = async move {
                let _ = stopped.await;
            };
            serve(listener, assets, hub, &[], stopped).await
        });
        Relay { folder, address, stop: Some(stop), server: Some(server) }
    }

    /// Stops it in good order.
    pub async fn stop(&mut self) {
        let _ = self.stop.take().unwrap().send(());
        self.server.take().unwrap().await.unwrap().unwrap();
    }

    /// Stops it and starts it again on what it kept.
    pub async fn restart(mut self) -> Relay {
        self.stop().await;
        let folder = std::mem::take(&mut self.folder);
        Relay::on(folder, &Settings::default(), None).await
    }

    pub async fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if !self.folder.as_os_str().is_empty() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Whether any file under a folder holds these bytes.
pub fn holds(folder: &Path, marker: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, marker);
        }
        let bytes = fs::read(&path).unwrap_or_default();
        bytes.windows(marker.len()).any(|window| window == marker)
    })
}

/// One connection.
pub struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Line {
    pub async fn connect(address: SocketAddr) -> Line {
        Line(connect_async(format!("ws://{address}/sync")).await.unwrap().0)
    }

    pub async fn send(&mut self, message: &Message) {
        self.send_bytes(message.encode()).await;
    }

    pub async fn send_bytes(&mut self, bytes: Vec<u8>) {
        // The other side may have hung up already; what it said is still to be read.
        let _ = self.0.send(Frame::Binary(bytes.into())).await;
    }

    /// The next message; `None` at the end.
    pub async fn next(&mut self) -> Option<Message> {
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("something is said")?;
            match frame {
                Ok(Frame::Binary(bytes)) => return Some(Message::decode(&bytes).unwrap()),
                Ok(Frame::Ping(_) | Frame::Pong(_)) => {}
                Ok(_) | Err(_) => return None,
            }
        }
    }

    /// The next message that this is looking for; others are passed over.
    pub async fn until<T>(&mut self, mut wanted: impl FnMut(Message) -> Option<T>) -> T {
        loop {
            let message = self.next().await.expect("the connection stays open");
            if let Message::Refused { reason, text } = &message {
                panic!("refused: {reason:?} {text}");
            }
            if let Some(found) = wanted(message) {
                return found;
            }
        }
    }

    /// Why the connection ends, whatever else is said before.
    pub async fn refused(&mut self) -> Reason {
        loop {
            match self.next().await {
                Some(Message::Refused { reason, .. }) => return reason,
                Some(_) => {}
                None => panic!("the connection ended without a word"),
            }
        }
    }

    /// Nothing more comes; what still came.
    pub async fn quiet(&mut self) -> Vec<Message> {
        let mut heard = Vec::new();
        while let Ok(Some(Ok(frame))) = tokio::time::timeout(QUIET, self.0.next()).await {
            if let Frame::Binary(bytes) = frame {
                heard.push(Message::decode(&bytes).unwrap());
            }
        }
        heard
    }

    /// Says who it is and proves it; the answer.
    pub async fn greet(
        &mut self,
        workspace: WorkspaceId,
        party: Party,
        sign: impl FnOnce(&[u8]) -> Signature,
    ) -> Message {
        self.send(&Message::Hello { version: VERSION, workspace, party }).await;
        let Some(Message::Challenge { nonce }) = self.next().await else { panic!("no challenge") };
        let signature = sign(&session_bytes(workspace, party, &nonce, b"relay"));
        self.send(&Message::Proof { signature }).await;
        self.next().await.expect("an answer")
    }

    /// Sends operations and waits until they are on the relay's disk.
    pub async fn keeps_operations(&mut self, operations: &[Operation]) {
        self.send(&Message::Operations(operations.iter().map(Operation::encode).collect())).await;
        let mut waiting: Vec<Hash> = operations.iter().map(Operation::hash).collect();
        while !waiting.is_empty() {
            let kept = self.until(durable).await.0;
            waiting.retain(|hash| !kept.contains(hash));
        }
    }

    /// Sends envelopes and waits until they are on the relay's disk.
    pub async fn keeps(&mut self, envelopes: &[Envelope]) {
        self.send(&Message::Envelopes(envelopes.iter().map(Envelope::encode).collect())).await;
        let mut waiting: Vec<_> = envelopes.iter().map(|envelope| envelope.header).collect();
        while !waiting.is_empty() {
            let kept = self.until(durable).await.1;
            waiting.retain(|header| {
                let position = kept.position(header.audience, header.device);
                position.is_none_or(|position| position.sequence < header.sequence)
            });
        }
    }

    /// What is not taken, and why.
    pub async fn rejected(&mut self, envelope: &Envelope) -> Reason {
        self.send(&Message::Envelopes(vec![envelope.encode()])).await;
        let hash = envelope.hash();
        self.until(|message| match message {
            Message::Rejected { item, reason, .. } if item == hash => Some(reason),
            _ => None,
        })
        .await
    }

    /// Receives so many envelopes.
    pub async fn receives(&mut self, count: usize) -> Vec<Item> {
        let mut items = Vec::new();
        while items.len() < count {
            items.extend(self.until(envelopes).await);
        }
        assert_eq!(items.len(), count, "and no more than that");
        items
    }

    /// Receives so many operations.
    pub async fn receives_operations(&mut self, count: usize) -> Vec<Operation> {
        let mut operations = Vec::new();
        while operations.len() < count {
            let items = self
                .until(|message| match message {
                    Message::Operations(items) => Some(items),
                    _ => None,
                })
                .await;
            operations.extend(items.iter().map(|bytes| Operation::decode(bytes).unwrap()));
        }
        operations
    }
}

pub fn durable(message: Message) -> Option<(Vec<Hash>, Frontier)> {
    match message {
        Message::Durable { operations, frontier } => Some((operations, frontier)),
        _ => None,
    }
}

pub fn envelopes(message: Message) -> Option<Vec<Item>> {
    match message {
        Message::Envelopes(items) => Some(items.iter().map(|bytes| Item::decode(bytes).unwrap()).collect()),
        _ => None,
    }
}

pub fn plain(items: &[Item]) -> Vec<Vec<u8>> {
    items
        .iter()
        .map(|item| match item {
            Item::Whole(envelope) => envelope.ciphertext.clone(),
            Item::Emptied(_) => b"(emptied)".to_vec(),
        })
        .collect()
}

/// Connects a device; what it is allowed, and what the relay has.
pub async fn connect(relay: &Relay, device: &Device) -> (Line, Limits, Message) {
    let mut line = Line::connect(relay.address).await;
    let answer = line.greet(device.workspace, Party::Device(device.id), |bytes| device.sign(bytes)).await;
    let Message::Welcome(limits) = answer else { panic!("not welcome: {answer:?}") };
    let have = line.until(|message| matches!(message, Message::Have { .. }).then_some(message)).await;
    (line, limits, have)
}

/// Connects a device that has these operations and envelopes and takes whatever comes.
pub async fn join(relay: &Relay, device: &Device, membership: &Membership, frontier: Frontier) -> Line {
    let (mut line, _, _) = connect(relay, device).await;
    line.send(&Message::Credit(1 << 24)).await;
    line.send(&Message::Have { operations: membership.heads(), frontier }).await;
    line
}

/// Why a device is not let in.
pub async fn turned_away(relay: &Relay, device: &Device) -> Reason {
    let mut line = Line::connect(relay.address).await;
    match line.greet(device.workspace, Party::Device(device.id), |bytes| device.sign(bytes)).await {
        Message::Refused { reason, .. } => reason,
        // Who was removed is told why before.
        _ => line.refused().await,
    }
}

/// Makes the workspace at the relay: a device that is not known yet brings its founding.
pub async fn found(
    relay: &Relay,
    founder: &Device,
    token: Option<&str>,
) -> Result<(Line, Membership), Reason> {
    let mut membership = Membership::new(founder.workspace);
    let founding = founder.founds(&mut membership);
    let mut line = Line::connect(relay.address).await;
    let answer = line.greet(founder.workspace, Party::Device(founder.id), |bytes| founder.sign(bytes)).await;
    assert!(matches!(answer, Message::Refused { reason: Reason::UnknownWorkspace, .. }), "{answer:?}");
    line.send(&Message::Create { token: token.map(str::to_owned), found: founding.encode() }).await;
    match line.next().await {
        Some(Message::Welcome(_)) => Ok((line, membership)),
        Some(Message::Refused { reason, .. }) => Err(reason),
        other => panic!("{other:?}"),
    }
}

/// Ana, who made the workspace, and others whom she let in with these roles; Ana's line.
pub async fn team(relay: &Relay, others: &[Role]) -> (Line, Membership, Device, Vec<Device>) {
    let ana = Device::new(WORKSPACE, 1);
    let (mut line, mut membership) = found(relay, &ana, None).await.unwrap();
    let mut said = Vec::new();
    let mut devices = Vec::new();
    for (name, role) in (2_u8..).zip(others) {
        let (invited, joiner) = (Invited::new(100 + name), Device::new(WORKSPACE, name));
        said.push(ana.says(&mut membership, invited.opens(Some(*role), FAR)));
        said.push(ana.says(&mut membership, invited.lets_in(&joiner, *role)));
        devices.push(joiner);
    }
    line.keeps_operations(&said).await;
    (line, membership, ana, devices)
}
