//! The loop of one opening: stages, who leads them, questions, and what it covers (HI-3).

use design::{
    Badge, Button, ButtonKind, ChoiceSelect, Each, EmptyState, Field, IconButton, Menu, MenuItem,
    NumberInput, Section, Sign, Tone,
};
use document::{Batch, Book, Entry};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};
use roster::view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText};
use std::collections::BTreeSet;

use super::{matrix::CoverageMatrix, parts::name_of};
use crate::{Interviewer, Opening, Question, Seat, Stage, StageKind, StageQuestion, commands, rules};

/// Stages and coverage.
#[component]
pub fn LoopOf(opening: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Opening>(opening));
    let coverage = Memo::new(move |_| {
        mirror.read(|book| book.get::<Opening>(opening).map(|opening| rules::coverage(book, &opening)))
    });
    let stages = Memo::new(move |_| mirror.read(|book| rules::stages_of(book, opening)));
    let writes =
        Signal::derive(move || entry.with(|entry| entry.as_ref().map(|entry| entry.document.audience)));
    let (adding, seating, at) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let usual = move |()| {
        let Some(entry) = entry.get_untracked() else { return };
        let author = untrack(|| mirror.author());
        mirror.commit(untrack(|| {
            mirror.read(|book| commands::usual_loop(book, &author, &entry, || mirror.new_id()))
        }));
    };
    let seat = Callback::new(move |stage: RecordId| {
        at.set(Some(stage));
        seating.set(true);
    });
    // A press puts the competency into the stage, or takes it out.
    let toggle = Callback::new(move |(competency, stage): (String, String)| {
        let Some(stage) = stage.parse().ok().and_then(|id: RecordId| untrack(|| mirror.get::<Stage>(id)))
        else {
            return;
        };
        let label = format!("What {} tests", stage.name);
        mirror.commit(Batch::new(label).with_all(stage.update(|stage| {
            let before = stage.competencies.len();
            stage.competencies.retain(|one| !rules::same(one, &competency));
            if stage.competencies.len() == before {
                stage.competencies.insert(competency);
            }
        })));
    });
    let holes = move || {
        coverage.with(|coverage| {
            let Some(coverage) = coverage else { return Vec::new() };
            let kinds: Vec<String> =
                coverage.missing.iter().map(|kind| kind.label().to_lowercase()).collect();
            let say = |what: &str, names: Vec<String>| {
                (!names.is_empty()).then(|| format!("{what}: {}.", words::listed(&names)))
            };
            let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
            [
                say("Missing", kinds),
                say("Tested by nobody", owned(coverage.untested())),
                say("Tested twice", owned(coverage.twice())),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
        })
    };
    view! {
        <Show
            when=move || stages.with(|stages| !stages.is_empty())
            fallback=move || view! {
                <EmptyState
                    title="No loop yet"
                    why="A whole loop has coding, system design, a talk about how somebody works with others, and a realistic look at the job. Each competency is tested once."
                    sign=Sign::List
                >
                    <Button kind=ButtonKind::Primary writes=MaybeProp::derive(move || writes.get()) on_press=usual>"Begin with the usual loop"</Button>
                    <Button writes=MaybeProp::derive(move || writes.get()) on_press=move |()| adding.set(true)>"Add a stage"</Button>
                </EmptyState>
            }
        >
            <div class="stack wide">
                <Section
                    title="Stages"
                    count=Signal::derive(move || Some(stages.with(Vec::len)))
                    actions=move || view! { <Button sign=Sign::Plus writes=MaybeProp::derive(move || writes.get()) on_press=move |()| adding.set(true)>"Add a stage"</Button> }
                >
                    <ol class="goals">
                        <Each each=move || stages.get() key=|one| (one.id, one.changed) let:one>
                            <OneStage one on_seat=seat />
                        </Each>
                    </ol>
                </Section>
                <Section title="What it covers">
                    {move || holes().into_iter().map(|hole| view! { <p role="note" class="small">{hole}</p> }).collect_view()}
                    <Show
                        when=move || coverage.with(|coverage| coverage.as_ref().is_some_and(|one| !one.rows.is_empty()))
                        fallback=|| view! { <p class="soft">"Name the competencies to test in the role, or in a stage; then each cell can be pressed."</p> }
                    >
                        <CoverageMatrix coverage=Signal::derive(move || coverage.get()) on_press=toggle />
                    </Show>
                </Section>
            </div>
        </Show>
        <AddStage open=adding opening />
        <SeatDialog open=seating stage=at />
    }
}

