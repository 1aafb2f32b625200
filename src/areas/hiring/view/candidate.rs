//! The page of one candidate: where they are, what comes next, how they are won, what they were promised.

use design::{
    Badge, Button, ButtonKind, LinkButton, Menu, MenuItem, PageHeader, PageOf, Present, RecordEditor,
    Section, Sign, Tone,
};
use document::{Audience, Book, Entry, Record as _};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{
    arrange::Interviews,
    cards::Cards,
    closing::Closing,
    ended::{Ended, Survey},
    hire::HireDialog,
    moves::{Moves, ReasonDialog},
    parts::{NoCandidate, place, role_of},
    promises::Promises,
};
use crate::{Candidate, Opening, Stage, Step, commands, rules};

/// One candidate.
#[component]
pub fn CandidatePage(
    /// The candidate.
    #[prop(into)]
    candidate: Signal<Option<RecordId>>,
    /// Puts a text on the clipboard.
    on_copy: Callback<String>,
    /// Opens a page of the app.
    on_go: Callback<String>,
) -> impl IntoView {
    view! {
        <PageOf
            record=candidate
            kind=Candidate::NAME
            page=move |candidate| view! { <Page candidate on_copy on_go /> }.into_any()
            absent=|| view! { <NoCandidate page="Candidate" /> }
        />
    }
}

/// The step that comes next on the board: the stage, or the offer.
fn next_name(book: &Book, candidate: &Entry<Candidate>) -> Option<String> {
    let at = rules::standing(book, candidate.id);
    let stages = rules::stages_of(book, candidate.opening?.id());
    let after = |place: usize| stages.get(place).map_or("Offer", |stage| stage.name.as_str()).to_owned();
    match at.step {
        Step::Applied => Some(after(0)),
        Step::Stage => Some(after(stages.iter().position(|stage| Some(stage.id) == at.stage)? + 1)),
        _ => None,
    }
}

#[component]
fn Page(candidate: RecordId, on_copy: Callback<String>, on_go: Callback<String>) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Candidate>(candidate));
    let at = Memo::new(move |_| mirror.read(|book| rules::standing(book, candidate)));
    let title = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map(|entry| entry.name.clone()).unwrap_or_default())
    });
    let opening = Memo::new(move |_| {
        entry.with(|entry| entry.as_ref().and_then(|entry| entry.opening)).map(document::Ref::id)
    });
    let subtitle = Memo::new(move |_| {
        mirror.read(|book| {
            let role = role_of(book, opening.get().map(document::Ref::new));
            let parts = [role, place(book, at.get())];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        })
    });
    let audience = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map(|entry| entry.document.audience)).unwrap_or(Audience::Everyone)
    });
    let next = Memo::new(move |_| {
        entry.with(|entry| mirror.read(|book| entry.as_ref().and_then(|entry| next_name(book, entry))))
    });
    let (ending, to) = (RwSignal::new(false), RwSignal::new(Step::Rejected));
    let hiring = RwSignal::new(false);
    let go_on = move |()| {
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let Some(entry) = entry.get_untracked() else { return };
        let batch =
            untrack(|| mirror.read(|book| commands::move_on(book, &author, mirror.new_id(), &entry, today)));
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    let move_to = move |step: Step, stage: Option<RecordId>| {
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let Some(entry) = entry.get_untracked() else { return };
        let stage = stage.and_then(|id| untrack(|| mirror.get::<Stage>(id)));
        mirror.commit(commands::move_candidate(
            &author,
            mirror.new_id(),
            &entry,
            step,
            stage.as_ref(),
            today,
            None,
        ));
    };
    let steps = Signal::derive(move || {
        let stages = opening
            .get()
            .map(|opening| mirror.read(|book| rules::stages_of(book, opening)))
            .unwrap_or_default();
        let now = at.get();
        let mut items: Vec<MenuItem> = stages
            .iter()
            .filter(|stage| now.stage != Some(stage.id))
            .map(|stage| {
                let id = stage.id;
                MenuItem::new(format!("To {}", stage.name), move || move_to(Step::Stage, Some(id)))
            })
            .collect();
        if now.step != Step::Offer {
            items.push(MenuItem::new("Offer made", move || move_to(Step::Offer, None)));
        }
        for (step, label) in [
            (Step::Declined, "They declined"),
            (Step::Rejected, "Turn down"),
            (Step::Withdrew, "They withdrew"),
        ] {
            if now.step != step {
                items.push(MenuItem::new(label, move || {
                    to.set(step);
                    ending.set(true);
                }));
            }
        }
        items
    });
    let is_open = move || !rules::ends(at.get().step);
    let accept = move || at.get().step == Step::Offer;
    let waits = Memo::new(move |_| {
        let today = mirror.today();
        entry.with(|entry| mirror.read(|book| rules::waiting(book, entry.as_ref()?, today)))
    });
    let person = Memo::new(move |_| {
        entry.with(|entry| entry.as_ref().and_then(|entry| entry.hired_as)).map(document::Ref::id)
    });
    let without_person = move || at.get().step == Step::Accepted && person.get().is_none();
    view! {
        <PageHeader title subtitle>
            <Present record=candidate />
            {move || opening.get().map(|opening| view! { <LinkButton href=format!("/hiring/{opening}") sign=Sign::Columns>"Opening"</LinkButton> })}
            {move || person.get().map(|person| view! { <LinkButton href=format!("/people/{person}") sign=Sign::User>"Person"</LinkButton> })}
            <LinkButton href=format!("/file/{candidate}") sign=Sign::Archive>"File"</LinkButton>
            {move || next.get().map(|next| view! {
                <Button kind=ButtonKind::Primary sign=Sign::ArrowRight writes=audience.get() on_press=go_on>{format!("Move to {next}")}</Button>
            })}
            {move || (accept() || without_person()).then(|| view! {
                <Button kind=ButtonKind::Primary sign=Sign::Check writes=audience.get() on_press=move |()| hiring.set(true)>"They accepted"</Button>
            })}
            <Show when=move || mirror.may_write(audience.get())>
                <Menu label="Other steps" items=steps />
            </Show>
        </PageHeader>
        {move || waits.get().map(|waits| view! {
            <p role="note"><Badge tone=Tone::Signal>"waits for a word"</Badge>{format!(" They should have heard by {}.", words::day(waits.by))}</p>
        })}
        <div class="with-margin">
            <div class="stack wide">
                <Show when=is_open>
                    <Section title="Next step">
                        <RecordEditor record=candidate only=&["next_step", "next_on", "owed_by"] />
                    </Section>
                </Show>
                <Show when=move || !is_open()>
                    <Ended candidate on_copy />
                </Show>
                <Interviews candidate />
                <Cards candidate on_go />
                <Closing candidate />
                <Section title="About them">
                    <RecordEditor record=candidate only=&["name", "email", "source", "application_id", "opening", "notes"] />
                </Section>
            </div>
            <aside class="stack wide">
                <Promises candidate />
                <Moves candidate />
                <Show when=move || !is_open()>
                    <Survey candidate on_copy />
                </Show>
            </aside>
        </div>
        <ReasonDialog open=ending candidate to />
        <HireDialog open=hiring candidate />
    }
}

/// What the opening of a candidate wants; nothing without one.
pub fn opening_of(book: &Book, candidate: RecordId) -> Option<Entry<Opening>> {
    book.get::<Opening>(book.get::<Candidate>(candidate)?.opening?.id())
}
