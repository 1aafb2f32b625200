//! Bringing a ladder in from a file: choose it, see what would happen, confirm. Nothing happens before.

use std::sync::Arc;

use design::{
    Button, ButtonKind, ChoiceSelect, Column, DataTable, Field, Icon, PageHeader, Section, Select,
    SelectOption, Sign, Stat, StatGroup,
};
use document::{
    Audience,
    sheet::{Mapping, Sheet, Target},
};
use growth::{
    Ladder,
    import::{self, LadderPlan, PlannedLine, State},
    rules,
};
use kernel::{Problem, RecordId, words};
use leptos::prelude::*;
use roster::Track;

use crate::{columns_table::ColumnsTable, file_drop::FileDrop, session::use_session};

/// A file as the user gave it: its name, and what is in it.
type Given = (String, Arc<Vec<u8>>);

/// The page.
#[component]
pub fn LadderImportPage() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let given = RwSignal::new(None::<Given>);
    let track = RwSignal::new(Track::Individual);
    let into = RwSignal::new(None::<RecordId>);
    let ladders = Memo::new(move |_| mirror.all::<Ladder>().as_ref().clone());
    // How the columns of a table are read, where the user knows better than their names say.
    let said = RwSignal::new(None::<Mapping>);
    let sheet = Memo::new(move |_| {
        given.with(|given| given.as_ref().and_then(|(_, bytes)| import::table_of(bytes)).map(Arc::new))
    });
    let mapping = Memo::new(move |_| {
        let suggested = |sheet: Arc<Sheet>| mirror.read(|book| import::suggest(book, &sheet));
        said.get().or_else(|| sheet.get().map(suggested))
    });
    // A second file is mostly the other track of the same ladder.
    let begin = move |name: String, bytes: Vec<u8>| {
        said.set(None);
        into.set(untrack(|| mirror.read(rules::in_use)).first().map(|ladder| ladder.id));
        given.set(Some((name, Arc::new(bytes))));
    };
    let plan = Memo::new(move |_| {
        let (track, into) = (track.get(), into.get());
        let read = match sheet.get().zip(mapping.get()) {
            Some((sheet, mapping)) => import::read_table(&sheet, &mapping, track),
            None => given.with(|given| given.as_ref().map(|(_, bytes)| import::read(bytes, track)))?,
        };
        Some(read.map(|draft| Arc::new(mirror.read(|book| import::plan(book, draft, into)))))
    });
    let confirm = move |()| {
        let Some(Ok(plan)) = plan.get_untracked() else { return };
        let author = untrack(|| mirror.author());
        if let Some((sheet, mapping)) = sheet.get_untracked().zip(mapping.get_untracked()) {
            // A batch of its own, before: the ladder is what the next undo takes back.
            let remembered = untrack(|| {
                mirror.read(|book| import::remember(book, &author, mirror.new_id(), &sheet, &mapping))
            });
            mirror.commit(remembered);
        }
        let batch = plan.commit(&author, || mirror.new_id());
        let done = format!("{}: done", batch.label);
        mirror.commit(batch);
        given.set(None);
        session.toasts.offer(done, "Undo", move || session.undo());
        session.go("/ladder");
    };
    let options = Signal::derive(move || {
        ladders.with(|all| {
            all.iter().map(|one| SelectOption::new(one.id.to_string(), one.name.clone())).collect::<Vec<_>>()
        })
    });
    view! {
        <PageHeader
            title="Bring in a ladder"
            subtitle="From Markdown with a YAML head, or from a table (CSV, TSV). You see what would happen before it does."
        />
        <div class="stack wide import">
            <FileDrop
                id="ladder-file"
                given=Signal::derive(move || given.with(|given| given.as_ref().map(|(name, _)| name.clone())))
                asks="Choose a Markdown, CSV or TSV file, or drop it here"
                hint="The file stays on this machine. A table has the columns Track, Level, Competency and Expectation, or Competency and one column per level."
                accept=".md,.markdown,.csv,.tsv,.txt,text/markdown,text/csv"
                max_bytes=import::MAX_BYTES
                on_file=Callback::new(move |(name, bytes)| begin(name, bytes))
            />
            <Show when=move || given.with(Option::is_some)>
                <Section title="How the file is read">
                    <div class="import-reading">
                        <Field label="Track" hint="Of rungs for which the file names none.">
                            <ChoiceSelect value=track />
                        </Field>
                        <Field label="Into" hint="What the file does not say stays as it is.">
                            <Select
                                value=Signal::derive(move || into.get().map(|id| id.to_string()).unwrap_or_default())
                                options
                                none="A new ladder"
                                on_change=move |id: String| into.set(id.parse().ok())
                            />
                        </Field>
                    </div>
                </Section>
            </Show>
            {move || sheet.get().map(|sheet| {
                let mapping = Signal::derive(move || mapping.get().unwrap_or_default());
                view! { <Columns sheet mapping said /> }
            })}
            {move || plan.get().map(|plan| match plan {
                Ok(plan) => view! { <Preview plan on_confirm=Callback::new(confirm) on_leave=Callback::new(move |()| given.set(None)) /> }.into_any(),
                Err(problem) => view! { <CannotRead problem /> }.into_any(),
            })}
        </div>
    }
}

