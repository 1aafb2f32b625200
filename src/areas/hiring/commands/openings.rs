//! Opening a role from its cause, and how it stands (HI-1, HI-2).

use document::{Author, Batch, Book, Entry};
use kernel::{Date, Ordered as _, RecordId};
use roster::{GapResponse, Person, Skill};

use crate::{Cause, Opening, OpeningState, drafts, rules};

/// The opening that comes from a record, if there is one: of several one for which somebody is wanted, then the newest.
#[must_use]
pub fn opening_behind(book: &Book, behind: RecordId) -> Option<Entry<Opening>> {
    let openings = book.all::<Opening>();
    let mut theirs: Vec<_> = openings
        .iter()
        .filter(|one| one.behind == Some(behind) && one.state != OpeningState::Closed)
        .collect();
    theirs.order_by_key(|one| (rules::is_wanted(one), one.id));
    theirs.pop().cloned()
}

/// An opening that answers a gap: the skill is its first must-have, the reason is that of the answer.
#[must_use]
pub fn from_gap(book: &Book, response: &Entry<GapResponse>) -> Opening {
    let skill = response.skill.and_then(|skill| book.get::<Skill>(skill.id()));
    Opening {
        cause: Some(Cause::SkillGap),
        behind: Some(response.id),
        because: response.reason.clone(),
        must_haves: skill.into_iter().map(|skill| skill.name.clone()).collect(),
        ..Opening::default()
    }
}

/// An opening in place of somebody who leaves: their title, level, track, team and manager.
#[must_use]
pub fn from_departure(leaver: &Entry<Person>) -> Opening {
    Opening {
        role: leaver.title.clone().unwrap_or_default(),
        level: leaver.level.clone(),
        track: leaver.track,
        team: leaver.team,
        manager: leaver.manager,
        cause: Some(Cause::Departure),
        behind: Some(leaver.id),
        wanted_from: leaver.end_date.and_then(|last| last.succ_opt()),
        ..Opening::default()
    }
}

/// Opens a role.
#[must_use]
pub fn open_role(author: &Author, id: RecordId, opening: &Opening) -> Batch {
    Batch::new(format!("Opening: {}", opening.role)).with(author.create(id, opening))
}

/// The role is approved: candidates are looked for from now on, and time to fill counts.
#[must_use]
pub fn approve(opening: &Entry<Opening>, today: Date) -> Batch {
    Batch::new(format!("Look for candidates: {}", opening.role)).with_all(opening.update(|opening| {
        opening.state = OpeningState::Open;
        opening.approved_on = opening.approved_on.or(Some(today));
        opening.closed_on = None;
    }))
}

/// The opening rests, is given up, or goes on.
#[must_use]
pub fn put_in_state(opening: &Entry<Opening>, state: OpeningState, today: Date) -> Batch {
    let label = format!("{}: {}", opening.role, state.label().to_lowercase());
    let over = matches!(state, OpeningState::Filled | OpeningState::Closed);
    Batch::new(label).with_all(opening.update(|opening| {
        opening.state = state;
        opening.closed_on = over.then_some(today);
    }))
}

/// Writes the job description from what the opening says; what stood there is replaced, and one undo brings it back.
#[must_use]
pub fn describe(book: &Book, opening: &Entry<Opening>) -> Batch {
    let text = drafts::description(book, opening);
    Batch::new(format!("Draft a description: {}", opening.role))
        .with_all(opening.update(|opening| opening.description = text.as_str().into()))
}
