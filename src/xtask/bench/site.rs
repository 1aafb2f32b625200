//! The site of the browser benchmark: the built application with one page more, in a folder that nobody downloads from.

use std::fs;
use std::path::{Path, PathBuf};

use crate::fingerprint::{self, collect, read, read_text};
use crate::project::{Outcome, Project, succeed};
use crate::{setup, web};

/// Where the page's own files are.
const PAGE: &str = "tests/bench/page";

/// Builds application and page, and puts them into one folder. `harness` has the two files that the page imports.
pub fn build(project: &Project, harness: &Path) -> Outcome<PathBuf> {
    let lock = web::build(project)?;
    setup::wasm_bindgen(project)?;
    succeed(project.cargo().args(["build", "--quiet", "--release", "--package", "bench-page"]).args(WASM))?;
    let built = project.built("wasm32-unknown-unknown/release/bench-page").with_extension("wasm");
    let name = format!("bench-{}", fingerprint::of(&[&read(&built)?]));

    let site = project.built("bench-site").with_extension("");
    if site.exists() {
        fs::remove_dir_all(&site).map_err(|error| format!("cannot empty {}: {error}", site.display()))?;
    }
    copy_all(&project.dist(), &site)?;
    drop(lock);
    let folder = site.join("bench");
    let mut bindgen = project.command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--out-name", &name, "--out-dir"]);
    succeed(bindgen.arg(&folder).arg(&built))?;
    for file in ["page.js", "workload.js"] {
        copy(&harness.join("src").join(file), &folder.join(file))?;
    }
    copy(&project.path(PAGE).join("clock.js"), &folder.join("clock.js"))?;
    let adapter = read_text(&project.path(PAGE).join("pilothouse.js"))?.replace("BENCH", &name);
    write(&folder.join("pilothouse.js"), &adapter)?;
    let page = read_text(&project.path(PAGE).join("bench.html"))?;
    let page = page.replace("WORKER", &worker(&project.dist())?).replace("ADAPTER", "pilothouse.js");
    write(&site.join("bench.html"), &page)?;
    Ok(site)
}

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// The address of the application's worker, as its page names it.
fn worker(dist: &Path) -> Outcome<String> {
    named(&read_text(&dist.join("index.html"))?)
}

fn named(page: &str) -> Outcome<String> {
    let found = page.split_once("name=\"worker\" content=\"").and_then(|(_, rest)| rest.split_once('"'));
    found.map(|(address, _)| address.to_owned()).ok_or_else(|| "the built page names no worker".to_owned())
}

fn copy_all(from: &Path, to: &Path) -> Outcome {
    let mut files = Vec::new();
    collect(from, &mut files)?;
    files.iter().try_for_each(|file| copy(file, &to.join(file.strip_prefix(from).unwrap_or(file))))
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let made = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::copy(from, to).map(drop));
    made.map_err(|error| format!("cannot copy {} to {}: {error}", from.display(), to.display()))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_is_found_by_the_name_that_the_page_gives_it() {
        let page = r#"<meta name="worker" content="/worker-0123_loader.js" /><meta name="scanner" content="/x.js" />"#;
        assert_eq!(named(page).as_deref(), Ok("/worker-0123_loader.js"));
        assert!(named("<meta name=\"scanner\" content=\"/x.js\" />").is_err());
    }

    #[test]
    fn the_measured_page_has_the_places_that_are_filled_in() {
        let files = |name: &str| {
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(PAGE).join(name))
        };
        let (page, adapter) = (files("bench.html").unwrap(), files("pilothouse.js").unwrap());
        assert!(page.contains("WORKER") && page.contains("ADAPTER") && adapter.contains("BENCH"));
    }
}
