//! The span of control, now and for a year ahead (TM-2).

use design::{Bar, BarSeries, EmptyState, LinkButton, PageHeader, Section, Sign, Stat, StatGroup};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::SplitDrafts;
use crate::rules::{self, Limits, Move, Span};

/// The user's span, when they have said who they are.
fn mine(expected: Option<Callback<RecordId, Vec<Move>>>) -> Memo<Option<(Span, Limits)>> {
    let mirror = use_mirror();
    Memo::new(move |_| {
        let today = mirror.today();
        let me = mirror.read(rules::me)?;
        let expected = expected.map(|expected| expected.run(me.id)).unwrap_or_default();
        Some(mirror.read(|book| (rules::span_with(book, me.id, &expected, today), rules::limits(book))))
    })
}

/// The picture of the user's span by month, with the ceiling drawn in.
#[component]
pub fn SpanPicture() -> impl IntoView {
    let mine = mine(None);
    move || mine.get().map(|(span, limits)| view! { <Picture span limits /> })
}

#[component]
fn Picture(span: Span, limits: Limits) -> impl IntoView {
    #[expect(clippy::cast_precision_loss, reason = "a manager has a few dozen reports at most")]
    let bars: Vec<Bar> = span
        .months
        .iter()
        .map(|month| {
            let named = |verb: &str, moves: &[rules::Move]| {
                moves
                    .iter()
                    .map(|who| format!("{} {verb} {}", who.name, words::day(who.on)))
                    .collect::<Vec<_>>()
            };
            let mut notes = [named("joins", &month.joins), named("leaves", &month.leaves)].concat();
            notes.extend(named("wanted from", &month.expected));
            if month.with_expected > month.reports {
                notes.push(format!("{} with what is expected", month.with_expected));
            }
            Bar {
                label: kernel::words::short_month(month.month).to_owned(),
                value: month.reports as f64,
                note: notes.join("; "),
                ahead: true,
            }
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a limit is a small number")]
    let mark = (limits.ceiling as f64, format!("{} at most", limits.ceiling));
    view! { <BarSeries title="Direct reports at the end of each month" unit="reports" bars mark /> }
}

/// The page of the span: how many report now, who comes and goes, and when a line is crossed.
#[component]
pub fn SpanPage(
    /// Who is expected to report to somebody and not known yet, for what joins the roster with hiring.
    #[prop(optional, into)]
    expected: Option<Callback<RecordId, Vec<Move>>>,
) -> impl IntoView {
    let mine = mine(expected);
    let figures = move || {
        mine.get().map(|(span, limits)| {
            let crossing = span.crossing(limits).map(|(month, side)| {
                let way = if side == rules::Side::Above { "above" } else { "below" };
                format!("{} reports in {}: {way} the limits", month.reports, words::month(month.month))
            });
            let moves = span.months.iter().flat_map(|month| {
                let joins = month.joins.iter().map(|who| (who.clone(), "first day"));
                joins.chain(month.leaves.iter().map(|who| (who.clone(), "last day")))
            });
            let moves = moves.map(|(who, what)| view! {
                <li>
                    <a href=format!("/people/{}", who.person)>{who.name}</a>
                    <span class="soft">{format!("{what} {}", words::day(who.on))}</span>
                </li>
            });
            let moves = moves.collect_view();
            let wanted: Vec<Move> = span.months.iter().flat_map(|month| month.expected.clone()).collect();
            let wanted = wanted.into_iter().map(|who| view! {
                <li>
                    <a href=format!("/record/{}", who.person)>{who.name}</a>
                    <span class="soft">{format!("opening, wanted from {}", words::day(who.on))}</span>
                </li>
            });
            let wanted = wanted.collect_view();
            let stats = vec![
                Stat { label: "Direct reports".into(), value: span.count().to_string(), note: format!("{}–{} is good", limits.floor, limits.ceiling), href: "/people".into() },
                Stat { label: "The line is crossed".into(), value: if crossing.is_some() { "yes" } else { "no" }.into(), note: crossing.unwrap_or_else(|| "not within 12 months".into()), href: String::new() },
            ];
            view! {
                <StatGroup stats />
                <Picture span=span.clone() limits />
                <Section title="Who comes and goes">
                    <ul class="plain-list">{moves}{wanted}</ul>
                    <p class="soft small">"From the first and last days of your reports; openings stand apart until somebody accepts. The limits are the guides' and can be edited in the settings."</p>
                </Section>
            }
        })
    };
    view! {
        <PageHeader title="Span of control" subtitle="How many people report to you, now and for a year ahead." />
        <Show
            when=move || mine.with(Option::is_some)
            fallback=move || view! {
                <EmptyState
                    title="Who are you?"
                    why="Say which of the people you are: those who have you as manager are your reports, and the span is counted from them."
                    sign=Sign::User
                >
                    <LinkButton href="/settings">"Say who I am"</LinkButton>
                </EmptyState>
            }
        >
            {figures}
            <SplitDrafts />
        </Show>
    }
}
