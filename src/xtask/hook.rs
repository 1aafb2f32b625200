//! The last step of a release build, called by Trunk once its files are ready.
//!
//! - The files of the worker and of the scanner get a content hash, as Trunk gives the others.
//! - The style sheets become one.
//! - The first script fetches the page's program.
//! - The screen's parts are put beside it.
//! - Inline scripts become files, so that the Content-Security-Policy need not allow any.
//! - The service worker learns what to keep.
//!
//! A development build is left alone.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::fingerprint::{self, collect, read, read_text};
use crate::project::Outcome;
use crate::split;

/// The programs that run beside the page, each with the name under which the page finds its loader (`<meta name=…>`).
const PROGRAMS: [(&str, &str); 2] = [("worker", "worker"), ("scan", "scanner")];

/// Reads from the environment what Trunk is building, and finishes it.
pub fn run() -> Outcome {
    let variable = |name: &str| {
        env::var(name).map_err(|_| format!("{name} is not set; this command is called by Trunk (Trunk.toml)"))
    };
    if variable("TRUNK_PROFILE")? != "release" {
        return Ok(());
    }
    let build =
        Build { folder: variable("TRUNK_STAGING_DIR")?.into(), source: variable("TRUNK_SOURCE_DIR")?.into() };
    build.finish()
}

/// A build that waits to be finished.
struct Build {
    /// Where Trunk has put its files.
    folder: PathBuf,
    /// Where `index.html` and `style/` come from.
    source: PathBuf,
}

impl Build {
    fn finish(&self) -> Outcome {
        let mut page = read_text(&self.folder.join("index.html"))?;
        for (program, meta) in PROGRAMS {
            page = self.hash_program(program, meta, &page)?;
        }
        page = self.join_styles(&page)?;
        page = fetch_early(&page)?;
        page = self.move_scripts_out(&page)?;
        self.write("index.html", &page)?;
        split::place(&self.folder)?;
        self.fill_service_worker()
    }

    /// Puts one hash over all files of a program into each of their names.
    fn hash_program(&self, program: &str, meta: &str, page: &str) -> Outcome<String> {
        let names = [".js", "_bg.wasm", "_loader.js"].map(|ending| format!("{program}{ending}"));
        let [script, wasm, loader] = names.each_ref().map(|name| self.folder.join(name));
        let loader_text = in_one_object(&read_text(&loader)?)?;
        let hash = fingerprint::of(&[&read(&script)?, &read(&wasm)?, loader_text.as_bytes()]);
        let hashed = |name: &str| name.replacen(program, &format!("{program}-{hash}"), 1);
        // With the slash in front, so that `/service-worker.js` is not meant.
        let rename_in = |text: &str| {
            let replace = |text: String, name: &String| {
                text.replace(&format!("/{name}"), &format!("/{}", hashed(name)))
            };
            names.iter().fold(text.to_owned(), replace)
        };
        fs::write(&loader, rename_in(&loader_text))
            .map_err(|error| format!("cannot write {program}'s loader: {error}"))?;
        for name in &names {
            fs::rename(self.folder.join(name), self.folder.join(hashed(name)))
                .map_err(|error| format!("cannot rename {name}: {error}"))?;
        }
        if !page.contains(&format!("content=\"/{program}_loader.js\"")) {
            return Err(format!("index.html has no <meta name=\"{meta}\" content=\"/{program}_loader.js\">"));
        }
        Ok(rename_in(page))
    }

    /// Replaces `style/main.css` and the sheets it imports by one hashed file.
    fn join_styles(&self, page: &str) -> Outcome<String> {
        let style = self.source.join("style");
        let joined = join_imports(&read_text(&style.join("main.css"))?, |name| read_text(&style.join(name)))?;
        let name = format!("style-{}.css", fingerprint::of(&[joined.as_bytes()]));
        self.write(&name, &joined)?;
        fs::remove_dir_all(self.folder.join("style"))
            .map_err(|error| format!("cannot remove the single style sheets: {error}"))?;
        let (before, _, after) = element(page, "<link rel=\"stylesheet\"", ">")
            .ok_or("index.html has no style sheet; it should link style/main.css")?;
        Ok(format!("{before}<link rel=\"stylesheet\" href=\"/{name}\">{after}"))
    }

    /// Moves the text of inline scripts into files beside the page.
    fn move_scripts_out(&self, page: &str) -> Outcome<String> {
        let mut done = String::new();
        let mut rest = page;
        while let Some((before, script, after)) = element(rest, "<script", "</script>") {
            let (attributes, text) =
                script.split_once('>').ok_or("index.html has a broken script element")?;
            done.push_str(before);
            // Trunk's own live reload fills in its address later, and is not served by us.
            if text.trim().is_empty() || text.contains("__TRUNK_ADDRESS__") {
                done.push_str(&format!("<script{script}</script>"));
            } else {
                let name = format!("start-{}.js", fingerprint::of(&[text.as_bytes()]));
                self.write(&name, text.trim_start())?;
                done.push_str(&format!("<script{attributes} src=\"/{name}\"></script>"));
            }
            rest = after;
        }
        Ok(done + rest)
    }

