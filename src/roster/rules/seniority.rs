//! The mix of levels in a team, and its seats for mentors (TM-7).

use document::{Book, Entry};
use kernel::{Date, Ordered as _, RecordId, text};
use std::{cmp::Reverse, collections::HashMap};

use super::membership::is_joiner;
use crate::{
    Person, Track,
    notices::{JUNIOR_RUNG, MENTEES, MENTOR_NEW_DAYS, SENIOR_RUNG},
    settings,
};

/// How senior somebody is, as far as their level or title says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seniority {
    /// Still needs somebody beside them.
    Junior,
    /// Works alone.
    Middle,
    /// Carries hard calls, and others.
    Senior,
    /// On the management track: counted apart.
    Management,
    /// Neither level nor title says it.
    Unknown,
}

/// Which rungs of a ladder count as junior and as senior.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rungs {
    /// Up to this rung somebody is junior.
    pub junior: i64,
    /// From this rung on somebody is senior.
    pub senior: i64,
}

/// The rungs that hold.
#[must_use]
pub fn rungs(book: &Book) -> Rungs {
    Rungs { junior: settings::number(book, &JUNIOR_RUNG), senior: settings::number(book, &SENIOR_RUNG) }
}

const SENIOR_WORDS: [&str; 6] = ["senior", "staff", "principal", "distinguished", "lead", "expert"];
const JUNIOR_WORDS: [&str; 7] =
    ["junior", "graduate", "trainee", "apprentice", "intern", "entry", "associate"];

/// Where somebody stands on a ladder. The roster knows no ladders: who does says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnRung {
    /// The track of the rung.
    pub track: Option<Track>,
    /// How high the rung is.
    pub grade: i64,
}

/// Everybody who stands on a ladder in use, with the rung. Nobody, where there is none.
pub type OnLadder = HashMap<RecordId, OnRung>;

/// How senior somebody is: by the rung they stand on, else by the number in their level (`IC4` is rung 4), else by
/// the words of level and title (TM-7.1).
#[must_use]
pub fn seniority(person: &Person, on: Option<OnRung>, rungs: Rungs) -> Seniority {
    if person.track.or(on.and_then(|on| on.track)) == Some(Track::Management) {
        return Seniority::Management;
    }
    let level = person.level.as_deref().unwrap_or_default();
    if let Some(rung) = on.map(|on| on.grade).or_else(|| rung(level)) {
        return if rung <= rungs.junior {
            Seniority::Junior
        } else if rung >= rungs.senior {
            Seniority::Senior
        } else {
            Seniority::Middle
        };
    }
    let said = text::fold(&format!("{level} {}", person.title.as_deref().unwrap_or_default()));
    let says = |wanted: &[&str]| {
        said.split(|letter: char| !letter.is_alphanumeric()).any(|word| wanted.contains(&word))
    };
    if says(&SENIOR_WORDS) {
        Seniority::Senior
    } else if says(&JUNIOR_WORDS) {
        Seniority::Junior
    } else if level.is_empty() {
        Seniority::Unknown
    } else {
        Seniority::Middle
    }
}

/// The first number in a level: 4 of `IC4`, 2 of `E-2b`.
fn rung(level: &str) -> Option<i64> {
    let from = level.find(|letter: char| letter.is_ascii_digit())?;
    let digits: String = level[from..].chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The mix of one team.
#[derive(Clone, Debug, PartialEq)]
pub struct Mix {
    /// Every level with how many hold it, the highest rung first; people without a level last, under an empty one.
    pub levels: Vec<(String, usize)>,
    /// How many are junior, middle and senior, on the management track, and not known.
    pub counts: Counts,
    /// How many people the seniors can mentor.
    pub mentor_seats: i64,
    /// Who needs a mentor: juniors, and whoever is new and not senior.
    pub need_mentor: Vec<Entry<Person>>,
}

/// How many are how senior.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Junior.
    pub junior: usize,
    /// In between.
    pub middle: usize,
    /// Senior.
    pub senior: usize,
    /// On the management track.
    pub management: usize,
    /// Not known.
    pub unknown: usize,
}

impl Counts {
    /// How many on the individual track are known to be one or the other.
    #[must_use]
    pub const fn known(self) -> usize {
        self.junior + self.middle + self.senior
    }
}

/// Where a team has only one kind of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// Everybody is senior.
    AllSenior,
    /// Everybody is junior.
    AllJunior,
}

/// From this many people on a mix can be an extreme (ours).
const A_TEAM: usize = 3;

impl Mix {
    /// Whether everybody is senior or everybody junior: of three people or more, all of whose levels are known.
    #[must_use]
    pub fn extreme(&self) -> Option<Extreme> {
        let counts = self.counts;
        match counts.known() {
            known if known < A_TEAM || counts.unknown > 0 => None,
            known if counts.senior == known => Some(Extreme::AllSenior),
            known if counts.junior == known => Some(Extreme::AllJunior),
            _ => None,
        }
    }
}

/// The mix of these people on `today`.
#[must_use]
pub fn mix(book: &Book, people: &[Entry<Person>], ladder: &OnLadder, today: Date) -> Mix {
    let rungs = rungs(book);
    let new_days = settings::number(book, &MENTOR_NEW_DAYS);
    let (mut counts, mut levels) = (Counts::default(), Vec::<(String, usize, Option<i64>)>::new());
    let mut need_mentor = Vec::new();
    for person in people {
        let on = ladder.get(&person.id).copied();
        let seniority = seniority(person, on, rungs);
        *match seniority {
            Seniority::Junior => &mut counts.junior,
            Seniority::Middle => &mut counts.middle,
            Seniority::Senior => &mut counts.senior,
            Seniority::Management => &mut counts.management,
            Seniority::Unknown => &mut counts.unknown,
        } += 1;
        let is_new = is_joiner(person, today, new_days);
        let may_be_new = matches!(seniority, Seniority::Middle | Seniority::Unknown);
        if seniority == Seniority::Junior || (is_new && may_be_new) {
            need_mentor.push(person.clone());
        }
        let level = person.level.clone().unwrap_or_default().trim().to_owned();
        match levels.iter_mut().find(|(known, ..)| *known == level) {
            Some((_, count, _)) => *count += 1,
            None => {
                let rung = on.map(|on| on.grade).or_else(|| rung(&level));
                levels.push((level, 1, rung));
            }
        }
    }
    levels.order_by_key(|(level, _, rung)| (level.is_empty(), Reverse(*rung), level.clone()));
    let levels = levels.into_iter().map(|(level, count, _)| (level, count)).collect();
    let seniors = i64::try_from(counts.senior).unwrap_or(i64::MAX);
    Mix {
        levels,
        counts,
        mentor_seats: seniors.saturating_mul(settings::number(book, &MENTEES)),
        need_mentor,
    }
}
