//! The files that the rules look at.

use std::collections::BTreeMap;

use crate::project::{Outcome, Project, output};

/// Every text file of the project, by its path from the root.
pub struct Tree(BTreeMap<String, String>);

impl Tree {
    /// What git knows, or would know after `git add`; pictures and other binary files left out.
    pub fn read(project: &Project) -> Outcome<Tree> {
        let list = ["ls-files", "--cached", "--others", "--exclude-standard"];
        let names = output(project.command("git").args(list))
            .ok_or("`git ls-files` failed; the rules look at the files that git knows")?;
        let read = |name: &str| Some((name.to_owned(), std::fs::read_to_string(project.path(name)).ok()?));
        Ok(Tree(names.lines().filter_map(read).collect()))
    }

    /// A made-up tree.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Tree {
        Tree(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// Path and text of all files.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Path and text of the files whose names end in this.
    pub fn ending<'a>(&'a self, suffix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files().filter(move |(path, _)| path.ends_with(suffix))
    }

    /// Path and text of the files in this folder, at any depth.
    pub fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files().filter(move |(path, _)| {
            path.strip_prefix(folder).is_some_and(|rest| folder.is_empty() || rest.starts_with('/'))
        })
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}
