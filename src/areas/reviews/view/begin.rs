//! Beginning a review cycle: its period, its days, and whom it is for (PR-1).

use std::collections::BTreeSet;

use design::{Checkbox, DateInput, Field};
use kernel::{Date, RecordId};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{UnsentDialog, UnsentLine, UnsentText};

use crate::{ReviewCycle, commands, rules};

/// Asks for the name, the days and the people of a new cycle.
#[component]
pub fn BeginDialog(open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let name = UnsentText::of("review cycle");
    let days @ [from, until, launch, due, share] = [(); 5].map(|()| RwSignal::new(None::<Date>));
    let people = RwSignal::new(BTreeSet::<RecordId>::new());
    let wrong @ [no_name, no_period, nobody] = [(); 3].map(|()| RwSignal::new(None::<String>));
    let offered = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::offered(book, today))
    });
    let begin = move |()| {
        let today = mirror.today();
        days.iter().for_each(|day| day.set(None));
        wrong.iter().for_each(|wrong| wrong.set(None));
        if let Some((first, last)) = rules::last_half(today) {
            from.set(Some(first));
            until.set(Some(last));
        }
        launch.set(Some(today));
        due.set(Some(today + chrono::Duration::days(21)));
        share.set(Some(today + chrono::Duration::days(35)));
        people.set(offered.with(|people| people.iter().map(|person| person.id).collect()));
    };
    let make = move |()| {
        let said = name.said();
        let period = from.get_untracked().zip(until.get_untracked()).filter(|(from, until)| from <= until);
        let chosen = offered.with_untracked(|all| {
            let of = people.get_untracked();
            all.iter().filter(|person| of.contains(&person.id)).cloned().collect::<Vec<_>>()
        });
        no_name.set(said.is_none().then(|| "Say what it is called.".to_owned()));
        no_period.set(period.is_none().then(|| "Say both days of the period, the first first.".to_owned()));
        nobody.set(chosen.is_empty().then(|| "Choose whom it is for.".to_owned()));
        let (from, until) = period?;
        let cycle = ReviewCycle {
            name: said?,
            from: Some(from),
            until: Some(until),
            launch_on: launch.get_untracked(),
            due: due.get_untracked(),
            share_by: share.get_untracked(),
            ..ReviewCycle::default()
        };
        if chosen.is_empty() {
            return None;
        }
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        Some(commands::begin_cycle(&author, mirror.new_id(), &cycle, &chosen, today))
    };
    let tick = move |person: RecordId, on: bool| {
        people.update(|people| {
            if on {
                people.insert(person)
            } else {
                people.remove(&person)
            };
        });
    };
    view! {
        <UnsentDialog open title="Begin a review cycle" act="Begin it" texts=[name] on_open=begin make>
            <Field label="Name" hint="Everyone in the workspace can read it." error=no_name>
                <UnsentLine text=name />
            </Field>
            <Field label="Period from" error=no_period>
                <DateInput value=from on_change=move |day| from.set(day) />
            </Field>
            <Field label="Period to">
                <DateInput value=until on_change=move |day| until.set(day) />
            </Field>
            <Field label="Launch day" hint="Level, team and manager are kept as they are on that day. Today launches it at once.">
                <DateInput value=launch on_change=move |day| launch.set(day) />
            </Field>
            <Field label="Written by">
                <DateInput value=due on_change=move |day| due.set(day) />
            </Field>
            <Field label="Shared by">
                <DateInput value=share on_change=move |day| share.set(day) />
            </Field>
            <Field label="For" group=true error=nobody>
                <div class="stack tight">
                    {move || offered.get().into_iter().map(|person| {
                        let id = person.id;
                        view! {
                            <Checkbox
                                label=person.name.clone()
                                checked=Signal::derive(move || people.with(|people| people.contains(&id)))
                                on_change=move |on| tick(id, on)
                            />
                        }
                    }).collect_view()}
                </div>
            </Field>
        </UnsentDialog>
    }
}
