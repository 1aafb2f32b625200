//! Somebody accepted: when they start (HI-11).

use design::{DateInput, Field};
use kernel::{Date, RecordId};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::UnsentDialog;

use super::candidate::opening_of;
use crate::{Candidate, commands};

/// Asks for the first day, and makes the candidate a person of the team.
#[component]
pub fn HireDialog(open: RwSignal<bool>, candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let starts = RwSignal::new(None::<Date>);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        missing.set(None);
        let agreed = mirror.get::<Candidate>(candidate).and_then(|one| one.starts_on);
        starts.set(agreed.or_else(|| {
            let today = mirror.today();
            mirror.read(|book| opening_of(book, candidate)?.wanted_from.filter(|day| *day > today))
        }));
    };
    let make = move |()| {
        missing.set(starts.get_untracked().is_none().then(|| "Say when they start.".to_owned()));
        let starts_on = starts.get_untracked()?;
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        untrack(|| {
            mirror.read(|book| {
                let entry = book.get::<Candidate>(candidate)?;
                let ids = [mirror.new_id(), mirror.new_id()];
                Some(commands::hire(book, &author, ids, &entry, starts_on, today))
            })
        })
    };
    view! {
        <UnsentDialog open title="They accepted" act="Welcome them" texts=[] on_open=begin make>
            <p>"They become a person of the team, with the role, level, team and manager of the opening, and count for span from their first day. The opening is filled."</p>
            <Field label="First day at work" error=missing>
                <DateInput value=starts on_change=move |day| starts.set(day) />
            </Field>
        </UnsentDialog>
    }
}
