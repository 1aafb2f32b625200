//! The funnel of one opening and what each channel yields (HI-2, HI-7).

use design::{ChoiceGroup, Column, DataTable, EmptyState, Section, SelectOption, Sign};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use std::sync::Arc;

use crate::{
    Opening,
    rules::{self, FunnelStep, Period, Yield},
};

/// The periods a cohort can be of.
const COHORTS: [(&str, &str, Option<i64>); 3] =
    [("all", "All", None), ("90", "Last 90 days", Some(90)), ("30", "Last 30 days", Some(30))];

/// Funnel and channels.
#[component]
pub fn FunnelShown(opening: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let cohort = RwSignal::new("all".to_owned());
    let steps = Memo::new(move |_| {
        let days =
            COHORTS.iter().find(|(word, ..)| cohort.with(|chosen| chosen == word)).and_then(|one| one.2);
        let period = days.map(|days| Period::before(mirror.today(), days));
        mirror.read(|book| {
            let entry = book.get::<Opening>(opening)?;
            Some(rules::funnel(book, &entry, &rules::candidates_of(book, opening), period))
        })
    });
    let rows = Signal::derive(move || Arc::new(steps.get().unwrap_or_default()));
    let channels = Memo::new(move |_| {
        mirror.read(|book| {
            let entry = book.get::<Opening>(opening)?;
            Some(rules::yields(book, &entry.channels, &rules::candidates_of(book, opening)))
        })
    });
    let channel_rows = Signal::derive(move || Arc::new(channels.get().unwrap_or_default()));
    let endings =
        Memo::new(move |_| mirror.read(|book| rules::endings(book, &rules::candidates_of(book, opening))));
    let any = Memo::new(move |_| mirror.read(|book| !rules::candidates_of(book, opening).is_empty()));
    let options: Vec<SelectOption> =
        COHORTS.iter().map(|(word, label, _)| SelectOption::new(*word, *label)).collect();
    // A narrow screen shows the first figures: what is still open is one of them.
    let columns = vec![
        Column::new("step", "Step", |one: &FunnelStep| one.name.clone()).lead().width(11.0),
        Column::new("entered", "Entered", |one: &FunnelStep| one.entered.to_string())
            .figures()
            .named()
            .width(5.0),
        Column::new("on", "Went on", went_on).named().width(8.0),
        Column::new("open", "Still open", |one: &FunnelStep| one.still_open().to_string())
            .figures()
            .named()
            .width(6.0),
        Column::new("ended", "Ended", |one: &FunnelStep| one.ended.to_string()).figures().named().width(5.0),
        Column::new("days", "Days in it", |one: &FunnelStep| one.days.map(words::days).unwrap_or_default())
            .named()
            .width(6.0),
    ];
    let of_channels = vec![
        Column::new("channel", "Channel", |one: &Yield| {
            if one.channel.is_empty() { "No source".to_owned() } else { one.channel.clone() }
        })
        .lead()
        .width(11.0),
        Column::new(
            "agreed",
            "Agreed",
            |one: &Yield| if one.agreed { "yes".to_owned() } else { String::new() },
        )
        .named()
        .width(5.0),
        Column::new("came", "Came", |one: &Yield| one.candidates.to_string()).figures().named().width(5.0),
        Column::new("stage", "Interviewed", |one: &Yield| one.interviewed.to_string())
            .figures()
            .named()
            .width(6.0),
        Column::new("offers", "Offers", |one: &Yield| one.offers.to_string()).figures().named().width(5.0),
        Column::new("hired", "Hired", |one: &Yield| one.hired.to_string()).figures().named().width(5.0),
    ];
    let options = Signal::stored(options);
    let columns = StoredValue::new(columns);
    let of_channels = StoredValue::new(of_channels);
    view! {
        <Show
            when=move || any.get()
            fallback=|| view! {
                <EmptyState
                    title="No candidate yet"
                    why="As candidates move, this shows how many entered each step, went on, ended, or are still open, with how long it took."
                    sign=Sign::Filter
                />
            }
        >
            <div class="stack wide">
                <Section title="Funnel">
                    <p class="soft small">"A cohort are those who entered a step, by the day they first did. Who entered a later step went on; who is neither there nor ended is still open and counts neither way. Days are the middle of those who left."</p>
                    <ChoiceGroup label="Cohort" value=cohort options on_change=move |word| cohort.set(word) />
                    <DataTable label="Funnel" columns=columns.get_value() rows />
                </Section>
                <Show when=move || endings.with(|endings| !endings.is_empty())>
                    <Section title="Why it ended">
                        <ul class="entries">
                            {move || endings.get().into_iter().map(|(step, reason, count)| {
                                let reason = if reason.is_empty() { "no reason noted".to_owned() } else { reason };
                                view! {
                                    <li>
                                        <span class="about">{reason}</span>
                                        <span class="small soft">{step.label().to_lowercase()}</span>
                                        <span class="small">{count}</span>
                                    </li>
                                }
                            }).collect_view()}
                        </ul>
                    </Section>
                </Show>
                <Section title="Channels">
                    <p class="soft small">"Agree on channels in the role; what each yields stands here, with counts."</p>
                    <DataTable label="Channels" columns=of_channels.get_value() rows=channel_rows />
                </Section>
            </div>
        </Show>
    }
}

/// How many went on of how many that are decided.
fn went_on(one: &FunnelStep) -> String {
    match one.went_on + one.ended {
        0 => String::new(),
        decided => format!("{} of {} decided", one.went_on, decided),
    }
}
