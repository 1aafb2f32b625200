//! The screens of skills: the matrix, a rating, what asks for skills, the gaps and their answers (TM-5, TM-6).

mod answer;
mod asking;
mod demand;
mod gap;
mod gaps;
mod held;
mod holders;
mod matrix;
mod needs;
mod person;
mod rating;
mod skill;

pub use gaps::GapsPage;
pub use matrix::SkillsPage;
pub use needs::SkillNeeds;
pub use person::PersonSkills;
pub use skill::SkillSections;

use design::SelectOption;
use document::{Book, Entry};
use kernel::RecordId;
use leptos::prelude::*;
use mirror::Mirror;

use crate::{Skill, rules};

/// All skills as choices, in the order in which screens list them.
fn skill_options(book: &Book) -> Vec<SelectOption> {
    let named = |skill: &Entry<Skill>| SelectOption::new(skill.id.to_string(), skill.name.clone());
    rules::skills(book).iter().map(named).collect()
}

/// The record whose id a choice holds.
fn chosen(value: RwSignal<Option<RecordId>>) -> Signal<String> {
    Signal::derive(move || value.get().map(|id| id.to_string()).unwrap_or_default())
}

/// The name of a record, or nothing while it is not here. Tracked.
fn name_of(mirror: Mirror, record: Option<RecordId>) -> String {
    record.and_then(|record| mirror.title(record)).unwrap_or_default()
}
