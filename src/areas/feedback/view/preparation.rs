//! The preparation sheet beside a talk: what to know before it, from what exists (FB-2).

use design::Section;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::Person;

use crate::rules::{self, Milestone, Preparation};

/// What to know before the next talk with a person.
#[component]
pub fn PreparationSheet(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let sheet = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| book.get::<Person>(person).map(|person| rules::preparation(book, &person, today)))
    });
    view! {
        <Section title="Before you talk">
            {move || sheet.get().map(|sheet| {
                let parts = parts(&sheet);
                if parts.is_empty() {
                    view! { <p class="soft">"Nothing stands out. Ask how it goes."</p> }.into_any()
                } else {
                    parts.into_iter().map(|part| view! { <Block part /> }).collect_view().into_any()
                }
            })}
        </Section>
    }
}

/// The heading of what only the user may read; left out of print, because paper is handed on.
const CONCERNS: &str = "Concerns, only me";

/// One heading of the sheet with its lines; a line may lead somewhere.
struct Part {
    title: &'static str,
    lines: Vec<(String, Option<String>)>,
}

#[component]
fn Block(part: Part) -> impl IntoView {
    let private = part.title == CONCERNS;
    view! {
        <div class="preparation-part" class:screen-only=private>
            <h3>{part.title}</h3>
            <ul>
                {part.lines.into_iter().map(|(words, address)| match address {
                    Some(href) => view! { <li><a href=href>{words}</a></li> }.into_any(),
                    None => view! { <li>{words}</li> }.into_any(),
                }).collect_view()}
            </ul>
        </div>
    }
}

fn record(id: RecordId) -> Option<String> {
    Some(format!("/record/{id}"))
}

fn parts(sheet: &Preparation) -> Vec<Part> {
    let short = |text: &str| words::excerpt(text, 120);
    let milestones = sheet.milestones.iter().map(|milestone| (said(*milestone), None)).collect();
    let last = sheet.last.iter().map(|last| {
        let start = if last.excerpt.is_empty() { String::new() } else { format!(": {}", last.excerpt) };
        (format!("{}, {} ago{start}", words::day(last.on), words::days(last.days_ago)), record(last.talk))
    });
    let actions = |actions: &[document::Entry<roster::Action>]| {
        let line = |action: &document::Entry<roster::Action>| {
            let due = action.due.map(|due| format!(" · due {}", words::day(due))).unwrap_or_default();
            (format!("{}{due}", short(&action.what)), record(action.id))
        };
        actions.iter().map(line).collect::<Vec<_>>()
    };
    let observations = |observations: &[document::Entry<crate::Observation>]| {
        let line = |one: &document::Entry<crate::Observation>| {
            let day = one.on.map(words::day).unwrap_or_default();
            (
                format!("{} · {} · {day}", short(&one.what_happened), one.tone.label().to_lowercase()),
                record(one.id),
            )
        };
        observations.iter().map(line).collect::<Vec<_>>()
    };
    let absences = sheet.absences.iter().map(|absence| {
        let day = |date: Option<kernel::Date>| date.map(words::day).unwrap_or_default();
        (
            format!("{}, {} to {}", absence.kind.label(), day(absence.from), day(absence.until)),
            record(absence.id),
        )
    });
    let concerns = sheet.concerns.iter().map(|concern| (short(&concern.what), record(concern.id)));
    let all = [
        Part { title: "Now", lines: milestones },
        Part { title: "Last time", lines: last.collect() },
        Part { title: "Slipped", lines: actions(&sheet.slipped) },
        Part { title: "Promised to them", lines: actions(&sheet.owed_to_them) },
        Part { title: "Promised by them", lines: actions(&sheet.owed_by_them) },
        Part { title: "Not told yet", lines: observations(&sheet.not_yet_told) },
        Part { title: "Look again", lines: observations(&sheet.look_again) },
        Part { title: "Away", lines: absences.collect() },
        Part { title: CONCERNS, lines: concerns.collect() },
    ];
    all.into_iter().filter(|part| !part.lines.is_empty()).collect()
}

fn said(milestone: Milestone) -> String {
    match milestone {
        Milestone::Joins { on } => format!("Joins on {}", words::day(on)),
        Milestone::New { day } => format!("New: day {day} at work"),
        Milestone::Anniversary { on, years } => {
            format!("{} on {}", words::counted(years, "year", "years"), words::day(on))
        }
        Milestone::Leaves { on } => format!("Leaves; last day {}", words::day(on)),
    }
}
