//! The seeds, what becomes of them when they are cut or changed, and what was found once.

use fuzz::TARGETS;
use std::{fs, path::Path};

/// How many changed copies of a seed are tried (*ours*).
const COPIES: usize = 400;

#[test]
fn every_decoder_has_a_seed_and_bears_what_becomes_of_it() {
    for target in TARGETS {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{} has no seeds", target.name);
        for seed in seeds {
            (target.check)(&seed);
            let step = seed.len().div_ceil(COPIES).max(1);
            for at in (0..seed.len()).step_by(step) {
                (target.check)(&seed[..at]);
                let mut changed = seed.clone();
                changed[at] ^= 1 << (at % 8);
                (target.check)(&changed);
                changed[at] = 0xff;
                (target.check)(&changed);
            }
        }
    }
}

#[test]
fn what_was_found_once_does_no_harm_any_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("found");
    for target in TARGETS {
        let Ok(files) = fs::read_dir(folder.join(target.name)) else { continue };
        for file in files {
            (target.check)(&fs::read(file.unwrap().path()).unwrap());
        }
    }
}
