//! Stored bytes taken apart: what kind of Automerge chunk each part is, and whether it is whole.
//!
//! Checked before Automerge sees the bytes, so that damage is named in plain words.

use kernel::Problem;
use sha2::{Digest, Sha256};

use super::{
    bounds::{BOUNDS, inflated},
    reader::{HASH, Reader, cut_off},
};
use crate::Heads;

/// One chunk of an Automerge file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Frame<'a> {
    /// A whole document.
    Document(&'a [u8]),
    /// One change.
    Change(&'a [u8]),
}

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// Takes bytes apart into chunks.
///
/// # Errors
/// When they are not whole Automerge chunks.
pub(super) fn frames(mut bytes: &[u8]) -> Result<Vec<Frame<'_>>, Problem> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let (frame, _, rest) = first(bytes)?;
        found.push(frame);
        bytes = rest;
    }
    if found.is_empty() {
        return Err(damaged("it is empty"));
    }
    Ok(found)
}

/// How many bytes stored bytes hold when all that is packed in them is unpacked.
///
/// # Errors
/// When they are not whole Automerge chunks, or would become larger than any document may be.
pub fn unpacked_bytes(mut bytes: &[u8]) -> Result<u64, Problem> {
    let mut sum = 0_u64;
    while !bytes.is_empty() {
        let (_, size, rest) = first(bytes)?;
        sum = sum.saturating_add(size);
        bytes = rest;
    }
    Ok(sum)
}

/// The first chunk, how many bytes it holds when unpacked, and what follows it.
///
/// The header is the magic bytes, four bytes of checksum, the kind, and the length (LEB128).
fn first(bytes: &[u8]) -> Result<(Frame<'_>, u64, &[u8]), Problem> {
    let (magic, after) = bytes.split_first_chunk::<4>().ok_or_else(cut_off)?;
    if *magic != MAGIC {
        return Err(damaged("it is no Automerge data"));
    }
    let (checksum, after) = after.split_first_chunk::<4>().ok_or_else(cut_off)?;
    let (&kind, after) = after.split_first().ok_or_else(cut_off)?;
    let mut body = Reader(after);
    let length = body.number()?;
    let header = &after[..after.len() - body.0.len()];
    let content = body.take(length)?;
    let rest = body.0;
    let frame = &bytes[..bytes.len() - rest.len()];
    let hash = Sha256::new().chain_update([kind]).chain_update(header).chain_update(content).finalize();
    let whole = hash[..4] == *checksum;
    let found = match kind {
        0 if whole => Frame::Document(frame),
        1 if whole => Frame::Change(frame),
        // The checksum of a compressed change is that of its content, which Automerge checks.
        2 => Frame::Change(frame),
        0 | 1 => return Err(damaged("its checksum does not fit its content")),
        _ => return Err(damaged("it holds a kind of data that this version does not know")),
    };
    let size = inflated(kind, content, BOUNDS)?;
    Ok((found, size, rest))
}

/// The newest changes that the chunk of a whole document names, sorted.
pub(super) fn heads(document: &[u8]) -> Result<Heads, Problem> {
    let mut bytes = opened(document)?;
    bytes.each(Reader::skip_prefixed)?;
    let mut heads = Heads::new();
    bytes.each(|bytes| {
        let hash = bytes.take(HASH)?.try_into();
        hash.map(|hash| heads.push(hash)).map_err(|_| cut_off())
    })?;
    heads.sort_unstable();
    Ok(heads)
}

/// What follows the header of a chunk: the magic bytes, the checksum, the kind, and the length.
pub(super) fn opened(chunk: &[u8]) -> Result<Reader<'_>, Problem> {
    let mut bytes = Reader(chunk);
    bytes.take(MAGIC.len() as u64 + 4 + 1)?;
    bytes.skip_number()?;
    Ok(bytes)
}

/// The problem of bytes that cannot be read.
pub(super) fn damaged(how: &str) -> Problem {
    Problem::new(
        format!("A stored part of it is damaged: {how}."),
        "Restore a backup; what is stored is left as it is.",
    )
}
