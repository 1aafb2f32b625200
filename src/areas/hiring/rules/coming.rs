//! Which skills openings and hires are to bring, and from when: expected until somebody rates it (HI-11).

use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId, days_between, text::fold};
use roster::{Depth, GapAnswer, Person, Skill, rules as roster_rules, settings};
use std::cell::LazyCell;

use super::{
    openings::{gap_of, is_wanted},
    outcomes::hires,
};
use crate::{Opening, OpeningState, notices::EXPECTED_DAYS};

/// How far somebody is who is to bring a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Brings {
    /// Nobody is found yet.
    Wanted,
    /// Accepted, and not here yet.
    Accepted,
    /// Here, and not rated.
    Here,
    /// Rated so deep: the expectation is over.
    Rated(Depth),
}

/// One skill that an opening, or who was hired for it, is to bring.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    /// The skill.
    pub skill: RecordId,
    /// The opening.
    pub opening: Entry<Opening>,
    /// Who was hired for it.
    pub person: Option<Entry<Person>>,
    /// The first day: theirs, else the one from which somebody is wanted.
    pub from: Option<Date>,
    /// How far it is.
    pub brings: Brings,
}

impl Coming {
    /// Whether it is still expected of somebody: they accepted, and nobody rated them yet.
    #[must_use]
    pub fn is_expected(&self) -> bool {
        matches!(self.brings, Brings::Accepted | Brings::Here)
    }
}

/// The skills that an opening is to bring: that of the gap behind it, and those its must-haves name.
fn skills_of(book: &Book, opening: &Opening, skills: &[Entry<Skill>]) -> Vec<RecordId> {
    let of_gap = gap_of(book, opening)
        .filter(|response| response.answer == GapAnswer::Hire)
        .and_then(|response| response.skill)
        .map(document::Ref::id);
    let named: Vec<String> = opening.must_haves.iter().map(|name| fold(name.trim())).collect();
    let brings = |skill: &&Entry<Skill>| Some(skill.id) == of_gap || named.contains(&fold(&skill.name));
    skills.iter().filter(brings).map(|skill| skill.id).collect()
}

/// Every skill that is to come, and those that hires brought: of openings for which somebody is wanted, and of hires who are
/// here or will be (HI-11.6). What nobody rated for long after the first day is expected no more. The nearest day first.
#[must_use]
pub fn coming(book: &Book, today: Date) -> Vec<Coming> {
    let skills = roster_rules::skills(book);
    // Years of ratings are read only where somebody was hired for a skill.
    let ratings = LazyCell::new(|| roster_rules::ratings(book, today));
    let window = settings::number(book, &EXPECTED_DAYS);
    let mut all = Vec::new();
    let wanted = |one: &&Entry<Opening>| is_wanted(one) && one.state != OpeningState::Draft;
    for opening in book.all::<Opening>().iter().filter(wanted) {
        all.extend(skills_of(book, opening, &skills).into_iter().map(|skill| Coming {
            skill,
            opening: opening.clone(),
            person: None,
            from: opening.wanted_from,
            brings: Brings::Wanted,
        }));
    }
    for (candidate, first) in hires(book) {
        let opening = candidate.opening.and_then(|opening| book.get::<Opening>(opening.id()));
        let person = candidate.hired_as.and_then(|person| book.get::<Person>(person.id()));
        let (Some(opening), Some(person)) = (opening, person) else { continue };
        if person.end_date.is_some_and(|last| last < today) {
            continue;
        }
        for skill in skills_of(book, &opening, &skills) {
            let brings = match ratings.held(person.id, skill) {
                Some(held) => Brings::Rated(held.depth()),
                None if first.is_some_and(|on| on > today) => Brings::Accepted,
                None => Brings::Here,
            };
            let long_ago = first.is_none_or(|on| days_between(on, today) > window);
            if brings == Brings::Here && long_ago {
                continue;
            }
            let (opening, person) = (opening.clone(), Some(person.clone()));
            all.push(Coming { skill, opening, person, from: first, brings });
        }
    }
    all.order_by_key(|one| {
        (one.brings == Brings::Wanted, one.from.is_none(), one.from, one.opening.id, one.skill)
    });
    all
}

/// Who was hired for skills, has been here for as long as it takes to see them, and is not rated in them (HI-11.7): the person, the
/// opening and the skills, the longest here first.
#[must_use]
pub fn to_rate(book: &Book, today: Date, days: i64) -> Vec<(Entry<Person>, Entry<Opening>, Vec<RecordId>)> {
    let mut all: Vec<(Entry<Person>, Entry<Opening>, Vec<RecordId>)> = Vec::new();
    for one in coming(book, today) {
        let seen = one.from.is_some_and(|on| days_between(on, today) >= days);
        let Some(person) = one.person.filter(|_| seen && one.brings == Brings::Here) else { continue };
        match all.iter_mut().find(|(who, ..)| who.id == person.id) {
            Some((.., skills)) => skills.push(one.skill),
            None => all.push((person, one.opening, vec![one.skill])),
        }
    }
    all
}
