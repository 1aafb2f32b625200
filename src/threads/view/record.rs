//! The page of any record: its fields, its thread, its history.

use design::{
    Absent, Button, ButtonKind, ConfirmDialog, LinkButton, PageHeader, PageOf, Present, RecordEditor,
    Section, Sign, Tab, TabPanel, Tabs,
};
use document::{Batch, Change, Edit, Home};
use hiring::view::SkillComing;
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::RecordSections;

use super::{
    NoticeList, RecordHistory, Thread,
    audience::{InTwoPlaces, RecordAudience},
    places,
    splits::SplitLeads,
};
use crate::kinds;

/// The page of a record of any kind.
#[component]
pub fn RecordPage(
    /// The record.
    #[prop(into)]
    record: Signal<Option<RecordId>>,
    /// Where to go when the record is deleted.
    on_gone: Callback<()>,
) -> impl IntoView {
    view! {
        <PageOf record=record page=move |record| view! { <Page record on_gone /> }.into_any() absent=|| view! { <Gone /> } />
    }
}

/// What stands in place of a record that is not here.
#[component]
pub fn Gone() -> impl IntoView {
    view! {
        <Absent
            title="This record is not in the workspace"
            why="It was deleted, or the address is of another workspace. Undo brings back what was deleted just now."
            href="/search"
            all="Search for it"
        />
    }
}

/// Where the last change is that was made here: said for a record that was changed since the page was opened.
#[component]
fn Holders(record: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let words = move || {
        let places = mirror.last_change(record)?;
        Some(format!("Your last change is {}.", places::said(mirror, &places)))
    };
    move || words().map(|words| view! { <p class="soft small">{words}</p> })
}

#[component]
fn Page(record: RecordId, on_gone: Callback<()>) -> impl IntoView {
    let mirror = use_mirror();
    let title = Memo::new(move |_| mirror.title(record).unwrap_or_default());
    let kind =
        Memo::new(move |_| mirror.row(record).and_then(|row| kinds::kind(&row.kind)).map(|kind| kind.label));
    let audience = Memo::new(move |_| mirror.row(record).map(|row| row.document.audience));
    let has_file = Memo::new(move |_| {
        let kind = mirror.row(record).and_then(|row| kinds::kind(&row.kind));
        kind.is_some_and(|kind| kind.home == Home::OwnFile)
    });
    let selected = RwSignal::new("record".to_owned());
    let asking = RwSignal::new(false);
    let delete = move |()| {
        asking.set(false);
        let Some(row) = untrack(|| mirror.row(record)) else { return };
        let edit = Edit { document: row.document.clone(), record, change: Change::Delete };
        mirror.commit(Batch::new(format!("Delete {}", title.get_untracked())).with(edit));
        on_gone.run(());
    };
    view! {
        <PageHeader title subtitle=Signal::derive(move || kind.get().unwrap_or_default().to_owned())>
            <Present record />
            <RecordAudience record />
            {move || has_file.get().then(|| view! {
                <LinkButton href=format!("/file/{record}") sign=Sign::Archive>"File"</LinkButton>
            })}
            {move || audience.get().map(|audience| view! {
                <Button sign=Sign::Trash writes=audience on_press=move |()| asking.set(true)>"Delete"</Button>
            })}
        </PageHeader>
        <div class="with-margin">
            <div class="stack">
                <InTwoPlaces record />
                <NoticeList about=record />
                <Tabs
                    id="record"
                    label="Views of this record"
                    tabs=vec![Tab::new("record", "Record"), Tab::new("history", "History")]
                    selected
                    on_select=move |tab| selected.set(tab)
                />
                <TabPanel id="record" selected>
                    {move || if selected.with(|tab| tab == "history") {
                        view! { <RecordHistory record /> }.into_any()
                    } else {
                        view! { <RecordSections record ladder=growth::rules::on_ladder /><SkillComing record /><SplitLeads record /><RecordEditor record /><Holders record /> }.into_any()
                    }}
                </TabPanel>
            </div>
            <aside>
                <Section title="Threads">
                    <Thread record />
                </Section>
            </aside>
        </div>
        <ConfirmDialog
            open=asking
            on_close=move |()| asking.set(false)
            title=Signal::derive(move || format!("Delete {}?", title.get()))
            act="Delete"
            kind=ButtonKind::Danger
            on_confirm=delete
        >
            "It goes from every list. Undo brings it back, and its history stays in the document."
        </ConfirmDialog>
    }
}
