//! From what was typed to what is stored, or a sentence about what is wrong with it.

use document::{Shape, Value};

/// The value of a typed line for a field of this shape; `None` when the field was emptied.
///
/// # Errors
/// A sentence for the user when the text cannot be stored in such a field.
pub(crate) fn parse(shape: Shape, text: &str) -> Result<Option<Value>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match shape {
        Shape::Email => match text.split_once('@') {
            Some((name, host))
                if !name.is_empty()
                    && host.contains('.')
                    && !host.starts_with('.')
                    && !host.ends_with('.')
                    && !text.contains(char::is_whitespace)
                    && !host.contains('@') =>
            {
                Ok(Some(text.into()))
            }
            _ => Err("This is no e-mail address; one looks like ana@example.com.".to_owned()),
        },
        _ => Ok(Some(text.into())),
    }
}

/// The whole number, if it lies within the bounds.
///
/// # Errors
/// A sentence that names the bounds.
pub(crate) fn integer(number: Option<f64>, min: i64, max: i64) -> Result<Option<Value>, String> {
    let Some(number) = number else { return Ok(None) };
    #[expect(clippy::cast_possible_truncation, reason = "a number past i64 saturates and fails the bounds")]
    let whole = number.round() as i64;
    if (number - number.round()).abs() > 0.0 {
        return Err("A whole number is needed here.".to_owned());
    }
    if (min..=max).contains(&whole) {
        return Ok(Some(Value::Integer(whole)));
    }
    Err(match (min == i64::MIN, max == i64::MAX) {
        (false, true) => format!("At least {min} is needed here."),
        (true, false) => format!("At most {max} fits here."),
        _ => format!("A number from {min} to {max} fits here."),
    })
}

/// The number, if it lies within the bounds.
///
/// # Errors
/// A sentence that names the bounds.
pub(crate) fn decimal(number: Option<f64>, min: f64, max: f64) -> Result<Option<Value>, String> {
    match number {
        None => Ok(None),
        Some(number) if (min..=max).contains(&number) => Ok(Some(Value::Decimal(number))),
        Some(_) => Err(format!("A number from {min} to {max} fits here.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_an_empty_one_is_nothing() {
        assert_eq!(parse(Shape::Line, "  Ana "), Ok(Some("Ana".into())));
        assert_eq!(parse(Shape::Line, "   "), Ok(None));
    }

    #[test]
    fn an_address_needs_a_name_and_a_host() {
        assert_eq!(parse(Shape::Email, "ana@example.com"), Ok(Some("ana@example.com".into())));
        for wrong in
            ["ana", "@example.com", "ana@", "ana@local", "a na@example.com", "a@b@example.com", "a@.com"]
        {
            assert!(parse(Shape::Email, wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_number_out_of_bounds_is_refused_with_the_bounds_that_exist() {
        assert_eq!(integer(Some(30.0), 5, 240), Ok(Some(Value::Integer(30))));
        assert_eq!(integer(Some(3.0), 5, 240), Err("A number from 5 to 240 fits here.".to_owned()));
        assert_eq!(integer(Some(-1.0), 0, i64::MAX), Err("At least 0 is needed here.".to_owned()));
        assert_eq!(integer(Some(2.5), 0, 9), Err("A whole number is needed here.".to_owned()));
        assert_eq!(decimal(Some(37.5), 0.0, 80.0), Ok(Some(Value::Decimal(37.5))));
        assert!(decimal(Some(90.0), 0.0, 80.0).is_err());
        assert_eq!(decimal(None, 0.0, 80.0), Ok(None));
    }
}
