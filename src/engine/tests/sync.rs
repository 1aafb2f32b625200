//! Copies of one workspace on several devices, a relay between them, and what goes wrong. The rules
//! that are shown are numbered in `docs/design/sync.md`.

mod ahead;
mod bundles;
mod circles;
mod codes;
mod compaction;
mod direct;
mod erasing;
mod failures;
mod forge;
mod hidden;
mod holdings;
mod hostile;
mod leaving;
mod members;
mod mending;
pub mod net;
mod order;
mod peers;
mod presence;
mod random;
mod recovery;
mod relay;
mod relaying;
mod shown;
mod stops;
pub mod stories;
