//! Where a table is scrolled to, and which row the keyboard is on.

use std::ops::Range;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    contents::Contents,
    window::{PRINTED, scroll_for, window},
};
use crate::{
    dom::{printing, width_in_rem},
    fresh_id,
    listbox::moved,
};

/// The part of a table that is in sight, and the row that the keyboard is on.
#[derive(Clone, Copy)]
pub(super) struct Walk {
    /// The element that scrolls.
    pub(super) grid: NodeRef<html::Div>,
    /// The row the keyboard is on, counted among the rows shown.
    pub(super) at: RwSignal<Option<usize>>,
    /// The rows that are drawn, counted among the rows shown.
    pub(super) drawn: Memo<Range<usize>>,
    /// Whether the page is drawn for paper.
    pub(super) printing: Signal<bool>,
    contents: Contents,
    id: StoredValue<String>,
    top: RwSignal<f64>,
    high: RwSignal<f64>,
}

impl Walk {
    /// At the top, with the keyboard on no row.
    pub(super) fn new(contents: Contents) -> Self {
        let (top, high) = (RwSignal::new(0.0_f64), RwSignal::new(900.0_f64));
        let printing = printing();
        let drawn = Memo::new(move |_| {
            let len = contents.len();
            if printing.get() {
                0..len.min(PRINTED)
            } else {
                window(top.get(), high.get(), contents.row_high(), len)
            }
        });
        let at = RwSignal::new(None::<usize>);
        Effect::new(move |_| {
            let len = contents.len();
            if at.get_untracked().is_some_and(|at| at >= len) {
                at.set(None);
            }
        });
        let id = StoredValue::new(fresh_id("table"));
        let walk = Self { grid: NodeRef::new(), at, drawn, printing, contents, id, top, high };
        walk.follow_size();
        walk
    }

    /// Measures the grid when it appears, and when the window changes.
    fn follow_size(self) {
        Effect::new(move |_| {
            // While there is nothing to show there is no grid to measure.
            self.contents.bare.track();
            if self.grid.get().is_some() {
                self.find_room();
                request_animation_frame(move || self.measure());
            }
        });
        let resized = window_event_listener(leptos::ev::resize, move |_| {
            self.find_room();
            self.measure();
        });
        on_cleanup(move || resized.remove());
    }

    fn find_room(self) {
        if let Some(width) = self.grid.try_get_untracked().flatten().and_then(|grid| width_in_rem(&grid)) {
            self.contents.room.set(width);
        }
    }

    /// Sees what is in sight now.
    pub(super) fn measure(self) {
        // The next frame may come after the table has gone.
        if let Some(grid) = self.grid.try_get_untracked().flatten() {
            self.top.set(f64::from(grid.scroll_top()));
            self.high.set(f64::from(grid.client_height()).max(200.0));
        }
    }

    /// The id of a row, counted among the rows shown.
    pub(super) fn row_id(self, index: usize) -> String {
        self.id.with_value(|id| format!("{id}-row-{index}"))
    }

    /// The id of the row that the keyboard is on, while it is drawn.
    pub(super) fn active(self) -> Option<String> {
        let drawn = self.drawn.get();
        self.at.get().filter(|at| drawn.contains(at)).map(|at| self.row_id(at))
    }

    /// Takes the first row when the table is come to by keyboard.
    pub(super) fn enter(self) {
        if self.at.get_untracked().is_none() && self.contents.shown.with_untracked(|shown| !shown.is_empty())
        {
            self.at.set(Some(0));
        }
    }

    /// Goes to a row and opens it, as a press on it does.
    pub(super) fn press(self, index: usize) {
        self.at.set(Some(index));
        self.open(index);
    }

    /// Does what a key asks for: another row, or to open this one.
    pub(super) fn on_key(self, event: &web_sys::KeyboardEvent) {
        // Keys pressed on a heading or link inside are theirs.
        let on_grid = event.target().zip(event.current_target()).is_some_and(|(at, grid)| at == grid);
        if !on_grid {
            return;
        }
        let key = event.key();
        let len = self.contents.shown.with_untracked(Vec::len);
        if key == "Enter" {
            if let Some(at) = self.at.get_untracked() {
                event.prevent_default();
                self.open(at);
            }
        } else if let Some(to) = moved(self.at.get_untracked(), len, &key) {
            event.prevent_default();
            self.at.set(Some(to));
            self.bring_into_sight(to);
        }
    }

    fn bring_into_sight(self, index: usize) {
        let Some(grid) = self.grid.get_untracked() else { return };
        let (head, row) = untrack(|| (self.contents.head_high(), self.contents.row_high()));
        let high = f64::from(grid.client_height()) - head;
        if let Some(scroll) = scroll_for(index, f64::from(grid.scroll_top()), high, row) {
            #[expect(clippy::cast_possible_truncation, reason = "pixels of a page fit")]
            grid.set_scroll_top(scroll.round() as i32);
            self.measure();
        }
    }

    /// Follows the link of a row as a press on it would, so that the router sees it.
    fn open(self, index: usize) {
        let row = document().get_element_by_id(&self.row_id(index));
        let link = row.and_then(|row| row.query_selector("a").ok().flatten());
        if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
            link.click();
        }
    }
}
