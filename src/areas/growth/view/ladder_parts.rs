//! Parts of a ladder's page: the rungs with who stands on them, and one competency over all of them.

use design::{Badge, Button, Field, Section};
use document::{Audience, Entry};
use kernel::{RecordId, text::fold};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    Person, Track, rules as roster_rules,
    view::{UnsentArea, UnsentDialog, UnsentText},
};

use crate::{Competency, Rung, commands, rules, rules::LadderTable};

/// A rung with those who stand on it.
#[derive(Clone, PartialEq)]
struct Line {
    rung: Entry<Rung>,
    people: Vec<(RecordId, String)>,
    equal: Option<String>,
}

/// The rungs of a track: code, name, reach, the equal on the other track, and who stands there.
#[component]
pub fn Rungs(ladder: RecordId, track: RwSignal<Track>) -> impl IntoView {
    let mirror = use_mirror();
    let lines = Memo::new(move |_| {
        let (today, track) = (mirror.today(), track.get());
        mirror.read(|book| {
            let everybody = roster_rules::joining_or_current(book, today);
            let placed: Vec<(&Entry<Person>, Entry<Rung>)> =
                everybody.iter().filter_map(|person| Some((person, rules::rung_of(book, person)?))).collect();
            let all = rules::rungs_of(book, ladder);
            let line = |rung: &Entry<Rung>| {
                let mut people: Vec<_> = placed
                    .iter()
                    .filter(|(_, on)| on.id == rung.id)
                    .map(|(person, _)| (person.id, person.name.clone()))
                    .collect();
                people.sort_by_cached_key(|(_, name)| fold(name));
                let equal = all.iter().find(|other| other.track != rung.track && other.grade == rung.grade);
                Line { rung: rung.clone(), people, equal: equal.map(|equal| equal.code.clone()) }
            };
            all.iter().filter(|rung| rung.track == Some(track)).map(line).collect::<Vec<_>>()
        })
    });
    view! {
        <ul class="entries rungs">
            {move || lines.get().into_iter().map(|Line { rung, people, equal }| view! {
                <li>
                    <span class="code">{rung.code.clone()}</span>
                    <a href=format!("/record/{}", rung.id)>{rung.name.clone()}</a>
                    <span class="small soft reach">{rung.reach.to_string()}</span>
                    {equal.map(|equal| view! { <Badge>{format!("equals {equal}")}</Badge> })}
                    <span class="small people">
                        {people.into_iter().enumerate().map(|(place, (id, name))| view! {
                            {(place > 0).then_some(", ")}<a href=format!("/people/{id}")>{name}</a>
                        }).collect_view()}
                    </span>
                </li>
            }).collect_view()}
        </ul>
    }
}

/// One competency: what it is about, and what each rung asks for.
#[component]
pub fn Expected(
    /// Its place in the table.
    place: usize,
    /// The competency.
    competency: Entry<Competency>,
    /// The track's table.
    table: Memo<LadderTable>,
) -> impl IntoView {
    let id = competency.id;
    let name = competency.name.clone();
    let words: Vec<&str> = competency.also.iter().map(String::as_str).collect();
    let also = (!words.is_empty()).then(|| format!("Also called {}.", kernel::words::listed(&words)));
    let about = competency.about.to_string();
    let (open, writing) = (RwSignal::new(false), RwSignal::new(None::<Entry<Rung>>));
    let write = move |rung: Entry<Rung>| {
        writing.set(Some(rung));
        open.set(true);
    };
    let cells = Memo::new(move |_| {
        table.with(|table| {
            let row = table.cells.get(place).cloned().unwrap_or_default();
            table.rungs.iter().cloned().zip(row).collect::<Vec<_>>()
        })
    });
    view! {
        <Section title=name.clone() actions=move || view! { <a class="small" href=format!("/record/{id}")>"Change"<span class="visually-hidden">" the competency"</span></a> }>
            <p class="small soft prose">{about}" "{also}</p>
            <dl class="expectations">
                {move || cells.get().into_iter().map(|(rung, cell)| {
                    let code = rung.code.clone();
                    match cell {
                        Some(one) => view! {
                            <div>
                                <dt><a href=format!("/record/{}", one.id)>{code}</a></dt>
                                <dd class="keep">{one.text.to_string()}</dd>
                            </div>
                        }.into_any(),
                        None => view! {
                            <div>
                                <dt>{code.clone()}</dt>
                                <dd>
                                    <Button writes=Audience::Everyone on_press=move |()| write(rung.clone())>
                                        "Write it"<span class="visually-hidden">{format!(" for {code}")}</span>
                                    </Button>
                                </dd>
                            </div>
                        }.into_any(),
                    }
                }).collect_view()}
            </dl>
        </Section>
        <WriteDialog competency=id name open writing />
    }
}

#[component]
fn WriteDialog(
    competency: RecordId,
    name: String,
    open: RwSignal<bool>,
    writing: RwSignal<Option<Entry<Rung>>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let text = UnsentText::of(format!("expectation of {competency}"));
    let missing = RwSignal::new(None::<String>);
    let make = move |()| {
        let said = text.said();
        missing.set(said.is_none().then(|| "Say what somebody on it does.".to_owned()));
        let rung = writing.get_untracked()?.id;
        Some(commands::expect(&untrack(|| mirror.author()), mirror.new_id(), rung, competency, &said?))
    };
    let title = Signal::derive(move || {
        let code = writing.with(|rung| rung.as_ref().map(|rung| rung.code.clone()).unwrap_or_default());
        format!("{name} at {code}")
    });
    view! {
        <UnsentDialog open title act="Keep it" texts=[text] on_open=move |()| missing.set(None) make>
            <Field label="What is expected" hint="What somebody on this rung does, so that one can see it." error=missing>
                <UnsentArea text />
            </Field>
        </UnsentDialog>
    }
}
