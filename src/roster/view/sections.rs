//! What the page of a record of the roster shows above its fields.

use document::{Book, Record};
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;

use super::{ServiceSections, SkillSections, SplitSections, TeamSections};
use crate::{Service, Skill, Team, TeamSplit, rules::OnLadder};

/// The sections of a record, by its kind; nothing for most.
#[component]
pub fn RecordSections(
    /// The record.
    record: RecordId,
    /// Who stands on which rung; the roster knows no ladders.
    ladder: fn(&Book) -> OnLadder,
) -> impl IntoView {
    let mirror = use_mirror();
    let kind = Memo::new(move |_| mirror.row(record).map(|row| row.kind.clone()));
    move || match kind.get().as_deref() {
        Some(Skill::NAME) => view! { <SkillSections skill=record /> }.into_any(),
        Some(Service::NAME) => view! { <ServiceSections service=record /> }.into_any(),
        Some(Team::NAME) => view! { <TeamSections team=record ladder /> }.into_any(),
        Some(TeamSplit::NAME) => view! { <SplitSections split=record ladder /> }.into_any(),
        _ => ().into_any(),
    }
}
