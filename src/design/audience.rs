//! Who can read a record: said beside it, and chosen when it is made.

use std::sync::Arc;

use document::{Audience, DocumentKey, Kind, Place, Row};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};

use crate::{Column, Field, Icon, Select, SelectOption, Sign};

/// The sign of an audience.
#[must_use]
pub const fn audience_sign(audience: Audience) -> Sign {
    match audience {
        Audience::Everyone => Sign::Users,
        Audience::OnlyMe(_) => Sign::Lock,
        Audience::Circle(_) => Sign::CircleDot,
    }
}

/// Who can read something, in a word and a sign.
#[component]
pub fn AudienceMark(
    /// For whom it is.
    #[prop(into)]
    audience: Signal<Audience>,
) -> impl IntoView {
    let mirror = use_mirror();
    let name = Memo::new(move |_| mirror.audience_name(audience.get()));
    view! {
        <span class="badge audience" title=move || format!("Who can read it: {}", name.get())>
            <Icon sign=Signal::derive(move || audience_sign(audience.get())) />
            <span class="visually-hidden">"Who can read it: "</span>
            {name}
        </span>
    }
}

/// Chooses for whom something is made, among all that the user may write for. Says for whom it is while there is no choice.
#[component]
pub fn AudienceField(
    /// What is made.
    kind: &'static Kind,
    /// The choice; `None` for what is usual for the kind.
    value: RwSignal<Option<Audience>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let choices = Memo::new(move |_| mirror.audiences());
    let options = Signal::derive(move || {
        let named = |audience| SelectOption::new(word(audience), mirror.audience_name(audience));
        choices.get().into_iter().map(named).collect::<Vec<_>>()
    });
    let chosen = Signal::derive(move || value.get().unwrap_or_else(|| mirror.usual_audience(kind)));
    let hint = Signal::derive(move || {
        let others = mirror.others_in(chosen.get()).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        Some(match chosen.get() {
            Audience::OnlyMe(_) => "You, on your own devices. Nobody else gets it.".to_owned(),
            _ if others.is_empty() => "Nobody else yet; whoever joins reads it too.".to_owned(),
            Audience::Everyone if others.len() > 3 => {
                format!("All {} members of the workspace.", others.len().saturating_add(1))
            }
            _ => format!("You and {}.", kernel::words::listed(&others)),
        })
    });
    view! {
        <Show
            when=move || choices.with(|choices| choices.len() > 1)
            fallback=move || view! { <p class="soft small">{move || hint.get()}</p> }
        >
            <Field label="Who can read it" hint>
                <Select
                    value=Signal::derive(move || word(chosen.get()))
                    options
                    on_change=move |word: String| value.set(read(&word))
                />
            </Field>
        </Show>
    }
}

/// For whom something is made by what was chosen in an [`AudienceField`]. Not tracked.
#[must_use]
pub fn chosen_audience(mirror: Mirror, kind: &Kind, value: RwSignal<Option<Audience>>) -> Audience {
    value.get_untracked().unwrap_or_else(|| untrack(|| mirror.usual_audience(kind)))
}

/// A table's column that says who can read a record, where that is not what is usual for its kind.
#[must_use]
pub fn audience_column<R: 'static>(
    kind: &'static Kind,
    row: impl Fn(&R) -> Option<&Arc<Row>> + Send + Sync + 'static,
) -> Column<R> {
    let mirror = use_mirror();
    let shown = move |line: &R| {
        let audience = row(line)?.document.audience;
        let usual = match audience {
            Audience::Everyone => !kind.private,
            Audience::OnlyMe(_) => kind.private,
            Audience::Circle(_) => false,
        };
        (!usual).then_some(audience)
    };
    let shown = Arc::new(shown);
    let named = shown.clone();
    Column::new("audience", "For", move |line: &R| {
        named(line).map(|audience| mirror.audience_name(audience)).unwrap_or_default()
    })
    .width(6.0)
    .when_filled()
    .view(move |line: &R| shown(line).map(|audience| view! { <AudienceMark audience /> }).into_any())
}

/// The word that stands for an audience in a list of choices.
fn word(audience: Audience) -> String {
    DocumentKey { audience, place: Place::Index }.to_string()
}

fn read(word: &str) -> Option<Audience> {
    word.parse().ok().map(|key: DocumentKey| key.audience)
}
