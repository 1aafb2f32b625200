//! What the sample's manager wrote in reviews. Days are counted from today.

use reviews::{PromiseKind, Rating};

/// One review as the story tells it.
pub struct Told {
    pub name: &'static str,
    pub rating: Option<Rating>,
    pub standing: &'static str,
    pub next_level: &'static str,
    pub support: &'static str,
    /// What is promised, of which kind, and by when.
    pub promise: Option<(&'static str, PromiseKind, i64)>,
}

/// What most reviews have in common.
const TOLD: Told = Told { name: "", rating: None, standing: "", next_level: "", support: "", promise: None };

/// The reviews of the cycle that is over.
pub const BEFORE: &[Told] = &[
    Told {
        name: "Ana Lindqvist",
        rating: Some(Rating::AtTheLevel),
        standing: "Ana does what her level asks for, and the wallet roll-out shows it best: she asked the people concerned before she planned, and two risks were in the plan that we would otherwise have met in production. Under load she still answers for others before they can.",
        next_level: "One decision that three teams follow, reached without a title. And an incident led from the first page to the follow-up, with somebody else writing the fixes.",
        support: "I bring her into the talks with Platform and Ledger from the first day, and stay silent in them. She shadows two incidents before she leads one.",
        promise: Some((
            "Half an hour a week for the decision with Platform and Ledger",
            PromiseKind::Time,
            -150,
        )),
    },
    Told {
        name: "Rafael Moreira",
        rating: Some(Rating::GrowingInto),
        standing: "Rafael’s work on the ledger is exact, and he shows rough versions early. What his level asks for beyond that, that others can build on what he says in a review, was seen once and was missing more than once.",
        next_level: "Designs that Checkout and Ledger both build on, and reviews after which people know what to do rather than what was wrong.",
        support: "We look at one of his review comments together every second week. Tomasz reads his next design before it is sent.",
        promise: Some(("Tomasz reads the next ledger design with him", PromiseKind::Mentor, -120)),
    },
    Told {
        name: "Tomasz Wróbel",
        rating: Some(Rating::BeyondIt),
        standing: "Tomasz draws what others argue about, and three people became senior beside him. What he leaves undone is small and always the same: the last tenth, and writing for those who were not in the room.",
        next_level: "A written direction for payment adapters that holds for two years, and that somebody who never met him can follow.",
        support: "A week without tickets before the conference season, and one reader from another team for every text.",
        promise: Some(("A week without tickets for the direction of the adapters", PromiseKind::Time, -100)),
    },
];

/// The reviews of the cycle under way, as far as they are written.
pub const NOW: &[Told] = &[
    Told {
        name: "Ana Lindqvist",
        standing: "Ana led the payment day outage from the first page to the follow-up, and support asked who had written the updates. Three teams talk to her because one decision is missing, and she is the one who keeps them talking.",
        next_level: "The decision itself: one page that Platform and Ledger both stand behind. After that, the same once more on a subject that is not hers.",
        support: "I ask for her to present the proposal to the engineering leads, and Halima reads it before it goes out. Half an hour a week with me stays.",
        promise: Some(("She presents the proposal to the engineering leads", PromiseKind::StretchWork, 40)),
        ..TOLD
    },
    Told {
        name: "Rafael Moreira",
        standing: "The ledger has not been wrong by a cent since spring, and when a number did not fit, Rafael said so before anybody asked.",
        ..TOLD
    },
];
