//! Checks that every pair of colours in use can be read, by day and by night (WCAG 2.2, 1.4.3 and 1.4.11).

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// Every text colour that may stand on every ground; at least 4.5 to 1.
const TEXT: [&str; 6] = ["ink", "ink-soft", "ink-faint", "accent", "accent-deep", "signal"];
const GROUNDS: [&str; 5] = ["paper", "paper-raised", "paper-sunk", "accent-wash", "signal-wash"];

/// Pairs of their own.
const PAIRS: [(&str, &str); 16] = [
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-signal", "signal"),
    ("ink", "tint-1"),
    ("ink", "tint-2"),
    ("ink", "tint-3"),
    ("ink", "tint-4"),
    ("ink", "tint-5"),
    ("ink", "tint-6"),
    ("code-ink", "code-paper"),
    ("paper-raised", "caret-1"),
    ("paper-raised", "caret-2"),
    ("paper-raised", "caret-3"),
    ("paper-raised", "caret-4"),
    ("paper-raised", "caret-5"),
    ("paper-raised", "caret-6"),
];

/// Name → colour by day, colour by night; only plain `light-dark(#rrggbb, #rrggbb)` tokens.
fn colours() -> HashMap<&'static str, [u32; 2]> {
    TOKENS
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(#")?;
            let (day, night) = value.strip_suffix(");")?.split_once(", #")?;
            Some((name, [u32::from_str_radix(day, 16).ok()?, u32::from_str_radix(night, 16).ok()?]))
        })
        .collect()
}

fn luminance(colour: u32) -> f64 {
    let channel = |shift: u32| {
        let part = f64::from((colour >> shift) & 0xff) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
}

fn contrast(one: u32, other: u32) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[track_caller]
fn check(front: &str, ground: &str, least: f64) {
    let colours = colours();
    for (theme, name) in ["day", "night"].into_iter().enumerate() {
        let found = contrast(colours[front][theme], colours[ground][theme]);
        assert!(found >= least, "{front} on {ground} by {name}: {found:.2}, wants {least}");
    }
}

#[test]
fn black_on_white_is_twenty_one() {
    assert!((contrast(0, 0xff_ffff) - 21.0).abs() < 1e-9);
}

#[test]
fn text_can_be_read_on_every_ground() {
    for ground in GROUNDS {
        for text in TEXT {
            check(text, ground, 4.5);
        }
    }
    for (front, ground) in PAIRS {
        check(front, ground, 4.5);
    }
}

#[test]
fn the_edge_of_an_input_can_be_seen() {
    for ground in ["paper", "paper-raised", "paper-sunk"] {
        check("edge", ground, 3.0);
    }
}
