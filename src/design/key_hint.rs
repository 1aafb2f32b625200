//! Keys: one shortcut, and the sheet of all of them.

use leptos::prelude::*;

use crate::dom::is_apple;

/// One shortcut, written `Ctrl+K`, `G then P` or `?`. On Apple keyboards Ctrl is shown as ⌘.
#[component]
pub fn KeyHint(
    /// The keys.
    #[prop(into)]
    keys: String,
) -> impl IntoView {
    let apple = is_apple();
    let caps = caps(&keys, apple);
    view! {
        <span class="key-hint">
            {caps.into_iter().map(|cap| match cap {
                Cap::Key(key) => view! { <kbd>{key}</kbd> }.into_any(),
                Cap::Word(word) => view! { <span>{word}</span> }.into_any(),
            }).collect_view()}
        </span>
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Cap {
    Key(String),
    Word(String),
}

fn caps(keys: &str, apple: bool) -> Vec<Cap> {
    keys.split(' ')
        .flat_map(|part| match part {
            "then" | "or" => vec![Cap::Word(part.to_owned())],
            "+" => vec![Cap::Key(part.to_owned())],
            chord => chord
                .split('+')
                .map(|key| {
                    Cap::Key(match (key, apple) {
                        ("Ctrl", true) => "⌘".to_owned(),
                        ("Shift", true) => "⇧".to_owned(),
                        ("Alt", true) => "⌥".to_owned(),
                        (key, _) => key.to_owned(),
                    })
                })
                .collect(),
        })
        .collect()
}

/// Shortcuts that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortcutGroup {
    /// What they have in common: “Everywhere”, “In a table”.
    pub title: String,
    /// Keys and what they do.
    pub entries: Vec<(String, String)>,
}

/// All shortcuts at a glance.
#[component]
pub fn ShortcutSheet(
    /// The groups, in order.
    #[prop(into)]
    groups: Signal<Vec<ShortcutGroup>>,
) -> impl IntoView {
    view! {
        <div class="shortcut-sheet">
            {move || groups.get().into_iter().map(|group| view! {
                <section>
                    <h2>{group.title}</h2>
                    <dl>
                        {group.entries.into_iter().map(|(keys, does)| view! {
                            <div><dt>{does}</dt><dd><KeyHint keys /></dd></div>
                        }).collect_view()}
                    </dl>
                </section>
            }).collect_view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chord_becomes_its_keys() {
        let key = |key: &str| Cap::Key(key.to_owned());
        assert_eq!(caps("Ctrl+Shift+Z", false), [key("Ctrl"), key("Shift"), key("Z")]);
        assert_eq!(caps("Ctrl+K", true), [key("⌘"), key("K")]);
        assert_eq!(caps("G then P", false), [key("G"), Cap::Word("then".to_owned()), key("P")]);
        assert_eq!(caps("?", false), [key("?")]);
    }
}
