//! The engine over a disk that can fail or stop at any write: stories of Alice, her tabs and her
//! disk. The rules they show are numbered in `docs/design/storage.md`.

mod backup;
mod commit;
mod compaction;
mod damage;
mod opening;
mod random;
mod stops;
mod takeover;
mod typing;
mod undo;
mod world;
