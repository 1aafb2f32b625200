//! The project's own commands: `cargo xtask run`, `cargo xtask test` and their smaller parts.
//!
//! No dependencies, so that it compiles in a second on a fresh machine and can then fetch
//! whatever else is missing.

#![expect(clippy::print_stdout, reason = "a command-line program talks to its user on standard output")]

mod arguments;
mod bench;
mod fingerprint;
mod guard;
mod hook;
mod lock;
mod project;
mod run;
mod setup;
mod size;
mod split;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

use arguments::Arguments;
use project::{Outcome, Project};

const USAGE: &str = "\
cargo xtask run   [--port 7420] [--data DIR] [--dev]   set up, build and serve the application
cargo xtask test  [--only STAGE] [FILTER…]             set up and run every check and test
cargo xtask tidy                                       the architecture rules
cargo xtask size                                       what a visitor downloads, against the budget
cargo xtask build                                      only build the application into dist/
cargo xtask bench [native|relay|pages|browser] [--json] [WORD…]
                                                       measure on a release build, and print one table

  --dev    rebuild and reload on every change (Trunk); slower code, no service worker
  --only   one stage: fmt, locks, tidy, clippy, native, fuzz, doc, size, weeks, browser, e2e, interop
  FILTER   passed on to the runner of native, browser or e2e, e.g. `--only e2e import`; for weeks how many, or which:
           `--only weeks 100000`, `--only weeks 500..600`; for fuzz which decoder and how often: `--only fuzz chunk 5000000`
  WORD     for native a filter, for relay how many idle connections, for browser options of tests/bench/browser.mjs:
           `bench browser --peers FOLDER --n 2000,20000 --names raw,yjs --phases seed,A,B --runs 3`";

fn main() -> ExitCode {
    let done = command();
    guard::dismiss();
    match done {
        Ok(code) => code,
        Err(message) => {
            eprintln!("\nxtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Outcome<ExitCode> {
    if split::is_stand_in() {
        return split::stand_in().map(|()| ExitCode::SUCCESS);
    }
    let mut arguments = Arguments::new(std::env::args().skip(1));
    let project = Project::find()?;
    match arguments.word().as_deref() {
        Some("run") => run::run(&project, arguments)?,
        // Says itself what failed, before its closing line of counts.
        Some("test") => return test::run(&project, arguments),
        Some("tidy") => arguments.finish().and_then(|()| tidy::run(&project))?,
        Some("size") => arguments.finish().and_then(|()| size::check(&project))?,
        Some("bench") => bench::run(&project, arguments)?,
        Some("build") => arguments.finish().and_then(|()| web::build(&project).map(drop))?,
        // Called by Trunk after a build, see Trunk.toml.
        Some("hook") => arguments.finish().and_then(|()| hook::run())?,
        Some(other) => return Err(format!("there is no command {other}\n\n{USAGE}")),
        None => println!("{USAGE}"),
    }
    Ok(ExitCode::SUCCESS)
}
