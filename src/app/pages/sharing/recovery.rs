//! The recovery key: made, shown once, printed.

use design::{Button, ButtonKind, Icon, QrCode, Section, Sign};
use engine::message::{Path, PathState, Phase, SheetText};
use kernel::Problem;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::invitations::name_for_others;
use crate::{browser, session::Session, sharing};

/// The section.
#[component]
pub fn RecoveryKey(session: Session) -> impl IntoView {
    let mirror = session.mirror;
    let sheet = RwSignal::new(None::<SheetText>);
    let (under_way, refused) = (RwSignal::new(false), RwSignal::new(None::<Problem>));
    let make = move |()| {
        under_way.set(true);
        refused.set(None);
        let name = format!("Recovery key of {}", untrack(|| mirror.today()));
        spawn_local(async move {
            match mirror.make_recovery_key(name).await {
                Ok(made) => drop(sheet.try_set(Some(made))),
                Err(problem) => drop(refused.try_set(Some(problem))),
            }
            under_way.try_set(false);
        });
    };
    // A key that the relay has not heard of would open nothing.
    let no_relay = Signal::derive(move || {
        let is_there = |path: &PathState| {
            path.path == Path::Relay && matches!(path.phase, Phase::Same | Phase::Exchanging { .. })
        };
        !mirror.sharing().paths.iter().any(is_there)
    });
    let disabled = Signal::derive(move || under_way.get() || no_relay.get() || !mirror.is_ready());
    view! {
        <Section title="Recovery key">
            <p class="soft prose">
                "On paper, for the day when every device of yours is lost: with it and the relay, all you can read comes back, \
                 what is for everyone and what is for you only."
            </p>
            <Show when=move || no_relay.get()>
                <p class="soft small">"It is made while the relay is connected, because what comes back comes from there. See Connections above."</p>
            </Show>
            {move || refused.get().map(|problem| view! {
                <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
            })}
            {move || match sheet.get() {
                None => view! {
                    <div class="row">
                        <Button disabled on_press=make>{move || if under_way.get() { "Making it…" } else { "Make a recovery key" }}</Button>
                    </div>
                }.into_any(),
                Some(made) => view! { <Sheet session made on_close=move |()| sheet.set(None) /> }.into_any(),
            }}
        </Section>
    }
}

/// The key, as it is printed.
#[component]
fn Sheet(session: Session, made: SheetText, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let text = StoredValue::new(made);
    let groups: Vec<String> = text.with_value(|made| made.text().split('-').map(str::to_owned).collect());
    let copy = move |()| {
        spawn_local(async move {
            let copied = browser::copy(&text.with_value(|made| made.text().to_owned())).await;
            session.toasts.say(if copied {
                "The key is copied. Paste it where only you can read it."
            } else {
                "This browser does not let pages copy: print the key, or write it down."
            });
        });
    };
    let workspace = untrack(|| name_for_others(session));
    let made_on = sharing::moment(session, session.mirror.now());
    let relay = untrack(|| session.mirror.sharing().relay.clone()).unwrap_or_default();
    let place = browser::origin();
    view! {
        <div class="stack">
            <p class="prose" role="status">
                <strong>"Print it or write it down now: it is shown once and kept nowhere."</strong>
                " Whoever has it can read everything you can, and write in your name. If it gets lost, take it out above and make another."
            </p>
            <article class="key-sheet stack" aria-label="The sheet">
                <h3>{format!("Recovery key: {workspace}")}</h3>
                <p class="small">{format!("Made {made_on}. It brings this workspace back when every device is lost. Keep it as you would a passport: whoever has it can read everything its owner can.")}</p>
                <ol class="key-groups" aria-label="The recovery key">
                    {groups.into_iter().map(|group| view! { <li>{group}</li> }).collect_view()}
                </ol>
                <div class="key-how">
                    <QrCode text=Signal::derive(move || text.with_value(|made| made.text().to_owned())) label="The recovery key as a QR code" />
                    <ol class="key-steps small">
                        <li>{format!("Open {place} in a browser where Pilothouse is empty.")}</li>
                        <li>"Choose “Workspaces”, then “Use a recovery key”."</li>
                        <li>"Scan the code, or type the twelve groups. Each checks itself, so a mistake is found."</li>
                        <li>{format!("The relay is {relay}.")}</li>
                    </ol>
                </div>
            </article>
            <div class="row">
                <Button kind=ButtonKind::Primary on_press=move |()| browser::print()>"Print"</Button>
                <Button sign=Sign::Copy on_press=copy>"Copy the key"</Button>
                <Button on_press=move |()| on_close.run(())>"I have it: hide it for good"</Button>
            </div>
        </div>
    }
}
