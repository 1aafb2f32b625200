//! Where things are, and how other programs are called.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::guard;

/// A result whose error is a sentence for the user: what is wrong, and the way out.
pub type Outcome<T = ()> = Result<T, String>;

/// The checked-out project.
#[derive(Clone)]
pub struct Project {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
}

impl Project {
    /// Finds the project this program was built from.
    pub fn find() -> Outcome<Project> {
        // Cargo sets the variable for `cargo run`, which is what `cargo xtask` is.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").ok_or("call this as `cargo xtask`")?;
        let root = Path::new(&manifest).ancestors().nth(2).ok_or("cannot find the project's folder")?;
        Ok(Project { root: root.to_path_buf() })
    }

    /// A path inside the project.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The built application.
    pub fn dist(&self) -> PathBuf {
        self.path("dist")
    }

    /// The built server.
    pub fn relay(&self) -> PathBuf {
        self.built("server/relay")
    }

    /// A program that Cargo has built: `debug/name`.
    pub fn built(&self, program: &str) -> PathBuf {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), PathBuf::from);
        self.root.join(target).join(program).with_extension(env::consts::EXE_EXTENSION)
    }

    /// A program, called from the project's folder, with the project's own tools first on PATH
    /// and nothing to read from standard input.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.search_path()).stdin(Stdio::null());
        command
    }

    /// `cargo`, the very one that runs this program.
    pub fn cargo(&self) -> Command {
        self.command(&env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
    }

    /// PATH with `.tools/bin` in front.
    pub fn search_path(&self) -> OsString {
        let before = env::var_os("PATH").unwrap_or_default();
        let folders = [self.path(".tools/bin")].into_iter().chain(env::split_paths(&before));
        // Joining fails only for a folder with a separator in its name.
        env::join_paths(folders).unwrap_or(before)
    }
}

/// Runs a program to its end; the error names it.
pub fn succeed(command: &mut Command) -> Outcome {
    guard::hold(command);
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed", shown(command))) }
}

/// Runs a program and gives back what it printed; none when it is missing or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program, shows what it prints line by line, and gives the lines back together with
/// whether it succeeded.
#[expect(clippy::print_stdout, reason = "passes on the output of the programs it runs")]
pub fn watched(command: &mut Command) -> Outcome<(bool, Vec<String>)> {
    guard::hold(command);
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
    let mut lines = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line =
                line.map_err(|error| format!("cannot read what {} prints: {error}", shown(command)))?;
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            println!("{line}");
            lines.push(line);
        }
    }
    let status = child.wait().map_err(|error| format!("lost `{}`: {error}", shown(command)))?;
    Ok((status.success(), lines))
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start `{}`: {error}", shown(command))
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = [program].into_iter().chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
