//! The encrypted backup file: any number of bytes under a passphrase, sealed piece by piece.
//!
//! Pieces have 64 KiB; each is numbered and the last is marked (the STREAM construction of Hoang,
//! Reyhanitabar, Rogaway and Vizár, 2015), so a file that was cut, reordered or pieced together
//! from two does not open, and a file that was cut says so.
//!
//! ```
//! use vault::{BackupReader, BackupWriter, Cost, Passphrase, Random};
//! let cost = Cost { memory_kib: 64, passes: 1, lanes: 1 }; // for this example; `Cost::TODAY` in earnest
//! let chosen = Passphrase::chosen("four winds and a harbour")?;
//!
//! let (mut writer, mut file) = BackupWriter::new(&chosen, cost, &mut Random::from_seed([7; 32]))?;
//! file.extend(writer.push(b"everything the workspace holds"));
//! file.extend(writer.finish());
//!
//! let mut reader = BackupReader::new(Passphrase::typed("four winds and a harbour"));
//! let mut plain = reader.push(&file)?.to_vec();
//! plain.extend_from_slice(&reader.finish()?);
//! assert_eq!(plain, b"everything the workspace holds");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use protocol::bytes::Reader;
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};

use crate::aead::TAG;
use crate::passphrase::{Cost, CostError, Passphrase, SALT};
use crate::secret::{Key, random_bytes};

/// The first bytes of every file.
pub const MAGIC: &[u8; 16] = b"pilothouse vault";
/// Plain bytes in a piece.
const PIECE: usize = 64 * 1024;
const SEALED_PIECE: usize = PIECE + TAG;
const VERSION: u8 = 1;
const PREFIX: usize = 19;
const COMMITMENT: usize = 32;
const HEAD: usize = MAGIC.len() + 1 + Cost::BYTES + SALT + PREFIX + COMMITMENT;

/// Why a backup does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// The file begins otherwise.
    #[error("This file is no encrypted backup.")]
    NotABackup,
    /// A newer version of the product made it.
    #[error("This backup was made by a newer version.")]
    Newer,
    /// The passphrase is another one.
    #[error("That is not the passphrase of this backup.")]
    WrongPassphrase,
    /// The file ends too early: a download or a copy that stopped.
    #[error("This backup is not complete: its end is missing.")]
    CutShort,
    /// Bytes of it were changed.
    #[error("This backup is damaged.")]
    Damaged,
    /// The cost is out of range.
    #[error(transparent)]
    Cost(#[from] CostError),
}

/// Seals a backup as its bytes come.
pub struct BackupWriter {
    pieces: Pieces,
    waiting: Zeroizing<Vec<u8>>,
}

/// Opens a backup as its bytes come.
pub struct BackupReader {
    passphrase: Option<Passphrase>,
    pieces: Option<Pieces>,
    waiting: Vec<u8>,
}

/// The key of a file and the number of the next piece.
struct Pieces {
    cipher: XChaCha20Poly1305,
    prefix: [u8; PREFIX],
    next: u32,
}

impl BackupWriter {
    /// A writer, and the head of the file.
    ///
    /// # Errors
    /// [`CostError`] when `cost` is out of range.
    pub fn new(
        passphrase: &Passphrase,
        cost: Cost,
        random: &mut impl CryptoRng,
    ) -> Result<(Self, Vec<u8>), CostError> {
        let salt: [u8; SALT] = random_bytes(random);
        let prefix: [u8; PREFIX] = random_bytes(random);
        let mut head = MAGIC.to_vec();
        head.push(VERSION);
        head.extend_from_slice(&cost.to_bytes());
        head.extend_from_slice(&salt);
        head.extend_from_slice(&prefix);
        let (pieces, commitment) = Pieces::new(&passphrase.stretch(&salt, cost)?, &head, prefix);
        head.extend_from_slice(&commitment);
        Ok((Self { pieces, waiting: Zeroizing::new(Vec::new()) }, head))
    }

    /// Takes more plain bytes; answers with the pieces that became full.
    #[must_use]
    pub fn push(&mut self, plain: &[u8]) -> Vec<u8> {
        self.waiting.extend_from_slice(plain);
        let mut sealed = Vec::new();
        // The last piece is marked, so one that is just full waits until it is known not to be it.
        let full = self.waiting.len().saturating_sub(1) / PIECE * PIECE;
        for piece in self.waiting[..full].chunks(PIECE) {
            self.pieces.seal(piece, false, &mut sealed);
        }
        self.waiting.drain(..full);
        sealed
    }

    /// The last piece, which marks the end.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        let mut sealed = Vec::new();
        self.pieces.seal(&self.waiting, true, &mut sealed);
        sealed
    }
}

impl BackupReader {
    /// A reader that has seen nothing yet.
    #[must_use]
    pub const fn new(passphrase: Passphrase) -> Self {
        Self { passphrase: Some(passphrase), pieces: None, waiting: Vec::new() }
    }

