//! Intents about drafts of two teams (TM-3).

use document::{Author, Batch, Book, Edit, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId};

use crate::{Half, Person, Service, SplitPlace, Team, TeamSplit, rules};

/// Drafts two teams of a manager's people. Where they are in two teams already, the draft begins with those and what they
/// own; otherwise nobody is placed yet. `new_id` gives a fresh id at each call; the first is the draft's.
#[must_use]
pub fn draft_split(
    book: &Book,
    author: &Author,
    manager: &Entry<Person>,
    name: String,
    today: Date,
    mut new_id: impl FnMut() -> RecordId,
) -> Batch {
    let id = new_id();
    let reports = rules::reports_of(book, manager.id, today);
    let mut teams: Vec<Entry<Team>> = Vec::new();
    for team in reports.iter().filter_map(|person| book.get::<Team>(person.team?.id())) {
        if !teams.iter().any(|known| known.id == team.id) {
            teams.push(team);
        }
    }
    teams.order_by_key(|team| kernel::text::fold(&team.name));
    let two = <[Entry<Team>; 2]>::try_from(teams).ok();
    let named = |at: usize| two.as_ref().map(|teams| teams[at].name.clone());
    let split = TeamSplit {
        name: name.clone(),
        manager: Some(Ref::new(manager.id)),
        first: named(0),
        second: named(1),
        ..TeamSplit::default()
    };
    let mut batch = Batch::new(format!("Draft a split: {name}")).with(author.create(id, &split));
    let Some([first, second]) = two else { return batch };
    let services = book.all::<Service>();
    let owned = services.iter().filter_map(|service| Some((service.id, service.owner?.id())));
    let people = reports.iter().filter_map(|person| Some((person.id, person.team?.id())));
    for (what, team) in people.chain(owned) {
        let half = match team {
            team if team == first.id => Half::First,
            team if team == second.id => Half::Second,
            _ => continue,
        };
        batch = batch.with(author.create(new_id(), &place(id, what, half)));
    }
    batch
}

/// Puts a person or service in a half of a draft, or in none.
#[must_use]
pub fn place_in(
    book: &Book,
    author: &Author,
    id: RecordId,
    split: &Entry<TeamSplit>,
    what: RecordId,
    half: Option<Half>,
) -> Batch {
    let places = book.all::<SplitPlace>();
    let here = places
        .iter()
        .filter(|place| place.split.is_some_and(|of| of.id() == split.id) && place.what == Some(what));
    let mut here: Vec<&Entry<SplitPlace>> = here.collect();
    let batch = Batch::new(format!("{}: move", split.name));
    match (half, here.pop()) {
        // Two who placed the same apart have made two; one is enough.
        (Some(half), Some(standing)) => batch
            .with_all(standing.update(|place| place.half = half))
            .with_all(here.into_iter().map(Entry::delete)),
        (Some(half), None) => batch.with(author.create(id, &place(split.id, what, half))),
        (None, standing) => {
            batch.with_all(standing.into_iter().chain(here).map(Entry::delete).collect::<Vec<Edit>>())
        }
    }
}

fn place(split: RecordId, what: RecordId, half: Half) -> SplitPlace {
    SplitPlace { split: Some(Ref::new(split)), what: Some(what), half, ..SplitPlace::default() }
}
