//! What tests need beyond a build: a browser, its driver, Node, and the runner's packages.

use std::env;
use std::fs;

use crate::fingerprint;
use crate::project::{Outcome, Project, output, succeed};
use crate::setup::{exists, step};

/// A program that tests call.
struct Program {
    name: &'static str,
    /// Environment variable that names another one.
    variable: &'static str,
    command: &'static str,
    /// Debian's package.
    package: &'static str,
}

const CHROMIUM: Program =
    Program { name: "Chromium", variable: "CHROMIUM", command: "chromium", package: "chromium" };
const DRIVER: Program = Program {
    name: "Chromium's driver",
    variable: "CHROMEDRIVER",
    command: "chromedriver",
    package: "chromium-driver",
};
const NODE: Program = Program { name: "Node.js", variable: "NODE", command: "node", package: "nodejs" };
/// The oldest Node that the end-to-end runner works with.
const NODE_MAJOR: u32 = 20;
const NPM: Program = Program { name: "npm", variable: "NPM", command: "npm", package: "npm" };

/// The path of a Chromium.
pub fn chromium(project: &Project) -> Outcome<String> {
    CHROMIUM.get(project)
}

/// The path of a WebDriver server for it.
pub fn chromedriver(project: &Project) -> Outcome<String> {
    DRIVER.get(project)
}

/// The path of Node.
pub fn node(project: &Project) -> Outcome<String> {
    let path = NODE.get(project)?;
    let version = output(project.command(&path).arg("--version")).unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|text| text.parse().ok());
    if major.is_some_and(|major: u32| major >= NODE_MAJOR) {
        Ok(path)
    } else {
        Err(format!(
            "Node.js {NODE_MAJOR} or newer is needed, {path} is {}. Install one (https://nodejs.org) and put it on \
             PATH or name it in NODE.",
            version.trim()
        ))
    }
}

/// Installs a folder's npm packages exactly as its lock file says, when that has changed.
pub fn packages(project: &Project, folder: &str) -> Outcome {
    let npm = NPM.get(project)?;
    let stamp = project.path(folder).join("node_modules/.stamp");
    let wanted = fingerprint::of_files(&project.path(folder), &["package-lock.json"])?;
    let present = || fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted);
    step(&format!("packages of {folder}"), present, || {
        let mut install = project.command(&npm);
        install
            .args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"])
            .current_dir(project.path(folder));
        // Tests use the machine's Chromium.
        install.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        succeed(&mut install)
            .map_err(|error| format!("{error} in {folder}; is the npm registry reachable?"))?;
        fs::write(&stamp, &wanted).map_err(|error| format!("cannot write {}: {error}", stamp.display()))
    })
}

impl Program {
    /// Where it is: the one named by the environment, the one on PATH, or a fresh one.
    fn get(&self, project: &Project) -> Outcome<String> {
        if let Ok(path) = env::var(self.variable) {
            return if exists(&mut project.command(&path)) {
                Ok(path)
            } else {
                Err(format!("{} names {path}, which cannot be started", self.variable))
            };
        }
        step(self.name, || exists(&mut project.command(self.command)), || self.install(project))?;
        let path = output(project.command("sh").args(["-c", &format!("command -v {}", self.command)]));
        Ok(path.map_or_else(|| self.command.to_owned(), |path| path.trim().to_owned()))
    }

    fn install(&self, project: &Project) -> Outcome {
        let by_hand = format!(
            "{} is needed. Install it (Debian, Ubuntu: `sudo apt-get install {}`), or name one in {}.",
            self.name, self.package, self.variable
        );
        let is_root = output(project.command("id").arg("-u")).is_some_and(|id| id.trim() == "0");
        if !is_root || !exists(&mut project.command("apt-get")) {
            return Err(by_hand);
        }
        let apt = |words: &[&str]| {
            succeed(project.command("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"))
        };
        apt(&["update", "--quiet=2"])
            .and_then(|()| apt(&["install", "--yes", "--quiet=2", "--no-install-recommends", self.package]))
            .map_err(|error| format!("{error}. {by_hand}"))
    }
}
