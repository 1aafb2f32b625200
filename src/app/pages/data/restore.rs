//! Back from a backup: what the file is, then what was merged. A damaged or foreign file changes nothing.

mod restoring;
mod says;

use std::sync::Arc;

use design::{Button, ButtonKind, Field, Icon, Sign, TextInput};
use document::Record as _;
use kernel::{Problem, RecordId, words};
use leptos::prelude::*;
use roster::Person;
use threads::{backup::Backup, file::handing};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use self::restoring::{Restoring, Standing, origin};
use super::join::Join;
use crate::session::use_session;

/// The place for the file, what it is, and what came of it.
#[component]
pub fn Restore() -> impl IntoView {
    let session = use_session();
    let restoring = Restoring::new(session);
    let chosen = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            restoring.choose(&file).await;
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    view! {
        <div class="file-drop">
            <Icon sign=Sign::Archive />
            <div class="stack tight">
                <label for="restore-file">"Choose a backup file, ending in .pilothouse"</label>
                <input
                    id="restore-file"
                    type="file"
                    accept=".pilothouse"
                    disabled=move || !session.mirror.is_ready() || restoring.is_busy()
                    on:change=chosen
                />
            </div>
        </div>
        {move || shown(restoring)}
    }
}

/// How the restore stands.
fn shown(restoring: Restoring) -> AnyView {
    match restoring.standing.get() {
        Standing::Waiting => ().into_any(),
        Standing::Sealed(name, sealed, refused) => view! {
            <Passphrase
                name=name.clone()
                refused
                on_open=move |passphrase: String| restoring.open(name.clone(), sealed.clone(), passphrase)
                on_leave=move |()| restoring.standing.set(Standing::Waiting)
            />
        }
        .into_any(),
        Standing::Opening => view! { <p role="status">"Opening it…"</p> }.into_any(),
        Standing::Merging => view! { <p role="status">"Merging…"</p> }.into_any(),
        Standing::Done(what) => view! { <Done restoring what /> }.into_any(),
        Standing::Refused(problem) => view! { <Refused problem /> }.into_any(),
        Standing::Read(name, backup) => view! { <Chosen restoring name backup /> }.into_any(),
    }
}

/// A file that can be merged: what it is, and what merging it will do.
#[component]
fn Chosen(restoring: Restoring, name: String, backup: Arc<Backup>) -> impl IntoView {
    let mirror = use_session().mirror;
    // What was erased here stays out of whatever is restored; that is said before.
    let left_out = RwSignal::new(0_usize);
    let of = backup.documents.iter().map(|(key, _)| key.clone()).collect();
    spawn_local(async move {
        if let Ok((_, of)) = mirror.erased(of).await {
            left_out.try_set(of.len());
        }
    });
    let made = words::day(mirror.day_of(backup.created));
    let documents = words::counted(backup.documents.len(), "document", "documents");
    let is_of_here =
        untrack(|| mirror.identity()).is_some_and(|identity| identity.workspace == backup.workspace);
    let file = backup.clone();
    let outlook = Memo::new(move |_| mirror.adoption(origin(&file), &file.documents));
    let person = mirror.read(|book| handing::outlook(book, &backup));
    let (act, whose) = match (&person, is_of_here) {
        (Some(_), _) => ("Take it in", "It is one person’s file, handed over."),
        (None, true) => ("Restore", "It is of this workspace."),
        (None, false) => ("Restore", "It is of another workspace, or of this one before it was thrown away."),
    };
    view! {
        <div class="stack tight restore-file">
            <p><strong>{name}</strong>{format!(": made on {made}, {documents}. {whose}")}</p>
            <p class="soft">
                {move || match &person {
                    Some(person) => Some(says::prospect_of(person)),
                    None => outlook.get().map(|(adoption, others)| says::prospect(adoption, others)),
                }}
            </p>
            <Show when=move || left_out.get() != 0>
                <p role="status">{move || says::stays_out(left_out.get())}</p>
            </Show>
            <div class="row">
                <Button kind=ButtonKind::Primary on_press=move |()| restoring.merge(backup.clone())>{act}</Button>
                <Button on_press=move |()| restoring.standing.set(Standing::Waiting)>"Leave it"</Button>
            </div>
        </div>
    }
}

/// What came of it, and what can still be done about that.
#[component]
fn Done(restoring: Restoring, what: String) -> impl IntoView {
    let mirror = use_session().mirror;
    let is_person = move |id: &RecordId| mirror.row(*id).is_some_and(|row| row.kind == Person::NAME);
    let to_join = Memo::new(move |_| restoring.newcomer.get().filter(is_person));
    view! {
        <p role="status"><Icon sign=Sign::CircleCheck />" "{what}</p>
        <Show when=move || restoring.can_back_out()>
            <div class="row"><Button sign=Sign::Undo on_press=move |()| restoring.back_out()>"Take it out again"</Button></div>
        </Show>
        {move || to_join.get().map(|from| view! {
            <Join from on_joined=move |name: String| restoring.joined(&name) />
        })}
    }
}

#[component]
fn Refused(problem: Problem) -> impl IntoView {
    view! {
        <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" Nothing changed. "{problem.to_string()}</p>
    }
}

/// Asks for the passphrase of a file.
#[component]
fn Passphrase(
    /// The name of the file.
    name: String,
    /// Why the last one did not open it.
    refused: Option<Problem>,
    /// Called with what was typed.
    #[prop(into)]
    on_open: Callback<String>,
    /// Called when another file is wanted.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let disabled = Signal::derive(move || typed.with(String::is_empty));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !disabled.get_untracked() {
            on_open.run(typed.get_untracked());
        }
    };
    view! {
        <form class="stack tight restore-file" on:submit=submit>
            <p><strong>{name}</strong>" is encrypted."</p>
            <Field label="Passphrase of the backup">
                <TextInput kind="password" value=typed on_input=move |text| typed.set(text) />
            </Field>
            {refused.map(|problem| view! { <Refused problem /> })}
            <div class="row">
                <button class="button primary" type="submit" disabled=disabled>"Open it"</button>
                <Button on_press=move |()| on_leave.run(())>"Leave it"</Button>
            </div>
        </form>
    }
}
