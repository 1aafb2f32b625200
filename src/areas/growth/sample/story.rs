//! What the sample's manager planned, gave and noted. Days are counted from today.
//!
//! Uneven on purpose: Tomasz's plan sleeps, a goal of Samir's is past its day, Yui gets advice and no
//! door, Rafael is stretched twice, Kofi without a net, and nobody has asked Elif yet.

use super::{Chance, Given, Pair, Planned, Set, Work};
use crate::{Aim, GoalState, HelpKind, OpportunityKind, Outcome, StretchKind, StretchState};

const SET: Set = Set { what: "", competency: "", set: 0, by: 0, support: "", closed: None, actions: &[] };

/// Plans and goals, person by person.
pub const PLANS: &[Planned] = &[
    Planned {
        name: "Ana Lindqvist",
        since: -302,
        revisited: -26,
        aim: Aim::Management,
        in_their_words: "I like it best when a project goes well because people talked in time. In two years I want to lead a team, and to know before whether it is for me.",
        strengths: "Asks the people concerned before she plans. Calm when it is loud.",
        to_grow: "Letting others answer first. Saying no to a date in the corridor.",
        goals: &[
            Set {
                what: "Leads an incident from the first page to the follow-up",
                competency: "Operations",
                set: -300,
                by: -180,
                support: "Shadows two incidents first; I stay reachable and silent.",
                closed: Some((
                    -209,
                    GoalState::Reached,
                    "The payment day outage. Support asked who had written the updates.",
                )),
                ..SET
            },
            Set {
                what: "Brings three teams to one decision without authority",
                competency: "Collaboration",
                set: -60,
                by: 75,
                support: "Half an hour a week with me; Halima reads the proposal before it is sent.",
                actions: &[
                    ("Ask Platform and Ledger what they would not give up", -20, true),
                    ("Write the proposal on one page", 18, false),
                ],
                ..SET
            },
        ],
    },
    Planned {
        name: "Tomasz Wróbel",
        since: -310,
        revisited: -131,
        aim: Aim::Architecture,
        in_their_words: "How the parts fit together, over years. No people management, please; mentoring, yes.",
        strengths: "Draws what others argue about. Has made three people senior.",
        to_grow: "Leaving the last tenth to others. Writing for readers who were not in the room.",
        goals: &[Set {
            what: "A written direction for payment adapters that holds for two years",
            competency: "Technical judgement",
            set: -135,
            by: 40,
            support: "A week without tickets before the conference season.",
            actions: &[("Collect what broke in each adapter last year", -90, true)],
            ..SET
        }],
    },
    Planned {
        name: "Yui Nakagawa",
        since: -260,
        revisited: -38,
        aim: Aim::Unsure,
        in_their_words: "I enjoy designs and I enjoy tests. I do not know yet which of them should be more.",
        strengths: "Sees the case nobody tested. Takes a comment once and for good.",
        to_grow: "Being heard in rooms that begin before her day does.",
        goals: &[
            Set {
                what: "Writes designs that are decided in one round",
                competency: "Communication",
                set: -229,
                by: -100,
                support: "Tomasz comments on two designs, one comment a day.",
                closed: Some((-112, GoalState::Reached, "Card reports: approved in a day.")),
                ..SET
            },
            Set {
                what: "Leads a design that both Checkout and Ledger build on",
                competency: "Technical judgement",
                set: -50,
                by: 95,
                ..SET
            },
        ],
    },
    Planned {
        name: "Kofi Mensah-Boateng",
        since: -240,
        revisited: -45,
        aim: Aim::DeepTechnical,
        in_their_words: "To be who others ask about testing. And one talk, on a real stage.",
        strengths: "Counts before he claims. Warm reviews.",
        to_grow: "Standing by a number when the room wants another one.",
        goals: &[Set {
            what: "The checkout tests can be trusted for a month in a row",
            competency: "Delivery",
            set: -45,
            by: 45,
            support: "Fridays for it until it is done; no new features in that time.",
            actions: &[("Publish the table of flaky tests each week", 5, false)],
            ..SET
        }],
    },
    Planned {
        name: "Rafael Moreira",
        since: -215,
        revisited: -30,
        aim: Aim::DeepTechnical,
        in_their_words: "Ledgers, deeply. I would rather be right slowly than fast and liked, and I know that costs me.",
        strengths: "Shows rough versions early. Tells the truth.",
        to_grow: "Asking before judging; silence after a question.",
        goals: &[Set {
            what: "Newer colleagues ask for his review a second time",
            competency: "Collaboration",
            set: -200,
            by: 30,
            support: "I tell him what I hear within two days, each time.",
            actions: &[("Repeat the question before answering it, in the next call with Platform", 6, false)],
            ..SET
        }],
    },
    Planned {
        name: "Samir Haddad",
        since: -290,
        revisited: -40,
        aim: Aim::Architecture,
        in_their_words: "Make the night quiet for everybody, by design and not by heroes. Four days a week stay four days.",
        strengths: "Patience with numbers. Cleans up what nobody owns.",
        to_grow: "Writing it down while it is fresh.",
        goals: &[Set {
            what: "Notes of every incident are there within two days",
            competency: "Documentation",
            set: -42,
            by: -12,
            support: "I take his place in the Thursday round until then.",
            actions: &[("Try the five-line form in the next incident", 9, false)],
            ..SET
        }],
    },
];

