//! Who may know whom (ARCHITECTURE.md).

use super::Finding;
use super::manifest::{Dependency, Manifest};
use super::tree::Tree;

/// What one crate may know.
struct Crate {
    /// Folder under `src/`; `areas/*` stands for each area.
    folder: &'static str,
    /// Crates of ours it may depend on.
    ours: &'static [&'static str],
    /// Further ones for its view, behind the feature `ui`.
    view: &'static [&'static str],
    /// Where it stands towards screens.
    screen: Screen,
    /// Whether it does the browser's I/O: storage, network, other tabs and workers.
    browser: bool,
}

/// How a crate stands towards Leptos.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Screen {
    /// It is a screen, or part of one.
    Is,
    /// Only its `view.rs` and `view/` are, behind the feature `ui`.
    Has,
    /// It has nothing to do with screens.
    Never,
}

/// For `ours`: every area crate.
const AREAS: &str = "areas/*";
const VIEW: &[&str] = &["mirror", "design"];
/// What the tests of rules have in common; anybody's tests know it, and nothing else does.
const FIXTURE: &str = "fixture";

/// The table. A crate that is not in it is a finding, so a new crate starts here.
const TABLE: &[Crate] = &[
    pure("kernel", &[]),
    pure("document/derive", &[]),
    pure("document", &["kernel", "document-derive"]),
    pure("protocol", &["kernel"]),
    pure("vault", &["kernel", "protocol"]),
    pure("parts", &["kernel", "document"]),
    pure("engine", &["kernel", "document", "parts", "vault", "protocol"]),
    Crate { browser: true, ..pure("worker", &["kernel", "document", "engine", "vault"]) },
    Crate { browser: true, ..pure("scan", &["kernel"]) },
    pure(FIXTURE, &["kernel", "document"]),
    with_view("roster", &["kernel", "document"]),
    with_view(AREAS, &["kernel", "document", "roster"]),
    with_view("threads", &["kernel", "document", "roster", AREAS]),
    Crate { screen: Screen::Is, ..pure("mirror", &["kernel", "document", "engine"]) },
    Crate { screen: Screen::Is, ..pure("design", &["kernel", "document", "mirror", "scan"]) },
    Crate {
        folder: "app",
        ours: &["kernel", "document", "engine", "worker", "mirror", "design", "roster", "threads", AREAS],
        view: &[],
        screen: Screen::Is,
        browser: true,
    },
    pure("relay", &["kernel", "protocol"]),
    pure("xtask", &[]),
];

/// These run where nobody answers such questions; the hosts (worker, app, relay) ask for them.
const ASKS_NOBODY: [&str; 10] = [
    "kernel",
    "document/derive",
    "document",
    "vault",
    "protocol",
    "parts",
    "engine",
    "roster",
    "threads",
    "areas/*",
];

const fn pure(folder: &'static str, ours: &'static [&'static str]) -> Crate {
    Crate { folder, ours, view: &[], screen: Screen::Never, browser: false }
}

const fn with_view(folder: &'static str, ours: &'static [&'static str]) -> Crate {
    Crate { folder, ours, view: VIEW, screen: Screen::Has, browser: false }
}

/// Crates that stand in `src/` and what the table says about them.
struct Found<'a> {
    /// Path of the manifest.
    path: &'a str,
    /// Folder under `src/`, as it is: `areas/feedback`.
    folder: &'a str,
    manifest: Manifest,
    /// None when the table does not name the crate.
    rule: Option<&'static Crate>,
}

fn crates(tree: &Tree) -> Vec<Found<'_>> {
    tree.under("src")
        .filter_map(|(path, text)| {
            let folder = path.strip_prefix("src/")?.strip_suffix("/Cargo.toml")?;
            let name = in_table(folder);
            let rule = TABLE.iter().find(|rule| rule.folder == name);
            Some(Found { path, folder, manifest: Manifest::parse(text), rule })
        })
        .collect()
}

/// The name under which the table knows a folder.
fn in_table(folder: &str) -> &str {
    match folder.strip_prefix("areas/") {
        Some(rest) if !rest.contains('/') => AREAS,
        _ => folder,
    }
}

