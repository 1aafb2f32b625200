//! How a hire turned out, against what the loop looked at (HI-10).

use design::{Field, Select, SelectOption};
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{UnsentArea, UnsentDialog, UnsentText};

use super::candidate::opening_of;
use crate::{Candidate, HireOutcome, Went, commands, rules};

fn options() -> Vec<SelectOption> {
    Went::ALL.iter().map(|went| SelectOption::new(went.word(), went.label())).collect()
}

fn went(word: &str) -> Option<Went> {
    Went::ALL.iter().find(|went| went.word() == word).copied()
}

/// The dialog; `about` is who was hired, and after how many months.
#[component]
pub fn OutcomeDialog(open: RwSignal<bool>, about: RwSignal<Option<(RecordId, u32)>>) -> impl IntoView {
    let mirror = use_mirror();
    let learned = UnsentText::of("hire outcome");
    let whole = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    // Each competency of the loop, with what was chosen.
    let marks = RwSignal::new(Vec::<(String, RwSignal<String>)>::new());
    let begin = move |()| {
        whole.set(String::new());
        missing.set(None);
        let names = about.get_untracked().and_then(|(candidate, _)| {
            mirror.read(|book| {
                let opening = opening_of(book, candidate)?;
                let rows = rules::coverage(book, &opening).rows;
                Some(rows.into_iter().map(|row| row.name).collect::<Vec<_>>())
            })
        });
        marks.set(
            names.unwrap_or_default().into_iter().map(|name| (name, RwSignal::new(String::new()))).collect(),
        );
    };
    let make = move |()| {
        let overall = whole.with_untracked(|word| went(word));
        missing.set(overall.is_none().then(|| "Say how it went on the whole.".to_owned()));
        let (candidate, months) = about.get_untracked()?;
        let outcome = HireOutcome {
            months: Some(i64::from(months)),
            on: Some(untrack(|| mirror.today())),
            went: Some(overall?),
            learned: learned.said().unwrap_or_default().as_str().into(),
            ..HireOutcome::default()
        };
        let judged: Vec<(String, Went)> = marks.with_untracked(|marks| {
            marks
                .iter()
                .filter_map(|(name, word)| Some((name.clone(), word.with_untracked(|word| went(word))?)))
                .collect()
        });
        let entry = untrack(|| mirror.get::<Candidate>(candidate))?;
        Some(commands::write_outcome(
            &untrack(|| mirror.author()),
            || mirror.new_id(),
            &entry,
            &outcome,
            &judged,
        ))
    };
    let title = Signal::derive(move || {
        let name = about.get().and_then(|(id, _)| mirror.title(id)).unwrap_or_default();
        format!("How it went with {name}")
    });
    view! {
        <UnsentDialog open title act="Write it" texts=[learned] on_open=begin make>
            <p class="soft small">"Only you read this. Judge what you have seen; leave out what you cannot."</p>
            <Field label="On the whole" error=missing>
                <Select value=whole options=options() none="Choose" on_change=move |word| whole.set(word) />
            </Field>
            {move || marks.get().into_iter().map(|(name, chosen)| view! {
                <Field label=name>
                    <Select value=chosen options=options() none="Cannot be judged" on_change=move |word| chosen.set(word) />
                </Field>
            }).collect_view()}
            <Field label="What surprised, and what the loop should have asked">
                <UnsentArea text=learned />
            </Field>
        </UnsentDialog>
    }
}
