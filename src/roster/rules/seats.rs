//! Who answers for what in a team: five seats, none empty, management and technical direction apart (TM-4).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, text};

use super::membership::{Membership, at_work_on, me, membership};
use crate::{Person, Team};

/// One thing that somebody answers for in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seat {
    /// Which way the technology goes.
    TechnicalDirection,
    /// What is delivered, and when.
    Delivery,
    /// The people of the team: the seat of its manager.
    People,
    /// The way the team works.
    Process,
    /// Relationships with other teams and those it works for.
    Relationships,
}

impl Seat {
    /// Every seat.
    pub const ALL: [Self; 5] =
        [Self::TechnicalDirection, Self::Delivery, Self::People, Self::Process, Self::Relationships];

    /// What screens say.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::TechnicalDirection => "Technical direction",
            Self::Delivery => "Delivery",
            Self::People => "People",
            Self::Process => "Process",
            Self::Relationships => "Relationships",
        }
    }

    /// The field of the team in which it is said.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::TechnicalDirection => "technical_direction",
            Self::Delivery => "delivery",
            Self::People => "manager",
            Self::Process => "process",
            Self::Relationships => "relationships",
        }
    }

    /// Whom the team names for it.
    #[must_use]
    pub const fn named(self, team: &Team) -> Option<Ref<Person>> {
        match self {
            Self::TechnicalDirection => team.technical_direction,
            Self::Delivery => team.delivery,
            Self::People => team.manager,
            Self::Process => team.process,
            Self::Relationships => team.relationships,
        }
    }
}

/// Who sits on a seat.
#[derive(Clone, Debug, PartialEq)]
pub enum Holder {
    /// Nobody was named.
    Nobody,
    /// Somebody who is here or coming.
    Person(Entry<Person>),
    /// Somebody who has left.
    Left {
        /// Who.
        person: Entry<Person>,
        /// Their last day.
        on: Date,
    },
}

/// The seats of one team.
#[derive(Clone, Debug, PartialEq)]
pub struct Seats {
    /// The team.
    pub team: Entry<Team>,
    /// Every seat and who sits on it.
    pub seats: Vec<(Seat, Holder)>,
}

impl Seats {
    /// The seats on which nobody sits, or somebody who has left.
    pub fn empty(&self) -> impl Iterator<Item = &(Seat, Holder)> {
        self.seats.iter().filter(|(_, holder)| !matches!(holder, Holder::Person(_)))
    }

    /// The person who both manages the team and gives its technical direction.
    #[must_use]
    pub fn manager_and_tech_lead(&self) -> Option<&Entry<Person>> {
        let on = |wanted: Seat| {
            self.seats.iter().find_map(|(seat, holder)| match holder {
                Holder::Person(person) if *seat == wanted => Some(person),
                _ => None,
            })
        };
        on(Seat::People)
            .filter(|manager| on(Seat::TechnicalDirection).is_some_and(|lead| lead.id == manager.id))
    }
}

/// The seats of a team on `today`.
#[must_use]
pub fn seats(book: &Book, team: &Entry<Team>, today: Date) -> Seats {
    let holder = |seat: Seat| {
        let Some(person) = seat.named(team).and_then(|of| book.get::<Person>(of.id())) else {
            return Holder::Nobody;
        };
        match membership(&person, today) {
            Membership::Former { since } => Holder::Left { person, on: since },
            _ => Holder::Person(person),
        }
    };
    Seats { team: team.clone(), seats: Seat::ALL.map(|seat| (seat, holder(seat))).to_vec() }
}

/// The people of a team who are at work on `today`, by name.
#[must_use]
pub fn members_of(book: &Book, team: RecordId, today: Date) -> Vec<Entry<Person>> {
    let people = book.all::<Person>();
    let in_team =
        |person: &&Entry<Person>| person.team.is_some_and(|of| of.id() == team) && at_work_on(person, today);
    let mut members: Vec<_> = people.iter().filter(in_team).cloned().collect();
    members.order_by_key(|person| text::fold(&person.name));
    members
}

/// The teams the user answers for: those they manage or whose people report to them, if anybody is at work in them;
/// all such teams until the user has said who they are (TM-4.3).
#[must_use]
pub fn my_teams(book: &Book, today: Date) -> Vec<(Entry<Team>, Vec<Entry<Person>>)> {
    let me = me(book).map(|me| me.id);
    let teams = book.all::<Team>();
    let with_members = teams.iter().map(|team| (team.clone(), members_of(book, team.id, today)));
    let mine = |(team, members): &(Entry<Team>, Vec<Entry<Person>>)| {
        let is_me = |of: Option<Ref<Person>>| of.map(Ref::id) == me;
        !members.is_empty()
            && (me.is_none() || is_me(team.manager) || members.iter().any(|person| is_me(person.manager)))
    };
    let mut mine: Vec<_> = with_members.filter(mine).collect();
    mine.order_by_key(|(team, _)| text::fold(&team.name));
    mine
}
