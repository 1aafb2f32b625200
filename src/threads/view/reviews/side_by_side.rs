//! The reviews of a cycle side by side: counts, in the order of names, and nobody ranked (PR-4).

use design::{CountHeading, CountsTable, Section};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::Rating;

use crate::reviews::{self as joined, Row};

/// What the reviews of a cycle are made of.
#[component]
pub fn SideBySide(cycle: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let fairness = Memo::new(move |_| mirror.read(|book| joined::fairness(book, cycle)));
    let months = move || fairness.with(|one| one.months);
    let without = Memo::new(move |_| {
        fairness.with(|one| {
            let findings = one.rows.iter().flat_map(|row| {
                row.without
                    .iter()
                    .map(|finding| (row.review.id, row.name.clone(), words::excerpt(&finding.what, 140)))
            });
            findings.collect::<Vec<_>>()
        })
    });
    let unseen = Memo::new(move |_| {
        fairness.with(|one| {
            let rows = one.rows.iter().filter(|row| row.carried_unseen());
            rows.map(|row| (row.review.id, row.name.clone(), row.carried.says().unwrap_or_default()))
                .collect::<Vec<_>>()
        })
    });
    let calibrated = Memo::new(move |_| {
        fairness.with(|one| {
            let says = |before: Rating, after: Option<Rating>| {
                let after = after.map_or("no rating", Rating::label);
                format!("{} before, {} after", before.label(), after.to_lowercase())
            };
            let changed = one.calibrated.iter();
            changed
                .map(|(review, name, before, after)| (review.id, name.clone(), says(*before, *after)))
                .collect::<Vec<_>>()
        })
    });
    let ratings = Rating::ALL.iter().map(|rating| CountHeading::count(rating.label()));
    let mut levels = vec![CountHeading::text("Level then")];
    levels.extend(ratings.chain([CountHeading::count("No rating")]));
    view! {
        <div class="stack wide">
            <Section title="What each review is made of">
                <p class="soft small">"In the order of names. The counts show where one review rests on less, or says less, than the others; they say nothing about people."</p>
                <CountsTable
                    label="Counts, review by review"
                    headings=vec![
                        CountHeading::text("Who"),
                        CountHeading::text("Level then"),
                        CountHeading::count("Findings"),
                        CountHeading::count("Strengths"),
                        CountHeading::count("To grow"),
                        CountHeading::count("Rest on"),
                        CountHeading::count("Per finding"),
                        CountHeading::count("Months with evidence"),
                        CountHeading::count("Of one month only"),
                        CountHeading::count("Without evidence"),
                        CountHeading::count("Words"),
                        CountHeading::count("Interviews led"),
                    ]
                >
                    {move || fairness.get().rows.into_iter().map(|row| line(row, months())).collect_view()}
                </CountsTable>
            </Section>
            <Section title="Ratings by level">
                <p class="soft small">"Levels are those of the launch. With so few people a share would say more than it knows, so there are counts."</p>
                <CountsTable label="Counts, level by level" headings=levels>
                    {move || fairness.get().ratings.into_iter().map(|(level, counts, none)| view! {
                        <tr>
                            <th scope="row">{level}</th>
                            {counts.into_iter().map(|count| view! { <td>{count}</td> }).collect_view()}
                            <td>{none}</td>
                        </tr>
                    }).collect_view()}
                </CountsTable>
            </Section>
            <Show when=move || calibrated.with(|calibrated| !calibrated.is_empty())>
                <Section title="Ratings that calibration changed" count=Signal::derive(move || Some(calibrated.with(Vec::len)))>
                    <ul class="entries">
                        {move || calibrated.get().into_iter().map(|(review, name, says)| view! {
                            <li><a href=format!("/review/{review}")>{name}</a><span class="small soft">{says}</span></li>
                        }).collect_view()}
                    </ul>
                </Section>
            </Show>
            <Show when=move || unseen.with(|unseen| !unseen.is_empty())>
                <Section title="Carried and not said" count=Signal::derive(move || Some(unseen.with(Vec::len)))>
                    <p class="soft small">"They led interviews in the period, and no finding says so. Interviews are work for everybody that is easily not seen."</p>
                    <ul class="entries">
                        {move || unseen.get().into_iter().map(|(review, name, says)| view! {
                            <li><a href=format!("/review/{review}")>{name}</a><span class="small soft">{says}</span></li>
                        }).collect_view()}
                    </ul>
                </Section>
            </Show>
            <Show when=move || without.with(|without| !without.is_empty())>
                <Section title="Findings without evidence" count=Signal::derive(move || Some(without.with(Vec::len)))>
                    <ul class="entries">
                        {move || without.get().into_iter().map(|(review, name, what)| view! {
                            <li><span class="small soft nowrap">{name}</span><a href=format!("/review/{review}")>{what}</a></li>
                        }).collect_view()}
                    </ul>
                </Section>
            </Show>
        </div>
    }
}

fn line(row: Row, months: usize) -> impl IntoView {
    let per_finding = match row.per_finding {
        None => String::new(),
        Some((least, most)) if least == most => least.to_string(),
        Some((least, most)) => format!("{least} to {most}"),
    };
    let carried = match (row.carried.led.len(), row.carried.minutes) {
        (0, _) => "0".to_owned(),
        (count, 0) => count.to_string(),
        (count, minutes) => format!("{count} ({})", hiring::rules::time(minutes)),
    };
    let words = row.words.map(|count| count.to_string()).join(" + ");
    view! {
        <tr>
            <th scope="row"><a href=format!("/review/{}", row.review.id)>{row.name.clone()}</a></th>
            <td class="text">{row.review.level.clone().unwrap_or_default()}</td>
            <td>{row.findings}</td>
            <td>{row.strengths}</td>
            <td>{row.to_grow}</td>
            <td>{row.evidence}</td>
            <td>{per_finding}</td>
            <td>{format!("{} of {months}", row.months)}</td>
            <td>{row.of_one_month}</td>
            <td>{row.without.len()}</td>
            <td>{if row.length() == 0 { "0".to_owned() } else { format!("{} ({words})", row.length()) }}</td>
            <td>{carried}</td>
        </tr>
    }
}
