//! The backup file: every document of a workspace in one file that shows any damage.
//!
//! ```text
//! mark      16 bytes   89 "pilothouse" 0D 0A 1A 0A 00 (line ends mangled on the way show at once)
//! version    2 bytes   1
//! workspace 16, member 16, created 8 (milliseconds since 1970), count 4
//! per document: key length 2, key, length 4, SHA-256 of its bytes 32
//! the documents' bytes, one behind the other
//! SHA-256 of everything before, 32
//! ```
//!
//! Numbers are little-endian. Restoring is the engine's merge: an empty workspace becomes the one
//! of the backup, with its ids; to another one it adds.

use document::DocumentKey;
use kernel::{MemberId, Problem, Timestamp, WorkspaceId};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// How backup files end.
pub const ENDING: &str = "pilothouse";

/// The largest backup, in bytes; the engine takes no larger message either.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;

const MARK: &[u8; 16] = b"\x89pilothouse\r\n\x1a\n\0";
const VERSION: u16 = 1;
const DIGEST: usize = 32;
/// No key is longer: an audience, a place and two ids.
const MAX_KEY: usize = 200;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The workspace it is of.
    pub workspace: WorkspaceId,
    /// The member who made it: the *only me* documents in it are theirs.
    pub member: MemberId,
    /// When it was made.
    pub created: Timestamp,
    /// The documents, each as a whole Automerge file.
    pub documents: Vec<(DocumentKey, Vec<u8>)>,
}

/// The backup as a file.
///
/// # Errors
/// When it would be larger than [`MAX_BYTES`].
pub fn encode(backup: &Backup) -> Result<Vec<u8>, Problem> {
    let too_large = || {
        Problem::new(
            format!("The backup would have more than {} MB.", MAX_BYTES >> 20),
            "Export the workspace instead.",
        )
    };
    let size: usize = backup.documents.iter().map(|(_, bytes)| bytes.len()).sum();
    if size > MAX_BYTES {
        return Err(too_large());
    }
    let mut file = Vec::with_capacity(size + 128 * (backup.documents.len() + 1));
    file.extend_from_slice(MARK);
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(backup.workspace.as_bytes());
    file.extend_from_slice(backup.member.as_bytes());
    file.extend_from_slice(&backup.created.millis().to_le_bytes());
    file.extend_from_slice(&u32::try_from(backup.documents.len()).map_err(|_| too_large())?.to_le_bytes());
    for (key, bytes) in &backup.documents {
        let key = key.to_string();
        file.extend_from_slice(&u16::try_from(key.len()).map_err(|_| too_large())?.to_le_bytes());
        file.extend_from_slice(key.as_bytes());
        file.extend_from_slice(&u32::try_from(bytes.len()).map_err(|_| too_large())?.to_le_bytes());
        file.extend_from_slice(&Sha256::digest(bytes));
    }
    for (_, bytes) in &backup.documents {
        file.extend_from_slice(bytes);
    }
    let digest = Sha256::digest(&file);
    file.extend_from_slice(&digest);
    if file.len() > MAX_BYTES { Err(too_large()) } else { Ok(file) }
}

/// The backup in a file.
///
/// # Errors
/// When the file is too large, no backup, of newer code, cut short, or damaged; the problem says
/// which, and which document is hit where that can be told.
pub fn decode(file: &[u8]) -> Result<Backup, Problem> {
    if file.len() > MAX_BYTES {
        return Err(Problem::new(
            format!("The file has more than {} MB; no backup is that large.", MAX_BYTES >> 20),
            "Choose a file that ends in .pilothouse.",
        ));
    }
    if !file.starts_with(MARK) {
        return Err(foreign(file));
    }
    let mut rest = &file[MARK.len()..];
    let version = u16::from_le_bytes(take(&mut rest)?);
    if version > VERSION {
        return Err(Problem::new(
            "The backup was made by a newer version of Pilothouse.",
            "Update Pilothouse, then restore it again.",
        ));
    }
    if version == 0 {
        return Err(damaged("Its version is 0."));
    }
    let workspace = WorkspaceId::from_bytes(take(&mut rest)?);
    let member = MemberId::from_bytes(take(&mut rest)?);
    let created = Timestamp::from_millis(i64::from_le_bytes(take(&mut rest)?));
    let count = u32::from_le_bytes(take(&mut rest)?);
    // Entries are read one by one, so a count that is too high ends with the file, not with memory.
    let mut entries = Vec::new();
    let mut keys = BTreeSet::new();
    for _ in 0..count {
        let length = usize::from(u16::from_le_bytes(take(&mut rest)?));
        if length > MAX_KEY {
            return Err(damaged("The name of a document is too long."));
        }
        let key = std::str::from_utf8(cut(&mut rest, length)?).ok().and_then(|key| key.parse().ok());
        let key: DocumentKey = key.ok_or_else(|| damaged("The name of a document cannot be read."))?;
        let length = usize::try_from(u32::from_le_bytes(take(&mut rest)?)).map_err(|_| short())?;
        let digest: [u8; DIGEST] = take(&mut rest)?;
        if !keys.insert(key.clone()) {
            return Err(damaged("A document is in it twice.").at(key.to_string()));
        }
        entries.push((key, length, digest));
    }
    let mut bodies = Vec::with_capacity(entries.len());
    for (key, length, digest) in entries {
        bodies.push((key, cut(&mut rest, length)?, digest));
    }
    let whole: [u8; DIGEST] = take(&mut rest)?;
    if !rest.is_empty() {
        return Err(damaged("There is something behind its end."));
    }
    // Name the document that is hit, before saying that something is.
    if let Some((key, ..)) = bodies.iter().find(|(_, bytes, digest)| *digest != *Sha256::digest(bytes)) {
        return Err(damaged("A document in it was changed.").at(key.to_string()));
    }
    if whole != *Sha256::digest(&file[..file.len() - DIGEST]) {
        return Err(damaged("Its check sum does not match."));
    }
    let documents = bodies.into_iter().map(|(key, bytes, _)| (key, bytes.to_vec())).collect();
    Ok(Backup { workspace, member, created, documents })
}

fn foreign(file: &[u8]) -> Problem {
    let way_out = "Choose a file that ends in .pilothouse.";
    if MARK.starts_with(file) {
        return short();
    }
    let what = match file {
        [b'P', b'K', 3, 4, ..] => "The file is a zip, such as an export; a backup is another file.",
        [0x89, rest @ ..] if rest.starts_with(b"pilothouse") => {
            return damaged("Its line ends were changed on the way, as some mail programs do.");
        }
        _ => "The file is not a backup of Pilothouse.",
    };
    Problem::new(what, way_out)
}

fn damaged(how: &str) -> Problem {
    Problem::new(format!("The backup is damaged. {how}"), "Nothing was changed. Restore another copy of it.")
}

fn short() -> Problem {
    damaged("It is cut short.")
}

fn cut<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], Problem> {
    let (head, tail) = rest.split_at_checked(length).ok_or_else(short)?;
    *rest = tail;
    Ok(head)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Problem> {
    let (head, tail) = rest.split_first_chunk::<N>().ok_or_else(short)?;
    *rest = tail;
    Ok(*head)
}

#[cfg(test)]
mod tests;
