//! Connections: over what the copies meet, how that stands, why not; and what came and was not taken in.

use design::{Badge, Button, Disclosure, Each, Field, FormDialog, Section, Sign, TextInput, Tone};
use engine::message::{PathState, Phase, SetAside, Share};
use kernel::words;
use leptos::prelude::*;

use crate::{browser, session::Session, sharing};

/// The section.
#[component]
pub fn Connections(session: Session) -> impl IntoView {
    let state = move || session.mirror.sharing();
    let paths = Memo::new(move |_| state().paths.clone());
    let relay = Memo::new(move |_| state().relay.clone());
    let changing = RwSignal::new(false);
    let actions = move || view! { <Button sign=Sign::Server on_press=move |()| changing.set(true)>"Change the relay"</Button> };
    view! {
        <Section title="Connections" actions>
            <p class="soft small">{move || match relay.get() {
                Some(relay) => format!("You meet at {relay}."),
                None => "There is no relay: what is written here goes to devices that are connected directly, and by file.".to_owned(),
            }}</p>
            <ul class="entries">
                <Each each=move || paths.get() key=|path| (path.link, sharing::stands(path), path.since, path.problem.clone().map(|problem| problem.what)) let:path>
                    <OnePath session path />
                </Each>
            </ul>
        </Section>
        <ChangeRelay session open=changing relay />
    }
}

#[component]
fn OnePath(session: Session, path: PathState) -> impl IntoView {
    let name = sharing::path(&path, path.device.map(|device| session.mirror.device_name(device)));
    let since = sharing::moment(session, path.since);
    let stands = sharing::stands(&path);
    let why = path.problem;
    // Also over a connection that is there something may be wrong: a gap, a fork, what was refused.
    let tone = if path.phase == Phase::Away || why.is_some() { Tone::Signal } else { Tone::Plain };
    view! {
        <li>
            <span class="name">{name}</span>
            <Badge tone>{stands}</Badge>
            <span class="soft small">{format!("since {since}")}</span>
            {why.map(|problem| view! { <span class="small about">{problem.to_string()}</span> })}
        </li>
    }
}

#[component]
fn ChangeRelay(session: Session, open: RwSignal<bool>, relay: Memo<Option<String>>) -> impl IntoView {
    let (address, token) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let change = move |()| {
        let given = |text: RwSignal<String>| Some(text.with_untracked(|text| text.trim().to_owned()));
        let filled = |text: &String| !text.is_empty();
        let share = Share::Relay { relay: given(address).filter(filled), token: given(token).filter(filled) };
        sharing::ask(session, share, "Done. Tell the others: everybody chooses their relay on their own.");
        true
    };
    view! {
        <FormDialog
            open
            title="Change the relay"
            act="Meet there"
            on_open=move |()| {
                address.set(relay.get_untracked().unwrap_or_else(browser::own_relay));
                token.set(String::new());
            }
            on_act=change
        >
            <Field label="Address" hint="Empty: no relay, only direct connections and files. The page may refuse to talk to servers other than its own.">
                <TextInput value=address on_input=move |text| address.set(text) kind="url" />
            </Field>
            <Field label="Token" hint="Only where the relay asks for one to make workspaces.">
                <TextInput value=token on_input=move |text| token.set(text) />
            </Field>
        </FormDialog>
    }
}

/// The section of what came and was not taken in; nothing while there is none.
#[component]
pub fn Aside(session: Session) -> impl IntoView {
    let aside = Memo::new(move |_| session.mirror.sharing().aside.clone());
    view! {
        <Show when=move || aside.with(|aside| !aside.is_empty())>
            <Section title="Set aside" count=Signal::derive(move || Some(aside.with(Vec::len)))>
                <p class="soft prose">"This came and was not taken in: nothing here was changed by it."</p>
                <Disclosure label="What and why">
                    <ul class="entries">
                        <Each each=move || aside.get() key=|one| (one.device, one.at, one.times, one.problem.what.clone()) let:one>
                            <OneAside session one />
                        </Each>
                    </ul>
                </Disclosure>
            </Section>
        </Show>
    }
}

#[component]
fn OneAside(session: Session, one: SetAside) -> impl IntoView {
    let SetAside { device, problem, at, times } = one;
    let times = words::counted(times, "time", "times");
    let when = sharing::moment(session, at);
    view! {
        <li>
            <span class="name">{move || session.mirror.device_name(device)}</span>
            <span class="soft small">{format!("{times}, last on {when}")}</span>
            <span class="small about">{problem.to_string()}</span>
        </li>
    }
}
