//! Initials on a calm ground, to tell people apart at a glance.

use leptos::prelude::*;

/// The initials of a name on one of six calm grounds. Decorative: the name always stands beside it.
#[component]
pub fn Avatar(
    /// The person's name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let class = move || format!("avatar tint-{}", name.with(|name| tint(name)));
    view! { <span class=class aria-hidden="true">{move || name.with(|name| initials(name))}</span> }
}

/// First letters of the first and last word of `name`; at most two, upper case.
#[must_use]
pub fn initials(name: &str) -> String {
    let words: Vec<&str> =
        name.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_alphabetic)).collect();
    let ends = match words.as_slice() {
        [] => return name.trim().chars().take(1).collect(),
        [only] => vec![*only],
        [first, .., last] => vec![*first, *last],
    };
    ends.iter().filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// 1 to 6, always the same for the same name.
pub(crate) fn tint(name: &str) -> u32 {
    // FNV-1a: short, stable, spreads well enough over six.
    name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) % 6
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_last_name() {
        for (name, shown) in [
            ("Ada Lovelace", "AL"),
            ("Nguyễn Thị Ánh", "NÁ"),
            ("ōta", "Ō"),
            ("Jean-Luc (JL) Picard", "JP"),
            ("  ", ""),
            ("42", "4"),
        ] {
            assert_eq!(initials(name), shown, "{name}");
        }
    }
}
