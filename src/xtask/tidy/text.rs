//! What every file keeps to, whatever it is about.

use super::Finding;
use super::tree::Tree;

/// Longest file (ours): beyond it there is a second subject inside.
const LONGEST: usize = 600;

/// Every Rust file begins with `//!` and a sentence.
pub fn headers(tree: &Tree) -> Vec<Finding> {
    const SHORTEST: usize = 20;
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs") {
        let header = text.lines().next().and_then(|line| line.strip_prefix("//!")).unwrap_or_default();
        if header.trim().len() < SHORTEST {
            findings
                .push(Finding::new(path, "its first line must be `//! …` and say what the file is about"));
        }
    }
    findings
}

/// No file of code is long.
pub fn length(tree: &Tree) -> Vec<Finding> {
    const CODE: [&str; 5] = [".rs", ".css", ".js", ".mjs", ".ts"];
    tree.files()
        .filter(|(path, _)| CODE.iter().any(|suffix| path.ends_with(suffix)))
        .filter_map(|(path, text)| {
            let lines = text.lines().count();
            (lines > LONGEST).then(|| {
                Finding::new(
                    path,
                    format!("has {lines} lines, more than {LONGEST}; give its second subject a file"),
                )
            })
        })
        .collect()
}

/// Nothing is left open, and no file knows the machine it was written on.
pub fn leftovers(tree: &Tree) -> Vec<Finding> {
    // In pieces, so that this file does not find itself.
    const MARKS: [(&str, &str); 9] = [
        (concat!("TO", "DO"), "finish it, or write an issue"),
        (concat!("FIX", "ME"), "finish it, or write an issue"),
        (concat!("todo", "!("), "finish it"),
        (concat!("unimpl", "emented!("), "finish it"),
        (concat!("db", "g!("), "remove it"),
        (concat!("/ho", "me/"), "use a path inside the project"),
        (concat!("/ro", "ot/"), "use a path inside the project"),
        (concat!("/Us", "ers/"), "use a path inside the project"),
        (concat!("C:", "\\Users"), "use a path inside the project"),
    ];
    lines_with(tree, is_written_by_us, &MARKS)
}

/// No test is switched off, and none switches the others off.
pub fn switched_off(tree: &Tree) -> Vec<Finding> {
    const MARKS: [(&str, &str); 6] = [
        (concat!("#[ign", "ore"), "mend the test or remove it"),
        (concat!("test.sk", "ip("), "mend the test or remove it"),
        (concat!("test.fix", "me("), "mend the test or remove it"),
        (concat!("test.on", "ly("), "choose tests on the command line instead"),
        (concat!("describe.sk", "ip("), "mend the tests or remove them"),
        (concat!("describe.on", "ly("), "choose tests on the command line instead"),
    ];
    lines_with(tree, |path| path.ends_with(".rs") || path.ends_with("js"), &MARKS)
}

/// The Content-Security-Policy refuses `style="…"`, so markup must not have it.
pub fn style_attributes(tree: &Tree) -> Vec<Finding> {
    const MARKS: [(&str, &str); 2] = [
        (concat!(" style", "=\""), "use a class, or `style:name=value`, which sets a single property"),
        (concat!(" style", "={"), "use a class, or `style:name=value`, which sets a single property"),
    ];
    lines_with(tree, |path| path.ends_with(".rs") || path.ends_with(".html"), &MARKS)
}

fn is_written_by_us(path: &str) -> bool {
    let generated = ["Cargo.lock", "package-lock.json"].iter().any(|name| path.ends_with(name));
    // Fixtures are somebody else's words, kept as they came.
    !generated && !path.contains("fixtures/")
}

fn lines_with(tree: &Tree, applies: fn(&str) -> bool, marks: &[(&str, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| applies(path)) {
        for (index, line) in text.lines().enumerate() {
            for (mark, way_out) in marks.iter().filter(|(mark, _)| line.contains(mark)) {
                findings
                    .push(Finding::new(path, format!("line {} has `{}`; {way_out}", index + 1, mark.trim())));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn a_file_says_what_it_is_about_in_its_first_line() {
        let files = [
            ("a.rs", "//! Dates and the cadences built on them.\n"),
            ("b.rs", "use std::fs;\n"),
            ("c.rs", "//! c\n"),
        ];
        check(headers, &files, &["b.rs", "c.rs"]);
    }

    #[test]
    fn a_file_may_be_long_but_not_too_long() {
        let long = "\n".repeat(LONGEST);
        let longer = "\n".repeat(LONGEST + 1);
        check(length, &[("a.rs", &long), ("b.css", &longer), ("c.md", &longer)], &["b.css"]);
    }

    #[test]
    fn what_was_left_open_is_found() {
        let mark = concat!("// TO", "DO: later");
        check(leftovers, &[("src/a.rs", mark), ("tests/fixtures/a.csv", mark)], &["src/a.rs"]);
        check(leftovers, &[("README.md", concat!("see /ho", "me/ana/x"))], &["README.md"]);
    }

    #[test]
    fn a_test_that_never_runs_is_found() {
        check(switched_off, &[("a.rs", concat!("#[ign", "ore = \"slow\"]"))], &["a.rs"]);
        check(switched_off, &[("a.spec.mjs", concat!("test.on", "ly('it', run)"))], &["a.spec.mjs"]);
    }

    #[test]
    fn a_style_attribute_is_found_and_a_single_property_is_not() {
        let attribute = concat!("<p style", "=\"color: red\">");
        check(style_attributes, &[("a.rs", attribute), ("b.rs", "<p style:color=red>")], &["a.rs"]);
    }
}
