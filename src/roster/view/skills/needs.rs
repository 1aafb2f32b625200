//! What a service or a team needs of skills, and who meets it (TM-6).

use design::{Badge, Button, Section, Sign, Tone};
use document::Audience;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{asking::Asking, demand::DemandDialog, name_of};
use crate::rules::{self, Lack, Need};

/// The section on the page of what needs skills.
#[component]
pub fn SkillNeeds(
    /// The service, team or other record.
    record: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let needs = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::needs_for(book, record, today))
    });
    let asking = Asking::new();
    let ask = move |()| asking.begin(None, Some(record));
    view! {
        <Section
            title="Skills it needs"
            actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=ask>"Ask for a skill"</Button> }
        >
            <Show
                when=move || needs.with(|needs| !needs.is_empty())
                fallback=|| view! { <p class="soft">"Nothing is asked for yet. Say which skills it takes to run and change this, how deep, and how many people with each."</p> }
            >
                <ul class="entries">
                    {move || needs.get().into_iter().map(|need| {
                        let skill = need.demand.skill.map(|skill| skill.id());
                        let title = name_of(mirror, skill);
                        let href = skill.map(|skill| format!("/record/{skill}")).unwrap_or_default();
                        view! { <NeedLine need title href /> }
                    }).collect_view()}
                </ul>
            </Show>
        </Section>
        <DemandDialog asking />
    }
}

/// One demand against who meets it, named by the other end: the skill, or what needs it.
#[component]
pub fn NeedLine(
    /// The demand and who meets it.
    need: Need,
    /// The name of the other end.
    title: String,
    /// Where the other end is; empty for nowhere.
    href: String,
) -> impl IntoView {
    let asked = format!("{} · {}", need.demand.depth.label(), words::counted(need.asked, "person", "people"));
    let from = need.demand.needed_from.map(|day| format!("from {}", words::day(day)));
    let edit = format!("/record/{}", need.demand.id);
    let label = format!("{asked}, asked for: {title}");
    let holds = holders(&need);
    let title = if href.is_empty() {
        view! { <span class="about">{title}</span> }.into_any()
    } else {
        view! { <a href=href>{title}</a> }.into_any()
    };
    view! {
        <li class="need">
            {title}
            <span class="small soft">
                <a href=edit aria-label=label>{asked}</a>
                {from.map(|from| format!(" · {from}"))}
            </span>
            <span class="small soft">{holds}</span>
            <LackBadge need />
        </li>
    }
}

/// Who meets a demand, in words.
fn holders(need: &Need) -> String {
    let mut names: Vec<String> = need.holders.iter().map(|person| person.name.clone()).collect();
    let leaving = need.leaving.iter();
    names.extend(leaving.map(|(person, last)| format!("{} (until {})", person.name, words::day(*last))));
    if names.is_empty() { "nobody".to_owned() } else { words::listed(&names) }
}

#[component]
fn LackBadge(need: Need) -> impl IntoView {
    let (words, tone) = match need.lack() {
        None => ("enough".to_owned(), Tone::Plain),
        Some(Lack::OnePerson) => ("one person alone".to_owned(), Tone::Plain),
        Some(Lack::Short | Lack::Leaving | Lack::Nobody) => {
            (format!("{} missing", need.short()), Tone::Signal)
        }
    };
    view! { <Badge tone>{words}</Badge> }
}
