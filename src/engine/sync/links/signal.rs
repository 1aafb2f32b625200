//! What two devices say to each other to be connected directly, byte by byte.
//!
//! It is sealed and signed by the vault before it goes anywhere; that does not make it harmless, so
//! it is read with bounds.

use kernel::Timestamp;
use protocol::DecodeError;
use protocol::bytes::{Reader, Writer};

use crate::peer::{Candidate, Description, Host, LONGEST_PASSWORD, LONGEST_USER, MOST_CANDIDATES};

/// The first byte: nothing else that is sealed as a signal begins with it.
const VERSION: u8 = 0xc1;

/// An attempt to connect: its number, drawn at random by whoever began it.
pub(in crate::sync) type AttemptId = [u8; 16];

/// One end of a connection that is being made.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sync) struct Signal {
    /// Whether it answers the other's, or begins.
    pub answers: bool,
    pub attempt: AttemptId,
    /// Rises with every one that a device says, so that an older one said again is told apart.
    pub at: Timestamp,
    pub end: Description,
}

impl Signal {
    pub fn write(&self) -> Vec<u8> {
        let mut to = Writer::new();
        to.u8(VERSION).u8(u8::from(self.answers)).raw(&self.attempt).i64(self.at.millis());
        to.bytes(self.end.user().as_bytes()).bytes(self.end.password().as_bytes());
        to.raw(self.end.fingerprint()).u8(u8::try_from(self.end.candidates().len()).unwrap_or(u8::MAX));
        for candidate in self.end.candidates() {
            match &candidate.host {
                Host::V4(address) => to.u8(4).raw(address),
                Host::V6(address) => to.u8(6).raw(address),
                Host::Name(name) => to.u8(1).raw(name),
            };
            to.u16(candidate.port);
        }
        to.finish()
    }

    pub fn read(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut from = Reader::new(bytes);
        from.version(VERSION)?;
        let answers = match from.u8()? {
            0 => false,
            1 => true,
            _ => return Err(DecodeError::Unknown("step of a connection")),
        };
        let (attempt, at) = (from.array()?, Timestamp::from_millis(from.i64()?));
        let user = from.text(LONGEST_USER, "a user name")?;
        let password = from.text(LONGEST_PASSWORD, "a password")?;
        let fingerprint = from.array()?;
        let count = usize::from(from.u8()?);
        if count > MOST_CANDIDATES {
            return Err(DecodeError::TooLong("a list of addresses"));
        }
        let mut candidates = Vec::new();
        for _ in 0..count {
            let host = match from.u8()? {
                4 => Host::V4(from.array()?),
                6 => Host::V6(from.array()?),
                1 => Host::Name(from.array()?),
                _ => return Err(DecodeError::Unknown("kind of address")),
            };
            candidates.push(Candidate { host, port: from.u16()? });
        }
        from.end()?;
        let end = Description::new(user, password, fingerprint, candidates);
        let end = end.ok_or(DecodeError::Unknown("way to describe an end"))?;
        Ok(Self { answers, attempt, at, end })
    }
}

/// The bytes of how an end is reached, read and written again; `None` where they are none.
#[cfg(feature = "inside")]
#[must_use]
pub fn signal_again(bytes: &[u8]) -> Option<Vec<u8>> {
    Some(Signal::read(bytes).ok()?.write())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signal() -> Signal {
        let candidates = [Host::V4([192, 168, 1, 7]), Host::V6([8; 16]), Host::Name([9; 16])];
        let candidates = candidates.into_iter().map(|host| Candidate { host, port: 50_000 }).collect();
        let password = "abcdefghijklmnopqrstuvwx".to_owned();
        let end = Description::new("TmI/".into(), password, [3; 32], candidates).unwrap();
        Signal { answers: true, attempt: [5; 16], at: Timestamp::from_millis(7), end }
    }

    #[test]
    fn a_signal_is_read_as_it_was_written_and_no_part_of_one_is() {
        let bytes = signal().write();
        assert_eq!(Signal::read(&bytes), Ok(signal()));
        for end in 0..bytes.len() {
            assert!(Signal::read(&bytes[..end]).is_err(), "{end}");
        }
        assert!(Signal::read(&[bytes.as_slice(), &[0]].concat()).is_err());
    }

    proptest! {
        #[test]
        fn e_7_any_bytes_are_a_signal_or_an_error(at in any::<prop::sample::Index>(), by: u8, bytes: Vec<u8>) {
            let mut changed = signal().write();
            let at = at.index(changed.len());
            changed[at] = by;
            for bytes in [changed, bytes] {
                if let Ok(read) = Signal::read(&bytes) {
                    prop_assert_eq!(read.write(), bytes);
                }
            }
        }
    }
}
