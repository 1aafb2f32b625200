//! People, teams and services: the nouns that all areas refer to (TM).

mod records;
pub mod settings;

pub use records::{
    Absence, AbsenceKind, Action, ActionState, Criticality, Person, Profile, Service, Setting, Team, Track,
};
