//! A new version of the app: noticed, offered, and never put under unsaved work.

use gloo::events::EventListener;
use leptos::prelude::*;
use mirror::SaveState;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState};

use crate::{browser, session::Session};

/// How often a page that stays open asks whether there is a new version, in milliseconds (ours: an hour).
const EVERY: std::time::Duration = std::time::Duration::from_secs(60 * 60);

/// After so long a page whose user wants the new version loads anew even if the browser has not let that take over: it may
/// wait for an answer that the old one still gives, and a page that goes is no longer waited for (ours).
const AT_LAST: std::time::Duration = std::time::Duration::from_secs(5);

/// An update that waits for the user's word.
#[derive(Clone, Copy)]
pub struct Update {
    waiting: RwSignal<Option<ServiceWorker>, LocalStorage>,
    agreed: RwSignal<bool>,
}

impl Update {
    /// Whether a new version waits. Tracked.
    pub fn waits(self) -> bool {
        self.waiting.with(Option::is_some)
    }

    /// Whether the user has agreed, and it only waits for work to be saved. Tracked.
    pub fn agreed(self) -> bool {
        self.agreed.get()
    }

    /// The user wants it: it comes as soon as everything is saved.
    pub fn agree(self) {
        self.agreed.set(true);
    }
}

/// Registers the service worker and watches for a newer one.
pub fn watch(session: Session) -> Update {
    let update = Update { waiting: RwSignal::new_local(None), agreed: RwSignal::new(false) };
    let Some(container) = container() else { return update };
    let taken_over = RwSignal::new(false);
    reload_when_taken_over(&container, taken_over);
    let safe = move || {
        session.mirror.save_state() == SaveState::Saved
            && session.over.get().is_none()
            && !session.typing.get()
    };
    Effect::new(move |_| {
        if taken_over.get() && safe() {
            browser::reload();
        }
    });
    Effect::new(move |_| {
        if update.agreed.get() && safe() {
            update.waiting.with(|waiting| {
                if let Some(waiting) = waiting {
                    let message = js_sys::Object::new();
                    // A plain object takes a property, and a waiting worker takes a message.
                    let _ = js_sys::Reflect::set(&message, &"type".into(), &"update".into());
                    let _ = waiting.post_message(&message);
                }
            });
            set_timeout(
                move || {
                    if untrack(safe) {
                        browser::reload();
                    }
                },
                AT_LAST,
            );
        }
    });
    spawn_local(async move {
        let Ok(registration) = JsFuture::from(container.register("/service-worker.js")).await else {
            // Without it the app works as before, only not without a network; a browser may forbid it.
            return;
        };
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        notice(&container, &registration, update);
        set_interval(
            move || {
                // No network: the next hour asks again.
                if let Ok(asked) = registration.update() {
                    spawn_local(async move {
                        let _ = JsFuture::from(asked).await;
                    });
                }
            },
            EVERY,
        );
    });
    update
}

/// The browser's service workers; absent on insecure addresses.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator: JsValue = browser::window().navigator().into();
    let container = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.is_object().then(|| container.unchecked_into())
}

/// A page that had a controller and gets another one runs on files that are gone: it has to load anew.
fn reload_when_taken_over(container: &ServiceWorkerContainer, taken_over: RwSignal<bool>) {
    let had_one = container.controller().is_some();
    if !had_one {
        return;
    }
    // Listens as long as the page lives.
    EventListener::new(container, "controllerchange", move |_| taken_over.set(true)).forget();
}

/// Notices a version that waits already, or comes to wait.
fn notice(container: &ServiceWorkerContainer, registration: &ServiceWorkerRegistration, update: Update) {
    if container.controller().is_none() {
        return;
    }
    if let Some(waiting) = registration.waiting() {
        update.waiting.set(Some(waiting));
    }
    let (found_at, container) = (registration.clone(), container.clone());
    let found = EventListener::new(registration, "updatefound", move |_| {
        let Some(coming) = found_at.installing() else { return };
        let (worker, container) = (coming.clone(), container.clone());
        let changed = EventListener::new(&coming, "statechange", move |_| {
            if worker.state() == ServiceWorkerState::Installed && container.controller().is_some() {
                update.waiting.set(Some(worker.clone()));
            }
        });
        changed.forget();
    });
    // Listens as long as the page lives.
    found.forget();
}
