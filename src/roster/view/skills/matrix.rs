//! The page of skills: people against skills, each cell with its rating, and what is asked of each skill (TM-5).

use std::sync::Arc;

use design::{
    Button, Disclosure, EmptyState, LinkButton, Matrix, MatrixCell, MatrixHead, MatrixRow, PageHeader,
    Select, SelectOption, Sign, media,
};
use document::{Audience, Book, Entry};
use kernel::{Date, Ordered as _, RecordId, text, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{
    asking::Asking,
    demand::DemandDialog,
    rating::{RatingDialog, said_by},
};
use crate::{
    Depth, Person, Skill, Team, commands, rules,
    rules::{Held, Ratings},
    view::NewRecord,
};

/// Whose skills are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// My reports'.
    Mine,
    /// Everybody's.
    Everybody,
    /// Those of one team.
    Team(RecordId),
}

impl Whose {
    fn word(self) -> String {
        match self {
            Self::Mine => "mine".to_owned(),
            Self::Everybody => "everybody".to_owned(),
            Self::Team(team) => team.to_string(),
        }
    }

    fn of(word: &str) -> Self {
        match (word, word.parse()) {
            ("mine", _) => Self::Mine,
            (_, Ok(team)) => Self::Team(team),
            _ => Self::Everybody,
        }
    }
}

/// A skill that is expected of somebody from a day on, and that nobody rated yet.
pub type Expected = (RecordId, RecordId, Option<Date>);

/// Everything the page shows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    skills: Vec<Entry<Skill>>,
    columns: Arc<Vec<MatrixHead>>,
    rows: Arc<Vec<MatrixRow>>,
    feet: Arc<Vec<MatrixRow>>,
}

fn people(book: &Book, whose: Whose, today: Date) -> Vec<Entry<Person>> {
    let mut people = match whose {
        Whose::Mine => return rules::my_reports(book, today),
        Whose::Team(team) => return rules::members_of(book, team, today),
        Whose::Everybody => rules::joining_or_current(book, today),
    };
    people.order_by_key(|person| text::fold(&person.name));
    people
}

fn shown(book: &Book, whose: Whose, expected: &[Expected], today: Date) -> Shown {
    let skills = rules::skills(book);
    let ratings = rules::ratings(book, today);
    let columns = skills.iter().map(|skill| MatrixHead {
        key: skill.id.to_string(),
        label: skill.name.clone(),
        href: format!("/record/{}", skill.id),
        group: skill.group.clone().unwrap_or_default(),
    });
    let rows = people(book, whose, today).into_iter().map(|person| MatrixRow {
        cells: skills.iter().map(|skill| cell(&person, skill, &ratings, expected)).collect(),
        head: MatrixHead {
            key: person.id.to_string(),
            label: person.name.clone(),
            href: format!("/people/{}", person.id),
            group: String::new(),
        },
    });
    Shown {
        columns: Arc::new(columns.collect()),
        rows: Arc::new(rows.collect()),
        feet: feet(book, &skills, expected, today),
        skills,
    }
}

fn cell(
    person: &Entry<Person>,
    skill: &Entry<Skill>,
    ratings: &Ratings,
    expected: &[Expected],
) -> MatrixCell {
    let (who, what) = (&person.name, &skill.name);
    let Some(held) = ratings.held(person.id, skill.id) else {
        let coming = expected.iter().find(|(of, brings, _)| *of == person.id && *brings == skill.id);
        let (shown, from) = match coming {
            Some((.., Some(on))) => ("+".to_owned(), format!(", expected from {}", words::day(*on))),
            Some(_) => ("+".to_owned(), ", expected".to_owned()),
            None => (String::new(), String::new()),
        };
        return MatrixCell {
            shown,
            words: format!("{who}, {what}: not rated{from}"),
            ..MatrixCell::default()
        };
    };
    MatrixCell {
        shown: held.depth().figure().to_string(),
        level: held.depth().figure(),
        marked: held.to_confirm && held.depth() > Depth::Nothing,
        signal: false,
        words: format!("{who}, {what}: {}", in_words(&held)),
    }
}

/// A rating in words: how deep, who says so, since when.
fn in_words(held: &Held) -> String {
    let on = held.rating.on.map_or_else(|| "no day".to_owned(), words::day);
    let old = if held.to_confirm { ", to confirm" } else { "" };
    format!("{}, {}, {on}{old}", held.depth().label(), said_by(held.rating.source))
}

/// What is said of each skill below the people: how many do it and teach it among all who count for what needs it.
fn feet(book: &Book, skills: &[Entry<Skill>], expected: &[Expected], today: Date) -> Arc<Vec<MatrixRow>> {
    let supply = rules::supply(book, today);
    if supply.is_empty() {
        return Arc::default();
    }
    let row = |label: &str, figure: &dyn Fn(&rules::Supply) -> (String, bool)| MatrixRow {
        head: MatrixHead { key: label.to_owned(), label: label.to_owned(), ..MatrixHead::default() },
        cells: skills
            .iter()
            .map(|skill| {
                let found = supply.iter().find(|supply| supply.skill.id == skill.id);
                let (shown, signal) = found.map(figure).unwrap_or_default();
                MatrixCell { shown, signal, ..MatrixCell::default() }
            })
            .collect(),
    };
    let plain = |figure: usize| (figure.to_string(), false);
    let coming = |skill: RecordId| expected.iter().filter(|(_, brings, _)| *brings == skill).count();
    let mut feet = vec![
        row("Do it", &|supply| plain(supply.doers)),
        row("Teach it", &|supply| plain(supply.teachers)),
        row("Missing", &|supply| match supply.short {
            0 => ("–".to_owned(), false),
            short => (short.to_string(), supply.response.is_none()),
        }),
    ];
    if !expected.is_empty() {
        feet.push(row("Expected", &|supply| match coming(supply.skill.id) {
            0 => ("–".to_owned(), false),
            count => (count.to_string(), false),
        }));
    }
    Arc::new(feet)
}

