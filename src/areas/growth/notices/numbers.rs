//! The numbers of the growth area. The guides give none of them: all are ours, all editable.

use kernel::{Source, Threshold};

const fn ours(
    name: &'static str,
    label: &'static str,
    default: i64,
    bounds: (i64, i64),
    unit: &'static str,
) -> Threshold {
    Threshold { name, label, default, min: bounds.0, max: bounds.1, unit, source: Source::Ours }
}

/// GR-2: so many days without a promotion on a track are a notice.
pub const STILL_DAYS: Threshold = ours(
    "gr-2-still-days",
    "Days without a promotion on a track until it is a notice",
    540,
    (90, 3650),
    "days",
);

/// The numbers of this area, all editable.
pub const THRESHOLDS: &[Threshold] = &[STILL_DAYS];
