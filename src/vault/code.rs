//! A code that two people carry from screen to screen so that their devices meet without a server.
//!
//! What it says is a signal ([`seal_signal`](crate::seal_signal)): who sees a code learns which device
//! made it, by a name that means nothing, and no address. Three blocks: what it is, sealed bytes, and
//! four bytes that tell a slip of the pen from everything else.
//!
//! ```
//! use kernel::{DeviceId, WorkspaceId};
//! use vault::{Code, CodeError};
//! let workspace = WorkspaceId::from_bytes([1; 16]);
//! let code = Code { workspace: Code::tag(workspace), from: DeviceId::from_bytes([2; 16]), to: None, sealed: vec![7; 20] };
//! let text = code.text();
//! assert_eq!(Code::parse(&format!(" {}\n{} ", &text[..30], &text[30..])), Ok(code));
//! assert_eq!(Code::parse(&text[..40]), Err(CodeError::Mangled));
//! assert_eq!(Code::parse("https://pilothouse.example"), Err(CodeError::NotACode));
//! ```

use data_encoding::BASE64URL_NOPAD;
use kernel::{DeviceId, WorkspaceId};
use protocol::DecodeError;
use protocol::bytes::{Reader, Writer};
use sha2::{Digest, Sha256};

const VERSION: u8 = 1;
/// How every code begins.
const BEGINNING: &str = "ph-meet.";
/// Bytes that check the others, and bytes of a workspace's tag.
const CHECK: usize = 4;
/// The longest sealed part, bytes (ours): a description of a connection is padded to 256.
const LONGEST_SEALED: usize = 1024;
/// The longest text that is looked at, bytes (ours).
const LONGEST_TEXT: usize = 4096;

/// What stands in a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Tells the workspaces of one person apart, and says nothing else: [`Code::tag`].
    pub workspace: [u8; CHECK],
    /// The device that made it.
    pub from: DeviceId,
    /// The device whose code it answers; `None`: it is the first of two.
    pub to: Option<DeviceId>,
    /// The signal.
    pub sealed: Vec<u8>,
}

/// Why text is no code. None of them repeats a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// It is something else.
    #[error("This is not a code for connecting directly.")]
    NotACode,
    /// A part is missing, or a character is another one.
    #[error("A part of the code is missing, or was changed on its way.")]
    Mangled,
    /// A newer version of the product made it.
    #[error("This code was made by a newer version.")]
    Newer,
}

impl Code {
    /// The tag of a workspace.
    #[must_use]
    pub fn tag(workspace: WorkspaceId) -> [u8; CHECK] {
        digest(b"workspace", workspace.as_bytes())
    }

    /// The code as text: letters, digits, `-`, `_` and one full stop.
    #[must_use]
    pub fn text(&self) -> String {
        let mut to = Writer::new();
        to.u8(VERSION).raw(&self.workspace).raw(self.from.as_bytes());
        to.option(self.to, |to, device| {
            to.raw(device.as_bytes());
        });
        to.bytes(&self.sealed);
        let mut bytes = to.finish();
        bytes.extend(digest(b"code", &bytes));
        format!("{BEGINNING}{}", BASE64URL_NOPAD.encode(&bytes))
    }

    /// The code in `text`. White space in it, and quotes around it, do not matter.
    ///
    /// # Errors
    /// [`CodeError`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        if text.len() > LONGEST_TEXT {
            return Err(CodeError::NotACode);
        }
        let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        let text = text.trim_matches(['"', '\'', '“', '”', '`', '<', '>']);
        let code = text.strip_prefix(BEGINNING).ok_or(CodeError::NotACode)?;
        let bytes = BASE64URL_NOPAD.decode(code.as_bytes()).map_err(|_| CodeError::Mangled)?;
        let (checked, found) = bytes.split_last_chunk::<CHECK>().ok_or(CodeError::Mangled)?;
        if digest(b"code", checked) != *found {
            return Err(CodeError::Mangled);
        }
        Self::read(checked).map_err(|error| match error {
            DecodeError::Version(_) => CodeError::Newer,
            _ => CodeError::Mangled,
        })
    }

    fn read(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut from = Reader::new(bytes);
        from.version(VERSION)?;
        let code = Self {
            workspace: from.array()?,
            from: DeviceId::from_bytes(from.array()?),
            to: from.option(|from| from.array().map(DeviceId::from_bytes))?,
            sealed: from.bytes(LONGEST_SEALED, "a code")?.to_vec(),
        };
        from.end()?;
        Ok(code)
    }
}

fn digest(domain: &[u8], bytes: &[u8]) -> [u8; CHECK] {
    let digest =
        Sha256::new().chain_update("pilothouse meet v1 ").chain_update(domain).chain_update(bytes).finalize();
    std::array::from_fn(|at| digest[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code() -> Code {
        let (from, to) = (DeviceId::from_bytes([2; 16]), Some(DeviceId::from_bytes([3; 16])));
        Code { workspace: [4; CHECK], from, to, sealed: (0..=255).collect() }
    }

    #[test]
    fn a_code_of_a_newer_version_is_told_from_one_that_was_changed() {
        let text = code().text();
        let mut bytes = BASE64URL_NOPAD.decode(&text.as_bytes()[BEGINNING.len()..]).unwrap();
        bytes.truncate(bytes.len() - CHECK);
        bytes[0] = 2;
        bytes.extend(digest(b"code", &bytes));
        let newer = format!("{BEGINNING}{}", BASE64URL_NOPAD.encode(&bytes));
        assert_eq!(Code::parse(&newer), Err(CodeError::Newer));
    }

    #[test]
    fn a_code_that_answers_is_below_six_hundred_characters() {
        // What a signal of a usual device is sealed into: 256 bytes, and what sealing adds.
        let sealed = vec![0; 256 + 1 + 20 + 24 + 32 + 16];
        assert!(Code { sealed, ..code() }.text().len() < 600);
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_always_found(at: prop::sample::Index, by in "[A-Za-z0-9_-]") {
            let text = code().text();
            let at = at.index(text.len() - BEGINNING.len()) + BEGINNING.len();
            let changed = format!("{}{by}{}", &text[..at], &text[at + 1..]);
            let expected = if changed == text { Ok(code()) } else { Err(CodeError::Mangled) };
            prop_assert_eq!(Code::parse(&changed), expected);
        }

        #[test]
        fn e_7_any_text_is_refused_as_a_code_without_a_panic(text: String, code in "[A-Za-z0-9_-]{0,300}") {
            prop_assert!(Code::parse(&text).is_err());
            let parsed = Code::parse(&[BEGINNING, &code].concat());
            prop_assert!(parsed.is_err());
        }
    }
}
