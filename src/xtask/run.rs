//! `cargo xtask run`: from a fresh clone to an application in the browser.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use crate::arguments::Arguments;
use crate::project::{Outcome, Project};
use crate::{setup, web};

const PORT: u16 = 7420;

/// Sets up, builds, and becomes the server.
pub fn run(project: &Project, mut arguments: Arguments) -> Outcome {
    let port = match arguments.option("--port")? {
        Some(text) => text.parse().map_err(|_| format!("--port {text}: not a port number (1 to 65535)"))?,
        None => PORT,
    };
    let data = arguments.option("--data")?.map_or_else(|| project.path(".data"), PathBuf::from);
    let development = arguments.switch("--dev");
    arguments.finish()?;
    // Said before the build, not after minutes of it.
    TcpListener::bind(("127.0.0.1", port)).map_err(|error| {
        format!("port {port} cannot be used ({error}); stop what runs there, or choose another with --port")
    })?;

    if development {
        setup::for_web(project)?;
        let mut trunk = project.command("trunk");
        trunk.args(["serve", "--port", &port.to_string()]);
        become_program(&mut trunk)
    } else {
        // Another build may begin once this process has become the server.
        let _lock = web::build(project)?;
        let mut relay = Command::new(project.relay());
        relay.arg("--listen").arg(format!("127.0.0.1:{port}"));
        relay.arg("--assets").arg(project.dist()).arg("--data").arg(data);
        become_program(&mut relay)
    }
}

/// Replaces this process, so that Ctrl-C and a supervisor's signals reach the server itself.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Outcome {
    use std::os::unix::process::CommandExt;
    crate::guard::dismiss();
    let error = command.exec();
    Err(format!("cannot start {}: {error}", command.get_program().to_string_lossy()))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Outcome {
    crate::project::succeed(command)
}
