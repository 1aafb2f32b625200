//! Who leads the halves of a drafted split, on its page (TM-3).

use design::{Button, Section, Sign};
use document::Audience;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::TeamSplit;

use crate::splits::{self, Leaderless};

/// The halves of a draft that nobody leads, with a way to open the role. Nothing for any other record.
#[component]
pub fn SplitLeads(
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let halves = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let split = book.get::<TeamSplit>(record)?;
            Some(splits::leaderless(book, &split, today)).filter(|halves| !halves.is_empty())
        })
    });
    move || {
        halves.get().map(|halves| view! {
            <Section title="Who leads">
                <p class="soft">"A senior of the team who wants to grow into it, named as lead among the details; or a manager to be found."</p>
                <ul class="entries">
                    {halves.into_iter().map(|half| view! { <Half split=record half /> }).collect_view()}
                </ul>
            </Section>
        })
    }
}

#[component]
fn Half(split: RecordId, half: Leaderless) -> impl IntoView {
    let mirror = use_mirror();
    let says = format!("{}: nobody yet, for {}", half.name, words::counted(half.people, "person", "people"));
    match half.opening.clone() {
        Some(opening) => {
            view! { <li><span>{says}</span><a href=format!("/record/{}", opening.id)>{opening.role.clone()}</a></li> }.into_any()
        }
        None => {
            let open = move |()| {
                let batch = untrack(|| {
                    mirror.read(|book| {
                        let split = book.get::<TeamSplit>(split)?;
                        Some(splits::open_lead(book, &mirror.author(), mirror.new_id(), &split, &half))
                    })
                });
                if let Some(batch) = batch {
                    mirror.commit(batch);
                }
            };
            view! {
                <li>
                    <span>{says}</span>
                    <Button sign=Sign::Plus writes=Audience::Everyone on_press=open>"Open a role for its lead"</Button>
                </li>
            }
            .into_any()
        }
    }
}
