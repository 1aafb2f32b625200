//! What a table is made of: the headings of its columns, the cells of its rows.

use leptos::prelude::*;

use super::column::{Align, Column, Place, TableState};
use super::erased::AnyRow;
use crate::{Icon, Sign};

/// The heading of a column; a press sorts by it.
#[component]
pub(super) fn Heading(
    place: usize,
    key: String,
    label: String,
    align: Align,
    state: RwSignal<TableState>,
) -> impl IntoView {
    let mine = key.clone();
    let sorted = Memo::new(move |_| state.with(|state| (state.sort == mine).then_some(state.down)));
    let word = move || match sorted.get() {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    view! {
        <div role="columnheader" class:end=align == Align::End aria-colindex=(place + 1).to_string() aria-sort=word>
            <button type="button" on:click=move |_| state.update(|state| *state = state.clone().sorted_by(&key))>
                {label}
                {move || sorted.get().map(|down| {
                    let sign = if down { Sign::ArrowDown } else { Sign::ArrowUp };
                    view! { <Icon sign /> }
                })}
            </button>
        </div>
    }
}

/// What stands in one column of a row, as its `place`-th cell; `link` is where the row leads.
pub(super) fn cell(place: usize, column: &Column<AnyRow>, row: AnyRow, link: Option<&str>) -> AnyView {
    let empty = (column.text)(&row).is_empty();
    let (text, of) = (column.text.clone(), row.clone());
    let title = move || text(&of);
    // A name shown here may change while the row itself stays the same.
    let shown = match column.view.clone() {
        Some(view) => (move || view(&row)).into_any(),
        None => title.clone().into_any(),
    };
    let shown = match (column.place, link) {
        // Rows are walked with the arrow keys; the link is there for pointer, screen reader and “open in new tab”.
        (Place::Lead, Some(link)) => view! { <a href=link.to_owned() tabindex="-1">{shown}</a> }.into_any(),
        _ => shown,
    };
    let class = match column.place {
        Place::Lead => "lead",
        Place::Detail | Place::Reason => "detail",
        Place::Extra => "extra",
    };
    view! {
        <div
            role="gridcell"
            class=class
            class:end=column.align == Align::End
            class:named=column.named
            class:sentence=column.sentence
            class:empty=empty
            aria-colindex=(place + 1).to_string()
            data-label=column.label.clone()
            title=title
        >
            {shown}
        </div>
    }
    .into_any()
}
