//! Who can read a record: said on its page, and changed there after a question that says what it means.

use design::{AudienceField, AudienceMark, Button, ConfirmDialog, FormDialog, Toasts, audience_sign};
use document::Audience;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};

use crate::{kinds, moving};

/// Who can read a record, with the way to change it where its kind has one.
#[component]
pub fn RecordAudience(record: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let audience = Memo::new(move |_| mirror.row(record).map(|row| row.document.audience));
    let movable = Memo::new(move |_| mirror.row(record).is_some_and(|row| moving::may_move(&row.kind)));
    let asking = RwSignal::new(false);
    move || {
        let audience = audience.get()?;
        Some(view! {
            <AudienceMark audience />
            <Show when=move || movable.get() && (mirror.audiences().len() > 1)>
                <Button sign=audience_sign(audience) writes=audience on_press=move |()| asking.set(true)>"Who can read it"</Button>
            </Show>
            <MoveDialog record open=asking />
        })
    }
}

/// Asks for whom the record shall be, and says what that means before it is done.
#[component]
fn MoveDialog(record: RecordId, open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let toasts = use_context::<Toasts>();
    let chosen = RwSignal::new(None::<Audience>);
    let row = Memo::new(move |_| mirror.row(record));
    let now = move || row.with(|row| row.as_ref().map(|row| row.document.audience));
    let hindered = Memo::new(move |_| row.with(|row| row.as_ref().and_then(|row| moving::hinders(row))));
    let kind = row.with_untracked(|row| row.as_ref().and_then(|row| kinds::kind(&row.kind)));
    let title = Memo::new(move |_| mirror.title(record).unwrap_or_default());
    let disabled = Signal::derive(move || {
        hindered.get().is_some() || chosen.get().is_none_or(|chosen| Some(chosen) == now())
    });
    let meaning = Memo::new(move |_| {
        let (Some(from), Some(to)) = (now(), chosen.get()) else { return Vec::new() };
        if from == to {
            return Vec::new();
        }
        let links = mirror.read(|book| moving::move_to(book, mirror.author(), record, to));
        meaning(mirror, from, to, links.map_or(0, |moving| moving.links))
    });
    let act = move |()| {
        let Some(to) = chosen.get_untracked() else { return false };
        let moving = untrack(|| mirror.read(|book| moving::move_to(book, mirror.author(), record, to)));
        let Some(moving) = moving else { return false };
        mirror.commit(moving.batch);
        // Said once the dialog is gone; what was taken out of a document is no loss to be told.
        mirror.removed().set(None);
        if let Some(toasts) = toasts {
            let name = untrack(|| mirror.audience_name(to));
            toasts.offer(format!("Who can read it now: {name}."), "Undo", move || mirror.undo());
        }
        true
    };
    kind.map(|kind| {
        view! {
            <FormDialog
                open
                title=Signal::derive(move || format!("Who can read “{}”?", title.get()))
                act="Move it"
                disabled
                on_open=move |()| chosen.set(untrack(now))
                on_act=act
            >
                {move || hindered.get().map(|why| view! { <p role="note">{why}</p> })}
                <AudienceField kind value=chosen />
                <div role="status" aria-label="What it means"><ul class="meaning small">
                    {move || meaning.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul></div>
            </FormDialog>
        }
    })
}

/// What moving means, one sentence for each thing to know: who gains it, who loses it and keeps what, what goes along.
fn meaning(mirror: Mirror, from: Audience, to: Audience, links: usize) -> Vec<String> {
    let (before, after) = (mirror.others_in(from), mirror.others_in(to));
    let names = |these: &[(kernel::MemberId, String)], without: &[(kernel::MemberId, String)]| {
        let left = these.iter().filter(|one| !without.contains(one));
        left.map(|(_, name)| name.clone()).collect::<Vec<_>>()
    };
    let (gains, loses) = (names(&after, &before), names(&before, &after));
    let mut lines = Vec::new();
    if !gains.is_empty() {
        lines.push(format!(
            "{} will be able to read it as it stands now, and what is written in it from now on. What it said before does not go with it.",
            people(&gains)
        ));
    }
    if !loses.is_empty() {
        lines.push(format!(
            "It goes from the lists of {}. They keep what they could read so far: that cannot be taken back. What is written in it from now on they do not get.",
            people(&loses)
        ));
    }
    if from == Audience::Everyone {
        lines.push(
            "What it said so far stays in the history that whoever joins the workspace later receives."
                .to_owned(),
        );
    }
    match to {
        Audience::Everyone => lines.push("Whoever joins the workspace later will read it, too.".to_owned()),
        Audience::Circle(_) => {
            lines.push("Whoever is added to the circle later will read it, too.".to_owned())
        }
        Audience::OnlyMe(_) => lines.push("It stays on your own devices.".to_owned()),
    }
    if links > 0 {
        let links = words::counted(links, "link goes", "links go");
        lines.push(format!("{links} with it, so that nothing else tells of it."));
    }
    lines.push("Undo moves it back; who has read it by then has read it.".to_owned());
    lines
}

/// Some people, by name while they are few.
fn people(names: &[String]) -> String {
    if names.len() > 3 {
        return format!("{} people", names.len());
    }
    words::listed(names)
}

/// Says that a record stands in several places at once, because it was written where it had been moved away from, or
/// moved twice at the same time; a person says which one it is (Y-54).
#[component]
pub fn InTwoPlaces(record: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let places = Memo::new(move |_| {
        mirror.read(|book| {
            book.copies(record).map(|row| (row.document.audience, excerpt(row))).collect::<Vec<_>>()
        })
    });
    let asking = RwSignal::new(None::<Audience>);
    let keep = move |()| {
        if let Some(keep) = asking.get_untracked() {
            asking.set(None);
            mirror.commit(untrack(|| mirror.read(|book| moving::keep_only(book, record, keep))));
        }
    };
    view! {
        <Show when=move || places.with(|places| places.len() > 1)>
            <section class="removal" aria-label="In several places">
                <p><strong>"This record stands in several places."</strong></p>
                <p class="small">"Somebody wrote in it where it had been moved away from, or it was moved twice at once. Below you read the one that fewest can read. Say which one it is; the others go, and undo brings them back."</p>
                <ul class="entries">
                    {move || places.get().into_iter().map(|(audience, words)| view! {
                        <li>
                            <AudienceMark audience />
                            <span class="about">{words}</span>
                            <Button writes=audience on_press=move |()| asking.set(Some(audience))>"Keep this one"</Button>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
        </Show>
        <ConfirmDialog
            open=Signal::derive(move || asking.with(Option::is_some))
            on_close=move |()| asking.set(None)
            title="Keep this one?"
            act="Keep it"
            on_confirm=keep
        >
            "What the others say stays in the history of where they were. Undo brings them back."
        </ConfirmDialog>
    }
}

/// What a row says, shortly: all its texts one after the other.
fn excerpt(row: &document::Row) -> String {
    let Some(kind) = kinds::kind(&row.kind) else { return String::new() };
    let texts = kind
        .fields
        .iter()
        .filter(|field| matches!(field.shape, document::Shape::Line | document::Shape::Prose));
    let texts: Vec<String> =
        texts.filter_map(|field| row.fields.get(field.name).map(document::Value::plain)).collect();
    words::excerpt(&texts.join(" · "), 160)
}
