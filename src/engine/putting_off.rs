//! Loading is put off while edits keep coming (S-47).
//!
//! An edit whose document is not in memory is written down (S-45), and then its document is loaded, which keeps the worker
//! busy for as long as many writes take. Whoever makes the next edit at once would wait for that. So the first of a run of
//! edits is done at once; those that follow it without a pause are done when there is one.

use crate::{
    Effect, Replica,
    job::{Job, Work},
};

/// A run of edits is over when none was written down for so long, or for up to twice as long (milliseconds, *ours*).
const PAUSE_MILLIS: u64 = 5;
/// Until all is done, loading is put off for so many of these pauses at most, which is two seconds (*ours*).
const MOST_PAUSES: u32 = 400;
/// So many edits wait at most (*ours*).
const MOST_EDITS: usize = 512;

/// The run of edits that is being written down, and for how long loading was put off.
#[derive(Default)]
pub(crate) struct PuttingOff {
    /// How many were written down without a pause; 0: there is no run.
    edits: usize,
    /// Whether one was since the last tick, or a page was told so and may make the next.
    stirred: bool,
    /// How many ticks there were in runs since nothing waited.
    pauses: u32,
}

impl PuttingOff {
    /// Something was written down, or a page was told that it was.
    pub fn stir(&mut self) {
        self.stirred = true;
    }

    /// Nothing waits any more.
    pub fn nothing_waits(&mut self) {
        self.pauses = 0;
    }

    /// There is nobody who might go on.
    pub fn end(&mut self) {
        self.edits = 0;
    }

    /// Whether a run is being written down.
    const fn is_in_run(&self) -> bool {
        self.edits > 0
    }
}

impl Replica {
    /// An edit is written down.
    pub(crate) fn goes_on_editing(&mut self) {
        if !self.putting_off.is_in_run() {
            self.effects.push(Effect::Wake { after: PAUSE_MILLIS });
        }
        self.putting_off.edits = self.putting_off.edits.saturating_add(1);
        self.putting_off.stir();
    }

    /// Whether the documents of an edit that is written down are not loaded yet, because more edits are coming. What is
    /// asked besides edits is not kept waiting, and has to be done after them.
    pub(crate) fn is_put_off(&self, job: &Job) -> bool {
        let is_safe = |job: &Job| {
            matches!(job.work, Work::Commit(_))
                && job.from.is_some_and(|from| !self.intents.is_too_large(from))
        };
        self.putting_off.edits > 1
            && self.putting_off.pauses < MOST_PAUSES
            && self.queue.len() < MOST_EDITS
            && self.intents.has(job.from)
            && self.may_write_intents()
            && self.queue.iter().all(is_safe)
    }

    /// A tick came. Returns whether it ends a run, or `None` where the run goes on.
    pub(crate) fn ends_run(&mut self) -> Option<bool> {
        if !self.putting_off.is_in_run() {
            return Some(false);
        }
        let is_stirred = std::mem::take(&mut self.putting_off.stirred) || self.writer.is_noting_any();
        self.putting_off.pauses = self.putting_off.pauses.saturating_add(1);
        if is_stirred && self.putting_off.pauses < MOST_PAUSES && self.may_write_intents() {
            self.effects.push(Effect::Wake { after: PAUSE_MILLIS });
            return None;
        }
        self.putting_off.end();
        Some(true)
    }
}
