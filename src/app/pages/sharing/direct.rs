//! Connecting to a device without a server: one shows a code, the other takes it and shows one in return.

use design::{Button, Disclosure, Field, Icon, QrCode, ScanCode, Section, Sign, TextArea, TextInput};
use engine::message::{Meet, MeetingState, Share};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{browser, session::Session};

/// How every code begins; what does not is not even asked about.
const BEGINNING: &str = "ph-meet.";

/// The section; nothing while there is no other device to connect to.
#[component]
pub fn Direct(session: Session) -> impl IntoView {
    let meeting = Memo::new(move |_| session.mirror.sharing().meeting.clone());
    let has_others = Memo::new(move |_| {
        let sharing = session.mirror.sharing();
        let mut devices = sharing.members.iter().flat_map(|member| &member.devices);
        devices.any(|device| !device.is_this && !device.is_out)
    });
    let stop = move |()| ask(session, Meet::Stop, None);
    let cancel = move || view! { <div class="row"><Button on_press=stop>"Cancel"</Button></div> };
    let shown = move || {
        match meeting.get() {
        None => view! { <Begin session /> }.into_any(),
        Some(MeetingState::Preparing) => {
            view! { <p class="soft" role="status">"Making a code…"</p> {cancel()} }.into_any()
        }
        Some(MeetingState::Show { code }) => view! {
            <p>"1. Take this code on the other device: there too it is “Scan a code”, or “Paste a code”."</p>
            <Shown session code />
            <p>"2. Take the code here that it shows in return."</p>
            <Take session />
            {cancel()}
        }
        .into_any(),
        Some(MeetingState::Return { code, to }) => view! {
            <p>{move || format!("Take this code on {}. The two connect by themselves then.", session.mirror.device_name(to))}</p>
            <Shown session code />
            {cancel()}
        }
        .into_any(),
        Some(MeetingState::Connecting) => {
            view! { <p class="soft" role="status">"Looking for each other…"</p> {cancel()} }.into_any()
        }
        Some(MeetingState::Connected(device)) => view! {
            <p role="status">
                <Icon sign=Sign::CircleCheck />
                {move || format!(" Connected directly to {}.", session.mirror.device_name(device))}
            </p>
            <div class="row"><Button on_press=stop>"Done"</Button></div>
        }
        .into_any(),
        Some(MeetingState::Failed(problem)) => view! {
            <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
            <Begin session />
        }
        .into_any(),
    }
    };
    view! {
        <Show when=move || has_others.get()>
            <Section title="Connect directly">
                <div class="meeting stack">{shown}</div>
            </Section>
        </Show>
    }
}

/// The ways to begin.
#[component]
fn Begin(session: Session) -> impl IntoView {
    view! {
        <p class="soft prose">
            "Two devices in one network connect without a server: one shows a code, the other takes it and shows one in return. \
             Devices that meet at the relay do that by themselves."
        </p>
        <Take session begins=true />
    }
}

/// A code of this device, as a picture and as text.
#[component]
fn Shown(session: Session, code: String) -> impl IntoView {
    let text = code.clone();
    let copy = move |()| {
        let code = code.clone();
        spawn_local(async move {
            let done = if browser::copy(&code).await {
                "The code is copied."
            } else {
                "This browser does not let pages copy: mark the code and copy it by hand."
            };
            session.toasts.say(done);
        });
    };
    view! {
        <div class="code stack tight">
            <QrCode text=Signal::stored(text.clone()) label="The code as a QR code" />
            <div class="row">
                <TextInput label="The code" value=text readonly=true />
                <Button sign=Sign::Copy on_press=copy>"Copy the code"</Button>
            </div>
            <p class="soft small">
                "It works for ten minutes, while Pilothouse stays open here. It is sealed: only devices of this workspace can use it."
            </p>
        </div>
    }
}

/// Takes the code of the other device: by camera, or as text. Where it is the first of two, one can show one instead.
#[component]
fn Take(session: Session, #[prop(optional)] begins: bool) -> impl IntoView {
    let (text, problem) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let take = move |code: String| ask(session, Meet::Take(code), Some(problem));
    let scanned = move |code: String| {
        if !code.trim_start().starts_with(BEGINNING) {
            return Err(
                "This is another code. Show the one of “Connect directly” on the other device.".to_owned()
            );
        }
        take(code);
        Ok(())
    };
    view! {
        <div class="row">
            {begins.then(|| view! {
                <Button sign=Sign::Link on_press=move |()| ask(session, Meet::Show, Some(problem))>"Show a code"</Button>
            })}
            <ScanCode label="Scan a code" title="Scan the code of the other device" on_text=scanned />
        </div>
        <Disclosure label="Paste a code">
            <div class="stack tight">
                <Field label="The other device’s code">
                    <TextArea value=text on_input=move |typed| text.set(typed) />
                </Field>
                <div class="row">
                    <Button
                        disabled=Signal::derive(move || text.with(|text| text.trim().is_empty()))
                        on_press=move |()| take(text.get_untracked())
                    >
                        "Take it"
                    </Button>
                </div>
            </div>
        </Disclosure>
        <p class="import-refused" role="alert" hidden=move || problem.with(Option::is_none)>
            <Icon sign=Sign::Warning />" "{problem}
        </p>
    }
}

/// Asks for something; what is wrong with it is shown in `problem`, or as a message that passes.
fn ask(session: Session, meet: Meet, problem: Option<RwSignal<Option<String>>>) {
    if let Some(problem) = problem {
        problem.set(None);
    }
    spawn_local(async move {
        if let Err(refused) = session.mirror.share(Share::Meet(meet)).await {
            match problem {
                // The place may have gone with what was on the screen.
                Some(problem) => drop(problem.try_set(Some(refused.to_string()))),
                None => session.report(&refused),
            }
        }
    });
}
