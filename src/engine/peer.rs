//! A direct connection between two browsers, as its ends describe themselves to each other.
//!
//! What a browser says of its end (an SDP text) is thousands of bytes of a language that can ask for
//! much. Between devices go only these few fields, each with its bounds; each side makes the text
//! its browser wants from them.

use std::fmt;

/// One end of a connection (WebRTC, one data channel).
#[derive(Clone, PartialEq, Eq)]
pub struct Description {
    user: String,
    password: String,
    fingerprint: Fingerprint,
    candidates: Vec<Candidate>,
}

/// SHA-256 of the certificate with which an end of a connection proves to be that end (RFC 8122).
pub type Fingerprint = [u8; 32];

/// Where an end may be reached, over UDP.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which machine.
    pub host: Host,
    /// Which port of it; never 0.
    pub port: u16,
}

/// A machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// By its address (IPv4).
    V4([u8; 4]),
    /// By its address (IPv6).
    V6([u8; 16]),
    /// By a name made for the occasion, `<uuid>.local`, that is asked for in the own network
    /// (multicast DNS): how browsers keep addresses to themselves.
    Name([u8; 16]),
}

/// Addresses of one end; a device has one or two (*ours*).
pub const MOST_CANDIDATES: usize = 12;
/// The longest user name of a connection, characters; browsers use 4 to 8 (RFC 8839 §5.4 allows 256).
pub const LONGEST_USER: usize = 32;
/// The longest password of a connection, characters; browsers use 24 to 32 (RFC 8839 §5.4 allows 256).
pub const LONGEST_PASSWORD: usize = 64;

/// What to do about a direct connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Begin one: answer with [`Input::Described`](crate::Input::Described).
    Offer,
    /// Join one that the other end began: answer with [`Input::Described`](crate::Input::Described).
    Answer(Description),
    /// The other end has joined the one that was begun here.
    Accept(Description),
}

impl Description {
    /// An end with this user name and password (of the characters and lengths of RFC 8839 §5.4),
    /// certificate and addresses; `None` where one of them is out of bounds.
    #[must_use]
    pub fn new(
        user: String,
        password: String,
        fingerprint: Fingerprint,
        candidates: Vec<Candidate>,
    ) -> Option<Self> {
        let is_ice = |text: &str| {
            text.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'+' || letter == b'/')
        };
        let fits = (4..=LONGEST_USER).contains(&user.len())
            && (22..=LONGEST_PASSWORD).contains(&password.len())
            && is_ice(&user)
            && is_ice(&password)
            && candidates.len() <= MOST_CANDIDATES
            && candidates.iter().all(|candidate| candidate.port != 0);
        fits.then_some(Self { user, password, fingerprint, candidates })
    }

    /// The user name by which the other end names this one.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// What the other end must know to reach this one.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.password
    }

    /// The certificate of this end.
    #[must_use]
    pub const fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// Where it may be reached.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }
}

/// Neither password nor addresses are anybody's to read.
impl fmt::Debug for Description {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Description({} addresses)", self.candidates.len())
    }
}

/// What only the two ends of a channel know of it, the same at both: both certificates, the smaller
/// first.
#[must_use]
pub fn binding(one: &Fingerprint, other: &Fingerprint) -> Vec<u8> {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    [first.as_slice(), second].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_within_bounds_and_prints_nothing() {
        let make = |user: &str, password: &str, candidates| {
            Description::new(user.to_owned(), password.to_owned(), [7; 32], candidates)
        };
        let port = |port| vec![Candidate { host: Host::V4([10, 0, 0, 7]), port }];
        let password = "abcdefghijklmnopqrstuv+/";
        let one = make("TmI/", password, port(9)).unwrap();
        assert_eq!(format!("{one:?}"), "Description(1 addresses)");
        for user in ["", "abc", "a b c", "abcd\r\na=x", &"u".repeat(33)] {
            assert_eq!(make(user, password, port(9)), None, "{user:?}");
        }
        for password in ["short", "abcdefghijklmnopqrstu\n", &"p".repeat(65)] {
            assert_eq!(make("TmI/", password, port(9)), None, "{password:?}");
        }
        assert_eq!(make("TmI/", password, port(0)), None);
        assert_eq!(make("TmI/", password, port(9).repeat(13)), None);
    }

    #[test]
    fn a_binding_is_the_same_at_both_ends() {
        assert_eq!(binding(&[1; 32], &[2; 32]), binding(&[2; 32], &[1; 32]));
        assert_ne!(binding(&[1; 32], &[2; 32]), binding(&[1; 32], &[3; 32]));
    }
}
