//! Which rows a table shows, and in which order.

use kernel::{Ordered as _, text::fold};

use super::column::{Column, SortKey, TableState};

/// The text that each row is searched in: all columns, folded.
pub(super) fn haystacks<R>(rows: &[R], columns: &[Column<R>]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            let mut all = String::new();
            for column in columns {
                all.push_str(&(column.text)(row));
                all.push('\n');
            }
            fold(&all)
        })
        .collect()
}

/// Positions of the rows to show, in order: those whose text holds every word of the filter, sorted as the state says.
/// `haystack` is asked only while something is searched for.
pub(super) fn arranged<'a, R>(
    rows: &[R],
    columns: &[Column<R>],
    state: &TableState,
    haystack: impl Fn(usize) -> &'a str,
) -> Vec<u32> {
    let filter = fold(&state.filter);
    let words: Vec<&str> = filter.split(' ').filter(|word| !word.is_empty()).collect();
    let mut shown: Vec<u32> = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX))
        .filter(|row| words.is_empty() || words.iter().all(|word| haystack(*row as usize).contains(word)))
        .collect();
    if let Some(column) = columns.iter().find(|column| column.key == state.sort) {
        let mut keyed: Vec<(SortKey, u32)> =
            shown.into_iter().map(|row| (column.sort_key(&rows[row as usize]), row)).collect();
        keyed.order_by(|(one, _), (two, _)| one.order(two, state.down));
        shown = keyed.into_iter().map(|(_, row)| row).collect();
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    type Person = (&'static str, &'static str, Option<f64>);

    const PEOPLE: [Person; 4] = [
        ("Łukasz", "Core", Some(10.0)),
        ("Ágnes", "Web", None),
        ("ben", "Core", Some(9.0)),
        ("Zoë", "Web", Some(2.5)),
    ];

    fn columns() -> Vec<Column<Person>> {
        vec![
            Column::new("name", "Name", |person: &Person| person.0.to_owned()),
            Column::new("team", "Team", |person: &Person| person.1.to_owned()),
            Column::new("years", "Years", |person: &Person| {
                person.2.map(|years| years.to_string()).unwrap_or_default()
            }),
        ]
    }

    fn names(sort: &str, down: bool, filter: &str) -> Vec<&'static str> {
        let columns = columns();
        let stacks = haystacks(&PEOPLE, &columns);
        let state = TableState { sort: sort.into(), down, filter: filter.into(), ..TableState::default() };
        arranged(&PEOPLE, &columns, &state, |row| &stacks[row])
            .into_iter()
            .map(|row| PEOPLE[row as usize].0)
            .collect()
    }

    #[test]
    fn unsorted_rows_keep_the_order_given() {
        assert_eq!(names("", false, ""), ["Łukasz", "Ágnes", "ben", "Zoë"]);
    }

    #[test]
    fn figures_sort_as_numbers_and_nothing_stays_last() {
        assert_eq!(names("years", false, ""), ["Zoë", "ben", "Łukasz", "Ágnes"]);
        assert_eq!(names("years", true, ""), ["Łukasz", "ben", "Zoë", "Ágnes"]);
    }

    #[test]
    fn equal_rows_keep_their_order_when_sorted() {
        assert_eq!(names("team", false, ""), ["Łukasz", "ben", "Ágnes", "Zoë"]);
        assert_eq!(names("team", true, ""), ["Ágnes", "Zoë", "Łukasz", "ben"]);
    }

    #[test]
    fn a_person_called_nan_is_no_number() {
        assert_eq!(SortKey::of("Nan"), SortKey::Text("nan".to_owned()));
        assert_eq!(SortKey::of("-2.5"), SortKey::Number(-2.5));
        assert_eq!(SortKey::of(" "), SortKey::Nothing);
    }

    #[test]
    fn every_word_of_the_filter_must_be_somewhere_in_the_row() {
        assert_eq!(names("", false, "core B"), ["ben"]);
        assert_eq!(names("", false, "web core"), Vec::<&str>::new());
    }

    #[test]
    fn a_heading_goes_up_down_and_back() {
        let up = TableState::default().sorted_by("name");
        assert!(up.sort == "name" && !up.down);
        let down = up.sorted_by("name");
        assert!(down.down);
        assert_eq!(down.sorted_by("name"), TableState::default());
    }

    #[test]
    fn a_hidden_column_is_shown_when_flipped_and_hidden_when_flipped_back() {
        let column = Column::new("note", "Note", |_: &Person| String::new()).hidden();
        let state = TableState::default();
        assert!(!state.shows(&column));
        assert!(state.clone().flip("note").shows(&column));
        assert!(!state.flip("note").flip("note").shows(&column));
    }
}
