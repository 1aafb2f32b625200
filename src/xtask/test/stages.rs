//! The stages, in the order in which they run: what is quick to tell comes first, and what should have the machine for
//! itself comes after the build that goes on beside the first ones.

use std::fs;
use std::process::Command;

use super::counts::{self, Counts};
use super::{fuzz, needs};
use crate::fingerprint::{collect, read_text};
use crate::project::{Outcome, Project, output, succeed, watched};
use crate::tidy::manifest::Manifest;
use crate::{setup, tidy, web};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
/// The crates of the browser; the area crates' views are linted as parts of the app.
const BROWSER_CRATES: [&str; 5] = ["app", "worker", "mirror", "design", "bench-page"];

/// How many random weeks are tried at most (*ours*).
const WEEKS: &str = "10000";
/// … and after how many minutes no further one is begun, when nobody says which they want (*ours*).
const MINUTES: &str = "2";
/// How many of them the native tests try, which are not optimised (*ours*).
const FIRST_WEEKS: &str = "20";

/// One part of the whole.
pub struct Stage {
    /// For `--only` and headings.
    pub name: &'static str,
    /// What it checks.
    pub title: &'static str,
    /// Runs it, with the words that the user wants passed on.
    pub run: fn(&Project, &[String]) -> (Counts, Outcome),
}

/// All stages.
pub const STAGES: [Stage; 12] = [
    Stage { name: "fmt", title: "the code is formatted", run: |project, _| uncounted(fmt(project)) },
    Stage {
        name: "locks",
        title: "every lock file says what its manifests say",
        run: |project, _| uncounted(locks(project)),
    },
    Stage {
        name: "tidy",
        title: "the architecture rules hold",
        run: |project, _| uncounted(tidy::run(project)),
    },
    Stage {
        name: "clippy",
        title: "no warnings, native and WebAssembly",
        run: |project, _| uncounted(clippy(project)),
    },
    Stage { name: "native", title: "tests that need no browser", run: native },
    Stage { name: "fuzz", title: "every decoder, fuzzed", run: fuzz::run },
    Stage { name: "doc", title: "examples in the documentation", run: doc },
    Stage {
        name: "size",
        title: "the release build and its size",
        // Says OVER and does not fail: whether the budget holds is judged by `cargo xtask size`.
        run: |project, _| uncounted(web::build(project).map(drop)),
    },
    Stage { name: "weeks", title: "random weeks of sync", run: weeks },
    Stage { name: "browser", title: "tests inside a browser", run: browser },
    Stage { name: "e2e", title: "journeys through the release build", run: end_to_end },
    Stage { name: "interop", title: "other implementations read what we write", run: interop },
];

fn uncounted(outcome: Outcome) -> (Counts, Outcome) {
    (Counts::default(), outcome)
}

fn fmt(project: &Project) -> Outcome {
    succeed(project.cargo().args(["fmt", "--all", "--check"])).map_err(|_| "run `cargo fmt --all`".to_owned())
}

/// A lock file behind its manifests builds here, where it is mended in passing, and nowhere else.
fn locks(project: &Project) -> Outcome {
    for manifest in ["Cargo.toml", fuzz::MANIFEST] {
        let mut cargo = project.cargo();
        cargo.args(["metadata", "--locked", "--format-version", "1", "--manifest-path", manifest]);
        output(&mut cargo).ok_or_else(|| {
            format!("the lock file of {manifest} is behind it: run `cargo update --workspace --manifest-path {manifest}`")
        })?;
    }
    Ok(())
}

fn clippy(project: &Project) -> Outcome {
    setup::wasm_target(project)?;
    let deny = ["--", "-D", "warnings"];
    succeed(project.cargo().args(["clippy", "--quiet", "--all-targets"]).args(deny))?;
    let packages = BROWSER_CRATES.iter().flat_map(|name| ["--package", *name]);
    succeed(project.cargo().args(["clippy", "--quiet", "--all-targets"]).args(WASM).args(packages).args(deny))
}

