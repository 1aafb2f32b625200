//! The page of one person's growth: aim, goals, stretch work, and the help they get (GR-1 to GR-5).

use design::{Button, ButtonKind, LinkButton, PageHeader, PageOf, Present, RecordEditor, Section, Sign};
use document::{Audience, Book, Entry, Record as _};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{Person, view::NobodyHere};

use super::{
    goals::Goals, help::HelpGiven, mentoring::PersonMentoring, move_up::MoveDialog, stretch::StretchWork,
};
use crate::{commands, rules};

/// The growth of one person.
#[component]
pub fn PlanPage(
    /// The person.
    #[prop(into)]
    person: Signal<Option<RecordId>>,
    /// Where the evidence places the person, which joins this area with others.
    standing: Callback<RecordId, AnyView>,
) -> impl IntoView {
    view! {
        <PageOf
            record=person
            kind=Person::NAME
            page=move |person| view! { <Page person standing /> }.into_any()
            absent=|| view! { <NobodyHere page="Growth plan" href="/growth" all="All growth plans" /> }
        />
    }
}

#[component]
fn Page(person: RecordId, standing: Callback<RecordId, AnyView>) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Person>(person));
    let title = Signal::derive(move || {
        entry
            .with(|entry| entry.as_ref().map(|entry| format!("Growth of {}", entry.name)).unwrap_or_default())
    });
    let subtitle = Memo::new(move |_| {
        let today = mirror.today();
        entry.with(|entry| {
            mirror.read(|book| entry.as_ref().map(|entry| where_now(book, entry, today)).unwrap_or_default())
        })
    });
    let moving = RwSignal::new(false);
    view! {
        <PageHeader title subtitle>
            <Present record=person />
            <LinkButton href=format!("/people/{person}") sign=Sign::User>"Person"</LinkButton>
            <LinkButton href=format!("/one-on-ones/{person}") sign=Sign::MessageSquare>"1:1"</LinkButton>
            <Button sign=Sign::TrendingUp writes=Audience::Everyone on_press=move |()| moving.set(true)>"Moves to a level"</Button>
        </PageHeader>
        <div class="with-margin">
            <div class="stack wide">
                <AimAndStrengths person />
                <Goals person />
                {standing.run(person)}
                <StretchWork person />
                <PersonMentoring person />
            </div>
            <aside>
                <HelpGiven person />
            </aside>
        </div>
        <MoveDialog open=moving person />
    }
}

/// The rung and since when, and the next one.
fn where_now(book: &Book, person: &Entry<Person>, today: Date) -> String {
    let Some(rung) = rules::rung_of(book, person) else {
        let level = person.level.clone().map(|level| format!("{level}, which is on no ladder in use."));
        return level.unwrap_or_else(|| "No level is said.".to_owned());
    };
    let since = since(book, person, today);
    let next = rules::next_rung(book, &rung).map(|next| format!(" · next: {} {}", next.code, next.name));
    format!("{} {}, {since}{}", rung.code, rung.name, next.unwrap_or_default())
}

/// Since when somebody has had their level, as far as it is noted.
pub(super) fn since(book: &Book, person: &Entry<Person>, today: Date) -> String {
    let promotions = rules::promotions_of(book, person.id);
    let last = promotions.iter().filter_map(|one| one.on).find(|on| *on <= today);
    last.map_or_else(|| "no promotion noted".to_owned(), |on| format!("since {}", words::day(on)))
}

/// The aim, strengths and what to grow, or a button that begins them.
#[component]
fn AimAndStrengths(person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let plan = Memo::new(move |_| mirror.read(|book| rules::plan_of(book, person)));
    let there =
        Memo::new(move |_| plan.with(|plan| plan.as_ref().map(|plan| (plan.id, plan.document.audience))));
    let looked = move || {
        mirror
            .read(|book| rules::revisited(book, person))
            .map(|day| format!("Last looked at, or changed by a goal: {}.", words::day(day)))
    };
    let begin = move |()| {
        let Some(entry) = untrack(|| mirror.get::<Person>(person)) else { return };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        mirror.commit(untrack(|| mirror.read(|book| commands::begin_plan(book, &author, &entry, today))));
    };
    let revisit = move |()| {
        if let Some(plan) = plan.get_untracked() {
            mirror.commit(commands::revisit_plan(&plan, untrack(|| mirror.today())));
        }
    };
    view! {
        <Section
            title="Where they want to go"
            actions=move || there.get().map(|(_, writes)| view! {
                <Button sign=Sign::Check writes on_press=revisit>"Looked at it today"</Button>
            })
        >
            {move || match there.get() {
                Some((plan, _)) => view! {
                    <RecordEditor record=plan only=&["aim", "in_their_words", "strengths", "to_grow"] />
                    <p class="soft small">{looked}</p>
                }.into_any(),
                None => view! {
                    <p class="soft">"Nobody has asked yet. Deep technical, architecture, management, or unsure: what counts is that it is theirs."</p>
                    <p><Button kind=ButtonKind::Primary writes=Audience::Everyone on_press=begin>"Begin a growth plan"</Button></p>
                }.into_any(),
            }}
        </Section>
    }
}
