//! What all tests of the vault share, and the rules about secrets as such.

use crate::Cost;

/// The least cost there is: tests are about what is locked, not about waiting.
pub const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

/// The bytes that these hexadecimal digits mean.
#[track_caller]
pub fn hex(digits: &str) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(digits.as_bytes()).unwrap()
}
