//! A client that obeys no rule, for the journeys: it has everything that the profile of a device holds, its keys too.
//!
//! `patched write ws://localhost:7420/sync NAME FILE < PROFILE` writes a person of this name into the workspace and
//! hands that to the relay as if it were its good right. It prints what the relay answers, and leaves the same in
//! FILE, as a device saves it for others.
//!
//! `patched newer …` does the same in the next version of the format, as a program would that was updated earlier.
//!
//! `patched much RELAY NAME PEOPLE COUNT < PROFILE` writes and hands over that many changes, to so many people, and
//! nothing that it might not. `kept` is printed when the relay has the last.
//!
//! `patched read < PROFILE` tries to open every envelope and prints a line for each: its key in the store, and
//! `opened`, `sealed` or `emptied`.
//!
//! Each line of the profile is `device HEX` (the keys), `operation HEX` or `envelope HEX`.

#![expect(clippy::print_stdout, reason = "a command-line program answers on standard output")]

mod line;
mod profile;

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs, io};

use line::Line;
use profile::Profile;
use protocol::bytes::Writer;
use protocol::{Envelope, Message};

/// How a file for others begins (src/engine/sync/bundles.rs).
const BEGINNING: &[u8] = b"pilothouse bundle\n\x01";

/// How many envelopes go in one message: less than a message may hold.
const TOGETHER: usize = 500;

/// Any error ends the program with its text.
type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("patched: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Outcome {
    let words: Vec<String> = env::args().skip(1).collect();
    let profile = Profile::read(io::stdin().lines())?;
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["read"] => profile.opened().iter().for_each(|line| println!("{line}")),
        [how @ ("write" | "newer"), relay, name, file] => {
            let envelope = profile.writes(name, if *how == "write" { 1 } else { 2 })?;
            fs::write(file, bundle(&profile, &envelope))?;
            let mut line = Line::connect(relay).await?;
            line.greet(&profile).await?;
            println!("{}", line.hand(&[envelope]).await?);
        }
        ["much", relay, name, people, count] => {
            let envelopes = profile.writes_much(name, people.parse()?, count.parse()?)?;
            let mut line = Line::connect(relay).await?;
            line.greet(&profile).await?;
            let mut outcome = "nothing".to_owned();
            for some in envelopes.chunks(TOGETHER) {
                outcome = line.hand(some).await?;
            }
            println!("{outcome}");
        }
        _ => {
            return Err(
                "wanted: read, or: write (or newer) RELAY NAME FILE, or: much RELAY NAME PEOPLE COUNT".into(),
            );
        }
    }
    Ok(())
}

/// The file in which a device would carry this to another one.
fn bundle(profile: &Profile, envelope: &Envelope) -> Vec<u8> {
    let mut to = Writer::new();
    to.raw(BEGINNING).raw(profile.workspace.as_bytes());
    to.bytes(&Message::Envelopes(vec![envelope.encode()]).encode());
    to.finish()
}
