//! The bank of questions (HI-3).

use design::{
    Button, ButtonKind, ChoiceSelect, Column, DataTable, EmptyState, Field, NumberInput, PageHeader, Sign,
};
use document::{Audience, Entry};
use kernel::words;
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{UnsentArea, UnsentDialog, UnsentLine, UnsentText};

use crate::{Question, StageKind, commands};

/// The page of the bank.
#[component]
pub fn QuestionsPage() -> impl IntoView {
    let mirror = use_mirror();
    let any = Memo::new(move |_| !mirror.all::<Question>().is_empty());
    let rows = Signal::derive(move || mirror.all::<Question>());
    let adding = RwSignal::new(false);
    view! {
        <PageHeader title="Question bank" subtitle="What interviews ask, with what answers show, so that every candidate for a role is asked the same.">
            <Button kind=ButtonKind::Primary sign=Sign::Plus writes=Audience::Everyone on_press=move |()| adding.set(true)>"Add a question"</Button>
        </PageHeader>
        <Show
            when=move || any.get()
            fallback=|| view! {
                <EmptyState
                    title="No question yet"
                    why="A question with what weak and strong answers look like can be asked by anybody. Stages draw from here, by competency and kind."
                    sign=Sign::Question
                />
            }
        >
            <DataTable
                label="Questions"
                columns=columns()
                rows
                href=Callback::new(|one: Entry<Question>| format!("/record/{}", one.id))
            />
        </Show>
        <AddQuestion open=adding />
    }
}

fn columns() -> Vec<Column<Entry<Question>>> {
    vec![
        Column::new("asks", "Question", |one: &Entry<Question>| words::excerpt(&one.asks, 140))
            .lead()
            .sentence()
            .width(20.0),
        Column::new("kind", "Kind", |one: &Entry<Question>| {
            one.kind.map(|kind| kind.label().to_owned()).unwrap_or_default()
        })
        .width(8.0),
        Column::new("competency", "Competency", |one: &Entry<Question>| {
            one.competency.clone().unwrap_or_default()
        })
        .named()
        .width(9.0),
        Column::new(
            "state",
            "Asked",
            |one: &Entry<Question>| {
                if one.retired { "no longer".to_owned() } else { "yes".to_owned() }
            },
        )
        .named()
        .width(6.0),
    ]
}

#[component]
fn AddQuestion(open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let texts @ [asks, competency, rubric] =
        ["question", "question: competency", "question: answers"].map(UnsentText::of);
    let kind = RwSignal::new(Some(StageKind::Coding));
    let minutes = RwSignal::new(None::<f64>);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        kind.set(Some(StageKind::Coding));
        minutes.set(None);
        missing.set(None);
    };
    let make = move |()| {
        missing.set(asks.said().is_none().then(|| "Write the question.".to_owned()));
        #[expect(clippy::cast_possible_truncation, reason = "the input takes 0 to 1440")]
        let minutes = minutes.get_untracked().map(|minutes| minutes.round() as i64);
        let question = Question {
            asks: asks.said()?,
            kind: kind.get_untracked(),
            competency: competency.said(),
            rubric: rubric.said().unwrap_or_default().as_str().into(),
            minutes,
            ..Question::default()
        };
        Some(commands::add_question(&untrack(|| mirror.author()), mirror.new_id(), &question))
    };
    view! {
        <UnsentDialog open title="Add a question" act="Add it" texts on_open=begin make>
            <Field label="What is asked" error=missing>
                <UnsentLine text=asks />
            </Field>
            <Field label="For which kind of stage">
                <ChoiceSelect value=kind />
            </Field>
            <Field label="Competency that the answer shows">
                <UnsentLine text=competency />
            </Field>
            <Field label="What weak and strong answers look like">
                <UnsentArea text=rubric />
            </Field>
            <Field label="Minutes">
                <NumberInput value=minutes min=0.0 max=1440.0 on_change=move |now| minutes.set(now) />
            </Field>
        </UnsentDialog>
    }
}