fn native(project: &Project, filter: &[String]) -> (Counts, Outcome) {
    let (mut total, mut outcome) = counted(&mut native_tests(project, &[], filter), counts::of_cargo);
    if outcome.is_ok() {
        match crates_where(project, |member| !member.is_default && member.has_native_tests) {
            Ok(others) if others.is_empty() => {}
            Ok(others) => {
                let (counts, result) = counted(&mut native_tests(project, &others, filter), counts::of_cargo);
                total += counts;
                outcome = result;
            }
            Err(message) => outcome = Err(message),
        }
    }
    (total, outcome)
}

/// `cargo test` for these crates, or for the workspace's default members when there are none.
fn native_tests(project: &Project, crates: &[String], filter: &[String]) -> Command {
    let mut cargo = project.cargo();
    cargo.args(["test", "--no-fail-fast", "--tests"]);
    cargo.args(crates.iter().flat_map(|name| ["--package", name])).arg("--").args(filter);
    if std::env::var_os("PILOTHOUSE_SEEDS").is_none() {
        cargo.env("PILOTHOUSE_SEEDS", FIRST_WEEKS);
    }
    cargo
}

/// The programs of ours that other stages call. They are built together with the native tests, because Cargo compiles what a
/// program stands on anew (Automerge: minutes) when it is built alone, with fewer features of the same crates.
pub fn programs(project: &Project) -> Outcome {
    let mut cargo = project.cargo();
    succeed(cargo.args(["build", "--quiet", "--tests", "--bins", "--example", "interop"]))
}

/// The many weeks: as many as there is time for, or as asked for (`5000`, `5000..6000`).
fn weeks(project: &Project, filter: &[String]) -> (Counts, Outcome) {
    const WEEK: &str = "y_15_after_a_random_week";
    let asked = filter.first().map(Into::into).or_else(|| std::env::var_os("PILOTHOUSE_SEEDS"));
    let mut cargo = match asked {
        // Compiled for speed, which pays from some 700 weeks on (`profile.sim` in Cargo.toml).
        Some(seeds) => {
            let mut cargo = project.cargo();
            cargo.args(["test", "--profile", "sim", "--package", "engine", "--test", "storage"]);
            cargo.args(["--", WEEK, "--nocapture"]).env("PILOTHOUSE_SEEDS", seeds);
            cargo
        }
        // The native tests' own programs: a build for speed takes as long as the weeks that it gains in these minutes.
        None => {
            let mut cargo = native_tests(project, &[], &[WEEK.to_owned(), "--nocapture".to_owned()]);
            cargo.env("PILOTHOUSE_SEEDS", WEEKS).env("PILOTHOUSE_MINUTES", MINUTES);
            cargo
        }
    };
    counted(&mut cargo, counts::of_cargo)
}

fn doc(project: &Project, _filter: &[String]) -> (Counts, Outcome) {
    counted(project.cargo().args(["test", "--no-fail-fast", "--doc"]), counts::of_cargo)
}

/// Every crate that names `wasm-bindgen-test` has tests for the browser.
fn browser(project: &Project, filter: &[String]) -> (Counts, Outcome) {
    let prepared = crates_where(project, |member| member.has_browser_tests).and_then(|crates| {
        setup::wasm_target(project)?;
        setup::wasm_bindgen(project)?;
        needs::chromium(project)?;
        Ok((crates, needs::chromedriver(project)?))
    });
    let (crates, driver) = match prepared {
        Ok(prepared) => prepared,
        Err(message) => return uncounted(Err(message)),
    };
    let mut total = Counts::default();
    for name in crates {
        let mut cargo = project.cargo();
        cargo.args(["test", "--no-fail-fast", "--tests", "--package", &name]).args(WASM);
        cargo.arg("--").args(filter);
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner");
        cargo.env("CHROMEDRIVER", &driver).env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        let (counts, outcome) = counted(&mut cargo, counts::of_cargo);
        total += counts;
        if outcome.is_err() {
            return (total, outcome);
        }
    }
    (total, Ok(()))
}

