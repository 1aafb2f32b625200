//! Back from a backup: what the file is, then what was merged. A damaged or foreign file changes nothing.

use std::{collections::BTreeSet, sync::Arc};

use design::{Button, ButtonKind, Field, Icon, Sign, TextInput};
use document::{DocumentKey, Record as _};
use engine::message::{Adoption, Merged, Origin};
use kernel::{Problem, RecordId, words};
use leptos::prelude::*;
use roster::Person;
use threads::{
    backup::{self, Backup},
    file::handing::{self, Outlook},
};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use worker::wire::{FileTask, SEALED_BACKUP, Typed};

use super::join::Join;
use crate::{browser, session::use_session};

/// How a restore stands.
#[derive(Clone, PartialEq)]
enum Standing {
    /// No file yet.
    Waiting,
    /// A file under a passphrase.
    Sealed(String, Arc<Vec<u8>>, Option<Problem>),
    /// Being opened.
    Opening,
    /// A file that can be merged.
    Read(String, Arc<Backup>),
    /// Being merged.
    Merging,
    /// Merged: what came of it.
    Done(String),
    /// A file that cannot be used, or a merge that was refused; nothing changed.
    Refused(Problem),
}

/// The place for the file, what it is, and what came of it.
#[component]
pub fn Restore() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let standing = RwSignal::new(Standing::Waiting);
    // What a file that was taken in brought, until that is settled.
    let came_new = RwSignal::new(BTreeSet::<DocumentKey>::new());
    // Who came with it as somebody new: they may be here already under another id.
    let newcomer = RwSignal::new(None::<RecordId>);
    let chosen = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let read = match browser::read(&file, backup::MAX_BYTES).await {
                Ok(bytes) if bytes.starts_with(SEALED_BACKUP) => {
                    standing.set(Standing::Sealed(file.name(), Arc::new(bytes), None));
                    return input.set_value("");
                }
                Ok(bytes) => backup::decode(&bytes).map_err(|problem| problem.at(file.name())),
                Err(problem) => Err(problem),
            };
            standing.set(match read {
                Ok(backup) => Standing::Read(file.name(), Arc::new(backup)),
                Err(problem) => Standing::Refused(problem),
            });
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    let open = move |(name, sealed, passphrase): (String, Arc<Vec<u8>>, String)| {
        standing.set(Standing::Opening);
        spawn_local(async move {
            let task = FileTask::Open { passphrase: Typed(passphrase), sealed: sealed.to_vec() };
            let opened = match session.lock.file(task).await {
                Ok(plain) => backup::decode(&plain).map_err(|problem| problem.at(name.clone())),
                // The passphrase may be wrong: the file stays chosen.
                Err(problem) => {
                    standing.try_set(Standing::Sealed(name, sealed, Some(problem)));
                    return;
                }
            };
            standing.try_set(match opened {
                Ok(backup) => Standing::Read(name, Arc::new(backup)),
                Err(problem) => Standing::Refused(problem),
            });
        });
    };
    let merge = move |backup: Arc<Backup>| {
        standing.set(Standing::Merging);
        spawn_local(async move {
            // One person's file comes to whoever takes it in; a workspace becomes that of its backup.
            let outlook = untrack(|| mirror.read(|book| handing::outlook(book, &backup)));
            let here: BTreeSet<DocumentKey> =
                untrack(|| mirror.read(|book| book.documents().into_keys().cloned().collect()));
            let documents = backup.documents.clone();
            let merged = match &outlook {
                Some(_) => mirror.take_in(documents).await,
                None => mirror.merge(documents, origin(&backup)).await,
            };
            standing.set(match merged {
                Ok(merged) => {
                    if let Some(outlook) = outlook {
                        let came = backup.documents.iter().map(|(key, _)| key);
                        came_new.set(came.filter(|key| !here.contains(key)).cloned().collect());
                        newcomer.set(outlook.here.is_none().then_some(outlook.subject));
                    }
                    Standing::Done(outcome(merged))
                }
                Err(problem) => Standing::Refused(problem),
            });
        });
    };
    let back_out = move |()| {
        let batch = untrack(|| mirror.read(|book| handing::backing_out(book, &came_new.get_untracked())));
        came_new.set(BTreeSet::new());
        newcomer.set(None);
        standing.set(Standing::Waiting);
        mirror.commit(batch);
        session.toasts.offer("Taken out again", "Undo", move || session.undo());
    };
    let joined = move |name: String| {
        came_new.set(BTreeSet::new());
        newcomer.set(None);
        standing.set(Standing::Done(format!("Taken in, and joined to {name}.")));
    };
    let is_person = move |id: &RecordId| mirror.row(*id).is_some_and(|row| row.kind == Person::NAME);
    let to_join = Memo::new(move |_| newcomer.get().filter(is_person));
    // What was erased here stays out of whatever is restored; that is said before.
    let left_out = RwSignal::new(0_usize);
    Effect::new(move |_| {
        left_out.set(0);
        if let Standing::Read(_, backup) = standing.get() {
            spawn_local(async move {
                let of = backup.documents.iter().map(|(key, _)| key.clone()).collect();
                if let Ok((_, of)) = mirror.erased(of).await {
                    left_out.try_set(of.len());
                }
            });
        }
    });
    let shown = move || {
        match standing.get() {
        Standing::Waiting => ().into_any(),
        Standing::Sealed(name, sealed, refused) => view! {
            <Passphrase
                name=name.clone()
                refused
                on_open=move |passphrase: String| open((name.clone(), sealed.clone(), passphrase))
                on_leave=move |()| standing.set(Standing::Waiting)
            />
        }.into_any(),
        Standing::Opening => view! { <p role="status">"Opening it…"</p> }.into_any(),
        Standing::Merging => view! { <p role="status">"Merging…"</p> }.into_any(),
        Standing::Done(what) => view! {
            <p role="status"><Icon sign=Sign::CircleCheck />" "{what}</p>
            <Show when=move || !came_new.with(BTreeSet::is_empty)>
                <div class="row"><Button sign=Sign::Undo on_press=back_out>"Take it out again"</Button></div>
            </Show>
            {move || to_join.get().map(|from| view! { <Join from on_joined=joined /> })}
        }.into_any(),
        Standing::Refused(problem) => view! {
            <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" Nothing changed. "{problem.to_string()}</p>
        }.into_any(),
        Standing::Read(name, backup) => {
            let made = words::day(mirror.day_of(backup.created));
            let documents = words::counted(words::many(&backup.documents), "document", "documents");
            let same = untrack(|| mirror.identity()).is_some_and(|identity| identity.workspace == backup.workspace);
            let file = backup.clone();
            let outlook = Memo::new(move |_| mirror.adoption(origin(&file), &file.documents));
            let person = mirror.read(|book| handing::outlook(book, &backup));
            let act = if person.is_some() { "Take it in" } else { "Restore" };
            let whose = if person.is_some() {
                "It is one person’s file, handed over."
            } else if same { "It is of this workspace." } else { "It is of another workspace, or of this one before it was thrown away." };
            view! {
                <div class="stack tight restore-file">
                    <p><strong>{name}</strong>{format!(": made on {made}, {documents}. {whose}")}</p>
                    <p class="soft">
                        {move || match &person {
                            Some(person) => Some(prospect_of(person)),
                            None => outlook.get().map(|(adoption, others)| prospect(adoption, others)),
                        }}
                    </p>
                    <Show when=move || left_out.get() != 0>
                        <p role="status">{move || stays_out(left_out.get())}</p>
                    </Show>
                    <div class="row">
                        <Button kind=ButtonKind::Primary on_press=move |()| merge(backup.clone())>{act}</Button>
                        <Button on_press=move |()| standing.set(Standing::Waiting)>"Leave it"</Button>
                    </div>
                </div>
            }.into_any()
        }
    }
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
                    disabled=move || !mirror.is_ready() || matches!(standing.get(), Standing::Merging | Standing::Opening)
                    on:change=chosen
                />
            </div>
        </div>
        {shown}
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
            {refused.map(|problem| view! {
                <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" Nothing changed. "{problem.to_string()}</p>
            })}
            <div class="row">
                <button class="button primary" type="submit" disabled=disabled>"Open it"</button>
                <Button on_press=move |()| on_leave.run(())>"Leave it"</Button>
            </div>
        </form>
    }
}

