//! Before sharing: what it is, and how it begins.

use design::{Button, ButtonKind, Checkbox, Disclosure, Field, PageHeader, Section, Sign, TextInput};
use engine::message::Share;
use kernel::Problem;
use leptos::prelude::*;
use roster::rules;
use wasm_bindgen_futures::spawn_local;

use crate::{browser, session::Session, sharing};

/// The page of a workspace that is on this device alone.
#[component]
pub fn Alone(session: Session) -> impl IntoView {
    let mirror = session.mirror;
    let me = untrack(|| mirror.read(rules::me)).map(|me| me.name.clone()).unwrap_or_default();
    let (name, device) = (RwSignal::new(me), RwSignal::new(sharing::device_name(&browser::user_agent())));
    let (relay, token) = (RwSignal::new(browser::own_relay()), RwSignal::new(String::new()));
    let with_relay = RwSignal::new(true);
    let under_way = RwSignal::new(false);
    let refused = RwSignal::new(None::<Problem>);
    let filled = |text: RwSignal<String>| text.with(|text| !text.trim().is_empty());
    let disabled = Signal::derive(move || {
        under_way.get()
            || !mirror.is_ready()
            || !filled(name)
            || !filled(device)
            || (with_relay.get() && !filled(relay))
    });
    let start = move |()| {
        let given = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        let with_relay = with_relay.get_untracked();
        let share = Share::Start {
            relay: with_relay.then(|| given(relay)),
            token: Some(given(token)).filter(|token| with_relay && !token.is_empty()),
            name: given(name),
            device: given(device),
        };
        under_way.set(true);
        refused.set(None);
        spawn_local(async move {
            let answer = mirror.share(share).await;
            // Done: another page is there by now, and this one gone.
            under_way.try_set(false);
            if let Err(problem) = answer {
                refused.try_set(Some(problem));
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
                     that passes it on cannot read a word. What only you may read goes to your own devices and to nobody else."
                </p>
            </Section>
            <Section title="Begin">
                <form class="stack sharing-form" on:submit=move |event| {
                    event.prevent_default();
                    if !disabled.get_untracked() {
                        start(());
                    }
                }>
                    <Field label="Your name" hint="As the others see you.">
                        <TextInput value=name on_input=move |text| name.set(text) />
                    </Field>
                    <Field label="This device" hint="As you and the others see it among your devices.">
                        <TextInput value=device on_input=move |text| device.set(text) />
                    </Field>
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
                    {move || refused.get().map(|problem| view! {
                        <p class="import-refused" role="alert">{problem.to_string()}</p>
                    })}
                    <div class="row">
                        <Button kind=ButtonKind::Primary sign=Sign::Users disabled on_press=start>
                            {move || if under_way.get() { "Making keys and sealing…" } else { "Start sharing" }}
                        </Button>
                    </div>
                </form>
            </Section>
        </div>
    }
}