/// A crate knows only the crates below it.
pub fn own_crates(tree: &Tree) -> Vec<Finding> {
    let all = crates(tree);
    let areas: Vec<String> = all
        .iter()
        .filter(|found| in_table(found.folder) == AREAS)
        .filter_map(|found| found.manifest.value("package", "name"))
        .collect();
    let ours: Vec<String> = all.iter().filter_map(|found| found.manifest.value("package", "name")).collect();
    let mut findings = Vec::new();
    for found in &all {
        let Some(rule) = found.rule else {
            findings.push(Finding::new(found.path, "a crate that TABLE in src/xtask/tidy/knows.rs does not name; add it there with what it may know"));
            continue;
        };
        let itself = found.manifest.value("package", "name");
        for dependency in found.manifest.dependencies() {
            let name = dependency.name;
            let is_ours = ours.iter().any(|our| our == name);
            if !is_ours || itself.as_deref() == Some(name) {
                continue;
            }
            if name == FIXTURE {
                if !dependency.for_tests {
                    let message = "fixture is for tests only; name it under [dev-dependencies]";
                    findings.push(Finding::new(found.path, message));
                }
                continue;
            }
            let is_area = areas.iter().any(|area| area == name);
            let lists = |list: &[&str]| list.contains(&name) || is_area && list.contains(&AREAS);
            if lists(rule.ours) || (lists(rule.view) && dependency.is_optional()) {
                continue;
            }
            let message = if lists(rule.view) {
                format!("{name} is for the view only; make it optional, behind the feature `ui`")
            } else if is_area && in_table(found.folder) == AREAS {
                format!("areas never know each other; move what needs {name} as well to src/threads")
            } else {
                format!("must not know {name} (ARCHITECTURE.md); move what needs it to a crate above both")
            };
            findings.push(Finding::new(found.path, message));
        }
    }
    findings
}

/// Only screens name Leptos; areas, roster and threads only in their views.
pub fn leptos(tree: &Tree) -> Vec<Finding> {
    const NAMES: [&str; 3] = ["leptos", "leptos_router", "reactive_stores"];
    let mut findings = Vec::new();
    for found in crates(tree) {
        let screen = found.rule.map_or(Screen::Never, |rule| rule.screen);
        for dependency in found.manifest.dependencies().filter(|found| NAMES.contains(&found.name)) {
            match screen {
                Screen::Is => {}
                Screen::Has if dependency.is_optional() => {}
                Screen::Has => findings.push(Finding::new(
                    found.path,
                    format!("{} must be optional, behind the feature `ui`", dependency.name),
                )),
                Screen::Never => findings.push(Finding::new(
                    found.path,
                    format!("must not know {}; it is no screen", dependency.name),
                )),
            }
        }
        if screen != Screen::Has {
            continue;
        }
        let folder = format!("src/{}", found.folder);
        for (path, text) in tree.under(&folder).filter(|(path, _)| path.ends_with(".rs")) {
            let inside = &path[folder.len() + 1..];
            let is_view = inside == "view.rs" || inside.starts_with("view/");
            if !is_view && code_lines(text).any(|(_, line)| line.contains("leptos")) {
                findings.push(Finding::new(
                    path,
                    "names Leptos outside the view; screens hold no rules, so move it to view.rs or view/",
                ));
            }
        }
    }
    findings
}

/// Only the worker, the scanner and the app touch the browser's I/O.
pub fn browser(tree: &Tree) -> Vec<Finding> {
    const CRATES: [&str; 4] = ["idb", "gloo-net", "gloo-storage", "gloo-worker"];
    // Gloo's timers and listeners are any screen's; these of its parts reach further.
    const GLOO: [&str; 7] =
        ["\"file\"", "\"futures\"", "\"history\"", "\"net\"", "\"storage\"", "\"worker\"", "\"default\""];
    const FEATURES: [&str; 12] = [
        "\"Idb",
        "\"Storage",
        "\"Cache",
        "\"WebSocket",
        "\"BroadcastChannel\"",
        "\"Worker",
        "\"ServiceWorker",
        "\"Lock",
        "\"Request",
        "\"Rtc",
        "\"MediaDevices",
        "\"MediaStream",
    ];
    let mut findings = Vec::new();
    for found in crates(tree).iter().filter(|found| found.rule.is_some_and(|rule| !rule.browser)) {
        let is_screen = found.rule.is_some_and(|rule| rule.screen != Screen::Never);
        let reach = |dependency: &Dependency<'_>| {
            CRATES.contains(&dependency.name)
                || dependency.name == "gloo"
                    && (!is_screen || GLOO.iter().any(|name| dependency.spec.contains(name)))
                || dependency.name == "web-sys" && FEATURES.iter().any(|name| dependency.spec.contains(name))
        };
        // A test of the browser may look into it.
        for dependency in found.manifest.dependencies().filter(|found| !found.for_tests && reach(found)) {
            findings.push(Finding::new(
                found.path,
                format!(
                    "reaches for the browser's I/O through {}; only src/worker, src/scan and src/app do that",
                    dependency.name
                ),
            ));
        }
    }
    findings
}

