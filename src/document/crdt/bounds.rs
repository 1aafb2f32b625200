//! How much a chunk would become when Automerge reads it, found out without becoming it.
//!
//! A few bytes can stand for very many: a DEFLATE column for gigabytes, a run-length column for more
//! operations than there is memory. Both are followed here as the format says, in a buffer that is
//! bounded, before Automerge sees the bytes. So is whom the operations name, and which: Automerge takes for granted
//! that each writer is in the chunk's list, and that numbers of operations fit into 32 bits.

use flate2::bufread::DeflateDecoder;
use kernel::Problem;
use std::io::Read;

use super::{
    frames::damaged,
    reader::{HASH, Reader},
};

/// What a chunk may become.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Bytes after inflating, all columns together.
    pub bytes: u64,
    /// Rows of any one column: operations, changes, predecessors.
    pub rows: u64,
}

/// Ours: a document keeps to 100,000 operations, which are a few megabytes, so that these bounds
/// meet no document that somebody wrote.
pub(super) const BOUNDS: Bounds = Bounds { bytes: 128 << 20, rows: 16 << 20 };

/// Follows a chunk of this kind (as in its header) and returns how many bytes it holds when inflated.
///
/// # Errors
/// When it is not what the format says, or would become more than `bounds`.
pub(super) fn inflated(kind: u8, content: &[u8], bounds: Bounds) -> Result<u64, Problem> {
    let mut budget = bounds.bytes;
    match kind {
        0 => document(Reader(content), bounds, &mut budget)?,
        1 => change(Reader(content), bounds, &mut budget)?,
        _ => change(Reader(&inflate(content, &mut budget)?), bounds, &mut budget)?,
    }
    Ok(bounds.bytes - budget)
}

fn document(mut bytes: Reader<'_>, bounds: Bounds, budget: &mut u64) -> Result<(), Problem> {
    let actors = bytes.count(Reader::skip_prefixed)?;
    bytes.each(|bytes| bytes.take(HASH).map(drop))?;
    let (changes, operations) = (bytes.columns()?, bytes.columns()?);
    for (columns, numbered) in [(changes, NUMBERED_OF_CHANGES), (operations, NUMBERED_OF_OPERATIONS)] {
        for (kind, length) in columns {
            column(kind, numbered, bytes.take(length)?, actors, bounds, budget)?;
        }
    }
    Ok(())
}

/// The columns of a document's changes that hold numbers: of a change, of its last operation, of those it builds on.
const NUMBERED_OF_CHANGES: &[u64] = &[0x03, 0x13, 0x43];
/// The columns of operations that hold numbers of operations: of the object, of the place in a sequence, its own, of those it
/// overwrites, of those that overwrite it.
const NUMBERED_OF_OPERATIONS: &[u64] = &[0x02, 0x13, 0x23, 0x73, 0x83];

fn change(mut bytes: Reader<'_>, bounds: Bounds, budget: &mut u64) -> Result<(), Problem> {
    bytes.each(|bytes| bytes.take(HASH).map(drop))?;
    bytes.skip_prefixed()?;
    // Number, first operation, time.
    bytes.skip_number()?;
    let first = bytes.number()?;
    if first.checked_add(bounds.rows).is_none_or(|last| last > u64::from(u32::MAX)) {
        return Err(too_high());
    }
    bytes.skip_number()?;
    bytes.skip_prefixed()?;
    // The first is who wrote the change.
    let actors = bytes.count(Reader::skip_prefixed)?.saturating_add(1);
    for (kind, length) in bytes.columns()? {
        column(kind, NUMBERED_OF_OPERATIONS, bytes.take(length)?, actors, bounds, budget)?;
    }
    Ok(())
}

/// The bit of a column's kind that says it is packed.
const DEFLATED: u64 = 8;

fn column(
    kind: u64,
    numbered: &[u64],
    bytes: &[u8],
    actors: u64,
    bounds: Bounds,
    budget: &mut u64,
) -> Result<(), Problem> {
    let unpacked;
    let bytes = if kind & DEFLATED == 0 {
        *budget = budget.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        bytes
    } else {
        unpacked = inflate(bytes, budget)?;
        &unpacked
    };
    if rows(kind % DEFLATED, actors, Reader(bytes))?.is_none_or(|rows| rows > bounds.rows) {
        return Err(too_large());
    }
    if numbered.contains(&(kind & !DEFLATED)) {
        small_numbers(kind % DEFLATED, Reader(bytes))?;
    }
    Ok(())
}

/// Follows a column of numbers.
///
/// # Errors
/// When one does not fit into 32 bits.
fn small_numbers(kind: u64, mut bytes: Reader<'_>) -> Result<(), Problem> {
    let mut all = true;
    if kind == DIFFERENCES {
        // Along a run they all rise, or all fall, so that its end says enough.
        let mut sum = 0_i64;
        bytes.runs(Reader::signed, |count, step| {
            let end = i64::try_from(count).ok().zip(step).and_then(|(count, step)| count.checked_mul(step));
            let end = if step.is_none() { Some(0) } else { end };
            match end.and_then(|rise| sum.checked_add(rise)) {
                Some(end) if u32::try_from(end).is_ok() => sum = end,
                _ => all = false,
            }
        })?;
    } else {
        bytes.runs(Reader::number, |_, number| {
            all &= number.is_none_or(|number| u32::try_from(number).is_ok());
        })?;
    }
    if all { Ok(()) } else { Err(too_high()) }
}

/// The kind of column that says of each value how much it is above the one before.
const DIFFERENCES: u64 = 3;

/// How many rows a column has, those it gives to other columns included; `None` for more than can
/// be counted.
///
/// # Errors
/// When it is not what the format says, or names a writer that is not one of the chunk's so many `actors`.
fn rows(kind: u64, actors: u64, mut bytes: Reader<'_>) -> Result<Option<u64>, Problem> {
    let mut rows = Some(0_u64);
    let mut add = |more: Option<u64>| rows = rows.zip(more).and_then(|(rows, more)| rows.checked_add(more));
    match kind {
        // Values one behind the other: how many, their lengths say in another column.
        7 => {}
        // Runs of no and yes.
        4 => {
            while !bytes.0.is_empty() {
                add(Some(bytes.number()?));
            }
        }
        // How many rows of other columns belong to each row.
        0 => bytes.runs(Reader::number, |count, each| {
            add(Some(count));
            add(count.checked_mul(each.unwrap_or_default()));
        })?,
        1 => bytes.runs(|bytes| bytes.below(actors), |count, _| add(Some(count)))?,
        5 => bytes.runs(Reader::skip_prefixed, |count, _| add(Some(count)))?,
        _ => bytes.runs(Reader::skip_number, |count, _| add(Some(count)))?,
    }
    Ok(rows)
}

/// Unpacks within the budget, and takes from it what came out.
fn inflate(bytes: &[u8], budget: &mut u64) -> Result<Vec<u8>, Problem> {
    let mut unpacked = Vec::new();
    let read = DeflateDecoder::new(bytes).take(budget.saturating_add(1)).read_to_end(&mut unpacked);
    read.map_err(|_| damaged("it cannot be unpacked"))?;
    *budget = budget.checked_sub(unpacked.len() as u64).ok_or_else(too_large)?;
    Ok(unpacked)
}

fn too_high() -> Problem {
    damaged("a number in it is too large")
}

fn too_large() -> Problem {
    damaged("it would become larger than any document may be")
}
