//! Short messages that appear, are read out, and go; with an Undo where there is one.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

use crate::{Each, IconButton, Sign};

/// How long a message stays while nobody points at it. Ours: long enough for two lines; whatever it offers can also be
/// had by keyboard shortcut.
const STAYS: Duration = Duration::from_secs(9);

/// What a message offers. Shared rather than a `Callback`, which would end with whoever said the message: an effect
/// that runs again, a page that is left.
type Act = Arc<dyn Fn() + Send + Sync>;

#[derive(Clone)]
struct Toast {
    number: u32,
    text: String,
    act: Option<(String, Act)>,
}

/// The messages on screen. Cheap to copy; the app keeps one and passes it on.
#[derive(Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

impl Toasts {
    /// No message yet.
    #[must_use]
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Says what happened.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Says what happened and offers an act, such as “Undo”. The act outlives the place it is offered from.
    pub fn offer(
        self,
        text: impl Into<String>,
        act: impl Into<String>,
        on_act: impl Fn() + Send + Sync + 'static,
    ) {
        self.push(text.into(), Some((act.into(), Arc::new(on_act))));
    }

    fn push(self, text: String, act: Option<(String, Act)>) {
        let number = self.next.get_value();
        self.next.set_value(number.wrapping_add(1));
        self.list.update(|list| {
            // Three at once are as many as anybody reads.
            if list.len() >= 3 {
                list.remove(0);
            }
            list.push(Toast { number, text, act });
        });
    }

    fn drop_one(self, number: u32) {
        self.list.update(|list| list.retain(|toast| toast.number != number));
    }
}

/// Where the messages appear; once per page, last in the body.
#[component]
pub fn ToastHost(
    /// The messages.
    toasts: Toasts,
) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite" aria-atomic="false">
            <Each each=move || toasts.list.get() key=|toast| toast.number let:toast>
                <ToastView toast toasts />
            </Each>
        </div>
    }
}

#[component]
fn ToastView(toast: Toast, toasts: Toasts) -> impl IntoView {
    let number = toast.number;
    let held = RwSignal::new(false);
    // The clock starts anew whenever the pointer or the focus leaves.
    Effect::new(move |_| {
        if !held.get() {
            let timer = set_timeout_with_handle(move || toasts.drop_one(number), STAYS);
            on_cleanup(move || {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            });
        }
    });
    view! {
        <div
            class="toast"
            on:mouseenter=move |_| held.set(true)
            on:mouseleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <span>{toast.text}</span>
            {toast.act.map(|(label, on_act)| view! {
                <button type="button" class="act" on:click=move |_| {
                    // The message goes first, and this closure may go with it.
                    let on_act = on_act.clone();
                    toasts.drop_one(number);
                    on_act();
                }>{label}</button>
            })}
            <IconButton sign=Sign::Close label="Dismiss" on_press=move |()| toasts.drop_one(number) />
        </div>
    }
}
