//! Numbers as files write them: `20.5` and `20,5`.

/// What stands before the fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `20.5`
    Point,
    /// `20,5`
    Comma,
}

/// The mark that the numbers of a column use, from the first that leaves no doubt: one with both
/// marks, or with one or two digits behind its only mark. `None` when none decides.
pub fn decimal_mark<'a>(values: impl IntoIterator<Item = &'a str>) -> Option<DecimalMark> {
    values.into_iter().find_map(|value| {
        let last = value.rfind(['.', ','])?;
        let mark = if value[last..].starts_with(',') { DecimalMark::Comma } else { DecimalMark::Point };
        let other = if mark == DecimalMark::Comma { '.' } else { ',' };
        let behind = value[last + 1..].trim().len();
        (value[..last].contains(other) || (1..=2).contains(&behind)).then_some(mark)
    })
}

/// The number that `value` writes; digits may be grouped by spaces, apostrophes or the other mark.
///
/// # Errors
/// The reason, in words that go behind the value; among them that `1,234` can be read in two ways
/// while `mark` is not known.
pub fn number(value: &str, mark: Option<DecimalMark>) -> Result<f64, String> {
    let wrong = || "is not a number".to_owned();
    let mut digits: String =
        value.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '\'' | '’')).collect();
    if !digits.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | '+')) {
        return Err(wrong());
    }
    let mark = match mark.or_else(|| decimal_mark([digits.as_str()])) {
        Some(mark) => mark,
        None if digits.contains(['.', ',']) => {
            return Err("can be read as a fraction or as thousands; write it without a separator".to_owned());
        }
        None => DecimalMark::Point,
    };
    let (decimal, group) = if mark == DecimalMark::Comma { (',', '.') } else { ('.', ',') };
    if let Some((_, behind)) = digits.split_once(decimal)
        && behind.contains(group)
    {
        return Err(wrong());
    }
    digits.retain(|letter| letter != group);
    digits.replace(decimal, ".").parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(wrong)
}
