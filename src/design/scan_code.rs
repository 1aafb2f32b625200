//! Reading a QR code: by camera, from a picture, or pasted.

use std::rc::Rc;

use kernel::Problem;
use leptos::{ev, html, prelude::*, task::spawn_local};
use scan::page::{Camera, Reader};
use wasm_bindgen::JsCast;

use crate::{Button, Dialog, Icon, Sign, fresh_id};

/// What answers to a text that was read: it was taken, or why not.
type OnText = Callback<String, Result<(), String>>;

/// A button that reads a QR code. Pressed, it asks for the camera and shows what that sees; a picture can be chosen or
/// pasted instead, or the text itself. The camera is off as soon as something was taken or the dialog is closed.
#[component]
pub fn ScanCode(
    /// The words on the button.
    #[prop(into)]
    label: Signal<String>,
    /// The title of the dialog.
    #[prop(into)]
    title: Signal<String>,
    /// What was read; `Ok` when it was what is looked for, otherwise why not, in a sentence.
    #[prop(into)]
    on_text: OnText,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let accept = move |text: String| match on_text.run(text) {
        Ok(()) => {
            open.set(false);
            Ok(())
        }
        Err(wrong) => Err(wrong),
    };
    view! {
        <Button sign=Sign::Scan on_press=move |()| open.set(true)>{label}</Button>
        <Dialog open on_close=move |()| open.set(false) title>
            <Scanning on_text=Callback::new(accept) />
        </Dialog>
    }
}

/// What is in the dialog while it is open.
#[component]
fn Scanning(on_text: OnText) -> impl IntoView {
    let video = NodeRef::<html::Video>::new();
    let (seeing, said) = (RwSignal::new(false), RwSignal::new("Waiting for the camera…".to_owned()));
    let wrong = RwSignal::new(None::<String>);
    let reader = StoredValue::new_local(Rc::new(Reader::default()));
    // False once the dialog is gone, with everything that belongs to it.
    let is_open = move || seeing.try_get_untracked().is_some();
    let report = move |problem: &Problem| {
        wrong.try_set(Some(problem.to_string()));
    };
    let take = move |text: String| match on_text.try_run(text) {
        Some(Ok(())) => true,
        Some(Err(no)) => {
            wrong.try_set(Some(no));
            false
        }
        None => true,
    };
    Effect::new(move |_| {
        let Some(video) = video.get() else { return };
        let Some(reader) = reader.try_get_value() else { return };
        spawn_local(async move {
            let camera = match Camera::open().await {
                Ok(camera) => camera,
                Err(problem) => {
                    said.try_set(String::new());
                    return report(&problem);
                }
            };
            // Closed while the browser asked: the camera goes off here.
            if !is_open() {
                return;
            }
            camera.show_in(&video);
            seeing.set(true);
            said.set("Hold the code in front of the camera.".to_owned());
            if let Err(problem) = reader.watch(&video, is_open, take).await {
                report(&problem);
            }
        });
    });
    let read = move |file: web_sys::File| {
        let Some(reader) = reader.try_get_value() else { return };
        wrong.set(None);
        spawn_local(async move {
            match reader.read_picture(&file).await {
                Ok(Some(text)) => {
                    take(text);
                }
                Ok(None) => {
                    let no = "No QR code is found in this picture. Take one with the whole code and its white margin.";
                    wrong.try_set(Some(no.to_owned()));
                }
                Err(problem) => report(&problem),
            }
        });
    };
    let chosen = move |event: ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let pasted = window_event_listener(ev::paste, move |event| {
        let Some(data) = event.clipboard_data() else { return };
        if let Some(file) = data.files().and_then(|files| files.get(0)) {
            event.prevent_default();
            return read(file);
        }
        if let Some(text) = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty()) {
            event.prevent_default();
            take(text.trim().to_owned());
        }
    });
    on_cleanup(move || pasted.remove());
    let id = fresh_id("scan");
    view! {
        <div class="scan-code stack">
            <video
                aria-label="What the camera sees"
                node_ref=video
                hidden=move || !seeing.get()
                prop:muted=true
                playsinline=true
            ></video>
            <p class="soft small" role="status" hidden=move || said.with(String::is_empty)>{said}</p>
            <p class="import-refused" role="alert" hidden=move || wrong.with(Option::is_none)>
                <Icon sign=Sign::Warning />" "{wrong}
            </p>
            <div class="stack tight">
                <label class="field-label" for=id.clone()>"Or choose a picture of the code"</label>
                <input id=id type="file" accept="image/*" on:change=chosen />
                <p class="soft small">"A picture or the text can also be pasted here. Nothing of what is seen is kept or sent."</p>
            </div>
        </div>
    }
}
