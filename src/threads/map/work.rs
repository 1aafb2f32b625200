//! What is open in each area, and by when it asks for something (CN-3).

use document::{Book, Ref};
use feedback::{
    Concern, ConcernState, FeedbackRequest, Observation, Tone, UNTOLD_DAYS, rules as feedback_rules,
};
use growth::{Goal, GoalState, Stretch, StretchState, rules as growth_rules};
use hiring::{Candidate, CandidatePromise, Opening, OpeningState};
use kernel::{Date, Ordered as _, RecordId};
use reviews::{Response, Review, ReviewCycle};
use roster::{Area, Person, rules as roster_rules, settings};
use std::collections::BTreeSet;

use super::area_of_action;

/// One thing that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// The record that is open, or that something is to be done about.
    pub record: RecordId,
    /// The area it belongs to.
    pub area: Area,
    /// What is to be done with it: `to answer`, `to tell`.
    pub asks: &'static str,
    /// The day by which.
    pub due: Option<Date>,
}

impl Work {
    /// Whether its day has passed. What is due today is in time.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.due.is_some_and(|due| due < today)
    }
}

/// What is open in one area, the most pressing first: by day, what has none last.
#[must_use]
pub fn work_in(book: &Book, area: Area, today: Date) -> Vec<Work> {
    let mut open: Vec<Work> = work(book, today).into_iter().filter(|work| work.area == area).collect();
    open.order_by_key(|work| (work.due.is_none(), work.due, work.record));
    open
}

/// Everything that is open in some area, in no particular order.
#[must_use]
pub fn work(book: &Book, today: Date) -> Vec<Work> {
    let mut open = actions(book);
    open.extend(gaps(book, today));
    open.extend(talks(book, today));
    open.extend(points(book, today));
    open.extend(asked(book));
    open.extend(growth(book, today));
    open.extend(concerns(book));
    open.extend(hiring(book));
    open.extend(reviews(book));
    open
}

fn actions(book: &Book) -> Vec<Work> {
    let open = roster_rules::open_actions(book).into_iter();
    let work = open.filter_map(|action| {
        let area = area_of_action(book, &action)?;
        Some(Work { record: action.id, area, asks: "to do", due: action.due })
    });
    work.collect()
}

/// Gaps that nobody has answered, and answers with the day to look again.
fn gaps(book: &Book, today: Date) -> impl Iterator<Item = Work> {
    let area = Area::TeamAndHiring;
    roster_rules::gaps(book, today).into_iter().map(move |gap| match gap.response {
        None => Work { record: gap.skill.id, area, asks: "gap to answer", due: None },
        Some(answer) => Work { record: answer.id, area, asks: "answer to look at", due: answer.review_on },
    })
}

/// Talks whose day has passed and that were neither held nor cancelled.
fn talks(book: &Book, today: Date) -> impl Iterator<Item = Work> {
    let unclosed = feedback_rules::standings(book, today).into_iter().flat_map(|one| one.unclosed);
    unclosed.map(|talk| Work {
        record: talk.id,
        area: Area::FeedbackAndGrowth,
        asks: "1:1 to close",
        due: talk.on,
    })
}

/// Points to grow of those who are here: to tell, to look at again, or open.
fn points(book: &Book, today: Date) -> Vec<Work> {
    let days = u64::try_from(settings::number(book, &UNTOLD_DAYS)).unwrap_or_default();
    let here: BTreeSet<RecordId> = people(book, today);
    let all = book.all::<Observation>();
    let open = all.iter().filter(|one| one.tone == Tone::Growth && one.settled_on.is_none());
    let of_them = open.filter(|one| one.person.is_some_and(|of| here.contains(&of.id())));
    let work = of_them.map(|point| {
        let (asks, due) = match point.told_on {
            None => ("to tell", point.on.and_then(|on| on.checked_add_days(chrono::Days::new(days)))),
            Some(_) => ("to look at again", point.look_again),
        };
        Work { record: point.id, area: Area::FeedbackAndGrowth, asks, due }
    });
    work.collect()
}

