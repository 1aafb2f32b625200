//! The scorecards of the sample: one candidate whose panel does not agree, one card that never came.

use document::{Edit, Ref};
use kernel::RecordId;

use super::Story;
use crate::{
    CardSubmitted,
    Level::{self, Above, Below, Meets},
    Recommendation::{self, No, StrongYes, Yes},
    Score, Scorecard,
};

/// One card: about whom, after which stage of the loop, what its writer would do and why, and what they found.
type Card =
    (&'static str, usize, Recommendation, &'static str, &'static [(&'static str, Level, &'static str)]);

/// The cards. An interview without one here is one whose card never came.
const CARDS: &[Card] = &[
    ("Elif Karataş", 0, Yes, "Says plainly what she did herself and what others did.", &[]),
    (
        "Elif Karataş",
        1,
        StrongYes,
        "Would sit beside her in an incident tomorrow.",
        &[(
            "Debugging",
            Above,
            "Asked for the log of the second host before touching anything; found the clock.",
        )],
    ),
    (
        "Elif Karataş",
        2,
        Yes,
        "Solid where we need it.",
        &[("System design", Meets, "Named the queue as what breaks first, and how one would see it.")],
    ),
    (
        "Elif Karataş",
        3,
        StrongYes,
        "Has had the hard talks.",
        &[(
            "Collaboration",
            Above,
            "Told how she gave a service away that she had built, and why it was right.",
        )],
    ),
    (
        "Elif Karataş",
        4,
        Yes,
        "Sorts by harm, not by noise.",
        &[("Judgement", Meets, "Left the loudest alert alone and said for how long.")],
    ),
    ("Amina Sesay", 0, Yes, "Clear about what she wants.", &[]),
    (
        "Amina Sesay",
        1,
        Yes,
        "Steady.",
        &[("Debugging", Meets, "Bisected by date and by host, and wrote down both.")],
    ),
    (
        "Amina Sesay",
        2,
        No,
        "Knows the parts, not how they fail.",
        &[("System design", Below, "Two stores kept equal by hoping; saw it when asked.")],
    ),
    (
        "Amina Sesay",
        3,
        Yes,
        "Easy to disagree with.",
        &[("Collaboration", Meets, "Changed her mind in the talk and said what changed it.")],
    ),
    ("Bojana Petrović", 0, StrongYes, "Stopped a release, and told it without heroics.", &[]),
    (
        "Bojana Petrović",
        1,
        StrongYes,
        "The best hour of debugging we have seen this year.",
        &[(
            "Debugging",
            Above,
            "Wrote the failing test first, then halved the change until one line was left.",
        )],
    ),
    (
        "Bojana Petrović",
        2,
        No,
        "Strong on tests, thin on what happens between services.",
        &[
            (
                "System design",
                Meets,
                "Drew the gateway with its retries; forgot the store behind it until asked.",
            ),
            ("Debugging", Below, "Could not say where the timeout would show, and guessed three times."),
        ],
    ),
    (
        "Bojana Petrović",
        3,
        Yes,
        "Would make others better.",
        &[("Collaboration", Meets, "Told how a team came to test, with the names of those who did it.")],
    ),
    ("Bojana Petrović", 4, StrongYes, "Asked better questions than we did.", &[]),
    ("Dele Akinwande", 0, Yes, "Wants to learn how payments work, and said why.", &[]),
    ("Marek Zieliński", 0, Yes, "Friendly, and has seen much.", &[]),
    (
        "Marek Zieliński",
        1,
        No,
        "Tests by hand, and well.",
        &[("Debugging", Below, "Clicked through it again instead of reading the trace.")],
    ),
    ("Chiara Fontana", 0, Yes, "Precise.", &[]),
    (
        "Chiara Fontana",
        1,
        Yes,
        "Finds it, and says how.",
        &[("Debugging", Meets, "Said what she expected before each step.")],
    ),
    (
        "Chiara Fontana",
        2,
        Yes,
        "Thinks in failures.",
        &[("System design", Above, "Began with what must never happen twice.")],
    ),
    (
        "Chiara Fontana",
        3,
        Yes,
        "Listens.",
        &[("Collaboration", Meets, "Asked Halima twice what she had meant.")],
    ),
];

impl Story<'_> {
    /// The card that was written the day after an interview, if one was.
    pub(super) fn card(
        &mut self,
        name: &str,
        place: usize,
        (candidate, stage): (RecordId, RecordId),
        who: &str,
        held: i64,
    ) {
        let Some((_, _, recommendation, because, scores)) =
            CARDS.iter().find(|card| (card.0, card.1) == (name, place))
        else {
            return;
        };
        // One that was held yesterday is in this morning.
        let on = (held + 1).min(0);
        let id = self.telling.id();
        let card = Scorecard {
            interviewer: self.telling.person(who),
            candidate: Some(candidate.into()),
            stage: Some(stage.into()),
            recommendation: Some(*recommendation),
            because: (*because).into(),
            submitted_on: Some(self.telling.day(on)),
        };
        let mut edits: Vec<Edit> = vec![self.telling.author.create(id, &card)];
        for (competency, level, evidence) in *scores {
            let score = Score {
                competency: (*competency).to_owned(),
                card: Some(Ref::new(id)),
                candidate: Some(candidate.into()),
                level: Some(*level),
                evidence: (*evidence).into(),
            };
            let of = self.telling.id();
            edits.push(self.telling.author.create(of, &score));
        }
        let submitted = CardSubmitted {
            interviewer: card.interviewer,
            candidate: card.candidate,
            stage: card.stage,
            card: Some(id),
            on: card.submitted_on,
        };
        let of = self.telling.id();
        edits.push(self.telling.author.create(of, &submitted));
        self.telling.write(format!("Scorecard in: {name}"), self.telling.day(on), edits);
    }
}
