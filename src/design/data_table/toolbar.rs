//! What stands above a table: search, how many rows, sorting on narrow screens, which columns.

use leptos::prelude::*;

use super::column::{Column, TableState};
use crate::{Icon, SearchBox, Select, SelectOption, Sign};

#[component]
pub(super) fn Toolbar<R: Send + Sync + 'static>(
    label: Signal<String>,
    state: RwSignal<TableState>,
    columns: StoredValue<Vec<Column<R>>>,
    shown: Signal<usize>,
    all: Signal<usize>,
) -> impl IntoView {
    let count = move || {
        let (shown, all) = (shown.get(), all.get());
        if shown == all { format!("{all}") } else { format!("{shown} of {all}") }
    };
    let options: Vec<SelectOption> = columns
        .read_value()
        .iter()
        .map(|column| SelectOption::new(column.key.clone(), column.label.clone()))
        .collect();
    let choices = move || {
        let columns = columns.read_value();
        columns
            .iter()
            .map(|column| {
                let (key, column) = (column.key.clone(), column.clone());
                let label = column.label.clone();
                view! {
                    <label class="checkbox">
                        <input
                            type="checkbox"
                            prop:checked=move || state.with(|state| state.shows(&column))
                            on:change=move |_| state.update(|state| *state = state.clone().flip(&key))
                        />
                        <span>{label}</span>
                    </label>
                }
            })
            .collect_view()
    };
    view! {
        <div class="table-tools">
            <SearchBox
                label=Signal::derive(move || format!("Search {}", label.get().to_lowercase()))
                value=Signal::derive(move || state.with(|state| state.filter.clone()))
                on_input=move |text| state.update(|state| state.filter = text)
            />
            <span class="table-count" role="status">{count}</span>
            <div class="table-sort">
                <Select
                    label="Sort by"
                    none="As given"
                    value=Signal::derive(move || state.with(|state| state.sort.clone()))
                    options
                    on_change=move |key| state.update(|state| {
                        state.sort = key;
                        state.down = false;
                    })
                />
            </div>
            <details class="table-columns">
                <summary><Icon sign=Sign::Columns /> "Columns"</summary>
                <div role="group" aria-label="Columns shown">{choices()}</div>
            </details>
        </div>
    }
}
