//! Who leads the halves of a drafted split: somebody of the people, or an opening for a manager (TM-3).

use document::{Author, Batch, Book, Entry, Prose};
use hiring::{Cause, Opening, OpeningState, commands};
use kernel::{Date, Notice, RecordId, Urgency, words};
use roster::{
    Half, Person, SPAN_CEILING, TeamSplit, Track,
    rules::{self, HalfDrawn, OnLadder, Side},
};

/// A half that nobody leads yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaderless {
    /// Which of the two.
    pub half: Half,
    /// What it would be called.
    pub name: String,
    /// How many would report to its lead.
    pub people: i64,
    /// The opening for its lead, where one was begun.
    pub opening: Option<Entry<Opening>>,
}

/// The halves of a draft that have people and nobody to lead them.
#[must_use]
pub fn leaderless(book: &Book, split: &Entry<TeamSplit>, today: Date) -> Vec<Leaderless> {
    // Who is to lead does not hang on how senior the people are.
    let drawn = rules::split(book, split, &OnLadder::new(), today);
    let openings = book.of(|opening: &Opening| opening.behind, split.id);
    let half = |half: Half, drawn: &HalfDrawn| {
        let role = role(&drawn.name);
        let opening = openings.iter().find(|one| one.role == role && one.state != OpeningState::Closed);
        (drawn.lead.is_none() && drawn.span() > 0).then(|| Leaderless {
            half,
            name: drawn.name.clone(),
            people: drawn.span(),
            opening: opening.cloned(),
        })
    };
    let [first, second] = &drawn.halves;
    [half(Half::First, first), half(Half::Second, second)].into_iter().flatten().collect()
}

/// Begins an opening for a manager who leads a half: on the management track, with the draft behind it.
#[must_use]
pub fn open_lead(
    book: &Book,
    author: &Author,
    id: RecordId,
    split: &Entry<TeamSplit>,
    half: &Leaderless,
) -> Batch {
    let manager = split.manager.and_then(|manager| book.get::<Person>(manager.id()));
    let whose = manager.as_ref().map(|manager| format!(" of {}", manager.name)).unwrap_or_default();
    let opening = Opening {
        role: role(&half.name),
        track: Some(Track::Management),
        manager: manager.as_ref().and_then(|manager| manager.manager),
        cause: Some(Cause::Workload),
        behind: Some(split.id),
        because: Prose(format!(
            "The people{whose} are to be two teams. {} of them would be {}, and nobody leads it.",
            half.people, half.name
        )),
        ..Opening::default()
    };
    commands::open_role(author, id, &opening)
}

/// What is to be said about drafts of managers who have more reports than is good: halves without a lead.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let limits = rules::limits(book);
    let drafts = rules::splits_of(book, None).into_iter();
    let notice = drafts.filter_map(|split| {
        let drawn = rules::split(book, &split, &OnLadder::new(), today);
        let halves: Vec<Leaderless> =
            leaderless(book, &split, today).into_iter().filter(|half| half.opening.is_none()).collect();
        if limits.side(drawn.reports) != Side::Above || !drawn.unplaced.is_empty() || halves.is_empty() {
            return None;
        }
        let names: Vec<&str> = halves.iter().map(|half| half.name.as_str()).collect();
        Some(Notice {
            rule: "TM-3.7",
            about: split.id,
            occurrence: names.join(","),
            says: format!("Nobody is to lead {}", words::listed(&names)),
            facts: vec![
                format!(
                    "{} report now; above {} it strains.",
                    words::counted(drawn.reports, "person", "people"),
                    limits.ceiling
                ),
                "Everybody is placed in one half or the other.".to_owned(),
            ],
            why: "Two teams under one manager are one team with two names.",
            next_step: "Name a senior who wants to grow into it, or open the role.".to_owned(),
            urgency: Urgency::Low,
            number: Some(&SPAN_CEILING),
        })
    });
    notice.collect()
}

/// What the role is called that leads a half.
fn role(half: &str) -> String {
    format!("Engineering manager, {half}")
}

#[cfg(test)]
mod tests;
