//! Throws bytes at every decoder (`tests/fuzz`), guided by what code they reach.
//!
//! libFuzzer is linked in by a crate of a workspace of its own; the flags below are those by which the
//! stable compiler counts branches. What breaks a decoder is written into `tests/fuzz/found`, where the
//! native tests try it from then on.

use std::fs;

use super::counts::Counts;
use super::stages;
use crate::project::{Outcome, Project, output, succeed};

/// The workspace of the program that libFuzzer is linked into.
pub const MANIFEST: &str = "tests/fuzz/runner/Cargo.toml";

/// How often bytes are thrown at each decoder in the normal run (*ours*): some seconds.
const RUNS: &str = "10000";

/// Makes the compiler count what is reached.
const COVERAGE: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg=fuzzing",
];

/// Runs all, or the one named first, as often as named second.
pub fn run(project: &Project, filter: &[String]) -> (Counts, Outcome) {
    let mut counts = Counts::default();
    let outcome = prepare(project).and_then(|(runner, names)| {
        let (only, runs) = (filter.first(), filter.get(1).map_or(RUNS, String::as_str));
        for name in names.iter().filter(|name| only.is_none_or(|only| only == *name)) {
            let found = format!("tests/fuzz/found/{name}");
            let had_found = project.path(&found).is_dir();
            fs::create_dir_all(project.path(&found)).map_err(|error| error.to_string())?;
            let mut command = project.command(&runner);
            command.env("PILOTHOUSE_TARGET", name).current_dir(project.path(""));
            command.args([format!("target/fuzz/seeds/{name}"), found.clone()]);
            // A decoder takes no more memory than a few times what it is given.
            command.args(["-malloc_limit_mb=64", "-rss_limit_mb=1024", "-max_len=8192", "-verbosity=0"]);
            // The normal run is the same each time; who names a number of runs gets new ones.
            command.args(filter.get(1).is_none().then_some("-seed=1"));
            command.args([format!("-runs={runs}"), format!("-artifact_prefix={found}/")]);
            let outcome = succeed(&mut command);
            if !had_found {
                // Only removed while it is empty.
                drop(fs::remove_dir(project.path(&found)));
            }
            match outcome {
                Ok(()) => counts.passed += 1,
                Err(error) => {
                    counts.failed += 1;
                    return Err(format!("{name}: {error}; what broke it is in {found}"));
                }
            }
        }
        Ok(())
    });
    (counts, outcome)
}

/// Builds the runner and writes the seeds. Answers with the program and the decoders' names.
fn prepare(project: &Project) -> Outcome<(String, Vec<String>)> {
    let seeds = "target/fuzz/seeds";
    stages::programs(project)?;
    succeed(project.command(&project.built("debug/seeds").to_string_lossy()).arg(seeds))?;
    let about = output(project.command("rustc").arg("-vV")).unwrap_or_default();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let mut cargo = project.cargo();
    // With a target named, programs that only help to build are not counted.
    cargo.args(["build", "--quiet", "--release", "--locked", "--target", host]);
    cargo.args(["--manifest-path", MANIFEST, "--target-dir", "target/fuzz"]);
    succeed(cargo.env("RUSTFLAGS", COVERAGE.join(" ")))?;
    let folders = fs::read_dir(project.path(seeds)).map_err(|error| error.to_string())?;
    let mut names: Vec<String> =
        folders.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Ok((project.path(&format!("target/fuzz/{host}/release/runner")).display().to_string(), names))
}
