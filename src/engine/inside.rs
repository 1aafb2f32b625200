//! What devices say to each other inside a seal, read and written again: so that what reads it is fuzzed
//! like everything else (`tests/fuzz`). Only with feature `inside`, which nothing that is shipped asks for.

pub use crate::sync::{signal_again as signal, word_again as word};
