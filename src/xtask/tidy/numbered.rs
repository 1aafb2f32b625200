//! A rule with a number in a README or in docs/design (`- **FB-1.2** …`) is named by a test
//! (`fn fb_1_2_…`).

use super::Finding;
use super::tree::Tree;

/// Every numbered rule of a README is named by a test of the same crate, every one of docs/design
/// by a test of any crate.
pub fn named_by_tests(tree: &Tree) -> Vec<Finding> {
    let readmes = tree.under("src").filter_map(|(path, text)| {
        let folder = path.strip_suffix("/README.md")?;
        Some((path, folder, text))
    });
    let designs = tree
        .under("docs/design")
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, text)| (path, "src", text));
    let mut findings = Vec::new();
    for (path, folder, text) in readmes.chain(designs) {
        let rules: Vec<&str> = text.lines().filter_map(rule_number).collect();
        if rules.is_empty() {
            continue;
        }
        let functions: Vec<&str> = tree
            .under(folder)
            .filter(|(path, _)| path.ends_with(".rs"))
            .flat_map(|(_, text)| test_functions(text))
            .collect();
        for rule in rules {
            let wanted = rule.to_ascii_lowercase().replace(['-', '.'], "_");
            if !functions.iter().any(|name| names(name, &wanted)) {
                findings
                    .push(Finding::new(path, format!("no test names rule {rule}; call one `fn {wanted}_…`")));
            }
        }
    }
    findings
}

/// The number at the start of a list item: `- **FB-1.2** The alarm …`.
fn rule_number(line: &str) -> Option<&str> {
    let (number, _) = line.trim_start().strip_prefix("- **")?.split_once("**")?;
    let number = number.trim_end_matches(['.', ':']);
    let (letters, digits) = number.split_once('-')?;
    let is_number = !letters.is_empty()
        && letters.bytes().all(|byte| byte.is_ascii_uppercase())
        && digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    is_number.then_some(number)
}

/// Names of the functions that carry a test attribute.
fn test_functions(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_test = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[") {
            is_test |= line.contains("test]") || line.contains("test(");
        } else if let Some((_, after)) = line.split_once("fn ").filter(|_| is_test) {
            found.push(after.split('(').next().unwrap_or(after));
            is_test = false;
        }
    }
    found
}

/// Whether a function's name contains the number, and not only the beginning of a longer one.
fn names(function: &str, wanted: &str) -> bool {
    function.match_indices(wanted).any(|(at, _)| {
        let starts = at == 0 || function[..at].ends_with('_');
        let rest = &function[at + wanted.len()..];
        starts
            && (rest.is_empty()
                || rest.starts_with('_') && !rest[1..].starts_with(|next: char| next.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    const README: &str =
        "# Feedback\n\n- **FB-1.2** The alarm rings after two skips.\n- **Agenda**: a word.\n";

    #[test]
    fn a_rule_without_a_test_is_found() {
        let tests = "#[test]\nfn fb_1_20_is_another_rule() {}\nfn fb_1_2_is_no_test() {}\n";
        let files = [("src/areas/feedback/README.md", README), ("src/areas/feedback/tests.rs", tests)];
        check(named_by_tests, &files, &["src/areas/feedback/README.md"]);
    }

    #[test]
    fn a_test_in_the_same_crate_names_the_rule() {
        let tests = "#[test]\nfn fb_1_2_two_skips_ring() {}\n";
        let files = [("src/areas/feedback/README.md", README), ("src/areas/feedback/tests.rs", tests)];
        check(named_by_tests, &files, &[]);
        let elsewhere = [("src/areas/feedback/README.md", README), ("src/roster/tests.rs", tests)];
        check(named_by_tests, &elsewhere, &["src/areas/feedback/README.md"]);
    }

    #[test]
    fn a_rule_of_the_design_may_be_named_by_a_test_of_any_crate() {
        let tests = "#[wasm_bindgen_test]\nasync fn fb_1_2_two_skips_ring() {}\n";
        check(named_by_tests, &[("docs/design/tabs.md", README), ("src/worker/tests.rs", tests)], &[]);
        check(named_by_tests, &[("docs/design/tabs.md", README)], &["docs/design/tabs.md"]);
    }

    #[test]
    fn a_number_does_not_stand_for_its_parts() {
        assert!(names("fb_1_the_series", "fb_1"));
        assert!(!names("fb_1_2_the_alarm", "fb_1"));
        assert!(!names("zfb_1_the_series", "fb_1"));
    }
}
