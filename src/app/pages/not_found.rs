//! The page of an address that leads nowhere.

use design::{ButtonKind, EmptyState, LinkButton, PageHeader, Sign};
use leptos::prelude::*;

/// Says so, and where to go instead.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PageHeader title="Nothing here" />
        <EmptyState
            title="This address leads to no page"
            why="What it named may have been taken out, or the address was cut short on its way."
            sign=Sign::Compass
        >
            <LinkButton kind=ButtonKind::Primary href="/">"Go to Monday"</LinkButton>
            <LinkButton href="/search">"Search everything"</LinkButton>
        </EmptyState>
    }
}