    /// Takes more bytes of the file; answers with the plain bytes of the pieces that are complete.
    /// What it answers is authentic, but only [`BackupReader::finish`] shows that the file is whole:
    /// take nothing over before.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn push(&mut self, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, BackupError> {
        self.waiting.extend_from_slice(bytes);
        let mut plain = Zeroizing::new(Vec::new());
        if self.pieces.is_none() {
            if !MAGIC.starts_with(&self.waiting[..self.waiting.len().min(MAGIC.len())]) {
                return Err(BackupError::NotABackup);
            }
            if self.waiting.len() < HEAD {
                return Ok(plain);
            }
            let head: Vec<u8> = self.waiting.drain(..HEAD).collect();
            self.pieces = Some(self.begin(&head)?);
        }
        if let Some(pieces) = &mut self.pieces {
            let full = self.waiting.len().saturating_sub(1) / SEALED_PIECE * SEALED_PIECE;
            for piece in self.waiting[..full].chunks(SEALED_PIECE) {
                pieces.open(piece, false, &mut plain)?;
            }
            self.waiting.drain(..full);
        }
        Ok(plain)
    }

    /// The plain bytes of the last piece; the file is whole.
    ///
    /// # Errors
    /// [`BackupError`], [`BackupError::CutShort`] when the last piece is not there.
    pub fn finish(self) -> Result<Zeroizing<Vec<u8>>, BackupError> {
        let mut pieces = self.pieces.ok_or(BackupError::CutShort)?;
        let mut plain = Zeroizing::new(Vec::new());
        match pieces.open(&self.waiting, true, &mut plain) {
            Ok(()) => Ok(plain),
            // A piece that opens as one in the middle, or half a piece, which cannot be told from damage.
            Err(_) if self.waiting.len() < TAG => Err(BackupError::CutShort),
            Err(_) if pieces.open(&self.waiting, false, &mut plain).is_ok() => Err(BackupError::CutShort),
            Err(error) => Err(error),
        }
    }

    fn begin(&mut self, head: &[u8]) -> Result<Pieces, BackupError> {
        let cut = |_| BackupError::CutShort;
        let mut reader = Reader::new(head);
        reader.take(MAGIC.len()).map_err(cut)?;
        if reader.u8().map_err(cut)? != VERSION {
            return Err(BackupError::Newer);
        }
        let cost = Cost::from_bytes(&reader.array().map_err(cut)?);
        let salt: [u8; SALT] = reader.array().map_err(cut)?;
        let prefix: [u8; PREFIX] = reader.array().map_err(cut)?;
        let commitment: [u8; COMMITMENT] = reader.array().map_err(cut)?;
        let committed = &head[..HEAD - COMMITMENT];
        let passphrase = self.passphrase.take().ok_or(BackupError::WrongPassphrase)?;
        let (pieces, expected) = Pieces::new(&passphrase.stretch(&salt, cost)?, committed, prefix);
        if bool::from(expected.ct_eq(&commitment)) { Ok(pieces) } else { Err(BackupError::WrongPassphrase) }
    }
}

impl Pieces {
    /// The key of the file, bound to its head, and the commitment to it.
    fn new(key: &Key, head: &[u8], prefix: [u8; PREFIX]) -> (Self, [u8; COMMITMENT]) {
        let mut both = Zeroizing::new([0; 64]);
        key.expand("pilothouse backup v1", &[head], both.as_mut_slice());
        let (mut bytes, mut commitment) = ([0; 32], [0; COMMITMENT]);
        bytes.copy_from_slice(&both[..32]);
        commitment.copy_from_slice(&both[32..]);
        let cipher = XChaCha20Poly1305::new((&bytes).into());
        bytes.zeroize();
        (Self { cipher, prefix, next: 0 }, commitment)
    }

    fn seal(&mut self, plain: &[u8], is_last: bool, sealed: &mut Vec<u8>) {
        let start = sealed.len();
        sealed.extend_from_slice(plain);
        let nonce = self.nonce(is_last);
        let tag = self.cipher.encrypt_inout_detached(&nonce, &[], (&mut sealed[start..]).into());
        match tag {
            Ok(tag) => sealed.extend_from_slice(&tag),
            // It refuses 256 GiB and more; a piece has 64 KiB.
            Err(_) => sealed[start..].zeroize(),
        }
    }

    fn open(&mut self, sealed: &[u8], is_last: bool, plain: &mut Vec<u8>) -> Result<(), BackupError> {
        let (text, tag) = sealed.split_last_chunk::<TAG>().ok_or(BackupError::CutShort)?;
        let mut piece = Zeroizing::new(text.to_vec());
        let (number, nonce) = (self.next, self.nonce(is_last));
        let opened =
            self.cipher.decrypt_inout_detached(&nonce, &[], piece.as_mut_slice().into(), &Tag::from(*tag));
        if opened.is_err() {
            self.next = number;
            return Err(BackupError::Damaged);
        }
        plain.extend_from_slice(&piece);
        Ok(())
    }

