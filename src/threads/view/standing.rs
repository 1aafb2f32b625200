//! Where the evidence places somebody, and what is missing for the next rung (GR-3).

use design::{Badge, Button, Disclosure, Section, Tone as Look};
use document::Entry;
use feedback::{Observation, Tone};
use growth::{Expectation, Rung};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::Person;

use crate::standing::{self, Asked, CompetencyStanding};

/// Standing of one person, competency by competency.
#[component]
pub fn PersonStanding(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let standing = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let entry = book.get::<Person>(person)?;
            standing::standing(book, &entry, today)
        })
    });
    let enough = Memo::new(move |_| mirror.read(standing::enough));
    view! {
        <Section title="Standing and next step">
            {move || match standing.get() {
                None => view! {
                    <p class="soft">"On no rung of a ladder. Say the level on the person’s page as "<a href="/ladder">"the ladder"</a>" has it; then what was observed stands beside what is asked for."</p>
                }.into_any(),
                Some(standing) => {
                    let missing = standing.competencies.iter().filter(|one| one.next.shown < enough.get());
                    let (missing, all) = (missing.count(), standing.competencies.len());
                    let sum = standing.next.as_ref().map(|next| format!(
                        "{} of {all} competencies are shown at {} so far; {} linked count as shown (ours).",
                        all - missing, next.code, words::counted(enough.get(), "observation", "observations"),
                    ));
                    let apart = standing.apart.len();
                    view! {
                        <p class="soft small">"What was observed in a year, beside what is asked for. Counts, not a score: they say where to look."</p>
                        {sum.map(|sum| view! { <p class="small">{sum}</p> })}
                        {standing.competencies.into_iter().map(|one| {
                            view! { <OneCompetency one rung=standing.rung.clone() next=standing.next.clone() enough=enough.get() /> }
                        }).collect_view()}
                        {(apart > 0).then(|| view! {
                            <p class="soft small">
                                {words::counted(apart, "observation names", "observations name")}
                                " no competency of the ladder. Name one on the observation, or add the word to a competency."
                            </p>
                        })}
                    }.into_any()
                }
            }}
        </Section>
    }
}

#[component]
fn OneCompetency(
    one: CompetencyStanding,
    rung: Entry<Rung>,
    next: Option<Entry<Rung>>,
    enough: usize,
) -> impl IntoView {
    let (praise, growth) = one.counts();
    let count = |number: usize, single: &str, many: &str| words::counted(number, single, many);
    let counts = match (praise, growth) {
        (0, 0) => "nothing observed".to_owned(),
        (praise, 0) => count(praise, "time praise", "times praise"),
        (0, growth) => count(growth, "point to grow", "points to grow"),
        (praise, growth) => {
            format!(
                "{}, {}",
                count(praise, "time praise", "times praise"),
                count(growth, "point to grow", "points to grow")
            )
        }
    };
    let placed = one.placed.as_ref().map(|rung| format!("shown at {}", rung.code));
    let label = format!("Evidence for {}: {}", one.competency.name, one.evidence.len());
    let steps: Vec<(String, RecordId)> = [(Some(&rung), &one.here), (next.as_ref(), &one.next)]
        .into_iter()
        .filter_map(|(rung, asked)| Some((rung?.code.clone(), asked.expectation.as_ref()?.id)))
        .collect();
    let here = line(&rung, &one.here, enough);
    let ahead = next.as_ref().map(|next| line(next, &one.next, enough));
    let evidence = one.evidence;
    view! {
        <div class="standing">
            <h3>
                {one.competency.name.clone()}
                <span class="small soft">{counts}</span>
                {placed.map(|placed| view! { <Badge tone=Look::Accent>{placed}</Badge> })}
            </h3>
            {here}
            {ahead}
            {(!evidence.is_empty()).then(|| view! {
                <Disclosure label>
                    <ul class="entries">
                        {evidence.into_iter().map(|(one, to)| view! { <Seen one to steps=steps.clone() /> }).collect_view()}
                    </ul>
                </Disclosure>
            })}
        </div>
    }
}

/// What a rung asks for, with how often it was shown.
fn line(rung: &Entry<Rung>, asked: &Asked, enough: usize) -> impl IntoView + use<> {
    let text = asked
        .expectation
        .as_ref()
        .map_or_else(|| "Nothing is written.".to_owned(), |one: &Entry<Expectation>| one.text.to_string());
    let shown = asked.shown;
    view! {
        <p class="small asked">
            <strong>{rung.code.clone()}</strong>" "{text}" "
            <span class="soft nowrap">{format!("Shown {shown} of {enough}.")}</span>
        </p>
    }
}

/// One observation, and which of the two rungs it shows.
#[component]
fn Seen(one: Entry<Observation>, to: Vec<RecordId>, steps: Vec<(String, RecordId)>) -> impl IntoView {
    let mirror = use_mirror();
    let id = one.id;
    let is_growth = one.tone == Tone::Growth;
    let what = words::excerpt(&one.what_happened, 120);
    let named = words::excerpt(&one.what_happened, 40);
    let writes = one.document.audience;
    let toggle = move |expectation: RecordId| {
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch = untrack(|| {
            mirror.read(|book| standing::shows(book, author, mirror.new_id(), (id, expectation), today))
        });
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    let buttons = steps.into_iter().map(|(code, expectation)| {
        let on = to.contains(&expectation);
        let (label, named) =
            (if on { format!("Shows {code} ✓") } else { format!("Shows {code}") }, named.clone());
        view! {
            <Button writes on_press=move |()| toggle(expectation)>
                {label}<span class="visually-hidden">{format!(": {named}")}</span>
            </Button>
        }
    });
    let buttons = (!is_growth).then(|| buttons.collect_view());
    view! {
        <li>
            <span class="small soft nowrap">{one.on.map(words::day).unwrap_or_default()}</span>
            <a href=format!("/record/{id}")>{what}</a>
            {is_growth.then(|| view! { <Badge>"growth"</Badge> })}
            {buttons}
        </li>
    }
}
