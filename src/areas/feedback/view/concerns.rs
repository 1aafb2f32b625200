//! Concerns: what troubles somebody, the support given, when to look again. Only the user's own (FB-6).

use std::sync::Arc;

use design::{
    AudienceField, Badge, Button, ButtonKind, ChoiceSelect, Column, DataTable, DateInput, EmptyState, Field,
    PageHeader, Sign, Tone, audience_column, chosen_audience, other_columns, references,
};
use document::{Book, Record, Row};
use kernel::{Date, Ordered as _, RecordId};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    rules as roster_rules,
    view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText},
};

use crate::{Concern, ConcernKind, ConcernState, commands};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    row: Option<Arc<Row>>,
    what: String,
    person: String,
    kind: ConcernKind,
    state: ConcernState,
    on: Option<Date>,
    look_again: Option<Date>,
    due: bool,
}

fn lines(book: &Book, today: Date) -> Vec<Line> {
    let all = book.all::<Concern>();
    let mut lines: Vec<Line> = all
        .iter()
        .map(|one| Line {
            id: one.id,
            row: book.row(one.id).cloned(),
            what: one.what.clone(),
            person: roster_rules::name_of(book, one.person).unwrap_or_default(),
            kind: one.kind,
            state: one.state,
            on: one.on,
            look_again: one.look_again,
            due: one.state != ConcernState::Closed && one.look_again.is_some_and(|day| day <= today),
        })
        .collect();
    lines.order_by_key(|line| {
        (line.state == ConcernState::Closed, !line.due, line.look_again.is_none(), line.look_again)
    });
    lines
}

/// The page of concerns.
#[component]
pub fn ConcernsPage() -> impl IntoView {
    let mirror = use_mirror();
    let rows = Memo::new(move |_| {
        let today = mirror.today();
        Arc::new(mirror.read(|book| lines(book, today)))
    });
    let adding = RwSignal::new(false);
    let mut columns = vec![
        Column::new("what", "Concern", |line: &Line| line.what.clone()).lead().sentence().width(15.0),
        Column::new("person", "Who", |line: &Line| line.person.clone()).width(10.0),
        Column::new("kind", "About", |line: &Line| line.kind.label().to_owned()).width(6.0),
        Column::new("state", "Standing", |line: &Line| line.state.label().to_owned()).width(6.0),
        Column::day("look_again", "Look again", |line: &Line| line.look_again).when_filled(),
        Column::day("on", "Raised", |line: &Line| line.on).extra(),
    ];
    let own = ["what", "person", "kind", "state", "look_again", "on"];
    columns.extend(other_columns(Concern::KIND, &own, references(mirror), |line: &Line| line.row.as_ref()));
    columns.push(audience_column(Concern::KIND, |line: &Line| line.row.as_ref()));
    view! {
        <PageHeader title="Concerns" subtitle="What troubles somebody, what you did about it, when you look again.">
            <Badge tone=Tone::Accent>"Only me, unless you say otherwise"</Badge>
            <Button kind=ButtonKind::Primary sign=Sign::Plus on_press=move |()| adding.set(true)>"Keep a concern"</Button>
        </PageHeader>
        <DataTable
            label="Concerns"
            columns
            rows
            href=move |line: Line| format!("/record/{}", line.id)
            signal=move |line: Line| line.due
            empty=move || view! {
                <EmptyState
                    title="No concerns kept"
                    why="When somebody tells you what weighs on them, keep it here: a few words, the support you gave, a day to look again. It is in a document of your own that nobody else gets."
                    sign=Sign::Lock
                />
            }
        />
        <KeepDialog open=adding />
    }
}

#[component]
fn KeepDialog(open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let person = RwSignal::new(None::<RecordId>);
    let what = UnsentText::of("Keep a concern");
    let kind = RwSignal::new(ConcernKind::default());
    let again = RwSignal::new(None::<Date>);
    let audience = RwSignal::new(None);
    let (no_person, no_text) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let begin = move |()| {
        person.set(None);
        kind.set(ConcernKind::default());
        audience.set(None);
        again.set(Some(mirror.today() + chrono::Days::new(14)));
        no_person.set(None);
        no_text.set(None);
    };
    let keep = move |()| {
        let (who, text) = (person.get_untracked(), what.said());
        no_person.set(who.is_none().then(|| "Choose a person.".to_owned()));
        no_text.set(text.is_none().then(|| "Say in a few words what it is.".to_owned()));
        let concern = Concern {
            person: Some(who?.into()),
            what: text?,
            on: Some(untrack(|| mirror.today())),
            kind: kind.get_untracked(),
            look_again: again.get_untracked(),
            ..Concern::default()
        };
        let batch = commands::keep_concern(&untrack(|| mirror.author()), mirror.new_id(), &concern);
        Some(batch.made_for(chosen_audience(mirror, Concern::KIND, audience)))
    };
    view! {
        <UnsentDialog open title="Keep a concern" act="Keep it" texts=[what] on_open=begin make=keep>
            <Field label="Who" error=no_person>
                <PersonPicker value=person />
            </Field>
            <Field label="Concern" hint="In a few words; more can follow on its page." error=no_text>
                <UnsentLine text=what />
            </Field>
            <Field label="About">
                <ChoiceSelect value=kind />
            </Field>
            <Field label="Look again on" hint="Two weeks unless you say otherwise; ours.">
                <DateInput value=again on_change=move |day| again.set(day) />
            </Field>
            <AudienceField kind=Concern::KIND value=audience />
        </UnsentDialog>
    }
}
