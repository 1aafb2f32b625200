//! Who holds a skill, the deepest first.

use design::{Badge, Button, Each, Section, Sign, Tone};
use kernel::{Ordered as _, RecordId, text, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::rating::{Rating, RatingDialog, said_by};
use crate::{Person, rules};

/// The people who hold a skill, each with a way to rate them again.
#[component]
pub fn Holders(
    /// The skill.
    skill: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let rating = Rating::new();
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
                            let on = held.rating.on.map_or_else(|| "no day".to_owned(), words::day);
                            let id = person.id;
                            view! {
                                <li>
                                    <a href=format!("/people/{id}")>{person.name.clone()}</a>
                                    <span class="small">{held.depth().label()}</span>
                                    <span class="small soft nowrap">{format!("{}, {on}", said_by(held.rating.source))}</span>
                                    {held.to_confirm.then(|| view! { <Badge tone=Tone::Plain>"to confirm"</Badge> })}
                                    <Button on_press=move |()| rating.begin(Some(id), Some(skill))>"Rate again"</Button>
                                </li>
                            }
                        }
                    </Each>
                </ul>
            </Show>
        </Section>
        <RatingDialog rating />
    }
}
