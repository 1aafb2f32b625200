//! The engine over a disk that can fail or stop at any write: stories of Alice, her tabs and her
//! disk. The rules they show are numbered in `docs/design/storage.md`.

#[cfg(test)]
mod adoption;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod commit;
#[cfg(test)]
mod compaction;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod everywhere;
#[cfg(test)]
mod intents;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod putting_off;
#[cfg(test)]
mod random;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod scale;
#[cfg(test)]
mod segments;
#[cfg(test)]
mod stops;
#[cfg(test)]
mod sync;
#[cfg(test)]
mod takeover;
#[cfg(test)]
mod typing;
#[cfg(test)]
mod undo;
#[cfg(test)]
mod world;
