//! The disk refuses: why, what is in memory only, and the three ways out.

use design::{Button, ButtonKind, ConfirmDialog, Section, Sign};
use document::{Batch, Edit};
use engine::message::Unsaved;
use kernel::Problem;
use leptos::prelude::*;
use threads::unsaved;
use wasm_bindgen_futures::spawn_local;

use super::export::ExportButton;
use crate::{
    browser,
    session::{Session, use_session},
};

/// The section, while the disk refuses what was done.
#[component]
pub fn Refused() -> impl IntoView {
    let session = use_session();
    let refused = Memo::new(move |_| session.refused());
    view! { {move || refused.get().map(|problem| view! { <WaysOut problem /> })} }
}

#[component]
fn WaysOut(
    /// Why the disk refuses.
    problem: Problem,
) -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let unsaved = RwSignal::new(Unsaved::default());
    // The name of the file that holds what is not saved, once it was offered.
    let kept = RwSignal::new(None::<String>);
    let look = move || {
        spawn_local(async move {
            if let Ok(found) = mirror.unsaved().await {
                unsaved.try_set(found);
            }
        });
    };
    Effect::new(move |_| {
        // Whatever is done from now on waits as well.
        mirror.read(|_| ());
        look();
    });
    let ask = move |()| {
        spawn_local(async move {
            match keep(session).await {
                Ok((name, found)) => {
                    unsaved.try_set(found);
                    kept.try_set(Some(name));
                }
                Err(problem) => session.report(&problem),
            }
        });
    };
    let give_up = move |()| {
        kept.set(None);
        mirror.give_up();
    };
    view! {
        <Section title="Not saved">
            <p class="prose">{problem.to_string()}</p>
            {move || listed("The disk refuses:", &unsaved.read().refused)}
            {move || listed("Waiting behind it:", &unsaved.read().waiting)}
            <p class="soft prose">
                "It is kept in this tab as long as the tab is open. An export holds it, too. What does not fit can be \
                 taken back, after it was downloaded as a file, so that what waits behind it is saved."
            </p>
            <div class="row">
                <Button sign=Sign::Redo on_press=move |()| mirror.try_again()>"Try again"</Button>
                <Button kind=ButtonKind::Danger sign=Sign::Undo on_press=ask>"Undo the edit that does not fit…"</Button>
            </div>
            <ExportButton label="Export everything now" />
        </Section>
        <ConfirmDialog
            open=Signal::derive(move || kept.with(Option::is_some))
            on_close=move |()| kept.set(None)
            title="Undo the edit that does not fit?"
            act="Undo the edit"
            kind=ButtonKind::Danger
            on_confirm=give_up
        >
            <p>"What is not saved is in your downloads as "<strong>{move || kept.get()}</strong>". Look that it is there first."</p>
            {move || listed("The disk refuses:", &unsaved.read().refused)}
            <p>"Of these, what does not fit is taken back as if it had not been done. What waits behind it is saved then."</p>
        </ConfirmDialog>
    }
}

/// The edits by their labels, without the keeping of text that was not sent yet: nobody did that knowingly.
/// Nothing where there are none.
fn listed(heading: &'static str, batches: &[Batch]) -> Option<impl IntoView + use<>> {
    let is_other = |edit: &Edit| !edit.document.place.is_unsent();
    let done = || batches.iter().filter(|batch| batch.is_empty() || batch.edits.iter().any(is_other));
    let labels = done().map(|batch| view! { <li>{batch.label.clone()}</li> }).collect_view();
    done().next().is_some().then(|| view! { <p>{heading}</p><ul>{labels}</ul> })
}

/// Offers what is not saved as a file. Its name, and what is in it.
async fn keep(session: Session) -> Result<(String, Unsaved), Problem> {
    let mirror = session.mirror;
    let found = mirror.unsaved().await?;
    let (name, text) = untrack(|| {
        let today = mirror.today();
        let text = mirror.read(|book| unsaved::file(book, &found.refused, &found.waiting, today));
        (unsaved::file_name(today), text)
    });
    browser::download(&name, "text/markdown", text.as_bytes())?;
    Ok((name, found))
}