    /// Writes version and list of assets into the service worker.
    fn fill_service_worker(&self) -> Outcome {
        const NAME: &str = "service-worker.js";
        let mut files = Vec::new();
        collect(&self.folder, &mut files)?;
        files.sort();
        let mut parts = Vec::new();
        let mut list = String::new();
        for file in files {
            let name = file.strip_prefix(&self.folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            // The page is kept under the address that every route is answered with.
            let address = if name == "index.html" { "/".to_owned() } else { format!("/{name}") };
            // Its own text counts for the version, but the browser keeps it by itself.
            if name != NAME {
                list.push_str(&format!("\n  '{address}',"));
            }
            parts.extend([address.into_bytes(), read(&file)?]);
        }
        let version = fingerprint::of(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let text = read_text(&self.folder.join(NAME))?;
        let text = replace_line(&text, "const VERSION =", &format!("const VERSION = '{version}';"))?;
        let text = replace_line(&text, "const ASSETS =", &format!("const ASSETS = [{list}\n];"))?;
        self.write(NAME, &text)
    }

    fn write(&self, name: &str, text: &str) -> Outcome {
        let path: &Path = &self.folder.join(name);
        fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))
    }
}

/// A loader that hands the program's address over as wasm-bindgen wants it; of how Trunk does it, it warns in the console.
fn in_one_object(loader: &str) -> Outcome<String> {
    let (before, address, after) = element(loader, "wasm_bindgen(", ")")
        .ok_or_else(|| format!("this loader starts nothing: {loader}"))?;
    Ok(format!("{before}wasm_bindgen({{ module_or_path: {address} }}){after}"))
}

/// Lets the first script of the page fetch its program, which Trunk preloads by a link. Chromium compiles a program that a
/// link has preloaded anew at every start; of one that a script has fetched it keeps what it compiled
/// (`docs/design/performance.md`).
fn fetch_early(page: &str) -> Outcome<String> {
    let (before, link, after) =
        element(page, "<link rel=\"preload\"", ">").ok_or("index.html preloads no program")?;
    let (_, program, _) = element(link, "href=\"", "\"").ok_or("what index.html preloads has no address")?;
    let page = format!("{before}{after}");
    let address = format!("module_or_path: '{program}'");
    let (start, rest) = page.split_once("<script").ok_or("index.html has no script")?;
    if !rest.contains(&address) {
        return Err(format!("index.html preloads {program} and starts another program"));
    }
    let rest = rest.replacen(&address, "module_or_path: globalThis.program", 1);
    Ok(format!("{start}<script>globalThis.program = fetch('{program}');</script>\n<script{rest}"))
}

/// Replaces each `@import "./x.css";` line by that sheet's text.
fn join_imports(main: &str, sheet: impl Fn(&str) -> Outcome<String>) -> Outcome<String> {
    let mut joined = String::new();
    for line in main.lines() {
        match imported(line) {
            Some(name) => joined.push_str(&sheet(name)?),
            None => joined.push_str(line),
        }
        joined.push('\n');
    }
    Ok(joined)
}

/// The sheet that a line of `main.css` imports.
pub fn imported(line: &str) -> Option<&str> {
    line.trim().strip_prefix("@import \"./")?.strip_suffix("\";")
}

/// Splits a page around the first element: before, inside, after.
fn element<'a>(page: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let (before, rest) = page.split_once(open)?;
    let (inside, after) = rest.split_once(close)?;
    Some((before, inside, after))
}

