//! How much the relay bears: `cargo xtask bench relay`, with a number of idle connections as the
//! argument (1,000 when none is given). It drives the program itself, over loopback, from the same
//! machine, so what the drivers take is missing from what the relay could do.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a measurement prints, and has nobody to recover for"
)]

#[path = "../tests/devices.rs"]
#[allow(dead_code, reason = "made for the tests; a measurement needs a part of it")]
mod devices;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use devices::{Device, FAR, Invited};
use futures_util::{SinkExt, StreamExt};
use kernel::WorkspaceId;
use protocol::{
    Envelope, Frontier, Membership, Message, Party, Reason, Role, limits::VERSION, session_bytes,
};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};

/// Workspaces that write at the same time.
const WRITERS: u8 = 50;
/// Envelopes each writes.
const EACH: usize = 4000;
/// How many of them may be unacknowledged.
const AHEAD: usize = 100;
/// A change as it is while somebody types: padded to this.
const SIZE: usize = 256;

fn main() {
    let idle = std::env::args().find_map(|count| count.parse().ok()).unwrap_or(1000);
    let folder = std::env::temp_dir().join(format!("relay-load-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("app")).unwrap();
    std::fs::write(folder.join("app/index.html"), "").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_relay"));
    command.args(["--listen", "127.0.0.1:0", "--rate", "1G", "--connections", "100000"]);
    command.args(["--workspaces", "100000"]);
    command.arg("--assets").arg(folder.join("app")).arg("--data").arg(folder.join("data"));
    let mut program = Program(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut first = String::new();
    BufReader::new(program.0.stdout.as_mut().unwrap()).read_line(&mut first).unwrap();
    let port: u16 = first.trim().rsplit(':').next().unwrap().parse().unwrap();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        memory(address, &program.0, idle).await;
        latency(address).await;
        throughput(address).await;
    });
    drop(program);
    std::fs::remove_dir_all(folder).unwrap();
}

/// The relay, ended also when a measurement fails.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn tell(socket: &mut Socket, message: &Message) {
    socket.send(Frame::Binary(message.encode().into())).await.unwrap();
}

async fn hear(socket: &mut Socket) -> Message {
    loop {
        if let Frame::Binary(bytes) = socket.next().await.unwrap().unwrap() {
            return Message::decode(&bytes).unwrap();
        }
    }
}

/// Connects a device, making its workspace where there is none.
async fn connect(address: SocketAddr, device: &Device) -> Socket {
    let config = WebSocketConfig::default().read_buffer_size(4096).write_buffer_size(0);
    let url = format!("ws://{address}/sync");
    let mut socket = connect_async_with_config(url, Some(config), true).await.unwrap().0;
    let party = Party::Device(device.id);
    tell(&mut socket, &Message::Hello { version: VERSION, workspace: device.workspace, party }).await;
    let Message::Challenge { nonce } = hear(&mut socket).await else { panic!("no challenge") };
    let signature = device.sign(&session_bytes(device.workspace, party, &nonce, b"relay"));
    tell(&mut socket, &Message::Proof { signature }).await;
    if matches!(hear(&mut socket).await, Message::Refused { reason: Reason::UnknownWorkspace, .. }) {
        let found = device.founds(&mut Membership::new(device.workspace)).encode();
        tell(&mut socket, &Message::Create { token: None, found }).await;
        let Message::Welcome(_) = hear(&mut socket).await else { panic!("not welcome") };
    }
    socket
}

async fn keeps(socket: &mut Socket, message: Message) {
    tell(socket, &message).await;
    while !matches!(hear(socket).await, Message::Durable { .. }) {}
}

/// A workspace of two devices: one that writes, its connection, and that of the other, which is sent what the first writes.
async fn two(address: SocketAddr, workspace: u8) -> (Device, Socket, Socket) {
    let ana = Device::new(WorkspaceId::from_bytes([workspace; 16]), 1);
    let mut membership = Membership::new(ana.workspace);
    ana.founds(&mut membership);
    let mut at_ana = connect(address, &ana).await;
    let (invited, bob) = (Invited::new(50), Device::new(ana.workspace, 2));
    let said = [
        ana.says(&mut membership, invited.opens(Some(Role::Manager), FAR)).encode(),
        ana.says(&mut membership, invited.lets_in(&bob, Role::Manager)).encode(),
    ];
    keeps(&mut at_ana, Message::Operations(said.to_vec())).await;
    let mut at_bob = connect(address, &bob).await;
    tell(&mut at_bob, &Message::Credit(u32::MAX)).await;
    tell(&mut at_bob, &Message::Have { operations: membership.heads(), frontier: Frontier::new() }).await;
    (ana, at_ana, at_bob)
}