/// What stands with a stage: who leads it, what it asks, what it could ask.
type About =
    (Vec<(Entry<Interviewer>, String)>, Vec<(Entry<StageQuestion>, Entry<Question>)>, Vec<Entry<Question>>);

fn about(book: &Book, stage: RecordId) -> About {
    let people = rules::interviewers_of(book, stage);
    let people = people.into_iter().map(|one| {
        let name = name_of(book, one.person);
        (one, name)
    });
    let suits = book.get::<Stage>(stage).map(|stage| rules::suggested_questions(book, &stage));
    (people.collect(), rules::questions_of(book, stage), suits.unwrap_or_default())
}

fn change(mirror: Mirror, stage: RecordId, make: impl FnOnce(&Book, &Entry<Stage>) -> Batch) {
    let batch = untrack(|| mirror.read(|book| book.get::<Stage>(stage).map(|stage| make(book, &stage))));
    if let Some(batch) = batch {
        mirror.commit(batch);
    }
}

#[component]
fn OneStage(one: Entry<Stage>, on_seat: Callback<RecordId>) -> impl IntoView {
    let mirror = use_mirror();
    let (id, name, writes) = (one.id, one.name.clone(), one.document.audience);
    let known = Memo::new(move |_| mirror.read(|book| about(book, id)));
    let kind = one.kind.map(|kind| kind.label().to_lowercase());
    let minutes = one.minutes.map(rules::time);
    let tests: Vec<String> = one.competencies.iter().cloned().collect();
    let (up, down, gone) =
        (format!("Move {name} up"), format!("Move {name} down"), format!("Take out {name}"));
    let draws = Signal::derive(move || {
        known.with(|(_, _, suits)| {
            suits
                .iter()
                .map(|question| {
                    let of = question.id;
                    MenuItem::new(words::excerpt(&question.asks, 70), move || {
                        let author = untrack(|| mirror.author());
                        change(mirror, id, |book, stage| {
                            commands::draw(book, &author, mirror.new_id(), stage, of)
                        });
                    })
                })
                .collect::<Vec<_>>()
        })
    });
    view! {
        <li>
            <div class="row goal-head">
                <a href=format!("/record/{id}")>{name.clone()}</a>
                {match kind {
                    Some(kind) => view! { <Badge>{kind}</Badge> }.into_any(),
                    None => view! { <Badge tone=Tone::Signal>"no kind"</Badge> }.into_any(),
                }}
                {minutes.map(|minutes| view! { <span class="small soft nowrap">{minutes}</span> })}
                <span class="acts">
                    <IconButton sign=Sign::ArrowUp label=up writes on_press=move |()| change(mirror, id, |book, stage| commands::shift_stage(book, stage, false)) />
                    <IconButton sign=Sign::ArrowDown label=down writes on_press=move |()| change(mirror, id, |book, stage| commands::shift_stage(book, stage, true)) />
                    <IconButton sign=Sign::Trash label=gone writes on_press=move |()| change(mirror, id, commands::remove_stage) />
                </span>
            </div>
            <p class="small soft">{if tests.is_empty() { "Tests nothing that is named.".to_owned() } else { format!("Tests {}.", words::listed(&tests)) }}</p>
            <div class="row">
                {move || known.get().0.into_iter().map(|(seat, person)| {
                    let says = match seat.seat { Seat::Leads => person.clone(), Seat::Shadows => format!("{person} shadows") };
                    let label = format!("Take {person} out");
                    view! { <span class="row tight"><Badge>{says}</Badge><IconButton sign=Sign::Close label writes on_press=move |()| mirror.commit(commands::unseat(&seat)) /></span> }
                }).collect_view()}
                <Button sign=Sign::UserPlus writes on_press=move |()| on_seat.run(id)>"Interviewer"<span class="visually-hidden">{format!(" for {name}")}</span></Button>
                <Show when=move || draws.with(|draws| !draws.is_empty()) && mirror.may_write(writes)>
                    <Menu label="Draw a question" items=draws />
                </Show>
            </div>
            <ul class="entries">
                {move || known.get().1.into_iter().map(|(asked, question)| {
                    let label = format!("Put back “{}”", words::excerpt(&question.asks, 40));
                    view! {
                        <li>
                            <a href=format!("/record/{}", question.id)>{words::excerpt(&question.asks, 140)}</a>
                            <IconButton sign=Sign::Close label writes on_press=move |()| mirror.commit(commands::put_back(&asked)) />
                        </li>
                    }
                }).collect_view()}
            </ul>
        </li>
    }
}

