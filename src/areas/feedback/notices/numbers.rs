//! The numbers of the feedback area. The guides give none of them: all are ours, all editable.

use kernel::Threshold;

/// FB-1: more days than this without a 1:1 are a notice.
pub const TALK_WARN_DAYS: Threshold =
    Threshold::ours("fb-1-warn-days", "Days without a 1:1 until it is a notice", 14, (1, 365), "days");
/// FB-1: more days than this without a 1:1 press.
pub const TALK_PRESS_DAYS: Threshold =
    Threshold::ours("fb-1-press-days", "Days without a 1:1 until it presses", 21, (1, 365), "days");
/// FB-1: the same with somebody new.
pub const TALK_NEW_WARN_DAYS: Threshold = Threshold::ours(
    "fb-1-new-warn-days",
    "Days without a 1:1 until it is a notice, somebody new",
    7,
    (1, 365),
    "days",
);
/// FB-1: the same with somebody new.
pub const TALK_NEW_PRESS_DAYS: Threshold = Threshold::ours(
    "fb-1-new-press-days",
    "Days without a 1:1 until it presses, somebody new",
    14,
    (1, 365),
    "days",
);
/// How long somebody counts as new.
pub const NEW_DAYS: Threshold =
    Threshold::ours("fb-new-days", "Days at work in which somebody counts as new", 90, (0, 365), "days");
/// How long no rule speaks about somebody who has just joined.
pub const SILENT_DAYS: Threshold =
    Threshold::ours("fb-silent-days", "First days at work without any notice", 7, (0, 90), "days");
/// FB-1: talks and due actions that make a week busy.
pub const BUSY_WEEK: Threshold = Threshold::ours(
    "fb-1-busy-week",
    "1:1s and due actions that make a week busy",
    12,
    (1, 200),
    "talks and actions",
);
/// FB-1: an open action carried over so often is a notice.
pub const CARRIED_TIMES: Threshold = Threshold::ours(
    "fb-1-carried-times",
    "Talks an open action is carried through until it is a notice",
    3,
    (1, 50),
    "talks",
);
/// FB-4: so many days without an observation are a notice.
pub const BLANK_DAYS: Threshold = Threshold::ours(
    "fb-4-blank-days",
    "Days without an observation until it is a notice",
    90,
    (7, 365),
    "days",
);
/// FB-4: the same about somebody new.
pub const BLANK_NEW_DAYS: Threshold = Threshold::ours(
    "fb-4-blank-new-days",
    "Days without an observation until it is a notice, somebody new",
    30,
    (7, 365),
    "days",
);
/// FB-4: more than this share from the last fourteen days is a skew.
pub const RECENT_PERCENT: Threshold = Threshold::ours(
    "fb-4-recent-percent",
    "Share of the last 14 days that skews the evidence",
    50,
    (10, 100),
    "percent",
);
/// FB-4: fewer observations than this are no skew.
pub const RECENT_COUNT: Threshold = Threshold::ours(
    "fb-4-recent-count",
    "Observations from which a skew counts",
    4,
    (2, 100),
    "observations",
);
/// FB-4: so many observations of one tone only are one-sided.
pub const ONE_SIDED_COUNT: Threshold = Threshold::ours(
    "fb-4-one-sided-count",
    "Observations of one tone only that are one-sided",
    5,
    (2, 100),
    "observations",
);
/// FB-5: a point to grow that was not told for more days than this is a notice.
pub const UNTOLD_DAYS: Threshold = Threshold::ours(
    "fb-5-untold-days",
    "Days until an untold point to grow is a notice",
    7,
    (1, 365),
    "days",
);
/// FB-5: a point to grow that is open for more days than this needs a plan or a day to look again.
pub const ADRIFT_DAYS: Threshold = Threshold::ours(
    "fb-5-adrift-days",
    "Days until an open point to grow needs a plan or a date",
    28,
    (7, 365),
    "days",
);
/// FB-2: leave that begins within so many days is on the preparation sheet.
pub const ABSENCE_DAYS: Threshold = Threshold::ours(
    "fb-2-absence-days",
    "Days ahead in which leave is on the preparation sheet",
    56,
    (0, 365),
    "days",
);
/// FB-2: an anniversary within so many days is on the preparation sheet.
pub const ANNIVERSARY_DAYS: Threshold = Threshold::ours(
    "fb-2-anniversary-days",
    "Days ahead in which an anniversary is on the preparation sheet",
    28,
    (0, 365),
    "days",
);
/// FB-6: so many days after the day to look again a concern presses.
pub const CONCERN_PRESS_DAYS: Threshold = Threshold::ours(
    "fb-6-press-days",
    "Days after the day to look again until a concern presses",
    14,
    (1, 365),
    "days",
);

/// FB-6: nothing from a peer about somebody for more days than this is a notice.
pub const PEER_DAYS: Threshold = Threshold::ours(
    "fb-6-peer-days",
    "Days without a peer’s view until it is a notice",
    183,
    (30, 1825),
    "days",
);

/// The numbers of this area, all editable.
pub const THRESHOLDS: &[Threshold] = &[
    TALK_WARN_DAYS,
    TALK_PRESS_DAYS,
    TALK_NEW_WARN_DAYS,
    TALK_NEW_PRESS_DAYS,
    NEW_DAYS,
    SILENT_DAYS,
    BUSY_WEEK,
    CARRIED_TIMES,
    ABSENCE_DAYS,
    ANNIVERSARY_DAYS,
    BLANK_DAYS,
    BLANK_NEW_DAYS,
    RECENT_PERCENT,
    RECENT_COUNT,
    ONE_SIDED_COUNT,
    UNTOLD_DAYS,
    ADRIFT_DAYS,
    CONCERN_PRESS_DAYS,
    PEER_DAYS,
];