/// From the sending of an edit to its arrival at another device, one at a time.
async fn latency(address: SocketAddr) {
    let (mut ana, mut at_ana, mut at_bob) = two(address, 200).await;
    let (mut times, mut acknowledged) = (Vec::new(), Vec::new());
    for _ in 0..500 {
        let envelope = ana.writes(&[7; SIZE]).encode();
        let begun = Instant::now();
        tell(&mut at_ana, &Message::Envelopes(vec![envelope])).await;
        while !matches!(hear(&mut at_bob).await, Message::Envelopes(_)) {}
        times.push(begun.elapsed());
        while !matches!(hear(&mut at_ana).await, Message::Durable { .. }) {}
        acknowledged.push(begun.elapsed());
    }
    report("edit to the other device", times);
    report("edit to acknowledgement, on disk", acknowledged);
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    for part in [50, 95, 99] {
        let at = times[times.len() * part / 100];
        println!("{what}, p{part}: {:.3} ms", at.as_secs_f64() * 1000.0);
    }
}

/// Many workspaces that all write, until everything is acknowledged and at the other device of its workspace.
async fn throughput(address: SocketAddr) {
    let mut prepared: Vec<(Device, Socket, Socket, Vec<Envelope>)> = Vec::new();
    for name in 0..WRITERS {
        let (mut device, socket, other) = two(address, name).await;
        let envelopes = (0..EACH).map(|_| device.writes(&[7; SIZE])).collect();
        prepared.push((device, socket, other, envelopes));
    }
    let begun = Instant::now();
    let mut ends = Vec::new();
    for (device, socket, other, envelopes) in prepared {
        ends.push(tokio::spawn(writes(device, socket, envelopes)));
        ends.push(tokio::spawn(is_sent_all(other)));
    }
    for end in ends {
        end.await.unwrap();
    }
    let count = f64::from(WRITERS) * EACH as f64;
    let each_second = count / begun.elapsed().as_secs_f64();
    println!("{WRITERS} workspaces writing, envelopes acknowledged and passed on: {each_second:.0} /s");
}

/// Sends each envelope in a message of its own, so many ahead of their acknowledgement.
async fn writes(device: Device, mut socket: Socket, envelopes: Vec<Envelope>) {
    let (mut sent, mut kept) = (0, 0);
    while kept < EACH {
        while sent < EACH && sent - kept < AHEAD {
            tell(&mut socket, &Message::Envelopes(vec![envelopes[sent].encode()])).await;
            sent += 1;
        }
        if let Message::Durable { frontier, .. } = hear(&mut socket).await {
            // What came before concerned the log of members.
            let position = frontier.position(device.everyone(), device.id);
            kept = position.map_or(kept, |position| usize::try_from(position.sequence).unwrap());
        }
    }
}

/// Hears until everything that the writer of its workspace wrote has come.
async fn is_sent_all(mut socket: Socket) {
    let mut come = 0;
    while come < EACH {
        if let Message::Envelopes(some) = hear(&mut socket).await {
            come += some.len();
        }
    }
}

/// What an idle connection takes.
async fn memory(address: SocketAddr, child: &Child, count: usize) {
    let before = resident(child);
    let mut held = Vec::new();
    for number in 0..count {
        let mut id = [9; 16];
        id[..8].copy_from_slice(&(number as u64).to_be_bytes());
        let device = Device::new(WorkspaceId::from_bytes(id), 1);
        held.push(connect(address, &device).await);
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let each = (resident(child).saturating_sub(before)) as f64 / held.len() as f64;
    println!("{} idle connections, each with a workspace of its own: {each:.1} KiB each", held.len());
}

/// Resident memory of the program, KiB.
fn resident(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
