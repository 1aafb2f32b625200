//! The closing plan of a finalist (HI-8).

use design::{Badge, Button, Checkbox, DateInput, Each, Field, RecordEditor, Section, Sign, Tone};
use document::{Audience, Entry};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText};

use super::parts::{due, name_of};
use crate::{Candidate, ClosingStep, RivalOffer, commands, rules};

/// What they want, fear and weigh; rival offers; who does what. A button while there is none.
#[component]
pub fn Closing(candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let plan =
        Memo::new(move |_| mirror.read(|book| rules::closing_plan_of(book, candidate).map(|plan| plan.id)));
    let rivals = Memo::new(move |_| mirror.read(|book| rules::rivals_of(book, candidate)));
    let steps = Memo::new(move |_| mirror.read(|book| rules::closing_steps_of(book, candidate)));
    let writes = Signal::derive(move || {
        mirror.get::<Candidate>(candidate).map_or(Audience::Everyone, |entry| entry.document.audience)
    });
    let is_open = Memo::new(move |_| mirror.read(|book| rules::is_open(book, candidate)));
    let begin = move |()| {
        let author = untrack(|| mirror.author());
        let batch = untrack(|| {
            mirror
                .read(|book| Some(commands::begin_closing(book, &author, &book.get::<Candidate>(candidate)?)))
        });
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    let (adding_rival, adding_step) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        {move || match plan.get() {
            Some(plan) => view! {
                <Section title="Closing plan">
                    <RecordEditor record=plan only=&["motives", "doubts", "decide_by"] />
                </Section>
                <Section
                    title="Other offers"
                    actions=move || view! { <Button sign=Sign::Plus writes=writes.get() on_press=move |()| adding_rival.set(true)>"Add another offer"</Button> }
                >
                    <Show when=move || rivals.with(Vec::is_empty)>
                        <p class="soft">"None that we know of. Ask; most say it."</p>
                    </Show>
                    <ul class="entries">
                        <Each each=move || rivals.get() key=|one| (one.id, one.changed) let:one><Rival one /></Each>
                    </ul>
                </Section>
                <Section
                    title="Who does what"
                    actions=move || view! { <Button sign=Sign::Plus writes=writes.get() on_press=move |()| adding_step.set(true)>"Add a step"</Button> }
                >
                    <Show when=move || steps.with(Vec::is_empty)>
                        <p class="soft">"Who sells which part, honestly: the work, the team, the growth, the pay. Each with a day."</p>
                    </Show>
                    <ul class="checklist">
                        <Each each=move || steps.get() key=|one| (one.id, one.changed) let:one><Step one /></Each>
                    </ul>
                </Section>
            }.into_any(),
            None if is_open.get() => view! {
                <Section title="Closing plan">
                    <p class="soft">"For somebody whom you want: what moves them, what they doubt, which other offers they weigh, who says what by when."</p>
                    <p><Button writes=writes.get() on_press=begin>"Begin a closing plan"</Button></p>
                </Section>
            }.into_any(),
            None => ().into_any(),
        }}
        <RivalDialog open=adding_rival candidate />
        <StepDialog open=adding_step candidate />
    }
}

#[component]
fn Rival(one: Entry<RivalOffer>) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let (href, from, gone, writes) =
        (format!("/record/{}", one.id), one.from.clone(), one.gone, one.document.audience);
    let deadline = one.deadline.map(|day| {
        let tone = if day >= today && !gone { Tone::Signal } else { Tone::Plain };
        view! { <Badge tone>{format!("answer by {}", words::day(day))}</Badge> }
    });
    let one = StoredValue::new(one);
    view! {
        <li>
            <a href=href>{from}</a>
            {deadline}
            {if gone {
                view! { <Badge>"off the table"</Badge> }.into_any()
            } else {
                view! { <Button writes on_press=move |()| mirror.commit(commands::drop_rival(&one.get_value()))>"Off the table"</Button> }.into_any()
            }}
        </li>
    }
}

#[component]
fn Step(one: Entry<ClosingStep>) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let does = one.who;
    let who = Memo::new(move |_| mirror.read(|book| name_of(book, does)));
    let done = one.done_on.is_some();
    let by = one.by.filter(|_| !done);
    let tone = if by.is_some_and(|day| day < today) { Tone::Signal } else { Tone::Plain };
    let what = one.what.clone();
    let one = StoredValue::new(one);
    let tick =
        move |yes| mirror.commit(commands::finish_step(&one.get_value(), yes, untrack(|| mirror.today())));
    view! {
        <li class:done=done>
            <Checkbox label=what checked=done on_change=tick />
            <span class="small soft">{who}</span>
            {by.map(|day| view! { <Badge tone>{due(day, today)}</Badge> })}
        </li>
    }
}

#[component]
fn RivalDialog(open: RwSignal<bool>, candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let from = UnsentText::of(format!("rival of {candidate}"));
    let deadline = RwSignal::new(None::<Date>);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        deadline.set(None);
        missing.set(None);
    };
    let make = move |()| {
        missing.set(from.said().is_none().then(|| "Say whose offer it is.".to_owned()));
        let rival =
            RivalOffer { from: from.said()?, deadline: deadline.get_untracked(), ..RivalOffer::default() };
        let entry = untrack(|| mirror.get::<Candidate>(candidate))?;
        Some(commands::add_rival(&untrack(|| mirror.author()), mirror.new_id(), &entry, &rival))
    };
    view! {
        <UnsentDialog open title="Add another offer" act="Add it" texts=[from] on_open=begin make>
            <Field label="From" error=missing>
                <UnsentLine text=from />
            </Field>
            <Field label="They have to answer by" hint="When that is before our next step, it speaks up.">
                <DateInput value=deadline on_change=move |day| deadline.set(day) />
            </Field>
        </UnsentDialog>
    }
}

#[component]
fn StepDialog(open: RwSignal<bool>, candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(format!("closing step of {candidate}"));
    let who = RwSignal::new(None::<RecordId>);
    let by = RwSignal::new(None::<Date>);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        who.set(None);
        by.set(None);
        missing.set(None);
    };
    let make = move |()| {
        missing.set(what.said().is_none().then(|| "Say what is done.".to_owned()));
        let step = ClosingStep {
            what: what.said()?,
            who: who.get_untracked().map(Into::into),
            by: by.get_untracked(),
            ..ClosingStep::default()
        };
        let entry = untrack(|| mirror.get::<Candidate>(candidate))?;
        Some(commands::add_step(&untrack(|| mirror.author()), mirror.new_id(), &entry, &step))
    };
    view! {
        <UnsentDialog open title="Add a step" act="Add it" texts=[what] on_open=begin make>
            <Field label="What is said or done" error=missing>
                <UnsentLine text=what />
            </Field>
            <Field label="Who">
                <PersonPicker value=who />
            </Field>
            <Field label="By">
                <DateInput value=by on_change=move |day| by.set(day) />
            </Field>
        </UnsentDialog>
    }
}
