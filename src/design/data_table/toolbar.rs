//! What stands above a table: search, how many rows, sorting on narrow screens, which columns.

use leptos::prelude::*;

use super::column::{Column, TableState};
use super::erased::AnyRow;
use crate::{Icon, SearchBox, Select, SelectOption, Sign};

/// From how many rows on a table can be searched, sorted where it has no headings to press, and scrolls by itself. Fewer
/// are read at a glance; ours.
pub(super) const SEARCHED_FROM: usize = 12;

#[component]
pub(super) fn Toolbar(
    label: Signal<String>,
    state: RwSignal<TableState>,
    columns: StoredValue<Vec<Column<AnyRow>>>,
    shown: Signal<usize>,
    all: Signal<usize>,
) -> impl IntoView {
    let count = move || {
        let (shown, all) = (shown.get(), all.get());
        if shown == all {
            format!("{} in all", grouped(all))
        } else {
            format!("{} of {}", grouped(shown), grouped(all))
        }
    };
    // What is searched for stays to be taken back, however few rows are left.
    let many = Memo::new(move |_| all.get() >= SEARCHED_FROM || state.with(|state| !state.filter.is_empty()));
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
            <Show when=move || many.get()>
                <SearchBox
                    label=Signal::derive(move || format!("Search {}", label.get().to_lowercase()))
                    value=Signal::derive(move || state.with(|state| state.filter.clone()))
                    on_input=move |text| state.update(|state| state.filter = text)
                />
            </Show>
            <span class="table-count" role="status">{count}</span>
            <div class="table-sort" hidden=move || !many.get()>
                <Select
                    label="Sort by"
                    none="Sort by…"
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

/// The number with a comma between thousands.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (20_000, "20,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
