//! What surrounds every page: the way to the content, the navigation, the top bar, messages, what lies over.

mod hidden;
mod keyboard;
mod navigation;
mod note;
mod online;
mod palette;
mod standing;
mod switcher;
mod titles;
mod top_bar;
mod troubles;
mod updates;
mod where_saved;

pub use keyboard::commit_typing;

use design::ToastHost;
use feedback::view::ObserveDialog;
use leptos::prelude::*;
use leptos_router::{
    components::Router,
    hooks::{use_location, use_navigate},
};

use crate::{routes::Pages, session::use_session};

/// The whole screen.
#[component]
pub fn Shell() -> impl IntoView {
    view! {
        <Router>
            <Inside />
        </Router>
    }
}

/// What needs the router around it.
#[component]
fn Inside() -> impl IntoView {
    let session = use_session();
    let menu_open = RwSignal::new(false);
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(path) = session.destination.get() {
            session.destination.set(None);
            navigate(&path, leptos_router::NavigateOptions::default());
        }
    });
    let path = use_location().pathname;
    Effect::new(move |_| {
        path.track();
        menu_open.set(false);
    });
    let escape = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() {
            menu_open.set(false);
        }
    });
    on_cleanup(move || escape.remove());
    keyboard::listen(session);
    titles::follow(path, session.lock);
    troubles::tell(session);
    hidden::tell(session);
    let update = updates::watch(session);
    view! {
        <a class="skip-link" href="#content" on:click=titles::to_content>"Skip to the content"</a>
        <div class="shell" class:menu-open=menu_open>
            <top_bar::TopBar menu_open />
            <navigation::Navigation path />
            <div class="shell-page">
                <standing::Banners update />
                <main id="content" tabindex="-1">
                    <Pages />
                </main>
            </div>
        </div>
        <palette::Palette />
        <note::QuickNote />
        <ObserveDialog observing=session.observing />
        <ToastHost toasts=session.toasts />
    }
}
