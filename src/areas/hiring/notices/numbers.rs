//! The numbers of the hiring area. The guides give none of them: all are ours, all editable.

use kernel::Threshold;

/// HI-2: more must-haves than this keep people from applying.
pub const MUST_HAVES: Threshold =
    Threshold::ours("hi-2-must-haves", "Must-haves that are enough", 6, (1, 20), "must-haves");
/// HI-7: nothing happened with a candidate for more days than this is a notice.
pub const IDLE_DAYS: Threshold =
    Threshold::ours("hi-7-idle-days", "Days until an idle candidate is a notice", 7, (1, 90), "days");
/// HI-7: interviews per offer are counted over so many days, against the year before.
pub const DRIFT_DAYS: Threshold = Threshold::ours(
    "hi-7-drift-days",
    "Days over which interviews per offer are compared with the year before",
    120,
    (30, 365),
    "days",
);
/// HI-7: fewer offers than this, lately or before, are no norm.
pub const DRIFT_OFFERS: Threshold = Threshold::ours(
    "hi-7-drift-offers",
    "Offers from which interviews per offer are compared",
    3,
    (1, 50),
    "offers",
);
/// HI-7: so much more than before is drift.
pub const DRIFT_PERCENT: Threshold = Threshold::ours(
    "hi-7-drift-percent",
    "Percent more interviews per offer than before that are a notice",
    50,
    (10, 300),
    "percent",
);
/// WS-6: so long candidates are kept after it ended.
pub const RETENTION_DAYS: Threshold =
    Threshold::ours("hi-7-retention-days", "Days a candidate is kept after it ended", 180, (7, 3650), "days");
/// HI-9: so soon a candidate hears from us, unless they were told another day.
pub const REPLY_DAYS: Threshold =
    Threshold::ours("hi-9-reply-days", "Days within which a candidate hears from us", 5, (1, 60), "days");
/// HI-9: so long after the end candidates are asked how it was.
pub const SURVEY_DAYS: Threshold = Threshold::ours(
    "hi-9-survey-days",
    "Days after the end in which candidates are asked how it was",
    30,
    (1, 180),
    "days",
);
/// HI-11: more interviews in a week than this are too many for one person.
pub const WEEK_CAP: Threshold =
    Threshold::ours("hi-11-week-cap", "Interviews of one person in a week", 3, (1, 20), "interviews");

/// HI-11: for so long after their first day the skills somebody was hired for are expected of them without a rating.
pub const EXPECTED_DAYS: Threshold = Threshold::ours(
    "hi-11-expected-days",
    "Days after the first in which what a hire is to bring is expected unrated",
    183,
    (30, 730),
    "days",
);
/// HI-11: after so many days somebody who was hired for a skill can be rated in it.
pub const RATE_DAYS: Threshold = Threshold::ours(
    "hi-11-rate-days",
    "Days after the first until a hire who is not rated in what they came for is a notice",
    60,
    (7, 183),
    "days",
);
/// HI-4: a card that is not in after more days than this is late.
pub const CARD_DAYS: Threshold =
    Threshold::ours("hi-4-card-days", "Days until a scorecard is late", 1, (0, 14), "days");
/// HI-5: about fewer candidates than this nothing is said of how somebody judges beside others.
pub const PANEL_CARDS: Threshold = Threshold::ours(
    "hi-5-panel-cards",
    "Candidates judged together with others from which an interviewer is compared",
    5,
    (3, 50),
    "candidates",
);
/// HI-5: so many tenths of a step above or below co-panellists is worth talking about.
pub const PANEL_TENTHS: Threshold = Threshold::ours(
    "hi-5-panel-tenths",
    "Tenths of a step above or below co-panellists that are a notice",
    10,
    (3, 30),
    "tenths of a step",
);
/// HI-6: all cards are in for more days than this and nothing is decided.
pub const DECIDE_DAYS: Threshold =
    Threshold::ours("hi-6-decide-days", "Days from the last scorecard to a decision", 2, (0, 30), "days");

/// The numbers of this area, all editable.
pub const THRESHOLDS: &[Threshold] = &[
    MUST_HAVES,
    IDLE_DAYS,
    DRIFT_DAYS,
    DRIFT_OFFERS,
    DRIFT_PERCENT,
    RETENTION_DAYS,
    REPLY_DAYS,
    SURVEY_DAYS,
    WEEK_CAP,
    EXPECTED_DAYS,
    RATE_DAYS,
    CARD_DAYS,
    PANEL_CARDS,
    PANEL_TENTHS,
    DECIDE_DAYS,
];
