//! Everything out, as one zip that is readable without the product.

use std::collections::HashMap;

use design::{Button, Progress, Sign};
use document::{Book, Version};
use kernel::{Problem, RecordId};
use leptos::prelude::*;
use threads::{
    export::{self, Archive, Source},
    file::{self, Part},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser,
    session::{Session, use_session},
};

/// After so many files the browser gets to draw (ours: well under a frame's work).
const AT_ONCE: usize = 8;

/// How far an export is; copy it freely.
#[derive(Clone, Copy)]
struct Work {
    /// The part done, 0 to 1; `None` while none is under way.
    done: RwSignal<Option<f64>>,
    cancelled: RwSignal<bool>,
}

impl Work {
    /// Notes the part done and lets the browser draw. Whether to go on.
    async fn goes_on(self, done: f64) -> bool {
        self.done.set(Some(done));
        browser::breathe().await;
        !self.cancelled.get_untracked()
    }
}

/// What an export holds, and the way to one.
#[component]
pub fn Export() -> impl IntoView {
    view! {
        <p class="soft prose">
            "One zip: a Markdown page per record in folders by area, a CSV per kind, one JSON with links and history, \
             the 1:1s and due actions as a calendar, and the Automerge documents themselves. \
             Folders called only-me hold what only you can read."
        </p>
        <ExportButton label="Export everything" />
    }
}

/// The button, or how far it is.
#[component]
pub fn ExportButton(
    /// Its words.
    label: &'static str,
    /// Whose file, and what of it; everything where there is none.
    #[prop(optional, into)]
    of: Signal<Option<(RecordId, Part)>>,
) -> impl IntoView {
    let session = use_session();
    let work = Work { done: RwSignal::new(None), cancelled: RwSignal::new(false) };
    let begin = move |()| {
        work.cancelled.set(false);
        work.done.set(Some(0.0));
        spawn_local(async move {
            match write(session, work, of.get_untracked()).await {
                Ok(Some((name, bytes))) => match browser::download(&name, "application/zip", &bytes) {
                    Ok(()) => session.toasts.say(format!("Exported: {name}")),
                    Err(problem) => session.report(&problem),
                },
                Ok(None) => session.toasts.say("The export was cancelled."),
                Err(problem) => session.report(&problem),
            }
            work.done.set(None);
        });
    };
    let not_ready = Signal::derive(move || !session.mirror.is_ready());
    view! {
        {move || if work.done.get().is_some() {
            view! {
                <Progress label="Writing the zip" done=work.done on_cancel=move |()| work.cancelled.set(true) />
            }.into_any()
        } else {
            view! {
                <div class="row">
                    <Button sign=Sign::Download disabled=not_ready on_press=begin>{label}</Button>
                </div>
            }.into_any()
        }}
    }
}

/// The zip with its name; `None` when it was cancelled.
async fn write(
    session: Session,
    work: Work,
    of: Option<(RecordId, Part)>,
) -> Result<Option<(String, Vec<u8>)>, Problem> {
    let mirror = session.mirror;
    let gone = || Problem::new("The workspace is not open yet.", "Wait a moment, then try again.");
    let workspace = untrack(|| mirror.identity()).ok_or_else(gone)?.workspace;
    // The engine answers in order, so they hold all that was sent before, also what the disk refuses.
    let mut documents = mirror.documents().await?;
    let found =
        of.and_then(|(subject, part)| untrack(|| mirror.read(|book| Some((file::of(book, subject)?, part)))));
    if of.is_some() && found.is_none() {
        return Err(Problem::new("The file is not here any more.", "Nothing was written."));
    }
    let part_of = |book: &Book| found.as_ref().map(|(file, part)| part.book(book, file));
    let rows = |book: &Book| book.rows().map(|row| (row.document.clone(), row.id)).collect();
    let records: Vec<(document::DocumentKey, RecordId)> =
        untrack(|| mirror.read(|book| part_of(book).as_ref().map_or_else(|| rows(book), rows)));
    if let Some((file, part)) = &found {
        let wanted = part.documents(file);
        documents.retain(|(key, _)| wanted.contains(key));
    }
    let mut histories: HashMap<RecordId, Vec<Version>> = HashMap::new();
    // Reading histories is about half of the work.
    let part = |index: usize, of: usize| {
        #[expect(clippy::cast_precision_loss, reason = "a part, shown in percent")]
        let part = index as f64 / of.max(1) as f64;
        part / 2.0
    };
    let count = records.len();
    for (index, (document, record)) in records.into_iter().enumerate() {
        if index % AT_ONCE == 0 && !work.goes_on(part(index, count)).await {
            return Ok(None);
        }
        histories.insert(record, mirror.history(document, record).await?);
    }
    let now = mirror.now();
    let offset_minutes = mirror.offset_minutes(now);
    let (files, name) = untrack(|| {
        mirror.read(|book| {
            let part = part_of(book);
            let book = part.as_ref().unwrap_or(book);
            let source =
                Source { workspace, book, documents: &documents, histories: &histories, now, offset_minutes };
            match &found {
                Some((of, part)) => (file::files(&source, of, *part), file::file_name(&source, of)),
                None => (export::files(&source), export::file_name(&source)),
            }
        })
    });
    let mut archive = Archive::new(now);
    for (index, file) in files.iter().enumerate() {
        if index % AT_ONCE == 0 && !work.goes_on(0.5 + part(index, files.len())).await {
            return Ok(None);
        }
        archive.add(file)?;
    }
    Ok(Some((name, archive.finish()?)))
}
