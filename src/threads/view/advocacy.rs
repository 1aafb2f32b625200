//! Forums with their cases, and the page of one case (GR-8).

use design::{
    Badge, Button, ButtonKind, ChoiceSelect, DateInput, Each, EmptyState, Field, LinkButton, PageHeader,
    PageOf, Present, RecordEditor, Section, Select, SelectOption, Sign,
};
use document::{Audience, Entry, Record as _};
use growth::{Case, Forum, ForumKind, commands, rules};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    Person, rules as roster_rules,
    view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText},
};

use super::record::Gone;
use crate::advocacy::{self, Accomplishment, Handed};

/// The calendar of forums, with the cases for each.
#[component]
pub fn Forums() -> impl IntoView {
    let mirror = use_mirror();
    let forums = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::forums_ahead(book, today))
    });
    let (adding, beginning) = (RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(None::<RecordId>);
    let begin = move |forum: Option<RecordId>| {
        chosen.set(forum);
        beginning.set(true);
    };
    view! {
        <Section
            title="Forums ahead"
            count=Signal::derive(move || Some(forums.with(Vec::len)))
            actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| adding.set(true)>"Add a forum"</Button> }
        >
            <Show when=move || forums.with(Vec::is_empty)>
                <p class="soft">"Calibrations, promotions, reviews by leaders: where your people are spoken of without them. With their days here, it says in time when a case is thin."</p>
            </Show>
            <ul class="goals">
                <Each each=move || forums.get() key=|forum| (forum.id, forum.changed) let:forum>
                    <OneForum forum on_begin=Callback::new(begin) />
                </Each>
            </ul>
        </Section>
        <ForumDialog open=adding />
        <CaseDialog open=beginning forum=chosen />
    }
}

#[component]
fn OneForum(forum: Entry<Forum>, on_begin: Callback<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let id = forum.id;
    let cases = Memo::new(move |_| {
        mirror.read(|book| {
            let line = |case: Entry<Case>| {
                let name = roster_rules::name_of(book, case.person).unwrap_or_default();
                let facts = advocacy::accomplishments(book, case.id).len();
                (case.id, format!("{name}: {}", words::excerpt(&case.asks_for, 80)), facts)
            };
            rules::cases_for(book, id).into_iter().map(line).collect::<Vec<_>>()
        })
    });
    let day = forum.on.map(words::day).unwrap_or_default();
    let named = forum.name.clone();
    view! {
        <li>
            <div class="row goal-head">
                <a href=format!("/record/{id}")>{forum.name.clone()}</a>
                <Badge>{forum.kind.label().to_lowercase()}</Badge>
                <Badge>{day}</Badge>
                <Button on_press=move |()| on_begin.run(Some(id))>"Begin a case"<span class="visually-hidden">{format!(" for {named}")}</span></Button>
            </div>
            // What only the user may read is left out of print: paper is handed on.
            <ul class="entries screen-only">
                {move || cases.get().into_iter().map(|(case, title, facts)| view! {
                    <li>
                        <a href=format!("/cases/{case}")>{title}</a>
                        <span class="small soft">{words::counted(facts, "linked fact", "linked facts")}</span>
                    </li>
                }).collect_view()}
            </ul>
        </li>
    }
}

#[component]
fn ForumDialog(open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let name = UnsentText::of("forum");
    let kind = RwSignal::new(ForumKind::default());
    let on = RwSignal::new(None::<Date>);
    let (no_name, no_day) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let begin = move |()| {
        kind.set(ForumKind::default());
        on.set(None);
        no_name.set(None);
        no_day.set(None);
    };
    let make = move |()| {
        let (said, day) = (name.said(), on.get_untracked());
        no_name.set(said.is_none().then(|| "Say what it is called.".to_owned()));
        no_day.set(day.is_none().then(|| "Say the day.".to_owned()));
        let forum = Forum { name: said?, kind: kind.get_untracked(), on: Some(day?), ..Forum::default() };
        Some(commands::add_forum(&untrack(|| mirror.author()), mirror.new_id(), &forum))
    };
    view! {
        <UnsentDialog open title="Add a forum" act="Add it" texts=[name] on_open=begin make>
            <Field label="Name" error=no_name>
                <UnsentLine text=name />
            </Field>
            <Field label="Kind">
                <ChoiceSelect value=kind />
            </Field>
            <Field label="Day" error=no_day>
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
        </UnsentDialog>
    }
}

#[component]
fn CaseDialog(open: RwSignal<bool>, forum: RwSignal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let asks = UnsentText::of("case");
    let person = RwSignal::new(None::<RecordId>);
    let (nobody, nothing) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let begin = move |()| {
        person.set(None);
        nobody.set(None);
        nothing.set(None);
    };
    let forums = Signal::derive(move || {
        let today = mirror.today();
        let ahead = mirror.read(|book| rules::forums_ahead(book, today));
        ahead.iter().map(|one| SelectOption::new(one.id.to_string(), one.name.clone())).collect::<Vec<_>>()
    });
    let make = move |()| {
        let (who, said) = (person.get_untracked(), asks.said());
        nobody.set(who.is_none().then(|| "Choose a person.".to_owned()));
        nothing.set(said.is_none().then(|| "Say what is asked for.".to_owned()));
        let case = Case {
            asks_for: said?,
            person: Some(who?.into()),
            forum: forum.get_untracked().map(Into::into),
            ..Case::default()
        };
        let author = untrack(|| mirror.author());
        Some(untrack(|| mirror.read(|book| commands::begin_case(book, &author, mirror.new_id(), &case))))
    };
    view! {
        <UnsentDialog open title="Begin a case" act="Begin it" texts=[asks] on_open=begin make>
            <Field label="For whom" error=nobody>
                <PersonPicker value=person />
            </Field>
            <Field label="Asks for" hint="For example promotion to IC5. Only you read it, until you hand it over." error=nothing>
                <UnsentLine text=asks />
            </Field>
            <Field label="Forum">
                <Select
                    value=Signal::derive(move || forum.get().map(|id| id.to_string()).unwrap_or_default())
                    options=forums
                    none="None yet"
                    on_change=move |id: String| forum.set(id.parse().ok())
                />
            </Field>
        </UnsentDialog>
    }
}

