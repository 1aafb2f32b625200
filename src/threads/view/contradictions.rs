//! Contradictions to settle: every value with who wrote it and when, settled by a press.

use design::{Each, Section, references};
use document::{Batch, Change, Edit, Value, Version};
use leptos::{prelude::*, task::spawn_local};
use mirror::{Mirror, use_mirror};

use super::moment;
use crate::contradictions::{self, Contradiction};

/// All that stand now.
#[must_use]
pub fn contradictions() -> Memo<Vec<Contradiction>> {
    let mirror = use_mirror();
    Memo::new(move |_| mirror.read(contradictions::standing))
}

/// The section; nothing while there is none.
#[component]
pub fn Contradictions() -> impl IntoView {
    let all = contradictions();
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <Section title="To settle" count=Signal::derive(move || Some(all.with(Vec::len)))>
                <p class="soft prose">
                    "Written apart, and not the same. Choose what holds: the other stays in the history, and undo takes the choice back."
                </p>
                <ul class="contradictions">
                    <Each each=move || all.get() key=|one| (one.record, one.field.name, format!("{:?}", one.values)) let:one>
                        <One one />
                    </Each>
                </ul>
            </Section>
        </Show>
    }
}

#[component]
fn One(one: Contradiction) -> impl IntoView {
    let mirror = use_mirror();
    let Contradiction { record, document, title, address, field, values } = one;
    let versions = RwSignal::new(Vec::<Version>::new());
    let home = document.clone();
    spawn_local(async move {
        // Without the history the values can be settled all the same.
        if let Ok(found) = mirror.history(home, record).await {
            versions.try_set(found);
        }
    });
    let label = format!("{title}: {}", field.label);
    let batch = label.clone();
    let choices = values.into_iter().map(move |value| {
        let words = references(mirror).shown(field.shape, Some(&value));
        let words = if words.is_empty() { "nothing".to_owned() } else { words };
        let (document, batch, mine) = (document.clone(), batch.clone(), value.clone());
        let audience = document.audience;
        let choose = move |_| {
            let change = Change::Set { field: field.name.to_owned(), value: Some(value.clone()) };
            let edit = Edit { document: document.clone(), record, change };
            mirror.commit(Batch::new(format!("Settle {batch}")).with(edit));
        };
        let whose = move || versions.with(|versions| writer(mirror, versions, field.name, &mine));
        view! {
            <li>
                <button type="button" class="button" prop:disabled=move || !mirror.may_write(audience) on:click=choose>{words}</button>
                <span class="soft small">{whose}</span>
            </li>
        }
    });
    view! {
        <li>
            <p><a href=address>{title}</a>": "{field.label}</p>
            <ul class="values" aria-label=label>{choices.collect_view()}</ul>
        </li>
    }
}

/// Who wrote a value last, and when; empty while that is not known.
fn writer(mirror: Mirror, versions: &[Version], field: &str, value: &Value) -> String {
    let wrote = versions.iter().find(|version| {
        version.changes.iter().any(|change| change.field == field && change.new.as_ref() == Some(value))
    });
    wrote
        .map(|version| {
            format!("{}, {}", mirror.member_name(version.stamp.by), moment(mirror, version.stamp.at))
        })
        .unwrap_or_default()
}
