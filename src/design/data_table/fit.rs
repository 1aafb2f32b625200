//! How a table goes into the width it has: whole, without what is extra, or in rows of two lines.

use super::column::{Align, Column, Place, TableState};

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

/// How `columns` go into `room` rem. Who has chosen columns sees all of them, wherever a table can stand at all.
pub(super) fn fit<R>(columns: &[Column<R>], state: &TableState, room: f64, small: bool) -> Fit {
    let needed = |extra: bool| -> f64 {
        let shown =
            columns.iter().filter(|column| state.shows(column) && (extra || column.place != Place::Extra));
        shown.map(|column| least(column) + GAP).sum()
    };
    if small {
        Fit::TwoLines
    } else if !state.flipped.is_empty() || needed(true) <= room {
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

#[cfg(test)]
mod tests {
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

    #[test]
    fn a_table_shows_what_goes_into_its_width() {
        let plain = TableState::default();
        assert_eq!(fit(&columns(), &plain, 25.5, false), Fit::Whole);
        assert_eq!(fit(&columns(), &plain, 25.0, false), Fit::WithoutExtra);
        assert_eq!(fit(&columns(), &plain, 15.0, false), Fit::TwoLines);
    }

    #[test]
    fn a_small_screen_has_rows_of_two_lines_whatever_the_columns_are() {
        assert_eq!(fit(&columns(), &TableState::default(), 99.0, true), Fit::TwoLines);
    }

    #[test]
    fn who_has_chosen_columns_sees_all_of_them() {
        let chosen = TableState::default().flip("note");
        assert_eq!(fit(&columns(), &chosen, 20.0, false), Fit::Whole);
        assert_eq!(fit(&columns(), &chosen, 20.0, true), Fit::TwoLines);
    }
}