#[component]
fn AddStage(open: RwSignal<bool>, opening: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let texts @ [name, tests] =
        ["name", "tests"].map(|what| UnsentText::of(format!("stage of {opening}: {what}")));
    let kind = RwSignal::new(Some(StageKind::Coding));
    let minutes = RwSignal::new(Some(60.0_f64));
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        kind.set(Some(StageKind::Coding));
        minutes.set(Some(60.0));
        missing.set(None);
    };
    let make = move |()| {
        missing.set(name.said().is_none().then(|| "Say what it is called.".to_owned()));
        let tested: BTreeSet<String> = tests
            .said()
            .unwrap_or_default()
            .split(',')
            .map(|one| one.trim().to_owned())
            .filter(|one| !one.is_empty())
            .collect();
        #[expect(clippy::cast_possible_truncation, reason = "the input takes 0 to 1440")]
        let minutes = minutes.get_untracked().map(|minutes| minutes.round() as i64);
        let stage = Stage {
            name: name.said()?,
            kind: kind.get_untracked(),
            minutes,
            competencies: tested,
            ..Stage::default()
        };
        let author = untrack(|| mirror.author());
        untrack(|| {
            mirror.read(|book| {
                let entry = book.get::<Opening>(opening)?;
                Some(commands::add_stage(book, &author, mirror.new_id(), &entry, &stage))
            })
        })
    };
    view! {
        <UnsentDialog open title="Add a stage" act="Add it" texts on_open=begin make>
            <Field label="What it is called" error=missing>
                <UnsentLine text=name />
            </Field>
            <Field label="Kind">
                <ChoiceSelect value=kind />
            </Field>
            <Field label="Minutes">
                <NumberInput value=minutes min=0.0 max=1440.0 on_change=move |now| minutes.set(now) />
            </Field>
            <Field label="Tests" hint="Competencies, separated by commas.">
                <UnsentLine text=tests />
            </Field>
        </UnsentDialog>
    }
}

#[component]
fn SeatDialog(open: RwSignal<bool>, stage: RwSignal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let person = RwSignal::new(None::<RecordId>);
    let seat = RwSignal::new(Seat::default());
    let nobody = RwSignal::new(None::<String>);
    let begin = move |()| {
        person.set(None);
        seat.set(Seat::default());
        nobody.set(None);
    };
    let make = move |()| {
        let who = person.get_untracked();
        nobody.set(who.is_none().then(|| "Choose a person.".to_owned()));
        let (who, author) = (who?, untrack(|| mirror.author()));
        untrack(|| {
            mirror.read(|book| {
                let stage = book.get::<Stage>(stage.get_untracked()?)?;
                Some(commands::seat(book, &author, mirror.new_id(), &stage, who, seat.get_untracked()))
            })
        })
    };
    view! {
        <UnsentDialog open title="An interviewer" act="Put in" texts=[] on_open=begin make>
            <Field label="Who" error=nobody>
                <PersonPicker value=person />
            </Field>
            <Field label="Seat" group=true>
                <ChoiceSelect value=seat in_sight=true />
            </Field>
        </UnsentDialog>
    }
}
