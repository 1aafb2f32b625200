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
    DataPage, ImportPage, Monday, NotFound, NotesPage, SearchPage, SettingsPage, ShortcutsPage,
};
use crate::session::use_session;

/// The page of the present address.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=Monday />
            <Route path=path!("/people") view=PeoplePage />
            <Route path=path!("/teams") view=TeamsPage />
            <Route path=path!("/services") view=ServicesPage />
            <Route path=path!("/span") view=SpanPage />
            <Route path=path!("/people/:id") view=OnePerson />
            <Route path=path!("/record/:id") view=OneRecord />
            <Route path=path!("/notices") view=NoticesPage />
            <Route path=path!("/actions") view=ActionsPage />
            <Route path=path!("/one-on-ones") view=OneOnOnesPage />
            <Route path=path!("/one-on-ones/:id") view=Talk />
            <Route path=path!("/observations") view=ObservationsPage />
            <Route path=path!("/concerns") view=ConcernsPage />
            <Route path=path!("/data") view=DataPage />
            <Route path=path!("/import") view=ImportPage />
            <Route path=path!("/search") view=SearchPage />
            <Route path=path!("/notes") view=NotesPage />
            <Route path=path!("/settings") view=SettingsPage />
            <Route path=path!("/shortcuts") view=ShortcutsPage />
        </Routes>
    }
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
