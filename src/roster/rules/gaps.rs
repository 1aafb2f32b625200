//! What is asked of skills against who holds them: shortfall, urgency, and what is done about it (TM-6).

use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId, days_between, text, words};
use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{
    membership::{Membership, at_work_on, membership},
    skills::{Ratings, ratings, skills},
};
use crate::{
    Criticality, Depth, GapResponse, Person, Service, Skill, SkillDemand, Team, notices::SKILL_LEAVING_DAYS,
    settings,
};

/// One demand against the people who count for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// The demand.
    pub demand: Entry<SkillDemand>,
    /// What needs it, in words.
    pub needed_for: String,
    /// How much harm the failure of what needs it does, where it is a service.
    pub criticality: Option<Criticality>,
    /// How many people are asked for.
    pub asked: i64,
    /// Who holds it deep enough and stays.
    pub holders: Vec<Entry<Person>>,
    /// Who holds it deep enough and leaves soon, with the last day.
    pub leaving: Vec<(Entry<Person>, Date)>,
    /// Everybody who counts for it and stays.
    people: BTreeSet<RecordId>,
}

impl Need {
    /// How many are missing.
    #[must_use]
    pub fn short(&self) -> i64 {
        (self.asked - words::many(&self.holders)).max(0)
    }

    /// What it lacks, if anything.
    #[must_use]
    pub fn lack(&self) -> Option<Lack> {
        match self.holders.len() {
            0 if self.leaving.is_empty() => Some(Lack::Nobody),
            0 => Some(Lack::Leaving),
            _ if self.short() > 0 => Some(Lack::Short),
            1 => Some(Lack::OnePerson),
            _ => None,
        }
    }
}

/// How bad a gap is; what is worse comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// As many as asked for hold it, but one person alone does.
    OnePerson,
    /// Fewer than asked for hold it.
    Short,
    /// Only people who leave soon hold it.
    Leaving,
    /// Nobody holds it.
    Nobody,
}

/// A skill that is asked for: what needs it, against who holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Supply {
    /// The skill.
    pub skill: Entry<Skill>,
    /// How bad the gap is; `None` when there is enough of it.
    pub lack: Option<Lack>,
    /// How many people are missing, over all that needs the skill.
    pub short: i64,
    /// How many do it: deep enough for the deepest demand, and not teaching.
    pub doers: usize,
    /// How many teach it.
    pub teachers: usize,
    /// From 1 to 9, the most urgent, by doers and teachers.
    pub urgency: u8,
    /// Everything that needs the skill, what lacks most first.
    pub needs: Vec<Need>,
    /// What is done about it.
    pub response: Option<Entry<GapResponse>>,
}

impl Supply {
    /// The most harm that the failure of what lacks it does.
    #[must_use]
    pub fn criticality(&self) -> Option<Criticality> {
        self.needs.iter().filter(|need| need.lack().is_some()).filter_map(|need| need.criticality).max()
    }
}

/// How urgent it is to have more people who do a skill or teach it: 9 is worst.
///
/// Rows are nobody, one, two or more who do it; columns nobody, one, two or more who teach it. The table is that of
/// the Focused Objective capability matrix.
#[must_use]
pub fn urgency(doers: usize, teachers: usize) -> u8 {
    const TABLE: [[u8; 3]; 3] = [[9, 7, 3], [8, 5, 2], [6, 4, 1]];
    TABLE[doers.min(2)][teachers.min(2)]
}

/// Every demand with who meets it on `today`. Demands of a skill that is gone are left out.
#[must_use]
pub fn needs(book: &Book, today: Date) -> Vec<Need> {
    needs_with(book, &ratings(book, today), today)
}

fn needs_with(book: &Book, ratings: &Ratings, today: Date) -> Vec<Need> {
    let horizon = settings::number(book, &SKILL_LEAVING_DAYS);
    let people: Vec<Entry<Person>> =
        book.all::<Person>().iter().filter(|person| at_work_on(person, today)).cloned().collect();
    let demands = book.all::<SkillDemand>();
    demands.iter().filter_map(|demand| need(book, ratings, &people, demand, today, horizon)).collect()
}

