//! Choosing a person by a few letters.

use design::{Combobox, Pick};
use kernel::{Ordered as _, RecordId, text};
use leptos::prelude::*;
use mirror::use_mirror;

use crate::{Person, rules};

/// A box that finds people who are here or coming by the letters typed. Inside a `Field` it takes its label from there.
#[component]
pub fn PersonPicker(
    /// Who is chosen.
    value: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let query = RwSignal::new(None::<String>);
    let name = Signal::derive(move || value.get().and_then(|id| mirror.title(id)).unwrap_or_default());
    let options = Signal::derive(move || {
        let Some(query) = query.get() else { return Vec::new() };
        let (wanted, today) = (text::fold(&query), mirror.today());
        let mut people = mirror.read(|book| rules::joining_or_current(book, today));
        people.retain(|person| text::fold(&person.name).contains(&wanted));
        people.order_by(|a, b| a.name.cmp(&b.name));
        let pick = |person: &document::Entry<Person>| Pick {
            key: person.id.to_string(),
            label: person.name.clone(),
            note: person.title.clone().unwrap_or_default(),
        };
        people.iter().take(30).map(pick).collect::<Vec<_>>()
    });
    view! {
        <Combobox
            value=name
            options
            placeholder="A few letters of the name"
            on_query=move |text| query.set(Some(text))
            on_pick=move |pick: Pick| value.set(pick.key.parse().ok())
            on_clear=move |()| value.set(None)
        />
    }
}
