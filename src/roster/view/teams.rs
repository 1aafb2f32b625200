//! Teams: who manages them, how many are in them, what they own.

use std::sync::Arc;

use design::{Column, DataTable, EmptyState, PageHeader, Sign, other_columns, references};
use document::{Book, Record, Row};
use kernel::{Date, Ordered as _, RecordId, text};
use leptos::prelude::*;
use mirror::use_mirror;

use super::NewRecord;
use crate::{Person, Service, Team, commands, rules};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    row: Option<Arc<Row>>,
    name: String,
    manager: String,
    members: usize,
    services: usize,
}

fn lines(book: &Book, today: Date) -> Vec<Line> {
    let (people, services) = (book.all::<Person>(), book.all::<Service>());
    let mut lines: Vec<Line> = book
        .all::<Team>()
        .iter()
        .map(|team| {
            let in_team = |person: &Person| person.team.is_some_and(|of| of.id() == team.id);
            Line {
                id: team.id,
                row: book.row(team.id).cloned(),
                name: team.name.clone(),
                manager: rules::name_of(book, team.manager).unwrap_or_default(),
                members: people
                    .iter()
                    .filter(|person| in_team(person) && rules::at_work_on(person, today))
                    .count(),
                services: services
                    .iter()
                    .filter(|service| service.owner.is_some_and(|of| of.id() == team.id))
                    .count(),
            }
        })
        .collect();
    lines.order_by_key(|line| text::fold(&line.name));
    lines
}

/// The table of teams.
#[component]
pub fn TeamsPage() -> impl IntoView {
    let mirror = use_mirror();
    let rows = Memo::new(move |_| {
        let today = mirror.today();
        Arc::new(mirror.read(|book| lines(book, today)))
    });
    let mut columns = vec![
        Column::new("name", "Team", |line: &Line| line.name.clone()).lead().width(14.0),
        Column::new("manager", "Manager", |line: &Line| line.manager.clone()).width(12.0),
        Column::new("members", "Members", |line: &Line| line.members.to_string()).figures(),
        Column::new("services", "Services", |line: &Line| line.services.to_string()).figures(),
    ];
    columns.extend(other_columns(Team::KIND, &["name", "manager"], references(mirror), |line: &Line| {
        line.row.as_ref()
    }));
    let make = Callback::new(move |name: String| {
        let author = untrack(|| mirror.author());
        commands::add_team(&author, mirror.new_id(), &Team { name, ..Team::default() })
    });
    view! {
        <PageHeader title="Teams" subtitle="Who leads, who belongs, what is owned.">
            <NewRecord label="Add a team" asks="Name" hint="What the team is called." make />
        </PageHeader>
        <DataTable
            label="Teams"
            columns
            rows
            href=move |line: Line| format!("/record/{}", line.id)
            empty=move || view! {
                <EmptyState
                    title="No teams yet"
                    why="A team owns services and has members. An import of people makes the teams it names."
                    sign=Sign::Users
                />
            }
        />
    }
}
