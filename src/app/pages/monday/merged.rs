//! What merged while one was away, in a line for each who wrote; and how much there is to settle.

use design::{LinkButton, Section};
use kernel::words;
use leptos::prelude::*;
use threads::view::contradictions;

use crate::{merged, session::use_session};

/// The section; nothing while nothing is new and nothing to settle.
#[component]
pub fn Merged() -> impl IntoView {
    let session = use_session();
    let before = merged::seen(session);
    let all = merged::arrivals(session);
    let standing = contradictions();
    let lines = Memo::new(move |_| {
        let new =
            all.with(|all| all.iter().filter(|arrival| arrival.number > before).cloned().collect::<Vec<_>>());
        let mut lines: Vec<String> = merged::grouped(&new)
            .into_iter()
            .map(|group| {
                let records = words::counted(group.records.len(), "record", "records");
                match session.mirror.member_name(group.member).as_str() {
                    "You" => format!("You, on another device: {records}"),
                    name => format!("{name}: {records}"),
                }
            })
            .collect();
        match standing.with(Vec::len) {
            0 => {}
            1 => lines.push("One contradiction to settle".to_owned()),
            count => lines.push(format!("{count} contradictions to settle")),
        }
        lines
    });
    view! {
        <Show when=move || lines.with(|lines| !lines.is_empty())>
            <Section title="Merged while you were away">
                <ul class="safe soft">
                    {move || lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
                <p><LinkButton href="/merged">"See what merged"</LinkButton></p>
            </Section>
        </Show>
    }
}
