//! Since Friday: what came and changed.

use design::{Badge, Section, Tone};
use kernel::words;
use leptos::prelude::*;
use threads::monday;

use crate::session::use_session;

/// The section.
#[component]
pub fn SinceFriday() -> impl IntoView {
    let mirror = use_session().mirror;
    let since = Memo::new(move |_| {
        let today = mirror.today();
        let offset = mirror.offset_on(monday::last_friday(today));
        mirror.read(|book| monday::since_friday(book, today, offset))
    });
    let count = Signal::derive(move || Some(since.with(|since| since.count)));
    view! {
        <Section title="Since Friday" count>
            <Show when=move || since.with(|since| since.latest.is_empty())>
                <p class="soft">"Nothing was written since Friday."</p>
            </Show>
            <ul class="since">
                {move || since.get().latest.into_iter().map(|change| {
                    let day = words::day(mirror.day_of(change.changed.at));
                    view! {
                        <li>
                            <a href=change.address>{change.title}</a>
                            <span class="small soft">{change.kind}" · "{day}</span>
                            {change.new.then(|| view! { <Badge tone=Tone::Accent>"new"</Badge> })}
                        </li>
                    }
                }).collect_view()}
            </ul>
            {move || {
                let hidden = since.with(|since| since.count.saturating_sub(since.latest.len()));
                (hidden > 0).then(|| view! { <p class="soft small">{format!("and {hidden} more")}</p> })
            }}
        </Section>
    }
}
