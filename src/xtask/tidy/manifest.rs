//! The little of `Cargo.toml` that the rules need: sections, keys, dependencies.

/// A parsed manifest.
pub struct Manifest {
    /// `(section, key, value)`, in order.
    entries: Vec<(String, String, String)>,
}

/// One line of a dependency section.
#[derive(Debug, PartialEq, Eq)]
pub struct Dependency<'a> {
    /// The crate's name as written.
    pub name: &'a str,
    /// Everything after the name: `"=1.0"`, `{ workspace = true, optional = true }`.
    pub spec: &'a str,
    /// Only for tests and benchmarks.
    pub for_tests: bool,
}

impl Dependency<'_> {
    /// Whether it comes in only behind a feature.
    pub fn is_optional(&self) -> bool {
        self.spec.contains("optional = true")
    }
}

impl Manifest {
    /// Reads a manifest in the form in which this project writes them: one `key = value` per
    /// line, lists over several lines, tables inline.
    pub fn parse(text: &str) -> Manifest {
        let mut entries: Vec<(String, String, String)> = Vec::new();
        let mut section = String::new();
        let mut open_list = false;
        for line in text.lines().map(|line| line.split(" #").next().unwrap_or(line).trim()) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let (true, Some(entry)) = (open_list, entries.last_mut()) {
                entry.2.push_str(line);
                open_list = !closes(&entry.2);
            } else if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                section = name.trim_matches(['[', ']']).to_owned();
            } else if let Some((key, value)) = line.split_once('=') {
                entries.push((section.clone(), key.trim().to_owned(), value.trim().to_owned()));
                open_list = !closes(value);
            }
        }
        Manifest { entries }
    }

    /// A text value.
    pub fn value(&self, section: &str, key: &str) -> Option<String> {
        self.raw(section, key).map(|value| value.trim_matches('"').to_owned())
    }

    /// A list of texts.
    pub fn list(&self, section: &str, key: &str) -> Vec<String> {
        let value = self.raw(section, key).unwrap_or_default();
        value.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// All dependencies, for every target, for building and for tests.
    pub fn dependencies(&self) -> impl Iterator<Item = Dependency<'_>> {
        self.entries.iter().filter_map(|(section, key, spec)| {
            let kind = section.rsplit('.').next().unwrap_or(section);
            let kind = if section == "workspace.dependencies" { "" } else { kind };
            matches!(kind, "dependencies" | "dev-dependencies" | "build-dependencies").then(|| Dependency {
                name: key.split('.').next().unwrap_or(key),
                spec: if key.ends_with(".workspace") { "{ workspace = true }" } else { spec },
                for_tests: kind == "dev-dependencies",
            })
        })
    }

    /// Names and specifications of `[workspace.dependencies]`.
    pub fn workspace_dependencies(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.entries.iter().filter(|(section, ..)| section == "workspace.dependencies");
        all.map(|(_, key, value)| (key.as_str(), value.as_str()))
    }

    fn raw(&self, section: &str, key: &str) -> Option<&str> {
        let mut all = self.entries.iter();
        all.find(|entry| entry.0 == section && entry.1 == key).map(|entry| entry.2.as_str())
    }
}

fn closes(value: &str) -> bool {
    value.matches('[').count() == value.matches(']').count()
        && value.matches('{').count() == value.matches('}').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
[package]
name = "feedback" # the crate
version.workspace = true

[features]
ui = ["dep:leptos"]

[dependencies]
kernel.workspace = true
leptos = { workspace = true, optional = true }
web-sys = { workspace = true, features = [
    "Window",
] }

[target.'cfg(target_arch = "wasm32")'.dev-dependencies]
wasm-bindgen-test.workspace = true
"#;

    #[test]
    fn dependencies_of_every_kind_are_found() {
        let manifest = Manifest::parse(TEXT);
        let names: Vec<_> = manifest.dependencies().map(|found| (found.name, found.for_tests)).collect();
        let expected =
            [("kernel", false), ("leptos", false), ("web-sys", false), ("wasm-bindgen-test", true)];
        assert_eq!(names, expected);
        assert!(manifest.dependencies().nth(1).is_some_and(|found| found.is_optional()));
        assert!(manifest.dependencies().nth(2).is_some_and(|found| found.spec.contains("\"Window\"")));
    }

    #[test]
    fn texts_and_lists_are_read() {
        let manifest = Manifest::parse(TEXT);
        assert_eq!(manifest.value("package", "name").as_deref(), Some("feedback"));
        let workspace =
            Manifest::parse("[workspace]\nmembers = [\n  \"a\",\n  \"b/c\",\n]\nresolver = \"3\"\n");
        assert_eq!(workspace.list("workspace", "members"), ["a", "b/c"]);
        assert_eq!(workspace.value("workspace", "resolver").as_deref(), Some("3"));
    }
}
