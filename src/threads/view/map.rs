//! The map of a manager's work, the page of one area, and the strip on Monday (CN-3).

use design::{
    Badge, Button, ButtonKind, Column, DataTable, EmptyState, LinkButton, PageHeader, Section, Sign, Stat,
    StatGroup, Tone,
};
use kernel::{Date, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{Area, settings, view::AddAction};

use crate::{
    kinds,
    map::{self, COLD_DAYS, Standing, ThemeStanding, Touch, guide},
};

/// How all areas stand today.
fn standing() -> Memo<Vec<ThemeStanding>> {
    let mirror = use_mirror();
    Memo::new(move |_| {
        let today = mirror.today();
        let offset = mirror.offset_on(today);
        mirror.read(|book| map::map(book, today, offset))
    })
}

/// `3 open, 1 overdue`: counts in words, the late ones only when there are any.
fn counts(open: usize, overdue: usize) -> String {
    match (open, overdue) {
        (0, _) => "nothing open".to_owned(),
        (open, 0) => format!("{open} open"),
        (open, overdue) => format!("{open} open, {overdue} overdue"),
    }
}

/// `touched 3 days ago`.
fn touched(touch: Option<Touch>) -> String {
    match touch.map(|touch| touch.days) {
        None => "not begun".to_owned(),
        Some(0) => "touched today".to_owned(),
        Some(1) => "touched yesterday".to_owned(),
        Some(days) => format!("touched {} ago", words::days(days)),
    }
}

/// The eight areas in one look, for Monday.
#[component]
pub fn MapStrip() -> impl IntoView {
    let mirror = use_mirror();
    let themes = standing();
    let limit = Memo::new(move |_| mirror.read(|book| settings::number(book, &COLD_DAYS)));
    view! {
        <Section title="Your areas" actions=|| view! { <LinkButton href="/map">"The map"</LinkButton> }>
            <ul class="map-strip">
                {move || themes.get().into_iter().flat_map(|theme| theme.areas).map(|standing| {
                    let cold = standing.touched.is_some_and(|touch| touch.days > limit.get());
                    view! {
                        <li class:begun=standing.touched.is_some()>
                            <a href=format!("/map/{}", standing.area.slug())>
                                <span class="name">{standing.area.label()}</span>
                                {(standing.touched.is_some() || standing.open > 0).then(|| view! {
                                    <span class="note">{counts(standing.open, standing.overdue)}</span>
                                })}
                                <span class="note" class:signal=cold>{touched(standing.touched)}</span>
                            </a>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </Section>
    }
}

/// The page of the map.
#[component]
pub fn MapPage() -> impl IntoView {
    let mirror = use_mirror();
    let themes = standing();
    let limit = Memo::new(move |_| mirror.read(|book| settings::number(book, &COLD_DAYS)));
    let homeless = Memo::new(move |_| mirror.read(map::actions_of_no_area));
    view! {
        <PageHeader
            title="Map"
            subtitle="The eight areas of your work under seven themes: what is open, what is late, and what nobody has touched for long."
        />
        <div class="work-map">
            {move || themes.get().into_iter().map(|theme| {
                let sum = (theme.areas.len() > 1).then(|| {
                    format!("Together {}, {}.", counts(theme.open(), theme.overdue()), touched(theme.touched()))
                });
                view! {
                    <section class="theme" aria-label=theme.theme.label()>
                        <div class="theme-head">
                            <h2>{theme.theme.label()}</h2>
                            <p class="soft small">{theme.theme.purpose()}</p>
                            {sum.map(|sum| view! { <p class="soft small">{sum}</p> })}
                        </div>
                        <ul>
                            {theme.areas.into_iter().map(|area| view! { <OneArea standing=area limit=limit.get() /> }).collect_view()}
                        </ul>
                    </section>
                }
            }).collect_view()}
        </div>
        <Show when=move || { homeless.get() > 0 }>
            <p class="soft small">
                {move || words::counted(homeless.get(), "open action belongs", "open actions belong")}
                " to no area. Choose one on the action’s page: "<a href="/actions">"all actions"</a>"."
            </p>
        </Show>
        <p class="soft small">
            "Touched is the last day on which a record of the area came or changed here, by anybody who shares it. Areas of which Pilothouse keeps no records yet show the actions that name them, and nothing else."
        </p>
    }
}

#[component]
fn OneArea(standing: Standing, limit: i64) -> impl IntoView {
    let Standing { area, open, overdue, touched: touch } = standing;
    let cold = touch.is_some_and(|touch| touch.days > limit);
    view! {
        <li>
            <a href=format!("/map/{}", area.slug())>{area.label()}</a>
            <p class="soft small">{area.explanation()}</p>
            <p class="figures small">
                {(touch.is_some() || open > 0).then(|| view! { <span>{counts(open, overdue)}</span> })}
                <span class="soft">{touched(touch)}</span>
                {cold.then(|| view! { <Badge tone=Tone::Signal>"gone cold"</Badge> })}
            </p>
        </li>
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Line {
    what: String,
    kind: &'static str,
    asks: &'static str,
    due: Option<Date>,
    late: bool,
    href: String,
}

/// The page of one area: how it stands, what is open, and its guide.
#[component]
pub fn AreaPage(
    /// The area; `None` when the address names none.
    #[prop(into)]
    area: Signal<Option<Area>>,
) -> impl IntoView {
    move || {
        match area.get() {
        Some(area) => view! { <Page area /> }.into_any(),
        None => view! {
            <PageHeader title="Not on the map" />
            <EmptyState title="There is no such area" why="The map has eight areas, and each has a page with what is open and a short guide.">
                <LinkButton href="/map">"To the map"</LinkButton>
            </EmptyState>
        }
        .into_any(),
    }
    }
}

#[component]
fn Page(area: Area) -> impl IntoView {
    let mirror = use_mirror();
    let standing = Memo::new(move |_| {
        let today = mirror.today();
        let offset = mirror.offset_on(today);
        mirror.read(|book| map::standing_of(book, area, today, offset))
    });
    let lines = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let line = |work: map::Work| {
                let row = book.row(work.record)?;
                Some(Line {
                    what: kinds::title(book, row),
                    kind: kinds::kind(&row.kind)?.label,
                    asks: work.asks,
                    due: work.due,
                    late: work.is_overdue(today),
                    href: kinds::address(row),
                })
            };
            let work = map::work_in(book, area, today);
            std::sync::Arc::new(work.into_iter().filter_map(line).collect::<Vec<Line>>())
        })
    });
    let guide = guide(area);
    let adding = RwSignal::new(false);
    let columns = vec![
        Column::new("what", "What", |line: &Line| line.what.clone()).lead().sentence().width(20.0),
        Column::new("kind", "Kind", |line: &Line| line.kind.to_owned()).width(8.0).extra(),
        Column::new("asks", "Asks", |line: &Line| line.asks.to_owned()).width(10.0),
        Column::day("due", "By", |line: &Line| line.due),
        Column::new("late", "Standing", |line: &Line| if line.late { "overdue" } else { "" }.to_owned())
            .width(6.0),
    ];
    let stats = Signal::derive(move || {
        standing.with(|standing| {
            let last = standing.touched.and_then(|touch| {
                let title = mirror.title(touch.record)?;
                Some((words::day(touch.on), title, mirror.row(touch.record).map(|row| kinds::address(&row))?))
            });
            let stat =
                |label: &str, value: String| Stat { label: label.to_owned(), value, ..Stat::default() };
            let (on, note, href) =
                last.unwrap_or_else(|| ("not begun".to_owned(), String::new(), String::new()));
            vec![
                stat("Open", standing.open.to_string()),
                stat("Overdue", standing.overdue.to_string()),
                Stat { note: words::excerpt(&note, 60), href, ..stat("Last touched", on) },
            ]
        })
    });
    let alone = guide.start.href.is_none();
    let list =
        |items: &'static [&'static str]| items.iter().map(|item| view! { <li>{*item}</li> }).collect_view();
    view! {
        <PageHeader title=area.label() subtitle=area.explanation()>
            {match guide.start.href {
                Some(href) => view! {
                    <Button sign=Sign::Plus on_press=move |()| adding.set(true)>"Add an action"</Button>
                    <LinkButton href=href kind=ButtonKind::Primary>{guide.start.label}</LinkButton>
                }.into_any(),
                None => view! {
                    <Button kind=ButtonKind::Primary sign=Sign::Plus on_press=move |()| adding.set(true)>{guide.start.label}</Button>
                }.into_any(),
            }}
        </PageHeader>
        <StatGroup stats />
        <div class="with-margin">
            <Section title="Open here" count=Signal::derive(move || Some(lines.with(|lines| lines.len())))>
                {alone.then(|| view! {
                    <p class="soft small">"Pilothouse keeps no records of this area yet but actions: what stands here are those that name it."</p>
                })}
                <DataTable
                    label="Open here"
                    columns
                    rows=lines
                    href=move |line: Line| line.href
                    signal=move |line: Line| line.late
                    empty=move || view! { <p class="soft">"Nothing is open here. The guide says what to try next."</p> }
                />
            </Section>
            <aside>
                <Section title="Guide">
                    <div class="area-guide">
                        <h3>"What good is"</h3>
                        <ul>{list(guide.good)}</ul>
                        <h3>"Usual mistakes"</h3>
                        <ul>{list(guide.mistakes)}</ul>
                        <h3>{format!("Try now: {}", guide.technique.to_lowercase())}</h3>
                        <ol>{list(guide.steps)}</ol>
                    </div>
                </Section>
            </aside>
        </div>
        <AddAction open=adding area=area first=guide.start.first />
    }
}
