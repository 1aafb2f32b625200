//! All review cycles: what is under way, what is ahead, what was (PR-1).

use std::sync::Arc;

use design::{Button, ButtonKind, Column, DataTable, EmptyState, PageHeader, Sign};
use document::{Audience, Book};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::begin::BeginDialog;
use crate::rules::{self, CycleState};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    cycle: RecordId,
    name: String,
    period: String,
    state: CycleState,
    progress: String,
    due: Option<Date>,
    share_by: Option<Date>,
}

fn lines(book: &Book) -> Vec<Line> {
    let line = |cycle: document::Entry<crate::ReviewCycle>| Line {
        cycle: cycle.id,
        name: cycle.name.clone(),
        period: cycle
            .from
            .zip(cycle.until)
            .map(|(from, until)| format!("{} to {}", words::day(from), words::day(until)))
            .unwrap_or_default(),
        state: rules::state_of(&cycle),
        progress: said(&rules::progress(book, cycle.id)),
        due: cycle.due,
        share_by: cycle.share_by,
    };
    rules::cycles(book).into_iter().map(line).collect()
}

/// How many reviews are how far, in words: `2 being written, 1 shared`.
fn said(progress: &[(rules::Step, usize)]) -> String {
    let said: Vec<_> =
        progress.iter().map(|(step, count)| format!("{count} {}", step.label().to_lowercase())).collect();
    said.join(", ")
}

/// The page of all review cycles.
#[component]
pub fn ReviewsPage() -> impl IntoView {
    let mirror = use_mirror();
    let rows = Memo::new(move |_| Arc::new(mirror.read(lines)));
    let beginning = RwSignal::new(false);
    let columns = vec![
        Column::new("name", "Cycle", |line: &Line| line.name.clone()).lead().width(14.0),
        Column::new("state", "State", |line: &Line| line.state.label().to_owned()).width(6.0),
        Column::new("period", "Period", |line: &Line| line.period.clone()).width(13.0).extra(),
        Column::new("progress", "Your reviews", |line: &Line| line.progress.clone()).width(16.0),
        Column::day("due", "Written by", |line: &Line| line.due),
        Column::day("share", "Shared by", |line: &Line| line.share_by),
    ];
    let begin = move || {
        view! {
            <Button kind=ButtonKind::Primary sign=Sign::Plus writes=Audience::Everyone on_press=move |()| beginning.set(true)>"Begin a review cycle"</Button>
        }
    };
    view! {
        <PageHeader title="Reviews" subtitle="What was seen in a period, said to the person, and what it leads to.">
            <Show when=move || rows.with(|rows| !rows.is_empty())>{begin()}</Show>
        </PageHeader>
        <DataTable
            label="Review cycles"
            columns
            rows
            href=move |line: Line| format!("/reviews/{}", line.cycle)
            empty=move || view! {
                <EmptyState
                    title="No review cycle yet"
                    why="A cycle looks at a period of everybody’s work. Each review begins with what you noted in it, answers three questions, names who would hear something for the first time, and keeps what was promised. Only you read a review until you share it."
                    sign=Sign::FileText
                >
                    {begin()}
                </EmptyState>
            }
        />
        <BeginDialog open=beginning />
    }
}
