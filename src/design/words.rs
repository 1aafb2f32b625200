//! Values in words: how a stored value reads on a screen.

use document::{Shape, Value};
use kernel::{Date, Weekdays};

/// A date as people read it: `22 Nov 2026`.
#[must_use]
pub fn date_words(date: Date) -> String {
    kernel::words::day(date)
}

/// A value in words; empty for none. A reference is shown by the caller, who knows the other record's title.
#[must_use]
pub fn shown(shape: Shape, value: Option<&Value>) -> String {
    let Some(value) = value else { return String::new() };
    let text = value.text();
    match shape {
        Shape::Date => text
            .and_then(|text| text.parse().ok())
            .map_or_else(|| value.plain(), |date: Date| date_words(date)),
        Shape::Choice(choices) => choices
            .iter()
            .find(|choice| Some(choice.word) == text)
            .map_or_else(|| value.plain(), |choice| choice.label.to_owned()),
        Shape::Weekdays => text
            .and_then(|text| text.parse::<Weekdays>().ok())
            .map_or_else(|| value.plain(), |days| days.to_string().replace('-', "–").replace(',', ", ")),
        Shape::Tags => value.plain().replace("; ", ", "),
        Shape::Decimal { .. } => match value {
            // 37.5 and 40, never 37.50000000000001.
            Value::Decimal(number) => {
                let text = format!("{number:.2}");
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            _ => value.plain(),
        },
        _ => value.plain(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Choice;

    #[track_caller]
    fn check(shape: Shape, value: Value, words: &str) {
        assert_eq!(shown(shape, Some(&value)), words);
    }

    #[test]
    fn values_read_as_people_write_them() {
        check(Shape::Date, "2026-11-02".into(), "2 Nov 2026");
        check(
            Shape::Choice(&[Choice { word: "every-3-weeks", label: "Every 3 weeks" }]),
            "every-3-weeks".into(),
            "Every 3 weeks",
        );
        check(Shape::Weekdays, "Mon-Thu".into(), "Mon–Thu");
        check(Shape::Flag, Value::Flag(true), "yes");
        check(Shape::Decimal { min: 0.0, max: 80.0 }, Value::Decimal(37.5), "37.5");
        check(Shape::Decimal { min: 0.0, max: 80.0 }, Value::Decimal(40.0), "40");
        check(Shape::Tags, Value::Set(["b".to_owned(), "a".to_owned()].into()), "a, b");
    }

    #[test]
    fn what_newer_code_stored_is_shown_as_it_is() {
        check(Shape::Choice(&[]), "sabbatical".into(), "sabbatical");
        check(Shape::Date, "next spring".into(), "next spring");
    }

    #[test]
    fn nothing_reads_as_nothing() {
        assert_eq!(shown(Shape::Line, None), "");
    }
}
