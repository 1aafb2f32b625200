//! How much of anything there may be. All numbers are ours, chosen far above what a team of
//! managers makes and far below what hurts a server.

/// The longest ciphertext of one envelope, bytes: 8 MiB.
pub const MAX_CIPHERTEXT: usize = 8 * 1024 * 1024;
/// The longest encoded message, bytes: one envelope of the longest kind with its header.
pub const MAX_FRAME: usize = MAX_CIPHERTEXT + 64 * 1024;
/// Envelopes and operations are gathered into messages of about this many bytes: 1 MiB. A
/// single envelope may be longer.
pub const GATHERED: usize = 1024 * 1024;
/// Envelopes, or operations, in one message.
pub const MAX_ITEMS: usize = 4096;
/// The longest encoded operation, bytes: 256 KiB.
pub const MAX_OPERATION: usize = 256 * 1024;
/// Parents of one operation.
pub const MAX_PARENTS: usize = 64;
/// Operations of one workspace.
pub const MAX_OPERATIONS: usize = 16 * 1024;
/// Operations that wait for a parent.
pub const MAX_WAITING: usize = 1024;
/// Grants in one operation.
pub const MAX_GRANTS: usize = 512;
/// The longest sealed grant, bytes.
pub const MAX_GRANT: usize = 512;
/// Members of a circle.
pub const MAX_CIRCLE: usize = 512;
/// Entries saying how far the writing of a removed device was known.
pub const MAX_KNOWN: usize = 1024;
/// The longest sealed card (a name, a device's name), bytes.
pub const MAX_CARD: usize = 2048;
/// Positions in one message.
pub const MAX_POSITIONS: usize = 16 * 1024;
/// Runs of envelopes that a snapshot stands for.
pub const MAX_RUNS: usize = 64 * 1024;
/// Runs of envelopes in one statement that erases a document: 128 KiB of them.
pub const MAX_ERASED_RUNS: usize = 4096;
/// The longest join request, bytes.
pub const MAX_JOIN: usize = 4096;
/// The longest ephemeral signal, bytes: 64 KiB.
pub const MAX_SIGNAL: usize = 64 * 1024;
/// The longest text in a message (an explanation, a token), bytes.
pub const MAX_TEXT: usize = 1024;
/// The newest version of the messages; both sides must speak the same.
pub const VERSION: u16 = 1;
