//! What was erased, and how far that is.

use design::Section;
use document::Place;
use engine::message::ErasedDocument;
use kernel::words;
use leptos::prelude::*;
use mirror::Mirror;
use threads::file;
use wasm_bindgen_futures::spawn_local;

use crate::session::use_session;

/// The section, where something was erased.
#[component]
pub fn Erased() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let erased = RwSignal::new(Vec::<ErasedDocument>::new());
    Effect::new(move |_| {
        // What the relay has heard, and what is gone, comes with what else changes.
        let _ = mirror.sharing();
        mirror.read(|_| ());
        if mirror.is_ready() {
            spawn_local(async move {
                if let Ok((all, _)) = mirror.erased(Vec::new()).await {
                    erased.try_set(all);
                }
            });
        }
    });
    view! {
        <Show when=move || !erased.with(|all| files(all).is_empty())>
            <Section title="Erased">
                <p class="soft prose">"Files that are gone for good. Their names are gone with them."</p>
                <ul class="plain-list" aria-label="Erased files">
                    {move || erased.with(|all| files(all)).into_iter().map(|of| view! { <li>{said(mirror, &of)}<Left of /></li> }).collect_view()}
                </ul>
            </Section>
        </Show>
    }
}

/// What of a file is still here, because it is the user's alone.
#[component]
fn Left(of: Vec<ErasedDocument>) -> impl IntoView {
    let mirror = use_session().mirror;
    let subject = of.first().and_then(|erased| match erased.document.place {
        Place::Person(subject) => Some(subject),
        _ => None,
    });
    let is_left =
        move || subject.filter(|subject| mirror.read(|book| !file::documents(book, *subject).is_empty()));
    move || {
        is_left().map(|subject| {
            view! {
                " "<a href=format!("/file/{subject}")>"What only you can read about them is still here."</a>
            }
        })
    }
}

/// The documents of each file together.
fn files(all: &[ErasedDocument]) -> Vec<Vec<ErasedDocument>> {
    let mut files: Vec<Vec<ErasedDocument>> = Vec::new();
    let subject = |erased: &ErasedDocument| match erased.document.place {
        Place::Person(subject) => Some(subject),
        _ => None,
    };
    // Unsent texts go with a file and are none.
    for erased in all.iter().filter(|erased| !erased.document.place.is_unsent()) {
        let same = files.iter_mut().find(|file| {
            file.first().is_some_and(|first| subject(first).is_some() && subject(first) == subject(erased))
        });
        match same {
            Some(file) => file.push(erased.clone()),
            None => files.push(vec![erased.clone()]),
        }
    }
    files
}

fn said(mirror: Mirror, file: &[ErasedDocument]) -> String {
    let Some(first) = file.first() else { return String::new() };
    let day = words::day(mirror.day_of(first.at));
    let by = if mirror.is_shared() { format!(" by {}", mirror.member_name(first.by)) } else { String::new() };
    let here = if file.iter().all(|erased| erased.is_done) {
        "gone from this device"
    } else {
        "being taken from this device"
    };
    let relay = match file.iter().filter_map(|erased| erased.relay).reduce(|all, one| all && one) {
        Some(true) => ", and from the relay",
        Some(false) => ", and from the relay as soon as it is reached",
        None => "",
    };
    format!("A file, erased on {day}{by}: {here}{relay}.")
}
