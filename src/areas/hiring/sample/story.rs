//! Whom the sample's manager looked for, and who came. Days are counted from today; everybody is invented.
//!
//! Uneven on purpose: nobody tests how somebody coaches, another offer runs out before ours, somebody was turned down and
//! not told, somebody else waits for a word, and one candidate is kept longer than they may be.

use super::{Came, Role};
use crate::{StageKind, Step};

/// Asks, kind, competency, what answers show, minutes.
pub const QUESTIONS: &[(&str, StageKind, &str, &str, i64)] = &[
    (
        "Here is a test that fails once a week. Find out why, aloud.",
        StageKind::Coding,
        "Debugging",
        "Weak: retries it. Strong: asks what differs that one time, and makes it fail on purpose.",
        50,
    ),
    (
        "Read this function and say what you would ask its author.",
        StageKind::Coding,
        "Reading code",
        "Weak: style. Strong: what it assumes, and what happens when that is not so.",
        30,
    ),
    (
        "Payments arrive twice, late, or never. Sketch how we would notice.",
        StageKind::SystemDesign,
        "System design",
        "Weak: one big queue. Strong: names what may be lost and what may not, and who is told.",
        50,
    ),
    (
        "Tell me about a release you stopped. Who was against it?",
        StageKind::Behavioural,
        "Collaboration",
        "Weak: they were right and others were not. Strong: what it cost others, and how it was told.",
        30,
    ),
    (
        "Sit with the team for the triage of this week's bugs.",
        StageKind::JobPreview,
        "Judgement",
        "Weak: everything is important. Strong: asks who is hurt, and lets something go.",
        45,
    ),
];

const CAME: Came = Came {
    name: "",
    source: "",
    applied: 0,
    stages: &[],
    steps: &[],
    next: None,
    told: None,
    promised: None,
    rival: None,
    closing: None,
    closing_steps: &[],
    survey: None,
    hired_as: "",
    notes: "",
};