/// What matters here about a crate of the workspace.
struct Member {
    is_default: bool,
    has_native_tests: bool,
    has_browser_tests: bool,
}

/// Names of the crates for which this holds.
fn crates_where(project: &Project, holds: impl Fn(&Member) -> bool) -> Outcome<Vec<String>> {
    let workspace = Manifest::parse(&read_text(&project.path("Cargo.toml"))?);
    let members = workspace.list("workspace", "members");
    let default = workspace.list("workspace", "default-members");
    let mut found = Vec::new();
    for folder in &members {
        let manifest = Manifest::parse(&read_text(&project.path(folder).join("Cargo.toml"))?);
        let mut files = Vec::new();
        collect(&project.path(folder), &mut files)?;
        // A crate inside another one's folder is looked at by itself.
        let inner: Vec<_> = members.iter().filter(|other| other.starts_with(&format!("{folder}/"))).collect();
        files.retain(|file| !inner.iter().any(|other| file.starts_with(project.path(other))));
        let member = Member {
            is_default: default.contains(folder),
            has_native_tests: files
                .iter()
                .filter(|file| file.extension().is_some_and(|end| end == "rs"))
                .any(|file| {
                    read_text(file).is_ok_and(|text| text.lines().any(|line| line.trim() == "#[test]"))
                }),
            has_browser_tests: manifest
                .dependencies()
                .any(|dependency| dependency.name == "wasm-bindgen-test"),
        };
        if holds(&member) {
            found.extend(manifest.value("package", "name"));
        }
    }
    Ok(found)
}

fn end_to_end(project: &Project, filter: &[String]) -> (Counts, Outcome) {
    const FOLDER: &str = "tests/e2e";
    let prepared = web::build(project).and_then(|lock| {
        let node = needs::node(project)?;
        needs::packages(project, FOLDER)?;
        programs(project)?;
        Ok((node, needs::chromium(project)?, lock))
    });
    match prepared {
        Ok((node, chromium, _lock)) => {
            let mut runner = project.command(&node);
            runner.args(["node_modules/@playwright/test/cli.js", "test"]).args(filter);
            runner.current_dir(project.path(FOLDER));
            runner.env("CHROMIUM", chromium).env("PILOTHOUSE_RELAY", project.relay());
            // The client that obeys no rule.
            runner.env("PILOTHOUSE_PATCHED", project.built("debug/patched"));
            // The workspace of 60 people and three years.
            runner.env("PILOTHOUSE_YEARS", project.built("debug/years"));
            runner.env("PILOTHOUSE_DIST", project.dist());
            counted(&mut runner, counts::of_playwright)
        }
        Err(message) => uncounted(Err(message)),
    }
}

fn interop(project: &Project, filter: &[String]) -> (Counts, Outcome) {
    const FOLDER: &str = "tests/interop";
    if fs::metadata(project.path(FOLDER)).is_err() {
        return uncounted(Ok(()));
    }
    let prepared = programs(project).and_then(|()| {
        let node = needs::node(project)?;
        needs::packages(project, FOLDER).map(|()| node)
    });
    match prepared {
        Ok(node) => {
            let mut runner = project.command(&node);
            runner.args(["--test", "--test-reporter", "tap"]).args(filter);
            runner.env("PILOTHOUSE_INTEROP", project.built("debug/examples/interop"));
            runner.current_dir(project.path(FOLDER));
            counted(&mut runner, counts::of_node)
        }
        Err(message) => uncounted(Err(message)),
    }
}

/// Runs a test runner and reads its counts from what it prints.
fn counted(command: &mut Command, read: fn(&[String]) -> Counts) -> (Counts, Outcome) {
    match watched(command) {
        Ok((succeeded, lines)) => {
            let counts = read(&lines);
            let outcome = match (succeeded, counts.failed) {
                (true, 0) => Ok(()),
                (_, 0) => Err("the runner stopped with an error, see above".to_owned()),
                (_, failed) => Err(format!("{failed} failed, see above")),
            };
            (counts, outcome)
        }
        Err(message) => uncounted(Err(message)),
    }
}
