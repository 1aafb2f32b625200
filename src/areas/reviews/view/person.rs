//! The reviews of one person, on their page.

use design::{AudienceMark, Badge, Section};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use crate::rules;

/// The reviews of a person that the user can read, the newest first; nothing while there is none.
#[component]
pub fn PersonReviews(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let reviews = Memo::new(move |_| {
        mirror.read(|book| {
            let line = |review: document::Entry<crate::Review>| {
                let cycle = rules::cycle_of(book, &review).map(|cycle| cycle.record.name).unwrap_or_default();
                let state = match review.shared_on {
                    Some(on) => format!("shared {}", words::day(on)),
                    None => rules::step(book, &review).label().to_lowercase(),
                };
                (review.id, cycle, state, review.rating, review.document.audience)
            };
            rules::reviews_of(book, person).into_iter().map(line).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || reviews.with(|reviews| !reviews.is_empty())>
            <Section title="Reviews" count=Signal::derive(move || Some(reviews.with(Vec::len)))>
                <ul class="entries">
                    {move || reviews.get().into_iter().map(|(id, cycle, state, rating, audience)| view! {
                        <li>
                            <a href=format!("/review/{id}")>{cycle}</a>
                            <Badge>{state}</Badge>
                            {rating.map(|rating| view! { <Badge>{rating.label().to_lowercase()}</Badge> })}
                            <AudienceMark audience />
                        </li>
                    }).collect_view()}
                </ul>
            </Section>
        </Show>
    }
}
