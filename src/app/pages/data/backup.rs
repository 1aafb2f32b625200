//! A backup: every document in one file that shows any damage, under a passphrase if wanted.

use design::{Button, Checkbox, FormDialog, Sign};
use kernel::Problem;
use leptos::prelude::*;
use threads::backup::{self, Backup};
use wasm_bindgen_futures::spawn_local;
use worker::wire::{FileTask, Typed};

use crate::{
    browser,
    passphrase::{NewPassphrase, is_chosen},
    session::{Session, use_session},
};

/// The button, and whether the file is encrypted. What is shared, or locked on this disk, is unless one says no.
#[component]
pub fn MakeBackup() -> impl IntoView {
    let session = use_session();
    let under_way = RwSignal::new(false);
    let said = RwSignal::new(None::<bool>);
    let encrypt =
        Memo::new(move |_| said.get().unwrap_or_else(|| session.mirror.is_shared() || session.lock.is_set()));
    let asking = RwSignal::new(false);
    let [chosen, again] = [(); 2].map(|()| RwSignal::new(String::new()));
    let make = move |passphrase: Option<String>| {
        under_way.set(true);
        spawn_local(async move {
            let written = match write(session, passphrase).await {
                Ok((name, bytes)) => {
                    browser::download(&name, "application/octet-stream", &bytes).map(|()| name)
                }
                Err(problem) => Err(problem),
            };
            match written {
                Ok(name) => {
                    session.safety.backed_up(untrack(|| session.mirror.today()));
                    session.toasts.say(format!("The backup is in your downloads: {name}"));
                }
                Err(problem) => session.report(&problem),
            }
            under_way.try_set(false);
        });
    };
    let press = move |()| {
        if encrypt.get_untracked() {
            asking.set(true);
        } else {
            make(None);
        }
    };
    let clear = move || {
        chosen.set(String::new());
        again.set(String::new());
    };
    let seal = move |()| {
        make(Some(chosen.get_untracked()));
        clear();
        true
    };
    let disabled = Signal::derive(move || under_way.get() || !session.mirror.is_ready());
    view! {
        <p class="soft prose">
            {move || if encrypt.get() {
                "One file with everything, history included, under a passphrase: nobody reads it without, and nobody can reset it."
            } else {
                "One file with everything, history included. It is not encrypted: keep it where you keep confidential things."
            }}
        </p>
        <Checkbox
            label="Encrypt with a passphrase"
            checked=encrypt
            on_change=move |now| said.set(Some(now))
        />
        <div class="row">
            <Button sign=Sign::Save disabled on_press=press>"Make a backup"</Button>
        </div>
        <FormDialog
            open=asking
            title="Encrypt the backup"
            act="Make it"
            disabled=Signal::derive(move || !is_chosen(chosen, again))
            on_open=move |()| clear()
            on_act=seal
        >
            <p class="prose">"The file opens with this passphrase only. It need not be the one of this device."</p>
            <NewPassphrase chosen again />
        </FormDialog>
    }
}

async fn write(session: Session, passphrase: Option<String>) -> Result<(String, Vec<u8>), Problem> {
    let mirror = session.mirror;
    let gone = || Problem::new("The workspace is not open yet.", "Wait a moment, then try again.");
    let identity = untrack(|| mirror.identity()).ok_or_else(gone)?;
    // The engine answers in order, so they hold all that was sent before, also what the disk refuses.
    let documents = mirror.documents().await?;
    let created = mirror.now();
    let backup = Backup { workspace: identity.workspace, member: identity.member, created, documents };
    let day = mirror.day_of(created);
    let plain = backup::encode(&backup)?;
    let Some(passphrase) = passphrase else {
        return Ok((format!("pilothouse-{day}.{}", backup::ENDING), plain));
    };
    let sealed = session.lock.file(FileTask::Seal { passphrase: Typed(passphrase), plain }).await?;
    Ok((format!("pilothouse-{day}-encrypted.{}", backup::ENDING), sealed))
}
