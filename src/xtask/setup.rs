//! Fetches the pinned tools that are missing, one line per step.
//!
//! What is already on PATH in the right version is used; the rest goes into `.tools/` inside
//! the project, where it disturbs nothing else on the machine.

use std::process::Command;
use std::time::Instant;

use crate::fingerprint::read_text;
use crate::project::{Outcome, Project, output, succeed};

/// The last Trunk that compiles with the Rust version this project asks for.
const TRUNK: &str = "0.21.14";
/// What takes the screen apart; of one version with `wasm_split_helpers` in Cargo.toml up to the last number.
const SPLITTER: &str = "0.2.4";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Everything a build of the web application needs.
pub fn for_web(project: &Project) -> Outcome {
    wasm_target(project)?;
    trunk(project)?;
    wasm_bindgen(project)?;
    splitter(project)
}

/// The compiler's half for WebAssembly.
pub fn wasm_target(project: &Project) -> Outcome {
    let installed = || {
        output(project.command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))
            .is_some_and(|folder| std::path::Path::new(folder.trim()).is_dir())
    };
    step(&format!("Rust target {WASM_TARGET}"), installed, || {
        succeed(project.command("rustup").args(["target", "add", WASM_TARGET])).map_err(|error| {
            format!(
                "{error}. This project sets Rust up with rustup (https://rustup.rs); with another Rust, \
                 install its standard library for {WASM_TARGET}."
            )
        })
    })
}

fn trunk(project: &Project) -> Outcome {
    step(
        &format!("Trunk {TRUNK}"),
        || has_version(project, "trunk", TRUNK),
        // It fetches nothing, so it needs neither encryption nor its question for a newer one. It waits for the compiler
        // most of the time, so it is not optimised; the others work through megabytes.
        || install(project, "trunk", TRUNK, "0", &["--locked", "--no-default-features"]),
    )
}

/// The generator of the glue between WebAssembly and JavaScript, and its test runner.
#[expect(clippy::print_stdout, reason = "one line of progress per step")]
pub fn wasm_bindgen(project: &Project) -> Outcome {
    let version = pinned_wasm_bindgen(&read_text(&project.path("Cargo.toml"))?)?;
    let present = || {
        has_version(project, "wasm-bindgen", &version)
            && has_version(project, "wasm-bindgen-test-runner", &version)
    };
    step(&format!("wasm-bindgen {version}"), present, || {
        install(project, "wasm-bindgen-cli", &version, "1", &["--locked"]).or_else(|_| {
            // Its lock file may name versions that a mirror of the registry does not carry.
            println!("  its locked dependencies are not all to be had here; taking the nearest ones …");
            install(project, "wasm-bindgen-cli", &version, "1", &[])
        })
    })
}

/// It has no `--version`, so it is the one in `.tools/` or none.
fn splitter(project: &Project) -> Outcome {
    const PACKAGE: &str = "wasm_split_cli_support";
    let installed = format!("{PACKAGE} v{SPLITTER}:");
    step(
        &format!("wasm-split-cli {SPLITTER}"),
        || {
            output(project.cargo().args(["install", "--list", "--root", ".tools"]))
                .is_some_and(|list| list.lines().any(|line| line == installed))
        },
        || install(project, PACKAGE, SPLITTER, "1", &["--locked", "--features", "build-binary"]),
    )
}

/// The command-line tool must have exactly the version of the library, so it is pinned once.
fn pinned_wasm_bindgen(manifest: &str) -> Outcome<String> {
    manifest
        .lines()
        .find_map(|line| line.strip_prefix("wasm-bindgen = \"=")?.strip_suffix('"'))
        .map(str::to_owned)
        .ok_or_else(|| "Cargo.toml does not pin wasm-bindgen as \"=x.y.z\"".to_owned())
}

fn has_version(project: &Project, program: &str, version: &str) -> bool {
    output(project.command(program).arg("--version"))
        .is_some_and(|text| text.split_whitespace().nth(1) == Some(version))
}

/// Compiles a tool, as far optimised as said, and puts it into `.tools`.
fn install(project: &Project, package: &str, version: &str, optimised: &str, more: &[&str]) -> Outcome {
    let mut cargo = project.cargo();
    cargo.args(["install", "--quiet", "--root", ".tools", "--version", version]).args(more).arg(package);
    // Flags meant for the application must not rebuild the tools in another way.
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_TARGET_DIR");
    // Their own settings aim at small and fast programs; here, being there soon matters more.
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", optimised);
    succeed(&mut cargo).map_err(|error| {
        format!("{error}. Its message is above; check the network, or install {package} {version} by hand.")
    })
}

/// One step: says whether it was there, or does it and says how long that took.
#[expect(clippy::print_stdout, reason = "one line of progress per step")]
pub fn step(name: &str, present: impl Fn() -> bool, make: impl FnOnce() -> Outcome) -> Outcome {
    if present() {
        println!("  ready    {name}");
        return Ok(());
    }
    println!("  getting  {name} (may take some minutes) …");
    let start = Instant::now();
    make()?;
    if !present() {
        return Err(format!("{name} was installed but cannot be found; is something older first on PATH?"));
    }
    println!("  ready    {name} ({} s)", start.elapsed().as_secs());
    Ok(())
}

/// Whether a program can be started at all.
pub fn exists(command: &mut Command) -> bool {
    output(command.arg("--version")).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tool_takes_its_version_from_the_workspace() {
        let manifest =
            "[workspace.dependencies]\nwasm-bindgen = \"=0.2.130\"\nwasm-bindgen-futures = \"0.4\"\n";
        assert_eq!(pinned_wasm_bindgen(manifest), Ok("0.2.130".into()));
        assert!(pinned_wasm_bindgen("wasm-bindgen = \"0.2\"").is_err());
    }
}
