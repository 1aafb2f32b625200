//! Whether what was submitted is what is here, as the engine compares it.

use kernel::RecordId;
use leptos::{prelude::*, task::spawn_local};
use mirror::{Compared, use_mirror};
use std::collections::BTreeMap;

use crate::{Score, Scorecard};

/// What was submitted in a round beside what is here, by card. Asked again when a card or who has submitted changes.
pub fn verdicts(round: Signal<Option<RecordId>>) -> RwSignal<BTreeMap<RecordId, Compared>> {
    let mirror = use_mirror();
    let found = RwSignal::new(BTreeMap::new());
    Effect::new(move |_| {
        // What it depends on: the cards and who has submitted.
        let _ = (mirror.all::<Scorecard>(), mirror.all::<Score>());
        let circles = mirror.hidden_circles();
        let Some(round) = round.get() else { return };
        if circles.iter().any(|one| one.round == round && !one.submissions.is_empty()) {
            spawn_local(async move {
                if let Ok(all) = mirror.compare(round).await {
                    found.try_set(all.into_iter().collect());
                }
            });
        }
    });
    found
}

/// What that comes to, in words; nothing where all is as it should be.
#[component]
pub fn Verdict(verdict: Compared) -> impl IntoView {
    let says = match verdict {
        Compared::Same => "It is what was submitted.",
        Compared::Changed => "It was changed after it was submitted.",
        Compared::Nothing => "It is said to be submitted, and nothing is in it.",
        Compared::Coming => "It is said to be submitted, and has not come yet.",
        Compared::Shut => "Its key has not come yet: it comes with the next who has it.",
    };
    let role = if matches!(verdict, Compared::Changed | Compared::Nothing) { "note" } else { "" };
    view! { <p class="small" class:soft=verdict == Compared::Same role=(!role.is_empty()).then_some(role)>{says}</p> }
}
