//! Who was hired and lands, how it went, what candidates say, and whom to erase (HI-9 to HI-11).

use design::{Badge, Button, Each, EmptyState, PageHeader, Section, Sign, Tone};
use document::{Audience, Entry};
use kernel::{Date, Ordered as _, RecordId, text::fold, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{
    candidate::opening_of,
    outcome::OutcomeDialog,
    parts::{name_of, role_of},
};
use crate::{
    Candidate,
    rules::{self, Predictor},
};

/// The page of hires.
#[component]
pub fn HiresPage() -> impl IntoView {
    let mirror = use_mirror();
    let hires = Memo::new(move |_| mirror.read(rules::hires));
    let (writing, about) = (RwSignal::new(false), RwSignal::new(None::<(RecordId, u32)>));
    let write = Callback::new(move |of: (RecordId, u32)| {
        about.set(Some(of));
        writing.set(true);
    });
    view! {
        <PageHeader title="Hires" subtitle="Who comes, how they land, and whether the loop saw it coming." />
        <div class="stack wide">
            <Show
                when=move || hires.with(|hires| !hires.is_empty())
                fallback=|| view! {
                    <EmptyState
                        title="Nobody hired yet"
                        why="When a candidate accepts, they stand here with their first day. After six and twelve months you note how it went, and see which part of the loop predicted it."
                        sign=Sign::UserPlus
                    />
                }
            >
                <Section title="Hired" count=Signal::derive(move || Some(hires.with(Vec::len)))>
                    <ul class="goals">
                        <Each each=move || hires.get() key=|(one, first)| (one.id, one.changed, *first) let:one>
                            <Hire candidate=one.0 first=one.1 on_write=write />
                        </Each>
                    </ul>
                </Section>
            </Show>
            <Foretold />
            <Voices />
            <Erasable />
        </div>
        <OutcomeDialog open=writing about />
    }
}

#[component]
fn Hire(
    candidate: Entry<Candidate>,
    first: Option<Date>,
    on_write: Callback<(RecordId, u32)>,
) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let id = candidate.id;
    let opening = candidate.opening;
    // What it names may come after it.
    let role = Memo::new(move |_| mirror.read(|book| role_of(book, opening)));
    let weeks = Memo::new(move |_| mirror.read(|book| opening_of(book, id)?.ramp_weeks));
    let outcomes = Memo::new(move |_| mirror.read(|book| rules::outcomes_of(book, id)));
    let due = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::due(book, today).into_iter().find(|due| due.candidate.id == id))
    });
    let starts = first.map(|first| {
        if first > today {
            format!("starts {}", words::day(first))
        } else {
            format!("since {}", words::day(first))
        }
    });
    let ramp = move || {
        let until = first? + chrono::Duration::weeks(weeks.get()?);
        (until >= today).then(|| format!("ramps up until {}", words::day(until)))
    };
    let person = candidate.hired_as.map(document::Ref::id);
    view! {
        <li>
            <div class="row goal-head">
                <a href=person.map_or_else(|| format!("/candidates/{id}"), |person| format!("/people/{person}"))>{candidate.name.clone()}</a>
                <span class="small soft">{role}</span>
                {starts.map(|starts| view! { <Badge>{starts}</Badge> })}
                {move || ramp().map(|ramp| view! { <Badge>{ramp}</Badge> })}
                {person.is_none().then(|| view! { <Badge tone=Tone::Signal>"not among the people yet"</Badge> })}
                <a class="small" href=format!("/candidates/{id}")>"How they came"</a>
                {move || due.get().map(|due| {
                    let months = due.months;
                    view! { <Button writes=Audience::Everyone on_press=move |()| on_write.run((id, months))>{format!("Write how {months} months went")}</Button> }
                })}
            </div>
            <ul class="entries screen-only">
                {move || outcomes.get().into_iter().map(|one| view! {
                    <li>
                        <span class="small soft nowrap">{one.months.map(|months| words::counted(months, "month", "months")).unwrap_or_default()}</span>
                        <a href=format!("/record/{}", one.id)>{one.went.map_or("not said", |went| went.label())}</a>
                        <span class="small soft">"only me"</span>
                    </li>
                }).collect_view()}
            </ul>
        </li>
    }
}

