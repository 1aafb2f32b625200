//! A list narrowed to one of its parts, chosen above it, each with how many rows it holds.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{ChoiceGroup, SelectOption};

/// A part of a list.
#[derive(Debug)]
pub struct Part<R> {
    /// What identifies it.
    word: &'static str,
    /// What it is called.
    label: &'static str,
    /// Which rows it holds.
    holds: fn(&R) -> bool,
}

impl<R> Part<R> {
    /// A part called `label`, with the rows for which `holds` says so.
    #[must_use]
    pub const fn new(word: &'static str, label: &'static str, holds: fn(&R) -> bool) -> Self {
        Self { word, label, holds }
    }
}

/// The parts of a list and the one that is chosen: at first the first.
pub struct Parts<R: Send + Sync + 'static> {
    parts: &'static [Part<R>],
    rows: Memo<Vec<R>>,
    chosen: RwSignal<usize>,
}

impl<R: Send + Sync> Clone for Parts<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Send + Sync> Copy for Parts<R> {}

impl<R: Clone + PartialEq + Send + Sync> Parts<R> {
    /// The parts of these rows.
    #[must_use]
    pub fn new(parts: &'static [Part<R>], rows: Memo<Vec<R>>) -> Self {
        Self { parts, rows, chosen: RwSignal::new(0) }
    }

    /// The rows of the chosen part.
    #[must_use]
    pub fn shown(self) -> Memo<Arc<Vec<R>>> {
        Memo::new(move |_| {
            let Some(part) = self.parts.get(self.chosen.get()) else { return Arc::default() };
            self.rows.with(|rows| Arc::new(rows.iter().filter(|row| (part.holds)(row)).cloned().collect()))
        })
    }

    /// What can be chosen: each part with its count.
    fn options(self) -> Vec<SelectOption> {
        self.rows.with(|rows| {
            let count = |part: &Part<R>| rows.iter().filter(|row| (part.holds)(row)).count();
            let option =
                |part: &Part<R>| SelectOption::new(part.word, format!("{} {}", part.label, count(part)));
            self.parts.iter().map(option).collect()
        })
    }
}

/// Chooses a part.
#[component]
pub fn PartsChoice<R: Clone + PartialEq + Send + Sync + 'static>(
    /// The parts.
    parts: Parts<R>,
    /// Accessible name of the choice.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let value =
        move || parts.parts.get(parts.chosen.get()).map(|part| part.word.to_owned()).unwrap_or_default();
    let choose = move |word: String| {
        if let Some(found) = parts.parts.iter().position(|part| part.word == word) {
            parts.chosen.set(found);
        }
    };
    view! {
        <ChoiceGroup
            label
            value=Signal::derive(value)
            options=Signal::derive(move || parts.options())
            on_change=choose
        />
    }
}
