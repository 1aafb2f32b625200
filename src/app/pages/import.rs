//! Bringing people, skill ratings and candidates in from a file: choose it, see what would happen, confirm. Nothing happens before.

mod choose;
mod holds;
mod mapping;
mod preview;
mod reading;

use std::sync::Arc;

use design::{Button, ButtonKind, Icon, PageHeader, Section, Sign};
use document::Audience;
use document::sheet::{self, Mapping, Reading, Sheet};
use kernel::{Problem, words};
use leptos::prelude::*;
use roster::import::Choices;

use crate::session::{Session, use_session};
use holds::{Holds, Plan};

/// A file as the user gave it.
#[derive(Clone, PartialEq)]
pub struct Given {
    name: String,
    bytes: Arc<Vec<u8>>,
}

/// One import under way; copy it freely.
#[derive(Clone, Copy)]
pub struct Import {
    session: Session,
    given: RwSignal<Option<Given>>,
    reading: RwSignal<Reading>,
    /// How the columns are read, where the user knows better than their names say.
    mapping: RwSignal<Option<Mapping>>,
    choices: RwSignal<Choices>,
    /// What the rows are, where the user knows better than the names of the columns say.
    said: RwSignal<Option<Holds>>,
    /// What the rows are.
    what: Memo<Holds>,
    sheet: Memo<Option<Result<Arc<Sheet>, Problem>>>,
    plan: Memo<Option<Arc<Plan>>>,
}

impl Import {
    fn new(session: Session) -> Self {
        let given = RwSignal::new(None::<Given>);
        let reading = RwSignal::new(Reading::default());
        let mapping = RwSignal::new(None::<Mapping>);
        let choices = RwSignal::new(Choices::default());
        let said = RwSignal::new(None::<Holds>);
        let sheet = Memo::new(move |_| {
            let reading = reading.get();
            given.with(|given| given.as_ref().map(|given| sheet::read(&given.bytes, &reading).map(Arc::new)))
        });
        let what = Memo::new(move |_| {
            let found = sheet.with(|sheet| match sheet {
                Some(Ok(sheet)) => Holds::of(sheet),
                _ => Holds::default(),
            });
            said.get().unwrap_or(found)
        });
        let plan = Memo::new(move |_| {
            let what = what.get();
            let sheet = sheet.get()?.ok()?;
            let (choices, today) = (choices.get(), session.mirror.today());
            let chosen = mapping.get();
            session.mirror.read(|book| {
                let mapping = chosen.unwrap_or_else(|| what.rows().suggest(book, &sheet));
                Some(Arc::new(what.plan(book, &sheet, &mapping, choices, today)))
            })
        });
        Self { session, given, reading, mapping, choices, said, what, sheet, plan }
    }

    /// Takes a file up; whatever was decided about another file is forgotten.
    fn take(self, name: String, bytes: Vec<u8>) {
        self.reading.set(Reading::default());
        self.mapping.set(None);
        self.choices.set(Choices::default());
        self.said.set(None);
        self.given.set(Some(Given { name, bytes: Arc::new(bytes) }));
    }

    /// How the columns are read now.
    fn mapping(self, sheet: &Sheet) -> Mapping {
        let what = self.what.get();
        self.mapping
            .get()
            .unwrap_or_else(|| self.session.mirror.read(|book| what.rows().suggest(book, sheet)))
    }

    /// Says what the rows are; what was said about the columns was about something else.
    fn say(self, what: Holds) {
        self.mapping.set(None);
        self.said.set(Some(what));
    }

    /// Does it: one batch, one undo.
    fn confirm(self) {
        let (Some(Ok(sheet)), Some(plan)) = (self.sheet.get_untracked(), self.plan.get_untracked()) else {
            return;
        };
        let session = self.session;
        let mirror = session.mirror;
        let author = untrack(|| mirror.author());
        let mapping = untrack(|| self.mapping(&sheet));
        let what = self.what.get_untracked();
        let remember = untrack(|| {
            mirror.read(|book| what.rows().remember(book, &author, mirror.new_id(), &sheet, &mapping))
        });
        mirror.commit(remember);
        let batch = untrack(|| mirror.read(|book| plan.commit(book, &author, || mirror.new_id())));
        let done = format!("{}: done", batch.label);
        mirror.commit(batch);
        self.given.set(None);
        session.toasts.offer(done, "Undo", move || session.undo());
        session.go(what.address());
    }
}

/// The page.
#[component]
pub fn ImportPage() -> impl IntoView {
    let import = Import::new(use_session());
    view! {
        <PageHeader
            title="Import"
            subtitle="People from the export of an HR system, candidates from that of an applicant system, skill ratings from a sheet: CSV or TSV. You see what would happen before it does."
        />
        <div class="stack wide import">
            <choose::Choose import />
            {move || import.sheet.get().map(|sheet| match sheet {
                Ok(sheet) => view! { <Read import sheet /> }.into_any(),
                Err(problem) => view! { <CannotRead problem import /> }.into_any(),
            })}
        </div>
    }
}

/// A file that is no table.
#[component]
fn CannotRead(problem: Problem, import: Import) -> impl IntoView {
    let asked = import.reading.get_untracked() != Reading::default();
    view! {
        <div class="import-refused" role="alert">
            <p><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
            {asked.then(|| view! {
                <Button on_press=move |()| import.reading.set(Reading::default())>"Find out how to read it"</Button>
            })}
        </div>
    }
}

/// A file that was read: how, what its columns are, and what would happen.
#[component]
fn Read(import: Import, sheet: Arc<Sheet>) -> impl IntoView {
    let counts = Memo::new(move |_| {
        import.plan.with(|plan| plan.as_ref().map(|plan| plan.counts()).unwrap_or_default())
    });
    let brought = move || counts.with(|counts| counts.new + counts.changed);
    let ready = import.session.mirror;
    let again = sheet.clone();
    let confirm = move || match brought() {
        0 => "Nothing to import".to_owned(),
        count => {
            let (one, many) = import.what.get().noun();
            format!("Import {}", words::counted(count, one, many))
        }
    };
    view! {
        <Section title="How the file is read">
            <reading::Holds import />
            <reading::HowRead import sheet />
        </Section>
        <Section title="What the columns are">
            <mapping::Columns import sheet=again />
        </Section>
        <Section title="What would happen">
            <preview::Preview import />
        </Section>
        <div class="import-confirm">
            <Button
                kind=ButtonKind::Primary
                sign=Sign::Check
                disabled=Signal::derive(move || brought() == 0 || !ready.is_ready())
                writes=Audience::Everyone
                on_press=move |()| import.confirm()
            >
                {confirm}
            </Button>
            <Button on_press=move |()| import.given.set(None)>"Leave it"</Button>
            <span class="soft small">"One undo takes the whole import back."</span>
        </div>
    }
}
