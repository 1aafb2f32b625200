//! Which address shows which page.

use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    path,
};

use roster::view::{PeoplePage, ServicesPage, SpanPage, TeamsPage};

use crate::pages::{Monday, NotFound, NotesPage, SearchPage, SettingsPage, ShortcutsPage};

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
            <Route path=path!("/search") view=SearchPage />
            <Route path=path!("/notes") view=NotesPage />
            <Route path=path!("/settings") view=SettingsPage />
            <Route path=path!("/shortcuts") view=ShortcutsPage />
        </Routes>
    }
}
