//! The numbers of the map. The guides give none of them: all are ours, all editable.

use kernel::Threshold;

/// CN-3: an area that nobody touched for more days than this has gone cold.
pub const COLD_DAYS: Threshold = Threshold::ours(
    "cn-3-cold-days",
    "Days without a change until an area of the map has gone cold",
    42,
    (7, 365),
    "days",
);

/// The numbers of the map, all editable.
pub const THRESHOLDS: &[Threshold] = &[COLD_DAYS];
