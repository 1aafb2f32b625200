//! What a visitor downloads, against the budget of docs/design/performance.md.

use std::fs;

use crate::fingerprint::collect;
use crate::project::{Outcome, Project};

/// Bytes; 1 KB is 1000 of them.
const SCREEN_BUDGET: u64 = 400_000;
const WHOLE_BUDGET: u64 = 900_000;

/// One line of the table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Part {
    raw: u64,
    packed: u64,
}

/// What is downloaded, by part.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sizes {
    /// Page, styles, scripts and WebAssembly of the screen.
    screen: Part,
    /// What is loaded when its first page is visited.
    parts: Part,
    /// Script and WebAssembly of the Web Worker.
    worker: Part,
    /// Script and WebAssembly of the scanner, which is loaded when somebody scans, or for use without a network.
    scanner: Part,
    /// Fonts and icons, loaded as needed.
    pictures: Part,
}

impl Sizes {
    /// Adds up `(name, raw bytes, bytes on the wire)`.
    fn of(files: impl IntoIterator<Item = (String, u64, u64)>) -> Sizes {
        let mut sizes = Sizes::default();
        for (name, raw, packed) in files {
            let part = if name.starts_with("part-") && name.ends_with(".wasm") {
                &mut sizes.parts
            } else if name.starts_with("worker") {
                &mut sizes.worker
            } else if name.starts_with("scan") {
                &mut sizes.scanner
            } else if name.starts_with("icons") || name.starts_with("fonts") {
                &mut sizes.pictures
            } else {
                &mut sizes.screen
            };
            part.raw += raw;
            part.packed += packed;
        }
        sizes
    }

    fn whole(&self) -> Part {
        let parts = [&self.screen, &self.parts, &self.worker, &self.scanner, &self.pictures];
        Part {
            raw: parts.iter().map(|part| part.raw).sum(),
            packed: parts.iter().map(|part| part.packed).sum(),
        }
    }

    fn within_budget(&self) -> bool {
        self.screen.packed <= SCREEN_BUDGET && self.whole().packed <= WHOLE_BUDGET
    }
}

/// Prints the table.
#[expect(clippy::print_stdout, reason = "prints a table")]
pub fn print(project: &Project) -> Outcome {
    let sizes = measure(project)?;
    let row = |name: &str, part: &Part, budget: Option<u64>| {
        let judgement = match budget {
            Some(budget) if part.packed > budget => format!("  OVER the budget of {} KB", budget / 1000),
            Some(budget) => format!("  budget {} KB", budget / 1000),
            None => String::new(),
        };
        println!("  {name:<18}{:>8.1} KB {:>8.1} KB{judgement}", kilobytes(part.raw), kilobytes(part.packed));
    };
    println!("  {:<18}{:>11} {:>11}", "size", "raw", "brotli");
    row("screen part", &sizes.screen, Some(SCREEN_BUDGET));
    row("pages, later", &sizes.parts, None);
    row("worker part", &sizes.worker, None);
    row("scanner part", &sizes.scanner, None);
    row("fonts and icons", &sizes.pictures, None);
    row("all of it", &sizes.whole(), Some(WHOLE_BUDGET));
    Ok(())
}

/// Prints the table and fails when the budget is broken.
pub fn check(project: &Project) -> Outcome {
    print(project)?;
    if measure(project)?.within_budget() {
        Ok(())
    } else {
        Err("the download is over its budget; look for what came in last (`cargo tree -i`)".to_owned())
    }
}

fn measure(project: &Project) -> Outcome<Sizes> {
    let dist = project.dist();
    let mut files = Vec::new();
    collect(&dist, &mut files)?;
    let length = |path: &std::path::Path| fs::metadata(path).map(|found| found.len());
    let mut found = Vec::new();
    for path in files {
        let name = path.strip_prefix(&dist).unwrap_or(&path).to_string_lossy().into_owned();
        if name.starts_with('.') || name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let raw = length(&path).map_err(|error| format!("cannot measure {name}: {error}"))?;
        // What has no packed copy (pictures, fonts) travels as it is.
        let packed = length(&dist.join(format!("{name}.br"))).unwrap_or(raw);
        found.push((name, raw, packed));
    }
    if found.is_empty() {
        return Err("there is no build to measure; `cargo xtask build` makes one".to_owned());
    }
    Ok(Sizes::of(found))
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(files: &[(&str, u64, u64)]) -> Sizes {
        Sizes::of(files.iter().map(|(name, raw, packed)| ((*name).to_owned(), *raw, *packed)))
    }

    #[test]
    fn every_file_belongs_to_one_part() {
        let found = sizes(&[
            ("app-0_bg.wasm", 1000, 300),
            ("index.html", 10, 5),
            ("worker-0_bg.wasm", 2000, 500),
            ("worker-0_loader.js", 20, 10),
            ("scan-0_bg.wasm", 300, 100),
            ("scan-0_loader.js", 30, 20),
            ("fonts/serif.woff2", 70, 70),
        ]);
        assert_eq!(found.screen, Part { raw: 1010, packed: 305 });
        assert_eq!(found.worker, Part { raw: 2020, packed: 510 });
        assert_eq!(found.scanner, Part { raw: 330, packed: 120 });
        assert_eq!(found.whole(), Part { raw: 3430, packed: 1005 });
    }

    #[test]
    fn both_budgets_count() {
        assert!(sizes(&[("app.wasm", 0, 400_000), ("worker.wasm", 0, 500_000)]).within_budget());
        assert!(!sizes(&[("app.wasm", 0, 400_001)]).within_budget());
        assert!(!sizes(&[("worker.wasm", 0, 900_001)]).within_budget());
    }
}