/// What peers were asked and have not answered.
fn asked(book: &Book) -> Vec<Work> {
    let all = book.all::<FeedbackRequest>();
    let open = all.iter().filter(|one| feedback_rules::is_open(one));
    let work = open.map(|one| Work {
        record: one.id,
        area: Area::FeedbackAndGrowth,
        asks: "answer of a peer",
        due: one.due,
    });
    work.collect()
}

/// Goals and stretch work under way, opportunities that want names.
fn growth(book: &Book, today: Date) -> Vec<Work> {
    let area = Area::FeedbackAndGrowth;
    let here = people(book, today);
    let is_here = |person: Option<Ref<Person>>| person.is_some_and(|of| here.contains(&of.id()));
    let goals = book.all::<Goal>();
    let goals = goals.iter().filter(|goal| goal.state == GoalState::Open && is_here(goal.person));
    let mut work: Vec<Work> =
        goals.map(|goal| Work { record: goal.id, area, asks: "goal", due: goal.by }).collect();
    let stretch = book.all::<Stretch>();
    work.extend(stretch.iter().filter(|one| is_here(one.person)).filter_map(|one| match one.state {
        StretchState::Proposed => {
            Some(Work { record: one.id, area, asks: "stretch work to begin", due: one.from })
        }
        StretchState::UnderWay => Some(Work { record: one.id, area, asks: "stretch work", due: one.until }),
        StretchState::Done | StretchState::Stopped => None,
    }));
    let chances = growth_rules::open_opportunities(book).into_iter();
    work.extend(chances.map(|one| Work { record: one.id, area, asks: "opportunity", due: one.names_by }));
    work
}

fn concerns(book: &Book) -> Vec<Work> {
    let all = book.all::<Concern>();
    let open = all.iter().filter(|one| match one.state {
        ConcernState::Open => true,
        ConcernState::Eased => one.look_again.is_some(),
        ConcernState::Closed => false,
    });
    let work = open.map(|one| Work {
        record: one.id,
        area: Area::TeamHealth,
        asks: "to look at again",
        due: one.look_again,
    });
    work.collect()
}

/// Openings that are not filled, what candidates wait for, and what they were promised.
fn hiring(book: &Book) -> Vec<Work> {
    let area = Area::TeamAndHiring;
    let openings = book.all::<Opening>();
    let openings = openings
        .iter()
        .filter(|one| matches!(one.state, OpeningState::Draft | OpeningState::Open | OpeningState::OnHold));
    let mut work: Vec<Work> = openings
        .map(|one| Work { record: one.id, area, asks: "opening to fill", due: one.wanted_from })
        .collect();
    let candidates = book.all::<Candidate>();
    let waiting = candidates.iter().filter(|one| one.next_step.is_some() && one.next_on.is_some());
    work.extend(waiting.map(|one| Work { record: one.id, area, asks: "next step", due: one.next_on }));
    let promises = book.all::<CandidatePromise>();
    let open = promises.iter().filter(|one| one.kept_on.is_none());
    work.extend(open.map(|one| Work { record: one.id, area, asks: "promise to keep", due: one.by }));
    work
}

/// Reviews of cycles under way that are not shared, and talks about a response that were not held.
fn reviews(book: &Book) -> Vec<Work> {
    let area = Area::FeedbackAndGrowth;
    let all = book.all::<Review>();
    let unshared = all.iter().filter(|one| one.shared_on.is_none()).filter_map(|one| {
        let cycle = book.get::<ReviewCycle>(one.cycle?.id())?;
        let is_under_way = cycle.launched_on.is_some() && cycle.finished_on.is_none();
        is_under_way.then_some(Work { record: one.id, area, asks: "review to share", due: cycle.share_by })
    });
    let responses = book.all::<Response>();
    let talks = responses.iter().filter(|one| one.follow_up.is_some() && one.held_on.is_none());
    let talks = talks.map(|one| Work { record: one.id, area, asks: "talk to hold", due: one.follow_up });
    unshared.chain(talks).collect()
}

/// Who is at work, or will be.
fn people(book: &Book, today: Date) -> BTreeSet<RecordId> {
    roster_rules::joining_or_current(book, today).into_iter().map(|person| person.id).collect()
}
