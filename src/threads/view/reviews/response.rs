//! What the person says to their review, beside it, and what came of it (PR-5).

use design::{Badge, Button, ChoiceSelect, DateInput, Field, RecordEditor, Section, Sign, Tone};
use document::{Audience, Prose};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Response, Review, Stands, commands, rules};
use roster::view::{UnsentArea, UnsentDialog, UnsentText};

/// The response to a review, once it was shared or somebody responded.
#[component]
pub fn ResponsePart(review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let response = Memo::new(move |_| mirror.read(|book| rules::response_to(book, review)));
    let there = Memo::new(move |_| response.with(|one| one.as_ref().map(|one| one.id)));
    let shared = Memo::new(move |_| mirror.get::<Review>(review).is_some_and(|one| one.shared_on.is_some()));
    let writes = move || mirror.get::<Review>(review).map_or(Audience::Everyone, |one| one.document.audience);
    let disputed = Memo::new(move |_| mirror.read(|book| rules::in_dispute(book, review)));
    let (responding, holding) = (RwSignal::new(false), RwSignal::new(false));
    let held = Memo::new(move |_| response.with(|one| one.as_ref().and_then(|one| one.held_on)));
    view! {
        <Show when=move || shared.get() || there.get().is_some()>
            <Section
                title="Their response"
                actions=move || view! {
                    {move || (there.get().is_some() && held.get().is_none()).then(|| view! {
                        <Button sign=Sign::Check writes=writes() on_press=move |()| holding.set(true)>"Talked about it again"</Button>
                    })}
                }
            >
                {move || match there.get() {
                    Some(response) => view! {
                        <RecordEditor record=response only=&["on", "stands", "text", "follow_up", "held_on", "outcome"] />
                        <Show when=move || disputed.with(|points| !points.is_empty())>
                            <p class="small soft">"In dispute"</p>
                            <ul class="entries">
                                {move || disputed.get().into_iter().map(|point| view! {
                                    <li><Badge tone=Tone::Signal>"in dispute"</Badge><span>{words::excerpt(&point.what, 140)}</span></li>
                                }).collect_view()}
                            </ul>
                        </Show>
                    }.into_any(),
                    None => view! {
                        <p class="soft">"What they say to it is kept beside the review and changes none of its words. Points they dispute are marked on the findings."</p>
                        <p><Button sign=Sign::Plus writes=writes() on_press=move |()| responding.set(true)>"Keep their response"</Button></p>
                    }.into_any(),
                }}
            </Section>
        </Show>
        <RespondDialog open=responding review />
        <HeldDialog open=holding review />
    }
}

#[component]
fn RespondDialog(open: RwSignal<bool>, review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let text = UnsentText::of(format!("response to {review}"));
    let stands = RwSignal::new(Stands::default());
    let again = RwSignal::new(None::<Date>);
    let begin = move |()| {
        stands.set(Stands::default());
        again.set(None);
    };
    let make = move |()| {
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let entry = untrack(|| mirror.get::<Review>(review))?;
        let response = Response {
            on: Some(today),
            stands: stands.get_untracked(),
            text: Prose(text.said().unwrap_or_default()),
            follow_up: again.get_untracked(),
            ..Response::default()
        };
        Some(untrack(|| mirror.read(|book| commands::respond(book, &author, &entry, &response))))
    };
    view! {
        <UnsentDialog open title="Their response" act="Keep it" texts=[text] on_open=begin make>
            <Field label="How they stand to it" group=true>
                <ChoiceSelect value=stands in_sight=true />
            </Field>
            <Field label="In their words">
                <UnsentArea text />
            </Field>
            <Field label="Talk about it again on">
                <DateInput value=again on_change=move |day| again.set(day) />
            </Field>
        </UnsentDialog>
    }
}

#[component]
fn HeldDialog(open: RwSignal<bool>, review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let outcome = UnsentText::of(format!("outcome of {review}"));
    let on = RwSignal::new(None::<Date>);
    let begin = move |()| on.set(Some(mirror.today()));
    let make = move |()| {
        let response = untrack(|| mirror.read(|book| rules::response_to(book, review)))?;
        let day = on.get_untracked().unwrap_or_else(|| untrack(|| mirror.today()));
        Some(commands::hold_follow_up(&response, day, &outcome.said().unwrap_or_default()))
    };
    view! {
        <UnsentDialog open title="Talked about it again" act="Note it" texts=[outcome] on_open=begin make>
            <Field label="Day">
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
            <Field label="What came of it" hint="Mark on each disputed finding whether it stands, was changed or was taken back.">
                <UnsentArea text=outcome />
            </Field>
        </UnsentDialog>
    }
}
