//! How a table goes into the width it has: whole, without what is extra, or in rows of two lines.

use super::column::{Align, Column, Place, When};
use super::erased::AnyRow;

/// Between two columns, and at both ends of a row together, in rem; the sheet says the same.
const GAP: f64 = 1.5;

/// How far a column of text may be squeezed below the width it asks for; ours.
const SQUEEZED: f64 = 0.85;

/// What a table shows of its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Every column that is not hidden. What does not fit is scrolled to.
    Whole,
    /// The same without those marked as extra.
    WithoutExtra,
    /// Rows of two lines, as on a phone.
    TwoLines,
}

/// How the columns that are shown go into `room` rem. Who has `chosen` columns sees all of them, wherever a table can stand at all.
pub(super) fn fit<'a, R: 'a>(
    shown: impl Iterator<Item = &'a Column<R>> + Clone,
    chosen: bool,
    room: f64,
    small: bool,
) -> Fit {
    let needed = |extra: bool| -> f64 {
        let shown = shown.clone().filter(|column| extra || column.place != Place::Extra);
        shown.map(|column| least(column) + GAP).sum()
    };
    if small {
        Fit::TwoLines
    } else if chosen || needed(true) <= room {
        Fit::Whole
    } else if needed(false) <= room {
        Fit::WithoutExtra
    } else {
        Fit::TwoLines
    }
}

/// The least width of a column, in rem. Figures are never squeezed: a cut figure is another figure.
pub(super) fn least<R>(column: &Column<R>) -> f64 {
    if column.align == Align::End { column.width } else { column.width * SQUEEZED }
}

/// Whether no row says anything in a column that is left out then.
pub(super) fn vacant(column: &Column<AnyRow>, rows: &[AnyRow]) -> bool {
    column.when == When::Filled && rows.iter().all(|row| (column.text)(row).is_empty())
}

/// Letters of a line in one rem: in a table, and in the larger first line of a row that has two. Measured on the
/// fonts of ours with English sentences, and rounded down.
const LETTERS: (f64, f64) = (2.2, 2.0);

/// Whether a column holds sentences that one line does not.
pub(super) fn needs_two(column: &Column<AnyRow>, rows: &[AnyRow], fit: Fit, room: f64) -> bool {
    let letters = match (fit, column.place) {
        // It shares its line with others.
        (Fit::TwoLines, Place::Detail | Place::Reason) => return column.sentence,
        (Fit::TwoLines, Place::Extra) => return false,
        (Fit::TwoLines, Place::Lead) => room * LETTERS.1,
        (Fit::Whole | Fit::WithoutExtra, _) => column.width * LETTERS.0,
    };
    let longer = |row: &AnyRow| {
        #[expect(clippy::cast_precision_loss, reason = "letters of a line are far fewer than 2^52")]
        let long = (column.text)(row).chars().count() as f64;
        long > letters
    };
    column.sentence && rows.iter().any(longer)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::column::TableState;
    use super::*;

    /// 10 + 10 + 4 rem wide; squeezed and with the gaps between them 8.5 + 8.5 + 4 + 3 × 1.5 = 25.5.
    fn columns() -> Vec<Column<()>> {
        let text = |(): &()| String::new();
        vec![
            Column::new("name", "Name", text).lead().width(10.0),
            Column::new("manager", "Manager", text).width(10.0).extra(),
            Column::new("members", "Members", text).figures().width(4.0),
            Column::new("note", "Note", text).hidden(),
        ]
    }

    fn fitted(state: &TableState, room: f64, small: bool) -> Fit {
        let columns = columns();
        fit(columns.iter().filter(|column| state.shows(column)), !state.flipped.is_empty(), room, small)
    }

    #[test]
    fn a_table_shows_what_goes_into_its_width() {
        let plain = TableState::default();
        assert_eq!(fitted(&plain, 25.5, false), Fit::Whole);
        assert_eq!(fitted(&plain, 25.0, false), Fit::WithoutExtra);
        assert_eq!(fitted(&plain, 15.0, false), Fit::TwoLines);
    }

    #[test]
    fn a_small_screen_has_rows_of_two_lines_whatever_the_columns_are() {
        assert_eq!(fitted(&TableState::default(), 99.0, true), Fit::TwoLines);
    }

    #[test]
    fn who_has_chosen_columns_sees_all_of_them() {
        let chosen = TableState::default().flip("note");
        assert_eq!(fitted(&chosen, 20.0, false), Fit::Whole);
        assert_eq!(fitted(&chosen, 20.0, true), Fit::TwoLines);
    }

    /// Two rows: one that says a long sentence in both columns, one that says nothing in the second.
    fn told(columns: Vec<Column<[&'static str; 2]>>) -> (Vec<Column<AnyRow>>, Vec<AnyRow>) {
        let rows =
            vec![["Ask support and finance what they expect next quarter", "late"], ["Find a slot", ""]];
        let rows = AnyRow::each(Arc::new(rows));
        (columns.into_iter().map(Column::erased).collect(), rows.to_vec())
    }

    #[test]
    fn a_column_that_is_to_be_filled_is_left_out_while_no_row_says_anything_in_it() {
        let (columns, rows) = told(vec![
            Column::new("late", "Standing", |row: &[&str; 2]| row[1].to_owned()).when_filled(),
            Column::new("for", "For", |_: &[&str; 2]| String::new()).when_filled(),
            Column::new("from", "From 9 Nov", |_: &[&str; 2]| String::new()),
        ]);
        let seen = columns.iter().map(|column| vacant(column, &rows)).collect::<Vec<_>>();
        assert_eq!(seen, [false, true, false]);
    }

    #[test]
    fn a_sentence_has_two_lines_where_one_does_not_hold_it() {
        let what = |row: &[&'static str; 2]| row[0].to_owned();
        let (columns, rows) = told(vec![
            Column::new("what", "What", what).lead().width(18.0).sentence(),
            Column::new("wide", "Wide", what).width(30.0).sentence(),
            Column::new("plain", "Plain", what).width(18.0),
        ]);
        let two = |fit, room| -> Vec<bool> {
            columns.iter().map(|column| needs_two(column, &rows, fit, room)).collect()
        };
        assert_eq!(two(Fit::Whole, 80.0), [true, false, false]);
        assert_eq!(two(Fit::TwoLines, 22.0), [true, true, false]);
        assert_eq!(two(Fit::TwoLines, 44.0), [false, true, false]);
    }
}
