//! Choosing a passphrase: typed twice, with a word on how good it is.

use design::{Field, TextInput};
use leptos::prelude::*;
use worker::wire::SHORTEST_PASSPHRASE;

/// The two fields, inside a form.
#[component]
pub fn NewPassphrase(
    /// What is typed first.
    chosen: RwSignal<String>,
    /// What is typed second.
    again: RwSignal<String>,
) -> impl IntoView {
    let differ =
        move || again.with(|two| !two.is_empty() && chosen.with(|one| !one.starts_with(two.as_str())));
    view! {
        <Field label="New passphrase" hint=Signal::derive(move || chosen.with(|text| strength(text).to_owned()))>
            <TextInput kind="password" value=chosen on_input=move |text| chosen.set(text) />
        </Field>
        <Field
            label="The same again"
            hint=Signal::derive(move || if differ() { "The two differ.".to_owned() } else { String::new() })
        >
            <TextInput kind="password" value=again on_input=move |text| again.set(text) />
        </Field>
    }
}

/// Whether both fields hold the same passphrase, and it is long enough. Tracked.
pub fn is_chosen(chosen: RwSignal<String>, again: RwSignal<String>) -> bool {
    chosen.with(|one| letters(one) >= SHORTEST_PASSPHRASE && again.with(|two| one == two))
}

fn letters(text: &str) -> usize {
    text.trim().chars().count()
}

/// What to think of a passphrase, by its length and how much of it repeats (ours; a guess, no promise).
fn strength(text: &str) -> &'static str {
    let text = text.trim();
    let different = text.chars().collect::<std::collections::BTreeSet<_>>().len();
    let words = text.split_whitespace().count();
    match (letters(text), different, words) {
        (0, ..) => {
            "At least ten characters. Four or five unrelated words are easy to remember and hard to guess."
        }
        (length, ..) if length < SHORTEST_PASSPHRASE => "Too short: at least ten characters.",
        (_, 0..6, _) => "Easy to guess: it repeats itself.",
        (20.., 8.., 4..) | (24.., 10.., _) => {
            "Hard to guess, if the words have nothing to do with each other."
        }
        (15.., 8.., _) => "Fair. Longer is better: four or five unrelated words.",
        _ => "Weak: a machine that tries guesses it in time. Four or five unrelated words are better.",
    }
}

#[cfg(test)]
mod tests {
    use super::strength;

    #[test]
    fn a_longer_passphrase_of_more_words_is_told_to_be_better() {
        for (text, begins) in [
            ("", "At least"),
            ("  ninechars  ", "Too short"),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Easy"),
            ("password123", "Weak"),
            ("correct horses run", "Fair"),
            ("amber castle noodle zebra", "Hard"),
        ] {
            assert!(strength(text).starts_with(begins), "{text}: {}", strength(text));
        }
    }
}
