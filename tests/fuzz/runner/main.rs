//! libFuzzer around one decoder, the one that `PILOTHOUSE_TARGET` names.

#![no_main]

use fuzz::{TARGETS, Target};
use std::sync::OnceLock;

/// What is fuzzed in this process.
fn target() -> &'static Target {
    static CHOSEN: OnceLock<&'static Target> = OnceLock::new();
    CHOSEN.get_or_init(|| {
        let name = std::env::var("PILOTHOUSE_TARGET").unwrap_or_default();
        let found = TARGETS.iter().find(|target| target.name == name);
        found.unwrap_or_else(|| panic!("PILOTHOUSE_TARGET names no decoder: {name:?}"))
    })
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (target().check)(bytes));
