//! The scorecards about a candidate: whose is in, whose is owed, and writing one (HI-4).

use design::{Badge, Button, Field, FormDialog, LinkButton, Section, Select, SelectOption, Sign, Tone};
use document::{Audience, Book, Entry, Ref};
use kernel::{RecordId, words};
use leptos::{prelude::*, task::spawn_local};
use mirror::{Mirror, use_mirror};
use roster::{Person, rules as roster_rules, view::PersonPicker};

use super::{candidate::opening_of, parts::name_of};
use crate::{Candidate, CardSubmitted, Scorecard, Stage, commands, rules};

/// How a card stands for who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// It is in and can be read.
    Open(RecordId),
    /// It is in and cannot be read yet.
    Shut,
    /// It is being written here.
    Begun(RecordId),
    /// It is owed, for so many days.
    Owed(i64),
    /// The interview lies ahead.
    Ahead,
}

/// One line: whose card, for which stage.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    stage: String,
    who: String,
    on: String,
    state: State,
}

fn lines(book: &Book, candidate: &Entry<Candidate>, today: kernel::Date) -> Vec<Line> {
    let (submitted, cards) = (rules::submitted_of(book, candidate.id), rules::cards_of(book, candidate.id));
    let mut lines = Vec::new();
    for place in rules::places(book, candidate) {
        let mut people = place.interviewers.clone();
        let begun = cards.iter().filter(|card| card.stage.map(Ref::id) == Some(place.stage.id));
        for who in begun.filter_map(|card| Some(card.interviewer?.id())) {
            if !people.contains(&who) {
                people.push(who);
            }
        }
        for who in people {
            let is_it = |card: &Scorecard| card.interviewer.map(Ref::id) == Some(who);
            let of_stage = |card: &&Entry<Scorecard>| card.stage.map(Ref::id) == Some(place.stage.id);
            let card = cards.iter().filter(of_stage).find(|card| is_it(card));
            let said = submitted.iter().find(|one: &&Entry<CardSubmitted>| {
                (one.stage.map(Ref::id), one.interviewer.map(Ref::id)) == (Some(place.stage.id), Some(who))
            });
            let owed = rules::owed_cards(book, candidate.id, today).into_iter().find(|owed| {
                (owed.interview.stage.map(Ref::id), owed.interview.interviewer.map(Ref::id))
                    == (Some(place.stage.id), Some(who))
            });
            let state = match (card, said, owed) {
                (Some(card), Some(_), _) => State::Open(card.id),
                (Some(card), None, _) if card.submitted_on.is_some() => State::Open(card.id),
                (Some(card), None, _) => State::Begun(card.id),
                (None, Some(_), _) => State::Shut,
                (None, None, Some(owed)) => State::Owed(owed.days),
                (None, None, None) => State::Ahead,
            };
            lines.push(Line {
                stage: place.stage.name.clone(),
                who: name_of(book, Some(Ref::new(who))),
                on: said.and_then(|one| one.on).map(words::day).unwrap_or_default(),
                state,
            });
        }
    }
    lines
}

/// The section on a candidate's page.
#[component]
pub fn Cards(
    /// The candidate.
    candidate: RecordId,
    /// Opens a page of the app.
    on_go: Callback<String>,
) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Candidate>(candidate));
    let all = Memo::new(move |_| {
        let today = mirror.today();
        entry
            .with(|entry| entry.as_ref().map(|entry| mirror.read(|book| lines(book, entry, today))))
            .unwrap_or_default()
    });
    let writes = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map_or(Audience::Everyone, |entry| entry.document.audience))
    });
    let writing = RwSignal::new(false);
    let any =
        move || all.with(|all| all.iter().any(|line| matches!(line.state, State::Open(_) | State::Shut)));
    view! {
        <Section
            title="Scorecards"
            count=Signal::derive(move || Some(all.with(|all| all.iter().filter(|line| matches!(line.state, State::Open(_) | State::Shut)).count())))
            actions=move || view! {
                <Show when=any>
                    <LinkButton href=format!("/candidates/{candidate}/debrief") sign=Sign::Users>"Debrief"</LinkButton>
                </Show>
                <Button sign=Sign::Pencil writes=writes.get() on_press=move |()| writing.set(true)>"Write a scorecard"</Button>
            }
        >
            <Show when=move || all.with(Vec::is_empty)>
                <p class="soft">"None yet. Everybody who interviews writes one, before they hear what the others think: how each competency went, and what shows it."</p>
            </Show>
            <ul class="entries">
                {move || {
                    let reads = mirror.reads_round(rules::round(candidate));
                    all.get().into_iter().map(|line| shown(line, reads)).collect_view()
                }}
            </ul>
        </Section>
        <BeginDialog open=writing candidate on_go />
    }
}

