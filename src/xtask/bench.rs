//! `cargo xtask bench`: measures on a release build and prints one table.
//!
//! What is measured, what the figures were last, and what they mean stands in
//! `docs/design/performance.md`. Nothing here fails because something is slow: machines differ, and a
//! machine with other work on it differs from itself.

mod figures;
mod site;

use std::env;
use std::path::PathBuf;

use crate::arguments::Arguments;
use crate::project::{Outcome, Project, output, succeed, watched};
use crate::test::needs;
use crate::web;
use figures::Figure;

/// One thing that measures.
struct Part {
    /// For the command line and the table.
    name: &'static str,
    /// Runs it, with the words that the user wants passed on.
    run: fn(&Project, &[String]) -> Outcome<Vec<Figure>>,
}

const PARTS: [Part; 4] = [
    Part { name: "native", run: native },
    Part { name: "relay", run: relay },
    Part { name: "pages", run: pages },
    Part { name: "browser", run: browser },
];

/// The folder of the harness that measures other systems beside ours, unless `--peers` names it.
const PEERS: &str = "PILOTHOUSE_PEERS";

/// Runs the parts that are named, all when none is, and prints what they found.
#[expect(clippy::print_stdout, reason = "headings and the table")]
pub fn run(project: &Project, mut arguments: Arguments) -> Outcome {
    let json = arguments.switch("--json");
    let mut words = arguments.rest();
    let named = PARTS.iter().position(|part| words.first().is_some_and(|word| word == part.name));
    if named.is_some() {
        words.remove(0);
    } else if let Some(word) = words.first() {
        let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        return Err(format!("there is no measurement {word}; there are {}", names.join(", ")));
    }
    let mut all = Vec::new();
    for (_, part) in PARTS.iter().enumerate().filter(|(at, _)| named.is_none_or(|named| named == *at)) {
        println!("\n== {}", part.name);
        all.extend((part.run)(project, &words)?.into_iter().map(|figure| figure.of(part.name)));
    }
    println!("\n{}", if json { figures::json(&all) } else { figures::table(&all) });
    Ok(())
}

/// The micro-benchmarks; the words choose among them.
fn native(project: &Project, filter: &[String]) -> Outcome<Vec<Figure>> {
    let mut cargo = project.cargo();
    cargo.args(["bench", "--quiet", "--package", "bench", "--bench", "micro", "--"]).args(filter);
    let (succeeded, lines) = watched(&mut cargo)?;
    if succeeded { Ok(figures::of_divan(&lines)) } else { Err("the micro-benchmarks broke off".to_owned()) }
}

/// The load on the relay; the first word is how many idle connections.
fn relay(project: &Project, words: &[String]) -> Outcome<Vec<Figure>> {
    let mut cargo = project.cargo();
    cargo.args(["bench", "--quiet", "--profile", "server", "--package", "relay", "--bench", "load", "--"]);
    let (succeeded, lines) = watched(cargo.args(words))?;
    if succeeded { Ok(figures::of_lines(&lines)) } else { Err("the load on the relay broke off".to_owned()) }
}

/// How long each page takes to open with 60 people and three years in it (`tests/years`); the words are options of
/// `tests/bench/pages.mjs`.
fn pages(project: &Project, words: &[String]) -> Outcome<Vec<Figure>> {
    let _lock = web::build(project)?;
    let node = needs::node(project)?;
    needs::packages(project, "tests/e2e")?;
    succeed(project.cargo().args(["build", "--quiet", "--package", "years"]))?;
    let backup = project.built("years.pilothouse");
    // The day it is, as the browser will say it.
    let today = "process.stdout.write(new Date().toISOString().slice(0, 10))";
    let today = output(project.command(&node).args(["--eval", today]))
        .ok_or("Node.js does not say which day it is")?;
    let years = project.built("debug/years");
    succeed(project.command(&years.to_string_lossy()).arg(&backup).arg(today.trim()))?;
    let mut runner = project.command(&node);
    runner.arg("tests/bench/pages.mjs").arg("--relay").arg(project.relay()).arg("--site").arg(project.dist());
    runner.arg("--backup").arg(&backup).env("CHROMIUM", needs::chromium(project)?).args(words);
    let (succeeded, lines) = watched(&mut runner)?;
    if succeeded {
        Ok(figures::of_lines(&lines))
    } else {
        Err("the measurement of the pages broke off".to_owned())
    }
}

/// The page beside other systems, in the harness whose folder is given; the other words are options of
/// `tests/bench/browser.mjs`.
#[expect(clippy::print_stdout, reason = "says why there is nothing to measure")]
fn browser(project: &Project, words: &[String]) -> Outcome<Vec<Figure>> {
    let mut arguments = Arguments::new(words.iter().cloned());
    let Some(peers) = arguments.option("--peers")?.or_else(|| env::var(PEERS).ok()).map(PathBuf::from) else {
        println!("  left out: name the folder of a harness with --peers or {PEERS}");
        return Ok(Vec::new());
    };
    let sizes = arguments.option("--n")?;
    let node = needs::node(project)?;
    let site = site::build(project, &peers)?;
    let mut runner = project.command(&node);
    runner.arg("tests/bench/browser.mjs").arg("--peers").arg(&peers).arg("--site").arg(site);
    runner.arg("--relay").arg(project.relay()).env("CHROMIUM", needs::chromium(project)?);
    runner.args(sizes.iter().flat_map(|sizes| ["--sizes", sizes])).args(arguments.rest());
    let (succeeded, lines) = watched(&mut runner)?;
    if succeeded { Ok(figures::of_lines(&lines)) } else { Err("the browser benchmark broke off".to_owned()) }
}
