//! Choosing the file: by the browser's dialog, or dropped on the page.

use design::{Icon, Sign};
use leptos::{ev::DragEvent, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};

use super::Import;
use crate::browser;

/// The place for the file.
#[component]
pub fn Choose(import: Import) -> impl IntoView {
    let over = RwSignal::new(false);
    let take = move |file: File| {
        spawn_local(async move {
            match browser::read(&file, document::sheet::MAX_BYTES).await {
                Ok(bytes) => import.take(file.name(), bytes),
                Err(problem) => import.session.report(&problem),
            }
        });
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0))
        {
            take(file);
        }
    };
    let chosen = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                take(file);
            }
            // The same file can be chosen again after it was changed.
            input.set_value("");
        }
    };
    view! {
        <div
            class="file-drop"
            class:over=over
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <Icon sign=Sign::Upload />
            <div class="stack tight">
                <label for="import-file">
                    {move || import.given.with(|given| match given {
                        Some(given) => format!("{}: choose another file", given.name),
                        None => "Choose a CSV or TSV file, or drop it here".to_owned(),
                    })}
                </label>
                <input id="import-file" type="file" accept=".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values" on:change=chosen />
                <p class="soft small">"People: a name, with an e-mail or employee ID. Skill ratings: whom, which skill, and how deep from 0 to 4. The file stays on this machine."</p>
            </div>
        </div>
    }
}
