//! Throwing the whole workspace away, after its words were typed.

use design::{Button, ButtonKind, Field, FormDialog, Sign, TextInput};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{session::use_session, workspace::Workspace};

/// What has to be typed.
const WORDS: &str = "throw away";

/// The button and its question.
#[component]
pub fn ThrowAway() -> impl IntoView {
    let session = use_session();
    let (asking, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let agreed = move || typed.with(|typed| typed.trim().eq_ignore_ascii_case(WORDS));
    let throw_away = move |()| {
        spawn_local(async move {
            match worker::page::wipe(&session.workspace.database()).await {
                Ok(()) => {
                    session.workspaces.drop_one(session.workspace);
                    Workspace::Mine.switch_to();
                }
                Err(problem) => session.report(&problem),
            }
        });
        true
    };
    view! {
        <p class="soft prose">
            "Deletes this workspace from this browser: every record and its history. No undo brings it back; a backup does."
        </p>
        <div class="row">
            <Button
                kind=ButtonKind::Danger
                sign=Sign::Trash
                on_press=move |()| asking.set(true)
            >
                "Throw everything away…"
            </Button>
        </div>
        <FormDialog
            open=asking
            title="Throw everything away?"
            cancel="Keep it"
            act="Throw everything away"
            kind=ButtonKind::Danger
            disabled=Signal::derive(move || !agreed())
            on_open=move |()| typed.set(String::new())
            on_act=throw_away
        >
            <p>"Every record of this workspace and its history goes from this browser, for good."</p>
            <Field label=format!("Type “{WORDS}” to agree")>
                <TextInput value=typed on_input=move |text| typed.set(text) />
            </Field>
        </FormDialog>
    }
}
