//! Before sharing: what it is, and how it begins.

use design::{Checkbox, Disclosure, Field, PageHeader, Section, TextInput};
use engine::message::Share;
use leptos::prelude::*;
use roster::rules;
use wasm_bindgen_futures::spawn_local;

use super::super::introduction::{Introduce, Introduction};
use crate::{browser, session::Session};

/// The page of a workspace that is on this device alone.
#[component]
pub fn Alone(session: Session) -> impl IntoView {
    let mirror = session.mirror;
    let me = untrack(|| mirror.read(rules::me)).map(|me| me.name.clone()).unwrap_or_default();
    let who = Introduction::new(me);
    let (relay, token) = (RwSignal::new(browser::own_relay()), RwSignal::new(String::new()));
    let with_relay = RwSignal::new(true);
    let filled = |text: RwSignal<String>| text.with(|text| !text.trim().is_empty());
    let disabled = Signal::derive(move || !mirror.is_ready() || (with_relay.get() && !filled(relay)));
    let start = move |()| {
        let given = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        let with_relay = with_relay.get_untracked();
        let (name, device) = who.given();
        let share = Share::Start {
            relay: with_relay.then(|| given(relay)),
            token: Some(given(token)).filter(|token| with_relay && !token.is_empty()),
            name,
            device,
        };
        spawn_local(async move {
            let answer = mirror.share(share).await;
            // Done: another page is there by now, and this one gone.
            who.under_way.try_set(false);
            if let Err(problem) = answer {
                who.refused.try_set(Some(problem));
            }
        });
    };
    view! {
        <PageHeader title="Sharing" subtitle="This workspace is on this device alone." />
        <div class="stack wide sharing">
            <Section title="What it is">
                <p class="prose">
                    "Sharing lets other managers, and your own further devices, work in this workspace; what you write \
                     apart comes together by itself. Everything is sealed on this device before it leaves it: the relay \
                     that passes it on cannot read a word. What only you can read goes to your own devices and to nobody else."
                </p>
            </Section>
            <Section title="Begin">
                <Introduce who act="Start sharing" doing="Making keys and sealing…" disabled on_act=start>
                    <Disclosure label="Relay">
                        <div class="stack">
                            <Checkbox
                                label="Meet at a relay"
                                checked=with_relay
                                on_change=move |yes| with_relay.set(yes)
                            />
                            <Show
                                when=move || with_relay.get()
                                fallback=|| view! {
                                    <p class="soft small">"Without a relay nothing goes to the others until there is one. It can be named later."</p>
                                }
                            >
                                <Field label="Address" hint="The server that you opened Pilothouse from, unless you run another one.">
                                    <TextInput value=relay on_input=move |text| relay.set(text) kind="url" />
                                </Field>
                                <Field label="Token" hint="Only where the relay asks for one to make workspaces.">
                                    <TextInput value=token on_input=move |text| token.set(text) />
                                </Field>
                            </Show>
                        </div>
                    </Disclosure>
                </Introduce>
            </Section>
        </div>
    }
}
