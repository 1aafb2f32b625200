//! Every decoder of bytes that come from outside, as a function that anything may be thrown at.
//!
//! What is shown of each: no bytes make it panic or take much memory, and what it understands is
//! written again as it was. `replay` tries good input, what becomes of it when it is cut or changed,
//! and everything in `found/`, where input that once broke something is kept.
//!
//! What is covered: all that travels (messages, envelopes, statements, frontiers and places, logs), what
//! stands inside seals, where any member can put any bytes (contents, cards, names, invitations, join
//! requests), what people carry and type (links, codes, recovery sheets, tables, backups), what tabs say
//! to each other, what devices say to be connected directly and over that connection, documents and the
//! records that are read from them, and what holds secrets on the disk.
//!
//! What is not, and why:
//! - bundles: a beginning that is compared, then messages, each of which is `message`;
//! - where somebody is, once its seal is opened: read by `postcard`, like `page`;
//! - rows of the own disk but the projection's: each value is checked by its checksum before it is read;
//! - the relay's settings: written by who runs it. Requests of the web are read by `axum`; ours are a path
//!   that is looked up among the files there are, and a list of encodings, tested beside them;
//! - pictures: read by `rqrr` in a worker of its own, which ends with the picture.

mod direct;
mod documents;
mod keys;
mod sealed;
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
pub const TARGETS: [Target; 26] = [
    Target { name: "item", check: wire::item, seeds: wire::items },
    Target { name: "operation", check: wire::operation, seeds: wire::operations },
    Target { name: "log", check: wire::log, seeds: wire::logs },
    Target { name: "message", check: wire::message, seeds: wire::messages },
    Target { name: "opening", check: wire::opening, seeds: wire::plains },
    Target { name: "places", check: wire::places, seeds: wire::all_places },
    Target { name: "sealed_contents", check: sealed::contents, seeds: sealed::all_contents },
    Target { name: "sealed_name", check: sealed::name, seeds: sealed::names },
    Target { name: "sealed_offer", check: sealed::offer, seeds: sealed::offers },
    Target { name: "sealed_request", check: sealed::request, seeds: sealed::requests },
    Target { name: "signal", check: direct::signal, seeds: direct::signals },
    Target { name: "description", check: direct::description, seeds: direct::descriptions },
    Target { name: "parts", check: direct::parts, seeds: direct::all_parts },
    Target { name: "rows", check: documents::rows, seeds: documents::all_rows },
    Target { name: "link", check: keys::link, seeds: keys::links },
    Target { name: "code", check: keys::code, seeds: keys::codes },
    Target { name: "sheet", check: keys::sheet, seeds: keys::sheets },
    Target { name: "device_keys", check: keys::device_keys, seeds: keys::all_device_keys },
    Target { name: "lock", check: keys::locked, seeds: keys::locks },
    Target { name: "sealed_backup", check: keys::sealed_backup, seeds: keys::sealed_backups },
    Target { name: "chunk", check: documents::chunk, seeds: documents::chunks },
    Target { name: "merge", check: documents::merge, seeds: documents::chunks },
    Target { name: "projection", check: documents::projection, seeds: documents::projections },
    Target { name: "page", check: documents::page, seeds: documents::pages },
    Target { name: "table", check: documents::table, seeds: documents::tables },
    Target { name: "backup", check: documents::backup, seeds: documents::backups },
];
