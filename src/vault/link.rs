//! The link of an invitation: what it holds, how it is printed, what can be wrong with one.
//!
//! ```
//! use kernel::{Timestamp, WorkspaceId};
//! use vault::{InvitationSecret, Link, LinkError, Random};
//! let link = Link {
//!     workspace: WorkspaceId::from_bytes([1; 16]),
//!     secret: InvitationSecret::generate(&mut Random::from_seed([7; 32])),
//!     role: Some(protocol::Role::Manager),
//!     expires: Timestamp::from_millis(1_800_000_000_000),
//!     by: "Alice".to_owned(),
//!     workspace_name: "Harbour".to_owned(),
//!     relay: None,
//! };
//! let url = link.url("https://pilothouse.example");
//! assert!(url.starts_with("https://pilothouse.example/#/join/"));
//! let read = Link::parse(&url)?;
//! assert_eq!((read.by.as_str(), read.workspace_name.as_str()), ("Alice", "Harbour"));
//! assert_eq!(Link::parse(&url[..70]).err(), Some(LinkError::CutShort));
//! # Ok::<(), LinkError>(())
//! ```

use data_encoding::BASE64URL_NOPAD;
use kernel::{Timestamp, WorkspaceId};
use protocol::bytes::{Reader, Writer};
use protocol::{DecodeError, Role};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::invitation::InvitationSecret;

const VERSION: u8 = 1;
/// What stands before the code in a link.
pub const PLACE: &str = "/join/";
/// Bytes that check the others.
const CHECK: usize = 4;
/// The longest name and the longest address in a link, bytes (ours).
const LONGEST_NAME: usize = 80;
const LONGEST_RELAY: usize = 400;

/// What the link of an invitation holds. It stands in the fragment of the address, which no
/// browser sends to a server.
#[derive(Clone)]
pub struct Link {
    /// The workspace it leads to.
    pub workspace: WorkspaceId,
    /// Proves that its bearer was invited.
    pub secret: InvitationSecret,
    /// As what the joiner comes; `None` for a further device of the inviting member. For the
    /// joiner to see: what counts is the operation that opened the invitation.
    pub role: Option<Role>,
    /// Until when it can be used, by its maker's clock. For the joiner to see, too.
    pub expires: Timestamp,
    /// Who invites, as they are called. Only the first 80 bytes are kept.
    pub by: String,
    /// How the workspace is called: to what they are invited. Likewise. What counts is the card of the invitation.
    pub workspace_name: String,
    /// The relay to meet at; `None` for the server that the address names.
    pub relay: Option<String>,
}

/// Why text is no link of an invitation. None of them repeats a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// There is no invitation in it.
    #[error("This is no link of an invitation.")]
    NotALink,
    /// Its end is missing: a messenger that broke the line, a mouse let go too early.
    #[error("The link is not complete: its end is missing. Copy it again, up to its last character.")]
    CutShort,
    /// A character that is in no link; its place in the code, from 1.
    #[error("Character {0} of the code is in no link. Copy the link again.")]
    Character(usize),
    /// All characters are possible; together they are not a link.
    #[error("The link was changed on its way. Copy it again, or ask for a new one.")]
    Mangled,
    /// A newer version of the product made it.
    #[error("This link was made by a newer version. Reload the page to get it.")]
    Newer,
}

impl Link {
    /// The whole link, for an app that is served at `origin` (`https://host`, or with a path).
    #[must_use]
    pub fn url(&self, origin: &str) -> Zeroizing<String> {
        let fragment = self.fragment();
        Zeroizing::new([origin.trim_end_matches('/'), "/#", fragment.as_str()].concat())
    }

