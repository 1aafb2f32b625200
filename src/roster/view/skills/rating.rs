//! One cell of the matrix: what was said so far, and a rating more (TM-5).

use design::{
    AudienceField, Badge, Button, ChoiceSelect, Combobox, DateInput, Field, Pick, Select, Sign, Tone,
    chosen_audience, references,
};
use document::{Entry, Record, Ref, Value};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};

use super::{asking::Asking, chosen, name_of, skill_options};
use crate::{
    Depth, RatingSource, Skill, SkillRating, commands, rules,
    view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText},
};

/// How many ratings the dialog lists.
const LISTED: usize = 8;

/// The dialog: what was said so far, and what is said now.
#[component]
pub fn RatingDialog(
    /// What opens it: about whom, and which skill.
    rating: Asking,
) -> impl IntoView {
    let mirror = use_mirror();
    let Asking { open, about: (person, skill), asks } = rating;
    let because = UnsentText::of("skill rating: because");
    let depth = RwSignal::new(Depth::default());
    let source = RwSignal::new(RatingSource::default());
    let on = RwSignal::new(None::<Date>);
    let evidence = RwSignal::new(None::<RecordId>);
    let audience = RwSignal::new(None);
    let (no_person, no_skill) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let said = Memo::new(move |_| match (person.get(), skill.get()) {
        (Some(person), Some(skill)) => mirror.read(|book| rules::ratings_of(book, person, skill)),
        _ => Vec::new(),
    });
    let title = Signal::derive(move || {
        let (person, skill) = (name_of(mirror, person.get()), name_of(mirror, skill.get()));
        match asks.get() {
            (true, _) if skill.is_empty() => "Rate a skill".to_owned(),
            (true, _) => format!("Rate somebody in {skill}"),
            (_, true) => format!("Rate {person} in a skill"),
            _ => format!("{person}: {skill}"),
        }
    });
    let begin = move |()| {
        let today = mirror.today();
        let held = mirror.read(|book| {
            let ratings = rules::ratings(book, today);
            ratings.held(person.get()?, skill.get()?).map(|held| held.depth())
        });
        depth.set(held.unwrap_or_default());
        source.set(RatingSource::default());
        on.set(Some(today));
        evidence.set(None);
        audience.set(None);
        no_person.set(None);
        no_skill.set(None);
    };
    let keep = move |()| {
        no_person.set(person.get_untracked().is_none().then(|| "Say whose skill it is.".to_owned()));
        no_skill.set(skill.get_untracked().is_none().then(|| "Choose a skill.".to_owned()));
        let (person, skill) = (person.get_untracked()?, skill.get_untracked()?);
        let rating = SkillRating {
            person: Some(Ref::new(person)),
            skill: Some(Ref::new(skill)),
            depth: depth.get_untracked(),
            source: source.get_untracked(),
            on: on.get_untracked().or_else(|| Some(untrack(|| mirror.today()))),
            because: because.said(),
            evidence: evidence.get_untracked(),
            ..SkillRating::default()
        };
        let (author, id) = (untrack(|| mirror.author()), mirror.new_id());
        let batch = untrack(|| mirror.read(|book| commands::rate(book, &author, id, &rating)));
        Some(batch.made_for(chosen_audience(mirror, SkillRating::KIND, audience)))
    };
    let meaning = Signal::derive(move || {
        let skill = skill.get().and_then(|skill| mirror.get::<Skill>(skill))?;
        match depth.get() {
            Depth::Nothing => None,
            Depth::Runs => skill.record.runs,
            Depth::Changes => skill.record.changes,
            Depth::Builds => skill.record.builds,
            Depth::Teaches => skill.record.teaches,
        }
    });
    view! {
        <UnsentDialog open title act="Keep the rating" texts=[because] on_open=begin make=keep>
            <Show when=move || asks.with(|asks| asks.0)>
                <Field label="Who" error=no_person>
                    <PersonPicker value=person />
                </Field>
            </Show>
            <Show when=move || asks.with(|asks| asks.1)>
                <Field label="Skill" error=no_skill>
                    <Select
                        value=chosen(skill)
                        options=Signal::derive(move || mirror.read(skill_options))
                        none="Choose one"
                        on_change=move |word: String| skill.set(word.parse().ok())
                    />
                </Field>
            </Show>
            <Said said open />
            <Field label="How deep" group=true hint=meaning>
                <ChoiceSelect value=depth in_sight=true />
            </Field>
            <Field label="Who says so" group=true>
                <ChoiceSelect value=source in_sight=true />
            </Field>
            <Field label="Because" hint="What shows it, in a few words.">
                <UnsentLine text=because />
            </Field>
            <Field label="Evidence" hint="A record of this person that shows it: an observation, a talk.">
                <EvidencePicker person value=evidence />
            </Field>
            <Field label="Day">
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
            <AudienceField kind=SkillRating::KIND value=audience />
        </UnsentDialog>
    }
}