    /// The nonce of the next piece: prefix, number, whether it is the last.
    fn nonce(&mut self, is_last: bool) -> XNonce {
        let mut nonce = [0; 24];
        nonce[..PREFIX].copy_from_slice(&self.prefix);
        nonce[PREFIX..23].copy_from_slice(&self.next.to_be_bytes());
        nonce[23] = u8::from(is_last);
        // 2^32 pieces are 256 TiB, which no device here holds.
        self.next = self.next.wrapping_add(1);
        nonce.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use crate::tests::{CHEAP, every_bit_changed, every_cut};

    const PASSPHRASE: &str = "four winds and a harbour";

    fn backup(plain: &[u8]) -> Vec<u8> {
        let chosen = Passphrase::typed(PASSPHRASE);
        let (mut writer, mut file) =
            BackupWriter::new(&chosen, CHEAP, &mut Random::from_seed([1; 32])).unwrap();
        for part in plain.chunks(10_000) {
            file.extend(writer.push(part));
        }
        file.extend(writer.finish());
        file
    }

    fn restore(passphrase: &str, file: &[u8]) -> Result<Vec<u8>, BackupError> {
        let mut reader = BackupReader::new(Passphrase::typed(passphrase));
        let mut plain = Vec::new();
        for part in file.chunks(7_777) {
            plain.extend_from_slice(&reader.push(part)?);
        }
        plain.extend_from_slice(&reader.finish()?);
        Ok(plain)
    }

    fn plain(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at % 251) as u8).collect()
    }

    #[test]
    fn a_backup_of_any_length_comes_back() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17] {
            let plain = plain(length);
            assert!(restore(PASSPHRASE, &backup(&plain)).unwrap() == plain, "{length}");
        }
    }

    #[test]
    fn a_backup_given_at_once_is_the_same_file() {
        let plain = plain(5 * PIECE + 3);
        let chosen = Passphrase::typed(PASSPHRASE);
        let (mut writer, mut file) =
            BackupWriter::new(&chosen, CHEAP, &mut Random::from_seed([1; 32])).unwrap();
        file.extend(writer.push(&plain));
        file.extend(writer.finish());
        assert!(file == backup(&plain));
        let mut reader = BackupReader::new(chosen);
        let mut back = reader.push(&file).unwrap().to_vec();
        back.extend_from_slice(&reader.finish().unwrap());
        assert!(back == plain);
    }

    #[test]
    fn v_16_a_backup_that_was_cut_says_so() {
        let file = backup(&plain(3 * PIECE));
        for kept in [0, 10, HEAD - 1, HEAD, HEAD + 5, HEAD + SEALED_PIECE, HEAD + 2 * SEALED_PIECE] {
            assert_eq!(restore(PASSPHRASE, &file[..kept]), Err(BackupError::CutShort), "{kept}");
        }
        // In the middle of a piece it cannot be told from damage.
        assert_eq!(restore(PASSPHRASE, &file[..HEAD + 100]), Err(BackupError::Damaged));
        let longer = [file.as_slice(), b"x"].concat();
        assert_eq!(restore(PASSPHRASE, &longer), Err(BackupError::Damaged));
    }

    #[test]
    fn a_wrong_passphrase_another_file_and_a_newer_one_are_told_apart() {
        let mut file = backup(b"everything");
        assert_eq!(restore("five winds", &file), Err(BackupError::WrongPassphrase));
        assert_eq!(restore(PASSPHRASE, b"{\"people\": []}, and more"), Err(BackupError::NotABackup));
        file[MAGIC.len()] = 9;
        assert_eq!(restore(PASSPHRASE, &file), Err(BackupError::Newer));
    }

    #[test]
    fn v_16_pieces_cannot_change_places() {
        let mut file = backup(&[vec![1; PIECE], vec![2; PIECE], vec![3; 9]].concat());
        let (first, second) = (HEAD, HEAD + SEALED_PIECE);
        for at in 0..SEALED_PIECE {
            file.swap(first + at, second + at);
        }
        assert_eq!(restore(PASSPHRASE, &file), Err(BackupError::Damaged));
    }

    #[test]
    fn v_16_a_changed_bit_is_always_found() {
        let file = backup(b"everything the workspace holds");
        // Not the cost: a changed bit there may ask for more memory than a test should take.
        let cost = 8 * (MAGIC.len() + 1)..8 * (MAGIC.len() + 1 + Cost::BYTES);
        for (bit, changed) in every_bit_changed(&file).enumerate().filter(|(bit, _)| !cost.contains(bit)) {
            assert!(restore(PASSPHRASE, &changed).is_err(), "bit {bit}");
        }
        assert!(every_cut(&file).all(|bytes| restore(PASSPHRASE, bytes).is_err()));
    }
}
