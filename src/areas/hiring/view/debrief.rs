//! The debrief of a candidate: conflict, what nobody tested, agreement, and the decision (HI-6).

use design::{
    Badge, Button, ButtonKind, Each, EmptyState, Field, FormDialog, LinkButton, PageHeader, PageOf, Section,
    Sign, Tone,
};
use document::{Audience, Entry, Record as _};
use kernel::{RecordId, words};
use leptos::{prelude::*, task::spawn_local};
use mirror::use_mirror;
use roster::{
    rules as roster_rules,
    view::{UnsentLine, UnsentText},
};

use super::{
    card::Said,
    decide::{DecideDialog, Decisions},
    parts::{NoCandidate, name_of, role_of},
    submitted::{Verdict, verdicts},
};
use crate::{
    Candidate, Scorecard, Stage, commands,
    rules::{self, Debrief, Line, Voices},
};

/// The page of the debrief.
#[component]
pub fn DebriefPage(
    /// The candidate.
    #[prop(into)]
    candidate: Signal<Option<RecordId>>,
) -> impl IntoView {
    view! {
        <PageOf
            record=candidate
            kind=Candidate::NAME
            page=move |candidate| view! { <Page candidate /> }.into_any()
            absent=|| view! { <NoCandidate page="Debrief" /> }
        />
    }
}

#[component]
fn Page(candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Candidate>(candidate));
    let found = Memo::new(move |_| {
        entry.with(|entry| entry.as_ref().map(|entry| mirror.read(|book| rules::debrief(book, entry))))
    });
    let title = Signal::derive(move || {
        let name = entry.with(|entry| entry.as_ref().map(|entry| entry.name.clone()).unwrap_or_default());
        format!("Debrief: {name}")
    });
    let subtitle = Signal::derive(move || {
        entry.with(|entry| mirror.read(|book| role_of(book, entry.as_ref().and_then(|entry| entry.opening))))
    });
    let audience = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map_or(Audience::Everyone, |entry| entry.document.audience))
    });
    let shut = Memo::new(move |_| mirror.read(|book| rules::shut_of(book, candidate).len()));
    let deciding = RwSignal::new(false);
    let any = move || found.with(|found| found.as_ref().is_some_and(|found| !found.cards.is_empty()));
    let lines =
        move || found.with(|found| found.as_ref().map(|found| found.lines.clone()).unwrap_or_default());
    let cards = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| found.cards.clone()).unwrap_or_default())
    });
    view! {
        <PageHeader title subtitle>
            <LinkButton href=format!("/candidates/{candidate}") sign=Sign::User>"Candidate"</LinkButton>
            <Button kind=ButtonKind::Primary sign=Sign::Check writes=audience.get() on_press=move |()| deciding.set(true)>"Decide"</Button>
        </PageHeader>
        <Shut candidate count=shut any=Signal::derive(any) />
        <Decisions candidate />
        <Show when=any>
            {move || found.with(|found| found.as_ref().map(|found| view! { <Split found=found.clone() /> }))}
            <div class="with-margin">
                <div class="stack wide">
                    {move || lines().into_iter().map(|line| view! { <Competency line cards=cards.get() /> }).collect_view()}
                </div>
                <aside>
                    <Recommendations candidate cards />
                </aside>
            </div>
        </Show>
        <DecideDialog open=deciding candidate />
    }
}

/// Whether those who would hire and those who would not stand against each other.
#[component]
fn Split(found: Debrief) -> impl IntoView {
    let conflicts = found.which(Voices::Conflict).count();
    let untested: Vec<&str> = found.which(Voices::Untested).map(|line| line.competency.as_str()).collect();
    let split = found.is_split();
    let says = match (found.yes, found.of) {
        (_, 0) => "No card says yet what its writer would do.".to_owned(),
        (yes, of) if yes == of => format!("All {of} would hire."),
        (0, of) => format!("None of {of} would hire."),
        (yes, of) => format!("{yes} of {of} would hire."),
    };
    let conflicts = match conflicts {
        0 => String::new(),
        count => {
            format!(" They contradict each other in {}.", words::counted(count, "competency", "competencies"))
        }
    };
    let untested = if untested.is_empty() {
        String::new()
    } else {
        format!(" Nobody tested {}.", words::listed(&untested))
    };
    view! {
        <p role="note">
            {split.then(|| view! { <Badge tone=Tone::Signal>"split"</Badge>" " })}
            {says}{conflicts}{untested}
        </p>
    }
}

