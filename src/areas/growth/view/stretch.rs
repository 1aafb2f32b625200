//! Work that stretches one person, with who catches them, and goals that nothing serves yet (GR-5).

use design::{
    AudienceField, Badge, Button, ChoiceSelect, DateInput, Each, Field, Section, Select, SelectOption, Sign,
    Tone, chosen_audience,
};
use document::{Audience, Entry, Record};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText, called};

use crate::{GoalState, Stretch, StretchKind, StretchState, commands, rules};

/// Stretch work of a person, and a button that gives more.
#[component]
pub fn StretchWork(person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let work = Memo::new(move |_| mirror.read(|book| rules::stretch_of(book, person)));
    let unserved = Memo::new(move |_| mirror.read(|book| rules::goals_to_stretch(book, person)));
    let (giving, goal) = (RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let give = move |serves: Option<RecordId>| {
        goal.set(serves);
        giving.set(true);
    };
    view! {
        <Section
            title="Stretch work"
            count=Signal::derive(move || Some(work.with(Vec::len)))
            actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| give(None)>"Give stretch work"</Button> }
        >
            <Show when=move || work.with(Vec::is_empty)>
                <p class="soft">"Nothing yet. Work slightly beyond what they have shown, with somebody named who catches them."</p>
            </Show>
            <ul class="entries">
                <Each each=move || work.get() key=|one| (one.id, one.changed) let:one>
                    <Line one />
                </Each>
            </ul>
            <Show when=move || unserved.with(|goals| !goals.is_empty())>
                <p class="soft small screen-only">"Open goals that no stretch work serves yet:"</p>
                <div class="row">
                    {move || unserved.get().into_iter().map(|one| {
                        let id = one.id;
                        view! {
                            <Button writes=Audience::Everyone on_press=move |()| give(Some(id))>
                                {format!("For “{}”", words::excerpt(&one.what, 48))}
                            </Button>
                        }
                    }).collect_view()}
                </div>
            </Show>
        </Section>
        <GiveDialog open=giving person goal />
    }
}

#[component]
fn Line(one: Entry<Stretch>) -> impl IntoView {
    let mirror = use_mirror();
    let (named_one, supporter) = (one.supporter.is_some(), called(one.supporter));
    let over = matches!(one.state, StretchState::Done | StretchState::Stopped);
    let state = match (one.state, one.until.filter(|_| over)) {
        (state, Some(until)) => format!("{} {}", state.label().to_lowercase(), words::day(until)),
        (state, None) => state.label().to_lowercase(),
    };
    // Somebody who is named and not known here, or not yet, is somebody all the same.
    let net = move || match supporter.get() {
        Some(name) => Some((format!("{name} catches"), Tone::Plain)),
        None if over || named_one => None,
        None => Some(("nobody catches".to_owned(), Tone::Signal)),
    };
    let writes = one.document.audience;
    let (href, what, kind) =
        (format!("/record/{}", one.id), words::excerpt(&one.what, 140), one.kind.label().to_lowercase());
    let (is_proposed, is_under_way) =
        (one.state == StretchState::Proposed, one.state == StretchState::UnderWay);
    let named = words::excerpt(&one.what, 40);
    let one = StoredValue::new(one);
    let to = move |state: StretchState| {
        mirror.commit(commands::move_stretch(&one.get_value(), state, untrack(|| mirror.today())));
    };
    view! {
        <li>
            <a href=href>{what}</a>
            <Badge>{kind}</Badge>
            <Badge>{state}</Badge>
            {move || net().map(|(net, tone)| view! { <Badge tone>{net}</Badge> })}
            {is_proposed.then(|| view! { <Button writes on_press=move |()| to(StretchState::UnderWay)>"Begin"<span class="visually-hidden">{format!(": {named}")}</span></Button> })}
            {is_under_way.then(|| view! {
                <Button writes on_press=move |()| to(StretchState::Done)>"Done"</Button>
                <Button writes on_press=move |()| to(StretchState::Stopped)>"Stop"</Button>
            })}
        </li>
    }
}

#[component]
fn GiveDialog(open: RwSignal<bool>, person: RecordId, goal: RwSignal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(format!("stretch work of {person}"));
    let kind = RwSignal::new(StretchKind::default());
    let state = RwSignal::new(StretchState::default());
    let supporter = RwSignal::new(None::<RecordId>);
    let from = RwSignal::new(None::<Date>);
    let audience = RwSignal::new(None);
    let (no_work, no_net) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let begin = move |()| {
        kind.set(StretchKind::default());
        state.set(StretchState::default());
        supporter.set(None);
        from.set(Some(mirror.today()));
        audience.set(None);
        no_work.set(None);
        no_net.set(None);
    };
    let goals = Signal::derive(move || {
        let goals = mirror.read(|book| rules::goals_of(book, person));
        let open = goals.iter().filter(|goal| goal.state == GoalState::Open);
        open.map(|goal| SelectOption::new(goal.id.to_string(), words::excerpt(&goal.what, 80)))
            .collect::<Vec<_>>()
    });
    let make = move |()| {
        let (said, net) = (what.said(), supporter.get_untracked());
        no_work.set(said.is_none().then(|| "Say what the work is.".to_owned()));
        no_net.set(match net {
            None => Some("Name somebody who is there when it gets too much.".to_owned()),
            Some(net) if net == person => Some("It has to be somebody else.".to_owned()),
            Some(_) => None,
        });
        let stretch = Stretch {
            what: said?,
            person: Some(person.into()),
            kind: kind.get_untracked(),
            goal: goal.get_untracked().map(Into::into),
            supporter: Some(net.filter(|net| *net != person)?.into()),
            from: from.get_untracked(),
            state: state.get_untracked(),
            ..Stretch::default()
        };
        let batch = commands::give_stretch(&untrack(|| mirror.author()), mirror.new_id(), &stretch);
        Some(batch.made_for(chosen_audience(mirror, Stretch::KIND, audience)))
    };
    view! {
        <UnsentDialog open title="Give stretch work" act="Give it" texts=[what] on_open=begin make>
            <Field label="Work" hint="Slightly beyond what they have shown." error=no_work>
                <UnsentLine text=what />
            </Field>
            <Field label="Kind">
                <ChoiceSelect value=kind />
            </Field>
            <Field label="For which goal">
                <Select
                    value=Signal::derive(move || goal.get().map(|id| id.to_string()).unwrap_or_default())
                    options=goals
                    none="None in particular"
                    on_change=move |id: String| goal.set(id.parse().ok())
                />
            </Field>
            <Field label="Supporter" hint="Who has done it before, and knows that they are asked." error=no_net>
                <PersonPicker value=supporter />
            </Field>
            <Field label="How it stands">
                <ChoiceSelect value=state />
            </Field>
            <Field label="Begins">
                <DateInput value=from on_change=move |day| from.set(day) />
            </Field>
            <AudienceField kind=Stretch::KIND value=audience />
        </UnsentDialog>
    }
}
