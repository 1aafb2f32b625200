//! Erasing a file, after what goes and what stays was read, and the name was typed.

use design::{Button, ButtonKind, Field, FormDialog, Sign, TextInput};
use leptos::prelude::*;
use threads::file::{Fate, PersonFile};
use wasm_bindgen_futures::spawn_local;

use super::contents::records;
use crate::session::use_session;

/// The button and its two questions.
#[component]
pub fn Erase(found: Memo<Option<PersonFile>>) -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let (asking, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    // First what goes and what stays, then the name.
    let has_read = RwSignal::new(false);
    let name =
        Memo::new(move |_| found.with(|found| found.as_ref().map(PersonFile::called).unwrap_or_default()));
    // Where nobody is called anything any more, a word stands in.
    let agreement = Memo::new(move |_| {
        let name =
            found.with(|found| found.as_ref().map(|file| file.name.trim().to_owned()).unwrap_or_default());
        if name.is_empty() { "erase".to_owned() } else { name }
    });
    let agreed = move || {
        let wanted = agreement.get();
        typed.with(|typed| typed.trim().to_lowercase() == wanted.to_lowercase())
    };
    let act =
        Signal::derive(
            move || {
                if has_read.get() { "Erase for everybody".to_owned() } else { "Go on".to_owned() }
            },
        );
    let erase = move |()| {
        if !has_read.get_untracked() {
            has_read.set(true);
            return false;
        }
        let Some(file) = found.get_untracked() else { return true };
        let said = format!("The file of {} is erased.", file.called());
        session.go("/people");
        spawn_local(async move {
            // What was typed before the question is on its way; it has to be there to go, or to go on.
            let erased = match mirror.settled().await {
                Ok(()) => {
                    let (unsent, anew) = (mirror.unsent_documents(), mirror.unsent_anew());
                    let batch = untrack(|| mirror.read(|book| file.erasing(book, &unsent, &anew)));
                    mirror.erase(file.documents.union(&unsent).cloned().collect(), batch).await
                }
                Err(problem) => Err(problem),
            };
            match erased {
                Ok(()) => session.toasts.say(said),
                Err(problem) => session.report(&problem),
            }
        });
        true
    };
    let is_shared = move || mirror.is_shared();
    let may = move || {
        let documents =
            found.with(|found| found.as_ref().map(|file| file.documents.clone()).unwrap_or_default());
        mirror.may_erase(documents.iter().map(|key| key.audience))
    };
    let disabled = Signal::derive(move || !mirror.is_ready() || !may());
    view! {
        <p class="soft prose">
            "Takes everything above away for good: from this device, from everybody you share with, and from the relay. \
             No undo and no history brings it back."
        </p>
        <Show when=move || !may()>
            <p class="soft prose">"What everyone can read is erased by an owner of the workspace. Ask one."</p>
        </Show>
        <div class="row">
            <Button kind=ButtonKind::Danger sign=Sign::Trash disabled on_press=move |()| asking.set(true)>
                "Erase the file…"
            </Button>
        </div>
        <FormDialog
            open=asking
            title=Signal::derive(move || format!("Erase the file of {}?", name.get()))
            cancel="Keep it"
            act
            kind=ButtonKind::Danger
            disabled=Signal::derive(move || has_read.get() && !agreed())
            on_open=move |()| {
                typed.set(String::new());
                has_read.set(false);
            }
            on_act=erase
        >
            {move || if has_read.get() {
                view! {
                    <p>"This cannot be taken back, by nobody."</p>
                    <Field label=Signal::derive(move || format!("Type “{}” to agree", agreement.get()))>
                        <TextInput value=typed on_input=move |text| typed.set(text) />
                    </Field>
                }.into_any()
            } else {
                found.get().map(|file| view! { <GoesAndStays file shared=is_shared() /> }).into_any()
            }}
        </FormDialog>
    }
}

/// What goes, and what erasing does not reach.
#[component]
fn GoesAndStays(file: PersonFile, shared: bool) -> impl IntoView {
    let goes = file.elsewhere.iter().filter(|found| found.fate == Fate::Goes).count();
    let emptied = file.elsewhere.len() - goes;
    let count = records(file.count());
    let mentions = file.mentions.len();
    view! {
        <h3>"What goes"</h3>
        <ul class="plain-list">
            <li>{format!("{count} with their history, what was typed about them and not sent, and what undo knew of them")}</li>
            {(goes > 0).then(|| view! { <li>{format!("{} elsewhere that say nothing without", records(goes))}</li> })}
            {(emptied > 0).then(|| view! {
                <li>{format!("the fields that name them in {} elsewhere", records(emptied))}</li>
            })}
            {shared.then(|| view! {
                <li>"the same on every device you share with, and at the relay: at once where there is a connection, elsewhere as soon as there is one."</li>
            })}
        </ul>
        <h3>"What erasing does not reach"</h3>
        <ul class="plain-list">
            <li>"exports and backups that were made before: a backup leaves the file out when it is restored here, and has it elsewhere"</li>
            <li>"what others have seen or copied"</li>
            {shared.then(|| view! {
                <li>"sealed copies of it that somebody kept: who could read them then can open them still, because their key follows from one that everything else needs"</li>
            })}
            {shared.then(|| view! {
                <li>"what others keep to themselves about them, a scorecard that is not submitted and what they type into forms among it, and what is for circles you are not in: whoever reads it erases it, so ask them"</li>
            })}
            <li>"that the name stood in a record elsewhere, in that record’s history"</li>
            {(mentions > 0).then(|| view! {
                <li>{format!("the name in the text of {}; they are listed on the page", records(mentions))}</li>
            })}
        </ul>
    }
}
