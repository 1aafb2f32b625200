//! Whether the panel judges alike: leniency, agreement, pass rates, loops that differed, calibrations (HI-5).

use std::sync::Arc;

use design::{
    Badge, Button, Column, DataTable, DateInput, Each, EmptyState, Field, PageHeader, Section, Sign, Tone,
};
use document::{Audience, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{PersonPicker, UnsentArea, UnsentDialog, UnsentLine, UnsentText};

use super::parts::name_of;
use crate::{
    Calibration, CalibrationSeat, commands,
    rules::{self, PassRate, Period},
};

/// One line about an interviewer, ready to be shown.
#[derive(Clone, PartialEq)]
struct Judge {
    person: RecordId,
    name: String,
    beside: String,
    says: String,
    is_far: bool,
}

/// The page.
#[component]
pub fn PanelPage() -> impl IntoView {
    let mirror = use_mirror();
    let judges = Memo::new(move |_| {
        Arc::new(mirror.read(|book| {
            let mut all: Vec<Judge> = rules::leniency(book)
                .into_iter()
                .map(|one| Judge {
                    person: one.interviewer,
                    name: name_of(book, Some(Ref::new(one.interviewer))),
                    beside: beside(&one, one.is_enough(book)),
                    says: format!("{} of {}", one.yes, one.cards),
                    is_far: one.is_outlier(book),
                })
                .collect();
            // By name: nobody is ranked.
            all.order_by_key(|one| kernel::text::fold(&one.name));
            all
        }))
    });
    let cards = Memo::new(move |_| {
        let year = Period::before(mirror.today(), 365);
        mirror.read(|book| rules::cards_in(book, year))
    });
    let agreement = Memo::new(move |_| Arc::new(mirror.read(rules::agreement)));
    let stages = Memo::new(move |_| Arc::new(mirror.read(rules::by_stage)));
    let sources = Memo::new(move |_| Arc::new(mirror.read(rules::by_source)));
    let differed = Memo::new(move |_| {
        mirror.read(|book| {
            let all = rules::all_differed(book).into_iter();
            all.flat_map(|(opening, differed)| {
                differed.into_iter().map(move |one| {
                    let names: Vec<&str> = one.without.iter().map(|one| one.name.as_str()).collect();
                    (
                        opening.id,
                        opening.role.clone(),
                        format!("{}: not with {}.", one.stage.name, words::listed(&names)),
                    )
                })
            })
            .collect::<Vec<_>>()
        })
    });
    view! {
        <PageHeader title="Panel" subtitle="Whether one scale means one thing. Counts, not grades: either side of a difference may be right." />
        <Show
            when=move || judges.with(|judges| !judges.is_empty())
            fallback=|| view! {
                <EmptyState
                    title="No card to compare yet"
                    why="When several interviewers have submitted scorecards about the same candidates, here stands who judges otherwise than the others, and in which competencies they do not find the same."
                    sign=Sign::Users
                />
            }
        >
            <div class="stack wide">
                <Section title="Beside co-panellists">
                    <DataTable
                        label="Interviewers beside co-panellists"
                        columns=vec![
                            Column::new("who", "Who", |one: &Judge| one.name.clone()).lead().width(11.0),
                            Column::new("beside", "Beside the others", |one: &Judge| one.beside.clone()).width(16.0),
                            Column::new("yes", "Would hire", |one: &Judge| one.says.clone()).named().width(8.0),
                        ]
                        rows=Signal::derive(move || judges.get())
                        href=Callback::new(|one: Judge| format!("/people/{}", one.person))
                        signal=Callback::new(|one: Judge| one.is_far)
                    />
                </Section>
                <Section title="Cards that are in">
                    <p>{move || {
                        let (there, all) = cards.get();
                        format!("{there} of {} led in the last 365 days.", words::counted(all, "interview", "interviews"))
                    }}</p>
                    <p class="soft small">"What is not written down before the debrief is remembered as the debrief was."</p>
                </Section>
                <Section title="Agreement">
                    <Show
                        when=move || agreement.with(|all| !all.is_empty())
                        fallback=|| view! { <p class="soft">"No two interviewers have judged the same competency of one candidate yet."</p> }
                    >
                        <ul class="entries" aria-label="Agreement by competency">
                            {move || agreement.get().iter().map(|one| view! {
                                <li><span>{one.competency.clone()}</span><span class="soft">{format!("{} of {} found the same", one.same, words::counted(one.of, "pair", "pairs"))}</span></li>
                            }).collect_view()}
                        </ul>
                    </Show>
                </Section>
                <Rates title="Who went on, by stage" rates=stages />
                <Rates title="Who got an offer, by channel" rates=sources />
                <Show when=move || differed.with(|all| !all.is_empty())>
                    <Section title="Loops that differed">
                        <p class="soft small">"Between candidates of one opening who came as far as an offer."</p>
                        <ul class="entries">
                            {move || differed.get().into_iter().map(|(opening, role, says)| view! {
                                <li><a href=format!("/hiring/{opening}")>{role}</a><span>{says}</span></li>
                            }).collect_view()}
                        </ul>
                    </Section>
                </Show>
            </div>
        </Show>
        <Learning />
    }
}

/// `1.2 steps above, over 6 candidates`; that there are too few.
fn beside(one: &rules::Leniency, enough: bool) -> String {
    let over = words::counted(one.candidates, "candidate", "candidates");
    match (one.candidates, enough) {
        (0, _) => "always alone".to_owned(),
        (_, false) => format!("too few to say: {over}"),
        (_, true) if one.tenths == 0 => format!("as the others, over {over}"),
        (_, true) => {
            let tenths = one.tenths.abs();
            let way = if one.tenths < 0 { "below" } else { "above" };
            format!("{}.{} steps {way}, over {over}", tenths / 10, tenths % 10)
        }
    }
}

#[component]
fn Rates(title: &'static str, #[prop(into)] rates: Signal<Arc<Vec<PassRate>>>) -> impl IntoView {
    view! {
        <Show when=move || rates.with(|rates| !rates.is_empty())>
            <Section title>
                <ul class="entries">
                    {move || rates.get().iter().map(|one| view! {
                        <li><span>{one.group.clone()}</span><span class="soft">{format!("{} of {}", one.passed, one.of)}</span></li>
                    }).collect_view()}
                </ul>
            </Section>
        </Show>
    }
}

/// Calibrations and sitting in.
#[component]
fn Learning() -> impl IntoView {
    let mirror = use_mirror();
    let all = Memo::new(move |_| {
        let mut all: Vec<Entry<Calibration>> = mirror.all::<Calibration>().iter().cloned().collect();
        all.order_by_key(|one| std::cmp::Reverse((one.on, one.id)));
        all
    });
    let shadowing = Memo::new(move |_| {
        mirror.read(|book| {
            let named = |one: rules::Practice| (name_of(book, Some(Ref::new(one.person))), one);
            rules::shadowing(book).into_iter().map(named).collect::<Vec<_>>()
        })
    });
    let adding = RwSignal::new(false);
    view! {
        <div class="stack wide">
            <Section
                title="Calibrations"
                count=Signal::derive(move || Some(all.with(Vec::len)))
                actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| adding.set(true)>"Log a calibration"</Button> }
            >
                <Show when=move || all.with(Vec::is_empty)>
                    <p class="soft">"None yet. Half an hour over three cards, twice a year, keeps one scale one thing."</p>
                </Show>
                <ul class="goals">
                    <Each each=move || all.get() key=|one| (one.id, one.changed) let:one>
                        <OneCalibration one />
                    </Each>
                </ul>
            </Section>
            <Show when=move || shadowing.with(|all| !all.is_empty())>
                <Section title="Sat in to learn">
                    <ul class="entries">
                        {move || shadowing.get().into_iter().map(|(name, one)| view! {
                            <li>
                                <span>{name}</span>
                                <Badge tone=Tone::Plain>{format!("sat in {}, led {}", one.shadowed, one.led)}</Badge>
                            </li>
                        }).collect_view()}
                    </ul>
                </Section>
            </Show>
        </div>
        <CalibrateDialog open=adding />
    }
}

