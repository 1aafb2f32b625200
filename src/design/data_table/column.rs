//! What a table's column is: plain data and two functions of a row.

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use kernel::{Date, days_between, text::fold, words};
use leptos::prelude::*;

/// On which side a column's content stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Text.
    #[default]
    Start,
    /// Figures.
    End,
}

/// Where a column goes on a narrow screen, where a row has two lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// First line: what the row is. Usually the first column alone.
    Lead,
    /// Second line, before all others: why the row needs a hand.
    Reason,
    /// Second line, side by side with others.
    #[default]
    Detail,
    /// Left out.
    Extra,
}

/// When a column is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// Until the user leaves it out.
    #[default]
    Always,
    /// The same, but not while no row says anything in it: a heading over nothing takes the room of the others.
    Filled,
    /// When the user asks for it.
    Asked,
}

/// What a row is sorted by. Nothing comes last in either direction.
#[derive(Clone, Debug, PartialEq)]
pub enum SortKey {
    /// Text, compared without accents and case.
    Text(String),
    /// A number, a date as days, a yes or no.
    Number(f64),
    /// There is no value.
    Nothing,
}

impl SortKey {
    /// The key of a shown text: a number if it reads as one, nothing if it is empty.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Nothing;
        }
        // Only what starts like a number: to Rust “Nan” and “Infinity” are numbers, to us they are people.
        let numeric = text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
        match text.parse() {
            Ok(number) if numeric => Self::Number(number),
            _ => Self::Text(fold(text)),
        }
    }

    /// The key of a day; nothing when there is none.
    #[must_use]
    pub fn day(date: Option<Date>) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "days of a calendar stay far below 2^52")]
        let days = |date| days_between(Date::default(), date) as f64;
        date.map_or(Self::Nothing, |date| Self::Number(days(date)))
    }

    /// The order of two keys; `down` reverses all but the place of nothing.
    #[must_use]
    pub fn order(&self, other: &Self, down: bool) -> Ordering {
        let order = match (self, other) {
            (Self::Nothing, Self::Nothing) => return Ordering::Equal,
            (Self::Nothing, _) => return Ordering::Greater,
            (_, Self::Nothing) => return Ordering::Less,
            (Self::Number(one), Self::Number(two)) => one.total_cmp(two),
            (Self::Text(one), Self::Text(two)) => one.cmp(two),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
        };
        if down { order.reverse() } else { order }
    }
}

pub(super) type OfRow<R, T> = Arc<dyn Fn(&R) -> T + Send + Sync>;

/// One column of a table of `R`.
pub struct Column<R> {
    /// What identifies it in the table's state.
    pub key: String,
    /// Its heading.
    pub label: String,
    /// On which side its content stands.
    pub align: Align,
    /// Where it goes on a narrow screen.
    pub place: Place,
    /// Its share of the width, in rem, at least.
    pub width: f64,
    /// When it is shown.
    pub when: When,
    /// Whether its content says nothing alone, so that on a narrow screen the heading comes with it.
    pub named: bool,
    /// Whether its content may be a sentence: where one line does not hold it, the rows have two for it.
    pub sentence: bool,
    /// The content as text: shown, searched, sorted by.
    pub text: OfRow<R, String>,
    /// What it is sorted by instead of the text.
    pub sort: Option<OfRow<R, SortKey>>,
    /// How it is shown instead of the text.
    pub view: Option<OfRow<R, AnyView>>,
}

impl<R> Clone for Column<R> {
    fn clone(&self) -> Self {
        Self {
            key: self.key.clone(),
            label: self.label.clone(),
            align: self.align,
            place: self.place,
            width: self.width,
            when: self.when,
            named: self.named,
            sentence: self.sentence,
            text: self.text.clone(),
            sort: self.sort.clone(),
            view: self.view.clone(),
        }
    }
}

