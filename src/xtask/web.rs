//! Builds what is served: the application into `dist/`, packed, and the server.

use std::fs;

use crate::lock::Lock;
use crate::project::{Outcome, Project, succeed};
use crate::{fingerprint, setup, size, split};

/// What the application is built from. The server and this program are not part of it.
const INPUTS: [&str; 24] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "public",
    "style",
    "src/app",
    "src/areas",
    "src/design",
    "src/document",
    "src/engine",
    "src/kernel",
    "src/mirror",
    "src/protocol",
    "src/roster",
    "src/scan",
    "src/threads",
    "src/vault",
    "src/worker",
    // How the result is put together.
    "src/xtask/hook.rs",
    "src/xtask/split.rs",
    "src/xtask/web.rs",
    "src/relay/compress.rs",
];

/// Inside `dist/`, so that any other build, which empties the folder, takes it along.
const STAMP: &str = ".stamp";

/// Sets up, builds what has changed, and prints the sizes. What is built stays as it is while the lock is kept.
pub fn build(project: &Project) -> Outcome<Lock> {
    let lock = make(project)?;
    size::print(project)?;
    Ok(lock)
}

/// The same without the sizes.
#[expect(clippy::print_stdout, reason = "one line of progress per step")]
pub fn make(project: &Project) -> Outcome<Lock> {
    let lock = Lock::wait(&project.root)?;
    setup::for_web(project)?;
    println!("  building the server …");
    succeed(project.cargo().args(["build", "--quiet", "--profile", "server", "--package", "relay"]))?;

    let stamp = project.dist().join(STAMP);
    let current = fingerprint::of_files(&project.root, &INPUTS)?;
    if fs::read_to_string(&stamp).is_ok_and(|built| built == current) {
        println!("  ready    application (nothing has changed)");
    } else {
        println!("  building the application (the first time takes several minutes) …");
        let mut trunk = project.command("trunk");
        split::prepare(project, &mut trunk)?;
        succeed(trunk.args(["build", "--release", "--quiet"]))?;
        println!("  packing it …");
        succeed(project.command(&project.relay().to_string_lossy()).arg("compress").arg(project.dist()))?;
        fs::write(&stamp, current).map_err(|error| format!("cannot write {}: {error}", stamp.display()))?;
    }
    Ok(lock)
}
