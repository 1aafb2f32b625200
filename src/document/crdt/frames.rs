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

impl<'a> Frame<'a> {
    /// Its bytes.
    pub fn bytes(&self) -> &'a [u8] {
        match self {
            Self::Document(bytes) | Self::Change(bytes) => bytes,
        }
    }
}

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// Stored bytes that may be given to Automerge: whole chunks, each with its checksum, that become no more than a document may be.
///
/// Finding that out goes through all of the bytes and unpacks them, so it is done once for each that come.
pub struct Checked<'a> {
    pub(super) frames: Vec<Frame<'a>>,
    unpacked: u64,
}

impl<'a> Checked<'a> {
    /// Checks bytes.
    ///
    /// # Errors
    /// When they are not whole Automerge chunks, or would become larger than any document may be.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Problem> {
        Self::lacking(bytes, |_| false)
    }

    /// Checks of bytes what names changes that are not here, by what is `here`. Of the rest only the checksums are looked at.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(super) fn lacking(mut bytes: &'a [u8], here: impl Fn(&Heads) -> bool) -> Result<Self, Problem> {
        if bytes.is_empty() {
            return Err(damaged("it is empty"));
        }
        let mut checked = Self { frames: Vec::new(), unpacked: 0 };
        while !bytes.is_empty() {
            let (chunk, rest) = Chunk::first(bytes)?;
            if let Some(unpacked) = chunk.check(&here)? {
                checked.unpacked = checked.unpacked.saturating_add(unpacked);
                checked.frames.push(chunk.frame()?);
            }
            bytes = rest;
        }
        Ok(checked)
    }

    /// How many bytes they hold when all that is packed in them is unpacked.
    #[must_use]
    pub const fn unpacked_bytes(&self) -> u64 {
        self.unpacked
    }
}

/// The chunk of bytes that hold one and nothing else, as far as it says what it is: nothing of it is checked.
pub(super) fn only(bytes: &[u8]) -> Result<Option<Frame<'_>>, Problem> {
    let (chunk, rest) = Chunk::first(bytes)?;
    Ok(if rest.is_empty() { Some(chunk.frame()?) } else { None })
}

/// A chunk by its header: the magic bytes, four bytes of checksum, the kind, and the length (LEB128).
struct Chunk<'a> {
    bytes: &'a [u8],
    checksum: [u8; 4],
    kind: u8,
    length: &'a [u8],
    content: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// The first chunk, and what follows it.
    fn first(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), Problem> {
        let (magic, after) = bytes.split_first_chunk::<4>().ok_or_else(cut_off)?;
        if *magic != MAGIC {
            return Err(damaged("it is no Automerge data"));
        }
        let (&checksum, after) = after.split_first_chunk::<4>().ok_or_else(cut_off)?;
        let (&kind, after) = after.split_first().ok_or_else(cut_off)?;
        let mut body = Reader(after);
        let length = body.number()?;
        let header = &after[..after.len() - body.0.len()];
        let content = body.take(length)?;
        let bytes = &bytes[..bytes.len() - body.0.len()];
        Ok((Self { bytes, checksum, kind, length: header, content }, body.0))
    }

    fn frame(&self) -> Result<Frame<'a>, Problem> {
        match self.kind {
            0 => Ok(Frame::Document(self.bytes)),
            1 | 2 => Ok(Frame::Change(self.bytes)),
            _ => Err(damaged("it holds a kind of data that this version does not know")),
        }
    }

    /// How many bytes it holds when unpacked, if it is as it was written; none if what it names is `here`.
    fn check(&self, here: impl Fn(&Heads) -> bool) -> Result<Option<u64>, Problem> {
        // The checksum of a compressed change is that of its content, which Automerge checks.
        if self.kind < 2 {
            let hash = Sha256::new().chain_update([self.kind]).chain_update(self.length);
            let hash: [u8; 32] = hash.chain_update(self.content).finalize().into();
            if hash[..4] != self.checksum {
                return Err(damaged("its checksum does not fit its content"));
            }
            let named = if self.kind == 0 { heads(self.bytes)? } else { vec![hash] };
            if here(&named) {
                return Ok(None);
            }
        }
        self.frame()?;
        inflated(self.kind, self.content, BOUNDS).map(Some)
    }
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