const GIVEN: Given = Given { name: "", on: 0, kind: HelpKind::Coaching, what: "", by: "", led_to: "" };

/// Help, person by person.
pub const HELP: &[Given] = &[
    Given {
        name: "Ana Lindqvist",
        on: -74,
        kind: HelpKind::Coaching,
        what: "What would have to be true for a no in the corridor?",
        led_to: "A sentence she uses now: I will tell you on Thursday.",
        ..GIVEN
    },
    Given {
        name: "Ana Lindqvist",
        on: -58,
        kind: HelpKind::Mentoring,
        what: "How the first year of managing felt",
        by: "Halima Yusuf",
        ..GIVEN
    },
    Given {
        name: "Ana Lindqvist",
        on: -33,
        kind: HelpKind::Advocacy,
        what: "Told the head of support whose calm launch it was",
        ..GIVEN
    },
    Given {
        name: "Tomasz Wróbel",
        on: -18,
        kind: HelpKind::Advocacy,
        what: "Said in the leads’ round that the old adapter goes early, and through whom",
        ..GIVEN
    },
    Given {
        name: "Yui Nakagawa",
        on: -92,
        kind: HelpKind::Mentoring,
        what: "How to cut a design in two",
        by: "Tomasz Wróbel",
        ..GIVEN
    },
    Given {
        name: "Yui Nakagawa",
        on: -47,
        kind: HelpKind::Mentoring,
        what: "Reading other people’s code for what it hides",
        by: "Tomasz Wróbel",
        ..GIVEN
    },
    Given {
        name: "Yui Nakagawa",
        on: -31,
        kind: HelpKind::Coaching,
        what: "Which of the two gave energy last week, designs or tests?",
        ..GIVEN
    },
    Given {
        name: "Yui Nakagawa",
        on: -15,
        kind: HelpKind::Mentoring,
        what: "Speaking first in a call that ends her day",
        ..GIVEN
    },
    Given {
        name: "Kofi Mensah-Boateng",
        on: -141,
        kind: HelpKind::Advocacy,
        what: "Made his case for IC3 in the calibration",
        led_to: "No question was asked twice.",
        ..GIVEN
    },
    Given {
        name: "Kofi Mensah-Boateng",
        on: -7,
        kind: HelpKind::Coaching,
        what: "What would you have said after “half of it”?",
        ..GIVEN
    },
    Given {
        name: "Rafael Moreira",
        on: -23,
        kind: HelpKind::Coaching,
        what: "What did the other side want to say in that call?",
        ..GIVEN
    },
    Given {
        name: "Rafael Moreira",
        on: -79,
        kind: HelpKind::Advocacy,
        what: "Told the controllers who wrote the month-end runbook",
        ..GIVEN
    },
];

