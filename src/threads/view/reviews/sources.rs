//! What the period has that the review does not rest on yet (PR-1.11).

use design::{AudienceMark, Button, Section};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Finding, Question, Review, commands, rules};

use crate::reviews::{self as joined, Group, Source};

/// How many of a group are listed.
const LISTED: usize = 12;

/// The sources that are left, group by group, each to be taken in as a finding.
#[component]
pub fn Sources(review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let left = Memo::new(move |_| {
        let entry = mirror.get::<Review>(review);
        entry.map(|entry| mirror.read(|book| joined::unused(book, &entry))).unwrap_or_default()
    });
    let no_peer = Memo::new(move |_| {
        let entry = mirror.get::<Review>(review);
        entry.is_some_and(|entry| mirror.read(|book| joined::lacks_peer_view(book, &entry)))
    });
    let take = move |source: &Source| {
        let Some(entry) = untrack(|| mirror.get::<Review>(review)) else { return };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let place = untrack(|| mirror.read(|book| rules::findings_of(book, review))).len();
        let finding = Finding {
            what: source.text.as_str().into(),
            leaning: source.leaning,
            competency: source.competency.clone(),
            question: if source.group == Group::Goals { Question::NextLevel } else { Question::Standing },
            place: i64::try_from(place).unwrap_or(999).min(999),
            ..Finding::default()
        };
        let id = mirror.new_id();
        let batch = commands::find(&author, id, &entry, &finding);
        let link = mirror.new_id();
        let made = untrack(|| {
            mirror.read(|book| joined::rest_on(book, author, &entry, (link, id), source.record, today))
        });
        mirror.commit(batch.with_all(made));
    };
    view! {
        // What only the user may read is left out of print: paper is handed on.
        <div class="screen-only">
            <Section title="Left in the record" count=Signal::derive(move || Some(left.with(Vec::len)))>
                <Show when=move || no_peer.get()>
                    <p class="soft small">"No peer view in the period. Ask somebody they worked with, and note it as an observation told by a peer."</p>
                </Show>
                <Show when=move || left.with(Vec::is_empty)>
                    <p class="soft small">"Nothing of the period that the review does not rest on."</p>
                </Show>
                {move || {
                    let left = left.get();
                    Group::ALL.into_iter().filter_map(|group| {
                        let of_group: Vec<_> = left.iter().filter(|one| one.group == group).cloned().collect();
                        (!of_group.is_empty()).then(|| view! {
                            <h3>{group.label()}" "<span class="small soft">{of_group.len()}</span></h3>
                            <ul class="entries sources">
                                {of_group.into_iter().take(LISTED).map(|source| {
                                    let named = words::excerpt(&source.text, 40);
                                    let href = format!("/record/{}", source.record);
                                    let (day, text) = (source.on.map(words::day), words::excerpt(&source.text, 110));
                                    let audience = mirror.row(source.record).map(|row| row.document.audience);
                                    let kept_back = source.kept_back;
                                    view! {
                                        <li>
                                            <span class="small soft nowrap">{day}</span>
                                            <a class="small" href=href>{text}</a>
                                            {audience.filter(|_| kept_back).map(|audience| view! { <AudienceMark audience /> })}
                                            <Button on_press=move |()| take(&source)>"Take in"<span class="visually-hidden">{format!(": {named}")}</span></Button>
                                        </li>
                                    }
                                }).collect_view()}
                            </ul>
                        })
                    }).collect_view()
                }}
            </Section>
        </div>
    }
}
