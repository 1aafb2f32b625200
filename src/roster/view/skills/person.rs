//! What a person's page shows of their skills (TM-5).

use design::{Button, Each, Section, Sign};
use document::{Audience, Entry};
use kernel::{Ordered as _, RecordId};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{asking::Asking, held::HeldLine, rating::RatingDialog};
use crate::{Depth, Person, Skill, SkillRating, commands, rules, rules::Held};

/// The skills of a person, the deepest first, with what wants confirming and what is seen apart.
#[component]
pub fn PersonSkills(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let rating = Asking::new();
    let held = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let ratings = rules::ratings(book, today);
            let skills = rules::skills(book).into_iter();
            let mut held: Vec<(Entry<Skill>, Held, bool)> = skills
                .filter_map(|skill| {
                    let held = ratings.held(person, skill.id)?;
                    let apart = rules::seen_apart(&rules::ratings_of(book, person, skill.id)).is_some();
                    Some((skill, held, apart))
                })
                .collect();
            held.order_by_key(|(_, held, _)| std::cmp::Reverse(held.depth()));
            held
        })
    });
    let old = Memo::new(move |_| {
        held.with(|held| {
            let old = held.iter().filter(|(_, held, _)| held.to_confirm && held.depth() > Depth::Nothing);
            old.map(|(_, held, _)| held.rating.clone()).collect::<Vec<Entry<SkillRating>>>()
        })
    });
    let confirm = move |()| {
        let Some(entry) = untrack(|| mirror.get::<Person>(person)) else { return };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch = old.with_untracked(|old| {
            untrack(|| {
                mirror
                    .read(|book| commands::confirm_all(book, &author, &entry, old, today, || mirror.new_id()))
            })
        });
        mirror.commit(batch);
    };
    let any_skill = Memo::new(move |_| !mirror.all::<Skill>().is_empty());
    view! {
        <Section
            title="Skills"
            count=Signal::derive(move || Some(held.with(Vec::len)))
            actions=move || view! {
                <Show when=move || old.with(|old| old.len() > 1)>
                    <Button sign=Sign::Check writes=Audience::Everyone on_press=confirm>"Confirm what is old"</Button>
                </Show>
                <Show when=move || any_skill.get()>
                    <Button sign=Sign::Plus on_press=move |()| rating.begin(Some(person), None)>"Rate a skill"</Button>
                </Show>
            }
        >
            <Show
                when=move || held.with(|held| !held.is_empty())
                fallback=move || view! {
                    <p class="soft">
                        {move || if any_skill.get() {
                            "Not rated yet. Let them say first how deep they hold each skill, then say what you have seen."
                        } else {
                            "What they can do shows here once there are skills to rate: begin at Skills."
                        }}
                    </p>
                }
            >
                <ul class="entries">
                    <Each each=move || held.get() key=|(skill, held, apart)| (skill.id, skill.name.clone(), held.rating.id, held.rating.changed, *apart) let:one>
                        {
                            let (skill, held, apart) = one;
                            let id = skill.id;
                            let on_rate = Callback::new(move |()| rating.begin(Some(person), Some(id)));
                            view! { <HeldLine name=skill.name.clone() href=format!("/record/{id}") held apart on_rate /> }
                        }
                    </Each>
                </ul>
            </Show>
        </Section>
        <RatingDialog rating />
    }
}
