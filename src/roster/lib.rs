//! People, teams, services, skills and actions: the nouns that all areas refer to (TM).
//!
//! `README.md` beside this file has the vocabulary and the numbered rules.

pub mod commands;
pub mod import;
mod notices;
mod records;
pub mod rules;
mod sample;
pub mod settings;
#[cfg(test)]
mod tests;
#[cfg(feature = "ui")]
pub mod view;

pub use notices::{
    CONFIRM_DAYS, JUNIOR_RUNG, LEAVING_DAYS, MENTEES, MENTOR_NEW_DAYS, ROTATION_FLOOR, SENIOR_RUNG,
    SKILL_LEAVING_DAYS, SPAN_CEILING, SPAN_CEILING_EXPERIENCED, SPAN_FLOOR, THRESHOLDS, gap_facts, notices,
};
pub use records::{
    Absence, AbsenceKind, Action, ActionState, Area, Criticality, Depth, GapAnswer, GapResponse, Half, KINDS,
    Person, Profile, RatingSource, Service, Setting, Skill, SkillDemand, SkillRating, SplitPlace, Team,
    TeamSplit, Theme, Track, Unsent,
};
pub use sample::{Cast, Telling, sample};
