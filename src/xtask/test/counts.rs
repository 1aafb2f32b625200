//! Adding up what the test runners report.

use std::fmt;
use std::ops::AddAssign;

/// How many tests did what.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold, or could not run.
    pub failed: u64,
    /// Left out on purpose.
    pub skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Counts) {
        self.passed += more.passed;
        self.failed += more.failed;
        self.skipped += more.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Tests: {} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(out, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// Adds up the summary lines of `cargo test`, in the browser too:
/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, one per test program.
pub fn of_cargo(lines: &[String]) -> Counts {
    let mut counts = Counts::default();
    for line in lines {
        let Some((_, numbers)) = line.split_once("test result: ").and_then(|(_, rest)| rest.split_once(". "))
        else {
            continue;
        };
        for piece in numbers.split(';') {
            count(&mut counts, piece);
        }
    }
    counts
}

/// Reads Playwright's closing lines, `  2 failed` and `  5 passed (10.2s)`.
pub fn of_playwright(lines: &[String]) -> Counts {
    let mut counts = Counts::default();
    for line in lines {
        let text = line.trim();
        let text = text.split_once(" (").map_or(text, |(text, _)| text);
        if text.split(' ').count() == 2 || text.ends_with("did not run") {
            count(&mut counts, text);
        }
    }
    counts
}

/// Reads the closing lines of `node --test`, `# pass 3` and `# fail 0`.
pub fn of_node(lines: &[String]) -> Counts {
    let mut counts = Counts::default();
    for line in lines {
        let mut words = line.split(' ').skip(1);
        if let (Some(word), Some(number), None) = (words.next(), words.next(), words.next()) {
            count(&mut counts, &format!("{number} {word}"));
        }
    }
    counts
}

/// Adds one `3 passed`.
fn count(counts: &mut Counts, text: &str) {
    let Some((number, word)) = text.trim().split_once(' ') else { return };
    let Ok(number) = number.parse::<u64>() else { return };
    match word {
        "passed" | "pass" => counts.passed += number,
        // A test that passed only when it was repeated is not one to rely on.
        "failed" | "fail" | "flaky" | "interrupted" | "did not run" => counts.failed += number,
        "skipped" | "ignored" => counts.skipped += number,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn every_test_program_of_cargo_counts() {
        let output = lines(
            "running 2 tests\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.1s\n\
             test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        assert_eq!(of_cargo(&output), Counts { passed: 5, failed: 1, skipped: 1 });
    }

    #[test]
    fn playwright_reports_at_its_end() {
        let output = lines(
            "  ok 1 smoke.spec.mjs:3:1 › counts 5 passed (1s)\n  1 failed\n    smoke.spec.mjs:9:1 › it opens\n  1 flaky\n  2 did not run\n  5 passed (10.2s)",
        );
        assert_eq!(of_playwright(&output), Counts { passed: 5, failed: 4, skipped: 0 });
    }

    #[test]
    fn node_reports_with_a_mark_in_front() {
        let output = lines("# tests 4\n# pass 3\n# fail 1\n# skipped 0\n# duration_ms 41.5");
        assert_eq!(of_node(&output), Counts { passed: 3, failed: 1, skipped: 0 });
    }

    #[test]
    fn the_closing_line_is_plain() {
        let counts = Counts { passed: 12, failed: 0, skipped: 0 };
        assert_eq!(counts.to_string(), "Tests: 12 passed, 0 failed");
        assert_eq!(Counts { skipped: 2, ..counts }.to_string(), "Tests: 12 passed, 0 failed, 2 skipped");
    }
}