/// Rules and engine get time, bytes and randomness as arguments.
pub fn outside_world(tree: &Tree) -> Vec<Finding> {
    const NAMES: [&str; 9] = [
        "SystemTime::now",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "Date::now",
        "std::fs",
        "std::net",
        "std::thread",
        "std::env",
    ];
    let mut findings = Vec::new();
    for found in crates(tree).iter().filter(|found| ASKS_NOBODY.contains(&in_table(found.folder))) {
        let folder = format!("src/{}", found.folder);
        for (path, text) in tree.under(&folder).filter(|(path, _)| path.ends_with(".rs")) {
            // Views are part of the screen, and tests read their fixtures.
            let inside = &path[folder.len() + 1..];
            if inside.starts_with("view") || inside.starts_with("tests") {
                continue;
            }
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
            for (number, line) in code_lines(code) {
                if let Some(name) = NAMES.iter().find(|name| line.contains(*name)) {
                    findings.push(Finding::new(
                        path,
                        format!("line {number} uses {name}; take the value as an argument instead"),
                    ));
                }
            }
        }
    }
    findings
}

/// Versions are pinned once, in the workspace.
pub fn pins(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(text) = tree.text("Cargo.toml") {
        for (name, spec) in Manifest::parse(text).workspace_dependencies() {
            if spec.contains("path =") {
                continue;
            }
            let version =
                spec.split('"').nth(if spec.contains("package =") { 3 } else { 1 }).unwrap_or_default();
            let exact_or_caret =
                version.trim_start_matches('=').starts_with(|first: char| first.is_ascii_digit());
            if !exact_or_caret || version.contains(',') || spec.contains("git =") {
                findings.push(Finding::new(
                    "Cargo.toml",
                    format!("{name} is not pinned; write \"=1.2.3\" or \"1.2\""),
                ));
            }
        }
    }
    for (path, text) in tree.ending("/Cargo.toml") {
        for dependency in Manifest::parse(text).dependencies() {
            if !dependency.spec.contains("workspace = true") {
                findings.push(Finding::new(path, format!(
                    "{} has a version of its own; put it into [workspace.dependencies] of the root and write `{}.workspace = true`",
                    dependency.name, dependency.name
                )));
            }
        }
    }
    findings
}