/// The openings.
pub const ROLES: &[Role] = &[
    Role {
        role: "Software Engineer, Ledger",
        level: "IC3",
        team: "Ledger",
        leaver: "Mateo Quispe",
        gap: "",
        because: "Mateo left; three of us cannot carry the ledger and its nights.",
        approved: -250,
        wanted: -60,
        filled: Some(-92),
        outcomes: "Owns the month-end run, and has made it shorter.",
        must_haves: &["Has kept a service running that others rely on"],
        learned: &["Bookkeeping", "Our queue"],
        tests: &["Debugging", "System design", "Collaboration", "Judgement"],
        channels: &["Referral", "Job board"],
        stages: &[
            ("First call", StageKind::Screening, 30, &[], &["Maren Osei"]),
            ("Debugging together", StageKind::Coding, 60, &["Debugging"], &["Rafael Moreira"]),
            ("System design", StageKind::SystemDesign, 60, &["System design"], &["Priya Raghunathan"]),
            ("How we work together", StageKind::Behavioural, 45, &["Collaboration"], &["Maren Osei"]),
            ("A morning of triage", StageKind::JobPreview, 60, &["Judgement"], &["Samir Haddad"]),
        ],
        candidates: &[
            Came {
                name: "Elif Karataş",
                source: "Referral",
                applied: -150,
                stages: &[
                    (0, -146, "Maren Osei"),
                    (1, -135, "Rafael Moreira"),
                    (2, -127, "Priya Raghunathan"),
                    (3, -120, "Maren Osei"),
                    (4, -112, "Samir Haddad"),
                ],
                steps: &[(-104, Step::Offer, ""), (-92, Step::Accepted, "")],
                survey: Some((-85, [5, 5, 5], "I knew every date before it came.")),
                hired_as: "Elif Karataş",
                ..CAME
            },
            Came {
                name: "Jürgen Aalto",
                source: "Job board",
                applied: -235,
                stages: &[(0, -230, "Maren Osei"), (1, -222, "Rafael Moreira")],
                steps: &[(-212, Step::Rejected, "Found the fault, and did not say how")],
                told: Some(-209),
                ..CAME
            },
            Came {
                name: "Amina Sesay",
                source: "Job board",
                applied: -170,
                stages: &[
                    (0, -165, "Maren Osei"),
                    (1, -158, "Rafael Moreira"),
                    (2, -150, "Priya Raghunathan"),
                    (3, -143, "Maren Osei"),
                ],
                steps: &[(-136, Step::Offer, ""), (-128, Step::Declined, "Another offer, closer to home")],
                survey: Some((-120, [3, 5, 4], "Two weeks without a word in the middle.")),
                ..CAME
            },
        ],
    },
    Role {
        role: "Quality Engineer, Checkout",
        level: "IC4",
        team: "Checkout",
        leaver: "",
        gap: "Test automation",
        because: "Ingrid left, and nobody else wants tests as a main task. Until somebody is here, each release of the gateway is tested by hand for two days.",
        approved: -100,
        wanted: 30,
        filled: None,
        outcomes: "The gateway is released without a day of testing by hand. Two others write tests as a matter of course.",
        must_haves: &["Test automation", "Has brought a team to test", "Reads code of others"],
        learned: &["Payments", "Our pipeline"],
        tests: &["Debugging", "System design", "Collaboration", "Coaching"],
        channels: &["Referral", "Job board", "Testing meetup"],
        stages: &[
            ("First call", StageKind::Screening, 30, &[], &["Maren Osei"]),
            ("Debugging together", StageKind::Coding, 60, &["Debugging"], &["Ana Lindqvist"]),
            ("System design", StageKind::SystemDesign, 60, &["System design"], &["Tomasz Wróbel"]),
            ("How we work together", StageKind::Behavioural, 45, &["Collaboration"], &["Halima Yusuf"]),
            ("A morning of triage", StageKind::JobPreview, 60, &[], &["Ana Lindqvist"]),
        ],
        candidates: &[
            Came {
                name: "Bojana Petrović",
                source: "Referral",
                applied: -33,
                stages: &[
                    (0, -29, "Maren Osei"),
                    (1, -22, "Ana Lindqvist"),
                    (2, -15, "Tomasz Wróbel"),
                    (3, -10, "Halima Yusuf"),
                    (4, -6, "Ana Lindqvist"),
                ],
                next: Some(("Decide, and make the offer", 7, "Maren Osei")),
                promised: Some(("Yes or no, with the reason", 7)),
                rival: Some(("A bank in Belgrade", 4)),
                closing: Some((
                    "To build something once, properly. To work with people who have shipped payments.",
                    "Whether tests stay hers alone here. Whether remote is meant.",
                )),
                closing_steps: &[("What the first half year looks like", "Tomasz Wróbel", 6)],
                notes: "Stopped a release two years ago and would again. Asked better questions than we did.",
                ..CAME
            },
            Came {
                name: "Dele Akinwande",
                source: "Job board",
                applied: -24,
                stages: &[(0, -19, "Maren Osei"), (1, -14, "Ana Lindqvist")],
                ..CAME
            },
            Came {
                name: "Hanne Vestergaard",
                source: "Testing meetup",
                applied: -2,
                next: Some(("First call", 3, "Maren Osei")),
                ..CAME
            },
            Came {
                name: "Marek Zieliński",
                source: "Job board",
                applied: -40,
                stages: &[(0, -35, "Maren Osei"), (1, -28, "Ana Lindqvist")],
                steps: &[(-9, Step::Rejected, "Has tested much, and automated little")],
                ..CAME
            },
            Came {
                name: "Chiara Fontana",
                source: "Job board",
                applied: -82,
                stages: &[
                    (0, -77, "Maren Osei"),
                    (1, -70, "Ana Lindqvist"),
                    (2, -63, "Tomasz Wróbel"),
                    (3, -57, "Halima Yusuf"),
                ],
                steps: &[
                    (-52, Step::Offer, ""),
                    (-41, Step::Declined, "Our offer came a week after another one"),
                ],
                survey: Some((-35, [2, 4, 3], "Good talks. Long silences between them.")),
                ..CAME
            },
        ],
    },
];