fn replace_line(text: &str, start: &str, line: &str) -> Outcome<String> {
    let found = text.lines().find(|candidate| candidate.starts_with(start));
    let found = found.ok_or_else(|| format!("service-worker.js has no line that starts with `{start}`"))?;
    Ok(text.replacen(found, line, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<head><meta name="worker" content="/worker_loader.js" />
<meta name="scanner" content="/scan_loader.js" />
<link rel="stylesheet" href="/style/main-1.css" integrity="x"/>
<script type="module">
import init from '/app.js'; navigator.serviceWorker.register('/service-worker.js');
await init({ module_or_path: '/app_bg.wasm' });
</script><link rel="preload" href="/app_bg.wasm" as="fetch"></head><script src="/kept.js"></script>"#;

    /// A finished build in a folder of its own, gone when the test ends.
    struct Finished(PathBuf);

    impl Finished {
        fn new(name: &str, worker: &str) -> Finished {
            let root = env::temp_dir().join(format!("xtask-hook-{}-{name}", std::process::id()));
            let (folder, source) = (root.join("staging"), root.join("source"));
            fs::create_dir_all(folder.join("style")).unwrap();
            fs::create_dir_all(source.join("style")).unwrap();
            for (path, text) in [
                ("staging/index.html", PAGE),
                ("staging/worker.js", worker),
                ("staging/worker_bg.wasm", "wasm"),
                (
                    "staging/worker_loader.js",
                    "importScripts('./worker.js');wasm_bindgen('./worker_bg.wasm');",
                ),
                ("staging/scan.js", "scan"),
                ("staging/scan_bg.wasm", "wasm"),
                ("staging/scan_loader.js", "importScripts('./scan.js');wasm_bindgen('./scan_bg.wasm');"),
                ("staging/service-worker.js", "const VERSION = 'development';\nconst ASSETS = [];\n"),
                ("staging/style/tokens.css", ":root {}"),
                ("source/style/main.css", "@import \"./tokens.css\";\n"),
                ("source/style/tokens.css", ":root {}"),
            ] {
                fs::write(root.join(path), text).unwrap();
            }
            Build { folder, source }.finish().unwrap();
            Finished(root)
        }

        fn names(&self) -> Vec<String> {
            let mut names: Vec<String> = fs::read_dir(self.0.join("staging"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        }

        fn texts(&self, start: &str) -> Vec<String> {
            let names = self.names();
            let found = names.iter().filter(|name| name.starts_with(start));
            found.map(|name| fs::read_to_string(self.0.join("staging").join(name)).unwrap()).collect()
        }

        fn text(&self, start: &str) -> String {
            self.texts(start).remove(0)
        }
    }

    impl Drop for Finished {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_page_knows_worker_and_scanner_by_their_hashed_names() {
        let build = Finished::new("worker", "one");
        let names = build.names();
        for (program, meta) in PROGRAMS {
            let is_loader = |name: &&String| name.starts_with(program) && name.ends_with("_loader.js");
            let loader = names.iter().find(is_loader).unwrap();
            assert!(loader.starts_with(&format!("{program}-")), "{loader}");
            let found = format!("<meta name=\"{meta}\" content=\"/{loader}\"");
            assert!(build.text("index.html").contains(&found), "{found}");
            let stem = loader.strip_suffix("_loader.js").unwrap();
            assert_eq!(
                fs::read_to_string(build.0.join("staging").join(loader)).unwrap(),
                format!(
                    "importScripts('./{stem}.js');wasm_bindgen({{ module_or_path: './{stem}_bg.wasm' }});"
                )
            );
            assert!(!names.contains(&format!("{program}.js")));
        }
    }

    #[test]
    fn the_page_has_one_style_sheet_and_no_inline_script() {
        let build = Finished::new("page", "one");
        let page = build.text("index.html");
        assert_eq!(page.matches("rel=\"stylesheet\"").count(), 1);
        assert!(page.contains("href=\"/style-") && !page.contains("main-1.css"), "{page}");
        assert!(page.contains("<script type=\"module\" src=\"/start-"), "{page}");
        assert!(page.contains("<script src=\"/kept.js\"></script>"), "{page}");
        assert!(!page.contains("import init"), "{page}");
        let scripts = build.texts("start-");
        assert!(
            scripts
                .iter()
                .any(|text| text.starts_with("import init") && text.contains("'/service-worker.js'"))
        );
        assert_eq!(build.text("style-"), ":root {}\n");
    }

    #[test]
    fn the_first_script_fetches_the_program_that_another_starts() {
        let build = Finished::new("early", "one");
        let page = build.text("index.html");
        assert!(!page.contains("preload"), "{page}");
        let (_, first, _) = element(&page, "<script src=\"/", "\"").unwrap();
        assert_eq!(build.text(first), "globalThis.program = fetch('/app_bg.wasm');");
        let starts = |text: &String| text.contains("init({ module_or_path: globalThis.program });");
        assert!(build.texts("start-").iter().any(starts));
    }

    #[test]
    fn the_service_worker_lists_every_asset_and_changes_its_version_with_them() {
        let build = Finished::new("list", "one");
        let text = build.text("service-worker");
        for name in
            build.names().iter().filter(|name| !["index.html", "service-worker.js"].contains(&name.as_str()))
        {
            assert!(text.contains(&format!("'/{name}'")), "{name} is missing in {text}");
        }
        assert!(text.contains("'/',"), "{text}");
        assert!(!text.contains("development"), "{text}");
        assert_ne!(text, Finished::new("list-other", "two").text("service-worker"));
    }
}
