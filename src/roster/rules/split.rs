//! What a draft of two teams comes to: span, rotation, seniority and skills of each half, and where they collide (TM-3).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, text, words};

use super::{
    gaps::{Need, needs_among},
    membership::{joining_or_current, reports_to},
    seniority::{Mix, OnLadder, mix},
    span::{Limits, Side, limits},
};
use crate::{Half, Person, Service, SplitPlace, TeamSplit, notices::ROTATION_FLOOR, settings};

/// A draft with both its halves.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitDrawn {
    /// The draft.
    pub split: Entry<TeamSplit>,
    /// How many report to the manager now or will.
    pub reports: i64,
    /// The first half and the second.
    pub halves: [HalfDrawn; 2],
    /// Reports who are in neither half and lead none.
    pub unplaced: Vec<Entry<Person>>,
    /// Services of the people's teams that are in neither half.
    pub unplaced_services: Vec<Entry<Service>>,
}

/// One half of a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct HalfDrawn {
    /// What it would be called.
    pub name: String,
    /// Who would lead it; `None` for a manager yet to be found.
    pub lead: Option<Entry<Person>>,
    /// Who would report to its lead, by name.
    pub people: Vec<Entry<Person>>,
    /// What it would own, by name.
    pub services: Vec<Entry<Service>>,
    /// On which side of the limits its span lies.
    pub side: Side,
    /// Whether there are enough people for a weekly rotation.
    pub staffs_rotation: bool,
    /// Whether somebody can be away without the rotation falling short.
    pub has_slack: bool,
    /// The mix of its people.
    pub mix: Mix,
    /// What its services need of skills, against its own people, what lacks most first.
    pub needs: Vec<Need>,
    /// How many people would have to be found for span and rotation to be good.
    pub openings: i64,
}

impl HalfDrawn {
    /// How many would report to its lead.
    #[must_use]
    pub fn span(&self) -> i64 {
        words::many(&self.people)
    }
}

/// The drafts of a manager, or of everybody, by name.
#[must_use]
pub fn splits_of(book: &Book, manager: Option<RecordId>) -> Vec<Entry<TeamSplit>> {
    let mut splits = book.all::<TeamSplit>().as_ref().clone();
    splits.retain(|split| manager.is_none() || split.manager.map(Ref::id) == manager);
    splits.order_by_key(|split| text::fold(&split.name));
    splits
}

/// A draft as it stands on `today`. Leads are not among those who report.
#[must_use]
pub fn split(book: &Book, split: &Entry<TeamSplit>, ladder: &OnLadder, today: Date) -> SplitDrawn {
    let manager = split.manager.map(Ref::id);
    let mut reports = joining_or_current(book, today);
    reports.retain(|person| manager.is_some_and(|manager| reports_to(person, manager)));
    reports.order_by_key(|person| text::fold(&person.name));
    let services = services_of(book, &reports);
    let places: Vec<(RecordId, Half)> = book
        .all::<SplitPlace>()
        .iter()
        .filter(|place| place.split.is_some_and(|of| of.id() == split.id))
        .filter_map(|place| Some((place.what?, place.half)))
        .collect();
    let half_of = |id: RecordId| places.iter().find(|(what, _)| *what == id).map(|(_, half)| *half);
    let leads = [split.first_lead, split.second_lead].map(|lead| lead.map(Ref::id));
    let leads_one = |id: RecordId| leads.contains(&Some(id));
    let draw = |half: Half, name: &Option<String>, lead: Option<RecordId>| {
        let people: Vec<_> = reports
            .iter()
            .filter(|person| half_of(person.id) == Some(half) && !leads_one(person.id))
            .cloned()
            .collect();
        let own: Vec<_> =
            services.iter().filter(|service| half_of(service.id) == Some(half)).cloned().collect();
        let name = name.clone().unwrap_or_else(|| format!("{} team", half.label()));
        drawn(book, (name, lead.and_then(|lead| book.get(lead))), people, own, ladder, today)
    };
    let halves = [draw(Half::First, &split.first, leads[0]), draw(Half::Second, &split.second, leads[1])];
    let unplaced = |id: RecordId| half_of(id).is_none() && !leads_one(id);
    SplitDrawn {
        reports: words::many(&reports),
        unplaced: reports.iter().filter(|person| unplaced(person.id)).cloned().collect(),
        unplaced_services: services.iter().filter(|service| unplaced(service.id)).cloned().collect(),
        split: split.clone(),
        halves,
    }
}

/// The services that the teams of these people own, by name.
fn services_of(book: &Book, people: &[Entry<Person>]) -> Vec<Entry<Service>> {
    let owns = |service: &Entry<Service>| {
        people.iter().any(|person| person.team.is_some() && person.team == service.owner)
    };
    let mut services = book.all::<Service>().as_ref().clone();
    services.retain(owns);
    services.order_by_key(|service| text::fold(&service.name));
    services
}

fn drawn(
    book: &Book,
    (name, lead): (String, Option<Entry<Person>>),
    people: Vec<Entry<Person>>,
    services: Vec<Entry<Service>>,
    ladder: &OnLadder,
    today: Date,
) -> HalfDrawn {
    let limits: Limits = limits(book);
    let rotation = settings::number(book, &ROTATION_FLOOR);
    let span = words::many(&people);
    // Who leads is on call too, but not instead of somebody: the rotation has to stand without them.
    let openings = (limits.floor - span).max(rotation - span).max(0);
    let wanted: Vec<RecordId> = services.iter().map(|service| service.id).collect();
    let everybody: Vec<Entry<Person>> = people.iter().chain(&lead).cloned().collect();
    HalfDrawn {
        side: limits.side(span),
        staffs_rotation: span >= rotation,
        has_slack: span > rotation,
        mix: mix(book, &everybody, ladder, today),
        needs: needs_among(book, &wanted, &everybody, today),
        name,
        lead,
        people,
        services,
        openings,
    }
}
