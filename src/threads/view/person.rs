//! The page of a person: who they are, what stands open with them, their thread and history.

use design::{
    Avatar, Badge, LinkButton, PageHeader, PageOf, Present, RecordEditor, Section, Sign, Stat, StatGroup,
    Tab, TabPanel, Tabs, Tone,
};
use document::{Book, Entry, Record as _};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    Person, Team, rules,
    view::{Absences, PersonSkills, Standing},
};

use super::{NoticeList, RecordHistory, Thread, record::Gone};

/// The page of one person.
#[component]
pub fn PersonPage(
    /// The person.
    #[prop(into)]
    person: Signal<Option<RecordId>>,
    /// What the feedback area shows about a person: talks, observations, concerns.
    feedback: Callback<RecordId, AnyView>,
) -> impl IntoView {
    view! {
        <PageOf record=person kind=Person::NAME page=move |person| view! { <Page person feedback /> }.into_any() absent=|| view! { <Gone /> } />
    }
}

#[component]
fn Page(person: RecordId, feedback: Callback<RecordId, AnyView>) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Person>(person));
    let name = Memo::new(move |_| {
        entry.with(|entry| entry.as_ref().map(|entry| entry.name.clone()).unwrap_or_default())
    });
    let subtitle = Memo::new(move |_| {
        entry.with(|entry| {
            mirror.read(|book| entry.as_ref().map(|entry| role(book, entry)).unwrap_or_default())
        })
    });
    let membership = Signal::derive(move || {
        let today = mirror.today();
        entry.with(|entry| {
            entry.as_ref().map_or(rules::Membership::Current, |entry| rules::membership(entry, today))
        })
    });
    let away = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::away_on(book, person, today)).map(|absence| {
            let back = absence.until.map(|until| format!(" until {}", words::day(until))).unwrap_or_default();
            format!("{}{back}", absence.kind.label())
        })
    });
    let facts = Signal::derive(move || {
        let today = mirror.today();
        entry.with(|entry| {
            entry.as_ref().map(|entry| mirror.read(|book| facts(book, entry, today))).unwrap_or_default()
        })
    });
    let selected = RwSignal::new("overview".to_owned());
    let tabs = vec![
        Tab::new("overview", "Overview"),
        Tab::new("details", "Details"),
        Tab::new("history", "History"),
    ];
    view! {
        <PageHeader title=name subtitle=subtitle lead=move || view! { <Avatar name /> }>
            <Present record=person />
            <Standing membership />
            {move || away.get().map(|away| view! { <Badge tone=Tone::Accent>{away}</Badge> })}
            <LinkButton href=format!("/one-on-ones/{person}") sign=Sign::MessageSquare>"1:1"</LinkButton>
            <LinkButton href=format!("/file/{person}") sign=Sign::Archive>"File"</LinkButton>
        </PageHeader>
        <div class="with-margin">
            <div class="stack">
                <NoticeList about=person />
                <Tabs
                    id="person"
                    label="Views of this person"
                    tabs
                    selected
                    on_select=move |tab| selected.set(tab)
                />
                <TabPanel id="person" selected>
                    {move || match selected.get().as_str() {
                        "details" => view! { <RecordEditor record=person /> }.into_any(),
                        "history" => view! { <RecordHistory record=person /> }.into_any(),
                        _ => view! {
                            <StatGroup stats=facts />
                            {feedback.run(person)}
                            <PersonSkills person />
                            <Absences person />
                            <RecordEditor record=person only=&["notes"] />
                        }.into_any(),
                    }}
                </TabPanel>
            </div>
            <aside>
                <Section title="Threads">
                    <Thread record=person />
                </Section>
            </aside>
        </div>
    }
}

/// Title, level, team and manager, as far as they are known.
fn role(book: &Book, person: &Entry<Person>) -> String {
    let team = person.team.and_then(|team| book.get::<Team>(team.id())).map(|team| team.record.name);
    let manager = rules::name_of(book, person.manager).map(|name| format!("reports to {name}"));
    let parts = [person.title.clone(), person.level.clone(), team, manager];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A few facts a manager wants before a word is said.
fn facts(book: &Book, person: &Entry<Person>, today: Date) -> Vec<Stat> {
    let stat = |label: &str, value: String, note: String, href: &str| Stat {
        label: label.to_owned(),
        value,
        note,
        href: href.to_owned(),
    };
    let mut facts = Vec::new();
    if let (Some(first), Some(tenure)) = (person.start_date, rules::tenure(person, today)) {
        facts.push(stat("With us", tenure.to_string(), format!("since {}", words::day(first)), ""));
    }
    let zone = person.zone.as_ref().map(ToString::to_string).unwrap_or_default();
    facts.push(stat("Works", person.working_days.to_string().replace('-', "–"), zone, ""));
    if let Some(next) = rules::next_absence(book, person.id, today) {
        let until = next.until.map(|until| format!("until {}", words::day(until))).unwrap_or_default();
        facts.push(stat("Away next", next.from.map(words::day).unwrap_or_default(), until, ""));
    }
    let reports = rules::reports_of(book, person.id, today).len();
    if reports > 0 {
        facts.push(stat("Direct reports", reports.to_string(), String::new(), ""));
    }
    let owed = rules::owed_by(book, person.id);
    let late = owed.iter().filter(|action| rules::overdue_days(action, today).is_some()).count();
    let note = if late == 0 { String::new() } else { format!("{late} overdue") };
    facts.push(stat("Open actions", owed.len().to_string(), note, "/actions"));
    facts
}
