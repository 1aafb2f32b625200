//! Interview hours of everybody, week by week (HI-11).

use std::sync::Arc;

use chrono::Datelike as _;
use design::{Column, DataTable, EmptyState, PageHeader, Sign};
use kernel::{Date, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::settings;

use crate::{
    WEEK_CAP,
    rules::{self, InterviewWeek, Load},
};

/// The weeks shown: two behind this one, this one, three ahead. Ours.
const WEEKS: std::ops::RangeInclusive<i64> = -2..=3;

/// The page of interview load.
#[component]
pub fn InterviewsPage() -> impl IntoView {
    let mirror = use_mirror();
    let mondays = Memo::new(move |_| {
        let this = rules::week_of(mirror.today());
        WEEKS.map(|week| this + chrono::Duration::weeks(week)).collect::<Vec<Date>>()
    });
    let load = Memo::new(move |_| {
        let mondays = mondays.get();
        Arc::new(mirror.read(|book| rules::load(book, &mondays)))
    });
    let cap = Memo::new(move |_| mirror.read(|book| settings::number(book, &WEEK_CAP)));
    let subtitle = Signal::derive(move || {
        format!(
            "What interviewing takes of each week. More than {} are too many for one person; ours.",
            words::counted(cap.get(), "interview", "interviews")
        )
    });
    let over = move |week: &InterviewWeek| words::many(&week.interviews) > cap.get_untracked();
    view! {
        <PageHeader title="Interview load" subtitle />
        <Show
            when=move || load.with(|load| !load.is_empty())
            fallback=|| view! {
                <EmptyState
                    title="No interview in these weeks"
                    why="Arrange interviews on the page of a candidate. Here stand the hours of everybody who asks, two weeks back and three ahead, so that nobody carries a sprint alone."
                    sign=Sign::Clock
                />
            }
        >
            {move || {
                let this = rules::week_of(mirror.today());
                let mut columns = vec![Column::new("person", "Who", |one: &Load| one.name.clone()).lead().width(11.0)];
                for (at, monday) in mondays.get().into_iter().enumerate() {
                    let label = if monday == this { "This week".to_owned() } else { format!("From {} {}", monday.day(), words::short_month(monday)) };
                    let shown = move |one: &Load| one.weeks.get(at).map(told).unwrap_or_default();
                    columns.push(Column::new(format!("week-{at}"), label, shown).named().width(8.0));
                }
                view! {
                    <DataTable
                        label="Interview load"
                        columns
                        rows=Signal::derive(move || load.get())
                        href=Callback::new(|one: Load| format!("/people/{}", one.person))
                        signal=Callback::new(move |one: Load| one.weeks.iter().any(over))
                    />
                }
            }}
        </Show>
    }
}

/// `3 · 2 h 30 min`; nothing for a free week.
fn told(week: &InterviewWeek) -> String {
    match week.interviews.len() {
        0 => String::new(),
        count if week.unknown > 0 => {
            format!("{count} · {} and {} of no known length", rules::time(week.minutes), week.unknown)
        }
        count => format!("{count} · {}", rules::time(week.minutes)),
    }
}
