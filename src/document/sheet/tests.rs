//! How files are written, found out: encodings, delimiters, lines, dates, numbers.

use super::*;
use proptest::prelude::*;

fn sheet(text: &str) -> Sheet {
    read(text.as_bytes(), &Reading::default()).unwrap()
}

fn refused(bytes: &[u8]) -> String {
    read(bytes, &Reading::default()).unwrap_err().to_string()
}

fn utf_16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = mark.then_some(0xFEFF);
    let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    mark.into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn the_encoding_is_found_and_said_to_be_certain_only_when_it_is() {
    let text = "Name;Ort\nZoë;Köln\n";
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let western: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
    for (bytes, encoding, certain) in [
        (text.as_bytes().to_vec(), Encoding::Utf8, true),
        (marked, Encoding::Utf8, true),
        (utf_16(text, true, true), Encoding::Utf16Le, true),
        (utf_16(text, false, true), Encoding::Utf16Be, true),
        (utf_16(text, true, false), Encoding::Utf16Le, false),
        (utf_16(text, false, false), Encoding::Utf16Be, false),
        (western, Encoding::Windows1252, false),
    ] {
        let sheet = read(&bytes, &Reading::default()).unwrap();
        assert_eq!((sheet.encoding, sheet.encoding_certain), (encoding, certain));
        assert_eq!(sheet.rows[0].cells, ["Zoë", "Köln"], "{encoding:?}");
    }
}

#[test]
fn a_chosen_encoding_is_used_and_a_wrong_choice_is_said() {
    let reading = Reading { encoding: Some(Encoding::Windows1252), delimiter: None };
    assert_eq!(read(b"a;b\n\x80 5;\x93x\x94\n", &reading).unwrap().rows[0].cells, ["€ 5", "“x”"]);
    let reading = Reading { encoding: Some(Encoding::Utf8), delimiter: None };
    let problem = read(b"a;b\n\x80;x\n", &reading).unwrap_err();
    assert_eq!(problem.what, "The file is not valid UTF-8.");
}

#[test]
fn the_delimiter_is_found_also_where_another_one_is_in_the_cells() {
    for (text, delimiter) in [
        ("a,b\n1,2\n", Delimiter::Comma),
        ("a;b\n\"1,5\";2,5\n1,5;3,5\n", Delimiter::Semicolon),
        ("a\tb\n1,2\t3\n", Delimiter::Tab),
        ("a|b\n1|2\n", Delimiter::Pipe),
        ("only\none\n", Delimiter::Comma),
        ("sep=;\na;b,c\n1;2,3\n", Delimiter::Semicolon),
    ] {
        assert_eq!(sheet(text).delimiter, delimiter, "{text}");
    }
    let reading = Reading { encoding: None, delimiter: Some(Delimiter::Semicolon) };
    assert_eq!(read(b"a,b\n1,2\n", &reading).unwrap().header, ["a,b"]);
}

#[test]
fn every_row_knows_the_line_it_starts_on() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,\"two", "lines\"", "", "3,\"a \"\"word\"\"\"", "", ""].join(end);
        let sheet = sheet(&text);
        let rows: Vec<(usize, Vec<&str>)> =
            sheet.rows.iter().map(|row| (row.line, row.cells.iter().map(String::as_str).collect())).collect();
        assert_eq!(
            rows,
            [(2, vec!["1", "two\nlines"]), (4, vec![""]), (5, vec!["3", "a \"word\""])],
            "{end:?}"
        );
    }
}

#[test]
fn headers_may_repeat_be_missing_and_come_again_further_down() {
    let sheet = sheet("\n\nLabels,Labels,\nx,y,z\nLabels,Labels,Column 3\n");
    assert_eq!(sheet.header, ["Labels", "Labels", "Column 3"]);
    assert_eq!((sheet.header_line, sheet.rows[0].line), (3, 4));
    assert!(!sheet.repeats_header(&sheet.rows[0]) && sheet.repeats_header(&sheet.rows[1]));
    assert_eq!(sheet.place(&sheet.rows[0], 1), "line 4, column “Labels”");
}

