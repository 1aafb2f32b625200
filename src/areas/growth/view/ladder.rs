//! The page of a ladder: what each rung asks for, one track at a time (GR-2).

use design::{
    Button, ButtonKind, ChoiceSelect, EmptyState, LinkButton, PageHeader, Section, Select, SelectOption, Sign,
};
use document::{Audience, Entry};
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{Track, view::NewRecord};

use super::ladder_parts::{Expected, Rungs};
use crate::{Ladder, commands, rules};

/// The page of the ladders in use.
#[component]
pub fn LadderPage() -> impl IntoView {
    let mirror = use_mirror();
    let ladders = Memo::new(move |_| mirror.read(rules::in_use));
    let chosen = RwSignal::new(None::<RecordId>);
    let ladder = Memo::new(move |_| {
        let chosen = chosen.get();
        ladders.with(|all| {
            let named = all.iter().find(|ladder| Some(ladder.id) == chosen);
            named.or(all.first()).cloned()
        })
    });
    let name = Memo::new(move |_| {
        ladder.with(|ladder| ladder.as_ref().map_or("Ladder".to_owned(), |ladder| ladder.name.clone()))
    });
    let there = Memo::new(move |_| ladder.with(|ladder| ladder.as_ref().map(|ladder| ladder.id)));
    view! {
        <PageHeader title=name subtitle="What is expected, level by level. Rungs of one grade count the same on both tracks.">
            <Show when=move || there.get().is_some()>
                <LinkButton href="/ladder/import" sign=Sign::Upload>"Bring in from a file"</LinkButton>
            </Show>
        </PageHeader>
        <Show when=move || { ladders.with(Vec::len) > 1 }>
            <Select
                label="Which ladder"
                value=Signal::derive(move || there.get().map(|id| id.to_string()).unwrap_or_default())
                options=Signal::derive(move || {
                    ladders.with(|all| all.iter().map(|one| SelectOption::new(one.id.to_string(), one.name.clone())).collect::<Vec<_>>())
                })
                on_change=move |id: String| chosen.set(id.parse().ok())
            />
        </Show>
        {move || match there.get() {
            Some(id) => view! { <Whole id ladder /> }.into_any(),
            None => view! { <Begin /> }.into_any(),
        }}
        <OutOfUse />
    }
}

/// Ladders that are out of use, to be taken back.
#[component]
fn OutOfUse() -> impl IntoView {
    let mirror = use_mirror();
    let retired = Memo::new(move |_| {
        let all = mirror.all::<Ladder>();
        all.iter().filter(|ladder| ladder.retired).cloned().collect::<Vec<_>>()
    });
    view! {
        <Show when=move || retired.with(|retired| !retired.is_empty())>
            <Section title="Out of use" count=Signal::derive(move || Some(retired.with(Vec::len)))>
                <ul class="entries">
                    {move || retired.get().into_iter().map(|ladder| {
                        let (href, name, named) = (format!("/record/{}", ladder.id), ladder.name.clone(), ladder.name.clone());
                        let back = move |()| mirror.commit(commands::retire_ladder(&ladder, false));
                        view! {
                            <li>
                                <a href=href>{name}</a>
                                <Button writes=Audience::Everyone on_press=back>"Take into use"<span class="visually-hidden">{format!(": {named}")}</span></Button>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </Section>
        </Show>
    }
}

/// What stands there while there is no ladder.
#[component]
fn Begin() -> impl IntoView {
    let mirror = use_mirror();
    let begin = move |()| {
        let author = untrack(|| mirror.author());
        mirror.commit(untrack(|| mirror.read(|book| commands::begin_with_ours(book, &author))));
    };
    view! {
        <EmptyState
            title="No ladder yet"
            why="A ladder says what each level asks for, on a track for engineers and one for managers. Growth plans, standing and reviews rest on it. Begin with ours and change its words, or bring in the one you have."
            sign=Sign::TrendingUp
        >
            <Button kind=ButtonKind::Primary writes=Audience::Everyone on_press=begin>"Begin with ours"</Button>
            <LinkButton href="/ladder/import" sign=Sign::Upload>"Bring in from a file"</LinkButton>
        </EmptyState>
    }
}

/// One ladder: its rungs, and what they ask for.
#[component]
fn Whole(id: RecordId, ladder: Memo<Option<Entry<Ladder>>>) -> impl IntoView {
    let mirror = use_mirror();
    let track = RwSignal::new(Track::Individual);
    let table = Memo::new(move |_| {
        let track = track.get();
        mirror.read(|book| rules::table(book, id, track))
    });
    let competencies = Memo::new(move |_| table.with(|table| table.competencies.clone()));
    let rung = Callback::new(move |code: String| {
        let author = untrack(|| mirror.author());
        let track = track.get_untracked();
        untrack(|| mirror.read(|book| commands::add_rung(book, &author, mirror.new_id(), id, track, &code)))
    });
    let competency = Callback::new(move |name: String| {
        let author = untrack(|| mirror.author());
        untrack(|| mirror.read(|book| commands::add_competency(book, &author, mirror.new_id(), id, &name)))
    });
    let retire = move |()| {
        if let Some(ladder) = ladder.get_untracked() {
            mirror.commit(commands::retire_ladder(&ladder, true));
        }
    };
    let about = move || {
        ladder.with(|ladder| ladder.as_ref().map(|ladder| ladder.about.to_string()).unwrap_or_default())
    };
    view! {
        <Show when=move || !about().is_empty()>
            <p class="prose soft">{about}</p>
        </Show>
        <ChoiceSelect value=track in_sight=true label="Track" />
        <Section title="Rungs" count=Signal::derive(move || Some(table.with(|table| table.rungs.len())))>
            <Rungs ladder=id track />
        </Section>
        {move || competencies.get().into_iter().enumerate().map(|(place, competency)| {
            view! { <Expected place competency table /> }
        }).collect_view()}
        <div class="row">
            <NewRecord label="Add a rung" asks="Code" hint="As people’s level says it, for example IC7. It stands above the others." make=rung kind=ButtonKind::Quiet />
            <NewRecord label="Add a competency" asks="Name" hint="Observations that name it become evidence for it." make=competency kind=ButtonKind::Quiet />
            <LinkButton href=format!("/record/{id}")>"Name and purpose"</LinkButton>
            <Button writes=Audience::Everyone on_press=retire>"Take out of use"</Button>
        </div>
        <p class="soft small">
            {move || {
                let (rungs, asked) = table.with(|table| {
                    (table.rungs.len() * table.competencies.len(), table.cells.iter().flatten().flatten().count())
                });
                format!("{asked} of {rungs} expectations on this track are written.")
            }}
        </p>
    }
}
