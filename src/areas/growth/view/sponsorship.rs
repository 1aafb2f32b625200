//! The sponsorship desk: chances to be seen, who was put forward, and how it spreads (GR-7).

use design::{
    AudienceField, Badge, Button, ButtonKind, ChoiceSelect, DateInput, Disclosure, Each, EmptyState, Field,
    PageHeader, Section, Sign, Tone, chosen_audience,
};
use document::{Audience, Entry, Record};
use kernel::{Date, RecordId, days_between, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText, called};

use crate::{Opportunity, OpportunityKind, Outcome, PutForward, commands, rules};

/// The page of opportunities and who was put forward for them.
#[component]
pub fn SponsorshipPage(
    /// What other parts put below: the forums in which somebody is spoken for.
    forums: ViewFn,
) -> impl IntoView {
    let mirror = use_mirror();
    let open = Memo::new(move |_| mirror.read(rules::open_opportunities));
    let closed = Memo::new(move |_| {
        let all = mirror.all::<Opportunity>();
        all.iter().filter(|one| one.closed).cloned().collect::<Vec<_>>()
    });
    let adding = RwSignal::new(false);
    let (putting, chance) = (RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let put = Callback::new(move |id: RecordId| {
        chance.set(Some(id));
        putting.set(true);
    });
    view! {
        <PageHeader title="Sponsorship" subtitle="Chances to be seen, and whose name you put forward for them.">
            <Button kind=ButtonKind::Primary sign=Sign::Plus writes=Audience::Everyone on_press=move |()| adding.set(true)>"Add an opportunity"</Button>
        </PageHeader>
        <div class="stack wide">
            <Show
                when=move || open.with(|open| !open.is_empty())
                fallback=move || view! {
                    <EmptyState
                        title="No open opportunity"
                        why="A talk, a lead, a seat, a mention: note what is to be given before it is given. Then it can be seen who was never put forward."
                        sign=Sign::Star
                    />
                }
            >
                <Section title="Open" count=Signal::derive(move || Some(open.with(Vec::len)))>
                    <ul class="goals">
                        <Each each=move || open.get() key=|one| (one.id, one.changed) let:one>
                            <Chance one on_put=put />
                        </Each>
                    </ul>
                </Section>
            </Show>
            <SpreadTable />
            <Show when=move || closed.with(|closed| !closed.is_empty())>
                <Disclosure label=Signal::derive(move || format!("Closed: {}", closed.with(Vec::len)))>
                    <ul class="goals">
                        <Each each=move || closed.get() key=|one| (one.id, one.changed) let:one>
                            <Chance one on_put=put />
                        </Each>
                    </ul>
                </Disclosure>
            </Show>
            {forums.run()}
        </div>
        <AddDialog open=adding />
        <PutDialog open=putting chance />
    }
}

#[component]
fn Chance(one: Entry<Opportunity>, on_put: Callback<RecordId>) -> impl IntoView {
    let mirror = use_mirror();
    let id = one.id;
    let forward = Memo::new(move |_| mirror.read(|book| rules::put_forward_for(book, id)));
    let today = untrack(|| mirror.today());
    let by = one.names_by.filter(|_| !one.closed).map(|by| match days_between(today, by) {
        days if days < 0 => format!("names were due {}", words::day(by)),
        _ => format!("names by {}", words::day(by)),
    });
    let (writes, closed, named) = (one.document.audience, one.closed, words::excerpt(&one.what, 60));
    let (href, what, kind) = (format!("/record/{id}"), one.what.clone(), one.kind.label().to_lowercase());
    let one = StoredValue::new(one);
    let close = move |()| mirror.commit(commands::close_opportunity(&one.get_value()));
    view! {
        <li>
            <div class="row goal-head">
                <a href=href>{what}</a>
                <Badge>{kind}</Badge>
                {by.map(|by| view! { <Badge>{by}</Badge> })}
                {(!closed).then(|| view! {
                    <span class="acts">
                        <Button on_press=move |()| on_put.run(id)>"Put somebody forward"<span class="visually-hidden">{format!(": {named}")}</span></Button>
                        <Button writes on_press=close>"Close"</Button>
                    </span>
                })}
            </div>
            <ul class="entries screen-only">
                <Each each=move || forward.get() key=|one| (one.id, one.changed) let:one>
                    <Name one />
                </Each>
            </ul>
        </li>
    }
}

#[component]
fn Name(one: Entry<PutForward>) -> impl IntoView {
    let mirror = use_mirror();
    let name = called(one.person);
    let name = move || name.get().unwrap_or_default();
    let day = one.on.map(words::day).unwrap_or_default();
    let (href, writes, outcome) = (format!("/record/{}", one.id), one.document.audience, one.outcome);
    let tone = if outcome == Outcome::Chosen { Tone::Accent } else { Tone::Plain };
    let one = StoredValue::new(one);
    let came = move |outcome: Outcome| mirror.commit(commands::came_of(&one.get_value(), outcome));
    view! {
        <li>
            <span class="small soft nowrap">{day}</span>
            <a href=href>{name}</a>
            <Badge tone>{outcome.label().to_lowercase()}</Badge>
            {(outcome == Outcome::Open).then(|| view! {
                <span class="acts">
                    <Button writes on_press=move |()| came(Outcome::Chosen)>"Chosen"<span class="visually-hidden">{move || format!(": {}", name())}</span></Button>
                    <Button writes on_press=move |()| came(Outcome::NotChosen)>"Not chosen"</Button>
                </span>
            })}
        </li>
    }
}

/// How the chances spread: everybody, by name.
#[component]
fn SpreadTable() -> impl IntoView {
    let mirror = use_mirror();
    let spread = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::spread(book, today))
    });
    view! {
        <Show when=move || spread.with(|spread| !spread.is_empty())>
            // What only the user may read is left out of print: paper is handed on.
            <div class="screen-only">
                <Section title="Spread, only me">
                    <p class="soft small">"How often each of your reports was put forward in a year. By name, not by count."</p>
                    <ul class="entries">
                        {move || spread.get().into_iter().map(|one| {
                            let times = words::counted(one.times, "time", "times");
                            let last = one.last.map_or_else(|| "never".to_owned(), |last| format!("last {}", words::day(last)));
                            view! {
                                <li>
                                    <a href=format!("/growth/{}", one.person.id)>{one.person.name.clone()}</a>
                                    <span class="small">{times}</span>
                                    <span class="small soft">{format!("{} chosen", one.chosen)}</span>
                                    <span class="small soft nowrap">{last}</span>
                                </li>
                            }
                        }).collect_view()}
                    </ul>
                </Section>
            </div>
        </Show>
    }
}

