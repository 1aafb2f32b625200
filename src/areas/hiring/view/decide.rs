//! What was decided about a candidate, why, and what it rests on (HI-6).

use design::{Button, ChoiceSelect, Each, Field, Section, Select, SelectOption, Sign};
use document::{Audience, Book, Entry, Ref};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    rules as roster_rules,
    view::{PersonPicker, UnsentArea, UnsentDialog, UnsentLine, UnsentText},
};

use super::parts::name_of;
use crate::{Candidate, Decided, Decision, DecisionReason, Level, Score, Scorecard, commands, rules};

/// The decisions, the newest first; nothing while there is none.
#[component]
pub fn Decisions(candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let all = Memo::new(move |_| mirror.read(|book| rules::decisions_of(book, candidate)));
    let (giving, of) = (RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let writes = Signal::derive(move || {
        mirror.get::<Candidate>(candidate).map_or(Audience::Everyone, |entry| entry.document.audience)
    });
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <Section title="Decision">
                <ul class="goals">
                    <Each each=move || all.get() key=|one| (one.id, one.changed) let:one>
                        <OneDecision one writes on_reason=Callback::new(move |id| {
                            of.set(Some(id));
                            giving.set(true);
                        }) />
                    </Each>
                </ul>
            </Section>
        </Show>
        <ReasonDialog open=giving candidate of />
    }
}

#[component]
fn OneDecision(
    one: Entry<Decision>,
    writes: Signal<Audience>,
    on_reason: Callback<RecordId>,
) -> impl IntoView {
    let mirror = use_mirror();
    let id = one.id;
    let decider = one.by;
    let by = Memo::new(move |_| match mirror.read(|book| name_of(book, decider)) {
        name if name.is_empty() => name,
        name => format!(", {name}"),
    });
    let what = one.what.map_or("Decided", |what| what.label());
    let on = one.on.map(words::day).unwrap_or_default();
    let reasons = Memo::new(move |_| {
        mirror.read(|book| {
            let reasons = rules::reasons_of(book, id);
            reasons
                .into_iter()
                .map(|reason| (reason.id, reason.says.clone(), rests(book, &reason)))
                .collect::<Vec<_>>()
        })
    });
    view! {
        <li>
            <p>
                <strong>{what}</strong>
                <span class="soft">" "{on}{move || by.get()}</span>
            </p>
            <p class="prose">{one.weighed.0.clone()}</p>
            <ul class="plain-list">
                {move || reasons.get().into_iter().map(|(_, says, rests)| view! {
                    <li>{says}<br /><span class="soft small">{rests}</span></li>
                }).collect_view()}
            </ul>
            <p>
                <a href=format!("/record/{id}")>"Its record"</a>" "
                <Button sign=Sign::Plus writes=writes.get_untracked() on_press=move |()| on_reason.run(id)>"Add a reason"</Button>
            </p>
        </li>
    }
}

/// What a reason rests on, in words.
fn rests(book: &Book, reason: &DecisionReason) -> String {
    let Some(rests_on) = reason.rests_on else { return "Rests on no score.".to_owned() };
    match book.get::<Score>(rests_on) {
        Some(score) => format!("Rests on {}", scored(book, &score)),
        // It is on a card that this member cannot read.
        None => "Rests on a score that cannot be read here.".to_owned(),
    }
}

/// `Ana, Code: above what the role asks for. Found the race by reading`.
fn scored(book: &Book, score: &Entry<Score>) -> String {
    let card = score.card.and_then(|card| book.get::<Scorecard>(card.id()));
    let who = name_of(book, card.and_then(|card| card.interviewer));
    let level = score.level.map_or("says nothing", Level::says);
    format!("{who}, {}: {level}. {}", score.competency, words::excerpt(score.evidence.trim(), 120))
}

/// The scores a reason can rest on.
fn scores(book: &Book, candidate: RecordId) -> Vec<SelectOption> {
    let cards = rules::open_cards(book, candidate);
    let all = cards.iter().flat_map(|card| rules::scores_of(book, card.id));
    all.filter(|score| score.level.is_some_and(|level| level != Level::NotTested))
        .map(|score| SelectOption::new(score.id.to_string(), words::excerpt(&scored(book, &score), 80)))
        .collect()
}

