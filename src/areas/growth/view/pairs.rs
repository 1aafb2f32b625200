//! Mentoring pairs: who teaches whom what, who lacks a mentor (GR-6).

use design::{Badge, Button, DateInput, Each, Field, Section, Select, SelectOption, Sign, Tone};
use document::{Audience, Entry};
use kernel::{Date, RecordId, text::fold, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    Skill,
    view::{PersonPicker, UnsentArea, UnsentDialog, UnsentLine, UnsentText, called},
};

use crate::{Mentoring, commands, rules};

/// Every mentor with their pairs, and who lacks one.
#[component]
pub fn Pairs() -> impl IntoView {
    let mirror = use_mirror();
    let mentors = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::mentors(book, today))
    });
    let without = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::without_mentor(book, today))
    });
    let (pairing, mentee) = (RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let (ending, pair) = (RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let pair_up = move |who: Option<RecordId>| {
        mentee.set(who);
        pairing.set(true);
    };
    let end = Callback::new(move |id: RecordId| {
        pair.set(Some(id));
        ending.set(true);
    });
    view! {
        <Section
            title="Mentoring pairs"
            count=Signal::derive(move || Some(mentors.with(|all| all.iter().map(|one| one.pairs.len()).sum())))
            actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| pair_up(None)>"Pair up"</Button> }
        >
            <Show when=move || mentors.with(Vec::is_empty)>
                <p class="soft">"No pair yet. Somebody new to a level beside somebody senior, on one named skill."</p>
            </Show>
            <ul class="goals">
                <Each each=move || mentors.get() key=|one| (one.person.id, one.person.changed, one.pairs.iter().map(|pair| pair.changed).max(), one.pairs.len(), one.passed_on) let:one>
                    <OneMentor one on_end=end />
                </Each>
            </ul>
            <Show when=move || without.with(|people| !people.is_empty())>
                <p class="soft small screen-only">"Without a mentor:"</p>
                <div class="row">
                    {move || without.get().into_iter().map(|person| {
                        let Entry { id, record, .. } = person;
                        view! { <Button writes=Audience::Everyone on_press=move |()| pair_up(Some(id))>{format!("Pair up {}", record.name)}</Button> }
                    }).collect_view()}
                </div>
            </Show>
        </Section>
        <PairDialog open=pairing person=mentee />
        <EndDialog open=ending pair />
    }
}

#[component]
fn OneMentor(one: rules::Mentor, on_end: Callback<RecordId>) -> impl IntoView {
    let mirror = use_mirror();
    let seats = format!("{} of {} seats", one.pairs.len(), one.seats);
    let tone = if one.pairs.len() > one.seats { Tone::Signal } else { Tone::Plain };
    let (passed, ended) = one.passed_on;
    let passed = (ended > 0).then(|| format!("{passed} of {ended} ended say what was passed on"));
    let pairs = one.pairs.into_iter().map(|pair| {
        let name = called(pair.person);
        let name = move || name.get().unwrap_or_default();
        let skill = pair.skill.map(|skill| skill.id());
        let skill = move || skill.and_then(|skill| mirror.title(skill));
        let (id, writes, about) = (pair.id, pair.document.audience, words::excerpt(&pair.about, 100));
        view! {
            <li>
                <a href=format!("/record/{id}")>{move || format!("{}: {about}", name())}</a>
                {move || skill().map(|skill| view! { <Badge>{skill}</Badge> })}
                {pair.from.map(|from| view! { <span class="small soft nowrap">{format!("since {}", words::day(from))}</span> })}
                <Button writes on_press=move |()| on_end.run(id)>"End"<span class="visually-hidden">{move || format!(" with {}", name())}</span></Button>
            </li>
        }
    });
    let pairs = pairs.collect_view();
    view! {
        <li>
            <div class="row goal-head">
                <a href=format!("/people/{}", one.person.id)>{one.person.name.clone()}</a>
                <Badge tone>{seats}</Badge>
                {passed.map(|passed| view! { <span class="small soft">{passed}</span> })}
            </div>
            <ul class="entries">{pairs}</ul>
        </li>
    }
}

/// Asks who teaches whom what.
#[component]
pub fn PairDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Who learns, as far as it is known.
    person: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let about = UnsentText::of("mentoring pair");
    let mentor = RwSignal::new(None::<RecordId>);
    let skill = RwSignal::new(None::<RecordId>);
    let from = RwSignal::new(None::<Date>);
    let wrong @ (nobody, no_mentor, no_text) =
        (RwSignal::new(None::<String>), RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let begin = move |()| {
        mentor.set(None);
        skill.set(None);
        from.set(Some(mirror.today()));
        wrong.0.set(None);
        wrong.1.set(None);
        wrong.2.set(None);
    };
    let skills = Signal::derive(move || {
        let all = mirror.all::<Skill>();
        let mut options: Vec<_> =
            all.iter().map(|skill| SelectOption::new(skill.id.to_string(), skill.name.clone())).collect();
        options.sort_by_cached_key(|option| fold(&option.label));
        options
    });
    let make = move |()| {
        let (learns, teaches, said) = (person.get_untracked(), mentor.get_untracked(), about.said());
        nobody.set(learns.is_none().then(|| "Choose who learns.".to_owned()));
        no_mentor.set(match teaches {
            None => Some("Choose who teaches.".to_owned()),
            Some(teaches) if Some(teaches) == learns => Some("It has to be somebody else.".to_owned()),
            Some(_) => None,
        });
        no_text.set(said.is_none().then(|| "Say what it is about.".to_owned()));
        let pair = Mentoring {
            about: said?,
            person: Some(learns?.into()),
            mentor: Some(teaches.filter(|teaches| Some(*teaches) != learns)?.into()),
            skill: skill.get_untracked().map(Into::into),
            from: from.get_untracked(),
            ..Mentoring::default()
        };
        let author = untrack(|| mirror.author());
        Some(untrack(|| mirror.read(|book| commands::pair_up(book, &author, mirror.new_id(), &pair))))
    };
    view! {
        <UnsentDialog open title="Pair up" act="Pair them" texts=[about] on_open=begin make>
            <Field label="Who learns" error=nobody>
                <PersonPicker value=person />
            </Field>
            <Field label="Who teaches" hint="Somebody senior with a free seat, who was asked." error=no_mentor>
                <PersonPicker value=mentor />
            </Field>
            <Field label="About" hint="What they shall be able to do alone." error=no_text>
                <UnsentLine text=about />
            </Field>
            <Field label="Skill">
                <Select
                    value=Signal::derive(move || skill.get().map(|id| id.to_string()).unwrap_or_default())
                    options=skills
                    none="None in particular"
                    on_change=move |id: String| skill.set(id.parse().ok())
                />
            </Field>
            <Field label="From">
                <DateInput value=from on_change=move |day| from.set(day) />
            </Field>
        </UnsentDialog>
    }
}

#[component]
fn EndDialog(open: RwSignal<bool>, pair: RwSignal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let passed = UnsentText::of("what was passed on");
    let make = move |()| {
        let pair = pair.get_untracked().and_then(|id| untrack(|| mirror.get::<Mentoring>(id)))?;
        Some(commands::end_pair(&pair, &passed.said().unwrap_or_default(), untrack(|| mirror.today())))
    };
    view! {
        <UnsentDialog open title="End a mentoring pair" act="End it" texts=[passed] on_open=move |()| {} make>
            <Field label="What was passed on" hint="What they can do alone now. Empty is an answer too.">
                <UnsentArea text=passed />
            </Field>
        </UnsentDialog>
    }
}
