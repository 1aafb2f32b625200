//! What the page of a service shows above its fields: two teams that both say they own it, settled at a press (TM-8).

use design::{Badge, Button, Section, Tone};
use document::{Audience, Entry, Ref};
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;

use super::SkillNeeds;
use crate::{Service, Team, commands, rules};

/// The sections on the page of a service.
#[component]
pub fn ServiceSections(
    /// The service.
    service: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let teams = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let found = rules::ownership(book, today).into_iter().find(|one| one.service.id == service);
            found.map(|one| one.teams).filter(|teams| teams.len() > 1).unwrap_or_default()
        })
    });
    view! {
        <Show when=move || teams.with(|teams| !teams.is_empty())>
            <Section title="Who owns it">
                <p class="soft">"Each of these teams is said to own it. When they have agreed, say which one does; the others use it."</p>
                <ul class="entries">
                    {move || teams.get().into_iter().map(|team| view! { <Claim service team /> }).collect_view()}
                </ul>
            </Section>
        </Show>
        <SkillNeeds record=service />
    }
}

/// One team that says it owns the service.
#[component]
fn Claim(service: RecordId, team: Entry<Team>) -> impl IntoView {
    let mirror = use_mirror();
    let (id, name) = (team.id, team.name.clone());
    let settle = move |()| {
        if let Some(service) = untrack(|| mirror.get::<Service>(service)) {
            let accountable = service.accountable.map(Ref::id);
            mirror.commit(commands::settle_ownership(&service, id, accountable));
        }
    };
    view! {
        <li>
            <a href=format!("/record/{id}")>{name.clone()}</a>
            <Badge tone=Tone::Signal>"says it owns it"</Badge>
            <Button writes=Audience::Everyone on_press=settle>"It is theirs"<span class="visually-hidden">{format!(": {name}")}</span></Button>
        </li>
    }
}