    /// The part of the link after `#`: `/join/<code>`.
    #[must_use]
    pub fn fragment(&self) -> Zeroizing<String> {
        let mut body = Writer::new();
        body.raw(self.workspace.as_bytes()).raw(self.secret.as_bytes());
        body.u8(match self.role {
            None => 0,
            Some(Role::Viewer) => 1,
            Some(Role::Manager) => 2,
            Some(Role::Owner) => 3,
        });
        body.i64(self.expires.millis());
        text(&mut body, &self.by, LONGEST_NAME);
        text(&mut body, &self.workspace_name, LONGEST_NAME);
        text(&mut body, self.relay.as_deref().unwrap_or_default(), LONGEST_RELAY);
        let body = Zeroizing::new(body.finish());
        let mut to = Writer::new();
        // The length comes early, so that a link that was cut can be told from one that was changed.
        to.u8(VERSION).u16(u16::try_from(body.len()).unwrap_or(u16::MAX)).raw(&body);
        let mut bytes = Zeroizing::new(to.finish());
        let check = check(&bytes);
        bytes.extend_from_slice(&check);
        let code = Zeroizing::new(BASE64URL_NOPAD.encode(&bytes));
        Zeroizing::new([PLACE, code.as_str()].concat())
    }

    /// The link in `text`: a whole address, the part after `#`, or the code alone. White space in
    /// it and punctuation after it, as messengers leave them, do not matter.
    ///
    /// # Errors
    /// [`LinkError`].
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let text: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|letter| !letter.is_whitespace()).collect());
        let code = match text.split_once(PLACE) {
            Some((_, code)) => code,
            None if text.contains(['/', '.', ':', '#']) => return Err(LinkError::NotALink),
            None => &text,
        };
        let code = code.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'', '”', '’']);
        if code.is_empty() {
            return Err(if text.contains(PLACE) { LinkError::CutShort } else { LinkError::NotALink });
        }
        let is_code = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        if let Some(place) = code.chars().position(|letter| !is_code(letter)) {
            return Err(LinkError::Character(place + 1));
        }
        // Bytes that are whole: a code that was cut may end amid one.
        let whole = code.len() / 4 * 4;
        let head = decode(&code[..whole])?;
        let mut from = Reader::new(&head);
        from.u8().map_err(|_| LinkError::CutShort)?;
        let length = usize::from(from.u16().map_err(|_| LinkError::CutShort)?) + 3 + CHECK;
        let expected = BASE64URL_NOPAD.encode_len(length);
        if code.len() < expected {
            return Err(LinkError::CutShort);
        }
        if code.len() > expected {
            return Err(LinkError::Mangled);
        }
        Self::decode(&decode(code)?)
    }

    fn decode(bytes: &[u8]) -> Result<Self, LinkError> {
        let (checked, found) = bytes.split_last_chunk::<CHECK>().ok_or(LinkError::CutShort)?;
        if check(checked) != *found {
            return Err(LinkError::Mangled);
        }
        let read = || -> Result<Self, DecodeError> {
            let mut from = Reader::new(checked);
            from.version(VERSION)?;
            from.u16()?; // the length, which has been seen to fit
            let link = Self {
                workspace: WorkspaceId::from_bytes(from.array()?),
                secret: InvitationSecret::from_bytes(from.array()?),
                role: match from.u8()? {
                    0 => None,
                    1 => Some(Role::Viewer),
                    2 => Some(Role::Manager),
                    3 => Some(Role::Owner),
                    _ => return Err(DecodeError::Unknown("role")),
                },
                expires: Timestamp::from_millis(from.i64()?),
                by: from.text(LONGEST_NAME, "a name")?,
                workspace_name: from.text(LONGEST_NAME, "a name")?,
                relay: Some(from.text(LONGEST_RELAY, "an address")?).filter(|relay| !relay.is_empty()),
            };
            from.end()?;
            Ok(link)
        };
        read().map_err(|error| match error {
            DecodeError::Version(_) => LinkError::Newer,
            _ => LinkError::Mangled,
        })
    }
}

fn decode(code: &str) -> Result<Zeroizing<Vec<u8>>, LinkError> {
    BASE64URL_NOPAD.decode(code.as_bytes()).map(Zeroizing::new).map_err(|_| LinkError::Mangled)
}

fn check(bytes: &[u8]) -> [u8; CHECK] {
    let digest = Sha256::new().chain_update("pilothouse link v1").chain_update(bytes).finalize();
    std::array::from_fn(|at| digest[at])
}

