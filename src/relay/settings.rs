//! How to serve: every setting, by whichever way it is given.
//!
//! A flag `--quota 2G`, an environment variable `PILOTHOUSE_QUOTA=2G` and a line `quota = "2G"`
//! of the file all come to [`Settings::set`], so there is one name, one meaning and one complaint.

use std::net::SocketAddr;
use std::path::PathBuf;

/// What every environment variable of ours begins with.
pub const PREFIX: &str = "PILOTHOUSE_";

/// Who may make workspaces at this relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creation {
    /// Anybody who reaches it.
    Open,
    /// Who has its token.
    Token,
    /// Nobody; those that exist are served.
    Closed,
}

/// How to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Address and port; port 0 lets the system choose a free one.
    pub listen: SocketAddr,
    /// Folder of the built application.
    pub assets: PathBuf,
    /// Folder for what the server keeps.
    pub data: PathBuf,
    /// Who may make workspaces; see [`Settings::creation`].
    pub create: Option<Creation>,
    /// The token for making workspaces; without one it is kept in the data folder.
    pub token: Option<String>,
    /// Other relays that pages served from here may talk to, as origins (`wss://relay.example`).
    pub connect: Vec<String>,
    /// How many bytes one workspace may keep.
    pub quota: u64,
    /// How many bytes a second all devices of one workspace may send, beyond short bursts.
    pub rate: u64,
    /// How many connections there may be at once.
    pub connections: usize,
    /// How many workspaces there may be.
    pub workspaces: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            // Loopback unless asked otherwise: a first start never opens a port to the network.
            listen: SocketAddr::from(([127, 0, 0, 1], 7420)),
            assets: PathBuf::from("dist"),
            data: PathBuf::from(".data"),
            create: None,
            token: None,
            connect: Vec::new(),
            quota: 1 << 30,
            rate: 8 << 20,
            connections: 20_000,
            workspaces: 10_000,
        }
    }
}

impl Settings {
    /// Who may make workspaces, when nothing is said: anybody on loopback, where only this
    /// machine comes; elsewhere who has the token.
    #[must_use]
    pub fn creation(&self) -> Creation {
        let unsaid = if self.listen.ip().is_loopback() { Creation::Open } else { Creation::Token };
        self.create.unwrap_or(unsaid)
    }

    /// Takes one setting; `false` when there is none of this name. The error says what was
    /// expected.
    pub fn set(&mut self, name: &str, value: &str) -> Result<bool, String> {
        match name {
            "listen" => {
                let expected = "an address and port such as 127.0.0.1:7420";
                self.listen = value.parse().map_err(|_| format!("{value}: not {expected}"))?;
            }
            "assets" => self.assets = folder(value)?,
            "data" => self.data = folder(value)?,
            "create" => {
                self.create = Some(match value {
                    "open" => Creation::Open,
                    "token" => Creation::Token,
                    "closed" => Creation::Closed,
                    other => return Err(format!("{other}: not one of open, token, closed")),
                });
            }
            "token" if value.len() < 16 => return Err("a token has at least 16 characters".into()),
            "token" => self.token = Some(value.to_owned()),
            "connect" => {
                for origin in value.split([' ', ',']).filter(|origin| !origin.is_empty()) {
                    self.connect.push(origin_of(origin)?);
                }
            }
            "quota" => self.quota = bytes(value)?,
            "rate" => self.rate = bytes(value)?.max(1),
            "connections" => self.connections = count(value)?,
            "workspaces" => self.workspaces = count(value)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn folder(value: &str) -> Result<PathBuf, String> {
    if value.is_empty() { Err("needs a folder".into()) } else { Ok(PathBuf::from(value)) }
}

fn count(value: &str) -> Result<usize, String> {
    value.parse().map_err(|_| format!("{value}: not a number"))
}

/// A number of bytes: `1048576`, `512K`, `64M`, `2G` (powers of 1024).
fn bytes(value: &str) -> Result<u64, String> {
    let wrong = || format!("{value}: not a number of bytes such as 1048576, 512K, 64M or 2G");
    let (digits, shift) = match value.as_bytes().last().map(u8::to_ascii_uppercase) {
        Some(b'K') => (value.get(..value.len() - 1).unwrap_or_default(), 10),
        Some(b'M') => (value.get(..value.len() - 1).unwrap_or_default(), 20),
        Some(b'G') => (value.get(..value.len() - 1).unwrap_or_default(), 30),
        _ => (value, 0),
    };
    let number: u64 = digits.trim().parse().map_err(|_| wrong())?;
    number.checked_mul(1 << shift).ok_or_else(wrong)
}

/// An origin that may stand in the page's policy: nothing in it can end the directive.
fn origin_of(value: &str) -> Result<String, String> {
    let wrong = || format!("{value}: not the origin of a relay such as wss://relay.example");
    let (scheme, host) = value.split_once("://").ok_or_else(wrong)?;
    let scheme_fits = ["wss", "https", "ws", "http"].contains(&scheme);
    let host_fits =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if scheme_fits && host_fits { Ok(value.to_owned()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn making_workspaces_is_open_on_loopback_and_asks_for_a_token_elsewhere() {
        let mut settings = Settings::default();
        assert_eq!(settings.creation(), Creation::Open);
        settings.set("listen", "0.0.0.0:80").unwrap();
        assert_eq!(settings.creation(), Creation::Token);
        settings.set("create", "closed").unwrap();
        assert_eq!(settings.creation(), Creation::Closed);
    }

    #[test]
    fn sizes_are_read_with_their_unit() {
        for (text, expected) in [("12", 12), ("2K", 2048), ("3m", 3 << 20), ("4G", 4 << 30)] {
            assert_eq!(bytes(text), Ok(expected), "{text}");
        }
        for text in ["", "G", "-1", "1T", "99999999999G"] {
            assert!(bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_origins_get_into_the_policy() {
        let mut settings = Settings::default();
        settings.set("connect", "wss://a.example, wss://b.example:8443").unwrap();
        assert_eq!(settings.connect, ["wss://a.example", "wss://b.example:8443"]);
        for text in ["a.example", "wss://", "wss://a;script-src *", "file:///x", "wss://a/'"] {
            assert!(settings.set("connect", text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_unknown_name_is_nobodys() {
        assert_eq!(Settings::default().set("port", "80"), Ok(false));
        assert!(Settings::default().set("token", "short").is_err());
    }
}