/// Numbered lines that are not comments.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(index, line)| (index + 1, line)).filter(|(_, line)| {
        let line = line.trim_start();
        !line.starts_with("//")
    })
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    /// A manifest of this name with these dependency lines.
    fn manifest(name: &str, dependencies: &str) -> String {
        format!("[package]\nname = \"{name}\"\n\n[dependencies]\n{dependencies}\n")
    }

    #[test]
    fn an_area_must_not_know_another() {
        let feedback = manifest("feedback", "kernel.workspace = true\nhiring.workspace = true");
        let files = [
            ("src/areas/feedback/Cargo.toml", feedback.as_str()),
            ("src/areas/hiring/Cargo.toml", &manifest("hiring", "")),
            ("src/kernel/Cargo.toml", &manifest("kernel", "")),
        ];
        check(own_crates, &files, &["src/areas/feedback/Cargo.toml"]);
    }

    #[test]
    fn threads_may_know_every_area() {
        let files = [
            ("src/areas/hiring/Cargo.toml", manifest("hiring", "")),
            ("src/threads/Cargo.toml", manifest("threads", "hiring.workspace = true")),
        ];
        check(own_crates, &files.each_ref().map(|(path, text)| (*path, text.as_str())), &[]);
    }

    #[test]
    fn the_relay_must_not_know_documents() {
        let files = [
            ("src/document/Cargo.toml", manifest("document", "")),
            ("src/relay/Cargo.toml", manifest("relay", "document = { workspace = true }")),
        ];
        let files = files.each_ref().map(|(path, text)| (*path, text.as_str()));
        check(own_crates, &files, &["src/relay/Cargo.toml"]);
    }

    #[test]
    fn a_view_may_know_design_only_behind_its_feature() {
        let design = ("src/design/Cargo.toml", manifest("design", ""));
        let with = |line: &str| [design.clone(), ("src/roster/Cargo.toml", manifest("roster", line))];
        let plain = with("design.workspace = true");
        check(
            own_crates,
            &plain.each_ref().map(|(path, text)| (*path, text.as_str())),
            &["src/roster/Cargo.toml"],
        );
        let optional = with("design = { workspace = true, optional = true }");
        check(own_crates, &optional.each_ref().map(|(path, text)| (*path, text.as_str())), &[]);
    }

    #[test]
    fn the_fixture_is_for_tests() {
        let fixture = ("src/fixture/Cargo.toml", manifest("fixture", ""));
        let with = |line: &str| [fixture.clone(), ("src/roster/Cargo.toml", manifest("roster", line))];
        let for_tests = with("[dev-dependencies]\nfixture.workspace = true");
        check(own_crates, &for_tests.each_ref().map(|(path, text)| (*path, text.as_str())), &[]);
        let plain = with("fixture.workspace = true");
        check(
            own_crates,
            &plain.each_ref().map(|(path, text)| (*path, text.as_str())),
            &["src/roster/Cargo.toml"],
        );
    }

    #[test]
    fn a_new_crate_needs_a_line_in_the_table() {
        check(
            own_crates,
            &[("src/novelty/Cargo.toml", "[package]\nname = \"novelty\"")],
            &["src/novelty/Cargo.toml"],
        );
    }

    #[test]
    fn leptos_stays_in_views() {
        let area = manifest("feedback", "leptos = { workspace = true, optional = true }");
        let files = [
            ("src/areas/feedback/Cargo.toml", area.as_str()),
            ("src/areas/feedback/rules.rs", "use leptos::prelude::*;"),
            ("src/areas/feedback/records.rs", "// leptos would be wrong here"),
            ("src/areas/feedback/view.rs", "use leptos::prelude::*;"),
            ("src/areas/feedback/view/sheet.rs", "use leptos::prelude::*;"),
        ];
        check(leptos, &files, &["src/areas/feedback/rules.rs"]);
        check(
            leptos,
            &[("src/engine/Cargo.toml", &manifest("engine", "leptos.workspace = true"))],
            &["src/engine/Cargo.toml"],
        );
    }

    #[test]
    fn storage_and_network_belong_to_worker_and_app() {
        let lines = "web-sys = { workspace = true, features = [\"WebSocket\"] }";
        check(browser, &[("src/worker/Cargo.toml", &manifest("worker", lines))], &[]);
        check(browser, &[("src/design/Cargo.toml", &manifest("design", lines))], &["src/design/Cargo.toml"]);
        let dom = "web-sys = { workspace = true, features = [\"HtmlDialogElement\"] }";
        check(browser, &[("src/design/Cargo.toml", &manifest("design", dom))], &[]);
    }

    #[test]
    fn screens_may_have_gloo_for_timers_and_listeners_only() {
        let timers = "gloo.workspace = true";
        check(browser, &[("src/design/Cargo.toml", &manifest("design", timers))], &[]);
        check(browser, &[("src/engine/Cargo.toml", &manifest("engine", timers))], &["src/engine/Cargo.toml"]);
        let network = "gloo = { workspace = true, features = [\"net\"] }";
        check(
            browser,
            &[("src/design/Cargo.toml", &manifest("design", network))],
            &["src/design/Cargo.toml"],
        );
        check(browser, &[("src/worker/Cargo.toml", &manifest("worker", network))], &[]);
    }

    #[test]
    fn rules_take_the_time_as_an_argument() {
        let files = [
            ("src/engine/Cargo.toml", manifest("engine", "")),
            ("src/engine/lib.rs", "let now = std::time::Instant::now();".to_owned()),
            ("src/engine/tests.rs", "let text = std::fs::read(path);".to_owned()),
            (
                "src/engine/plan.rs",
                "// never SystemTime::now\n#[cfg(test)]\nmod tests {\n std::fs::read(p) }".to_owned(),
            ),
        ];
        check(
            outside_world,
            &files.each_ref().map(|(path, text)| (*path, text.as_str())),
            &["src/engine/lib.rs"],
        );
    }

    #[test]
    fn versions_stand_in_the_workspace() {
        let root = "[workspace.dependencies]\na = \"=1.0.0\"\nb = { version = \"2\", features = [\"x\"] }\n\
                    c = \"*\"\nd = { package = \"e\", version = \"0.3\" }\nf = { path = \"src/f\" }\ng = \">=1\"\n";
        let member = "[dependencies]\na.workspace = true\nb = \"2\"\n";
        check(
            pins,
            &[("Cargo.toml", root), ("src/f/Cargo.toml", member)],
            &["Cargo.toml", "Cargo.toml", "src/f/Cargo.toml"],
        );
    }
}
