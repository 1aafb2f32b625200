//! Needs you: at most seven notices, the most pressing first.

use design::{EmptyState, LinkButton, Section, Sign};
use leptos::prelude::*;
use threads::{notices, view::NoticeCards};

/// The section.
#[component]
pub fn NeedsYou() -> impl IntoView {
    let standing = threads::view::standing();
    let shown = Memo::new(move |_| standing.with(|standing| notices::needs_you(standing)));
    let more = move || standing.with(Vec::len) - shown.with(Vec::len);
    view! {
        <Section title="Needs you" count=Signal::derive(move || Some(shown.with(Vec::len)))>
            <Show when=move || shown.with(Vec::is_empty)>
                <EmptyState
                    title="Nothing needs you now"
                    why="When a 1:1 slips, feedback waits to be told or a team grows past what one person can care for, it shows here with its facts and the next step."
                    sign=Sign::CircleCheck
                />
            </Show>
            <NoticeCards shown />
            <Show when=move || { more() > 0 }>
                <p><LinkButton href="/notices">{move || format!("{} more", more())}</LinkButton></p>
            </Show>
        </Section>
    }
}
