//! Figures by row and column, each of which can be pressed: a grid that is walked with the arrow keys.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::{Each, dom::element, fresh_id};

/// What stands at the head of a row or column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MatrixHead {
    /// What identifies it to the caller.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// Where it is; empty for nowhere.
    pub href: String,
    /// What it is grouped under, for columns; those of a group stand side by side. May be empty.
    pub group: String,
}

/// One figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MatrixCell {
    /// The figure; empty where there is none.
    pub shown: String,
    /// How much it is, 0 to 4: the darker the more.
    pub level: u8,
    /// A quiet mark beside it: it is old, or uncertain.
    pub marked: bool,
    /// Whether it needs a hand.
    pub signal: bool,
    /// What it says in words, for who hears it and for who points at it.
    pub words: String,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct MatrixRow {
    /// Whose row it is.
    pub head: MatrixHead,
    /// One cell for each column.
    pub cells: Vec<MatrixCell>,
}

/// A grid of figures. Headings stay in sight while it is scrolled; arrow keys, Home, End and the Page keys walk the
/// cells, Enter or a press opens one.
#[component]
pub fn Matrix(
    /// What it shows: “People and skills”.
    #[prop(into)]
    title: Signal<String>,
    /// What the rows are, over their heads: “Person”.
    #[prop(into)]
    corner: Signal<String>,
    /// The columns, in order.
    #[prop(into)]
    columns: Signal<Arc<Vec<MatrixHead>>>,
    /// The rows, in order.
    #[prop(into)]
    rows: Signal<Arc<Vec<MatrixRow>>>,
    /// What is said of each column below the rows; nothing to press.
    #[prop(optional, into)]
    feet: Signal<Arc<Vec<MatrixRow>>>,
    /// Called with the keys of row and column.
    #[prop(into)]
    on_press: Callback<(String, String)>,
) -> impl IntoView {
    let id = fresh_id("matrix");
    // The cell that the keyboard is on or comes to; only that one is in the order of the Tab key.
    let at = StoredValue::new((0_usize, 0_usize));
    let name = {
        let id = id.clone();
        move |(row, column): (usize, usize)| format!("{id}-{row}-{column}")
    };
    let place = {
        let id = id.clone();
        move |target: Option<web_sys::EventTarget>| {
            let pressed = target?.dyn_into::<web_sys::Element>().ok()?.closest("button").ok()??;
            let pressed = pressed.id();
            let (row, column) = pressed.strip_prefix(&id)?.strip_prefix('-')?.split_once('-')?;
            Some((row.parse::<usize>().ok()?, column.parse::<usize>().ok()?))
        }
    };
    let focused = {
        let (name, place) = (name.clone(), place.clone());
        move |event: web_sys::FocusEvent| {
            let Some(to) = place(event.target()) else { return };
            for (cell, order) in [(at.get_value(), "-1"), (to, "0")] {
                if let Some(cell) = element(&name(cell)) {
                    let _ = cell.set_attribute("tabindex", order);
                }
            }
            at.set_value(to);
        }
    };
    let key = {
        let name = name.clone();
        move |event: web_sys::KeyboardEvent| {
            let size = (rows.with_untracked(|rows| rows.len()), columns.with_untracked(|heads| heads.len()));
            let far = event.ctrl_key() || event.meta_key();
            if let Some(to) = walked(at.get_value(), size, &event.key(), far) {
                event.prevent_default();
                if let Some(cell) = element(&name(to)) {
                    let _ = cell.focus();
                }
            }
        }
    };
    let press = move |event: web_sys::MouseEvent| {
        let Some((row, column)) = place(event.target()) else { return };
        let row = rows.with_untracked(|rows| rows.get(row).map(|row| row.head.key.clone()));
        let column = columns.with_untracked(|heads| heads.get(column).map(|head| head.key.clone()));
        if let (Some(row), Some(column)) = (row, column) {
            on_press.run((row, column));
        }
    };
    // A row that changed is drawn anew: whoever was on it, or comes back to it from a dialog, is put there again.
    let back = name.clone();
    Effect::new(move |before: Option<()>| {
        rows.track();
        let back = back.clone();
        if before.is_some() {
            request_animation_frame(move || {
                let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
                if let (true, Some(at)) = (lost, at.try_get_value())
                    && let Some(cell) = element(&back(at))
                {
                    let _ = cell.focus();
                }
            });
        }
    });
    let each = move || {
        let many = columns.with(|heads| heads.len());
        // What the keyboard was on may be gone: one cell always is in the order of the Tab key.
        let last = rows.with(|rows| rows.len()).saturating_sub(1);
        at.update_value(|at| *at = (at.0.min(last), at.1.min(many.saturating_sub(1))));
        rows.with(|rows| {
            rows.iter().cloned().enumerate().map(|(at, row)| (at, many, row)).collect::<Vec<_>>()
        })
    };
    view! {
        <div class="matrix" role="region" aria-label=title>
            <table role="grid" aria-label=title on:focusin=focused on:keydown=key on:click=press>
                <thead>
                    {move || columns.with(|heads| groups(heads))}
                    <tr>
                        <th scope="col">{corner}</th>
                        {move || columns.get().iter().map(|head| view! { <th scope="col">{link(head)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <Each each key=|(at, many, row)| (*at, *many, row.clone()) let:one>
                        {
                            let (row_at, _, row) = one;
                            let cells = row.cells.into_iter().enumerate().map(|(column, cell)| {
                                let here = at.get_value() == (row_at, column);
                                let MatrixCell { shown, level, marked, signal, words } = cell;
                                let shown = if shown.is_empty() { "·".to_owned() } else { shown };
                                view! {
                                    <td>
                                        <button
                                            type="button"
                                            id=name((row_at, column))
                                            class=format!("level-{level}")
                                            class:marked=marked
                                            class:signal=signal
                                            tabindex=if here { "0" } else { "-1" }
                                            title=words.clone()
                                            aria-label=words
                                        >
                                            {shown}
                                        </button>
                                    </td>
                                }
                            });
                            view! { <tr><th scope="row">{link(&row.head)}</th>{cells.collect_view()}</tr> }
                        }
                    </Each>
                </tbody>
                <tfoot>
                    {move || feet.get().iter().map(|row| {
                        let cells = row.cells.iter().map(|cell| view! {
                            <td class:signal=cell.signal title=cell.words.clone()>{cell.shown.clone()}</td>
                        });
                        view! { <tr><th scope="row">{link(&row.head)}</th>{cells.collect_view()}</tr> }
                    }).collect_view()}
                </tfoot>
            </table>
        </div>
    }
}

fn link(head: &MatrixHead) -> AnyView {
    let label = head.label.clone();
    if head.href.is_empty() {
        label.into_any()
    } else {
        view! { <a href=head.href.clone()>{label}</a> }.into_any()
    }
}

/// The row over the headings that says which belong together; none while no column is in a group.
fn groups(heads: &[MatrixHead]) -> Option<AnyView> {
    if heads.iter().all(|head| head.group.is_empty()) {
        return None;
    }
    let runs = heads.chunk_by(|one, next| one.group == next.group);
    let cells = runs.map(|run| {
        let label = run.first().map(|head| head.group.clone()).unwrap_or_default();
        if label.is_empty() {
            view! { <td colspan=run.len().to_string()></td> }.into_any()
        } else {
            view! { <th scope="colgroup" colspan=run.len().to_string()>{label}</th> }.into_any()
        }
    });
    Some(view! { <tr class="groups"><td></td>{cells.collect_view()}</tr> }.into_any())
}

/// How many rows the Page keys go at once.
const PAGE: usize = 8;

/// Where the keyboard goes from a cell when `key` is pressed; `None` if it does not move. `far` is with Ctrl or Command.
fn walked(
    (row, column): (usize, usize),
    (rows, columns): (usize, usize),
    key: &str,
    far: bool,
) -> Option<(usize, usize)> {
    let (last_row, last_column) = (rows.checked_sub(1)?, columns.checked_sub(1)?);
    Some(match (key, far) {
        ("ArrowUp", _) => (row.saturating_sub(1), column),
        ("ArrowDown", _) => ((row + 1).min(last_row), column),
        ("ArrowLeft", _) => (row, column.saturating_sub(1)),
        ("ArrowRight", _) => (row, (column + 1).min(last_column)),
        ("Home", false) => (row, 0),
        ("End", false) => (row, last_column),
        ("Home", true) => (0, 0),
        ("End", true) => (last_row, last_column),
        ("PageUp", _) => (row.saturating_sub(PAGE), column),
        ("PageDown", _) => ((row + PAGE).min(last_row), column),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::walked;

    #[test]
    fn arrows_walk_the_cells_and_stop_at_the_edges() {
        let from = |at, key, far| walked(at, (3, 4), key, far);
        for (at, key, far, to) in [
            ((0, 0), "ArrowUp", false, (0, 0)),
            ((0, 0), "ArrowDown", false, (1, 0)),
            ((2, 3), "ArrowDown", false, (2, 3)),
            ((2, 3), "ArrowRight", false, (2, 3)),
            ((1, 1), "ArrowLeft", false, (1, 0)),
            ((1, 1), "Home", false, (1, 0)),
            ((1, 1), "End", false, (1, 3)),
            ((1, 1), "Home", true, (0, 0)),
            ((1, 1), "End", true, (2, 3)),
            ((2, 1), "PageUp", false, (0, 1)),
            ((0, 1), "PageDown", false, (2, 1)),
        ] {
            assert_eq!(from(at, key, far), Some(to), "{at:?} {key}");
        }
        assert_eq!(from((0, 0), "a", false), None);
        assert_eq!(walked((0, 0), (0, 4), "ArrowDown", false), None, "there is no cell");
    }
}
