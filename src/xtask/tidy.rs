//! `cargo xtask tidy`: the architecture rules, as code.
//!
//! Every rule is a function from the tree of files to what it finds wrong; a finding names the
//! file and the way out. Who may know whom stands in one table, [`knows::TABLE`].

mod areas;
mod knows;
pub mod manifest;
mod numbered;
mod sheets;
mod text;
mod tree;

use crate::project::{Outcome, Project};
use tree::Tree;

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, from the project's root.
    pub path: String,
    /// What is wrong, and the way out.
    pub message: String,
}

impl Finding {
    fn new(path: &str, message: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), message: message.into() }
    }
}

/// A rule: what it demands, and the function that looks for breaches.
type Rule = (&'static str, fn(&Tree) -> Vec<Finding>);

const RULES: [Rule; 13] = [
    ("a crate knows only the crates below it", knows::own_crates),
    ("only screens name Leptos, and areas only in their views", knows::leptos),
    ("only the worker, the scanner and the app touch the browser's I/O", knows::browser),
    ("rules and engine ask nobody for the time, the disk or the network", knows::outside_world),
    ("versions are pinned once, in the workspace", knows::pins),
    ("every area has the same files", areas::same_files),
    ("every numbered rule is named by a test", numbered::named_by_tests),
    ("every Rust file says what it is about", text::headers),
    ("no file is long", text::length),
    ("nothing is left open, no machine's paths", text::leftovers),
    ("no test is switched off", text::switched_off),
    ("no style attributes in markup", text::style_attributes),
    ("every style sheet is imported once", sheets::imported_once),
];

/// Checks every rule and prints what is broken.
#[expect(clippy::print_stdout, reason = "prints findings")]
pub fn run(project: &Project) -> Outcome {
    let tree = Tree::read(project)?;
    let mut broken = 0;
    for (name, rule) in RULES {
        let findings = rule(&tree);
        if !findings.is_empty() {
            println!("{name}:");
        }
        for finding in &findings {
            println!("  {}: {}", finding.path, finding.message);
        }
        broken += findings.len();
    }
    if broken > 0 {
        return Err(format!("{broken} breaches of the architecture rules"));
    }
    println!("  {} rules hold in {} files", RULES.len(), tree.files().count());
    Ok(())
}

/// For the rules' own tests: `files` is pairs of path and text, `expected` the paths found.
#[cfg(test)]
#[track_caller]
fn check(rule: fn(&Tree) -> Vec<Finding>, files: &[(&str, &str)], expected: &[&str]) {
    let findings = rule(&Tree::of(files));
    let paths: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(paths, expected, "{findings:#?}");
}
