//! Services and who owns them: exactly one team, one accountable person (TM-8).

use std::sync::Arc;

use design::{Column, DataTable, EmptyState, PageHeader, Sign, SortKey, other_columns, references};
use document::{Book, Record, Row};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::NewRecord;
use crate::{
    Criticality, Service, commands,
    rules::{self, Fault},
};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    row: Option<Arc<Row>>,
    name: String,
    criticality: Criticality,
    owners: String,
    accountable: String,
    faults: String,
}

fn lines(book: &Book, today: Date) -> Vec<Line> {
    let all = rules::ownership(book, today).into_iter().map(|owned| Line {
        id: owned.service.id,
        row: book.row(owned.service.id).cloned(),
        name: owned.service.name.clone(),
        criticality: owned.service.criticality,
        owners: owned.teams.iter().map(|team| team.name.as_str()).collect::<Vec<_>>().join(", "),
        accountable: owned.accountable.map(|person| person.record.name).unwrap_or_default(),
        faults: owned.faults.iter().map(|fault| in_short(*fault)).collect::<Vec<_>>().join("; "),
    });
    all.collect()
}

/// What is wrong, in a few words; the notice says it in full.
fn in_short(fault: Fault) -> String {
    match fault {
        Fault::NoTeam => "no team".to_owned(),
        Fault::SeveralTeams => "several teams".to_owned(),
        Fault::TeamIsEmpty => "team is empty".to_owned(),
        Fault::NobodyAccountable => "nobody accountable".to_owned(),
        Fault::AccountableElsewhere => "accountable works elsewhere".to_owned(),
        Fault::AccountableLeft { on } => format!("accountable left {}", words::day(on)),
        Fault::AccountableLeaves { on } => format!("accountable leaves {}", words::day(on)),
    }
}

/// The table of services; what is wrong with the ownership stands in a column of its own.
#[component]
pub fn ServicesPage() -> impl IntoView {
    let mirror = use_mirror();
    let rows = Memo::new(move |_| {
        let today = mirror.today();
        Arc::new(mirror.read(|book| lines(book, today)))
    });
    let mut columns = vec![
        Column::new("name", "Service", |line: &Line| line.name.clone()).lead().width(13.0),
        Column::new("criticality", "Criticality", |line: &Line| line.criticality.label().to_owned())
            .sort_by(|line| SortKey::Number(f64::from(line.criticality as u8)))
            .width(7.0),
        Column::new("owners", "Owning team", |line: &Line| line.owners.clone()).width(11.0),
        Column::new("accountable", "Accountable", |line: &Line| line.accountable.clone()).width(11.0),
        Column::new("faults", "To settle", |line: &Line| line.faults.clone())
            .reason()
            .when_filled()
            .width(16.0),
    ];
    let own = ["name", "criticality", "owner", "claimed_by", "accountable"];
    columns.extend(other_columns(Service::KIND, &own, references(mirror), |line: &Line| line.row.as_ref()));
    let make = Callback::new(move |name: String| {
        let author = untrack(|| mirror.author());
        commands::add_service(&author, mirror.new_id(), &Service { name, ..Service::default() })
    });
    view! {
        <PageHeader title="Services" subtitle="Each has exactly one owning team and one person who answers for it.">
            <NewRecord label="Add a service" asks="Name" hint="What the service or system is called." make />
        </PageHeader>
        <DataTable
            label="Services"
            columns
            rows
            href=move |line: Line| format!("/record/{}", line.id)
            signal=move |line: Line| !line.faults.is_empty()
            empty=move || view! {
                <EmptyState
                    title="No services yet"
                    why="Write down what your teams run, with one owning team and one accountable person each: the gaps show at once, before an incident shows them."
                    sign=Sign::HardDrive
                />
            }
        />
    }
}
