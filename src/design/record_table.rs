//! The table of records of one kind, made from their declaration.

use std::sync::Arc;

use document::{FieldSpec, Kind, Row, Shape, Value};
use kernel::{Date, Ordered as _};
use leptos::prelude::*;

use crate::{Column, DataTable, References, SortKey, TableState};

/// The columns of a kind: one per field but prose, those not marked as columns hidden at first. The title leads.
#[must_use]
pub fn record_columns(kind: &'static Kind, references: References) -> Vec<Column<Arc<Row>>> {
    let mut columns = other_columns(kind, &[], references, |row: &Arc<Row>| Some(row));
    columns.order_by_key(|column| column.key != kind.title);
    columns
}

/// The columns of the fields that a table does not show in its own way, so that a field added to
/// the declaration is in the table: at once when it is marked as a column, else when asked for.
#[must_use]
pub fn other_columns<R: 'static>(
    kind: &'static Kind,
    own: &[&str],
    references: References,
    row: impl Fn(&R) -> Option<&Arc<Row>> + Copy + Send + Sync + 'static,
) -> Vec<Column<R>> {
    let others = kind.fields.iter().filter(|field| field.shape != Shape::Prose && !own.contains(&field.name));
    others.map(|field| field_column(kind, field, references).of(row)).collect()
}

fn field_column(kind: &Kind, field: &'static FieldSpec, references: References) -> Column<Arc<Row>> {
    let (name, shape) = (field.name, field.shape);
    let column =
        Column::new(name, field.label, move |row: &Arc<Row>| references.shown(shape, row.fields.get(name)));
    let column = match shape {
        Shape::Integer { .. } | Shape::Decimal { .. } => column.figures(),
        Shape::Flag => column.width(5.0),
        Shape::Date | Shape::Instant | Shape::Choice(_) | Shape::Weekdays => column.width(8.0),
        _ => column,
    };
    let column = match shape {
        Shape::Date | Shape::Integer { .. } | Shape::Decimal { .. } | Shape::Instant => {
            column.sort_by(move |row| row.fields.get(name).map_or(SortKey::Nothing, key))
        }
        // In the order of the list, not of the alphabet: low, medium, high.
        Shape::Choice(choices) => column.sort_by(move |row| {
            let word = row.fields.get(name).and_then(Value::text);
            let place = choices.iter().position(|choice| Some(choice.word) == word);
            place.map_or(SortKey::Nothing, |place| {
                SortKey::Number(f64::from(u32::try_from(place).unwrap_or(u32::MAX)))
            })
        }),
        _ => column,
    };
    let column = if name == kind.title { column.lead().width(14.0) } else { column };
    if field.column || name == kind.title { column } else { column.hidden() }
}

fn key(value: &Value) -> SortKey {
    #[expect(clippy::cast_precision_loss, reason = "counts and milliseconds stay far below 2^52")]
    match value {
        Value::Integer(number) => SortKey::Number(*number as f64),
        Value::Decimal(number) => SortKey::Number(*number),
        Value::Instant(instant) => SortKey::Number(instant.millis() as f64),
        Value::Line(text) => {
            text.parse::<Date>().map_or_else(|_| SortKey::of(text), |date| SortKey::day(Some(date)))
        }
        other => SortKey::of(&other.plain()),
    }
}

/// A table of records of one kind.
#[component]
pub fn RecordTable(
    /// What kind of records they are.
    kind: &'static Kind,
    /// The records.
    #[prop(into)]
    rows: Signal<Arc<Vec<Arc<Row>>>>,
    /// How other records are named.
    references: References,
    /// Where a record leads.
    #[prop(into)]
    href: Callback<Arc<Row>, String>,
    /// How the user has set the table; give one to keep it.
    #[prop(default = RwSignal::new(TableState::default()))]
    state: RwSignal<TableState>,
) -> impl IntoView {
    let columns = record_columns(kind, references);
    view! { <DataTable label=kind.plural columns rows href=move |row| href.run(row) state /> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::When;
    use document::{Prose, Record};
    use std::cmp::Ordering;

    /// A ship the harbour knows.
    #[derive(Record, Clone, Debug, Default, PartialEq)]
    #[record(name = "ship", plural = "Ships", title = "name", home = "area(harbour)")]
    struct Ship {
        /// Her masts.
        #[field(column)]
        masts: i64,
        /// The name on her bow.
        name: String,
        /// The port she hails from.
        port: Option<String>,
        /// What to know.
        notes: Prose,
    }

    #[test]
    fn a_declared_field_is_in_the_table_unless_the_table_shows_it_its_own_way() {
        let owner = Owner::new();
        owner.set();
        let references = References::new(|_| String::new(), |_, _| Vec::new());
        let seen = |columns: Vec<Column<Arc<Row>>>| {
            columns.into_iter().map(|column| (column.key, column.when == When::Asked)).collect::<Vec<_>>()
        };
        let (masts, name, port) =
            (("masts".to_owned(), false), ("name".to_owned(), false), ("port".to_owned(), true));
        let all = seen(record_columns(Ship::KIND, references));
        assert_eq!(all, [name, masts.clone(), port.clone()]);
        let others = seen(other_columns(Ship::KIND, &["name"], references, |row| Some(row)));
        assert_eq!(others, [masts, port]);
    }

    #[test]
    fn dates_sort_by_day_and_figures_by_size() {
        let (early, late) = (key(&"2025-12-31".into()), key(&"2026-01-01".into()));
        assert_eq!(early.order(&late, false), Ordering::Less);
        assert_eq!(key(&Value::Integer(9)).order(&key(&Value::Integer(10)), false), Ordering::Less);
        assert_eq!(key(&"2026-01-01".into()).order(&SortKey::Nothing, true), Ordering::Less);
    }
}
