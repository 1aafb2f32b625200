//! Intents of the user about people, teams, services, skills and actions, as batches of edits.
//!
//! A command is given the id of the record it makes, so that the screen can go there.

mod skills;
mod split;

use document::{Author, Batch, Book, Change, Edit, Entry, Field, Ref};
use kernel::{Date, RecordId, Threshold, words};

use crate::{Absence, Action, ActionState, Person, Profile, Service, Setting, Team, rules};

pub use skills::{
    add_skill, answer_gap, ask_for, confirm_all, confirm_rating, end_response, look_again, rate,
};
pub use split::{draft_split, place_in};

/// Adds somebody to the people.
#[must_use]
pub fn add_person(author: &Author, id: RecordId, person: &Person) -> Batch {
    Batch::new(format!("Add {}", person.name)).with(author.create(id, person))
}

/// Adds a team.
#[must_use]
pub fn add_team(author: &Author, id: RecordId, team: &Team) -> Batch {
    Batch::new(format!("Add team {}", team.name)).with(author.create(id, team))
}

/// Adds a service.
#[must_use]
pub fn add_service(author: &Author, id: RecordId, service: &Service) -> Batch {
    Batch::new(format!("Add service {}", service.name)).with(author.create(id, service))
}

/// Records somebody's last day. They stay among the people, as a former member after it.
#[must_use]
pub fn set_last_day(person: &Entry<Person>, last_day: Date) -> Batch {
    Batch::new(format!("{}: last day {}", person.name, words::day(last_day)))
        .with_all(person.update(|person| person.end_date = Some(last_day)))
}

/// Moves somebody to another team or manager.
#[must_use]
pub fn move_person(person: &Entry<Person>, team: Option<RecordId>, manager: Option<RecordId>) -> Batch {
    Batch::new(format!("Move {}", person.name)).with_all(person.update(|person| {
        person.team = team.map(Ref::new);
        person.manager = manager.map(Ref::new);
    }))
}

/// Enters an absence of `person`.
#[must_use]
pub fn add_absence(author: &Author, id: RecordId, person: &Entry<Person>, absence: Absence) -> Batch {
    let absence = Absence { person: Some(person.id.into()), ..absence };
    Batch::new(format!("Absence of {}", person.name)).with(author.create(id, &absence))
}

/// Says which of the people the user is. `id` is used when there is no profile yet.
#[must_use]
pub fn this_is_me(book: &Book, author: &Author, id: RecordId, person: &Entry<Person>) -> Batch {
    let batch = Batch::new(format!("I am {}", person.name));
    let profiles = book.all::<Profile>();
    let change = |profile: &mut Profile| {
        profile.name.clone_from(&person.name);
        profile.person = Some(person.id.into());
    };
    if let Some(profile) = profiles.iter().max_by_key(|profile| profile.changed) {
        return batch.with_all(profile.update(change));
    }
    let mut profile = Profile::default();
    change(&mut profile);
    batch.with(author.create(id, &profile))
}

/// Edits a number of the product, within its bounds. `id` is used when it was never edited.
#[must_use]
pub fn set_number(book: &Book, author: &Author, id: RecordId, threshold: &Threshold, value: i64) -> Batch {
    let value = value.clamp(threshold.min, threshold.max);
    let batch = Batch::new(format!("{}: {value}", threshold.label));
    let settings = book.all::<Setting>();
    match settings
        .iter()
        .filter(|setting| setting.name == threshold.name)
        .max_by_key(|setting| setting.changed)
    {
        Some(setting) => batch.with_all(setting.update(|setting| setting.value = value)),
        None => batch.with(
            author.create(id, &Setting { name: threshold.name.to_owned(), value, ..Setting::default() }),
        ),
    }
}

/// Agrees on an action that came from another record, such as a 1:1 or a goal: what, who does it and until when. It
/// names that record as its source, and is about the same person.
#[must_use]
pub fn agree_action(
    author: &Author,
    id: RecordId,
    (what, owner, due): (&str, Option<RecordId>, Option<Date>),
    about: Option<Ref<Person>>,
    source: RecordId,
) -> Batch {
    let action = Action {
        what: what.trim().to_owned(),
        owner: owner.map(Into::into),
        due,
        state: ActionState::Open,
        about,
        source: Some(source),
        ..Action::default()
    };
    add_action(author, id, &action)
}

/// Agrees on an action. In a person's file when it is about one.
#[must_use]
pub fn add_action(author: &Author, id: RecordId, action: &Action) -> Batch {
    Batch::new(format!("Action: {}", words::excerpt(&action.what, 60))).with(author.create(id, action))
}

/// Ticks an action off.
#[must_use]
pub fn finish_action(action: &Entry<Action>, today: Date) -> Batch {
    close_action("Done", action, ActionState::Done, today)
}

/// Gives an action up, on purpose.
#[must_use]
pub fn drop_action(action: &Entry<Action>, today: Date) -> Batch {
    close_action("Drop", action, ActionState::Dropped, today)
}

fn close_action(verb: &str, action: &Entry<Action>, state: ActionState, today: Date) -> Batch {
    Batch::new(format!("{verb}: {}", words::excerpt(&action.what, 60))).with_all(action.update(|action| {
        action.state = state;
        action.closed_on = Some(today);
    }))
}

/// Opens a closed action again.
#[must_use]
pub fn reopen_action(action: &Entry<Action>) -> Batch {
    Batch::new(format!("Open again: {}", words::excerpt(&action.what, 60))).with_all(action.update(
        |action| {
            action.state = ActionState::Open;
            action.closed_on = None;
        },
    ))
}

/// Gives a service to one team and one person, and settles any second claim.
#[must_use]
pub fn settle_ownership(service: &Entry<Service>, team: RecordId, accountable: Option<RecordId>) -> Batch {
    let mut batch =
        Batch::new(format!("Settle who owns {}", service.name)).with_all(service.update(|service| {
            service.owner = Some(team.into());
            service.claimed_by = None;
            service.accountable = accountable.map(Ref::new);
        }));
    // Two values written apart stay two until the register is written, even with what it shows.
    let owner = Change::Set { field: "owner".to_owned(), value: Field::store(&Ref::<Team>::new(team)) };
    let edit = Edit { document: service.document.clone(), record: service.id, change: owner };
    if !batch.edits.contains(&edit) {
        batch.edits.push(edit);
    }
    batch
}

/// Everybody who still names `person` as their manager on `today` gets `successor`.
#[must_use]
pub fn hand_over_reports(book: &Book, person: &Entry<Person>, successor: RecordId, today: Date) -> Batch {
    let reports = rules::reports_of(book, person.id, today);
    let moved = reports
        .iter()
        .filter(|report| report.id != successor)
        .flat_map(|report| report.update(|report| report.manager = Some(successor.into())));
    Batch::new(format!("Hand over the reports of {}", person.name)).with_all(moved)
}
