//! What a table shows of what it was given: which rows in which order, which columns, and how wide these are.

use std::sync::Arc;

use kernel::Ordered as _;
use leptos::prelude::*;

use super::{
    column::{Align, Column, Place, TableState},
    erased::AnyRow,
    fit::{Fit, fit, least, needs_two, vacant},
    order,
};
use crate::dom::media;

/// The height of a row on a wide and on a narrow screen, in pixels; the sheet draws rows by the same figures.
const ROW: (f64, f64) = (40.0, 60.0);
/// The same where a sentence has two lines.
const TALL_ROW: (f64, f64) = (56.0, 88.0);
/// The height of the sticky heading, in pixels; when narrow it has no row of its own.
const HEAD: f64 = 36.0;

/// What a table shows.
#[derive(Clone, Copy)]
pub(super) struct Contents {
    /// All columns.
    pub(super) columns: StoredValue<Vec<Column<AnyRow>>>,
    /// All rows.
    pub(super) rows: Memo<Arc<Vec<AnyRow>>>,
    /// The rows that are shown, by their places among all, in the order shown.
    pub(super) shown: Memo<Vec<u32>>,
    /// The columns that are shown, by their places among all.
    pub(super) visible: Memo<Vec<usize>>,
    /// Another number whenever the rows or the columns are others, so that they are drawn anew.
    pub(super) generation: Memo<u64>,
    /// Whether there are no rows at all.
    pub(super) bare: Memo<bool>,
    /// How wide the table may be, in `rem`.
    pub(super) room: RwSignal<f64>,
    /// Whether a sentence has two lines.
    pub(super) tall: Memo<bool>,
    fitted: Memo<Fit>,
}

impl Contents {
    /// The contents as the user has set the table.
    pub(super) fn new(
        columns: Vec<Column<AnyRow>>,
        rows: Signal<Arc<Vec<AnyRow>>>,
        state: RwSignal<TableState>,
    ) -> Self {
        // Made once for each set of rows; never compared, because other rows are another set.
        let rows = Memo::new_with_compare(move |_| rows.get(), |_, _| true);
        let columns = StoredValue::new(columns);
        let small = media("(width < 48rem)");
        let room = RwSignal::new(f64::INFINITY);
        // Which columns the user has not left out and some row says something in.
        let standing = Memo::new(move |_| {
            let columns = columns.read_value();
            let stands = |column: &Column<_>| {
                state.with(|state| state.shows(column)) && rows.with(|rows| !vacant(column, rows))
            };
            (0..columns.len()).filter(|at| stands(&columns[*at])).collect::<Vec<usize>>()
        });
        let fitted = Memo::new(move |_| {
            let columns = columns.read_value();
            let chosen = state.with(|state| !state.flipped.is_empty());
            standing.with(|standing| {
                fit(standing.iter().map(|at| &columns[*at]), chosen, room.get(), small.get())
            })
        });
        let tall = Memo::new(move |_| {
            let columns = columns.read_value();
            let two = |at: &usize| rows.with(|rows| needs_two(&columns[*at], rows, fitted.get(), room.get()));
            standing.with(|standing| standing.iter().any(two))
        });
        let visible = Memo::new(move |_| {
            let columns = columns.read_value();
            let fitted = fitted.get();
            let mut visible = standing.get();
            visible.retain(|at| fitted != Fit::WithoutExtra || columns[*at].place != Place::Extra);
            if fitted == Fit::TwoLines {
                // As it is seen, so it is read out.
                visible.order_by_key(|at| match columns[*at].place {
                    Place::Lead => 0,
                    Place::Reason => 1,
                    Place::Detail | Place::Extra => 2,
                });
            }
            visible
        });
        let generation = Memo::new(move |before: Option<&u64>| {
            rows.track();
            visible.track();
            before.map_or(0, |before| before + 1)
        });
        let bare = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
        let shown = arranged(columns, rows, state);
        Self { columns, rows, shown, visible, generation, bare, room, tall, fitted }
    }

    /// Whether a row has two lines.
    pub(super) fn narrow(self) -> bool {
        self.fitted.get() == Fit::TwoLines
    }

    /// The height of a row, in pixels.
    pub(super) fn row_high(self) -> f64 {
        let row = if self.tall.get() { TALL_ROW } else { ROW };
        if self.narrow() { row.1 } else { row.0 }
    }

    /// The height of what stays above the rows while they are scrolled, in pixels.
    pub(super) fn head_high(self) -> f64 {
        if self.narrow() { 0.0 } else { HEAD }
    }

    /// How many rows are shown.
    pub(super) fn len(self) -> usize {
        self.shown.with(Vec::len)
    }

    /// The widths of the columns, as the grid of the sheet takes them.
    pub(super) fn tracks(self) -> String {
        let columns = self.columns.read_value();
        let track = |at: &usize| {
            let column = &columns[*at];
            match column.align {
                Align::End => format!("{}rem", column.width),
                Align::Start => format!("minmax({}rem, {}fr)", least(column), column.width),
            }
        };
        self.visible.with(|visible| visible.iter().map(track).collect::<Vec<_>>().join(" "))
    }
}

/// The rows that hold what is searched, in the order that is asked for.
fn arranged(
    columns: StoredValue<Vec<Column<AnyRow>>>,
    rows: Memo<Arc<Vec<AnyRow>>>,
    state: RwSignal<TableState>,
) -> Memo<Vec<u32>> {
    let searched = Memo::new(move |_| state.with(|state| !state.filter.trim().is_empty()));
    let haystacks = Memo::new_with_compare(
        move |_| {
            let search = searched.get();
            rows.with(|rows| if search { order::haystacks(rows, &columns.read_value()) } else { Vec::new() })
        },
        |_, _| true,
    );
    Memo::new(move |_| {
        haystacks.with(|stacks| {
            rows.with(|rows| {
                state.with(|state| {
                    order::arranged(rows, &columns.read_value(), state, |row| stacks[row].as_str())
                })
            })
        })
    })
}
