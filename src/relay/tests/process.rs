//! The program itself: killed amid writes, backed up while it runs, started by its settings
//!

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use protocol::{Frontier, Message, Party, Reason};

use crate::devices::Device;
use crate::world::*;

/// The program, running.
struct Program {
    child: Child,
    address: SocketAddr,
    said: Vec<String>,
}

impl Program {
    fn start(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relay"));
        command.args(["--assets".as_ref(), folder.join("app").as_os_str()]);
        command.args(["--data".as_ref(), folder.join("data").as_os_str()]);
        command.args(arguments).envs(environment.iter().copied());
        if !arguments.contains(&"--listen") {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines().map_while(Result::ok);
        let said: Vec<String> = lines.take(4).collect();
        let address = said.first().unwrap_or_else(|| panic!("it did not start: {}", rest(&mut child)));
        let port: u16 = address.rsplit(':').next().unwrap().parse().unwrap();
        Program { child, address: SocketAddr::from(([127, 0, 0, 1], port)), said }
    }

    /// Kills it as the system does when memory runs out: without a word.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rest(child: &mut Child) -> String {
    let _ = child.kill();
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    text
}

async fn line_of(program: &Program, device: &Device) -> (Line, Message) {
    let mut line = Line::connect(program.address).await;
    let answer = line.greet(device.workspace, Party::Device(device.id), |bytes| device.sign(bytes)).await;
    (line, answer)
}

/// Makes a workspace and writes until the program is killed; the last that was acknowledged.
async fn write_until_killed(program: &mut Program, founder: &mut Device, kill_after: u64) -> u64 {
    let (mut line, answer) = line_of(program, founder).await;
    if matches!(answer, Message::Refused { reason: Reason::UnknownWorkspace, .. }) {
        let founding = founder.founds(&mut protocol::Membership::new(founder.workspace));
        line.send(&Message::Create { token: None, found: founding.encode() }).await;
        assert!(matches!(line.next().await, Some(Message::Welcome(_))));
    }
    let (mut acknowledged, first) = (founder.last.sequence, founder.last.sequence);
    let mut ahead: Vec<protocol::Position> = Vec::new();
    let mut is_killed = false;
    loop {
        // Always some on their way, so that it is killed amid writing.
        while !is_killed && ahead.len() < 40 {
            let bytes = founder.last.sequence.to_be_bytes().repeat(50);
            let envelope = founder.writes(&bytes);
            ahead.push(founder.last);
            line.send(&Message::Envelopes(vec![envelope.encode()])).await;
        }
        let Some(message) = line.next().await else { break };
        if let Some((_, frontier)) = durable(message)
            && let Some(position) = frontier.position(founder.everyone(), founder.id)
        {
            acknowledged = acknowledged.max(position.sequence);
            ahead.retain(|place| place.sequence > position.sequence);
        }
        if !is_killed && acknowledged >= first + kill_after {
            program.kill();
            is_killed = true;
        }
    }
    acknowledged
}

#[tokio::test]
async fn r_3_killed_amid_writes_it_loses_nothing_it_acknowledged() {
    let folder = folder();
    let mut ana = Device::new(WORKSPACE, 1);
    let mut kept = 0;
    for kill_after in [1, 30, 100, 7] {
        let mut program = Program::start(&folder, &[], &[]);
        if kept > 0 {
            let (mut line, answer) = line_of(&program, &ana).await;
            assert!(matches!(answer, Message::Welcome(_)), "{answer:?}");
            let frontier = line
                .until(|message| match message {
                    Message::Have { frontier, .. } => Some(frontier),
                    _ => None,
                })
                .await;
            let found = frontier.position(ana.everyone(), ana.id).unwrap();
            assert!(found.sequence >= kept, "acknowledged {kept}, found {}", found.sequence);
            line.send(&Message::Credit(u32::MAX)).await;
            line.send(&Message::Have { operations: Vec::new(), frontier: Frontier::new() }).await;
            let items = line.receives(usize::try_from(found.sequence).unwrap()).await;
            assert!(items.iter().all(|item| item.verify(&ana.public().signing).is_ok()), "and whole");
            assert_eq!(items.last().unwrap().hash(), found.hash);
            // What was not acknowledged may be lost: the device goes on from what is there.
            ana.last = found;
        }
        kept = write_until_killed(&mut program, &mut ana, kill_after).await;
        assert!(kept >= kill_after);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn r_16_asked_by_the_system_to_stop_it_says_so_and_ends_well() {
    let folder = folder();
    let mut program = Program::start(&folder, &[], &[]);
    let mut ana = Device::new(WORKSPACE, 1);
    let (mut line, _) = line_of(&program, &ana).await;
    let founding = ana.founds(&mut protocol::Membership::new(WORKSPACE));
    line.send(&Message::Create { token: None, found: founding.encode() }).await;
    line.keeps(&[ana.writes(b"kept")]).await;
    let asked = Command::new("kill").args(["-TERM", &program.child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    assert_eq!(line.refused().await, Reason::GoingAway);
    assert!(program.child.wait().unwrap().success());
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn r_17_a_backup_is_made_while_it_runs_and_can_be_served() {
    let folder = folder();
    let program = Program::start(&folder, &[], &[]);
    let mut ana = Device::new(WORKSPACE, 1);
    let (mut line, _) = line_of(&program, &ana).await;
    let founding = ana.founds(&mut protocol::Membership::new(WORKSPACE));
    line.send(&Message::Create { token: None, found: founding.encode() }).await;
    line.keeps(&[ana.writes(b"before the backup")]).await;
    let at_backup = ana.last;

    let back_up = |to: PathBuf| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relay"));
        command.arg("backup").arg("--data").arg(folder.join("data")).arg("--to").arg(to);
        command.output().unwrap()
    };
    let second = folder.join("second/data");
    fs::create_dir_all(&second).unwrap();
    let done = back_up(second.join("relay.redb"));
    assert!(done.status.success(), "{done:?}");
    let again = back_up(second.join("relay.redb"));
    assert!(!again.status.success(), "a backup is never written over");
    line.keeps(&[ana.writes(b"after the backup")]).await;
    drop(program);
    let without_server = back_up(folder.join("third.redb"));
    assert!(without_server.status.success() && folder.join("third.redb").exists(), "{without_server:?}");

    fs::rename(folder.join("app"), folder.join("second/app")).unwrap();
    let restored = Program::start(&folder.join("second"), &[], &[]);
    let (mut line, _) = line_of(&restored, &ana).await;
    let frontier = line
        .until(|message| match message {
            Message::Have { frontier, .. } => Some(frontier),
            _ => None,
        })
        .await;
    assert_eq!(frontier.position(ana.everyone(), ana.id), Some(at_backup));
    drop(restored);
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn r_18_the_log_tells_what_happens_and_nothing_of_what_is_said() {
    let folder = folder();
    let mut program =
        Program::start(&folder, &["--token", "a-token-of-lanterns"], &[("PILOTHOUSE_CREATE", "token")]);
    let mut ana = Device::new(WORKSPACE, 1);
    let (mut line, _) = line_of(&program, &ana).await;
    let founding = ana.founds(&mut protocol::Membership::new(WORKSPACE));
    let token = Some("a-token-of-lanterns".to_owned());
    line.send(&Message::Create { token, found: founding.encode() }).await;
    line.keeps(&[ana.writes(b"marker-kestrel")]).await;
    line.send(&Message::Signal { to: None, from: ana.id, sealed: b"marker-heron".to_vec() }).await;
    line.send_bytes(b"marker-plover".to_vec()).await;
    assert_eq!(line.refused().await, Reason::Malformed);
    tokio::time::sleep(Duration::from_millis(100)).await;
    program.kill();
    let log = rest(&mut program.child);
    for line in log.lines() {
        let parsed: Result<serde_json::Value, _> = serde_json::from_str(line);
        assert!(parsed.is_ok_and(|line| line["event"].is_string() && line["at"].is_string()), "{line}");
    }
    assert!(log.contains("workspace made") && log.contains("session ended"), "{log}");
    let secrets = ["marker", "lanterns", &WORKSPACE.to_string(), &ana.id.to_string()];
    for secret in secrets {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn r_11_outside_loopback_a_token_is_made_once_and_kept_for_its_owner() {
    let folder = folder();
    let program = Program::start(&folder, &["--listen", "0.0.0.0:0"], &[]);
    let ana = Device::new(WORKSPACE, 1);
    let path = folder.join("data/token");
    let token = fs::read_to_string(&path).unwrap().trim().to_owned();
    assert!(program.said.iter().any(|line| line.contains("data/token")), "{:?}", program.said);
    assert!(program.said.iter().all(|line| !line.contains(&token)), "said where, not what");
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
    let (mut line, _) = line_of(&program, &ana).await;
    let founding = ana.founds(&mut protocol::Membership::new(WORKSPACE));
    line.send(&Message::Create { token: Some(token.clone()), found: founding.encode() }).await;
    assert!(matches!(line.next().await, Some(Message::Welcome(_))));
    drop(program);
    let again = Program::start(&folder, &["--listen", "0.0.0.0:0"], &[]);
    assert_eq!(fs::read_to_string(&path).unwrap().trim(), token);
    drop(again);
    fs::remove_dir_all(folder).unwrap();
}