/// The page of one case: the argument, what it rests on, and the text to hand over.
#[component]
pub fn CasePage(
    /// The case.
    #[prop(into)]
    case: Signal<Option<RecordId>>,
    /// Puts a text on the clipboard.
    on_copy: Callback<String>,
) -> impl IntoView {
    view! {
        <PageOf record=case kind=Case::NAME page=move |case| view! { <Page case on_copy /> }.into_any() absent=|| view! { <Gone /> } />
    }
}

#[component]
fn Page(case: RecordId, on_copy: Callback<String>) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Case>(case));
    let person = Memo::new(move |_| entry.with(|entry| entry.as_ref()?.person.map(document::Ref::id)));
    let name = move || {
        person
            .get()
            .and_then(|id| mirror.get::<Person>(id))
            .map(|entry| entry.record.name)
            .unwrap_or_default()
    };
    let title = Signal::derive(move || format!("Case for {}", name()));
    let taken = Memo::new(move |_| mirror.read(|book| advocacy::accomplishments(book, case)));
    let could = Memo::new(move |_| {
        let today = mirror.today();
        entry.with(|entry| {
            entry
                .as_ref()
                .map(|entry| mirror.read(|book| advocacy::candidates(book, entry, today)))
                .unwrap_or_default()
        })
    });
    let handed = Memo::new(move |_| {
        let today = mirror.today();
        entry.with(|entry| {
            entry
                .as_ref()
                .map(|entry| mirror.read(|book| advocacy::handed(book, entry, today)))
                .unwrap_or_default()
        })
    });
    view! {
        <PageHeader title subtitle="What you say for somebody who is not in the room, and what it rests on. Only you read it.">
            <Present record=case />
            <LinkButton href="/sponsorship" sign=Sign::Star>"Sponsorship"</LinkButton>
            <LinkButton href=format!("/record/{case}") sign=Sign::History>"History"</LinkButton>
            {move || person.get().map(|person| view! { <LinkButton href=format!("/growth/{person}") sign=Sign::Flag>"Growth plan"</LinkButton> })}
        </PageHeader>
        <div class="stack wide">
            <RecordEditor record=case only=&["asks_for", "forum", "argument"] />
            <Section title="Rests on" count=Signal::derive(move || Some(taken.with(Vec::len)))>
                <Show when=move || taken.with(Vec::is_empty)>
                    <p class="soft">"Nothing yet. Take in what they did, below: praise of a year, and goals that were reached."</p>
                </Show>
                <Done case list=taken act="Take out" />
            </Section>
            <Show when=move || could.with(|could| !could.is_empty())>
                <Section title="Could speak for them" count=Signal::derive(move || Some(could.with(Vec::len)))>
                    <Done case list=could act="Take in" />
                </Section>
            </Show>
            <Section
                title="To hand over"
                actions=move || view! { <Button kind=ButtonKind::Primary sign=Sign::Copy on_press=move |()| on_copy.run(handed.with_untracked(Handed::markdown))>"Copy"</Button> }
            >
                <Show
                    when=move || taken.with(|taken| !taken.is_empty())
                    fallback=|| view! { <EmptyState title="Nothing to hand over yet" why="The text is made from what the case rests on, with day and source." /> }
                >
                    <div class="prose handed">{move || laid_out(handed.get())}</div>
                </Show>
            </Section>
        </div>
    }
}

/// The case as it will look to whoever gets it. It is copied as Markdown, and read here without its signs.
fn laid_out(handed: Handed) -> impl IntoView {
    let Handed { title, before, done, shows } = handed;
    let item = |one| view! { <li>{one}</li> };
    view! {
        <h3>{title}</h3>
        {before.into_iter().map(|said| view! { <p class="keep">{said}</p> }).collect_view()}
        <h4>{Handed::DONE}</h4>
        <ul>{done.into_iter().map(item).collect_view()}</ul>
        {shows.map(|shows| view! { <p>{shows}</p> })}
    }
}

/// Accomplishments with what can be done with them.
#[component]
fn Done(case: RecordId, list: Memo<Vec<Accomplishment>>, act: &'static str) -> impl IntoView {
    let mirror = use_mirror();
    let toggle = move |record: RecordId| {
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch = untrack(|| {
            mirror.read(|book| advocacy::take(book, author, mirror.new_id(), (record, case), today))
        });
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    view! {
        <ul class="entries">
            {move || list.get().into_iter().map(|Accomplishment { record, on, what, source, .. }| {
                let named = words::excerpt(&what, 40);
                view! {
                    <li>
                        <span class="small soft nowrap">{on.map(words::day).unwrap_or_default()}</span>
                        <a href=format!("/record/{record}")>{words::excerpt(&what, 140)}</a>
                        <span class="acts">
                            <span class="small soft">{source}</span>
                            <Button on_press=move |()| toggle(record)>{act}<span class="visually-hidden">{format!(": {named}")}</span></Button>
                        </span>
                    </li>
                }
            }).collect_view()}
        </ul>
    }
}
