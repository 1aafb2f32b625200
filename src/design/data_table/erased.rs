//! Rows whose type the table does not know, so that its code exists once and not once per kind of row.

use std::{any::Any, sync::Arc};

use leptos::prelude::IntoAny;

use super::column::{Column, OfRow, SortKey};

/// One of the rows of a table; cheap to clone.
#[derive(Clone)]
pub(super) struct AnyRow {
    /// A `Vec` of rows.
    rows: Arc<dyn Any + Send + Sync>,
    at: usize,
}

impl AnyRow {
    /// Each of the rows.
    pub(super) fn each<R: Send + Sync + 'static>(rows: Arc<Vec<R>>) -> Arc<Vec<Self>> {
        let len = rows.len();
        Self::of(rows, len)
    }

    fn of(rows: Arc<dyn Any + Send + Sync>, len: usize) -> Arc<Vec<Self>> {
        Arc::new((0..len).map(|at| Self { rows: rows.clone(), at }).collect())
    }

    /// The row, if it is an `R`; a table only ever asks for what it was given.
    pub(super) fn get<R: 'static>(&self) -> Option<&R> {
        self.rows.downcast_ref::<Vec<R>>()?.get(self.at)
    }
}

impl<R: 'static> Column<R> {
    /// The same column of rows of unknown type.
    pub(super) fn erased(self) -> Column<AnyRow> {
        let Self { key, label, align, place, width, when, named, sentence, text, sort, view } = self;
        let text = move |row: &AnyRow| row.get().map(|row| text(row)).unwrap_or_default();
        Column {
            text: Arc::new(text),
            sort: sort.map(|sort| -> OfRow<AnyRow, _> {
                Arc::new(move |row| row.get().map_or(SortKey::Nothing, |row| sort(row)))
            }),
            view: view.map(|view| -> OfRow<AnyRow, _> {
                Arc::new(move |row| row.get().map_or_else(|| ().into_any(), |row| view(row)))
            }),
            key,
            label,
            align,
            place,
            width,
            when,
            named,
            sentence,
        }
    }
}
