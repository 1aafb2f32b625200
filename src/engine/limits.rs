//! The engine's own bounds, each *ours* unless a source is named.

/// A document is compacted when it has more chunks than this, or more parts of its projection.
/// Reading 32 small rows is still one stroke of the disk; and a document is then written whole
/// at most once in 32 commits.
pub const COMPACT_AFTER: usize = 32;

/// How long after the last write the replica looks for something to compact, in milliseconds.
pub const IDLE_MILLIS: u64 = 2_000;

/// How long it waits before the next, where nobody asked for anything meanwhile, in milliseconds: a page that
/// comes back to work is answered in between.
pub const STRETCH_MILLIS: u64 = 100;

/// The wait before the first new try of a read or write that did not work, in milliseconds; it
/// doubles with every try.
pub const RETRY_MILLIS: u64 = 500;

/// The longest wait between two tries, in milliseconds.
pub const RETRY_MILLIS_MAX: u64 = 30_000;

/// How often a write that nobody asked for (compaction) is tried before it is left.
pub const OWN_TRIES: u32 = 3;

/// The most bytes that the documents of one merge may hold when unpacked. A workspace of 20,000
/// records has a few megabytes; in memory it is a multiple of them.
pub const MERGED_BYTES: u64 = 512 * 1024 * 1024;

/// How many bytes of chunks the documents that stay loaded while nobody uses them may come from. In memory
/// a document is about ten times as large as on disk (`docs/design/performance.md`), so they take some 60 MB.
pub const LOADED_BYTES: usize = 6 * 1024 * 1024;

/// How many batches can be taken back.
pub const UNDO_DEPTH: usize = 100;

/// For how long the requests of a page that is silent are remembered, and text that fits
/// nowhere is kept, in milliseconds: seven days.
pub const REMEMBER_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;

/// How many answers other than “done” are remembered per page.
pub const REMEMBERED_ANSWERS: usize = 64;

/// How many gaps in a page's numbers are remembered; gaps come from requests that only read and
/// were answered by a leader that is gone.
pub const REMEMBERED_RANGES: usize = 64;

/// Up to so many documents a page lacks are read one by one; for more the whole projection is.
pub const READ_ONE_BY_ONE: usize = 8;
