//! Competency by stage: what the loop covers (HI-3).

use std::sync::Arc;

use design::{Matrix, MatrixCell, MatrixHead, MatrixRow};
use leptos::prelude::*;

use crate::rules::Coverage;

/// The matrix; pressing a cell puts the competency into the stage or takes it out.
#[component]
pub fn CoverageMatrix(
    /// What the loop covers.
    #[prop(into)]
    coverage: Signal<Option<Coverage>>,
    /// Called with the competency and the id of the stage.
    on_press: Callback<(String, String)>,
) -> impl IntoView {
    let columns = Signal::derive(move || {
        let heads = coverage.with(|coverage| {
            coverage
                .iter()
                .flat_map(|coverage| &coverage.stages)
                .map(|stage| MatrixHead {
                    key: stage.id.to_string(),
                    label: stage.name.clone(),
                    href: String::new(),
                    group: String::new(),
                })
                .collect::<Vec<_>>()
        });
        Arc::new(heads)
    });
    let rows = Signal::derive(move || {
        Arc::new(coverage.with(|coverage| coverage.as_ref().map(rows).unwrap_or_default()))
    });
    view! { <Matrix title="What the loop covers" corner="Competency" columns rows on_press /> }
}

fn rows(coverage: &Coverage) -> Vec<MatrixRow> {
    let row = |row: &crate::rules::CompetencyRow| {
        let times = row.times();
        let cell = |(tested, stage): (&bool, &document::Entry<crate::Stage>)| MatrixCell {
            shown: if *tested { "✓".to_owned() } else { String::new() },
            level: if *tested { 2 } else { 0 },
            marked: false,
            signal: times == 0 || (times > 1 && *tested),
            words: match (*tested, times) {
                (true, 1) => format!("{} tests {}", stage.name, row.name),
                (true, _) => format!("{} tests {}, as another stage does", stage.name, row.name),
                (false, 0) => format!("{} does not test {}; no stage does", stage.name, row.name),
                (false, _) => format!("{} does not test {}", stage.name, row.name),
            },
        };
        MatrixRow {
            head: MatrixHead {
                key: row.name.clone(),
                label: row.name.clone(),
                href: String::new(),
                group: String::new(),
            },
            cells: row.tested.iter().zip(&coverage.stages).map(cell).collect(),
        }
    };
    coverage.rows.iter().map(row).collect()
}
