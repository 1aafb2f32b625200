//! How Rust types are held in fields: the one place that knows both.

use kernel::{Cadence, Date, RecordId, Timestamp, Weekdays};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, marker::PhantomData, ops::Deref, str::FromStr};

use crate::{Choice, Record, Shape, Value};

/// A type that a field of a record can have.
///
/// Reading never fails loudly: a value of another shape, written by other code, reads as `None`
/// and the field falls back to its default, while the stored value stays as it is.
pub trait Field: Sized {
    /// What the field can hold.
    const SHAPE: Shape;
    /// Whether a record without it is incomplete.
    const REQUIRED: bool = false;
    /// The stored value; `None` when there is nothing to store.
    fn store(&self) -> Option<Value>;
    /// The value read back; `None` when it has another shape or is not allowed.
    fn read(value: &Value) -> Option<Self>;
}

impl Field for String {
    const SHAPE: Shape = Shape::Line;
    const REQUIRED: bool = true;
    fn store(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::Line(self.clone()))
    }
    fn read(value: &Value) -> Option<Self> {
        value.text().map(str::to_owned)
    }
}

impl<T: Field> Field for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    fn store(&self) -> Option<Value> {
        self.as_ref().and_then(Field::store)
    }
    fn read(value: &Value) -> Option<Self> {
        T::read(value).map(Some)
    }
}

impl Field for bool {
    const SHAPE: Shape = Shape::Flag;
    fn store(&self) -> Option<Value> {
        Some(Value::Flag(*self))
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl Field for i64 {
    const SHAPE: Shape = Shape::Integer { min: i64::MIN, max: i64::MAX };
    fn store(&self) -> Option<Value> {
        Some(Value::Integer(*self))
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl Field for f64 {
    const SHAPE: Shape = Shape::Decimal { min: f64::MIN, max: f64::MAX };
    fn store(&self) -> Option<Value> {
        Some(Value::Decimal(*self))
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Decimal(number) => Some(*number),
            #[expect(clippy::cast_precision_loss, reason = "counts and hours stay far below 2^52")]
            Value::Integer(number) => Some(*number as f64),
            _ => None,
        }
    }
}

impl Field for Timestamp {
    const SHAPE: Shape = Shape::Instant;
    fn store(&self) -> Option<Value> {
        Some(Value::Instant(*self))
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Instant(instant) => Some(*instant),
            _ => None,
        }
    }
}

impl Field for Date {
    const SHAPE: Shape = Shape::Date;
    const REQUIRED: bool = true;
    fn store(&self) -> Option<Value> {
        Some(Value::Line(self.to_string()))
    }
    fn read(value: &Value) -> Option<Self> {
        let text = value.text()?;
        let day: Date = plain_day(text).or_else(|| text.parse().ok())?;
        // Rules add months and weeks to dates; beyond the years people write that could overflow.
        let is_writable =
            Date::from_ymd_opt(1, 1, 1) <= Some(day) && Some(day) <= Date::from_ymd_opt(9999, 12, 31);
        is_writable.then_some(day)
    }
}

/// The day in `2026-11-22`, as all dates are stored. A workspace has tens of thousands, and reading whatever else might
/// be a date takes several times as long.
fn plain_day(text: &str) -> Option<Date> {
    let [year @ .., b'-', m1, m0, b'-', d1, d0] = text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        let digit = |digit: &u8| digit.is_ascii_digit().then(|| u32::from(digit - b'0'));
        digits.iter().try_fold(0, |number, next| Some(10 * number + digit(next)?))
    };
    let year = number(year.first_chunk::<4>().filter(|four| four.len() == year.len())?)?;
    Date::from_ymd_opt(i32::try_from(year).ok()?, number(&[*m1, *m0])?, number(&[*d1, *d0])?)
}

impl Field for Weekdays {
    const SHAPE: Shape = Shape::Weekdays;
    fn store(&self) -> Option<Value> {
        Some(Value::Line(self.to_string()))
    }
    fn read(value: &Value) -> Option<Self> {
        value.text()?.parse().ok()
    }
}

impl Field for Cadence {
    const SHAPE: Shape = Shape::Choice(&[
        Choice { word: "weekly", label: "Every week" },
        Choice { word: "fortnightly", label: "Every 2 weeks" },
        Choice { word: "every-3-weeks", label: "Every 3 weeks" },
        Choice { word: "monthly", label: "Every 4 weeks" },
    ]);
    fn store(&self) -> Option<Value> {
        Some(self.word().into())
    }
    fn read(value: &Value) -> Option<Self> {
        value.text()?.parse().ok()
    }
}

impl Field for BTreeSet<String> {
    const SHAPE: Shape = Shape::Tags;
    fn store(&self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::Set(self.clone()))
    }
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Set(members) => Some(members.clone()),
            _ => None,
        }
    }
}

macro_rules! text_field {
    ($(#[doc = $doc:literal])+ $name:ident, $shape:expr, $value:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl Field for $name {
            const SHAPE: Shape = $shape;
            fn store(&self) -> Option<Value> {
                (!self.0.is_empty()).then(|| Value::$value(self.0.clone()))
            }
            fn read(value: &Value) -> Option<Self> {
                value.text().map(|text| Self(text.to_owned()))
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_field! {
    /// Text of any length that people write together.
    Prose, Shape::Prose, Prose
}
text_field! {
    /// An e-mail address, as it was given.
    Email, Shape::Email, Line
}
text_field! {
    /// The IANA name of a time zone, for example `Europe/Berlin`.
    Zone, Shape::Zone, Line
}

/// Names a record of kind `T`.
pub struct Ref<T>(RecordId, PhantomData<fn() -> T>);

impl<T> Ref<T> {
    /// The record with this id.
    #[must_use]
    pub const fn new(id: RecordId) -> Self {
        Self(id, PhantomData)
    }

    /// The record's id.
    #[must_use]
    pub const fn id(self) -> RecordId {
        self.0
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ref<T> {}
impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ref<T> {}
impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ref({})", self.0)
    }
}
impl<T> From<RecordId> for Ref<T> {
    fn from(id: RecordId) -> Self {
        Self::new(id)
    }
}

impl<T: Record> Field for Ref<T> {
    const SHAPE: Shape = Shape::Reference(T::NAME);
    const REQUIRED: bool = true;
    fn store(&self) -> Option<Value> {
        Some(Value::Line(self.0.to_string()))
    }
    fn read(value: &Value) -> Option<Self> {
        RecordId::from_str(value.text()?).ok().map(Self::new)
    }
}

/// A reference to a record of any kind.
impl Field for RecordId {
    const SHAPE: Shape = Shape::Reference("");
    const REQUIRED: bool = true;
    fn store(&self) -> Option<Value> {
        Some(Value::Line(self.to_string()))
    }
    fn read(value: &Value) -> Option<Self> {
        value.text()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_day_is_read_as_before_and_whatever_is_none_is_not(year in 0..10_000, month in 0..14_u32, day in 0..33_u32, text: String) {
            let written = format!("{year:04}-{month:02}-{day:02}");
            prop_assert_eq!(plain_day(&written), Date::from_ymd_opt(year, month, day));
            for text in [written.as_str(), &written[1..], &text] {
                let slow = text.parse::<Date>().ok();
                prop_assert!(plain_day(text).is_none_or(|quick| slow == Some(quick)), "{}", text);
            }
        }
    }
}
