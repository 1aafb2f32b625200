//! Handing a file over to another workspace: its documents in one file under a passphrase.

use design::{Button, FormDialog, Sign};
use kernel::{Problem, RecordId};
use leptos::prelude::*;
use threads::{
    backup::{self, Backup},
    file::{self, Part, handing},
};
use wasm_bindgen_futures::spawn_local;
use worker::wire::{FileTask, Typed};

use crate::{
    browser,
    passphrase::{NewPassphrase, is_chosen},
    session::{Session, use_session},
};

/// The button and its question.
#[component]
pub fn HandOver(subject: RecordId, private: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let (asking, under_way) = (RwSignal::new(false), RwSignal::new(false));
    let [chosen, again] = [(); 2].map(|()| RwSignal::new(String::new()));
    let clear = move || {
        chosen.set(String::new());
        again.set(String::new());
    };
    let make = move |()| {
        let passphrase = chosen.get_untracked();
        clear();
        under_way.set(true);
        spawn_local(async move {
            let part = Part { private: private.get_untracked() };
            match write(session, subject, part, passphrase).await {
                Ok((name, bytes)) => match browser::download(&name, "application/octet-stream", &bytes) {
                    Ok(()) => session.toasts.say(format!("The file is in your downloads: {name}")),
                    Err(problem) => session.report(&problem),
                },
                Err(problem) => session.report(&problem),
            }
            under_way.try_set(false);
        });
        true
    };
    let disabled = Signal::derive(move || under_way.get() || !session.mirror.is_ready());
    view! {
        <p class="soft prose">
            "One file for another Pilothouse, history included, under a passphrase: whoever manages this person next takes it in \
             on their Data page, under Restore. What is for a circle stays here. Nothing changes here; erase the file afterwards if it is to be there alone."
        </p>
        <div class="row">
            <Button sign=Sign::Save disabled on_press=move |()| asking.set(true)>"Hand the file over…"</Button>
        </div>
        <FormDialog
            open=asking
            title="Hand the file over"
            act="Make the file"
            disabled=Signal::derive(move || !is_chosen(chosen, again))
            on_open=move |()| clear()
            on_act=make
        >
            <p class="prose">"The file opens with this passphrase only. Tell it on another way than the file goes."</p>
            <NewPassphrase chosen again />
        </FormDialog>
    }
}

async fn write(
    session: Session,
    subject: RecordId,
    part: Part,
    passphrase: String,
) -> Result<(String, Vec<u8>), Problem> {
    let mirror = session.mirror;
    let gone = || Problem::new("The file is not here any more.", "Nothing was written.");
    let identity = untrack(|| mirror.identity()).ok_or_else(gone)?;
    let found = untrack(|| mirror.read(|book| file::of(book, subject))).ok_or_else(gone)?;
    let wanted = part.documents(&found);
    let documents = mirror.documents().await?.into_iter();
    let documents = documents.filter(|(key, _)| wanted.contains(key) && handing::can_go(key)).collect();
    let created = mirror.now();
    let backup = Backup { workspace: identity.workspace, member: identity.member, created, documents };
    let plain = backup::encode(&backup)?;
    let sealed = session.lock.file(FileTask::Seal { passphrase: Typed(passphrase), plain }).await?;
    Ok((handing::file_name(&found.name, mirror.day_of(created)), sealed))
}
