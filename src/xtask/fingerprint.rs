//! Short fingerprints of file contents: names that change with what they name, and the answer
//! to "has anything changed since the last build?".

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use crate::project::Outcome;

/// Sixteen hex digits that stand for these bytes.
///
/// They only have to differ when contents differ by accident; nothing trusts them against an
/// attacker, so the standard library's hasher is enough.
pub fn of(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    format!("{:016x}", hasher.finish())
}

/// The fingerprint of whole files and folders: every name and every byte.
pub fn of_files(root: &Path, paths: &[&str]) -> Outcome<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(&root.join(path), &mut files)?;
    }
    files.sort();
    let mut parts = Vec::new();
    for file in &files {
        parts.push(file.strip_prefix(root).unwrap_or(file).to_string_lossy().into_owned().into_bytes());
        parts.push(read(file)?);
    }
    Ok(of(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>()))
}

/// Every file under a path, or the path itself when it is a file.
pub fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(|error| unreadable(path, &error))? {
            collect(&entry.map_err(|error| unreadable(path, &error))?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_path_buf());
    }
    Ok(())
}

/// A file's bytes.
pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

/// A file's text.
pub fn read_text(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("cannot read {}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_where_one_part_ends_and_the_next_begins() {
        assert_eq!(of(&[b"ab", b"c"]), of(&[b"ab", b"c"]));
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
        assert_eq!(of(&[b"anything"]).len(), 16);
    }
}
