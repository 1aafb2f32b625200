//! Who owns a service, and what is wrong with it (TM-8).

use document::{Book, Entry, Field, Ref};
use kernel::{Date, Ordered as _, RecordId};

use super::membership::{Membership, membership};
use crate::{Person, Service, Team};

/// One service with its owners.
#[derive(Clone, Debug, PartialEq)]
pub struct Ownership {
    /// The service.
    pub service: Entry<Service>,
    /// The teams that own it or say so; exactly one when all is well.
    pub teams: Vec<Entry<Team>>,
    /// The person who answers for it.
    pub accountable: Option<Entry<Person>>,
    /// What is wrong; empty when all is well.
    pub faults: Vec<Fault>,
}

/// What can be wrong with the ownership of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No team owns it.
    NoTeam,
    /// More than one team owns it.
    SeveralTeams,
    /// The owning team has nobody left.
    TeamIsEmpty,
    /// No person answers for it.
    NobodyAccountable,
    /// Who answers for it has left.
    AccountableLeft {
        /// Their last day.
        on: Date,
    },
    /// Who answers for it works in another team than the one that owns it, and does not manage that one either.
    AccountableElsewhere,
    /// Who answers for it is going to leave.
    AccountableLeaves {
        /// Their last day.
        on: Date,
    },
}

/// The ownership of every service on `today`, the most critical first.
#[must_use]
pub fn ownership(book: &Book, today: Date) -> Vec<Ownership> {
    let mut all: Vec<_> =
        book.all::<Service>().iter().map(|service| ownership_of(book, service, today)).collect();
    all.order_by(|a, b| {
        b.service.criticality.cmp(&a.service.criticality).then_with(|| a.service.name.cmp(&b.service.name))
    });
    all
}

fn ownership_of(book: &Book, service: &Entry<Service>, today: Date) -> Ownership {
    let teams: Vec<Entry<Team>> =
        claims(book, service).into_iter().filter_map(|team| book.get::<Team>(team)).collect();
    let accountable = service.accountable.and_then(|person| book.get::<Person>(person.id()));
    let mut faults = Vec::new();
    match teams.as_slice() {
        [] => faults.push(Fault::NoTeam),
        [team] if is_deserted(book, team, today) => faults.push(Fault::TeamIsEmpty),
        [_] => {}
        _ => faults.push(Fault::SeveralTeams),
    }
    match &accountable {
        None => faults.push(Fault::NobodyAccountable),
        Some(person) => match (membership(person, today), person.end_date) {
            (Membership::Former { since }, _) => faults.push(Fault::AccountableLeft { on: since }),
            (_, Some(last)) => faults.push(Fault::AccountableLeaves { on: last }),
            _ => {}
        },
    }
    if let (Some(person), [team]) = (&accountable, teams.as_slice()) {
        let elsewhere = person.team.is_some_and(|of| of.id() != team.id);
        let manages = team.manager.is_some_and(|manager| manager.id() == person.id);
        let left = matches!(membership(person, today), Membership::Former { .. });
        if elsewhere && !manages && !left {
            faults.push(Fault::AccountableElsewhere);
        }
    }
    Ownership { service: service.clone(), teams, accountable, faults }
}

/// Every team that says it owns the service: the owner, the second claim, and all values of a
/// register that two people wrote apart.
fn claims(book: &Book, service: &Entry<Service>) -> Vec<RecordId> {
    let written_apart =
        book.row(service.id).and_then(|row| row.conflicts.get("owner").cloned()).unwrap_or_default();
    let written_apart = written_apart.iter().filter_map(Ref::<Team>::read);
    let mut claims: Vec<RecordId> = Vec::new();
    for team in service.owner.into_iter().chain(written_apart).chain(service.claimed_by) {
        if !claims.contains(&team.id()) {
            claims.push(team.id());
        }
    }
    claims
}

/// Whether the team has had members and all of them have left. A team nobody was ever put in is
/// only not filled in yet.
fn is_deserted(book: &Book, team: &Entry<Team>, today: Date) -> bool {
    let people = book.all::<Person>();
    let mut members =
        people.iter().filter(|person| person.team.is_some_and(|of| of.id() == team.id)).peekable();
    members.peek().is_some()
        && members.all(|person| matches!(membership(person, today), Membership::Former { .. }))
}
