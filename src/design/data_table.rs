//! A table of any length: sorted, searched, its columns chosen, walked by keyboard; only what is in sight is drawn.

mod cell;
mod column;
mod erased;
mod fit;
mod order;
mod toolbar;
mod window;

use std::sync::Arc;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

pub use column::{Align, Column, Place, SortKey, TableState};

use crate::{
    dom::{media, printing, width_in_rem},
    fresh_id,
    listbox::moved,
};
use cell::{Heading, cell};
use erased::AnyRow;
use fit::{Fit, fit, least};
use toolbar::{Toolbar, grouped};
use window::{PRINTED, scroll_for, window};

/// The height of a row on a wide and on a narrow screen, in pixels; the sheet draws rows by the same figures.
const ROW: (f64, f64) = (40.0, 60.0);

/// A table of rows. Click a heading to sort, type to search, arrow keys walk the rows, Enter opens one.
///
/// Where there is no room for the columns, extra ones are left out or a row has two lines: the lead column, and the
/// others side by side. On paper all rows are drawn, up to `PRINTED`.
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
    // Made once for each set of rows; never compared, because other rows are another set.
    let rows = Memo::new_with_compare(move |_| rows.get(), |_, _| true);
    let id = fresh_id("table");
    let columns = StoredValue::new(columns);
    let small = media("(width < 48rem)");
    let room = RwSignal::new(f64::INFINITY);
    let fitted =
        Memo::new(move |_| state.with(|state| fit(&columns.read_value(), state, room.get(), small.get())));
    let narrow = Signal::derive(move || fitted.get() == Fit::TwoLines);
    let row_high = move || if narrow.get() { ROW.1 } else { ROW.0 };

    let searched = Memo::new(move |_| state.with(|state| !state.filter.trim().is_empty()));
    let haystacks = Memo::new_with_compare(
        move |_| {
            let search = searched.get();
            rows.with(|rows| if search { order::haystacks(rows, &columns.read_value()) } else { Vec::new() })
        },
        |_, _| true,
    );
    let shown = Memo::new(move |_| {
        haystacks.with(|stacks| {
            rows.with(|rows| {
                state.with(|state| {
                    order::arranged(rows, &columns.read_value(), state, |row| stacks[row].as_str())
                })
            })
        })
    });
    let visible = Memo::new_with_compare(
        move |_| {
            state.with(|state| {
                let columns = columns.read_value();
                let extra = fitted.get() != Fit::WithoutExtra;
                let shown =
                    |column: &Column<_>| state.shows(column) && (extra || column.place != Place::Extra);
                (0..columns.len()).filter(|at| shown(&columns[*at])).collect::<Vec<usize>>()
            })
        },
        |old, new| old != new,
    );
    let tracks = move || {
        visible.with(|visible| {
            let columns = columns.read_value();
            let tracks: Vec<String> = visible
                .iter()
                .map(|at| {
                    let Column { width, align, .. } = columns[*at];
                    if align == Align::End {
                        format!("{width}rem")
                    } else {
                        format!("minmax({}rem, {width}fr)", least(&columns[*at]))
                    }
                })
                .collect();
            tracks.join(" ")
        })
    };

    // Rows are drawn anew when the rows or the columns are others.
    let generation = Memo::new(move |before: Option<&u64>| {
        rows.track();
        visible.track();
        before.map_or(0, |before| before + 1)
    });

    let grid = NodeRef::<html::Div>::new();
    let top = RwSignal::new(0.0_f64);
    let high = RwSignal::new(900.0_f64);
    let measure = move || {
        // The next frame may come after the table has gone.
        if let Some(grid) = grid.try_get_untracked().flatten() {
            top.set(f64::from(grid.scroll_top()));
            high.set(f64::from(grid.client_height()).max(200.0));
        }
    };
    let find_room = move || {
        if let Some(width) = grid.try_get_untracked().flatten().and_then(|grid| width_in_rem(&grid)) {
            room.set(width);
        }
    };
    // While there is nothing to show there is no grid to measure.
    let bare = Memo::new(move |_| rows.with(|rows| rows.is_empty()));
    Effect::new(move |_| {
        bare.track();
        if grid.get().is_some() {
            find_room();
            request_animation_frame(measure);
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        find_room();
        measure();
    });
    on_cleanup(move || resized.remove());
    let printing = printing();
    let drawn = Memo::new(move |_| {
        let len = shown.with(Vec::len);
        if printing.get() { 0..len.min(PRINTED) } else { window(top.get(), high.get(), row_high(), len) }
    });

    // The row the keyboard is on, counted among the rows shown.
    let at = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        let len = shown.with(Vec::len);
        if at.get_untracked().is_some_and(|at| at >= len) {
            at.set(None);
        }
    });
    let row_id = {
        let id = id.clone();
        move |index: usize| format!("{id}-row-{index}")
    };
    let on_key = {
        let row_id = row_id.clone();
        move |event: web_sys::KeyboardEvent| {
            // Keys pressed on a heading or link inside are theirs.
            let on_grid = event.target().zip(event.current_target()).is_some_and(|(at, grid)| at == grid);
            if !on_grid {
                return;
            }
            let key = event.key();
            let len = shown.with_untracked(Vec::len);
            if key == "Enter" {
                if let Some(at) = at.get_untracked() {
                    event.prevent_default();
                    open_row(&row_id(at));
                }
            } else if let Some(to) = moved(at.get_untracked(), len, &key) {
                event.prevent_default();
                at.set(Some(to));
                if let Some(grid) = grid.get_untracked() {
                    let high = f64::from(grid.client_height()) - untrack(head_high(narrow));
                    let scroll = scroll_for(to, f64::from(grid.scroll_top()), high, untrack(row_high));
                    if let Some(scroll) = scroll {
                        #[expect(clippy::cast_possible_truncation, reason = "pixels of a page fit")]
                        grid.set_scroll_top(scroll.round() as i32);
                        measure();
                    }
                }
            }
        }
    };
    let active = {
        let row_id = row_id.clone();
        move || {
            let drawn = drawn.get();
            at.get().filter(|at| drawn.contains(at)).map(&row_id)
        }
    };
    let head = move || {
        visible
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, index)| {
                let column = columns.read_value()[index].clone();
                view! { <Heading place key=column.key label=column.label align=column.align state /> }
            })
            .collect_view()
    };
    let body = move || {
        let row_id = row_id.clone();
        view! {
            <For
                each=move || {
                    let drawn = drawn.get();
                    let columns = visible.get();
                    let generation = generation.get();
                    shown.with(|shown| {
                        let columns = Arc::new(columns);
                        drawn
                            .filter_map(|index| Some((index, *shown.get(index)?, columns.clone(), generation)))
                            .collect::<Vec<_>>()
                    })
                }
                key=|(index, row, _, generation)| (*index, *row, *generation)
                children=move |(index, row, visible, _)| {
                    let Some(row) = rows.with_untracked(|rows| rows.get(row as usize).cloned()) else {
                        return ().into_any();
                    };
                    let needs_hand = signal.is_some_and(|signal| signal.run(row.clone()));
                    let link = href.and_then(|href| href.run(row.clone()));
                    let id = row_id(index);
                    let pressed = id.clone();
                    view! {
                        <div
                            role="row"
                            id=id
                            class="table-row"
                            class:signal=needs_hand
                            class:opens=link.is_some()
                            class:current=move || at.get() == Some(index)
                            aria-rowindex=(index + 2).to_string()
                            style:top=move || format!("{}px", px(index) * row_high())
                            on:click=move |event| if !on_control(&event) {
                                at.set(Some(index));
                                open_row(&pressed);
                            }
                        >
                            {visible.iter().enumerate().map(|(place, at)| {
                                let columns = columns.read_value();
                                cell(place, &columns[*at], row.clone(), link.as_deref())
                            }).collect_view()}
                        </div>
                    }.into_any()
                }
            />
        }
    };
    let none = move || {
        shown.with(Vec::is_empty).then(|| match (&empty, bare.get()) {
            (Some(empty), true) => empty.run(),
            (None, true) => view! { <p class="table-none">"Nothing here yet."</p> }.into_any(),
            (_, false) => view! { <p class="table-none">"No row holds all these words."</p> }.into_any(),
        })
    };
    let cut = move || {
        let len = shown.with(Vec::len);
        (printing.get() && len > PRINTED).then(|| {
            let words = format!("The first {} of {}.", grouped(PRINTED), grouped(len));
            view! { <p class="print-only table-cut">{words}</p> }
        })
    };
    view! {
        <div class="data-table" class:narrow=narrow class:bare=bare>
            <Toolbar label state columns shown=Signal::derive(move || shown.with(Vec::len)) all=Signal::derive(move || rows.with(|rows| rows.len())) />
            <div
                class="table-grid"
                node_ref=grid
                role="grid"
                tabindex="0"
                aria-label=label
                aria-rowcount=move || (shown.with(Vec::len) + 1).to_string()
                aria-colcount=move || visible.with(Vec::len).to_string()
                aria-activedescendant=active
                style=("--columns", tracks)
                on:scroll=move |_| measure()
                on:keydown=on_key
                on:focus=move |_| if at.get_untracked().is_none() && shown.with_untracked(|shown| !shown.is_empty()) { at.set(Some(0)) }
            >
                <div role="rowgroup" class="table-head">
                    <div role="row" class="table-heads" aria-rowindex="1">{head}</div>
                </div>
                <div role="rowgroup" class="table-body" style:height=move || format!("{}px", px(shown.with(Vec::len)) * row_high())>
                    {body()}
                </div>
            </div>
            {cut}
            {none}
        </div>
    }
    .into_any()
}

/// The height of the sticky heading, in pixels: a row of its own when wide, none when narrow.
fn head_high(narrow: Signal<bool>) -> impl Fn() -> f64 {
    move || if narrow.get() { 0.0 } else { 36.0 }
}

#[expect(clippy::cast_precision_loss, reason = "rows are far fewer than 2^52")]
fn px(count: usize) -> f64 {
    count as f64
}

/// Follows the link of a row as a press on it would, so that the router sees it.
fn open_row(row_id: &str) {
    let link = document().get_element_by_id(row_id).and_then(|row| row.query_selector("a").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
        link.click();
    }
}

/// Whether the press was on a link, button or input inside the row, which acts by itself.
fn on_control(event: &web_sys::MouseEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| element.closest("a, button, input, select, textarea").ok().flatten().is_some())
}
