//! The numbers of the growth area. The guides give none of them: all are ours, all editable.

use kernel::Threshold;

/// GR-2: so many days without a promotion on a track are a notice.
pub const STILL_DAYS: Threshold = Threshold::ours(
    "gr-2-still-days",
    "Days without a promotion on a track until it is a notice",
    540,
    (90, 3650),
    "days",
);

/// GR-1: after so many days at work somebody's aim is known, or it is a notice.
pub const AIM_DAYS: Threshold =
    Threshold::ours("gr-1-aim-days", "Days at work until an unknown aim is a notice", 30, (0, 365), "days");
/// GR-1: a plan that was not looked at for more days than this is a notice.
pub const REVISIT_DAYS: Threshold = Threshold::ours(
    "gr-1-revisit-days",
    "Days until a growth plan wants to be looked at",
    90,
    (14, 730),
    "days",
);
/// GR-1: a goal older than this needs an action or support.
pub const IDLE_DAYS: Threshold =
    Threshold::ours("gr-1-idle-days", "Days until a goal needs an action or support", 28, (7, 365), "days");
/// GR-3: the days over which evidence is counted.
pub const EVIDENCE_DAYS: Threshold = Threshold::ours(
    "gr-3-evidence-days",
    "Days over which evidence for a rung is counted",
    365,
    (90, 1095),
    "days",
);
/// GR-3: so much evidence shows what a rung asks for.
pub const EVIDENCE_ENOUGH: Threshold = Threshold::ours(
    "gr-3-evidence-enough",
    "Observations that show what a rung asks for",
    2,
    (1, 20),
    "observations",
);
/// GR-4: the days over which help is counted.
pub const HELP_DAYS: Threshold =
    Threshold::ours("gr-4-help-days", "Days over which help is counted", 180, (30, 1095), "days");
/// GR-4: advice so often, and no sponsorship, is a notice.
pub const ADVICE_TIMES: Threshold = Threshold::ours(
    "gr-4-advice-times",
    "Times of advice without a sponsor that are a notice",
    3,
    (1, 50),
    "times",
);
/// GR-5: so many open actions are a high load.
pub const LOAD_ACTIONS: Threshold = Threshold::ours(
    "gr-5-load-actions",
    "Open actions of one person on which stretch work is too much",
    6,
    (1, 50),
    "actions",
);
/// GR-5: nothing that stretches somebody for more days than this is a notice.
pub const NO_STRETCH_DAYS: Threshold = Threshold::ours(
    "gr-5-no-stretch-days",
    "Days without stretch work until it is a notice",
    180,
    (30, 1095),
    "days",
);

/// GR-7: an opportunity that wants names within so many days, and has none, is a notice.
pub const NAMES_DAYS: Threshold = Threshold::ours(
    "gr-7-names-days",
    "Days ahead in which an opportunity without names is a notice",
    14,
    (1, 180),
    "days",
);
/// GR-7: the days over which it is counted who was put forward.
pub const SPREAD_DAYS: Threshold = Threshold::ours(
    "gr-7-spread-days",
    "Days over which it is counted who was put forward",
    365,
    (90, 1095),
    "days",
);
/// GR-7: fewer names than this are no spread.
pub const SPREAD_COUNT: Threshold = Threshold::ours(
    "gr-7-spread-count",
    "Names put forward from which their spread counts",
    4,
    (2, 50),
    "names",
);

/// GR-8: so many days before a forum its cases have to stand.
pub const FORUM_DAYS: Threshold = Threshold::ours(
    "gr-8-forum-days",
    "Days ahead in which a forum wants its cases to stand",
    28,
    (1, 180),
    "days",
);
/// GR-8: a case that rests on fewer facts than this is thin.
pub const CASE_FACTS: Threshold =
    Threshold::ours("gr-8-case-facts", "Linked facts on which a case stands", 3, (1, 30), "facts");

/// The numbers of this area, all editable.
pub const THRESHOLDS: &[Threshold] = &[
    AIM_DAYS,
    REVISIT_DAYS,
    IDLE_DAYS,
    STILL_DAYS,
    EVIDENCE_DAYS,
    EVIDENCE_ENOUGH,
    HELP_DAYS,
    ADVICE_TIMES,
    LOAD_ACTIONS,
    NO_STRETCH_DAYS,
    NAMES_DAYS,
    SPREAD_DAYS,
    SPREAD_COUNT,
    FORUM_DAYS,
    CASE_FACTS,
];