#[component]
fn OneCalibration(one: Entry<Calibration>) -> impl IntoView {
    let mirror = use_mirror();
    let id = one.id;
    let who = untrack(|| {
        mirror.read(|book| {
            let seats = book.of(|seat: &CalibrationSeat| seat.calibration.map(Ref::id), id);
            seats.iter().map(|seat| name_of(book, seat.person)).collect::<Vec<_>>()
        })
    });
    view! {
        <li>
            <p><a href=format!("/record/{id}")>{one.about.clone()}</a><span class="soft small">{one.on.map(|on| format!(" {}", words::day(on)))}</span></p>
            <p class="small soft">{(!who.is_empty()).then(|| format!("With {}.", words::listed(&who)))}</p>
            <p class="prose">{one.agreed.0.clone()}</p>
        </li>
    }
}

#[component]
fn CalibrateDialog(open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let (about, agreed) = (UnsentText::of("calibration: about"), UnsentText::of("calibration: agreed"));
    let on = RwSignal::new(None::<Date>);
    let who: [RwSignal<Option<RecordId>>; 4] = std::array::from_fn(|_| RwSignal::new(None));
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        on.set(Some(mirror.today()));
        who.into_iter().for_each(|one| one.set(None));
        missing.set(None);
    };
    let make = move |()| {
        let said = about.said();
        missing.set(said.is_none().then(|| "Say what was compared.".to_owned()));
        let calibration = Calibration {
            about: said?,
            on: on.get_untracked().or(Some(untrack(|| mirror.today()))),
            agreed: agreed.said().unwrap_or_default().as_str().into(),
            ..Calibration::default()
        };
        let people: Vec<RecordId> = who.into_iter().filter_map(|one| one.get_untracked()).collect();
        Some(commands::calibrate(&untrack(|| mirror.author()), &calibration, &people, || mirror.new_id()))
    };
    view! {
        <UnsentDialog open title="Log a calibration" act="Log it" texts=[about, agreed] on_open=begin make>
            <Field label="What was compared" hint="A competency, a question, some cards." error=missing>
                <UnsentLine text=about />
            </Field>
            <Field label="Day">
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
            {who.into_iter().enumerate().map(|(at, one)| view! {
                <Field label=format!("Who took part ({})", at + 1)>
                    <PersonPicker value=one />
                </Field>
            }).collect_view()}
            <Field label="What was agreed, and what changes">
                <UnsentArea text=agreed />
            </Field>
        </UnsentDialog>
    }
}
