//! Who holds a skill, the deepest first.

use design::{Button, Each, Section, Sign};
use kernel::{Ordered as _, RecordId, text};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{asking::Asking, held::HeldLine, rating::RatingDialog};
use crate::{Person, rules};

/// The people who hold a skill, each with a way to rate them again.
#[component]
pub fn Holders(
    /// The skill.
    skill: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let rating = Asking::new();
    let holders = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let ratings = rules::ratings(book, today);
            let people = rules::joining_or_current(book, today);
            let held = |person: document::Entry<Person>| {
                let held = ratings.held(person.id, skill)?;
                Some((person, held))
            };
            let mut holders: Vec<_> = people.into_iter().filter_map(held).collect();
            holders
                .order_by_key(|(person, held)| (std::cmp::Reverse(held.depth()), text::fold(&person.name)));
            holders
        })
    });
    view! {
        <Section
            title="Who holds it"
            count=Signal::derive(move || Some(holders.with(Vec::len)))
            actions=move || view! { <Button sign=Sign::Plus on_press=move |()| rating.begin(None, Some(skill))>"Rate somebody"</Button> }
        >
            <Show
                when=move || holders.with(|holders| !holders.is_empty())
                fallback=|| view! { <p class="soft">"Nobody is rated yet. Ask people to rate themselves first, then say what you have seen."</p> }
            >
                <ul class="entries">
                    <Each each=move || holders.get() key=|(person, held)| (person.id, person.name.clone(), held.rating.id, held.rating.changed) let:one>
                        {
                            let (person, held) = one;
                            let id = person.id;
                            let on_rate = Callback::new(move |()| rating.begin(Some(id), Some(skill)));
                            view! { <HeldLine name=person.name.clone() href=format!("/people/{id}") held on_rate /> }
                        }
                    </Each>
                </ul>
            </Show>
        </Section>
        <RatingDialog rating />
    }
}
