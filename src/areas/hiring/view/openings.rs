//! All openings in the order of what they unblock, next steps, and what hiring takes (HI-1, HI-7).

use design::{Badge, Button, ButtonKind, Disclosure, Each, EmptyState, PageHeader, Section, Sign, Tone};
use document::{Audience, Entry};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{GapAnswer, GapResponse, Skill};

use super::{
    figures::FiguresShown,
    open_role::OpenDialog,
    parts::{due, name_of, role_of},
};
use crate::{Candidate, Opening, OpeningState, commands, rules};

/// The page of hiring.
#[component]
pub fn HiringPage() -> impl IntoView {
    let mirror = use_mirror();
    let wanted = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::by_what_they_unblock(book, today))
    });
    let over = Memo::new(move |_| {
        let all = mirror.all::<Opening>();
        all.iter().filter(|one| !rules::is_wanted(one)).cloned().collect::<Vec<_>>()
    });
    // Gaps that are to be closed by hiring, without an opening.
    let gaps = Memo::new(move |_| {
        mirror.read(|book| {
            let all = book.all::<GapResponse>();
            let open = all.iter().filter(|one| one.answer == GapAnswer::Hire && one.ended_on.is_none());
            open.filter(|one| commands::opening_behind(book, one.id).is_none())
                .filter_map(|one| Some((one.id, book.get::<Skill>(one.skill?.id())?.record.name)))
                .collect::<Vec<_>>()
        })
    });
    let (opening, behind) = (RwSignal::new(false), RwSignal::new(String::new()));
    let open_for = move |what: String| {
        behind.set(what);
        opening.set(true);
    };
    let any = move || wanted.with(|all| !all.is_empty()) || over.with(|all| !all.is_empty());
    view! {
        <PageHeader title="Hiring" subtitle="Roles that are open, why, and who may fill them.">
            <Button kind=ButtonKind::Primary sign=Sign::Plus writes=Audience::Everyone on_press=move |()| open_for(String::new())>"Open a role"</Button>
        </PageHeader>
        <div class="stack wide">
            <Show
                when=any
                fallback=move || view! {
                    <EmptyState
                        title="No opening yet"
                        why="Open a role from what is behind it: a gap that nobody here can fill, more work than people can carry, somebody who leaves. Then everybody sees what waits for it."
                        sign=Sign::UserPlus
                    />
                }
            >
                <Section title="Openings" count=Signal::derive(move || Some(wanted.with(Vec::len)))>
                    <p class="soft small">"What closes the most urgent gap comes first, then what commitments wait for."</p>
                    <ul class="goals">
                        <Each each=move || wanted.get() key=|one| (one.opening.id, one.opening.changed, one.gaps.len(), one.commitments.len()) let:one>
                            <OneOpening one />
                        </Each>
                    </ul>
                </Section>
            </Show>
            <Show when=move || gaps.with(|gaps| !gaps.is_empty())>
                <Section title="Gaps that wait for an opening">
                    <p class="soft small">"Answered with hiring; nobody is looked for yet."</p>
                    <div class="row">
                        {move || gaps.get().into_iter().map(|(id, skill)| view! {
                            <Button writes=Audience::Everyone on_press=move |()| open_for(format!("gap-{id}"))>{format!("Open a role for {skill}")}</Button>
                        }).collect_view()}
                    </div>
                </Section>
            </Show>
            <NextSteps />
            <FiguresShown />
            <Show when=move || over.with(|all| !all.is_empty())>
                <Disclosure label=Signal::derive(move || format!("Filled and closed: {}", over.with(Vec::len)))>
                    <ul class="entries">
                        {move || over.get().into_iter().map(|one| view! {
                            <li>
                                <span class="small soft nowrap">{one.closed_on.map(words::day).unwrap_or_default()}</span>
                                <a href=format!("/hiring/{}", one.id)>{one.role.clone()}</a>
                                <Badge>{one.state.label().to_lowercase()}</Badge>
                            </li>
                        }).collect_view()}
                    </ul>
                </Disclosure>
            </Show>
        </div>
        <OpenDialog open=opening behind />
    }
}

#[component]
fn OneOpening(one: rules::Unblocks) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let id: RecordId = one.opening.id;
    let candidates = Memo::new(move |_| {
        mirror.read(|book| {
            let all = rules::candidates_of(book, id);
            all.iter().filter(|candidate| rules::is_open(book, candidate.id)).count()
        })
    });
    let gaps = one.gaps.iter().map(|gap| {
        let tone = if gap.urgency >= 7 { Tone::Signal } else { Tone::Plain };
        let words = format!("closes the gap in {}, urgency {} of 9", gap.skill.name, gap.urgency);
        view! { <Badge tone>{words}</Badge> }
    });
    let gaps = gaps.collect_view();
    let waits = (!one.commitments.is_empty())
        .then(|| words::counted(one.commitments.len(), "commitment waits", "commitments wait"));
    let cause = one.opening.cause.map_or("no cause", |cause| cause.label()).to_lowercase();
    let wanted = one.opening.wanted_from.map(|day| {
        let tone = if day < today { Tone::Signal } else { Tone::Plain };
        let says = if day < today { "was wanted from" } else { "wanted from" };
        view! { <Badge tone>{format!("{says} {}", words::day(day))}</Badge> }
    });
    let state = (one.opening.state != OpeningState::Open).then(|| one.opening.state.label().to_lowercase());
    view! {
        <li>
            <div class="row goal-head">
                <a href=format!("/hiring/{id}")>{one.opening.role.clone()}</a>
                {state.map(|state| view! { <Badge>{state}</Badge> })}
                <span class="small soft nowrap">{move || words::counted(candidates.get(), "candidate", "candidates")}</span>
            </div>
            <div class="row">
                <Badge>{cause}</Badge>
                {gaps}
                {waits.map(|waits| view! { <Badge>{waits}</Badge> })}
                {wanted}
            </div>
        </li>
    }
}

/// What happens next with whom, by when, and who owes it.
#[component]
fn NextSteps() -> impl IntoView {
    let mirror = use_mirror();
    let owed = Memo::new(move |_| mirror.read(rules::owed));
    view! {
        <Show when=move || owed.with(|owed| !owed.is_empty())>
            <Section title="Next steps" count=Signal::derive(move || Some(owed.with(Vec::len)))>
                <ul class="entries">
                    <Each each=move || owed.get() key=|one| (one.id, one.changed) let:one>
                        <Step one />
                    </Each>
                </ul>
            </Section>
        </Show>
    }
}

#[component]
fn Step(one: Entry<Candidate>) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let (owed_by, opening) = (one.owed_by, one.opening);
    // What it names may come after it.
    let who = Memo::new(move |_| mirror.read(|book| name_of(book, owed_by)));
    let role = Memo::new(move |_| mirror.read(|book| role_of(book, opening)));
    let tone = if one.next_on.is_some_and(|day| day < today) { Tone::Signal } else { Tone::Plain };
    view! {
        <li>
            <a href=format!("/candidates/{}", one.id)>{format!("{}: {}", one.name, one.next_step.clone().unwrap_or_default())}</a>
            <span class="small soft">{role}</span>
            {one.next_on.map(|day| view! { <Badge tone>{due(day, today)}</Badge> })}
            {move || match who.get() {
                who if who.is_empty() => view! { <Badge tone=Tone::Signal>"nobody owes it"</Badge> }.into_any(),
                who => view! { <span class="small">{who}</span> }.into_any(),
            }}
        </li>
    }
}
