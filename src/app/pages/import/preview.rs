//! What would happen, row by row, before it does.

use std::sync::Arc;

use design::{Checkbox, ChoiceGroup, Column, DataTable, Disclosure, SelectOption, Stat, StatGroup};
use kernel::words;
use leptos::prelude::*;
use roster::import::{Counts, PlannedRow, RowState, Skipped};

use super::Import;

/// One row of the file, as the table shows it.
#[derive(Clone, PartialEq)]
struct Line {
    line: usize,
    name: String,
    word: &'static str,
    about: String,
}

/// Which rows the table shows.
const SHOWN: [(&str, &str); 6] = [
    ("all", "All"),
    ("new", "New"),
    ("changed", "Changed"),
    ("unchanged", "Unchanged"),
    ("broken", "Broken"),
    ("skipped", "Skipped"),
];

/// Counts, doubts and every row.
#[component]
pub fn Preview(import: Import) -> impl IntoView {
    let counts = Memo::new(move |_| {
        import.plan.with(|plan| plan.as_ref().map(|plan| plan.counts()).unwrap_or_default())
    });
    let shown = RwSignal::new("all".to_owned());
    let lines = Memo::new(move |_| {
        let shown = shown.get();
        let lines = import.plan.with(|plan| {
            let rows = plan.as_ref().map(|plan| plan.rows()).unwrap_or_default();
            rows.iter().map(line).filter(|line| shown == "all" || line.word == shown).collect::<Vec<Line>>()
        });
        Arc::new(lines)
    });
    let columns = vec![
        Column::new("line", "Line", |line: &Line| line.line.to_string()).figures().width(4.0),
        Column::new("name", "Name", |line: &Line| line.name.clone()).lead().width(12.0),
        Column::new("result", "Result", |line: &Line| line.word.to_owned()).width(7.0),
        Column::new("about", "What", |line: &Line| line.about.clone()).sentence().width(24.0),
    ];
    let options: Vec<SelectOption> = SHOWN.map(|(word, label)| SelectOption::new(word, label)).to_vec();
    view! {
        <StatGroup stats=Signal::derive(move || stats(counts.get())) />
        <Doubts import />
        <ChoiceGroup label="Which rows" value=shown options on_change=move |word| shown.set(word) />
        <DataTable label="Rows of the file" columns rows=Signal::derive(move || lines.get()) />
    }
}

/// Every cell that cannot be read, and everything odd, each with its place; and what the user can decide about them.
#[component]
fn Doubts(import: Import) -> impl IntoView {
    let notes = move |of: fn(&PlannedRow) -> &[roster::import::CellNote]| {
        import.plan.with(|plan| {
            let rows = plan.as_ref().map(|plan| plan.rows()).unwrap_or_default();
            rows.iter().flat_map(of).map(ToString::to_string).collect::<Vec<String>>()
        })
    };
    let broken = Memo::new(move |_| notes(|row| &row.broken));
    let warnings = Memo::new(move |_| notes(|row| &row.warnings));
    let made = Memo::new(move |_| {
        import.plan.with(|plan| {
            let made = plan.as_ref().map(|plan| plan.made());
            made.filter(|(_, names)| !names.is_empty())
                .map(|(what, names)| format!("{what}: {}.", words::listed(names)))
        })
    });
    let listed = |notes: Vec<String>| notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
    view! {
        {move || made.get().map(|made| view! { <p class="soft">{made}</p> })}
        <Show when=move || broken.with(|broken| !broken.is_empty())>
            <div class="import-doubts stack tight">
                <h3>{move || words::counted(broken.with(|broken| words::many(broken)), "cell cannot be brought in", "cells cannot be brought in")}</h3>
                <ul class="small">{move || listed(broken.get())}</ul>
                <Checkbox
                    label="Bring those rows in without these cells"
                    checked=Signal::derive(move || import.choices.with(|choices| choices.without_broken_cells))
                    on_change=move |yes| import.choices.update(|choices| choices.without_broken_cells = yes)
                />
                {move || import.what.get().without_key().map(|label| view! {
                    <Checkbox
                        label
                        checked=Signal::derive(move || import.choices.with(|choices| choices.without_key))
                        on_change=move |yes| import.choices.update(|choices| choices.without_key = yes)
                    />
                })}
            </div>
        </Show>
        <Show when=move || warnings.with(|warnings| !warnings.is_empty())>
            <Disclosure label=Signal::derive(move || {
                words::counted(warnings.with(|warnings| words::many(warnings)), "thing looks odd and comes in", "things look odd and come in")
            })>
                <ul class="small import-notes">{move || listed(warnings.get())}</ul>
            </Disclosure>
        </Show>
    }
}

fn stats(counts: Counts) -> Vec<Stat> {
    let stat = |label: &str, count: usize, note: &str| Stat {
        label: label.to_owned(),
        value: count.to_string(),
        note: note.to_owned(),
        href: String::new(),
    };
    vec![
        stat("New", counts.new, "will be added"),
        stat("Changed", counts.changed, "will be updated"),
        stat("Unchanged", counts.unchanged, "say the same"),
        stat("Broken", counts.broken, "stay out"),
        stat("Skipped", counts.skipped, "hold nothing new"),
    ]
}

fn line(row: &PlannedRow) -> Line {
    let reasons = || row.broken.iter().map(ToString::to_string).collect::<Vec<String>>().join("; ");
    let (word, about) = match &row.state {
        RowState::New => ("new", reasons()),
        RowState::Changed(changes) => {
            let changes: Vec<String> = changes
                .iter()
                .map(|change| match change.old.as_str() {
                    "" => format!("{}: {}", change.field.label, change.new),
                    old => format!("{}: {old} → {}", change.field.label, change.new),
                })
                .collect();
            ("changed", changes.join("; "))
        }
        RowState::Unchanged => ("unchanged", String::new()),
        RowState::Broken { .. } => ("broken", reasons()),
        RowState::Skipped(Skipped::Empty) => ("skipped", "an empty row".to_owned()),
        RowState::Skipped(Skipped::RepeatsHeader) => ("skipped", "the header again".to_owned()),
        RowState::Skipped(Skipped::RepeatsLine(line)) => ("skipped", format!("the same as line {line}")),
    };
    Line { line: row.line, name: row.name.clone(), word, about }
}
