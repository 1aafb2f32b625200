//! Sharing a review: what is still open is said, who may read it from then on is asked (PR-1.14, PR-3).

use design::{AudienceField, Checkbox, FormDialog, Toasts};
use document::{Audience, Record};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::Review;

use crate::reviews as joined;

/// Asks what is to be known before a review is shared, or, once it is, who may read it.
#[component]
pub fn ShareDialog(open: RwSignal<bool>, review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let toasts = use_context::<Toasts>();
    let entry = Memo::new(move |_| mirror.get::<Review>(review));
    let shared =
        Memo::new(move |_| entry.with(|one| one.as_ref().is_some_and(|one| one.shared_on.is_some())));
    let audience = RwSignal::new(None::<Audience>);
    let knowingly = RwSignal::new(false);
    let hindered = Memo::new(move |_| {
        entry.with(|one| one.as_ref().and_then(|one| mirror.read(|book| joined::hinders(book, one))))
    });
    let surprises = Memo::new(move |_| {
        let today = mirror.today();
        entry.with(|one| {
            one.as_ref()
                .map(|one| mirror.read(|book| joined::surprises(book, one, today)))
                .unwrap_or_default()
        })
    });
    let open_questions = Memo::new(move |_| {
        entry.with(|one| {
            one.as_ref().map(|one| mirror.read(|book| joined::lacks(book, one))).unwrap_or_default()
        })
    });
    let begin = move |()| {
        knowingly.set(false);
        audience.set(match entry.get_untracked() {
            Some(one) if one.shared_on.is_some() => Some(one.document.audience),
            _ => Some(Audience::Everyone),
        });
    };
    let asks = Signal::derive(move || {
        !shared.get() && (surprises.with(|all| !all.is_empty()) || open_questions.with(|all| !all.is_empty()))
    });
    let disabled = Signal::derive(move || hindered.get().is_some() || (asks.get() && !knowingly.get()));
    let act = move |()| {
        let (Some(one), Some(to)) = (entry.get_untracked(), audience.get_untracked()) else { return false };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let sharing = untrack(|| {
            mirror.read(|book| match one.shared_on {
                Some(_) => joined::open_to(book, author, &one, to),
                None => joined::share(book, author, &one, to, today, || mirror.new_id()),
            })
        });
        let Some(sharing) = sharing else { return true };
        mirror.commit(sharing.batch);
        // Said once the dialog is gone; what was taken out of a document is no loss to be told.
        mirror.removed().set(None);
        if let Some(toasts) = toasts {
            let actions = match sharing.actions {
                0 => String::new(),
                count => format!(
                    " {} of its promises.",
                    words::counted(count, "action was made", "actions were made")
                ),
            };
            let name = untrack(|| mirror.audience_name(to));
            toasts.offer(format!("Who can read it now: {name}.{actions}"), "Undo", move || mirror.undo());
        }
        true
    };
    view! {
        <FormDialog
            open
            title=Signal::derive(move || if shared.get() { "Who can read the review?" } else { "Share the review?" }.to_owned())
            act=Signal::derive(move || if shared.get() { "Move it" } else { "Share it" }.to_owned())
            disabled
            on_open=begin
            on_act=act
        >
            {move || hindered.get().map(|why| view! { <p role="note">{why}</p> })}
            <Show when=move || asks.get()>
                <div role="note" class="stack tight">
                    <p>"Before they get it:"</p>
                    <ul class="meaning small">
                        {move || surprises.get().into_iter().map(|one| {
                            let booked = if one.booked.is_some() { ", though it is on the agenda" } else { "" };
                            view! { <li>{format!("They have not heard yet{booked}: {}", words::excerpt(&one.finding.what, 100))}</li> }
                        }).collect_view()}
                        {move || open_questions.get().into_iter().map(|(question, lack)| view! {
                            <li>{format!("“{}” {}.", question.label(), lack.says(question))}</li>
                        }).collect_view()}
                    </ul>
                </div>
                <Checkbox label="Share it all the same" checked=knowingly on_change=move |on| knowingly.set(on) />
            </Show>
            <AudienceField kind=Review::KIND value=audience />
            <p class="soft small">"The review moves with its findings, promises and response. What it rests on stays where it is: notes, concerns and observations you keep for yourself are shown to nobody."</p>
            <Show when=move || !shared.get()>
                <p class="soft small">"The person gets the document: copy it, or print it, from its page. Promises that became nothing yet become actions."</p>
            </Show>
        </FormDialog>
    }
}