/// Stretch work, person by person.
pub const STRETCH: &[Work] = &[
    Work {
        name: "Ana Lindqvist",
        what: "Leads the shared idempotency library with Platform and Ledger",
        kind: StretchKind::Initiative,
        supporter: "Tomasz Wróbel",
        goal: "Brings three teams to one decision without authority",
        from: -20,
        until: Some(75),
        state: StretchState::UnderWay,
        how_it_went: "",
    },
    Work {
        name: "Tomasz Wróbel",
        what: "One adapter per provider, across the platform’s pipeline",
        kind: StretchKind::Design,
        supporter: "Halima Yusuf",
        goal: "",
        from: -170,
        until: Some(-19),
        state: StretchState::Done,
        how_it_went: "Live for the second provider. Next time he lets Platform draw first.",
    },
    Work {
        name: "Kofi Mensah-Boateng",
        what: "From a table of flaky tests to none, with three teams’ tests in it",
        kind: StretchKind::Initiative,
        supporter: "",
        goal: "The checkout tests can be trusted for a month in a row",
        from: -11,
        until: None,
        state: StretchState::UnderWay,
        how_it_went: "",
    },
    Work {
        name: "Rafael Moreira",
        what: "Runs the month-end alone, while Priya watches",
        kind: StretchKind::Other,
        supporter: "Priya Raghunathan",
        goal: "",
        from: -9,
        until: Some(30),
        state: StretchState::UnderWay,
        how_it_went: "",
    },
    Work {
        name: "Rafael Moreira",
        what: "Speaks for Ledger in the talks with Platform about the export",
        kind: StretchKind::Initiative,
        supporter: "Halima Yusuf",
        goal: "Newer colleagues ask for his review a second time",
        from: -34,
        until: None,
        state: StretchState::UnderWay,
        how_it_went: "",
    },
    Work {
        name: "Samir Haddad",
        what: "Counts a year of alerts and proposes which go",
        kind: StretchKind::IncidentRole,
        supporter: "Ingrid Solheim",
        goal: "",
        from: -330,
        until: Some(-285),
        state: StretchState::Done,
        how_it_went: "Ten alerts less. He would do it again with Ledger.",
    },
    Work {
        name: "Samir Haddad",
        what: "Commands incidents of both teams for a quarter",
        kind: StretchKind::IncidentRole,
        supporter: "Ana Lindqvist",
        goal: "",
        from: 20,
        until: None,
        state: StretchState::Proposed,
        how_it_went: "",
    },
];

/// Mentoring pairs. Nobody has one for Elif yet.
pub const PAIRS: &[Pair] = &[
    Pair {
        name: "Yui Nakagawa",
        mentor: "Tomasz Wróbel",
        about: "Designs that two teams build on",
        from: -95,
        until: None,
        passed_on: "",
    },
    Pair {
        name: "Kofi Mensah-Boateng",
        mentor: "Ana Lindqvist",
        about: "Standing by an estimate",
        from: -30,
        until: None,
        passed_on: "",
    },
    Pair {
        name: "Kofi Mensah-Boateng",
        mentor: "Tomasz Wróbel",
        about: "From a question to a plan",
        from: -320,
        until: Some(-150),
        passed_on: "Asks operations first; the retry queue was planned so.",
    },
];

/// Opportunities, and who was put forward for them.
pub const CHANCES: &[Chance] = &[
    Chance {
        what: "Present the wallet roll-out to the directors",
        kind: OpportunityKind::Stage,
        noted: -110,
        names_by: -100,
        who_decides: "Tomás Arriaga",
        closed: true,
        names: &[("Ana Lindqvist", -102, Outcome::Chosen, "Whoever kept support calm should tell it.")],
    },
    Chance {
        what: "Talk at the reliability conference",
        kind: OpportunityKind::Stage,
        noted: -120,
        names_by: -90,
        who_decides: "The programme committee",
        closed: true,
        names: &[("Tomasz Wróbel", -96, Outcome::Chosen, "He draws what others argue about.")],
    },
    Chance {
        what: "Seat in the round that reviews designs across teams",
        kind: OpportunityKind::Seat,
        noted: -25,
        names_by: 20,
        who_decides: "Halima Yusuf",
        closed: false,
        names: &[("Ana Lindqvist", -20, Outcome::Open, "She asks before she draws.")],
    },
    Chance {
        what: "Host of the internal testing day",
        kind: OpportunityKind::Lead,
        noted: -70,
        names_by: -55,
        who_decides: "",
        closed: false,
        names: &[("Kofi Mensah-Boateng", -61, Outcome::Open, "He has the table everybody should see.")],
    },
    Chance {
        what: "Ten minutes at the spring engineering day",
        kind: OpportunityKind::Stage,
        noted: -3,
        names_by: 9,
        who_decides: "Tomás Arriaga",
        closed: false,
        names: &[],
    },
];

/// When the next promotions are talked about, in days.
pub const FORUM_IN: i64 = 18;