impl<R> Column<R> {
    /// A column of text.
    pub fn new(
        key: impl Into<String>,
        label: impl Into<String>,
        text: impl Fn(&R) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            align: Align::Start,
            place: Place::Detail,
            width: 9.0,
            when: When::Always,
            named: false,
            sentence: false,
            text: Arc::new(text),
            sort: None,
            view: None,
        }
    }

    /// A column of days, shown in words and sorted by day.
    pub fn day(
        key: impl Into<String>,
        label: impl Into<String>,
        day: impl Fn(&R) -> Option<Date> + Clone + Send + Sync + 'static,
    ) -> Self {
        let shown = day.clone();
        Self::new(key, label, move |row| shown(row).map(words::day).unwrap_or_default())
            .sort_by(move |row| SortKey::day(day(row)))
            .named()
            .width(7.0)
    }

    /// The same as what the row is: first line on a narrow screen.
    #[must_use]
    pub fn lead(mut self) -> Self {
        self.place = Place::Lead;
        self
    }

    /// The same as why the row needs a hand: before all other columns on a narrow screen.
    #[must_use]
    pub fn reason(mut self) -> Self {
        self.place = Place::Reason;
        self
    }

    /// The same, left out on a narrow screen.
    #[must_use]
    pub fn extra(mut self) -> Self {
        self.place = Place::Extra;
        self
    }

    /// The same with figures: right-aligned, a little narrower.
    #[must_use]
    pub fn figures(mut self) -> Self {
        self.align = Align::End;
        self.width = 6.0;
        self.named()
    }

    /// The same, with its heading beside it on a narrow screen.
    #[must_use]
    pub fn named(mut self) -> Self {
        self.named = true;
        self
    }

    /// The same, at least so wide, in rem.
    #[must_use]
    pub fn width(mut self, rem: f64) -> Self {
        self.width = rem;
        self
    }

    /// The same, left out until the user asks for it.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.when = When::Asked;
        self
    }

    /// The same, left out while no row says anything in it.
    #[must_use]
    pub fn when_filled(mut self) -> Self {
        self.when = When::Filled;
        self
    }

    /// The same, of sentences: where one line does not hold them, they have two.
    #[must_use]
    pub fn sentence(mut self) -> Self {
        self.sentence = true;
        self
    }

    /// The same, sorted by something else than its text.
    #[must_use]
    pub fn sort_by(mut self, key: impl Fn(&R) -> SortKey + Send + Sync + 'static) -> Self {
        self.sort = Some(Arc::new(key));
        self
    }

    /// The same, shown as something else than its text.
    #[must_use]
    pub fn view<V: IntoAny>(mut self, view: impl Fn(&R) -> V + Send + Sync + 'static) -> Self {
        self.view = Some(Arc::new(move |row| view(row).into_any()));
        self
    }

    /// The same column of what has such a row; empty where it has none.
    pub(crate) fn of<S>(self, row: impl Fn(&S) -> Option<&R> + Copy + Send + Sync + 'static) -> Column<S>
    where
        R: 'static,
    {
        let Self { key, label, align, place, width, when, named, sentence, text, sort, view } = self;
        Column {
            text: Arc::new(move |of| row(of).map(|row| text(row)).unwrap_or_default()),
            sort: sort.map(|sort| -> OfRow<S, _> {
                Arc::new(move |of| row(of).map_or(SortKey::Nothing, |row| sort(row)))
            }),
            view: view.map(|view| -> OfRow<S, _> {
                Arc::new(move |of| row(of).map_or_else(|| ().into_any(), |row| view(row)))
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

    /// What `row` is sorted by in this column.
    pub(super) fn sort_key(&self, row: &R) -> SortKey {
        self.sort.as_ref().map_or_else(|| SortKey::of(&(self.text)(row)), |sort| sort(row))
    }
}

/// How the user has set a table. Plain data, so that it can be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableState {
    /// The column sorted by; empty for the order given.
    pub sort: String,
    /// Whether the sort is from high to low.
    pub down: bool,
    /// What is searched for in every column.
    pub filter: String,
    /// Columns whose visibility differs from their declaration.
    pub flipped: BTreeSet<String>,
}

impl TableState {
    /// The state after a press on the heading of `column`: up, down, as given.
    #[must_use]
    pub fn sorted_by(mut self, column: &str) -> Self {
        if self.sort != column {
            column.clone_into(&mut self.sort);
            self.down = false;
        } else if self.down {
            self.sort.clear();
            self.down = false;
        } else {
            self.down = true;
        }
        self
    }

    /// Whether `column` is shown.
    #[must_use]
    pub fn shows<R>(&self, column: &Column<R>) -> bool {
        (column.when == When::Asked) == self.flipped.contains(&column.key)
    }

    /// The state after `column` was shown or left out.
    #[must_use]
    pub fn flip(mut self, column: &str) -> Self {
        if !self.flipped.remove(column) {
            self.flipped.insert(column.to_owned());
        }
        self
    }
}
