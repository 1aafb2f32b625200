//! A table of any length: sorted, searched, its columns chosen, walked by keyboard; only what is in sight is drawn.

mod cell;
mod column;
mod contents;
mod erased;
mod fit;
mod order;
mod toolbar;
mod walk;
mod window;

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub use column::{Align, Column, Place, SortKey, TableState, When};

use cell::{Heading, cell};
use contents::Contents;
use erased::AnyRow;
use toolbar::{SEARCHED_FROM, Toolbar, grouped};
use walk::Walk;
use window::PRINTED;

/// A table of rows. Click a heading to sort, type to search, arrow keys walk the rows, Enter opens one.
///
/// Where there is no room for the columns, extra ones are left out or a row has two lines: the lead column, and the
/// others side by side. A column that is to be filled is left out while no row says anything in it. On paper all rows are drawn, up to `PRINTED`.
#[component]
pub fn DataTable<R>(
    /// What the rows are: “People”.
    #[prop(into)]
    label: Signal<String>,
    /// The columns, in order.
    columns: Vec<Column<R>>,
    /// The rows, in the order shown when nothing is sorted.
    #[prop(into)]
    rows: Signal<Arc<Vec<R>>>,
    /// Where a row leads; makes the lead column a link and rows open on Enter and press.
    #[prop(optional, into)]
    href: Option<Callback<R, String>>,
    /// How the user has set the table; give one to keep it.
    #[prop(default = RwSignal::new(TableState::default()))]
    state: RwSignal<TableState>,
    /// Whether a row needs a hand: it gets a mark in the margin.
    #[prop(optional, into)]
    signal: Option<Callback<R, bool>>,
    /// What stands in place of the rows when there are none at all; a search without result says so by itself.
    #[prop(optional, into)]
    empty: Option<ViewFn>,
) -> impl IntoView
where
    R: Clone + Send + Sync + 'static,
{
    let href = href.map(|href| Callback::new(move |row: AnyRow| row.get().cloned().map(|row| href.run(row))));
    let signal = signal.map(|signal| {
        Callback::new(move |row: AnyRow| row.get().cloned().is_some_and(|row| signal.run(row)))
    });
    let columns: Vec<Column<AnyRow>> = columns.into_iter().map(Column::erased).collect();
    let rows = Signal::derive(move || AnyRow::each(rows.get()));
    table(Parts { label, columns, rows, href, state, signal, empty })
}

/// What a table is given, without the type of its rows.
struct Parts {
    label: Signal<String>,
    columns: Vec<Column<AnyRow>>,
    rows: Signal<Arc<Vec<AnyRow>>>,
    href: Option<Callback<AnyRow, Option<String>>>,
    state: RwSignal<TableState>,
    signal: Option<Callback<AnyRow, bool>>,
    empty: Option<ViewFn>,
}

/// The table itself: everything that does not depend on what a row is.
fn table(parts: Parts) -> AnyView {
    let Parts { label, columns, rows, href, state, signal, empty } = parts;
    let contents = Contents::new(columns, rows, state);
    let walk = Walk::new(contents);
    let head = move || {
        let columns = contents.columns.read_value();
        let heading = |(place, index): (usize, usize)| {
            let Column { key, label, align, .. } = columns[index].clone();
            view! { <Heading place key label align state /> }
        };
        contents.visible.get().into_iter().enumerate().map(heading).collect_view()
    };
    let none = move || {
        (contents.len() == 0).then(|| match (&empty, contents.bare.get()) {
            (Some(empty), true) => empty.run(),
            (None, true) => view! { <p class="table-none">"Nothing here yet."</p> }.into_any(),
            (_, false) => view! { <p class="table-none">"No row holds all these words."</p> }.into_any(),
        })
    };
    let cut = move || {
        let len = contents.len();
        (walk.printing.get() && len > PRINTED).then(|| {
            let words = format!("The first {} of {}.", grouped(PRINTED), grouped(len));
            view! { <p class="print-only table-cut">{words}</p> }
        })
    };
    let all = Signal::derive(move || contents.rows.with(|rows| rows.len()));
    view! {
        <div class="data-table" class:narrow=move || contents.narrow() class:tall=contents.tall class:few=move || all.get() < SEARCHED_FROM class:bare=contents.bare>
            <Toolbar label state columns=contents.columns shown=Signal::derive(move || contents.len()) all />
            <div
                class="table-grid"
                node_ref=walk.grid
                role="grid"
                tabindex="0"
                aria-label=label
                aria-rowcount=move || (contents.len() + 1).to_string()
                aria-colcount=move || contents.visible.with(Vec::len).to_string()
                aria-activedescendant=move || walk.active()
                style=("--columns", move || contents.tracks())
                on:scroll=move |_| walk.measure()
                on:keydown=move |event| walk.on_key(&event)
                on:focus=move |_| walk.enter()
            >
                <div role="rowgroup" class="table-head">
                    <div role="row" class="table-heads" aria-rowindex="1">{head}</div>
                </div>
                <div role="rowgroup" class="table-body" style:height=move || format!("{}px", px(contents.len()) * contents.row_high())>
                    <Rows contents walk href signal />
                </div>
            </div>
            {cut}
            {none}
        </div>
    }
    .into_any()
}

/// The rows that are in sight.
#[component]
fn Rows(
    contents: Contents,
    walk: Walk,
    href: Option<Callback<AnyRow, Option<String>>>,
    signal: Option<Callback<AnyRow, bool>>,
) -> impl IntoView {
    let each = move || {
        let (drawn, columns) = (walk.drawn.get(), Arc::new(contents.visible.get()));
        let generation = contents.generation.get();
        contents.shown.with(|shown| {
            let drawn = drawn.filter_map(|index| Some((index, *shown.get(index)?)));
            drawn.map(|(index, row)| (index, row, columns.clone(), generation)).collect::<Vec<_>>()
        })
    };
    let one = move |(index, row, visible, _): (usize, u32, Arc<Vec<usize>>, u64)| {
        let Some(row) = contents.rows.with_untracked(|rows| rows.get(row as usize).cloned()) else {
            return ().into_any();
        };
        let needs_hand = signal.is_some_and(|signal| signal.run(row.clone()));
        let link = href.and_then(|href| href.run(row.clone()));
        let columns = contents.columns.read_value();
        let cells = visible
            .iter()
            .enumerate()
            .map(|(place, at)| cell(place, &columns[*at], row.clone(), link.as_deref()));
        view! {
            <div
                role="row"
                id=walk.row_id(index)
                class="table-row"
                class:signal=needs_hand
                class:opens=link.is_some()
                class:current=move || walk.at.get() == Some(index)
                aria-rowindex=(index + 2).to_string()
                style:top=move || format!("{}px", px(index) * contents.row_high())
                on:click=move |event| if !on_control(&event) {
                    walk.press(index);
                }
            >
                {cells.collect_view()}
            </div>
        }
        .into_any()
    };
    view! { <For each key=|(index, row, _, generation)| (*index, *row, *generation) children=one /> }
}

#[expect(clippy::cast_precision_loss, reason = "rows are far fewer than 2^52")]
fn px(count: usize) -> f64 {
    count as f64
}

/// Whether the press was on a link, button or input inside the row, which acts by itself.
fn on_control(event: &web_sys::MouseEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| element.closest("a, button, input, select, textarea").ok().flatten().is_some())
}
