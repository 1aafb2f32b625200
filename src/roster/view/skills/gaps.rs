//! The page of gaps: what is short, the most urgent first, with its facts and what is done about it (TM-6).

use std::hash::Hash;

use design::{Badge, Disclosure, Each, EmptyState, LinkButton, PageHeader, Sign};
use document::Entry;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{
    answer::AnswerDialog,
    gap::{GapBody, in_short},
};
use crate::{Person, Skill, rules, rules::Supply};

/// What tells one drawing of a gap from another: everything it shows, by id and last change.
fn drawn(gap: &Supply) -> impl Hash + use<> {
    let people = |people: &[Entry<Person>]| {
        people.iter().map(|person| (person.id, person.changed)).collect::<Vec<_>>()
    };
    let needs = gap.needs.iter().map(|need| {
        let leaving: Vec<Entry<Person>> = need.leaving.iter().map(|(person, _)| person.clone()).collect();
        let (demand, named) = ((need.demand.id, need.demand.changed), need.needed_for.clone());
        (demand, named, people(&need.holders), people(&leaving))
    });
    let response = gap.response.as_ref().map(|response| (response.id, response.changed));
    let figures = (gap.short, gap.doers, gap.teachers);
    (gap.skill.id, gap.skill.changed, figures, response, needs.collect::<Vec<_>>())
}

/// The page.
#[component]
pub fn GapsPage(
    /// What else is known of how the gap in a skill is answered.
    #[prop(optional, into)]
    more: Option<Callback<RecordId, AnyView>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let gaps = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::gaps(book, today))
    });
    let enough = Memo::new(move |_| {
        let today = mirror.today();
        let mut supply = mirror.read(|book| rules::supply(book, today));
        supply.retain(|supply| supply.lack.is_none());
        supply
    });
    let any_skill = Memo::new(move |_| !mirror.all::<Skill>().is_empty());
    let (open, about) = (RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let answer = Callback::new(move |skill: RecordId| {
        about.set(Some(skill));
        open.set(true);
    });
    let subtitle = Signal::derive(move || {
        let all = gaps.with(|gaps| words::many(gaps));
        let without = gaps.with(|gaps| gaps.iter().filter(|gap| gap.response.is_none()).count());
        match (all, without) {
            (0, _) => "What is asked of your teams, against who can do it.".to_owned(),
            (all, 0) => format!("{}, each with an answer.", words::counted(all, "gap", "gaps")),
            (all, without) => format!("{}, {without} without an answer.", words::counted(all, "gap", "gaps")),
        }
    });
    view! {
        <PageHeader title="Skill gaps" subtitle=Signal::derive(move || Some(subtitle.get()))>
            <LinkButton href="/skills" sign=Sign::Zap>"Skills"</LinkButton>
        </PageHeader>
        <Show when=move || gaps.with(Vec::is_empty) && enough.with(Vec::is_empty)>
            <EmptyState
                title="Nothing is asked for yet"
                why="A gap is the difference between what your services and plans need and who holds it. Say on the page of a service or a skill what is needed, how deep, and how many people with it."
                sign=Sign::CircleDot
            >
                {move || if any_skill.get() {
                    view! { <LinkButton href="/services" sign=Sign::Server>"Go to services"</LinkButton> }
                } else {
                    view! { <LinkButton href="/skills" sign=Sign::Zap>"Begin with skills"</LinkButton> }
                }}
            </EmptyState>
        </Show>
        <Show when=move || gaps.with(Vec::is_empty) && enough.with(|enough| !enough.is_empty())>
            <p>"No gap: of everything that is asked for there is enough, and in more than one head."</p>
        </Show>
        <div class="gaps">
            <Each each=move || gaps.get() key=drawn let:gap>
                {
                    let (badge, tone) = in_short(&gap);
                    let (name, href) = (gap.skill.name.clone(), format!("/record/{}", gap.skill.id));
                    let id = format!("gap-{}", gap.skill.id);
                    let labelled_by = id.clone();
                    let more = more.map(|more| more.run(gap.skill.id));
                    view! {
                        <article class="gap" aria-labelledby=labelled_by>
                            <h2 id=id><a href=href>{name}</a></h2>
                            <Badge tone>{badge}</Badge>
                            <GapBody supply=gap on_answer=answer />
                            {more}
                        </article>
                    }
                }
            </Each>
        </div>
        <Show when=move || enough.with(|enough| !enough.is_empty())>
            <Disclosure label=Signal::derive(move || format!("Enough for what is asked: {}", enough.with(Vec::len)))>
                <ul class="plain-list">
                    {move || enough.get().into_iter().map(|supply| {
                        let urgency = format!("urgency {} of 9", supply.urgency);
                        view! {
                            <li>
                                <a href=format!("/record/{}", supply.skill.id)>{supply.skill.name.clone()}</a>
                                <span class="small soft">{urgency}</span>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </Disclosure>
        </Show>
        <AnswerDialog open skill=about />
    }
}