fn shown(line: Line, reads: bool) -> impl IntoView {
    let Line { stage, who, on, state } = line;
    let says = format!("{stage}: {who}");
    let (href, badge) = match state {
        State::Open(card) => (Some(card), (Tone::Plain, "submitted".to_owned())),
        State::Begun(card) => (Some(card), (Tone::Signal, "not submitted".to_owned())),
        // Whoever has it may be away, or gone with it for good.
        State::Shut if reads => (None, (Tone::Plain, "submitted, its key has not come".to_owned())),
        State::Shut => (None, (Tone::Plain, "submitted, opens when yours is".to_owned())),
        State::Owed(0) => (None, (Tone::Plain, "owed since today".to_owned())),
        State::Owed(days) => (None, (Tone::Signal, format!("owed for {}", words::days(days)))),
        State::Ahead => (None, (Tone::Plain, "after the interview".to_owned())),
    };
    let (tone, label) = badge;
    view! {
        <li>
            <span class="small soft nowrap">{on}</span>
            {match href {
                Some(card) => view! { <a href=format!("/scorecards/{card}")>{says}</a> }.into_any(),
                None => view! { <span>{says}</span> }.into_any(),
            }}
            <Badge tone>{label}</Badge>
        </li>
    }
}

#[component]
fn BeginDialog(open: RwSignal<bool>, candidate: RecordId, on_go: Callback<String>) -> impl IntoView {
    let mirror = use_mirror();
    let stage = RwSignal::new(None::<RecordId>);
    let person = RwSignal::new(None::<RecordId>);
    let wrong @ [no_stage, nobody] = [RwSignal::new(None::<String>), RwSignal::new(None::<String>)];
    let stages = Signal::derive(move || {
        let named = |one: &Entry<Stage>| SelectOption::new(one.id.to_string(), one.name.clone());
        let all = mirror.read(|book| Some(rules::stages_of(book, opening_of(book, candidate)?.id)));
        all.unwrap_or_default().iter().map(named).collect::<Vec<_>>()
    });
    let begin = move |()| {
        stage.set(mirror.read(|book| rules::standing(book, candidate).stage));
        person.set(mirror.read(roster_rules::me).map(|me| me.id));
        wrong.into_iter().for_each(|one| one.set(None));
    };
    let others = Memo::new(move |_| {
        let me = mirror.read(roster_rules::me).map(|me| me.id);
        person.get().is_some() && me.is_some() && person.get() != me
    });
    let send = move |()| {
        let (at, who) = (stage.get_untracked(), person.get_untracked());
        no_stage.set(at.is_none().then(|| "Say which stage it is about.".to_owned()));
        nobody.set(who.is_none().then(|| "Choose whose card it is.".to_owned()));
        let (Some(at), Some(who)) = (at, who) else { return false };
        let known = untrack(|| mirror.read(|book| rules::card_of(book, candidate, at, who)));
        if let Some(card) = known {
            on_go.run(format!("/scorecards/{}", card.id));
            return true;
        }
        let entries = untrack(|| {
            Some((mirror.get::<Candidate>(candidate)?, mirror.get::<Stage>(at)?, mirror.get::<Person>(who)?))
        });
        let Some((candidate, stage, person)) = entries else { return false };
        spawn_local(async move {
            if let Some(card) = start(mirror, &candidate, &stage, &person).await {
                on_go.run(format!("/scorecards/{card}"));
            }
        });
        true
    };
    view! {
        <FormDialog open title="Write a scorecard" act="Begin" on_open=begin on_act=send>
            <Field label="Stage" error=no_stage>
                <Select
                    value=Signal::derive(move || stage.get().map(|id| id.to_string()).unwrap_or_default())
                    options=stages
                    none="Choose"
                    on_change=move |id: String| stage.set(id.parse().ok())
                />
            </Field>
            <Field label="Whose card" error=nobody>
                <PersonPicker value=person />
            </Field>
            <p class="soft small">
                {move || match (mirror.may_hide(), others.get()) {
                    (false, _) => "Nobody else is in this workspace, so there is nobody to hide it from.",
                    (true, false) => "Only you read it until you submit it. What others submitted opens to you then, and yours to them.",
                    (true, true) => "You write down what somebody says who is not in this workspace. Only you read it until you submit it; what others found opens to you with a card of your own.",
                }}
            </p>
        </FormDialog>
    }
}

/// Begins a card, hidden where there is somebody to hide it from. Answers with it.
async fn start(
    mirror: Mirror,
    candidate: &Entry<Candidate>,
    stage: &Entry<Stage>,
    person: &Entry<Person>,
) -> Option<RecordId> {
    let audience = if untrack(|| mirror.may_hide()) {
        match mirror.hide(rules::round(candidate.id), mirror.new_id()).await {
            Ok(audience) => audience,
            Err(problem) => {
                mirror.problems().update(|problems| problems.push(problem));
                return None;
            }
        }
    } else {
        candidate.document.audience
    };
    let id = match audience {
        Audience::Circle(circle) if audience != candidate.document.audience => circle,
        _ => mirror.new_id(),
    };
    let author = untrack(|| mirror.author());
    mirror
        .commit(commands::begin_card(&author, id, (candidate, stage), person, audience, || mirror.new_id()));
    Some(id)
}