/// How often interviewers and competencies foretold how it went, by name and with counts; nobody is ranked.
#[component]
fn Foretold() -> impl IntoView {
    let mirror = use_mirror();
    let both = Memo::new(move |_| {
        mirror.read(|book| {
            let matches = rules::hits(book, &rules::predictions(book));
            let mut people: Vec<(String, usize, usize)> = Predictor::<RecordId>::interviewers(&matches)
                .into_iter()
                .map(|one| (name_of(book, Some(document::Ref::new(one.who))), one.right, one.of))
                .collect();
            people.order_by_key(|(name, ..)| fold(name));
            let competencies: Vec<(String, usize, usize)> = Predictor::<String>::competencies(&matches)
                .into_iter()
                .map(|one| (one.who, one.right, one.of))
                .collect();
            (competencies, people)
        })
    });
    let lines = |of: Vec<(String, usize, usize)>| {
        of.into_iter()
            .map(|(name, right, of)| view! { <li><span>{name}</span><span class="small soft">{format!("{right} of {of} came to be as predicted")}</span></li> })
            .collect_view()
    };
    view! {
        <Show when=move || both.with(|(competencies, _)| !competencies.is_empty())>
            <Section title="What the loop foretold">
                <p class="soft small">"Scores of who was hired against how it went, by the latest look. A handful says little about anybody; it says where to look at the loop."</p>
                <h3>"By competency"</h3>
                <ul class="plain-list">{move || lines(both.get().0)}</ul>
                <h3>"By interviewer"</h3>
                <ul class="plain-list screen-only">{move || lines(both.get().1)}</ul>
            </Section>
        </Show>
    }
}

/// What candidates said, quarter by quarter.
#[component]
fn Voices() -> impl IntoView {
    let mirror = use_mirror();
    let trend = Memo::new(move |_| mirror.read(rules::trend));
    let mean = |one: &rules::Trend, at: usize| {
        one.tenths(at)
            .map_or_else(|| "not said".to_owned(), |tenths| format!("{}.{}", tenths / 10, tenths % 10))
    };
    view! {
        <Show when=move || trend.with(|trend| !trend.is_empty())>
            <Section title="What candidates say">
                <p class="soft small">"Means from 1 to 5 with how many answered; hired or not."</p>
                <ul class="entries">
                    {move || trend.get().into_iter().map(|one| {
                        let answers = words::counted(one.answers, "answer", "answers");
                        view! {
                            <li>
                                <span class="small soft nowrap">{format!("from {}", words::month(one.quarter))}</span>
                                <span>{format!("knew what comes next {}", mean(&one, 0))}</span>
                                <span>{format!("respect {}", mean(&one, 1))}</span>
                                <span>{format!("would tell a friend {}", mean(&one, 2))}</span>
                                <span class="small soft nowrap">{answers}</span>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </Section>
        </Show>
    }
}

/// Who is kept longer than they may be.
#[component]
fn Erasable() -> impl IntoView {
    let mirror = use_mirror();
    let past = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::past_retention(book, today))
    });
    view! {
        <Show when=move || past.with(|past| !past.is_empty())>
            <Section title="To erase" count=Signal::derive(move || Some(past.with(Vec::len)))>
                <p class="soft small">"It ended, and the time to keep them is over. Everything about each of them is in one file: look at it, then erase it."</p>
                <ul class="entries">
                    {move || past.get().into_iter().map(|(one, last)| view! {
                        <li>
                            <a href=format!("/candidates/{}", one.id)>{one.name.clone()}</a>
                            <span class="small soft nowrap">{format!("could be kept until {}", words::day(last))}</span>
                            <a class="nowrap" href=format!("/file/{}", one.id)>{format!("Erase {}…", one.name)}</a>
                        </li>
                    }).collect_view()}
                </ul>
            </Section>
        </Show>
    }
}
