//! Choosing a file: by the browser's dialog, or dropped on the page.

use design::{Icon, Sign};
use leptos::{ev::DragEvent, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, HtmlInputElement};

use crate::{browser, session::use_session};

/// The place for a file.
#[component]
pub fn FileDrop(
    /// The id of its input.
    id: &'static str,
    /// The name of the file that was given, if one was.
    #[prop(into)]
    given: Signal<Option<String>>,
    /// What it asks for while there is none.
    asks: &'static str,
    /// What goes into the file.
    hint: &'static str,
    /// The endings and types that the browser offers.
    accept: &'static str,
    /// The most bytes that are read.
    max_bytes: usize,
    /// Gets the name and what is in it.
    on_file: Callback<(String, Vec<u8>)>,
) -> impl IntoView {
    let session = use_session();
    let over = RwSignal::new(false);
    let take = move |file: File| {
        spawn_local(async move {
            match browser::read(&file, max_bytes).await {
                Ok(bytes) => on_file.run((file.name(), bytes)),
                Err(problem) => session.report(&problem),
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
                <label for=id>
                    {move || match given.get() {
                        Some(name) => format!("{name}: choose another file"),
                        None => asks.to_owned(),
                    }}
                </label>
                <input id=id type="file" accept=accept on:change=chosen />
                <p class="soft small">{hint}</p>
            </div>
        </div>
    }
}
