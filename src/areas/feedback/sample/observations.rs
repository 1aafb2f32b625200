//! What the sample's manager observed. Days are counted from today.
//!
//! The coverage is uneven on purpose: even about Ana, praise only about Tomasz, a blank about Yui
//! and Elif, much in the last days about Kofi, an untold point about Rafael.

use super::feedback::{SEEN, Seen};
use crate::{ObservationSource as From, Tone};

const GROWTH: Seen = Seen { tone: Tone::Growth, ..SEEN };

/// The observations, person by person, the oldest first.
pub const OBSERVATIONS: &[Seen] = &[
    Seen {
        name: "Ana Lindqvist",
        on: -330,
        what_happened: "Planning of the wallet roll-out",
        what_they_did: "Asked support and finance for their worries before writing the plan",
        what_it_led_to: "Two risks were in the plan that we would have met in production",
        competency: "Planning",
        work: "Wallet roll-out",
        told: Some(-322),
        ..SEEN
    },
    Seen {
        name: "Ana Lindqvist",
        on: -281,
        what_happened: "The first estimate was shared outside the team before we had talked about it",
        what_they_did: "Answered a question in the corridor with a date",
        what_it_led_to: "Sales repeated the date as a promise",
        competency: "Communication",
        work: "Wallet roll-out",
        suggestion: "Give a range, and say when the next estimate comes",
        told: Some(-277),
        look_again: Some(-210),
        settled: Some(-208),
        ..GROWTH
    },
    Seen {
        name: "Ana Lindqvist",
        on: -214,
        what_happened: "Outage on the payment day",
        what_they_did: "Kept one channel for facts and wrote every fifteen minutes, even without news",
        what_it_led_to: "Nobody outside asked for a status during two hours",
        competency: "Incident leadership",
        work: "Operations",
        source: From::Peer,
        told: Some(-209),
        ..SEEN
    },
    Seen {
        name: "Ana Lindqvist",
        on: -166,
        what_happened: "Interview debrief with two very different opinions",
        what_they_did: "Asked both for the example behind the word “senior”",
        what_it_led_to: "The panel agreed on facts within ten minutes",
        competency: "Hiring",
        work: "Hiring",
        told: Some(-153),
        ..SEEN
    },
    Seen {
        name: "Ana Lindqvist",
        on: -92,
        what_happened: "Last region of the wallet roll-out",
        what_they_did: "Stopped the switch for a day because one refund number looked odd",
        what_it_led_to: "Found a rounding error before any customer did",
        competency: "Judgement",
        work: "Wallet roll-out",
        told: Some(-90),
        ..SEEN
    },
    Seen {
        name: "Ana Lindqvist",
        on: -37,
        what_happened: "Head of support: “the calmest launch in years”",
        competency: "Delivery",
        work: "Wallet roll-out",
        source: From::Stakeholder,
        told: Some(-34),
        ..SEEN
    },
    Seen {
        name: "Ana Lindqvist",
        on: -6,
        what_happened: "Idea for a shared idempotency library",
        what_they_did: "Talked with three teams before drawing anything",
        competency: "Influence",
        work: "Idempotency library",
        ..SEEN
    },
    Seen {
        name: "Tomasz Wróbel",
        on: -318,
        what_happened: "Design talk about a third provider",
        what_they_did: "Wrote down the disliked option as fairly as the preferred one",
        what_it_led_to: "The decision took one meeting",
        competency: "Technical judgement",
        work: "Gateway adapter",
        told: Some(-310),
        ..SEEN
    },
    Seen {
        name: "Tomasz Wróbel",
        on: -251,
        what_happened: "Yui's first design",
        what_they_did: "Gave one comment a day instead of thirty at once",
        what_it_led_to: "Yui says the why is finally clear",
        competency: "Mentoring",
        work: "Saved cards",
        source: From::Peer,
        told: Some(-245),
        ..SEEN
    },
    Seen {
        name: "Tomasz Wróbel",
        on: -177,
        what_happened: "Provider changed its signature without notice",
        what_they_did: "Had the fix and a letter to the provider out before lunch",
        what_it_led_to: "Eleven minutes of failed payments rather than a day",
        competency: "Operations",
        work: "Gateway adapter",
        source: From::Work,
        told: Some(-172),
        ..SEEN
    },
    Seen {
        name: "Tomasz Wróbel",
        on: -112,
        what_happened: "Refused a shortcut in the adapter with a drawing, not with rank",
        competency: "Influence",
        work: "Gateway adapter",
        told: Some(-106),
        ..SEEN
    },
    Seen {
        name: "Tomasz Wróbel",
        on: -53,
        what_happened: "Conference talk accepted",
        what_they_did: "Named everybody who did the work in the abstract",
        competency: "Representation",
        told: Some(-50),
        ..SEEN
    },
    Seen {
        name: "Tomasz Wróbel",
        on: -19,
        what_happened: "Adapter per provider is live for the second provider",
        what_it_led_to: "The old one can be switched off a quarter early",
        competency: "Delivery",
        work: "Gateway adapter",
        source: From::Work,
        ..SEEN
    },
    Seen {
        name: "Yui Nakagawa",
        on: -232,
        what_happened: "Draft of the saved cards design",
        what_they_did: "Listed five options and hid the recommendation on page four",
        what_it_led_to: "Two reviewers missed it",
        competency: "Communication",
        work: "Saved cards",
        suggestion: "Recommendation in the first line, options after it",
        told: Some(-229),
        look_again: Some(-160),
        settled: Some(-158),
        ..GROWTH
    },
    Seen {
        name: "Yui Nakagawa",
        on: -171,
        what_happened: "Rehearsal of the saved cards launch",
        what_they_did: "Noticed the double submit nobody else had seen, and wrote the test that shows it",
        what_it_led_to: "No customer was charged twice",
        competency: "Quality",
        work: "Saved cards",
        told: Some(-168),
        ..SEEN
    },
    Seen {
        name: "Yui Nakagawa",
        on: -118,
        what_happened: "Second design, for card reports",
        what_they_did: "Began with “I recommend”",
        what_it_led_to: "Approved in a day",
        competency: "Communication",
        work: "Card reports",
        told: Some(-112),
        ..SEEN
    },
    Seen {
        name: "Kofi Mensah-Boateng",
        on: -196,
        what_happened: "Plan for the retry queue",
        what_they_did: "Asked operations how failed payments are handled by hand today",
        what_it_led_to: "The queue replaced three manual steps we had not known of",
        competency: "Planning",
        work: "Retry queue",
        told: Some(-190),
        ..SEEN
    },
    Seen {
        name: "Kofi Mensah-Boateng",
        on: -11,
        what_happened: "Counted the flaky tests unasked and showed a plain table",
        competency: "Initiative",
        work: "Checkout tests",
        told: Some(-8),
        ..SEEN
    },
    Seen {
        name: "Kofi Mensah-Boateng",
        on: -8,
        what_happened: "Review of Elif's first change",
        what_they_did: "Asked three questions and praised the test",
        what_it_led_to: "Elif mentioned it as the friendliest review so far",
        competency: "Collaboration",
        work: "Checkout tests",
        source: From::Peer,
        ..SEEN
    },
    Seen {
        name: "Kofi Mensah-Boateng",
        on: -5,
        what_happened: "Went quiet in the planning when the estimate was cut in half",
        competency: "Communication",
        work: "Checkout tests",
        suggestion: "Say the number once more, with the reason, and let the room answer",
        ..GROWTH
    },
    Seen {
        name: "Kofi Mensah-Boateng",
        on: -2,
        what_happened: "Fixed the worst five flaky tests",
        what_it_led_to: "Ten green runs in a row",
        competency: "Delivery",
        work: "Checkout tests",
        source: From::Work,
        ..SEEN
    },
    Seen {
        name: "Rafael Moreira",
        on: -263,
        what_happened: "Statement export in a week",
        what_they_did: "Showed a rough version on day two and asked what is missing",
        competency: "Delivery",
        work: "Statement export",
        told: Some(-259),
        ..SEEN
    },
    Seen {
        name: "Rafael Moreira",
        on: -204,
        what_happened: "A review that stung a newer colleague",
        what_they_did: "Wrote “obviously wrong” under a first attempt",
        what_it_led_to: "The colleague asked somebody else the next time",
        competency: "Collaboration",
        work: "Ledger core",
        source: From::Peer,
        suggestion: "Ask for the thought behind it before judging",
        told: Some(-201),
        look_again: Some(-140),
        settled: Some(-139),
        ..GROWTH
    },
    Seen {
        name: "Rafael Moreira",
        on: -83,
        what_happened: "Month-end with Priya",
        what_they_did: "Wrote the runbook while doing it, with every surprise in it",
        what_it_led_to: "A second person can start the run now",
        competency: "Knowledge sharing",
        work: "Month-end",
        told: Some(-80),
        ..SEEN
    },
    Seen {
        name: "Rafael Moreira",
        on: -24,
        what_happened: "Call with the platform team about the export",
        what_they_did: "Answered before the question was finished, twice",
        what_it_led_to: "The other side stopped proposing",
        competency: "Collaboration",
        work: "Statement export",
        suggestion: "Repeat the question before answering it",
        ..GROWTH
    },
    Seen {
        name: "Priya Raghunathan",
        on: -226,
        what_happened: "Auditor asked for one amount of two years ago",
        what_they_did: "Explained it in four sentences, with the entries",
        what_it_led_to: "The audit point was closed the same day",
        competency: "Domain knowledge",
        work: "Ledger core",
        source: From::Stakeholder,
        told: Some(-220),
        ..SEEN
    },
    Seen {
        name: "Priya Raghunathan",
        on: -146,
        what_happened: "Month-end questions all go to one person",
        what_they_did: "Solved each one alone, quickly and well",
        what_it_led_to: "Nobody else learned it, and Priya's evenings were short",
        competency: "Knowledge sharing",
        work: "Month-end",
        suggestion: "Let somebody else try first, and sit beside them",
        told: Some(-140),
        look_again: Some(-80),
        settled: Some(-78),
        ..GROWTH
    },
    Seen {
        name: "Priya Raghunathan",
        on: -13,
        what_happened: "First hand-over session",
        what_they_did: "Drew the whole month-end flow on one page",
        what_it_led_to: "Rafael and Elif both could retell it",
        competency: "Knowledge sharing",
        work: "Month-end",
        told: Some(-11),
        ..SEEN
    },
    Seen {
        name: "Samir Haddad",
        on: -292,
        what_happened: "Alert review",
        what_they_did: "Counted what every alert had led to in a year",
        what_it_led_to: "Ten alerts less, and none of them missed",
        competency: "Operations",
        work: "Alerting",
        told: Some(-288),
        ..SEEN
    },
    Seen {
        name: "Samir Haddad",
        on: -109,
        what_happened: "Changed the paging rule on a Thursday evening without a second pair of eyes",
        what_it_led_to: "Two pages went to somebody on leave",
        competency: "Operations",
        work: "Alerting",
        suggestion: "Rule changes before noon, with one reviewer",
        told: Some(-107),
        look_again: Some(-4),
        ..GROWTH
    },
    Seen {
        name: "Samir Haddad",
        on: -43,
        what_happened: "Incident notes come late or not at all since the return",
        what_it_led_to: "The follow-up of two incidents began with guessing",
        competency: "Documentation",
        work: "Operations",
        told: Some(-40),
        ..GROWTH
    },
    Seen {
        name: "Samir Haddad",
        on: -17,
        what_happened: "Found the orphaned alerts of reconciliation while cleaning up",
        competency: "Ownership",
        work: "Alerting",
        told: Some(-10),
        ..SEEN
    },
];
