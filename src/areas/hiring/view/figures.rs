//! What hiring takes, against one's own history (HI-7).

use design::{Section, Stat, StatGroup};
use kernel::words;
use leptos::prelude::*;
use mirror::use_mirror;

use crate::rules::{self, Figures, Period};

/// The figures of a year, each with the year before.
#[component]
pub fn FiguresShown() -> impl IntoView {
    let mirror = use_mirror();
    let both = Memo::new(move |_| {
        let year = Period::before(mirror.today(), 365);
        let before = Period::before(year.from - chrono::Days::new(1), 365);
        mirror.read(|book| (rules::figures(book, year), rules::figures(book, before)))
    });
    let any = move || both.with(|(now, before)| now.interviews + now.offers + before.interviews > 0);
    view! {
        <Show when=any>
            <Section title="What hiring takes">
                <p class="soft small">"The last 365 days, beside the year before. Interviews and offers count by their own day, answers by the day of the answer."</p>
                <StatGroup stats=Signal::derive(move || both.with(|(now, before)| stats(now, before))) />
            </Section>
        </Show>
    }
}

fn stats(now: &Figures, before: &Figures) -> Vec<Stat> {
    let stat = |label: &str, value: String, rests_on: String, before: String| Stat {
        label: label.to_owned(),
        value,
        note: format!("{rests_on}; before: {before}"),
        href: String::new(),
    };
    let ratio = |of: &Figures| {
        of.interviews_per_offer().map_or_else(|| "no offer".to_owned(), |ratio| format!("{ratio:.1}"))
    };
    let accepted = |of: &Figures| match of.decided {
        0 => "none answered".to_owned(),
        decided => format!("{} of {decided}", of.accepted),
    };
    let middle = |days: &[i64]| rules::median(days).map_or_else(|| "nobody".to_owned(), words::days);
    let (fill, hire) = (|of: &Figures| middle(&of.to_fill), |of: &Figures| middle(&of.to_hire));
    vec![
        stat(
            "Interviews per offer",
            ratio(now),
            format!("{} interviews, {} offers", now.interviews, now.offers),
            ratio(before),
        ),
        stat("Offers accepted", accepted(now), "of those answered".to_owned(), accepted(before)),
        stat(
            "Time to fill",
            fill(now),
            format!("approval to acceptance, the middle of {}", now.to_fill.len()),
            fill(before),
        ),
        stat(
            "Time to hire",
            hire(now),
            format!("first step to acceptance, the middle of {}", now.to_hire.len()),
            hire(before),
        ),
    ]
}