/// What each column of a table is.
#[component]
fn Columns(sheet: Arc<Sheet>, mapping: Signal<Mapping>, said: RwSignal<Option<Mapping>>) -> impl IntoView {
    let on_choose = Callback::new(move |(column, target): (usize, Option<&'static Target>)| {
        let mut changed = mapping.get_untracked();
        match target {
            Some(target) if import::can_be_several(target) => changed.also(column, target),
            _ => changed.set(column, target),
        }
        said.set(Some(changed));
    });
    view! {
        <Section title="What the columns are">
            <ColumnsTable sheet mapping targets=Signal::stored(import::TARGETS) on_choose />
        </Section>
    }
}

/// A file that holds no ladder.
#[component]
fn CannotRead(problem: Problem) -> impl IntoView {
    view! {
        <div class="import-refused" role="alert">
            <p><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
        </div>
    }
}

/// What would happen: counts, faults, every line.
#[component]
fn Preview(plan: Arc<LadderPlan>, on_confirm: Callback<()>, on_leave: Callback<()>) -> impl IntoView {
    let ready = use_session().mirror;
    let counts = plan.counts();
    let stat = |label: &str, count: usize, note: &str| Stat {
        label: label.to_owned(),
        value: count.to_string(),
        note: note.to_owned(),
        href: String::new(),
    };
    let stats = vec![
        stat("New", counts.new, "will be added"),
        stat("Changed", counts.changed, "will be updated"),
        stat("Unchanged", counts.unchanged, "say the same"),
        stat("Faults", plan.faults().len(), "stay out"),
    ];
    let faults: Vec<String> = plan.faults().iter().map(ToString::to_string).collect();
    let columns = vec![
        Column::new("name", "What", |line: &PlannedLine| line.name.clone()).lead().width(15.0),
        Column::new("kind", "Kind", |line: &PlannedLine| line.kind.to_owned()).width(7.0),
        Column::new("state", "Result", |line: &PlannedLine| word(line.state).to_owned()).width(6.0),
        Column::new("about", "Says", |line: &PlannedLine| line.about.clone()).sentence().width(24.0),
    ];
    let rows = Arc::new(plan.lines.clone());
    let brought = counts.new + counts.changed;
    let act = match brought {
        0 => "Nothing to bring in".to_owned(),
        _ => format!("Bring in “{}”", words::excerpt(&plan.name, 40)),
    };
    view! {
        <Section title="What would happen">
            <StatGroup stats />
            {(!faults.is_empty()).then(|| view! {
                <div class="import-doubts stack tight">
                    <h3>{words::counted(faults.len(), "thing cannot be read and stays out", "things cannot be read and stay out")}</h3>
                    <ul class="small">{faults.into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()}</ul>
                </div>
            })}
            <DataTable label="What the file says" columns rows=Signal::stored(rows) />
        </Section>
        <div class="import-confirm">
            <Button
                kind=ButtonKind::Primary
                sign=Sign::Check
                disabled=Signal::derive(move || brought == 0 || !ready.is_ready())
                writes=Audience::Everyone
                on_press=on_confirm
            >
                {act}
            </Button>
            <Button on_press=on_leave>"Leave it"</Button>
            <span class="soft small">"One undo takes it all back."</span>
        </div>
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::New => "new",
        State::Changed => "changed",
        State::Unchanged => "unchanged",
    }
}
