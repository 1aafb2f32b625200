//! Which of the people the user is.

use design::{Checkbox, Combobox, Field, Pick};
use document::Batch;
use kernel::text::fold;
use leptos::prelude::*;
use roster::{Person, Profile, commands, rules};

use crate::session::use_session;

/// How many people the list offers at once (ours).
const OFFERED: usize = 8;

/// Asks which of the people the user is; somebody who is not there yet can be added by name.
#[component]
pub fn WhoAmI() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let me = Memo::new(move |_| mirror.read(rules::me));
    let experienced =
        Memo::new(move |_| mirror.all::<Profile>().first().is_some_and(|profile| profile.experienced));
    let query = RwSignal::new(String::new());
    let options = Memo::new(move |_| {
        let query = query.with(|query| fold(query));
        let people = mirror.all::<Person>();
        let fits = people.iter().filter(|person| {
            fold(&person.name).split(' ').any(|word| word.starts_with(&query))
                || fold(&person.name).contains(&query)
        });
        fits.take(OFFERED)
            .map(|person| Pick {
                key: person.id.to_string(),
                label: person.name.clone(),
                note: person.title.clone().unwrap_or_default(),
            })
            .collect::<Vec<Pick>>()
    });
    let pick = move |pick: Pick| {
        let Some(person) = pick.key.parse().ok().and_then(|id| untrack(|| mirror.get::<Person>(id))) else {
            return;
        };
        let author = untrack(|| mirror.author());
        mirror.commit(untrack(|| {
            mirror.read(|book| commands::this_is_me(book, &author, mirror.new_id(), &person))
        }));
    };
    let create = move |name: String| {
        let author = untrack(|| mirror.author());
        let (id, profile_id) = (mirror.new_id(), mirror.new_id());
        let person = Person { name: name.clone(), ..Person::default() };
        let standing = untrack(|| mirror.all::<Profile>()).first().cloned();
        let batch = Batch::new(format!("Add {name} as yourself")).with(author.create(id, &person));
        mirror.commit(match standing {
            Some(profile) => batch.with_all(profile.update(|profile| {
                profile.name.clone_from(&name);
                profile.person = Some(id.into());
            })),
            None => batch.with(
                author.create(profile_id, &Profile { name, person: Some(id.into()), ..Profile::default() }),
            ),
        });
    };
    let set_experienced = move |yes: bool| {
        if let Some(profile) = untrack(|| mirror.all::<Profile>()).first() {
            let edits = profile.update(|profile| profile.experienced = yes);
            mirror.commit(Batch::new("Say how senior the team is").with_all(edits));
        }
    };
    let not_ready = Signal::derive(move || !mirror.is_ready());
    view! {
        <div class="stack settings-form">
            <Field label="Which of the people are you?" hint="People who report to you are then your reports: Monday and 1:1s are about them.">
                <Combobox
                    value=Signal::derive(move || me.with(|me| me.as_ref().map(|me| me.name.clone()).unwrap_or_default()))
                    options
                    on_query=move |text| query.set(text)
                    on_pick=pick
                    on_create=create
                    placeholder="Type your name"
                    readonly=not_ready
                />
            </Field>
            <Show when=move || me.with(Option::is_some)>
                <Checkbox
                    label="My team is stable and senior, and I am experienced: up to ten reports are fine"
                    checked=experienced
                    on_change=set_experienced
                />
            </Show>
        </div>
    }
}
