//! The candidates of one opening by where they are: as a board or as a list (HI-7).

use std::sync::Arc;

use design::{
    Badge, Button, ButtonKind, ChoiceGroup, Column, DataTable, DateInput, Disclosure, EmptyState, Field,
    LinkButton, SelectOption, Sign, Tone, focus_by_id,
};
use document::{Book, Email, Entry};
use kernel::{Date, RecordId, days_between, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{UnsentDialog, UnsentLine, UnsentText};

use super::parts::{due, name_of};
use crate::{Candidate, Opening, commands, rules};

/// The board or the list.
#[component]
pub fn BoardShown(opening: RecordId, adding: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let board = Memo::new(move |_| {
        mirror.read(|book| book.get::<Opening>(opening).map(|opening| rules::board(book, &opening)))
    });
    let any = move || {
        board.with(|board| {
            board.as_ref().is_some_and(|board| {
                board.open.iter().chain(&board.ended).any(|way| !way.candidates.is_empty())
            })
        })
    };
    let shown = RwSignal::new("board".to_owned());
    let options = vec![SelectOption::new("board", "Board"), SelectOption::new("list", "List")];
    view! {
        <Show
            when=any
            fallback=move || view! {
                <EmptyState
                    title="Nobody yet"
                    why="Add candidates one by one, or bring in the export of your applicant system; brought in again a week later, it shows who moved. Each has a document of their own, so that they can be erased."
                    sign=Sign::Users
                >
                    <Button kind=ButtonKind::Primary sign=Sign::Plus on_press=move |()| adding.set(true)>"Add a candidate"</Button>
                    <LinkButton href="/import" sign=Sign::Upload>"Import"</LinkButton>
                </EmptyState>
            }
        >
            <div class="stack wide">
                <ChoiceGroup label="Show as" value=shown options=options.clone() on_change=move |word| shown.set(word) />
                {move || {
                    let board = board.get()?;
                    Some(match shown.get().as_str() {
                        "list" => view! { <List board /> }.into_any(),
                        _ => view! { <Columns board /> }.into_any(),
                    })
                }}
            </div>
        </Show>
    }
}

#[component]
fn Columns(board: rules::Board) -> impl IntoView {
    let column = |way: rules::Way| {
        let (name, heading, count) = (way.name(), way.name(), way.candidates.len());
        let cards = way.candidates.into_iter().map(|(candidate, since)| {
            view! { <Card candidate since /> }
        });
        let cards = cards.collect_view();
        view! {
            <section class="way" aria-label=name>
                <h2>{heading}" "<span class="count">{count}</span></h2>
                <ul>{cards}</ul>
            </section>
        }
    };
    let ended: usize = board.ended.iter().map(|way| way.candidates.len()).sum();
    let open = board.open.into_iter().map(column).collect_view();
    let over = board.ended.into_iter().filter(|way| !way.candidates.is_empty()).map(column).collect_view();
    view! {
        <div class="board" tabindex="0" role="region" aria-label="Candidates by stage">{open}</div>
        {(ended > 0).then(|| view! {
            <Disclosure label=format!("Ended: {ended}")>
                <div class="board">{over}</div>
            </Disclosure>
        })}
    }
}

#[component]
fn Card(candidate: Entry<Candidate>, since: Option<Date>) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let id = candidate.id;
    // Whether they are still considered, wait for a word, and can be moved on: as it stands, whatever comes later.
    let state = Memo::new(move |_| {
        mirror.read(|book| {
            let candidate = book.get::<Candidate>(id)?;
            let next = commands::move_on(book, &mirror.author(), id, &candidate, today).is_some();
            Some((rules::is_open(book, id), rules::waiting(book, &candidate, today).is_some(), next))
        })
    });
    let (open, waits, next) = (
        move || state.get().is_some_and(|state| state.0),
        move || state.get().is_some_and(|state| state.1),
        move || state.get().is_some_and(|state| state.2),
    );
    let owed_by = candidate.owed_by;
    // Who owes it may come after it.
    let who = Memo::new(move |_| mirror.read(|book| name_of(book, owed_by)));
    let days = since.map(|since| words::days(days_between(since, today)));
    let (next_step, next_on) = (candidate.next_step.clone(), candidate.next_on);
    let step = move || {
        let step = next_step.clone()?;
        Some(match (who.get().as_str(), next_on) {
            ("", None) => step,
            ("", Some(day)) => format!("{step}, {}", due(day, today)),
            (who, None) => format!("{step}, {who}"),
            (who, Some(day)) => format!("{step}, {who} {}", due(day, today)),
        })
    };
    let (writes, name, source) =
        (candidate.document.audience, candidate.name.clone(), candidate.source.clone());
    let named = name.clone();
    let go_on = move |()| {
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch = untrack(|| {
            mirror.read(|book| {
                let candidate = book.get::<Candidate>(id)?;
                commands::move_on(book, &author, mirror.new_id(), &candidate, today)
            })
        });
        if let Some(batch) = batch {
            mirror.commit(batch);
            // The card is drawn anew in the next column; whoever moves with the keyboard stays on it.
            focus_by_id(card(id));
        }
    };
    view! {
        <li>
            <a id=card(id) href=format!("/candidates/{id}")>{name}</a>
            <p class="small soft">
                {move || {
                    let days = days.clone().filter(|_| open());
                    [days, source.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
                }}
            </p>
            {move || step().filter(|_| open()).map(|step| view! { <p class="small">{step}</p> })}
            {move || waits().then(|| view! { <p><Badge tone=Tone::Signal>"waits for a word"</Badge></p> })}
            {move || {
                let named = named.clone();
                next().then(|| view! {
                <Button sign=Sign::ArrowRight writes on_press=go_on>"Move on"<span class="visually-hidden">{format!(": {named}")}</span></Button>
            })}}
        </li>
    }
}

/// What the card of a candidate is found by.
fn card(candidate: RecordId) -> String {
    format!("card-{candidate}")
}

/// One candidate as the list shows them.
#[derive(Clone, PartialEq)]
struct Line {
    id: RecordId,
    name: String,
    place: String,
    since: Option<Date>,
    source: String,
    next: String,
    by: Option<Date>,
    owed_by: String,
    waits: bool,
}

fn lines(book: &Book, board: &rules::Board, today: Date) -> Vec<Line> {
    let of = |way: &rules::Way| {
        let name = way.name();
        way.candidates
            .iter()
            .map(|(candidate, since)| Line {
                id: candidate.id,
                name: candidate.name.clone(),
                place: name.clone(),
                since: *since,
                source: candidate.source.clone().unwrap_or_default(),
                next: candidate.next_step.clone().unwrap_or_default(),
                by: candidate.next_on,
                owed_by: name_of(book, candidate.owed_by),
                waits: rules::waiting(book, candidate, today).is_some(),
            })
            .collect::<Vec<_>>()
    };
    board.open.iter().chain(&board.ended).flat_map(of).collect()
}

#[component]
fn List(board: rules::Board) -> impl IntoView {
    let mirror = use_mirror();
    let rows = Signal::derive(move || {
        let today = mirror.today();
        Arc::new(mirror.read(|book| lines(book, &board, today)))
    });
    let columns = vec![
        Column::new("name", "Who", |line: &Line| line.name.clone()).lead().width(11.0),
        Column::new("place", "Where", |line: &Line| line.place.clone()).width(9.0),
        Column::day("since", "Since", |line: &Line| line.since).named().width(7.0),
        Column::new("source", "Source", |line: &Line| line.source.clone()).extra().width(8.0),
        Column::new("next", "Next step", |line: &Line| line.next.clone()).sentence().width(12.0),
        Column::day("by", "By", |line: &Line| line.by).named().width(7.0),
        Column::new("owed", "Owed by", |line: &Line| line.owed_by.clone()).extra().width(9.0),
    ];
    view! {
        <DataTable
            label="Candidates"
            columns
            rows
            href=Callback::new(|line: Line| format!("/candidates/{}", line.id))
            signal=Callback::new(|line: Line| line.waits)
        />
    }
}

/// Adds somebody who applied or was found.
#[component]
pub fn AddCandidate(open: RwSignal<bool>, opening: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let texts @ [name, email, source] =
        ["name", "e-mail", "source"].map(|what| UnsentText::of(format!("candidate for {opening}: {what}")));
    let applied = RwSignal::new(None::<Date>);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        applied.set(Some(mirror.today()));
        missing.set(None);
    };
    let make = move |()| {
        missing.set(name.said().is_none().then(|| "A name is needed.".to_owned()));
        let candidate = Candidate {
            name: name.said()?,
            email: email.said().map(Email),
            source: source.said(),
            ..Candidate::default()
        };
        let entry = untrack(|| mirror.get::<Opening>(opening))?;
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let applied = applied.get_untracked().unwrap_or(today);
        Some(commands::add_candidate(
            &author,
            [mirror.new_id(), mirror.new_id()],
            &entry,
            &candidate,
            applied,
        ))
    };
    view! {
        <UnsentDialog open title="Add a candidate" act="Add" texts on_open=begin make>
            <Field label="Name" hint="Write everything as if they will read it." error=missing>
                <UnsentLine text=name />
            </Field>
            <Field label="E-mail" hint="Finds them again at an import.">
                <UnsentLine text=email />
            </Field>
            <Field label="Source" hint="The channel they came by.">
                <UnsentLine text=source />
            </Field>
            <Field label="Applied on">
                <DateInput value=applied on_change=move |day| applied.set(day) />
            </Field>
        </UnsentDialog>
    }
}