fn need(
    book: &Book,
    ratings: &Ratings,
    people: &[Entry<Person>],
    demand: &Entry<SkillDemand>,
    today: Date,
    horizon: i64,
) -> Option<Need> {
    let service = demand.needed_for.and_then(|id| book.get::<Service>(id));
    let team = team_of(book, demand, service.as_ref());
    need_among(book, ratings, people, demand, team, today, horizon)
}

/// One demand against these people, or those of them who are in the team.
fn need_among(
    book: &Book,
    ratings: &Ratings,
    people: &[Entry<Person>],
    demand: &Entry<SkillDemand>,
    team: Option<RecordId>,
    today: Date,
    horizon: i64,
) -> Option<Need> {
    let skill = book.get::<Skill>(demand.skill?.id())?.id;
    let service = demand.needed_for.and_then(|id| book.get::<Service>(id));
    let mut need = Need {
        demand: demand.clone(),
        needed_for: needed_for(book, demand),
        criticality: service.map(|service| service.criticality),
        asked: demand.people.unwrap_or(1).max(1),
        holders: Vec::new(),
        leaving: Vec::new(),
        people: BTreeSet::new(),
    };
    for person in people {
        if team.is_some() && person.team.map(document::Ref::id) != team {
            continue;
        }
        let leaves = person.end_date.filter(|last| days_between(today, *last) <= horizon);
        // Whoever asks for nothing in particular asks for somebody who has at least begun.
        let holds = ratings.depth(person.id, skill) >= demand.depth.max(Depth::Runs);
        match (holds, leaves) {
            (true, Some(last)) => need.leaving.push((person.clone(), last)),
            (true, None) => need.holders.push(person.clone()),
            (false, _) => {}
        }
        if leaves.is_none() {
            need.people.insert(person.id);
        }
    }
    need.holders.order_by_key(|person| text::fold(&person.name));
    need.leaving.order_by_key(|(_, last)| *last);
    Some(need)
}

/// What these records need, counted among these people whatever their team, what lacks most first (TM-3.4).
pub(super) fn needs_among(
    book: &Book,
    records: &[RecordId],
    people: &[Entry<Person>],
    today: Date,
) -> Vec<Need> {
    let ratings = ratings(book, today);
    let horizon = settings::number(book, &SKILL_LEAVING_DAYS);
    let demands = book.all::<SkillDemand>();
    let of_them = |demand: &&Entry<SkillDemand>| demand.needed_for.is_some_and(|of| records.contains(&of));
    let mut needs: Vec<Need> = demands
        .iter()
        .filter(of_them)
        .filter_map(|demand| need_among(book, &ratings, people, demand, None, today, horizon))
        .collect();
    needs.order_by_key(|need| (Reverse(need.lack()), Reverse(need.short()), need.demand.id));
    needs
}

/// Whose people count for a demand (TM-6.1).
fn team_of(book: &Book, demand: &SkillDemand, service: Option<&Entry<Service>>) -> Option<RecordId> {
    let of_service = || service.and_then(|service| service.owner).map(document::Ref::id);
    let itself = || demand.needed_for.and_then(|id| book.get::<Team>(id)).map(|team| team.id);
    let team = demand.team.map(document::Ref::id).or_else(of_service).or_else(itself)?;
    // A team that is gone has no people; then everybody counts.
    book.get::<Team>(team).map(|team| team.id)
}

/// What needs it, in words: the name of the record, what is written, or that nobody said.
#[must_use]
pub fn needed_for(book: &Book, demand: &SkillDemand) -> String {
    let named = demand.needed_for.and_then(|id| book.row(id)).and_then(|row| {
        let name = row.fields.get("name").or_else(|| row.fields.get("title"))?.plain();
        (!name.is_empty()).then_some(name)
    });
    named.or_else(|| demand.in_words.clone()).unwrap_or_else(|| "something not named".to_owned())
}

/// Every skill that something needs on `today`, in the order of [`skills`].
#[must_use]
pub fn supply(book: &Book, today: Date) -> Vec<Supply> {
    let ratings = ratings(book, today);
    let needs = needs_with(book, &ratings, today);
    skills(book).into_iter().filter_map(|skill| supply_of(book, &ratings, skill, &needs)).collect()
}

