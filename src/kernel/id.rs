//! Identifiers: 128-bit, time-ordered (UUID version 7), one type per kind of thing.

use serde::{Deserialize, Serialize};
use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};
use uuid::Uuid;

use crate::Timestamp;

/// Text that is not an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an id (expected 32 hexadecimal digits in five groups)")]
pub struct IdError(pub String);

/// Whether two ids are the same. As numbers, here and in [`order`]: WebAssembly compares arrays byte by byte, and a
/// workspace's ids are compared millions of times. Never inlined, because it is in every map and set of ids.
#[inline(never)]
fn is_same(one: &[u8; 16], other: &[u8; 16]) -> bool {
    u128::from_ne_bytes(*one) == u128::from_ne_bytes(*other)
}

/// Which id comes first: the order of their bytes.
#[inline(never)]
fn order(one: &[u8; 16], other: &[u8; 16]) -> Ordering {
    u128::from_be_bytes(*one).cmp(&u128::from_be_bytes(*other))
}

macro_rules! id {
    ($(#[doc = $doc:literal])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                is_same(self.as_bytes(), other.as_bytes())
            }
        }
        impl Eq for $name {}
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                order(self.as_bytes(), other.as_bytes())
            }
        }
        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                state.write_u128(u128::from_ne_bytes(*self.as_bytes()));
            }
        }

        impl $name {
            /// A new id: the time orders it, ten random bytes make it unique
            /// (RFC 9562, section 5.7).
            #[must_use]
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// The id with exactly these bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }

            /// When it was made, as its maker's clock had it; nothing when it was not made by [`Self::new`].
            #[must_use]
            pub fn made(&self) -> Option<Timestamp> {
                let (seconds, nanos) = self.0.get_timestamp().filter(|_| self.0.get_version_num() == 7)?.to_unix();
                let millis = i64::try_from(seconds).ok()?.checked_mul(1000)?;
                Some(Timestamp::from_millis(millis + i64::from(nanos / 1_000_000)))
            }

            /// The 16 bytes of the id.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The id as it is written, without the way that all formatting takes: the rows of a workspace have tens of
            /// thousands.
            #[must_use]
            pub fn text(&self) -> String {
                self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| IdError(text.chars().take(64).collect()))
            }
        }
    };
}

id! {
    /// Names one record, for ever and in every document.
    RecordId
}
id! {
    /// Names a person with access to a workspace.
    MemberId
}
id! {
    /// Names one browser profile of a member.
    DeviceId
}
id! {
    /// Names a workspace.
    WorkspaceId
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_compare_as_their_bytes_do(one: [u8; 16], two: [u8; 16], same in 0..=16_usize) {
            let mut two = two;
            two[..same].copy_from_slice(&one[..same]);
            let ids = (RecordId::from_bytes(one), RecordId::from_bytes(two));
            prop_assert_eq!(ids.0.cmp(&ids.1), one.cmp(&two));
            prop_assert_eq!(ids.0 == ids.1, one == two);
        }
    }

    #[test]
    fn an_id_knows_when_it_was_made_if_time_made_it() {
        let at = Timestamp::from_millis(1_793_700_123_456);
        assert_eq!(WorkspaceId::new(at, [7; 10]).made(), Some(at));
        assert_eq!(WorkspaceId::from_bytes([7; 16]).made(), None);
    }
}
