//! Who holds which skill how deep: the rating that holds, and those that want confirming (TM-5).

use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId, days_between, text};
use std::{collections::HashMap, sync::Arc};

use super::membership::{at_work_on, joining_or_current, me, my_reports};
use crate::{Depth, Person, Skill, SkillRating, notices::CONFIRM_DAYS, settings};

/// How deep somebody holds a skill.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The rating that holds.
    pub rating: Entry<SkillRating>,
    /// How old it is in days; `None` when it has no day.
    pub age: Option<i64>,
    /// Whether it is older than it should be without being confirmed.
    pub to_confirm: bool,
}

impl Held {
    /// How deep.
    #[must_use]
    pub fn depth(&self) -> Depth {
        self.rating.depth
    }
}

/// The ratings that hold on a day, for every person and skill.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings {
    all: Arc<Vec<Entry<SkillRating>>>,
    /// Which of them holds, as a place in the list: years of ratings are looked at and none is copied.
    held: HashMap<(RecordId, RecordId), usize>,
    today: Date,
    limit: i64,
}

impl Ratings {
    /// How deep `person` holds `skill`; `None` when nobody has rated it.
    #[must_use]
    pub fn held(&self, person: RecordId, skill: RecordId) -> Option<Held> {
        let rating = self.rating(person, skill)?;
        let age = rating.on.map(|on| days_between(on, self.today));
        Some(Held { rating: rating.clone(), age, to_confirm: is_old(rating, self.today, self.limit) })
    }

    /// How deep `person` holds `skill`; nothing when nobody has rated it.
    #[must_use]
    pub fn depth(&self, person: RecordId, skill: RecordId) -> Depth {
        self.rating(person, skill).map(|rating| rating.depth).unwrap_or_default()
    }

    fn rating(&self, person: RecordId, skill: RecordId) -> Option<&Entry<SkillRating>> {
        self.all.get(*self.held.get(&(person, skill))?)
    }
}

/// The ratings that hold on `today` (TM-5.1).
#[must_use]
pub fn ratings(book: &Book, today: Date) -> Ratings {
    let limit = settings::number(book, &CONFIRM_DAYS);
    let all = book.all::<SkillRating>();
    let mut held: HashMap<(RecordId, RecordId), usize> = HashMap::new();
    for (at, rating) in all.iter().enumerate() {
        let (Some(person), Some(skill)) = (rating.person, rating.skill) else { continue };
        // A day ahead is not yet.
        if rating.on.is_some_and(|on| on > today) {
            continue;
        }
        let weight = |rating: &Entry<SkillRating>| weight(rating, today, limit);
        let place = held.entry((person.id(), skill.id())).or_insert(at);
        if all.get(*place).is_some_and(|now| weight(rating) > weight(now)) {
            *place = at;
        }
    }
    Ratings { all, held, today, limit }
}

/// Whether a rating is older than it should be without being confirmed; without a day it is.
fn is_old(rating: &SkillRating, today: Date, limit: i64) -> bool {
    rating.on.is_none_or(|on| days_between(on, today) > limit)
}

/// What weighs more: not too old, then the stronger source, then the newer day.
fn weight(rating: &Entry<SkillRating>, today: Date, limit: i64) -> impl Ord + use<> {
    (!is_old(rating, today, limit), rating.source, rating.on, rating.created, rating.id)
}

/// Everything that was said about how deep `person` holds `skill`, the newest first (TM-5.4).
#[must_use]
pub fn ratings_of(book: &Book, person: RecordId, skill: RecordId) -> Vec<Entry<SkillRating>> {
    let theirs = book.of(whose, person);
    let of_skill = |rating: &&Entry<SkillRating>| rating.skill.is_some_and(|of| of.id() == skill);
    let mut ratings: Vec<_> = theirs.iter().filter(of_skill).cloned().collect();
    ratings.order_by(|a, b| (b.on, b.source, b.created, b.id).cmp(&(a.on, a.source, a.created, a.id)));
    ratings
}

fn whose(rating: &SkillRating) -> Option<RecordId> {
    rating.person.map(|of| of.id())
}

/// All skills, in the order of their groups and names; those without a group last.
#[must_use]
pub fn skills(book: &Book) -> Vec<Entry<Skill>> {
    let mut skills = book.all::<Skill>().as_ref().clone();
    let group = |skill: &Skill| skill.group.as_deref().map(text::fold);
    skills.order_by_key(|skill| (group(skill).is_none(), group(skill), text::fold(&skill.name)));
    skills
}

/// Whose skills the user answers for: their reports, or everybody at work until they have said who they are (TM-5.3).
#[must_use]
pub fn rated_people(book: &Book, today: Date) -> Vec<Entry<Person>> {
    if me(book).is_some() {
        return my_reports(book, today);
    }
    let mut people = joining_or_current(book, today);
    people.retain(|person| at_work_on(person, today));
    people.order_by_key(|person| text::fold(&person.name));
    people
}

/// Ratings of one person that nobody has confirmed for long.
#[derive(Clone, Debug, PartialEq)]
pub struct ToConfirm {
    /// Whose they are.
    pub person: Entry<Person>,
    /// The skills with the rating that holds, in the order of [`skills`].
    pub skills: Vec<(Entry<Skill>, Held)>,
}

/// Whose ratings want confirming (TM-5.3). What nobody holds at all need not be confirmed.
#[must_use]
pub fn to_confirm(book: &Book, today: Date) -> Vec<ToConfirm> {
    let (ratings, skills) = (ratings(book, today), skills(book));
    let of = |person: Entry<Person>| {
        let old = skills.iter().filter_map(|skill| {
            let held = ratings.held(person.id, skill.id)?;
            (held.to_confirm && held.depth() > Depth::Nothing).then(|| (skill.clone(), held))
        });
        let skills: Vec<_> = old.collect();
        (!skills.is_empty()).then_some(ToConfirm { person, skills })
    };
    rated_people(book, today).into_iter().filter_map(of).collect()
}

/// How far the person and the manager or the work see a skill apart, from this many steps on (ours).
const APART: u8 = 2;

/// The newest word of the person and the newest of manager or work, when they are two steps or more apart (TM-5.5).
#[must_use]
pub fn seen_apart(ratings: &[Entry<SkillRating>]) -> Option<(Depth, Depth)> {
    let own = ratings.iter().find(|rating| rating.source == crate::RatingSource::Own)?;
    let others = ratings.iter().find(|rating| rating.source != crate::RatingSource::Own)?;
    let apart = own.depth.figure().abs_diff(others.depth.figure()) >= APART;
    apart.then_some((own.depth, others.depth))
}