fn origin(backup: &Backup) -> Origin {
    Origin { workspace: backup.workspace, member: backup.member }
}

/// What restoring will do.
fn prospect(adoption: Adoption, private_to_others: usize) -> String {
    let what = match adoption {
        Adoption::Workspace => {
            "This workspace is empty: it becomes the workspace of the backup, and what is private in it is yours."
        }
        Adoption::Member => {
            "This workspace is not empty: what the backup holds is merged in, and nothing here is lost. \
             Nothing is private here yet, so what is private in the backup is yours."
        }
        Adoption::Nothing => {
            "This workspace is not empty: what the backup holds is merged in, and nothing here is lost."
        }
    };
    format!("{what}{}", of_others(private_to_others))
}

/// What taking one person's file in will do.
fn prospect_of(person: &Outlook) -> String {
    let documents =
        |count: usize| words::counted(i64::try_from(count).unwrap_or(i64::MAX), "document", "documents");
    let whose = match (&person.here, person.known) {
        (Some(name), _) => {
            format!("It belongs to {name}, who is here already: both are merged, and nothing here is lost.")
        }
        (None, 0) => {
            "Nobody here has this file: the person comes new, and can be joined to somebody who is here."
                .to_owned()
        }
        (None, _) => "A part of it is here already: both are merged, and nothing here is lost.".to_owned(),
    };
    let private = match person.private {
        0 => String::new(),
        count => format!(
            " {} only whoever handed it over could read: shown on this device alone, and to nobody you share with.",
            documents(count)
        ),
    };
    let new = if person.new > 0 {
        format!(" {} new; that can be taken out again afterwards.", documents(person.new))
    } else {
        String::new()
    };
    format!("{whose}{new}{private}")
}

/// What of a file was erased here.
fn stays_out(count: usize) -> String {
    let what = words::counted(
        i64::try_from(count).unwrap_or(i64::MAX),
        "document of it was erased from this workspace and stays out",
        "documents of it were erased from this workspace and stay out",
    );
    format!("{what}. To read them, restore the file into a new workspace of this browser.")
}

/// What restoring did.
fn outcome(merged: Merged) -> String {
    let Merged { new, changed, unchanged, adoption, private_to_others } = merged;
    let came =
        words::counted(i64::try_from(new).unwrap_or(i64::MAX), "document came new", "documents came new");
    let became = match adoption {
        Adoption::Workspace => " This is the workspace of the backup now.",
        Adoption::Member => " What is private in the backup is yours.",
        Adoption::Nothing => "",
    };
    let others = of_others(private_to_others);
    format!("Restored: {came}, {changed} changed, {unchanged} as they were.{became}{others}")
}

/// How documents are treated that are private to another member (S-24); nothing where there are none.
fn of_others(count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    let documents = words::counted(
        i64::try_from(count).unwrap_or(i64::MAX),
        "document in it is private to another member",
        "documents in it are private to another member",
    );
    format!(" {documents}: shown here and open to changes, but kept apart from what is private to you.")
}
