//! Whoever knows one area knows all: every area has the same files.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

/// What may stand in an area's folder (ARCHITECTURE.md). A file that grows too long becomes a
/// folder of its own name beside it (`view.rs` and `view/`).
const ALLOWED: [&str; 12] = [
    "Cargo.toml",
    "README.md",
    "lib.rs",
    "records.rs",
    "rules.rs",
    "notices.rs",
    "drafts.rs",
    "import.rs",
    "commands.rs",
    "sample.rs",
    "tests.rs",
    "view.rs",
];
/// What must be there.
const NEEDED: [&str; 5] = ["Cargo.toml", "README.md", "lib.rs", "records.rs", "tests.rs"];

/// Every area has the same files, and no others.
pub fn same_files(tree: &Tree) -> Vec<Finding> {
    let inside = || tree.under("src/areas").filter_map(|(path, _)| path.strip_prefix("src/areas/"));
    let areas: BTreeSet<&str> = inside().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    let mut findings = Vec::new();
    for area in areas {
        let folder = format!("src/areas/{area}");
        for needed in NEEDED {
            if tree.text(&format!("{folder}/{needed}")).is_none() {
                findings.push(Finding::new(&folder, format!("has no {needed}; every area has one")));
            }
        }
        for (path, _) in tree.under(&folder) {
            let name = &path[folder.len() + 1..];
            let allowed = match name.split_once('/') {
                Some((part, _)) => ALLOWED.contains(&format!("{part}.rs").as_str()),
                None => ALLOWED.contains(&name),
            };
            if !allowed {
                findings.push(Finding::new(
                    path,
                    format!("does not belong into an area; its files are {}", ALLOWED.join(", ")),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    const WHOLE: [(&str, &str); 6] = [
        ("src/areas/feedback/Cargo.toml", ""),
        ("src/areas/feedback/README.md", ""),
        ("src/areas/feedback/lib.rs", ""),
        ("src/areas/feedback/records.rs", ""),
        ("src/areas/feedback/tests.rs", ""),
        ("src/areas/feedback/view/sheet.rs", ""),
    ];

    #[test]
    fn the_agreed_files_are_fine() {
        check(same_files, &WHOLE, &[]);
    }

    #[test]
    fn a_file_of_another_name_is_found() {
        let files: Vec<_> = WHOLE.into_iter().chain([("src/areas/feedback/helpers.rs", "")]).collect();
        check(same_files, &files, &["src/areas/feedback/helpers.rs"]);
    }

    #[test]
    fn a_missing_file_is_found() {
        check(same_files, &WHOLE[1..], &["src/areas/feedback"]);
    }
}
