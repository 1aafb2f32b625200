//! Which address shows which page.

use feedback::view::{ConcernsPage, ObservationsPage, OneOnOnesPage, PersonFeedback, TalkPage};
use kernel::RecordId;
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    hooks::use_params_map,
    path,
};
use threads::view::{NoticesPage, PersonPage, RecordPage};

use roster::view::{ActionsPage, PeoplePage, ServicesPage, SpanPage, TeamsPage};

use crate::pages::{
    DataPage, ImportPage, JoinPage, MergedPage, Monday, NotFound, NotesPage, SearchPage, SettingsPage,
    SharingPage, ShortcutsPage, WorkspacesPage,
};
use crate::session::use_session;

/// The page of the present address.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=page(|| view! { <Monday /> }.into_any()) />
            <Route path=path!("/people") view=page(|| view! { <PeoplePage /> }.into_any()) />
            <Route path=path!("/teams") view=page(|| view! { <TeamsPage /> }.into_any()) />
            <Route path=path!("/services") view=page(|| view! { <ServicesPage /> }.into_any()) />
            <Route path=path!("/span") view=page(|| view! { <SpanPage /> }.into_any()) />
            <Route path=path!("/people/:id") view=page(|| view! { <OnePerson /> }.into_any()) />
            <Route path=path!("/record/:id") view=page(|| view! { <OneRecord /> }.into_any()) />
            <Route path=path!("/notices") view=page(|| view! { <NoticesPage /> }.into_any()) />
            <Route path=path!("/actions") view=page(|| view! { <ActionsPage /> }.into_any()) />
            <Route path=path!("/one-on-ones") view=page(|| view! { <OneOnOnesPage /> }.into_any()) />
            <Route path=path!("/one-on-ones/:id") view=page(|| view! { <Talk /> }.into_any()) />
            <Route path=path!("/observations") view=page(|| view! { <ObservationsPage /> }.into_any()) />
            <Route path=path!("/concerns") view=page(|| view! { <ConcernsPage /> }.into_any()) />
            <Route path=path!("/data") view=page(|| view! { <DataPage /> }.into_any()) />
            <Route path=path!("/import") view=page(|| view! { <ImportPage /> }.into_any()) />
            <Route path=path!("/search") view=page(|| view! { <SearchPage /> }.into_any()) />
            <Route path=path!("/notes") view=page(|| view! { <NotesPage /> }.into_any()) />
            <Route path=path!("/settings") view=page(|| view! { <SettingsPage /> }.into_any()) />
            <Route path=path!("/shortcuts") view=page(|| view! { <ShortcutsPage /> }.into_any()) />
            <Route path=path!("/sharing") view=page(|| view! { <SharingPage /> }.into_any()) />
            <Route path=path!("/join") view=page(|| view! { <JoinPage /> }.into_any()) />
            <Route path=path!("/merged") view=page(|| view! { <MergedPage /> }.into_any()) />
            <Route path=path!("/workspaces") view=page(|| view! { <WorkspacesPage /> }.into_any()) />
        </Routes>
    }
}

/// A page behind a plain function, so that the router's code for a route exists once and not once per page.
fn page(page: fn() -> AnyView) -> fn() -> AnyView {
    page
}

/// The record that the address names, if it names one.
fn named() -> Signal<Option<RecordId>> {
    let address = use_params_map();
    Signal::derive(move || address.with(|address| address.get("id")?.parse().ok()))
}

#[component]
fn Talk() -> impl IntoView {
    view! { <TalkPage person=named() /> }
}

#[component]
fn OnePerson() -> impl IntoView {
    // People know nothing of feedback; here the two meet.
    let feedback = |person: RecordId| view! { <PersonFeedback person /> }.into_any();
    view! { <PersonPage person=named() feedback=Callback::new(feedback) /> }
}

#[component]
fn OneRecord() -> impl IntoView {
    let session = use_session();
    view! { <RecordPage record=named() on_gone=Callback::new(move |()| session.go("/")) /> }
}
