//! What is on the screen while the workspace is locked by a passphrase.

use design::{Button, ButtonKind, Disclosure, Field, FormDialog, Icon, PageHeader, Sign, TextInput};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use worker::wire::{LinkState, LockNews};

use crate::{
    session::{Session, use_session},
    workspace::Workspace,
};

/// What has to be typed before a workspace is removed.
const WORDS: &str = "remove";

/// The screen.
#[component]
pub fn LockScreen() -> impl IntoView {
    let session = use_session();
    document().set_title("Locked · Pilothouse");
    let locked = Memo::new(move |_| session.link.get() == LinkState::Locked);
    view! {
        <main class="unavailable stack" id="content">
            <p class="brand"><Icon sign=Sign::ShipWheel /><span>"Pilothouse"</span></p>
            {move || if locked.get() {
                view! { <Ask session /> }.into_any()
            } else {
                view! { <p class="soft" role="status">"One moment…"</p> }.into_any()
            }}
        </main>
    }
}

#[component]
fn Ask(session: Session) -> impl IntoView {
    let lock = session.lock;
    let typed = RwSignal::new(String::new());
    let trying = RwSignal::new(false);
    Effect::new(move |_| {
        if lock.news().is_some_and(|news| !matches!(news, LockNews::Progress { .. })) {
            trying.set(false);
        }
    });
    let unlock = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if trying.get_untracked() || typed.with_untracked(String::is_empty) {
            return;
        }
        trying.set(true);
        lock.unlock(typed.get_untracked());
        typed.set(String::new());
    };
    let name = untrack(|| session.workspaces.name(session.workspace));
    let subtitle = format!(
        "“{name}” is sealed on this disk. While it is locked, nothing of it is read, sent or received."
    );
    let said = move || match lock.news()? {
        LockNews::Wrong { wait: 0 } => Some("That is not the passphrase.".to_owned()),
        LockNews::Wrong { wait } => {
            Some(format!("That is not the passphrase. The next try takes {} seconds longer.", wait / 1000))
        }
        LockNews::Refused(problem) => Some(problem.to_string()),
        LockNews::Progress { .. } | LockNews::Changed => None,
    };
    let progress = move || match lock.news() {
        Some(LockNews::Progress { seen, total }) => {
            format!("Going on with what was begun: {seen} of {total}…")
        }
        _ => "Checking…".to_owned(),
    };
    let focus = NodeRef::<leptos::html::Form>::new();
    Effect::new(move |_| {
        let field = focus.get().and_then(|form| form.query_selector("input").ok().flatten());
        if let Some(field) =
            field.and_then(|field| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(field).ok())
        {
            // A field that cannot be focused is clicked into.
            let _ = field.focus();
        }
    });
    view! {
        <PageHeader title="Locked" subtitle />
        <form class="stack" node_ref=focus on:submit=unlock>
            <Field label="Passphrase">
                <TextInput kind="password" value=typed on_input=move |text| typed.set(text) />
            </Field>
            {move || said().map(|said| view! { <p class="import-refused" role="alert">{said}</p> })}
            <div class="row">
                <button class="button primary" type="submit" disabled=trying>"Unlock"</button>
                <span class="soft small" role="status">{move || trying.get().then(progress)}</span>
            </div>
        </form>
        <Others session />
        <Disclosure label="The passphrase is forgotten">
            <div class="stack"><Forgotten session /></div>
        </Disclosure>
    }
}

/// The other workspaces of this browser.
#[component]
fn Others(session: Session) -> impl IntoView {
    let others = untrack(|| session.workspaces.list());
    let others: Vec<_> =
        others.all().iter().filter(|known| known.workspace != session.workspace).cloned().collect();
    (!others.is_empty()).then(|| {
        let buttons = others
            .into_iter()
            .map(|known| {
                let workspace = known.workspace;
                view! { <Button on_press=move |()| workspace.switch_to()>{known.name}</Button> }
            })
            .collect_view();
        view! {
            <div class="stack tight">
                <p class="soft small">"Other workspaces in this browser"</p>
                <div class="row">{buttons}</div>
            </div>
        }
    })
}

/// What is left without the passphrase.
#[component]
fn Forgotten(session: Session) -> impl IntoView {
    let (asking, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let refused = RwSignal::new(None::<String>);
    let agreed = move || typed.with(|typed| typed.trim().eq_ignore_ascii_case(WORDS));
    let remove = move |()| {
        spawn_local(async move {
            match worker::page::wipe(&session.workspace.database()).await {
                Ok(()) => {
                    session.workspaces.drop_one(session.workspace);
                    Workspace::Mine.switch_to();
                }
                Err(problem) => {
                    refused.try_set(Some(problem.to_string()));
                }
            }
        });
        true
    };
    view! {
        <p class="prose">
            "Nobody can open it without the passphrase or tell you what it was. You can remove this copy from this \
             browser and begin anew with a backup, or, where the workspace is shared, by another device of yours or \
             a new invitation."
        </p>
        {move || refused.get().map(|said| view! { <p class="import-refused" role="alert">{said}</p> })}
        <div class="row">
            <Button kind=ButtonKind::Danger sign=Sign::Trash on_press=move |()| asking.set(true)>
                "Remove it from this browser…"
            </Button>
        </div>
        <FormDialog
            open=asking
            title="Remove the locked workspace?"
            cancel="Keep it"
            act="Remove it"
            kind=ButtonKind::Danger
            disabled=Signal::derive(move || !agreed())
            on_open=move |()| typed.set(String::new())
            on_act=remove
        >
            <p>"Every record of it, its history and the keys of this device go from this browser, for good."</p>
            <Field label=format!("Type “{WORDS}” to agree")>
                <TextInput value=typed on_input=move |text| typed.set(text) />
            </Field>
        </FormDialog>
    }
}
