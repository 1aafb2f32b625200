//! Every decoder of bytes that come from outside, as a function that anything may be thrown at.
//!
//! What is shown of each: no bytes make it panic or take much memory, and what it understands is
//! written again as it was. `replay` tries good input, what becomes of it when it is cut or changed,
//! and everything in `found/`, where input that once broke something is kept.

mod documents;
mod keys;
mod wire;

/// A decoder.
pub struct Target {
    /// Its name, and that of its folder in `found/`.
    pub name: &'static str,
    /// Throws bytes at it. Panics when it does what it should not.
    pub check: fn(&[u8]),
    /// Good input to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All decoders.
pub const TARGETS: [Target; 16] = [
    Target { name: "item", check: wire::item, seeds: wire::items },
    Target { name: "operation", check: wire::operation, seeds: wire::operations },
    Target { name: "log", check: wire::log, seeds: wire::logs },
    Target { name: "message", check: wire::message, seeds: wire::messages },
    Target { name: "opening", check: wire::opening, seeds: wire::plains },
    Target { name: "link", check: keys::link, seeds: keys::links },
    Target { name: "code", check: keys::code, seeds: keys::codes },
    Target { name: "sheet", check: keys::sheet, seeds: keys::sheets },
    Target { name: "keyring", check: keys::keyring, seeds: keys::keyrings },
    Target { name: "lock", check: keys::locked, seeds: keys::locks },
    Target { name: "sealed_backup", check: keys::sealed_backup, seeds: keys::sealed_backups },
    Target { name: "chunk", check: documents::chunk, seeds: documents::chunks },
    Target { name: "merge", check: documents::merge, seeds: documents::chunks },
    Target { name: "page", check: documents::page, seeds: documents::pages },
    Target { name: "table", check: documents::table, seeds: documents::tables },
    Target { name: "backup", check: documents::backup, seeds: documents::backups },
];
