//! What merged: contradictions to settle, and what others wrote while one was away.

use design::{EmptyState, PageHeader, Section, Sign};
use engine::message::Arrival;
use kernel::{RecordId, Timestamp};
use leptos::prelude::*;
use threads::{
    kinds,
    view::{Contradictions, contradictions},
};

use crate::{
    merged::{self, Group},
    session::{Session, use_session},
    sharing,
};

/// How many records one member's group names before it only counts (ours).
const NAMED: usize = 50;

/// The page.
#[component]
pub fn MergedPage() -> impl IntoView {
    let session = use_session();
    // What was new when the page opened stays so until it is opened again.
    let before = merged::seen(session);
    let all = merged::arrivals(session);
    Effect::new(move |_| {
        if let Some(newest) = all.with(|all| all.first().map(|arrival| arrival.number)) {
            merged::saw(session, newest);
        }
    });
    let of = move |new: bool| {
        let wanted = all.with(|all| {
            let wanted = all.iter().filter(|arrival| (arrival.number > before) == new);
            wanted.cloned().collect::<Vec<Arrival>>()
        });
        merged::grouped(&wanted)
    };
    let (new, earlier) = (Memo::new(move |_| of(true)), Memo::new(move |_| of(false)));
    let standing = contradictions();
    let nothing =
        move || new.with(Vec::is_empty) && earlier.with(Vec::is_empty) && standing.with(Vec::is_empty);
    view! {
        <PageHeader title="What merged" subtitle="What others wrote, and what you wrote on other devices, as it came here." />
        <div class="stack wide sharing">
            <Contradictions />
            <Groups session title="New since you looked" groups=new />
            <Groups session title="Earlier" groups=earlier />
            <Show when=nothing>
                <EmptyState
                    title="Nothing came from elsewhere yet"
                    why="When others write in this workspace, or you on another device, it is listed here by who wrote it. Two values that stand against each other are here to be settled."
                    sign=Sign::Inbox
                />
            </Show>
        </div>
    }
}

#[component]
fn Groups(session: Session, title: &'static str, groups: Memo<Vec<Group>>) -> impl IntoView {
    view! {
        <Show when=move || groups.with(|groups| !groups.is_empty())>
            <Section title>
                {move || groups.get().into_iter().map(|group| view! { <OneGroup session group /> }).collect_view()}
            </Section>
        </Show>
    }
}

#[component]
fn OneGroup(session: Session, group: Group) -> impl IntoView {
    let Group { member, records } = group;
    let who = move || match session.mirror.member_name(member).as_str() {
        "You" => "You, on another device".to_owned(),
        name => name.to_owned(),
    };
    let more = records.len().saturating_sub(NAMED);
    let shown: Vec<(RecordId, Timestamp)> = records.into_iter().take(NAMED).collect();
    view! {
        <h3>{who}</h3>
        <ul class="entries">
            {shown.into_iter().map(|(record, at)| view! { <Touched session record at /> }).collect_view()}
        </ul>
        {(more > 0).then(|| view! { <p class="soft small">{format!("and {more} more")}</p> })}
    }
}

#[component]
fn Touched(session: Session, record: RecordId, at: Timestamp) -> impl IntoView {
    let mirror = session.mirror;
    let row = Memo::new(move |_| mirror.row(record));
    let title = Memo::new(move |_| mirror.title(record).unwrap_or_default());
    let when = sharing::moment(session, at);
    view! {
        <li>
            {move || match row.get() {
                Some(row) => {
                    let kind = kinds::kind(&row.kind).map(|kind| kind.label).unwrap_or_default();
                    view! {
                        <a href=kinds::address(&row)>{title}</a>
                        <span class="soft small">{kind}</span>
                    }.into_any()
                }
                None => view! { <span class="soft">"A record that was taken out"</span> }.into_any(),
            }}
            <span class="soft small">{when}</span>
        </li>
    }
}
