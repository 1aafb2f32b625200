//! All growth plans: where each report wants to go, what comes next, when it was last looked at (GR-1).

use std::sync::Arc;

use design::{Column, DataTable, EmptyState, LinkButton, PageHeader, Sign, SortKey};
use document::Book;
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::pairs::Pairs;
use crate::{HelpKind, rules};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    person: RecordId,
    name: String,
    rung: String,
    aim: String,
    goal: String,
    by: Option<Date>,
    revisited: Option<Date>,
    stretch: String,
    forward: usize,
    asks: bool,
}

fn lines(book: &Book, today: Date) -> Vec<Line> {
    let line = |person: &document::Entry<roster::Person>| {
        let plan = rules::plan_of(book, person.id);
        let aim = plan.and_then(|plan| plan.aim);
        let goal = rules::next_goal(book, person.id);
        let care = rules::plan_care(book, person, today);
        let stretch = rules::stretch_of(book, person.id).into_iter().next();
        let balance = rules::balance(book, person.id, today);
        Line {
            person: person.id,
            name: person.name.clone(),
            rung: rules::rung_of(book, person)
                .map(|rung| rung.record.code)
                .or(person.level.clone())
                .unwrap_or_default(),
            aim: aim.map_or_else(|| "not asked".to_owned(), |aim| aim.label().to_owned()),
            by: goal.as_ref().and_then(|goal| goal.by),
            goal: goal.map(|goal| words::excerpt(&goal.what, 120)).unwrap_or_default(),
            revisited: rules::revisited(book, person.id),
            stretch: stretch
                .filter(|one| one.state == crate::StretchState::UnderWay)
                .map(|one| words::excerpt(&one.what, 80))
                .unwrap_or_default(),
            forward: balance.iter().find(|one| one.kind == HelpKind::Sponsorship).map_or(0, |one| one.times),
            asks: care.no_aim_for.is_some() || care.not_revisited.is_some() || !care.overdue.is_empty(),
        }
    };
    rules::subjects(book, today).iter().map(line).collect()
}

/// The page of all growth plans.
#[component]
pub fn GrowthPage() -> impl IntoView {
    let mirror = use_mirror();
    let rows = Memo::new(move |_| {
        let today = mirror.today();
        Arc::new(mirror.read(|book| lines(book, today)))
    });
    let columns = vec![
        Column::new("person", "Who", |line: &Line| line.name.clone()).lead().width(11.0),
        Column::new("rung", "Level", |line: &Line| line.rung.clone()).width(4.0),
        Column::new("aim", "Aim", |line: &Line| line.aim.clone()).width(8.0),
        Column::new("goal", "Next goal", |line: &Line| line.goal.clone()).sentence().width(18.0),
        Column::day("by", "By", |line: &Line| line.by),
        Column::day("revisited", "Looked at", |line: &Line| line.revisited),
        Column::new("stretch", "Stretch work", |line: &Line| line.stretch.clone())
            .sentence()
            .when_filled()
            .width(12.0)
            .extra(),
        Column::new("forward", "Put forward", |line: &Line| line.forward.to_string())
            .sort_by(|line| SortKey::Number(f64::from(u32::try_from(line.forward).unwrap_or(u32::MAX))))
            .figures()
            .hidden(),
    ];
    view! {
        <PageHeader title="Growth plans" subtitle="Where each of your reports wants to go, and what comes next.">
            <LinkButton href="/ladder" sign=Sign::Columns>"Ladder"</LinkButton>
        </PageHeader>
        <DataTable
            label="Growth plans"
            columns
            rows
            href=move |line: Line| format!("/growth/{}", line.person)
            signal=move |line: Line| line.asks
            empty=move || view! {
                <EmptyState
                    title="Nobody reports to you yet"
                    why="Say who you are in the settings, and who reports to you on the people’s pages. Then each of them has a growth plan here: where they want to go, goals with actions and support, and the help they get."
                    sign=Sign::Flag
                >
                    <LinkButton href="/people">"See your people"</LinkButton>
                </EmptyState>
            }
        />
        <Pairs />
    }
}
