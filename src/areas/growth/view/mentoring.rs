//! Who teaches somebody and whom they teach, on the page of their growth (GR-6).

use design::{Badge, Button, Section, Sign};
use document::{Audience, Entry};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::called;

use super::pairs::PairDialog;
use crate::{Mentoring, rules};

/// The mentoring pairs of one person, as the one who learns and as the one who teaches.
#[component]
pub fn PersonMentoring(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let learns = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::pairs_of(book, person, today))
    });
    let teaches = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::taught_by(book, person, today))
    });
    let (pairing, who) = (RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let pair_up = move |()| {
        who.set(Some(person));
        pairing.set(true);
    };
    let none = move || learns.with(Vec::is_empty) && teaches.with(Vec::is_empty);
    view! {
        <Section
            title="Mentoring"
            actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=pair_up>"Find a mentor"</Button> }
        >
            <Show when=none>
                <p class="soft">"No pair yet: somebody senior, on one thing that is named."</p>
            </Show>
            <ul class="entries">
                {move || learns.get().into_iter().map(|pair| view! { <Line pair teaches=false /> }).collect_view()}
                {move || teaches.get().into_iter().map(|pair| view! { <Line pair teaches=true /> }).collect_view()}
            </ul>
        </Section>
        <PairDialog open=pairing person=who />
    }
}

#[component]
fn Line(
    pair: Entry<Mentoring>,
    /// Whether the person of the page is the one who teaches.
    teaches: bool,
) -> impl IntoView {
    let mirror = use_mirror();
    let other = called(if teaches { pair.person } else { pair.mentor });
    let role = move || {
        let other = other.get().unwrap_or_else(|| "nobody".to_owned());
        if teaches { format!("teaches {other}") } else { format!("taught by {other}") }
    };
    let skill = pair.skill.map(|skill| skill.id());
    let skill = move || skill.and_then(|skill| mirror.title(skill));
    let until = pair.until;
    let under_way = move || until.is_none_or(|until| until >= mirror.today());
    let days = match (pair.from, pair.until) {
        (_, Some(until)) => format!("until {}", words::day(until)),
        (Some(from), None) => format!("since {}", words::day(from)),
        (None, None) => String::new(),
    };
    let passed = words::excerpt(&pair.passed_on, 140);
    view! {
        <li>
            <a href=format!("/record/{}", pair.id)>{words::excerpt(&pair.about, 100)}</a>
            <span class="small soft">{role}</span>
            {move || skill().map(|skill| view! { <Badge>{skill}</Badge> })}
            <span class="small soft nowrap">{days}</span>
            {move || (!under_way()).then(|| view! { <Badge>"ended"</Badge> })}
            {(!passed.is_empty()).then(|| view! { <span class="small soft">{format!("passed on: {passed}")}</span> })}
        </li>
    }
}