fn supply_of(book: &Book, ratings: &Ratings, skill: Entry<Skill>, needs: &[Need]) -> Option<Supply> {
    let of_skill = |need: &&Need| need.demand.skill.is_some_and(|of| of.id() == skill.id);
    let mut needs: Vec<Need> = needs.iter().filter(of_skill).cloned().collect();
    let deepest = needs.iter().map(|need| need.demand.depth).max()?;
    // Who teaches it is counted apart, so to do it is at most to build it.
    let asked = deepest.clamp(Depth::Runs, Depth::Builds);
    let people: BTreeSet<RecordId> = needs.iter().flat_map(|need| need.people.iter().copied()).collect();
    let depths: Vec<Depth> = people.iter().map(|person| ratings.depth(*person, skill.id)).collect();
    let teachers = depths.iter().filter(|depth| **depth == Depth::Teaches).count();
    let doers = depths.iter().filter(|depth| **depth >= asked).count() - teachers;
    needs.order_by_key(|need| {
        (Reverse(need.lack()), Reverse(need.short()), Reverse(need.criticality), need.demand.id)
    });
    Some(Supply {
        lack: needs.iter().filter_map(Need::lack).max(),
        short: needs.iter().map(Need::short).sum(),
        doers,
        teachers,
        urgency: urgency(doers, teachers),
        response: response_to(book, skill.id),
        skill,
        needs,
    })
}

/// Every gap on `today`, the most urgent first: by urgency, then what is missing, then how much harm it does (TM-6.6).
#[must_use]
pub fn gaps(book: &Book, today: Date) -> Vec<Supply> {
    let mut gaps = supply(book, today);
    gaps.retain(|supply| supply.lack.is_some());
    gaps.order_by_key(|gap| {
        (Reverse(gap.urgency), Reverse(gap.lack), Reverse(gap.short), Reverse(gap.criticality()))
    });
    gaps
}

/// The answer that holds for a skill: the newest that has not ended (TM-6.8).
#[must_use]
pub fn response_to(book: &Book, skill: RecordId) -> Option<Entry<GapResponse>> {
    let responses = book.of(about, skill);
    let open = responses.iter().filter(|response| response.ended_on.is_none());
    open.max_by_key(|response| (response.decided_on, response.created, response.id)).cloned()
}

/// Every answer that was given for a skill, the newest first.
#[must_use]
pub fn responses_of(book: &Book, skill: RecordId) -> Vec<Entry<GapResponse>> {
    let mut responses: Vec<_> = book.of(about, skill).iter().cloned().collect();
    responses.order_by_key(|response| Reverse((response.decided_on, response.created, response.id)));
    responses
}

fn about(response: &GapResponse) -> Option<RecordId> {
    response.skill.map(|skill| skill.id())
}

/// What a response lacks on a day, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseFault {
    /// Nobody sees to it.
    NoOwner,
    /// Who saw to it has left.
    OwnerLeft,
    /// It has no day to look again.
    NoReview,
    /// The day to look again has come.
    ReviewDue {
        /// The day.
        on: Date,
    },
}

/// What is wrong with a response on `today` (TM-6.9).
#[must_use]
pub fn response_fault(book: &Book, response: &GapResponse, today: Date) -> Option<ResponseFault> {
    let owner = response.owner.and_then(|owner| book.get::<Person>(owner.id()));
    match (owner, response.review_on) {
        (None, _) => Some(ResponseFault::NoOwner),
        (Some(owner), _) if matches!(membership(&owner, today), Membership::Former { .. }) => {
            Some(ResponseFault::OwnerLeft)
        }
        (_, None) => Some(ResponseFault::NoReview),
        (_, Some(on)) => (on <= today).then_some(ResponseFault::ReviewDue { on }),
    }
}

/// What a service, team or other record needs, the least met first.
#[must_use]
pub fn needs_for(book: &Book, record: RecordId, today: Date) -> Vec<Need> {
    let mut needs = needs(book, today);
    needs.retain(|need| need.demand.needed_for == Some(record));
    needs.order_by_key(|need| (Reverse(need.lack()), Reverse(need.short()), need.demand.id));
    needs
}
