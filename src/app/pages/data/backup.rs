//! A backup: every document in one file that shows any damage.

use design::{Button, Sign};
use kernel::Problem;
use leptos::prelude::*;
use threads::backup::{self, Backup};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser,
    session::{Session, use_session},
};

/// The button.
#[component]
pub fn MakeBackup() -> impl IntoView {
    let session = use_session();
    let under_way = RwSignal::new(false);
    let make = move |()| {
        under_way.set(true);
        spawn_local(async move {
            let written = match write(session).await {
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
            under_way.set(false);
        });
    };
    let disabled = Signal::derive(move || under_way.get() || !session.mirror.is_ready());
    view! {
        <p class="soft prose">
            "One file with everything, history included. It is not encrypted: keep it where you keep confidential things."
        </p>
        <div class="row">
            <Button sign=Sign::Save disabled on_press=make>"Make a backup"</Button>
        </div>
    }
}

async fn write(session: Session) -> Result<(String, Vec<u8>), Problem> {
    let mirror = session.mirror;
    let gone = || Problem::new("The workspace is not open yet.", "Wait a moment, then try again.");
    let identity = untrack(|| mirror.identity()).ok_or_else(gone)?;
    // The engine answers in order, so they hold all that was sent before, also what the disk refuses.
    let documents = mirror.documents().await?;
    let created = mirror.now();
    let backup = Backup { workspace: identity.workspace, member: identity.member, created, documents };
    let day = created.date(mirror.offset_minutes());
    Ok((format!("pilothouse-{day}.{}", backup::ENDING), backup::encode(&backup)?))
}
