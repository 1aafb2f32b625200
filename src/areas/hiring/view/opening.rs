//! The page of one opening: its candidates, its funnel, its loop, the role and its description.

use design::{
    Absent, Button, ButtonKind, Menu, MenuItem, PageHeader, PageOf, RecordEditor, Section, Sign, Tab,
    TabPanel, Tabs,
};
use document::{Audience, Book, Entry, Record as _};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{
    board::{AddCandidate, BoardShown},
    funnel::FunnelShown,
    loop_of::LoopOf,
    wording::Description,
};
use crate::{Opening, OpeningState, commands, rules};

/// So many letters of the reason stand above the tabs; the whole of it is in the role.
const REASON: usize = 240;

/// One opening.
#[component]
pub fn OpeningPage(
    /// The opening.
    #[prop(into)]
    opening: Signal<Option<RecordId>>,
) -> impl IntoView {
    view! {
        <PageOf
            record=opening
            kind=Opening::NAME
            page=move |opening| view! { <Page opening /> }.into_any()
            absent=|| view! {
                <Absent
                    page="Opening"
                    title="No opening by that address"
                    why="It was taken out, or the address is of another workspace."
                    href="/hiring"
                    all="All openings"
                />
            }
        />
    }
}

/// Why it is open, since when, by when.
fn in_short(book: &Book, opening: &Opening) -> String {
    let cause = opening.cause.map_or_else(|| "No cause is said".to_owned(), |cause| cause.label().to_owned());
    let team = opening.team.and_then(|team| book.get::<roster::Team>(team.id())).map(|team| team.record.name);
    let level = opening.level.clone();
    let wanted = opening.wanted_from.map(|day| format!("wanted from {}", words::day(day)));
    let state = opening.state.label().to_owned();
    [Some(state), Some(cause), team, level, wanted].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What is behind the opening, and the reason in words.
#[component]
fn Why(opening: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Opening>(opening));
    let because = move || {
        let because = entry.with(|one| one.as_ref().map(|one| words::excerpt(&one.because, REASON)));
        because.filter(|text| !text.is_empty())
    };
    let behind = Memo::new(move |_| {
        let record = entry.with(|one| one.as_ref()?.behind)?;
        Some((record, mirror.title(record)))
    });
    view! {
        <Show when=move || because().is_some() || behind.get().is_some()>
            <p class="prose small">
                {move || behind.get().map(|(record, title)| match title {
                    Some(title) => view! { "Because of " <a href=format!("/record/{record}")>{title}</a>". " }.into_any(),
                    None => view! { <span class="soft">"What was behind it is gone. "</span> }.into_any(),
                })}
                {because}
            </p>
        </Show>
    }
}

#[component]
fn Page(opening: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Opening>(opening));
    let title = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map(|entry| entry.role.clone()).unwrap_or_default())
    });
    let subtitle = Memo::new(move |_| {
        entry.with(|entry| {
            mirror.read(|book| entry.as_ref().map(|entry| in_short(book, entry)).unwrap_or_default())
        })
    });
    let audience = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map(|entry| entry.document.audience)).unwrap_or(Audience::Everyone)
    });
    let state = Memo::new(move |_| entry.with(|entry| entry.as_ref().map(|entry| entry.state)));
    let change = move |make: fn(&Entry<Opening>, OpeningState, kernel::Date) -> document::Batch,
                       to: OpeningState| {
        if let Some(entry) = entry.get_untracked() {
            mirror.commit(make(&entry, to, untrack(|| mirror.today())));
        }
    };
    let look = move |()| change(|entry, _, today| commands::approve(entry, today), OpeningState::Open);
    let states = Signal::derive(move || {
        let now = state.get();
        [OpeningState::OnHold, OpeningState::Filled, OpeningState::Closed]
            .into_iter()
            .filter(|to| Some(*to) != now)
            .map(|to| {
                let label = match to {
                    OpeningState::OnHold => "Let it rest",
                    OpeningState::Filled => "It is filled",
                    _ => "Give it up",
                };
                MenuItem::new(label, move || change(commands::put_in_state, to))
            })
            .collect::<Vec<_>>()
    });
    let count = Memo::new(move |_| mirror.read(|book| rules::candidates_of(book, opening).len()));
    let tab = RwSignal::new("candidates".to_owned());
    let tabs = Signal::derive(move || {
        vec![
            Tab::new("candidates", "Candidates").count(count.get()),
            Tab::new("funnel", "Funnel"),
            Tab::new("loop", "Loop"),
            Tab::new("role", "Role"),
            Tab::new("description", "Description"),
        ]
    });
    let adding = RwSignal::new(false);
    let open = move || state.get() == Some(OpeningState::Open);
    view! {
        <PageHeader title subtitle>
            {move || (!open()).then(|| view! {
                <Button kind=ButtonKind::Primary sign=Sign::Search writes=audience.get() on_press=look>"Look for candidates"</Button>
            })}
            <Button
                kind=if untrack(open) { ButtonKind::Primary } else { ButtonKind::default() }
                sign=Sign::Plus
                writes=audience
                on_press=move |()| adding.set(true)
            >
                "Add a candidate"
            </Button>
            <Show when=move || mirror.may_write(audience.get())>
                <Menu label="How it stands" sign=Sign::Ellipsis items=states />
            </Show>
        </PageHeader>
        <Why opening />
        <Tabs id="opening" label="About this opening" tabs selected=tab on_select=move |key| tab.set(key) />
        <TabPanel id="opening" selected=tab>
            {move || match tab.get().as_str() {
                "funnel" => view! { <FunnelShown opening /> }.into_any(),
                "loop" => view! { <LoopOf opening /> }.into_any(),
                "role" => view! {
                    <Section title="Role">
                        <RecordEditor record=opening without=&["description"] />
                    </Section>
                }.into_any(),
                "description" => view! { <Description opening /> }.into_any(),
                _ => view! { <BoardShown opening adding /> }.into_any(),
            }}
        </TabPanel>
        <AddCandidate open=adding opening />
    }
}
