//! The sentences that the record offers for an answer, each with what it is from one press away (PR-1.17).

use design::{Badge, Button, Disclosure};
use document::Audience;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Question, Review, commands};

use super::findings::Source;
use crate::reviews::{Proposal, proposals};

/// So many sources of a sentence are named; of more it says how many there are.
const NAMED: usize = 4;

/// The sentences for all answers of a review; none once the person has it.
pub fn for_all(review: RecordId) -> Memo<Vec<Proposal>> {
    let mirror = use_mirror();
    Memo::new(move |_| {
        let entry = mirror.get::<Review>(review).filter(|one| one.shared_on.is_none());
        let today = mirror.today();
        entry.map(|entry| mirror.read(|book| proposals(book, &entry, today))).unwrap_or_default()
    })
}

/// The sentences for one answer, to be taken or left; nothing while there are none, or once the person has the review.
#[component]
pub fn Proposals(
    review: RecordId,
    question: Question,
    /// The sentences for all answers ([`for_all`]), worked out once for the page.
    all: Memo<Vec<Proposal>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let proposals = Memo::new(move |_| {
        all.with(|all| all.iter().filter(|one| one.question == question).cloned().collect::<Vec<_>>())
    });
    let audience = Memo::new(move |_| {
        mirror.get::<Review>(review).map_or(Audience::Everyone, |one| one.document.audience)
    });
    let left = move || proposals.with(|all| all.iter().filter(|one| !one.taken).count());
    let several = move || left() > 1;
    let take = move |sentences: Vec<String>| {
        if let Some(entry) = untrack(|| mirror.get::<Review>(review)) {
            mirror.commit(commands::add_to_answer(&entry, question, &sentences));
        }
    };
    let take_all = move |()| {
        let left = proposals.with_untracked(|all| {
            all.iter().filter(|one| !one.taken).map(|one| one.text.clone()).collect::<Vec<_>>()
        });
        take(left);
    };
    let label = Signal::derive(move || {
        let all = proposals.with(Vec::len);
        format!("Sentences from the record: {}, {} in the answer", all, all - left())
    });
    view! {
        <Show when=move || proposals.with(|all| !all.is_empty())>
            // What is only offered does not belong on paper.
            <div class="screen-only">
                <Disclosure label>
                    <p class="soft small">"Each is from what it names. Take one and write it in your own words; what you wrote stays."</p>
                    <ul class="entries proposals">
                        {move || proposals.get().into_iter().map(|one| {
                            let named = words::excerpt(&one.text, 40);
                            let text = one.text.clone();
                            let more = one.sources.len().saturating_sub(NAMED);
                            view! {
                                <li>
                                    <span class="small">{one.text.clone()}</span>
                                    <span class="small soft rests-on">
                                        {one.sources.into_iter().take(NAMED).map(|named| view! { <Source named />" " }).collect_view()}
                                        {(more > 0).then(|| format!("and {more} more"))}
                                    </span>
                                    {if one.taken {
                                        view! { <Badge>"in the answer"</Badge> }.into_any()
                                    } else {
                                        let press = move |()| take(vec![text.clone()]);
                                        view! {
                                            <Button writes=audience.get() on_press=press>"Take it"<span class="visually-hidden">{format!(": {named}")}</span></Button>
                                        }.into_any()
                                    }}
                                </li>
                            }
                        }).collect_view()}
                    </ul>
                    <Show when=several>
                        <div class="row">
                            <Button writes=audience.get() on_press=take_all>
                                {move || format!("Take all {}", left())}<span class="visually-hidden">{format!(": {}", question.label())}</span>
                            </Button>
                        </div>
                    </Show>
                </Disclosure>
            </div>
        </Show>
    }
}
