//! Back from a backup: what the file is, then what was merged. A damaged or foreign file changes nothing.

use std::sync::Arc;

use design::{Button, ButtonKind, Icon, Sign};
use kernel::{Problem, words};
use leptos::prelude::*;
use threads::backup::{self, Backup};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use crate::{browser, session::use_session};

/// How a restore stands.
#[derive(Clone, PartialEq)]
enum Standing {
    /// No file yet.
    Waiting,
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
    let chosen = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let read = match browser::read(&file).await {
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
    let merge = move |backup: Arc<Backup>| {
        standing.set(Standing::Merging);
        spawn_local(async move {
            standing.set(match mirror.merge(backup.documents.clone()).await {
                Ok((new, changed, unchanged)) => Standing::Done(format!(
                    "Restored: {}, {changed} changed, {unchanged} as they were.",
                    words::counted(
                        i64::try_from(new).unwrap_or(i64::MAX),
                        "document came new",
                        "documents came new"
                    ),
                )),
                Err(problem) => Standing::Refused(problem),
            });
        });
    };
    let empty = move || mirror.read(document::Book::is_empty);
    let shown = move || {
        match standing.get() {
        Standing::Waiting => ().into_any(),
        Standing::Merging => view! { <p role="status">"Merging…"</p> }.into_any(),
        Standing::Done(what) => view! { <p role="status"><Icon sign=Sign::CircleCheck />" "{what}</p> }.into_any(),
        Standing::Refused(problem) => view! {
            <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" Nothing changed. "{problem.to_string()}</p>
        }.into_any(),
        Standing::Read(name, backup) => {
            let made = words::day(backup.created.date(mirror.offset_minutes()));
            let documents = words::counted(words::many(&backup.documents), "document", "documents");
            let same = untrack(|| mirror.identity()).is_some_and(|identity| identity.workspace == backup.workspace);
            let whose = if same { "It is of this workspace." } else { "It is of another workspace, or of this one before it was thrown away." };
            view! {
                <div class="stack tight restore-file">
                    <p><strong>{name}</strong>{format!(": made on {made}, {documents}. {whose}")}</p>
                    <p class="soft">{move || if empty() {
                        "This workspace is empty: it becomes what the backup holds."
                    } else {
                        "This workspace is not empty: what the backup holds is merged in, and nothing here is lost."
                    }}</p>
                    <div class="row">
                        <Button kind=ButtonKind::Primary on_press=move |()| merge(backup.clone())>"Restore"</Button>
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
                    disabled=move || !mirror.is_ready() || standing.get() == Standing::Merging
                    on:change=chosen
                />
            </div>
        </div>
        {shown}
    }
}
