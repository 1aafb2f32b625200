//! One gap: how urgent, what lacks it, what is done about it, and the ways on (TM-6).

use chrono::Days;
use design::{Badge, Button, Menu, MenuItem, Sign, Tone};
use document::{Audience, Entry};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::{name_of, needs::NeedLine};
use crate::{
    GapResponse, Skill, commands,
    rules::{self, Lack, ResponseFault, Supply},
};

/// What is wrong, in a word or two.
pub fn in_short(supply: &Supply) -> (String, Tone) {
    match supply.lack {
        None => ("enough".to_owned(), Tone::Plain),
        Some(Lack::OnePerson) => ("one person alone".to_owned(), Tone::Plain),
        Some(Lack::Short) => (format!("{} missing", supply.short), Tone::Signal),
        Some(Lack::Leaving) => ("who holds it leaves".to_owned(), Tone::Signal),
        Some(Lack::Nobody) => ("nobody holds it".to_owned(), Tone::Signal),
    }
}

/// The figures, what needs it, and the answer.
#[component]
pub fn GapBody(
    /// How the skill stands.
    supply: Supply,
    /// Opens the dialog that asks for an answer.
    #[prop(into)]
    on_answer: Callback<RecordId>,
) -> impl IntoView {
    let skill = supply.skill.clone();
    let figures = format!(
        "Urgency {} of 9: {} and {}.",
        supply.urgency,
        counted(supply.doers, "does it", "do it"),
        counted(supply.teachers, "teaches it", "teach it")
    );
    let needs = supply.needs.iter().map(|need| {
        let href = need.demand.needed_for.map(|record| format!("/record/{record}")).unwrap_or_default();
        view! { <NeedLine need=need.clone() title=need.needed_for.clone() href /> }
    });
    let needs = needs.collect_view();
    let answer = match supply.response {
        Some(response) => view! { <Answer skill response on_answer /> }.into_any(),
        None if supply.lack.is_some() => {
            let press = move |()| on_answer.run(skill.id);
            view! {
                <div class="row">
                    <span class="small">"Nothing is decided about it."</span>
                    <Button writes=Audience::Everyone on_press=press>"Answer the gap"</Button>
                </div>
            }
            .into_any()
        }
        None => ().into_any(),
    };
    view! {
        <p class="soft small">{figures}</p>
        <ul class="entries">{needs}</ul>
        {answer}
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    words::counted(count, one, many)
}

/// For how long one goes on with an answer at a press. Ours: four weeks, a quarter.
const GO_ON: [(&str, u64); 2] = [("Look again in 4 weeks", 28), ("Look again in 3 months", 91)];

/// What is done about it, since when and until when, with the ways on.
#[component]
fn Answer(skill: Entry<Skill>, response: Entry<GapResponse>, on_answer: Callback<RecordId>) -> impl IntoView {
    let mirror = use_mirror();
    let (record, today) = (skill.id, untrack(|| mirror.today()));
    let asked = response.clone();
    let fault = Memo::new(move |_| mirror.read(|book| rules::response_fault(book, &asked, today)));
    let owner = name_of(mirror, response.owner.map(|owner| owner.id()));
    let review = response.review_on.map(|day| format!("look again {}", words::day(day)));
    let decided = response.decided_on.map(|day| format!("since {}", words::day(day)));
    let fault = Signal::derive(move || {
        fault.get().map(|fault| match fault {
            ResponseFault::NoOwner => "nobody sees to it",
            ResponseFault::OwnerLeft => "owner has left",
            ResponseFault::NoReview => "no day to look again",
            ResponseFault::ReviewDue { .. } => "look again now",
        })
    });
    let mut items: Vec<MenuItem> = GO_ON
        .into_iter()
        .filter_map(|(label, days)| {
            let (skill, response) = (skill.clone(), response.clone());
            let day = today.checked_add_days(Days::new(days))?;
            Some(MenuItem::new(label, move || mirror.commit(commands::look_again(&skill, &response, day))))
        })
        .collect();
    items.push(MenuItem::new("Decide anew", move || on_answer.run(record)));
    let href = format!("/record/{}", response.id);
    let label = response.answer.label();
    let reason = words::excerpt(&response.reason, 240);
    items.push(MenuItem::new("End this answer", move || {
        mirror.commit(commands::end_response(&skill, &response, untrack(|| mirror.today())));
    }));
    view! {
        <div class="answer">
            <p>
                <a href=href>{label}</a>
                {(!reason.is_empty()).then(|| format!(": {reason}"))}
            </p>
            <p class="row small soft">
                {(!owner.is_empty()).then(|| view! { <span>{owner}</span> })}
                {decided.map(|decided| view! { <span>{decided}</span> })}
                {move || review.clone().filter(|_| fault.get().is_none()).map(|review| view! { <span>{review}</span> })}
                {move || fault.get().map(|fault| view! { <Badge tone=Tone::Signal>{fault}</Badge> })}
                <Show when=move || mirror.may_write(Audience::Everyone)>
                    <Menu label="What to do with this answer" sign=Sign::Ellipsis items=items.clone() />
                </Show>
            </p>
        </div>
    }
}
