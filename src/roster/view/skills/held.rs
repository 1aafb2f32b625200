//! One line of who holds a skill how deep: on the person's page named by the skill, on the skill's by the person.

use design::{Badge, Button, Tone};
use kernel::words;
use leptos::prelude::*;

use super::rating::said_by;
use crate::rules::Held;

/// The other end, how deep, who says so since when, and the way to rate again.
#[component]
pub fn HeldLine(
    /// The name of the other end.
    name: String,
    /// Where the other end is.
    href: String,
    /// The rating that holds.
    held: Held,
    /// Whether the person and others see it apart.
    #[prop(optional)]
    apart: bool,
    /// Rates again.
    on_rate: Callback<()>,
) -> impl IntoView {
    let on = held.rating.on.map_or_else(|| "no day".to_owned(), words::day);
    view! {
        <li>
            <a href=href>{name}</a>
            <span class="small">{held.depth().label()}</span>
            <span class="small soft nowrap">{format!("{}, {on}", said_by(held.rating.source))}</span>
            {apart.then(|| view! { <Badge>"seen apart"</Badge> })}
            {held.to_confirm.then(|| view! { <Badge tone=Tone::Plain>"to confirm"</Badge> })}
            <Button on_press=move |()| on_rate.run(())>"Rate again"</Button>
        </li>
    }
}
