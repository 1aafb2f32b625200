//! Promised support becomes something that somebody owns, and is seen to begin (PR-6).

use document::{Author, Batch, Book, Entry};
use feedback::rules as feedback_rules;
use growth::{Goal, GoalState, Mentoring, Stretch, StretchState, rules as growth_rules};
use kernel::{Date, RecordId, words};
use reviews::{Promise, PromiseKind, Review};
use roster::{Action, ActionState};

use super::evidence;
use crate::{Link, Relation, links};

/// What a promise can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placing {
    /// An action of who owns the promise.
    Action,
    /// Stretch work of the person, with the owner as its supporter.
    StretchWork,
    /// A mentoring pair, with the owner as its mentor.
    Mentoring,
    /// A goal of the growth plan.
    Goal,
}

impl Placing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Action, Self::StretchWork, Self::Mentoring, Self::Goal];

    /// What screens say.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Action => "An action",
            Self::StretchWork => "Stretch work",
            Self::Mentoring => "A mentoring pair",
            Self::Goal => "A goal",
        }
    }
}

/// What fits a promise of this kind.
#[must_use]
pub const fn placing_of(kind: PromiseKind) -> Placing {
    match kind {
        PromiseKind::Time | PromiseKind::Training => Placing::Action,
        PromiseKind::Mentor => Placing::Mentoring,
        PromiseKind::StretchWork => Placing::StretchWork,
    }
}

/// How it stands with a promise.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// What it became: the record, what it is, and what it is called.
    pub became: Option<(RecordId, &'static str, String)>,
    /// Whether anything of it has begun (PR-6.3).
    pub begun: bool,
    /// How many 1:1s were held since the review was shared.
    pub talks: usize,
}

/// How it stands with a promise of a review on `today`.
#[must_use]
pub fn kept(book: &Book, review: &Entry<Review>, promise: &Entry<Promise>, today: Date) -> Kept {
    let (became, begun) = became(book, promise, today);
    let since = review.shared_on;
    let talks =
        promise.person.map(|person| feedback_rules::held_talks(book, person.id())).unwrap_or_default();
    Kept {
        became,
        begun: begun || promise.begun_on.is_some_and(|on| on <= today),
        talks: talks
            .iter()
            .filter(|talk| since.is_some() && talk.on > since && talk.on <= Some(today))
            .count(),
    }
}

type Became = Option<(RecordId, &'static str, String)>;

fn became(book: &Book, promise: &Entry<Promise>, today: Date) -> (Became, bool) {
    let actions = book.of(|action: &Action| action.source, promise.id);
    if let Some(action) = actions.iter().next() {
        let what = (action.id, "Action", action.what.clone());
        return (Some(what), action.state == ActionState::Done);
    }
    let links = book.of(evidence::starts_at, promise.id);
    for to in links.iter().filter(|link| link.relation == Relation::LeadsTo).filter_map(|link| link.to) {
        if let Some(work) = book.get::<Stretch>(to) {
            let begun = matches!(work.state, StretchState::UnderWay | StretchState::Done);
            return (Some((to, "Stretch work", work.record.what)), begun);
        }
        if let Some(pair) = book.get::<Mentoring>(to) {
            let begun = pair.mentor.is_some() && pair.from.is_none_or(|from| from <= today);
            return (Some((to, "Mentoring pair", pair.record.about)), begun);
        }
        if let Some(goal) = book.get::<Goal>(to) {
            let begun = goal.state != GoalState::Open || !growth_rules::actions_of(book, to).is_empty();
            return (Some((to, "Goal", goal.record.what)), begun);
        }
    }
    (None, false)
}

/// Makes of a promise something that somebody owns, for those who may read the promise (PR-6.1).
#[must_use]
pub fn place(
    author: Author,
    promise: &Entry<Promise>,
    placing: Placing,
    (id, link): (RecordId, RecordId),
    today: Date,
) -> Batch {
    let what = promise.what.clone();
    let label = format!("{} for what was promised: {}", placing.label(), words::excerpt(&what, 60));
    let batch = match placing {
        Placing::Action => {
            let action = Action {
                what,
                owner: promise.owner,
                due: promise.by,
                about: promise.person,
                source: Some(promise.id),
                ..Action::default()
            };
            roster::commands::add_action(&author, id, &action)
        }
        Placing::StretchWork => {
            let work = Stretch {
                what,
                person: promise.person,
                supporter: promise.owner,
                state: StretchState::Proposed,
                ..Stretch::default()
            };
            growth::commands::give_stretch(&author, id, &work)
        }
        Placing::Mentoring => {
            let pair = Mentoring {
                about: what,
                person: promise.person,
                mentor: promise.owner,
                from: Some(today),
                ..Mentoring::default()
            };
            Batch::new("").with(author.create(id, &pair))
        }
        Placing::Goal => {
            let goal = Goal { what, person: promise.person, by: promise.by, ..Goal::default() };
            growth::commands::set_goal(&author, id, &goal, today)
        }
    };
    let mut batch = Batch { label, ..batch.made_for(promise.document.audience) };
    // An action names where it came from itself (CN-1.5).
    if placing != Placing::Action {
        let tie = Link {
            from: Some(promise.id),
            to: Some(id),
            relation: Relation::LeadsTo,
            on: Some(today),
            ..Link::default()
        };
        let document =
            batch.edits.first().map(|made| links::common(&promise.document, &made.document, author));
        batch = batch.with_all(document.map(|document| author.create_in(document, link, &tie)));
    }
    batch
}

/// Whether a promise has an owner: who is to see to it.
pub(super) fn owner(book: &Book, promise: &Promise) -> String {
    roster::rules::name_of(book, promise.owner).unwrap_or_else(|| "nobody".to_owned())
}
