//! File names from titles: safe on every system, and each once.

use kernel::unicode;
use std::collections::HashSet;

/// The longest name, in characters. Ours: with its folders it stays below Windows' 260.
const LONGEST: usize = 80;

/// Names that Windows keeps for devices, whatever ends them.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// `title` as the name of a file or folder on Windows, macOS and Linux alike.
pub fn safe(title: &str) -> String {
    let spelled: String = unicode::composed(title)
        .chars()
        .map(|letter| match letter {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '-',
            letter if letter.is_control() => ' ',
            letter => letter,
        })
        .collect();
    let spaced = spelled.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = spaced.trim_start_matches(['.', ' ', '~']).chars().take(LONGEST).collect();
    let name = cut.trim_end_matches(['.', ' ']);
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let port = ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port).is_some_and(|number| number.chars().count() == 1 && !number.starts_with('0'))
    });
    if name.is_empty() {
        "untitled".to_owned()
    } else if port || DEVICES.contains(&stem.as_str()) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// The paths that are taken; two that differ in letter case only are one to most disks.
#[derive(Default)]
pub struct Taken(HashSet<String>);

impl Taken {
    /// `path` with its ending, or with a number in between when that is taken.
    pub fn free(&mut self, path: &str, ending: &str) -> String {
        let mut free = format!("{path}{ending}");
        let mut number = 2_u64;
        while !self.0.insert(unicode::same(&free)) {
            free = format!("{path} ({number}){ending}");
            number += 1;
        }
        free
    }
}