#[component]
fn AddDialog(open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let texts @ [what, decides] = ["opportunity", "who decides"].map(UnsentText::of);
    let kind = RwSignal::new(OpportunityKind::default());
    let by = RwSignal::new(None::<Date>);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        kind.set(OpportunityKind::default());
        by.set(None);
        missing.set(None);
    };
    let make = move |()| {
        let said = what.said();
        missing.set(said.is_none().then(|| "Say what is to be given.".to_owned()));
        let opportunity = Opportunity {
            what: said?,
            kind: kind.get_untracked(),
            names_by: by.get_untracked(),
            who_decides: decides.said(),
            ..Opportunity::default()
        };
        Some(commands::add_opportunity(&untrack(|| mirror.author()), mirror.new_id(), &opportunity))
    };
    view! {
        <UnsentDialog open title="Add an opportunity" act="Add it" texts on_open=begin make>
            <Field label="What is to be given" error=missing>
                <UnsentLine text=what />
            </Field>
            <Field label="Kind">
                <ChoiceSelect value=kind />
            </Field>
            <Field label="Names by" hint="Two weeks before, it speaks up when nobody is put forward; ours.">
                <DateInput value=by on_change=move |day| by.set(day) />
            </Field>
            <Field label="Who decides">
                <UnsentLine text=decides />
            </Field>
        </UnsentDialog>
    }
}

#[component]
fn PutDialog(open: RwSignal<bool>, chance: RwSignal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let person = RwSignal::new(None::<RecordId>);
    let said = UnsentText::of("put forward: what was said");
    let on = RwSignal::new(None::<Date>);
    let audience = RwSignal::new(None);
    let nobody = RwSignal::new(None::<String>);
    let begin = move |()| {
        person.set(None);
        on.set(Some(mirror.today()));
        audience.set(None);
        nobody.set(None);
    };
    let make = move |()| {
        let who = person.get_untracked();
        nobody.set(who.is_none().then(|| "Choose a person.".to_owned()));
        let forward = PutForward {
            opportunity: Some(chance.get_untracked()?.into()),
            person: Some(who?.into()),
            on: on.get_untracked().or(Some(untrack(|| mirror.today()))),
            said: said.said().unwrap_or_default().as_str().into(),
            ..PutForward::default()
        };
        let author = untrack(|| mirror.author());
        let batch =
            untrack(|| mirror.read(|book| commands::put_forward(book, &author, mirror.new_id(), &forward)));
        Some(batch.made_for(chosen_audience(mirror, PutForward::KIND, audience)))
    };
    view! {
        <UnsentDialog open title="Put somebody forward" act="Note it" texts=[said] on_open=begin make>
            <Field label="Who" error=nobody>
                <PersonPicker value=person />
            </Field>
            <Field label="What you said for them">
                <UnsentLine text=said />
            </Field>
            <Field label="Day">
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
            <AudienceField kind=PutForward::KIND value=audience />
        </UnsentDialog>
    }
}
