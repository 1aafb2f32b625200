//! Few bytes that stand for very many: refused before anything is made of them.

use super::{
    super::bounds::{BOUNDS, Bounds, inflated},
    hostile::{CHUNKS, with_right_checksum},
    key,
};
use crate::{Checked, Document};
use flate2::{Compression, read::DeflateEncoder};
use std::io::Read;

/// Column types as the last three bits of a column's kind say, and the bit for packed ones.
const GROUP: u64 = 0;
const INTEGER: u64 = 2;
const BOOLEAN: u64 = 4;
const STRING: u64 = 5;
const PACKED: u64 = 8;

fn number(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
    bytes
}

fn signed(mut number: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = number.to_le_bytes()[0] & 0x7f;
        number >>= 7;
        let is_last = number == 0 && low & 0x40 == 0 || number == -1 && low & 0x40 != 0;
        bytes.push(if is_last { low } else { low | 0x80 });
        if is_last {
            return bytes;
        }
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    DeflateEncoder::new(bytes, Compression::best()).read_to_end(&mut packed).unwrap();
    packed
}

/// The content of a document chunk without actors or changes, and with one column of operations.
fn document(kind: u64, column: &[u8]) -> Vec<u8> {
    [vec![0, 0, 0, 1], number(kind), number(column.len() as u64), column.to_vec()].concat()
}

fn chunk(kind: u8, content: &[u8]) -> Vec<u8> {
    let header = [vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, kind], number(content.len() as u64)].concat();
    with_right_checksum([header, content.to_vec()].concat())
}

fn refusal(content: &[u8], bounds: Bounds) -> String {
    inflated(0, content, bounds).unwrap_err().what
}

#[test]
fn a_column_that_unpacks_to_more_than_may_be_is_refused_and_not_unpacked_further() {
    let bounds = Bounds { bytes: 1 << 20, ..BOUNDS };
    let bomb = packed(&vec![0; 4 << 20]);
    assert!(bomb.len() < 10_000);
    assert!(refusal(&document(PACKED | 7, &bomb), bounds).contains("larger"));
    // Together they are bounded, too.
    let two = packed(&vec![0; 600 << 10]);
    let columns = [vec![0, 0, 1], number(7 | PACKED), number(two.len() as u64), vec![1], number(7 | PACKED)];
    let two = [columns.concat(), number(two.len() as u64), two.clone(), two].concat();
    assert!(refusal(&two, bounds).contains("larger"));
    assert_eq!(inflated(0, &two, BOUNDS), Ok(1_200 << 10));
}

#[test]
fn a_packed_change_that_unpacks_to_more_than_may_be_is_refused() {
    let bomb = packed(&vec![0; 4 << 20]);
    let problem = inflated(2, &bomb, Bounds { bytes: 1 << 20, ..BOUNDS }).unwrap_err();
    assert!(problem.what.contains("larger"), "{problem}");
    assert!(inflated(2, b"no deflate", BOUNDS).unwrap_err().what.contains("unpacked"));
}

#[test]
fn a_run_that_stands_for_more_rows_than_may_be_is_refused() {
    let most = i64::try_from(BOUNDS.rows).unwrap();
    let run = |count: i64| [signed(count), vec![1]].concat();
    assert_eq!(inflated(0, &document(INTEGER, &run(most)), BOUNDS), Ok(5));
    for (kind, column) in [
        (INTEGER, run(most + 1)),
        (INTEGER, run(i64::MAX)),
        (INTEGER, [run(i64::MAX), run(i64::MAX), run(i64::MAX)].concat()),
        (INTEGER, [vec![0], number(u64::MAX)].concat()),
        (STRING, [signed(i64::MAX), vec![1, b'a']].concat()),
        (BOOLEAN, [number(1), number(u64::MAX)].concat()),
        // One row that claims very many rows of another column.
        (GROUP, [signed(1), number(u64::MAX)].concat()),
        (GROUP, [signed(-1), number(1 << 40)].concat()),
        (INTEGER | PACKED, packed(&run(i64::MAX))),
    ] {
        assert!(refusal(&document(kind, &column), BOUNDS).contains("larger"), "{kind} {column:?}");
        let loaded = Document::load(&key(), &[chunk(0, &document(kind, &column))]).err();
        assert!(loaded.is_some_and(|problem| problem.what.contains("larger")), "{kind} {column:?}");
    }
}

#[test]
fn numbers_of_operations_that_do_not_fit_into_32_bits_are_refused() {
    const MOST: i64 = u32::MAX as i64;
    // The object of an operation, as it is; its place in a sequence, its own number, and those that overwrote it, as
    // differences.
    let plain = |value: u64| [signed(1), number(value)].concat();
    assert!(inflated(0, &document(0x02, &plain(MOST as u64)), BOUNDS).is_ok());
    assert!(refusal(&document(0x02, &plain(MOST as u64 + 1)), BOUNDS).contains("a number in it"));
    for column in [0x13, 0x23, 0x83] {
        let steps = |steps: &[(i64, i64)]| {
            let runs = steps.iter().map(|(count, step)| [signed(*count), signed(*step)].concat());
            document(column, &runs.collect::<Vec<_>>().concat())
        };
        for fits in [&[(1, MOST)][..], &[(1, MOST), (1, -MOST)], &[(3, 1 << 30), (2, -(1 << 30))]] {
            assert!(inflated(0, &steps(fits), BOUNDS).is_ok(), "{column:x} {fits:?}");
        }
        for far in [
            &[(1, MOST + 1)][..],
            &[(1, -1)],
            &[(1, 7), (2, -4)],
            &[(4, 1 << 30)],
            &[(3, i64::MAX)],
            &[(1, i64::MIN)],
        ] {
            assert!(refusal(&steps(far), BOUNDS).contains("a number in it"), "{column:x} {far:?}");
            assert!(Document::load(&key(), &[chunk(0, &steps(far))]).is_err());
        }
    }
    // Other columns hold what they like: a length, a time.
    assert!(inflated(0, &document(0x53, &[signed(1), signed(i64::MIN)].concat()), BOUNDS).is_ok());
}

#[test]
fn lengths_that_lead_beyond_the_end_are_refused() {
    let far = number(u64::MAX);
    for content in [
        far.clone(),
        [vec![0], far.clone()].concat(),
        [vec![0, 0], far.clone()].concat(),
        [vec![0, 0, 1, 2], far.clone()].concat(),
        [vec![1], far.clone(), vec![0; 8]].concat(),
        document(INTEGER, &signed(i64::MIN)),
        document(STRING, &[signed(1), far].concat()),
        document(INTEGER, &[0xff; 12]),
    ] {
        assert!(inflated(0, &content, BOUNDS).is_err(), "{content:?}");
        assert!(Document::load(&key(), &[chunk(0, &content)]).is_err());
        assert!(inflated(1, &content, BOUNDS).is_err(), "{content:?}");
    }
}

#[test]
fn what_devices_write_is_measured_and_within_bounds() {
    let unpacked_bytes = |bytes: &[u8]| Checked::new(bytes).unwrap().unpacked_bytes();
    for written in CHUNKS.iter() {
        assert!(unpacked_bytes(written) > 0);
    }
    let packed_whole = CHUNKS.last().unwrap();
    let twice = [packed_whole.clone(), packed_whole.clone()].concat();
    assert_eq!(unpacked_bytes(&twice), 2 * unpacked_bytes(packed_whole));
}
