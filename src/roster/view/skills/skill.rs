//! What the page of a skill shows above its fields: what needs it, the gap and its answer, who holds it (TM-5, TM-6).

use design::{Badge, Button, Disclosure, Section, Sign};
use document::Audience;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{
    answer::AnswerDialog,
    asking::Asking,
    demand::DemandDialog,
    gap::{GapBody, in_short},
    holders::Holders,
};
use crate::rules;

/// The sections on the page of a skill.
#[component]
pub fn SkillSections(
    /// The skill.
    skill: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let supply = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::supply(book, today).into_iter().find(|supply| supply.skill.id == skill))
    });
    let open = RwSignal::new(false);
    let asking = Asking::new();
    let ask = move |()| asking.begin(Some(skill), None);
    // Answers that ended, and one that still stands where nothing is asked for any more.
    let past = Memo::new(move |_| {
        let standing = supply.with(|supply| {
            supply.as_ref().and_then(|supply| supply.response.as_ref()).map(|response| response.id)
        });
        let mut past = mirror.read(|book| rules::responses_of(book, skill));
        past.retain(|response| Some(response.id) != standing);
        past
    });
    view! {
        <Section
            title="What needs it"
            actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=ask>"Say what needs it"</Button> }
        >
            {move || match supply.get() {
                Some(supply) => {
                    let (badge, tone) = in_short(&supply);
                    view! {
                        <div><Badge tone>{badge}</Badge></div>
                        <GapBody supply on_answer=move |_| open.set(true) />
                    }.into_any()
                }
                None => view! {
                    <p class="soft">"Nothing asks for it yet. Say which service, team or plan needs it, how deep, and how many people with it: then it shows whether there is enough."</p>
                }.into_any(),
            }}
            <Show when=move || past.with(|past| !past.is_empty())>
                <Disclosure label=Signal::derive(move || format!("Decided before: {}", past.with(Vec::len)))>
                    <ul class="plain-list">
                        {move || past.get().into_iter().map(|response| view! {
                            <li>
                                <a href=format!("/record/{}", response.id)>{response.answer.label()}</a>
                                <span class="small soft">{response.decided_on.map(words::day)}</span>
                                <span class="small soft">{words::excerpt(&response.reason, 140)}</span>
                            </li>
                        }).collect_view()}
                    </ul>
                </Disclosure>
            </Show>
        </Section>
        <Holders skill />
        <AnswerDialog open skill=Signal::stored(Some(skill)) />
        <DemandDialog asking />
    }
}
