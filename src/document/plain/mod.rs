//! Records as plain files: CSV, JSON, JSON Schema and Markdown, derived from a [`Kind`] and
//! written once for all of them.
//!
//! Nothing here knows an area. What a value looks like follows from its [`Shape`]; what a record
//! is called is told by the caller through [`Titles`].

pub mod csv;
pub mod json;
pub mod markdown;
mod titles;

pub use titles::Titles;

use kernel::{RecordId, Weekdays};

use crate::{Shape, Value};

/// Whether a stored value is one that a field of this shape can hold. What is not was written by
/// other code, older or newer; exports keep it apart so that nothing is lost and schemas hold.
#[must_use]
pub fn fits(shape: &Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Line | Shape::Email | Shape::Zone | Shape::Prose, Value::Line(_) | Value::Prose(_))
        | (Shape::Instant, Value::Instant(_))
        | (Shape::Flag, Value::Flag(_))
        | (Shape::Tags, Value::Set(_)) => true,
        (Shape::Integer { min, max }, Value::Integer(number)) => (min..=max).contains(&number),
        (Shape::Decimal { min, max }, Value::Decimal(number)) => {
            number.is_finite() && (min..=max).contains(&number)
        }
        #[expect(clippy::cast_precision_loss, reason = "counts and hours stay far below 2^52")]
        (Shape::Decimal { min, max }, Value::Integer(number)) => (*min..=*max).contains(&(*number as f64)),
        (Shape::Date, Value::Line(text)) => {
            text.len() == 10 && kernel::Date::parse_from_str(text, "%Y-%m-%d").is_ok()
        }
        (Shape::Choice(choices), Value::Line(text)) => choices.iter().any(|choice| choice.word == text),
        (Shape::Weekdays, Value::Line(text)) => text.parse::<Weekdays>().is_ok(),
        (Shape::Reference(_), Value::Line(text)) => text.parse::<RecordId>().is_ok(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
