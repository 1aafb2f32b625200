//! Exchange by file: what the others may lack goes into one, and what they wrote comes out of theirs.

use design::{Button, Icon, Section, Sign};
use engine::message::MAX_BYTES;
use kernel::Problem;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use crate::{browser, session::Session, sharing};

/// How the names of such files end.
const ENDING: &str = "pilothouse-sync";

/// The largest file that is read: what the engine takes of one message (ours).
const MOST: usize = MAX_BYTES / 2;

/// The section.
#[component]
pub fn Files(session: Session) -> impl IntoView {
    let mirror = session.mirror;
    let under_way = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Result<String, Problem>>);
    let save = move |()| {
        under_way.set(true);
        spawn_local(async move {
            let name = format!("pilothouse-{}.{ENDING}", untrack(|| mirror.today()));
            let bytes = mirror.bundle(None).await;
            let written =
                bytes.and_then(|bytes| browser::download(&name, "application/octet-stream", &bytes));
            outcome.try_set(Some(written.map(|()| format!("The file is in your downloads: {name}"))));
            under_way.try_set(false);
        });
    };
    let chosen = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        under_way.set(true);
        spawn_local(async move {
            let taken = match browser::read(&file, MOST).await {
                Ok(bytes) => mirror.take_bundle(bytes).await.map_err(|problem| problem.at(file.name())),
                Err(problem) => Err(problem),
            };
            outcome.try_set(Some(taken.map(|taken| format!("{}: {}.", file.name(), sharing::taken(taken)))));
            under_way.try_set(false);
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    let disabled = Signal::derive(move || under_way.get() || !mirror.is_ready());
    view! {
        <Section title="By file">
            <p class="soft prose">
                "Where there is no network between you: save a file, carry it over, take it in there, and do the same in the other direction. \
                 It is sealed as everything is that leaves this device."
            </p>
            <div class="row">
                <Button sign=Sign::Download disabled on_press=save>"Save a file for the others"</Button>
            </div>
            <div class="file-drop">
                <Icon sign=Sign::Inbox />
                <div class="stack tight">
                    <label for="bundle-file">{format!("Take in a file of theirs, ending in .{ENDING}")}</label>
                    <input
                        id="bundle-file"
                        type="file"
                        accept=format!(".{ENDING}")
                        disabled=disabled
                        on:change=chosen
                    />
                </div>
            </div>
            {move || outcome.get().map(|outcome| match outcome {
                Ok(what) => view! { <p role="status"><Icon sign=Sign::CircleCheck />" "{what}</p> }.into_any(),
                Err(problem) => view! {
                    <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
                }.into_any(),
            })}
        </Section>
    }
}
