//! Interviews of a candidate: planned, held, cancelled (HI-11).

use design::{
    Badge, Button, ChoiceSelect, DateInput, Each, Field, NumberInput, Section, Select, SelectOption, Sign,
    Tone,
};
use document::{Audience, Entry};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{PersonPicker, UnsentDialog};

use super::{candidate::opening_of, parts::name_of};
use crate::{Candidate, Interview, InterviewState, Seat, Stage, commands, rules};

/// The interviews, and a button that arranges one.
#[component]
pub fn Interviews(candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let interviews = Memo::new(move |_| mirror.read(|book| rules::interviews_of(book, candidate)));
    let writes = Signal::derive(move || {
        mirror.get::<Candidate>(candidate).map_or(Audience::Everyone, |entry| entry.document.audience)
    });
    let arranging = RwSignal::new(false);
    view! {
        <Section
            title="Interviews"
            count=Signal::derive(move || Some(interviews.with(Vec::len)))
            actions=move || view! { <Button sign=Sign::Plus writes=writes.get() on_press=move |()| arranging.set(true)>"Arrange an interview"</Button> }
        >
            <Show when=move || interviews.with(Vec::is_empty)>
                <p class="soft">"None yet. One line for each who asks, so that the hours of everybody are known."</p>
            </Show>
            <ul class="entries">
                <Each each=move || interviews.get() key=|one| (one.id, one.changed) let:one>
                    <Line one />
                </Each>
            </ul>
        </Section>
        <ArrangeDialog open=arranging candidate />
    }
}

#[component]
fn Line(one: Entry<Interview>) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let (of, who, seat) = (one.stage, one.interviewer, one.seat);
    // What it names may come after it.
    let says = Memo::new(move |_| {
        mirror.read(|book| {
            let stage = of.and_then(|stage| book.get::<Stage>(stage.id())).map(|stage| stage.record.name);
            let (stage, who) = (stage.unwrap_or_else(|| "Interview".to_owned()), name_of(book, who));
            match seat {
                Seat::Leads => format!("{stage} with {who}"),
                Seat::Shadows => format!("{stage}, {who} shadows"),
            }
        })
    });
    let planned = one.state == InterviewState::Planned;
    let ahead = one.on.is_some_and(|day| day > today);
    let tone = if planned && !ahead { Tone::Signal } else { Tone::Plain };
    let state = if planned && !ahead { "was it held?".to_owned() } else { one.state.label().to_lowercase() };
    let (href, writes) = (format!("/record/{}", one.id), one.document.audience);
    let on = one.on.map(words::day).unwrap_or_default();
    let one = StoredValue::new(one);
    let to = move |state| mirror.commit(commands::conclude(&one.get_value(), state));
    view! {
        <li>
            <span class="small soft nowrap">{on}</span>
            <a href=href>{says}</a>
            <Badge tone>{state}</Badge>
            {planned.then(|| view! {
                <Button writes on_press=move |()| to(InterviewState::Done)>"Held"<span class="visually-hidden">{move || format!(": {}", says.get())}</span></Button>
                <Button writes on_press=move |()| to(InterviewState::Cancelled)>"Cancelled"</Button>
            })}
        </li>
    }
}

#[component]
fn ArrangeDialog(open: RwSignal<bool>, candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let stage = RwSignal::new(None::<RecordId>);
    let person = RwSignal::new(None::<RecordId>);
    let seat = RwSignal::new(Seat::default());
    let on = RwSignal::new(None::<Date>);
    let minutes = RwSignal::new(None::<f64>);
    let wrong @ [no_stage, nobody] = [RwSignal::new(None::<String>), RwSignal::new(None::<String>)];
    let stages = Signal::derive(move || {
        mirror
            .read(|book| {
                let opening = opening_of(book, candidate)?;
                let all = rules::stages_of(book, opening.id);
                Some(
                    all.iter()
                        .map(|one| SelectOption::new(one.id.to_string(), one.name.clone()))
                        .collect::<Vec<_>>(),
                )
            })
            .unwrap_or_default()
    });
    // Who leads the stage is offered, until somebody else is chosen.
    let take = move |id: Option<RecordId>| {
        stage.set(id);
        let leads = id.and_then(|id| {
            let all = untrack(|| mirror.read(|book| rules::interviewers_of(book, id)));
            all.into_iter().find(|one| one.seat == Seat::Leads)?.person
        });
        if let Some(leads) = leads {
            person.set(Some(leads.id()));
        }
    };
    let begin = move |()| {
        person.set(None);
        seat.set(Seat::default());
        on.set(Some(mirror.today()));
        minutes.set(None);
        for one in wrong {
            one.set(None);
        }
        take(untrack(|| mirror.read(|book| rules::standing(book, candidate).stage)));
    };
    let make = move |()| {
        let (at, who) = (stage.get_untracked(), person.get_untracked());
        no_stage.set(at.is_none().then(|| "Say which stage it is.".to_owned()));
        nobody.set(who.is_none().then(|| "Choose who asks.".to_owned()));
        #[expect(clippy::cast_possible_truncation, reason = "the input takes 0 to 1440")]
        let minutes = minutes.get_untracked().map(|minutes| minutes.round() as i64);
        let interview = Interview {
            stage: Some(at?.into()),
            interviewer: Some(who?.into()),
            seat: seat.get_untracked(),
            on: on.get_untracked().or(Some(untrack(|| mirror.today()))),
            minutes,
            ..Interview::default()
        };
        let entry = untrack(|| mirror.get::<Candidate>(candidate))?;
        Some(commands::arrange(&untrack(|| mirror.author()), mirror.new_id(), &entry, &interview))
    };
    view! {
        <UnsentDialog open title="Arrange an interview" act="Arrange it" texts=[] on_open=begin make>
            <Field label="Stage" error=no_stage>
                <Select
                    value=Signal::derive(move || stage.get().map(|id| id.to_string()).unwrap_or_default())
                    options=stages
                    none="Choose"
                    on_change=move |id: String| take(id.parse().ok())
                />
            </Field>
            <Field label="Who asks" error=nobody>
                <PersonPicker value=person />
            </Field>
            <Field label="Seat" group=true>
                <ChoiceSelect value=seat in_sight=true />
            </Field>
            <Field label="Day">
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
            <Field label="Minutes" hint="Empty: as long as the stage.">
                <NumberInput value=minutes min=0.0 max=1440.0 on_change=move |now| minutes.set(now) />
            </Field>
        </UnsentDialog>
    }
}