/// The reason in a dialog, with what it rests on.
#[component]
fn ReasonFields(
    candidate: RecordId,
    says: UnsentText,
    rests_on: RwSignal<Option<RecordId>>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let options = Signal::derive(move || mirror.read(|book| scores(book, candidate)));
    view! {
        <Field label="Reason" hint="One sentence." error>
            <UnsentLine text=says />
        </Field>
        <Field label="Rests on">
            <Select
                value=Signal::derive(move || rests_on.get().map(|id| id.to_string()).unwrap_or_default())
                options
                none="No score"
                on_change=move |id: String| rests_on.set(id.parse().ok())
            />
        </Field>
    }
}

fn reason(book: &Book, says: String, rests_on: Option<RecordId>) -> DecisionReason {
    let competency = rests_on.and_then(|id| book.get::<Score>(id)).map(|score| score.competency.clone());
    DecisionReason { says, rests_on, competency, ..DecisionReason::default() }
}

/// Deciding.
#[component]
pub fn DecideDialog(open: RwSignal<bool>, candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let (weighed, says) = (UnsentText::of("hiring decision"), UnsentText::of("decision reason"));
    let what = RwSignal::new(Decided::Offer);
    let by = RwSignal::new(None::<RecordId>);
    let rests_on = RwSignal::new(None::<RecordId>);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        by.set(mirror.read(roster_rules::me).map(|me| me.id));
        rests_on.set(None);
        missing.set(None);
    };
    let make = move |()| {
        let Some(why) = says.said() else {
            missing.set(Some("Give a reason: a decision without one cannot be learned from.".to_owned()));
            return None;
        };
        let entry = untrack(|| mirror.get::<Candidate>(candidate))?;
        let decision = Decision {
            on: Some(untrack(|| mirror.today())),
            what: Some(what.get_untracked()),
            by: by.get_untracked().map(Ref::new),
            weighed: weighed.said().unwrap_or_default().as_str().into(),
            ..Decision::default()
        };
        let reason = untrack(|| mirror.read(|book| reason(book, why, rests_on.get_untracked())));
        Some(commands::decide(&untrack(|| mirror.author()), &entry, &decision, &[reason], || mirror.new_id()))
    };
    view! {
        <UnsentDialog open title="Decide" act="Record it" texts=[weighed, says] on_open=begin make>
            <Field label="What" group=true>
                <ChoiceSelect value=what in_sight=true />
            </Field>
            <Field label="Who decides">
                <PersonPicker value=by />
            </Field>
            <ReasonFields candidate says rests_on error=missing />
            <Field label="What was weighed" hint="What spoke against it, and what is left open on purpose.">
                <UnsentArea text=weighed />
            </Field>
        </UnsentDialog>
    }
}

#[component]
fn ReasonDialog(open: RwSignal<bool>, candidate: RecordId, of: RwSignal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let says = UnsentText::of("decision reason");
    let rests_on = RwSignal::new(None::<RecordId>);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        rests_on.set(None);
        missing.set(None);
    };
    let make = move |()| {
        let why = says.said();
        missing.set(why.is_none().then(|| "Write the reason.".to_owned()));
        let (entry, decision) =
            untrack(|| Some((mirror.get::<Candidate>(candidate)?, mirror.get::<Decision>(of.get()?)?)))?;
        let reason = untrack(|| {
            mirror.read(|book| reason(book, why.clone().unwrap_or_default(), rests_on.get_untracked()))
        });
        why?;
        Some(commands::give_reason(&untrack(|| mirror.author()), mirror.new_id(), &entry, &decision, &reason))
    };
    view! {
        <UnsentDialog open title="Add a reason" act="Add it" texts=[says] on_open=begin make>
            <ReasonFields candidate says rests_on error=missing />
        </UnsentDialog>
    }
}