/// `text`, shortened to `longest` bytes at the border of a character.
fn text(to: &mut Writer, text: &str, longest: usize) {
    to.bytes(&text.as_bytes()[..text.floor_char_boundary(longest)]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link() -> Link {
        Link {
            workspace: WorkspaceId::from_bytes([1; 16]),
            secret: InvitationSecret::from_bytes([2; 32]),
            role: Some(Role::Manager),
            expires: Timestamp::from_millis(1_800_000_000_000),
            by: "Alice".to_owned(),
            workspace_name: "Harbour".to_owned(),
            relay: Some("wss://relay.example/sync".to_owned()),
        }
    }

    #[track_caller]
    fn same(parsed: Result<Link, LinkError>) {
        let (parsed, link) = (parsed.unwrap(), link());
        assert_eq!(parsed.workspace, link.workspace);
        assert_eq!(parsed.secret.as_bytes(), link.secret.as_bytes());
        assert_eq!((parsed.role, parsed.expires), (link.role, link.expires));
        assert_eq!(
            (parsed.by, parsed.workspace_name, parsed.relay),
            (link.by, link.workspace_name, link.relay)
        );
    }

    #[test]
    fn a_link_is_read_whatever_a_messenger_did_around_it() {
        let url = link().url("https://pilothouse.example/");
        assert!(url.starts_with("https://pilothouse.example/#/join/AQBpAQ"), "{}", &url[..40]);
        let code = url.split_once(PLACE).unwrap().1;
        same(Link::parse(&url));
        same(Link::parse(&format!("  {}\n{}.", &url[..60], &url[60..])));
        same(Link::parse(&format!("/join/{code}")));
        same(Link::parse(code));
        same(Link::parse(&format!("<{}>", *url)));
    }

    #[test]
    fn a_name_that_is_too_long_is_cut_between_letters() {
        let long = Link { by: "é".repeat(100), workspace_name: "ü".repeat(100), ..link() };
        let read = Link::parse(&long.fragment()).unwrap();
        assert_eq!((read.by, read.workspace_name), ("é".repeat(40), "ü".repeat(40)));
    }

    #[test]
    fn what_is_wrong_is_said_and_not_repeated() {
        let url = link().url("https://pilothouse.example");
        let error = |text: &str| Link::parse(text).err().unwrap();
        assert_eq!(error("https://pilothouse.example/#/people"), LinkError::NotALink);
        assert_eq!(error(""), LinkError::NotALink);
        assert_eq!(error("https://pilothouse.example/#/join/"), LinkError::CutShort);
        for end in 40..url.len() {
            assert_eq!(error(&url[..end]), LinkError::CutShort, "{end}");
        }
        assert_eq!(error(&format!("{}x", *url)), LinkError::Mangled);
        assert_eq!(error(&url.replace("/join/AQB", "/join/AQ%42")), LinkError::Character(3));
        assert_eq!(error(&url.replace("/join/AQ", "/join/Ag")), LinkError::Mangled);
    }

    #[test]
    fn a_link_of_a_newer_version_is_told_from_one_that_was_changed() {
        let mut bytes = vec![VERSION + 1, 0, 3, 7, 7, 7];
        bytes.extend_from_slice(&check(&bytes.clone()));
        let code = BASE64URL_NOPAD.encode(&bytes);
        assert_eq!(Link::parse(&code).err(), Some(LinkError::Newer));
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_found(at: prop::sample::Index, by in 1..64_usize) {
            const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let mut code = link().fragment().split_once(PLACE).unwrap().1.as_bytes().to_vec();
            let at = at.index(code.len());
            let right = LETTERS.iter().position(|letter| *letter == code[at]).unwrap();
            code[at] = LETTERS[(right + by) % 64];
            prop_assert!(Link::parse(std::str::from_utf8(&code).unwrap()).is_err());
        }

        #[test]
        fn any_text_is_refused_without_a_panic(text: String, code in "[A-Za-z0-9_-]{0,300}") {
            prop_assert!(Link::parse(&text).is_err());
            prop_assert!(Link::parse(&["#/join/", &code].concat()).is_err());
        }
    }
}