/// The page.
#[component]
pub fn SkillsPage(
    /// What is expected of whom without a rating.
    #[prop(optional, into)]
    expected: Option<Callback<(), Vec<Expected>>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let known = Memo::new(move |_| mirror.read(|book| rules::me(book).is_some()));
    let asked = RwSignal::new(None::<Whose>);
    let whose = move || asked.get().unwrap_or(if known.get() { Whose::Mine } else { Whose::Everybody });
    let all = Memo::new(move |_| {
        let (whose, today) = (whose(), mirror.today());
        let expected = expected.map(|expected| expected.run(())).unwrap_or_default();
        mirror.read(|book| shown(book, whose, &expected, today))
    });
    let options = Signal::derive(move || {
        let mut options = vec![SelectOption::new("everybody", "Everybody")];
        if known.get() {
            options.insert(0, SelectOption::new("mine", "My reports"));
        }
        let mut teams = mirror.all::<Team>().as_ref().clone();
        teams.order_by_key(|team| text::fold(&team.name));
        options.extend(teams.iter().map(|team| SelectOption::new(team.id.to_string(), team.name.clone())));
        options
    });
    let rating = Asking::new();
    let asking = Asking::new();
    let make = Callback::new(move |name: String| {
        let author = untrack(|| mirror.author());
        commands::add_skill(&author, mirror.new_id(), &Skill { name, ..Skill::default() })
    });
    let narrow = media("(width < 48rem)");
    let press =
        move |(person, skill): (String, String)| rating.begin(person.parse().ok(), skill.parse().ok());
    let any_skill = Memo::new(move |_| all.with(|all| !all.skills.is_empty()));
    view! {
        <PageHeader title="Skills" subtitle="Who holds what how deep, who says so, and since when.">
            <Show when=move || any_skill.get()>
                <LinkButton href="/gaps" sign=Sign::CircleDot>"Gaps"</LinkButton>
                <LinkButton href="/import" sign=Sign::Upload>"Import ratings"</LinkButton>
                <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| asking.begin(None, None)>"Ask for a skill"</Button>
            </Show>
            <NewRecord
                label="Add a skill"
                asks="Name"
                hint="What your team has to be able to do, as you would say it: Observability, Month end, Being on call."
                make
            />
        </PageHeader>
        <Show
            when=move || any_skill.get()
            fallback=|| view! {
                <EmptyState
                    title="No skills yet"
                    why="Write down the six to twelve things your team has to be able to do, rate who holds each how deep, and say what your services ask for. What nobody holds, and what one person alone holds, shows at once."
                    sign=Sign::Zap
                />
            }
        >
            <div class="row skills-bar">
                <Select
                    label="Whose skills"
                    value=Signal::derive(move || whose().word())
                    options
                    on_change=move |word: String| asked.set(Some(Whose::of(&word)))
                />
                <p class="soft small">
                    "0 nothing yet · 1 runs it · 2 changes it · 3 builds it · 4 teaches it · ? to confirm · + expected of a hire"
                </p>
            </div>
            <Show
                when=move || all.with(|all| !all.rows.is_empty())
                fallback=|| view! { <p class="soft">"Nobody of these is here today. Add people, or say in the settings who you are."</p> }
            >
                <Show
                    when=move || !narrow.get()
                    fallback=move || view! { <ByPerson all rating /> }
                >
                    <Matrix
                        title="People and skills"
                        corner="Person"
                        columns=Signal::derive(move || all.with(|all| all.columns.clone()))
                        rows=Signal::derive(move || all.with(|all| all.rows.clone()))
                        feet=Signal::derive(move || all.with(|all| all.feet.clone()))
                        on_press=press
                    />
                </Show>
            </Show>
        </Show>
        <RatingDialog rating />
        <DemandDialog asking />
    }
}

/// The same where there is no room for a grid: one person under another, each with their skills.
#[component]
fn ByPerson(all: Memo<Shown>, rating: Asking) -> impl IntoView {
    move || {
        let Shown { columns, rows, .. } = all.get();
        rows.iter()
            .map(|row| {
                let rated = row.cells.iter().filter(|cell| cell.level > 0).count();
                let label = format!("{} · {rated} of {}", row.head.label, columns.len());
                let person: Option<RecordId> = row.head.key.parse().ok();
                let lines = columns.iter().zip(&row.cells).map(|(head, cell)| {
                    let skill: Option<RecordId> = head.key.parse().ok();
                    let shown = if cell.shown.is_empty() { "·".to_owned() } else { cell.shown.clone() };
                    view! {
                        <li>
                            <a href=head.href.clone()>{head.label.clone()}</a>
                            <button
                                type="button"
                                class=format!("level-{}", cell.level)
                                class:marked=cell.marked
                                aria-label=cell.words.clone()
                                on:click=move |_| rating.begin(person, skill)
                            >
                                {shown}
                            </button>
                        </li>
                    }
                });
                let lines = lines.collect_view();
                view! { <Disclosure label><ul class="matrix entries by-person">{lines}</ul></Disclosure> }
            })
            .collect_view()
    }
}