/// What was said so far, the newest first, with a way to say today that it still holds.
#[component]
fn Said(said: Memo<Vec<Entry<SkillRating>>>, open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let held = Memo::new(move |_| {
        let today = mirror.today();
        let first = said.with(|said| said.first().cloned())?;
        let (person, skill) = (first.person?.id(), first.skill?.id());
        mirror.read(|book| rules::ratings(book, today).held(person, skill))
    });
    let apart = move || said.with(|said| rules::seen_apart(said));
    let confirm = move |()| {
        let Some(held) = held.get_untracked() else { return };
        let (author, id) = (untrack(|| mirror.author()), mirror.new_id());
        let batch = untrack(|| {
            mirror.read(|book| commands::confirm_rating(book, &author, id, &held.rating, mirror.today()))
        });
        mirror.commit(batch);
        open.set(false);
    };
    view! {
        <Show when=move || said.with(|said| !said.is_empty())>
            <ul class="entries said" aria-label="What was said so far">
                {move || said.get().into_iter().take(LISTED).map(|one| {
                    let holds = held.with(|held| held.as_ref().is_some_and(|held| held.rating.id == one.id));
                    view! { <One one holds /> }
                }).collect_view()}
            </ul>
            {move || apart().map(|(own, others)| view! {
                <p class="small" role="note">
                    {format!("Seen apart: they say “{}”, you or the work say “{}”. Worth a talk.", own.label(), others.label())}
                </p>
            })}
            {move || held.get().filter(|held| held.age != Some(0)).map(|held| {
                let writes = held.rating.document.audience;
                let words = format!("Confirm “{}” as of today", held.depth().label());
                view! { <div><Button sign=Sign::Check writes on_press=confirm>{words}</Button></div> }
            })}
        </Show>
    }
}

#[component]
fn One(one: Entry<SkillRating>, holds: bool) -> impl IntoView {
    let mirror = use_mirror();
    let (href, depth, source) = (format!("/record/{}", one.id), one.depth.label(), said_by(one.source));
    let on = one.on.map_or_else(|| "no day".to_owned(), words::day);
    let shows = one.evidence.map(|evidence| (name_of(mirror, Some(evidence)), format!("/record/{evidence}")));
    view! {
        <li>
            <span class="small soft nowrap">{on}</span>
            <a href=href>{depth}</a>
            <Badge tone=if holds { Tone::Accent } else { Tone::Plain }>{source}</Badge>
            {one.record.because.map(|because| view! { <span class="small soft">{because}</span> })}
            {shows.filter(|(name, _)| !name.is_empty()).map(|(name, href)| view! { <a class="small" href=href>{name}</a> })}
        </li>
    }
}

/// Who says so, in a word.
pub fn said_by(source: RatingSource) -> &'static str {
    match source {
        RatingSource::Own => "self",
        RatingSource::Manager => "manager",
        RatingSource::Evidence => "evidence",
    }
}

/// Finds records of the person's file by a few letters.
#[component]
fn EvidencePicker(person: RwSignal<Option<RecordId>>, value: RwSignal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let query = RwSignal::new(None::<String>);
    let options = Signal::derive(move || match (query.get(), person.get()) {
        (Some(query), Some(person)) => of_person(mirror, person, &query),
        _ => Vec::new(),
    });
    view! {
        <Combobox
            value=Signal::derive(move || name_of(mirror, value.get()))
            options
            placeholder="A few letters of what was noted"
            on_query=move |text| query.set(Some(text))
            on_pick=move |pick: Pick| value.set(pick.key.parse().ok())
            on_clear=move |()| value.set(None)
        />
    }
}

/// How many records are offered as evidence.
const OFFERED: usize = 12;

fn of_person(mirror: Mirror, person: RecordId, query: &str) -> Vec<Pick> {
    let mut picks = references(mirror).find.run(("", query.to_owned()));
    let theirs = person.to_string();
    picks.retain(|pick| {
        let row = pick.key.parse().ok().and_then(|id| mirror.row(id));
        row.is_some_and(|row| {
            row.kind != SkillRating::NAME && row.fields.get("person").and_then(Value::text) == Some(&theirs)
        })
    });
    picks.truncate(OFFERED);
    picks
}
