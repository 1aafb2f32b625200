//! All actions: what the user owes, what others owe, what is late, what was closed (AC-1).

use std::sync::Arc;

use design::{
    AudienceField, Button, ButtonKind, Column, DataTable, DateInput, EmptyState, Field, PageHeader, Part,
    Parts, PartsChoice, Sign, audience_column, chosen_audience, other_columns, references,
};
use document::{Book, Entry, Record, Row};
use kernel::{Date, Ordered as _, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{PersonPicker, UnsentDialog, UnsentLine, UnsentText};
use crate::{Action, ActionState, Area, commands, rules};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    row: Option<Arc<Row>>,
    what: String,
    owner: String,
    mine: bool,
    about: String,
    due: Option<Date>,
    late: Option<i64>,
    state: ActionState,
    carried: i64,
}

/// Which actions the table can show.
const PARTS: &[Part<Line>] = &[
    Part::new("mine", "I owe", |line| line.state == ActionState::Open && line.mine),
    Part::new("others", "Others owe", |line| line.state == ActionState::Open && !line.mine),
    Part::new("late", "Overdue", |line| line.late.is_some()),
    Part::new("closed", "Closed", |line| line.state != ActionState::Open),
];

fn lines(book: &Book, today: Date) -> Vec<Line> {
    let me = rules::me(book).map(|me| me.id);
    let all = book.all::<Action>();
    let line = |action: &Entry<Action>| Line {
        id: action.id,
        row: book.row(action.id).cloned(),
        what: action.what.clone(),
        owner: rules::name_of(book, action.owner).unwrap_or_default(),
        mine: action.owner.is_none_or(|owner| Some(owner.id()) == me),
        about: rules::name_of(book, action.about).unwrap_or_default(),
        due: action.due,
        late: rules::overdue_days(action, today),
        state: action.state,
        carried: action.carried,
    };
    let mut lines: Vec<Line> = all.iter().map(line).collect();
    lines.order_by_key(|line| (line.due.is_none(), line.due, line.id));
    lines
}

/// The page of actions.
#[component]
pub fn ActionsPage() -> impl IntoView {
    let mirror = use_mirror();
    let all = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| lines(book, today))
    });
    let parts = Parts::new(PARTS, all);
    let adding = RwSignal::new(false);
    let mut columns = vec![
        Column::new("what", "What", |line: &Line| line.what.clone()).lead().sentence().width(18.0),
        Column::new(
            "owner",
            "Owner",
            |line: &Line| {
                if line.mine { "me".to_owned() } else { line.owner.clone() }
            },
        )
        .width(8.0),
        Column::new("about", "With", |line: &Line| line.about.clone()).when_filled().width(9.0).extra(),
        Column::day("due", "Due", |line: &Line| line.due),
        Column::new("late", "Standing", |line: &Line| match (line.state, line.late) {
            (ActionState::Open, Some(days)) => format!("{} late", words::days(days)),
            (ActionState::Open, None) => String::new(),
            (state, _) => state.label().to_lowercase(),
        })
        .reason()
        .when_filled()
        .width(8.0),
        Column::new("carried", "Carried over", |line: &Line| line.carried.to_string()).figures().hidden(),
    ];
    let own = ["what", "owner", "about", "due", "state", "carried"];
    columns.extend(other_columns(Action::KIND, &own, references(mirror), |line: &Line| line.row.as_ref()));
    columns.push(audience_column(Action::KIND, |line: &Line| line.row.as_ref()));
    view! {
        <PageHeader title="Actions" subtitle="What was agreed, by whom, until when. The same list for every area.">
            <Button kind=ButtonKind::Primary sign=Sign::Plus on_press=move |()| adding.set(true)>"Add an action"</Button>
        </PageHeader>
        <Show
            when=move || all.with(|lines| !lines.is_empty())
            fallback=|| view! {
                <EmptyState
                    title="Nothing agreed yet"
                    why="Actions come from your 1:1s, or are added here: one owner, one day, and they carry over until they are done or dropped."
                    sign=Sign::Check
                />
            }
        >
            <PartsChoice label="Which actions are shown" parts />
            <DataTable
                label="Actions"
                columns=columns.clone()
                rows=parts.shown()
                href=move |line: Line| format!("/record/{}", line.id)
                signal=move |line: Line| line.late.is_some()
                empty=move || view! { <p class="soft">"Nothing here. Well kept."</p> }
            />
        </Show>
        <AddAction open=adding />
    }
}

/// Asks for an action and adds it.
#[component]
pub fn AddAction(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The field of work it is for, when it is asked for from there.
    #[prop(optional)]
    area: Option<Area>,
    /// What it begins with, to be edited.
    #[prop(optional)]
    first: &'static str,
) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(match area {
        None => "Add an action".to_owned(),
        Some(area) => format!("Add an action: {}", area.label()),
    });
    let owner = RwSignal::new(None::<RecordId>);
    let due = RwSignal::new(None::<Date>);
    let missing = RwSignal::new(None::<String>);
    let audience = RwSignal::new(None);
    let begin = move |()| {
        owner.set(mirror.read(|book| rules::me(book).map(|me| me.id)));
        due.set(None);
        missing.set(None);
        audience.set(None);
        if what.said().is_none() {
            what.text().set(first.to_owned());
        }
    };
    let add = move |()| {
        let Some(what) = what.said() else {
            missing.set(Some("Say what will be done.".to_owned()));
            return None;
        };
        let action = Action {
            what,
            owner: owner.get_untracked().map(Into::into),
            due: due.get_untracked(),
            area,
            ..Action::default()
        };
        let batch = commands::add_action(&untrack(|| mirror.author()), mirror.new_id(), &action);
        Some(batch.made_for(chosen_audience(mirror, Action::KIND, audience)))
    };
    view! {
        <UnsentDialog open title="Add an action" act="Add it" texts=[what] on_open=begin make=add>
            <Field label="What" hint="So that one can tell when it is done." error=missing>
                <UnsentLine text=what />
            </Field>
            <Field label="Owner">
                <PersonPicker value=owner />
            </Field>
            <Field label="Due">
                <DateInput value=due on_change=move |day| due.set(day) />
            </Field>
            <AudienceField kind=Action::KIND value=audience />
        </UnsentDialog>
    }
}
