//! Saying what needs a skill, how deep, and how many people with it (TM-6).

use design::{ChoiceSelect, Combobox, DateInput, Field, FormDialog, NumberInput, Pick, Select, references};
use document::{Record, Ref};
use kernel::{Date, RecordId};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};

use super::{asking::Asking, chosen, name_of, skill_options};
use crate::{Depth, Service, SkillDemand, Team, commands};

/// The dialog.
#[component]
pub fn DemandDialog(
    /// What opens it: about which skill, and what needs it.
    asking: Asking,
) -> impl IntoView {
    let mirror = use_mirror();
    let Asking { open, about: (skill, needed_for), asks } = asking;
    let in_words = RwSignal::new(None::<String>);
    let depth = RwSignal::new(Depth::Changes);
    let people = RwSignal::new(Some(1.0_f64));
    let team = RwSignal::new(None::<RecordId>);
    let from = RwSignal::new(None::<Date>);
    let (no_skill, no_need) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let query = RwSignal::new(None::<String>);
    let begin = move |()| {
        in_words.set(None);
        depth.set(Depth::Changes);
        people.set(Some(1.0));
        team.set(None);
        from.set(None);
        no_skill.set(None);
        no_need.set(None);
    };
    let title = Signal::derive(move || {
        match (name_of(mirror, skill.get()), name_of(mirror, needed_for.get()), asks.get()) {
            (skill, _, (false, _)) => format!("What needs {skill}?"),
            (_, record, (_, false)) => format!("What does {record} need?"),
            _ => "Ask for a skill".to_owned(),
        }
    });
    let needed = Signal::derive(move || match needed_for.get() {
        Some(record) => name_of(mirror, Some(record)),
        None => in_words.get().unwrap_or_default(),
    });
    let options =
        Signal::derive(move || query.get().map(|query| offered(mirror, &query)).unwrap_or_default());
    let pick = move |record: Option<RecordId>, words: Option<String>| {
        needed_for.set(record);
        in_words.set(words);
    };
    let ask = move |()| {
        let nothing = needed_for.get_untracked().is_none() && in_words.get_untracked().is_none();
        no_skill.set(skill.get_untracked().is_none().then(|| "Choose a skill.".to_owned()));
        no_need
            .set(nothing.then(|| "Say what needs it: choose a service or a team, or write it.".to_owned()));
        let (Some(skill), false) = (skill.get_untracked(), nothing) else { return false };
        #[expect(clippy::cast_possible_truncation, reason = "clamped to a hundred")]
        let people = people.get_untracked().map(|people| people.clamp(1.0, 100.0).round() as i64);
        let demand = SkillDemand {
            skill: Some(Ref::new(skill)),
            depth: depth.get_untracked(),
            people,
            needed_for: needed_for.get_untracked(),
            in_words: in_words.get_untracked(),
            team: team.get_untracked().map(Ref::new),
            needed_from: from.get_untracked(),
            ..SkillDemand::default()
        };
        let (author, id) = (untrack(|| mirror.author()), mirror.new_id());
        mirror.commit(untrack(|| mirror.read(|book| commands::ask_for(book, &author, id, &demand))));
        true
    };
    view! {
        <FormDialog
            open
            title
            act="Ask for it"
            disabled=Signal::derive(move || !mirror.is_ready())
            on_open=begin
            on_act=ask
        >
            <Show when=move || asks.with(|asks| asks.0)>
                <Field label="Skill" error=no_skill>
                    <Select
                        value=chosen(skill)
                        options=Signal::derive(move || mirror.read(skill_options))
                        none="Choose one"
                        on_change=move |word: String| skill.set(word.parse().ok())
                    />
                </Field>
            </Show>
            <Show when=move || asks.with(|asks| asks.1)>
                <Field label="Needed for" hint="A service or a team; or anything else, in your words." error=no_need>
                    <Combobox
                        value=needed
                        options
                        placeholder="A few letters of the name"
                        on_query=move |text| query.set(Some(text))
                        on_pick=move |found: Pick| pick(found.key.parse().ok(), None)
                        on_create=move |text: String| pick(None, Some(text))
                        on_clear=move |()| pick(None, None)
                    />
                </Field>
            </Show>
            <Field label="How deep" group=true>
                <ChoiceSelect value=depth in_sight=true />
            </Field>
            <Field label="How many people">
                <NumberInput value=people min=1.0 max=100.0 unit="people" on_change=move |number| people.set(number) />
            </Field>
            <Field label="Of the team" hint="Without it those of the team that owns the service, or everybody.">
                <Select
                    value=chosen(team)
                    options=Signal::derive(move || mirror.read(|book| {
                        book.all::<Team>().iter().map(|team| design::SelectOption::new(team.id.to_string(), team.name.clone())).collect::<Vec<_>>()
                    }))
                    none="Those who own it"
                    on_change=move |word: String| team.set(word.parse().ok())
                />
            </Field>
            <Field label="Needed from" hint="When it lies ahead.">
                <DateInput value=from on_change=move |day| from.set(day) />
            </Field>
        </FormDialog>
    }
}

/// Services and teams whose name has the letters.
fn offered(mirror: Mirror, query: &str) -> Vec<Pick> {
    let of = |kind: &'static str, note: &str| {
        let found = references(mirror).find.run((kind, query.to_owned()));
        found.into_iter().map(|pick| Pick { note: note.to_owned(), ..pick }).collect::<Vec<_>>()
    };
    [of(Service::NAME, "Service"), of(Team::NAME, "Team")].concat()
}
