//! Jotting an observation in seconds, from anywhere (FB-3).

use design::{AudienceField, ChoiceSelect, DateInput, Disclosure, Field, chosen_audience};
use document::{Prose, Record, Ref};
use kernel::{Date, RecordId};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{PersonPicker, UnsentArea, UnsentDialog, UnsentLine, UnsentText};

use crate::{Observation, Tone, commands, rules};

/// Opens the box from anywhere; the shell provides one and shows one [`ObserveDialog`].
#[derive(Clone, Copy)]
pub struct Observing {
    open: RwSignal<bool>,
    person: RwSignal<Option<RecordId>>,
}

impl Observing {
    /// Closed.
    #[must_use]
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), person: RwSignal::new(None) }
    }

    /// Opens the box, about a person when one is known.
    pub fn begin(self, person: Option<RecordId>) {
        self.person.set(person);
        self.open.set(true);
    }
}

impl Default for Observing {
    fn default() -> Self {
        Self::new()
    }
}

/// The box: whom, what happened, and more for who has the time.
#[component]
pub fn ObserveDialog(
    /// What opens it.
    observing: Observing,
) -> impl IntoView {
    let mirror = use_mirror();
    let Observing { open, person } = observing;
    let texts @ [happened, did, led_to, competency, work] =
        ["what happened", "what they did", "what it led to", "competency", "work"]
            .map(|part| UnsentText::of(format!("observation: {part}")));
    let tone = RwSignal::new(Tone::default());
    let on = RwSignal::new(None::<Date>);
    let audience = RwSignal::new(None);
    let (no_person, no_text) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let begin = move |()| {
        tone.set(Tone::default());
        on.set(Some(mirror.today()));
        audience.set(None);
        no_person.set(None);
        no_text.set(None);
    };
    let keep = move |()| {
        let today = untrack(|| mirror.today());
        let written = happened.text().get_untracked();
        let jotting = untrack(|| mirror.read(|book| rules::read_jotting(book, &written, today)));
        let about = jotting.person.or(person.get_untracked());
        no_person.set(about.is_none().then(|| "Choose a person: type a few letters of the name.".to_owned()));
        no_text.set(jotting.text.trim().is_empty().then(|| "Say what happened, in a few words.".to_owned()));
        let (Some(about), false) = (about, jotting.text.trim().is_empty()) else { return None };
        let observation = Observation {
            person: Some(Ref::new(about)),
            on: on.get_untracked().or(Some(today)),
            tone: if jotting.tone == Tone::Growth { Tone::Growth } else { tone.get_untracked() },
            what_happened: jotting.text.trim().into(),
            what_they_did: Prose(did.said().unwrap_or_default()),
            what_it_led_to: Prose(led_to.said().unwrap_or_default()),
            competency: competency.said(),
            work: work.said(),
            ..Observation::default()
        };
        let (author, id) = (untrack(|| mirror.author()), mirror.new_id());
        let batch = untrack(|| mirror.read(|book| commands::observe(book, &author, id, &observation)));
        Some(batch.made_for(chosen_audience(mirror, Observation::KIND, audience)))
    };
    // What was put back must not lie hidden.
    let more = move || [did, led_to, competency, work].iter().any(|text| text.said().is_some());
    view! {
        <UnsentDialog open title="Jot an observation" act="Keep it" texts on_open=begin make=keep>
            <Field label="About" error=no_person>
                <PersonPicker value=person />
            </Field>
            <Field
                label="What happened"
                hint="A fact, as you would say it to them. “-” in front makes it a point to grow, “Ana:” says whom it is about."
                error=no_text
            >
                <UnsentArea text=happened />
            </Field>
            <Field label="Kind" group=true>
                <ChoiceSelect value=tone in_sight=true />
            </Field>
            <Disclosure label="More, if there is time" open=more()>
                <Field label="What they did">
                    <UnsentArea text=did />
                </Field>
                <Field label="What it led to">
                    <UnsentArea text=led_to />
                </Field>
                <Field label="Competency" hint="In the words of your ladder.">
                    <UnsentLine text=competency />
                </Field>
                <Field label="Work" hint="The project or piece of work.">
                    <UnsentLine text=work />
                </Field>
                <Field label="Day">
                    <DateInput value=on on_change=move |day| on.set(day) />
                </Field>
            </Disclosure>
            <AudienceField kind=Observation::KIND value=audience />
        </UnsentDialog>
    }
}