#[component]
fn Competency(line: Line, cards: Vec<Entry<Scorecard>>) -> impl IntoView {
    let mirror = use_mirror();
    let (tone, label) = match line.voices {
        Voices::Conflict => (Tone::Signal, "conflict"),
        Voices::Untested => (Tone::Signal, "untested"),
        Voices::One => (Tone::Plain, "one voice"),
        Voices::Agree => (Tone::Plain, "agree"),
    };
    let said = cards.into_iter().zip(line.scores).filter_map(|(card, score)| Some((card, score?)));
    let said: Vec<_> = said.filter(|(_, score)| score.level.is_some()).collect();
    let nobody = said.is_empty();
    view! {
        <Section title=line.competency actions=move || view! { <Badge tone>{label}</Badge> }>
            {nobody.then(|| view! { <p class="soft">"No card says anything of it."</p> })}
            <dl class="voices">
                {said.into_iter().map(|(card, score)| {
                    let who = untrack(|| mirror.read(|book| {
                        let stage = card.stage.and_then(|stage| book.get::<Stage>(stage.id())).map(|stage| stage.record.name);
                        (name_of(book, card.interviewer), stage.unwrap_or_default())
                    }));
                    view! {
                        <dt><a href=format!("/scorecards/{}", card.id)>{who.0}</a><span class="soft small">{format!(" {}", who.1)}</span></dt>
                        <dd><Said score /></dd>
                    }
                }).collect_view()}
            </dl>
        </Section>
    }
}

#[component]
fn Recommendations(candidate: RecordId, #[prop(into)] cards: Signal<Vec<Entry<Scorecard>>>) -> impl IntoView {
    let mirror = use_mirror();
    let compared = verdicts(Signal::derive(move || Some(rules::round(candidate))));
    view! {
        <Section title="What each would do">
            <ul class="goals">
                <Each each=move || cards.get() key=|card| (card.id, card.changed) let:card>
                    {
                        let id = card.id;
                        let interviewer = card.interviewer;
                        let who = Memo::new(move |_| mirror.read(|book| name_of(book, interviewer)));
                        view! {
                            <li>
                                <p><strong>{move || who.get()}</strong>{format!(": {}", card.recommendation.map_or("says nothing", |what| what.label()))}</p>
                                <p class="prose small">{card.because.0.clone()}</p>
                                {move || compared.with(|all| all.get(&id).copied()).map(|verdict| view! { <Verdict verdict /> })}
                            </li>
                        }
                    }
                </Each>
            </ul>
        </Section>
    }
}

/// Says that there are cards which cannot be read yet, and what opens them.
#[component]
fn Shut(candidate: RecordId, #[prop(into)] count: Signal<usize>, any: Signal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let reads = Memo::new(move |_| mirror.reads_round(rules::round(candidate)));
    let reading = RwSignal::new(false);
    let says = move || {
        let more = if any.get() { " more" } else { "" };
        match (count.get(), reads.get()) {
            (1, true) => {
                format!("One{more} card is in, and its key has not come yet: whoever has it may be away.")
            }
            (count, true) => format!(
                "{count}{more} cards are in, and their keys have not come yet: whoever has them may be away."
            ),
            (1, false) => format!("One{more} card is in, and opens when your own is."),
            (count, false) => format!("{count}{more} cards are in, and open when your own is."),
        }
    };
    view! {
        <Show
            when=move || { count.get() > 0 }
            fallback=move || view! {
                <Show when=move || !any.get()>
                    <EmptyState title="No card is in yet" why="When interviewers have submitted their scorecards, here stands on one screen where they agree, where they contradict each other, and what nobody tested." sign=Sign::Users>
                        <LinkButton href=format!("/candidates/{candidate}")>"Write a scorecard"</LinkButton>
                    </EmptyState>
                </Show>
            }
        >
            <p role="note">
                {says}" "
                <Show when=move || !reads.get()>
                    <Button on_press=move |()| reading.set(true)>"Read without a card of my own"</Button>
                </Show>
            </p>
            <ReadDialog open=reading candidate />
        </Show>
    }
}

/// Reading without a card: said to everybody, with the reason.
#[component]
fn ReadDialog(open: RwSignal<bool>, candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let because = UnsentText::of("reads without card");
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        because.restore();
        missing.set(None);
    };
    let act = move |()| {
        let Some(why) = because.said() else {
            missing.set(Some("Say why: everybody on the panel reads it.".to_owned()));
            return false;
        };
        let sent = because.sent();
        let Some(entry) = untrack(|| mirror.get::<Candidate>(candidate)) else { return false };
        spawn_local(async move {
            let audience = match mirror.hide(rules::round(candidate), mirror.new_id()).await {
                Ok(audience) => audience,
                Err(problem) => return mirror.problems().update(|problems| problems.push(problem)),
            };
            let Audience::Circle(circle) = audience else { return };
            let (author, today) = untrack(|| (mirror.author(), mirror.today()));
            let me = untrack(|| mirror.read(roster_rules::me));
            let ids = [circle, mirror.new_id()];
            let batch =
                commands::read_without_card(&author, ids, &entry, &why, (me.as_ref(), audience), today);
            mirror.commit(batch.with_all(sent));
            if let Err(problem) = mirror.open_to_round(circle, true).await {
                mirror.problems().update(|problems| problems.push(problem));
            }
        });
        true
    };
    view! {
        <FormDialog open title="Read without a card" act="Read them" on_open=begin on_act=act>
            <p class="soft small">"For who decides and did not interview. That you read the cards, since when and why is said to everybody on the panel, for good."</p>
            <Field label="Why" error=missing>
                <UnsentLine text=because />
            </Field>
        </FormDialog>
    }
}