#[test]
fn what_is_no_table_is_refused_with_the_reason() {
    for (bytes, reason) in [
        (&b""[..], "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"a,b\n", "The file has a header but no rows below it."),
        (b"PK\x03\x04rest", "The file is a spreadsheet workbook or a zip, not a text table."),
        (b"a,b\n\x00\x01\x02\x03\x04\x05\x06\x07", "The file is not text."),
        (b"a,b\n1,\"open\n2,3\n", "line 2, column 2: A quote is opened and never closed."),
    ] {
        assert!(refused(bytes).starts_with(reason), "{}", refused(bytes));
    }
    assert!(refused(&vec![b'a'; MAX_BYTES + 1]).starts_with("The file has 20 MB"));
    let long = format!("a,b\n1,{}\n", "x".repeat(MAX_CELL + 1));
    assert!(refused(long.as_bytes()).starts_with("line 2, column 2: A cell holds more than 64 KB."));
    let many = format!("a\n{}", "1\n".repeat(MAX_ROWS + 1));
    assert!(refused(many.as_bytes()).starts_with("The file has more than 50000 rows."));
    assert_eq!(sheet(&format!("a\n{}", "1\n".repeat(MAX_ROWS))).rows.len(), MAX_ROWS);
}

#[test]
fn the_order_of_dates_is_decided_by_a_part_above_12_or_asked() {
    use DateOrder::{DayFirst, MonthFirst};
    for (values, found) in [
        (&["2024-03-04", "04.03.2024"][..], OrderFound::NotNeeded),
        (&["04/03/2024", "31/03/2024"], OrderFound::Found(DayFirst)),
        (&["04/03/2024", "03/31/2024", "not known"], OrderFound::Found(MonthFirst)),
        (&["05/05/2024"], OrderFound::NotNeeded),
        (&["05/05/2024", "04/03/2024"], OrderFound::Unclear("04/03/2024".into())),
        (&["31/03/2024", "03/31/2024"], OrderFound::Mixed("31/03/2024".into(), "03/31/2024".into())),
    ] {
        assert_eq!(date_order(values.iter().copied()), found);
    }
}

#[test]
fn dates_are_read_as_files_write_them() {
    let expected = kernel::Date::from_ymd_opt(2024, 3, 31);
    for value in [
        "2024-03-31",
        "2024/03/31",
        "31.03.2024",
        "31.3.2024",
        "31/03/2024",
        "03/31/2024",
        "31-03-2024",
        "2024-03-31T00:00:00Z",
        "2024-03-31 09:00",
        "31.03.2024 00:00:00",
        "31 Mar 2024",
        "31/Mar/2024",
        "31. März 2024",
        "March 31, 2024",
        "31st March 2024",
    ] {
        assert_eq!(date(value, None).ok(), expected, "{value}");
    }
    assert_eq!(date("04/03/2024", Some(DateOrder::DayFirst)).unwrap().to_string(), "2024-03-04");
    assert_eq!(date("04/03/2024", Some(DateOrder::MonthFirst)).unwrap().to_string(), "2024-04-03");
}

#[test]
fn a_date_that_is_none_or_two_is_never_guessed() {
    for (value, reason) in [
        ("not known", "is not a date"),
        ("45321", "is not a date"),
        ("31.02.2024", "has the day 31; February 2024 has 29"),
        ("2023-02-29", "has the day 29; February 2023 has 28"),
        ("2024-13-01", "has the month 13; a year has 12"),
        ("0024-01-01", "has the year 24"),
        ("04/23/24", "has a year of two digits; write four"),
        ("12/Mar/24", "has a year of two digits; write four"),
        ("04/03/2024", "can be 4 March or 3 April; say which comes first, day or month"),
        ("2024-03", "is not a date"),
        ("1.2.3.4", "is not a date"),
    ] {
        assert_eq!(date(value, None).unwrap_err(), reason, "{value}");
    }
    assert_eq!(
        date("31/03/2024", Some(DateOrder::MonthFirst)).unwrap_err(),
        "has the month 31; a year has 12"
    );
}

#[test]
fn numbers_are_read_with_the_mark_their_column_shows() {
    use DecimalMark::{Comma, Point};
    assert_eq!(decimal_mark(["40", "20,5"]), Some(Comma));
    assert_eq!(decimal_mark(["1,234", "20.5"]), Some(Point));
    assert_eq!(decimal_mark(["1,234", "40"]), None);
    for (value, mark, expected) in [
        ("20,5", None, 20.5),
        ("20.5", None, 20.5),
        ("1.234,5", None, 1234.5),
        ("1,234", Some(Point), 1234.0),
        ("1,234", Some(Comma), 1.234),
        ("1 234", None, 1234.0),
        ("-3", None, -3.0),
    ] {
        assert_eq!(number(value, mark), Ok(expected), "{value}");
    }
    for wrong in ["", "x", "40h", "1,2,3.4.5", "1-2", "."] {
        assert!(number(wrong, None).is_err(), "{wrong}");
    }
    assert!(number("1,234", None).unwrap_err().contains("thousands"));
}

const TARGETS: &[Target] = &[
    Target { name: "id", label: "ID", known_as: &["employeenumber", "employee"] },
    Target { name: "email", label: "E-mail", known_as: &["workemail", "email"] },
    Target { name: "name", label: "Name", known_as: &["employee", "name"] },
];

#[test]
fn columns_are_known_by_their_names_and_can_be_said_to_be_others() {
    let header = ["Employee #", "E-Mail", "Work Email", "Shoe size", "Employee"].map(str::to_owned);
    let mut mapping = Mapping::suggest(&header, TARGETS);
    assert_eq!(mapping.words(), "id,,email,,name");
    assert_eq!(mapping.left_out().collect::<Vec<_>>(), [1, 3]);
    mapping.set(1, Some(&TARGETS[1]));
    assert_eq!(mapping.words(), "id,email,,,name", "a target is at one column");
    mapping.set(0, None);
    assert_eq!(Mapping::from_words(&mapping.words(), 5, TARGETS), Some(mapping));
    assert_eq!(Mapping::from_words("id,email", 5, TARGETS), None);
    assert_eq!(header_set(&header[..2]), "employeenumber,email");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = read(&bytes, &Reading::default());
    }

    #[test]
    fn any_text_is_a_date_a_number_or_a_reason(text: String) {
        let _ = date(&text, None);
        let _ = date(&text, Some(DateOrder::DayFirst));
        let _ = number(&text, None);
    }

    #[test]
    fn rows_are_those_of_the_csv_crate(cells in proptest::collection::vec(
        proptest::collection::vec("[a-z \",;\n\u{e4}]{1,6}", 3), 1..6)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b", "c"]).unwrap();
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let reading = Reading { encoding: Some(Encoding::Utf8), delimiter: Some(Delimiter::Comma) };
        // A file with nothing but white space has no rows to speak of.
        if let Ok(sheet) = read(&bytes, &reading) {
            let read: Vec<Vec<String>> = sheet.rows.into_iter().map(|row| row.cells).collect();
            prop_assert_eq!(read, cells);
        }
    }

    #[test]
    fn a_guarded_cell_is_harmless_and_is_read_back_as_it_was(cell in "['=+@a,\"\t -]{0,6}") {
        let guarded = crate::plain::csv::guarded(&cell);
        prop_assert!(!guarded.starts_with(crate::plain::csv::FORMULA_STARTS));
        let text = crate::plain::csv::line(["x", "y"]) + &crate::plain::csv::line([guarded.as_str(), "z"]);
        let reading = Reading { encoding: None, delimiter: Some(Delimiter::Comma) };
        let sheet = read(text.as_bytes(), &reading).unwrap();
        prop_assert_eq!(&sheet.rows[0].cells[0], &cell);
    }
}
