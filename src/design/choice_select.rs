//! One value of a closed list, joined to a signal of its type.

use document::{Field, Shape, Value};
use leptos::prelude::*;

use crate::{ChoiceGroup, Select, SelectOption};

/// Chooses a value of a type with a closed list: as a drop-down, or with all values in sight.
#[component]
pub fn ChoiceSelect<T>(
    /// What is chosen.
    value: RwSignal<T>,
    /// Whether all values are in sight, for a few that are chosen often.
    #[prop(optional)]
    in_sight: bool,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
) -> impl IntoView
where
    T: Field + Clone + Send + Sync + 'static,
{
    let options = Signal::stored(match T::SHAPE {
        Shape::Choice(choices) => {
            choices.iter().map(|choice| SelectOption::new(choice.word, choice.label)).collect()
        }
        _ => Vec::new(),
    });
    let word = Signal::derive(move || {
        value.with(|value| value.store().map(|stored| stored.plain()).unwrap_or_default())
    });
    let on_change = move |word: String| {
        if let Some(chosen) = T::read(&Value::Line(word)) {
            value.set(chosen);
        }
    };
    if in_sight {
        view! { <ChoiceGroup label value=word options on_change /> }.into_any()
    } else {
        view! { <Select label value=word options on_change /> }.into_any()
    }
}
