//! How the whole stands, above the page when it needs saying: the sample, an update, a line that is cut.

use design::{Button, ButtonKind, ConfirmDialog, Icon, LinkButton, Sign};
use document::Audience;
use engine::message::{SetAside, Standing};
use kernel::{Timestamp, words};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen_futures::spawn_local;
use worker::wire::LinkState;

use super::updates::Update;
use crate::{
    browser, places,
    sample::Filling,
    session::{Session, use_session},
    sharing,
    workspace::Workspace,
};

/// The lines above the page.
#[component]
pub fn Banners(
    /// The new version, if one waits.
    update: Update,
) -> impl IntoView {
    let session = use_session();
    let stopped = move || match session.link.get() {
        LinkState::Stopped(problem) => Some((problem.what, problem.way_out)),
        LinkState::Wiped => Some((
            "This workspace was thrown away.".to_owned(),
            "Nothing is saved in this tab any more.".to_owned(),
        )),
        LinkState::Starting
        | LinkState::Ready { .. }
        | LinkState::Waiting
        | LinkState::Locked
        | LinkState::Locking => None,
    };
    let refused = Memo::new(move |_| session.refused());
    view! {
        {(session.workspace == Workspace::Sample).then(|| view! { <SampleBanner /> })}
        <Show when=move || update.waits()>
            <div class="banner" role="status">
                <Icon sign=Sign::Download />
                <span>{move || if update.agreed() {
                    "The new version comes as soon as everything is saved."
                } else {
                    "There is a new version."
                }}</span>
                <Show when=move || !update.agreed()>
                    <Button on_press=move |()| update.agree()>"Reload"</Button>
                </Show>
            </div>
        </Show>
        <SharingBanners />
        {move || stopped().map(|(what, way_out)| view! {
            <div class="banner signal" role="alert">
                <Icon sign=Sign::Warning />
                <span>{what}" "{way_out}</span>
                <Button on_press=move |()| browser::reload()>"Reload"</Button>
            </div>
        })}
        {move || refused.get().map(|problem| view! {
            // The line in the top bar says it aloud.
            <div class="banner signal" role="region" aria-label="The disk refuses">
                <Icon sign=Sign::Warning />
                <span>"Not saved: "{problem.to_string()}</span>
                <LinkButton href="/data">"What you can do"</LinkButton>
            </div>
        })}
    }
}

/// What sharing wants heard on every page: that nothing can be written here, that somebody waits, that nothing can
/// be exchanged.
#[component]
fn SharingBanners() -> impl IntoView {
    let session = use_session();
    let read_only =
        Memo::new(move |_| session.mirror.barred(Audience::Everyone).filter(|_| broken(session).is_none()));
    let waiting = Memo::new(move |_| {
        let sharing = session.mirror.sharing();
        sharing.requests.iter().map(|request| request.name.clone()).collect::<Vec<_>>()
    });
    // Without a network everything waits, and that is no trouble: the top bar says so.
    let trouble = Memo::new(move |_| {
        let sharing = session.mirror.sharing();
        // Who was taken out is told so above, and what a relay says to that is nothing new.
        let is_out = matches!(sharing.standing, Standing::Out { .. });
        sharing.trouble.clone().filter(|_| !is_out && (session.online.get() || broken(session).is_some()))
    });
    let waits = Memo::new(move |_| places::waiting(&session.mirror.sharing().safety));
    let meanwhile = move || match waits.get() {
        0 => "No change of yours waits.".to_owned(),
        waits => format!("{} on this disk only.", words::counted(waits, "change is", "changes are")),
    };
    let aside = Memo::new(move |_| newest_aside(session));
    let seen = RwSignal::new(seen_until(session, "aside"));
    let who_waits = move || {
        let waiting = waiting.get();
        let wait = if waiting.len() == 1 { "waits" } else { "wait" };
        format!("{} {wait} to be let in.", words::listed(&waiting))
    };
    view! {
        {move || read_only.get().map(|why| view! {
            <div class="banner" role="region" aria-label="What you may do here">
                <Icon sign=Sign::Eye />
                <span>{why}</span>
                <ToSharing words="Sharing" />
            </div>
        })}
        <Show when=move || waiting.with(|waiting| !waiting.is_empty())>
            <div class="banner" role="status">
                <Icon sign=Sign::UserPlus />
                <span>{who_waits}</span>
                <ToSharing words="Compare words" />
            </div>
        </Show>
        {move || trouble.get().map(|problem| {
            let standing = broken(session);
            let rest = standing.is_none().then_some(meanwhile);
            let action = match standing {
                Some(Standing::Newer) => view! { <Button on_press=move |()| browser::reload()>"Reload"</Button> }.into_any(),
                Some(Standing::Keyless) => view! { <ToSharing words="The way back" /> }.into_any(),
                _ => view! { <ToSharing words="Connections" /> }.into_any(),
            };
            view! {
                <div class="banner signal" role="alert" aria-label="Sharing">
                    <Icon sign=if standing.is_some() { Sign::Warning } else { Sign::WifiOff } />
                    <span>{problem.what}" "{problem.way_out}" "{rest}</span>
                    {action}
                </div>
            }
        })}
        <Lasting session />
        {move || aside.get().filter(|aside| aside.at > seen.get()).map(|aside| {
            let name = session.mirror.device_name(aside.device);
            let see = move |()| {
                browser::remember(&seen_key(session, "aside"), &aside.at.millis().to_string());
                seen.set(aside.at);
            };
            view! {
                <div class="banner signal" role="alert">
                    <Icon sign=Sign::Warning />
                    <span>{format!("Something of {name} was not taken in. ")}{aside.problem.to_string()}</span>
                    <ToSharing words="Set aside" />
                    <Button on_press=see>"Seen"</Button>
                </div>
            }
        })}
    }
}

/// The way from a banner to the Sharing page; none on that page itself.
#[component]
fn ToSharing(words: &'static str) -> impl IntoView {
    let path = use_location().pathname;
    view! {
        <Show when=move || path.with(|path| path != "/sharing")>
            <LinkButton href="/sharing">{words}</LinkButton>
        </Show>
    }
}

/// What lasts for a while and is no trouble: that much is still to come, that the relay had lost something and has it
/// again, that clocks differ. None of it is announced: it would be said again with every change.
#[component]
fn Lasting(session: Session) -> impl IntoView {
    let coming = Memo::new(move |_| sharing::coming(&session.mirror.sharing().paths));
    let seen = RwSignal::new(seen_until(session, "rollback"));
    let mended = Memo::new(move |_| {
        let rollback = session.mirror.sharing().rollback.filter(|rollback| rollback.mended.is_some())?;
        (rollback.at > seen.get()).then_some(rollback)
    });
    let clock = Memo::new(move |_| {
        let off = session.mirror.sharing().clock.clone()?;
        let named: Vec<String> =
            off.devices.iter().map(|device| session.mirror.device_name(*device)).collect();
        Some(sharing::clock(&off, &named))
    });
    view! {
        {move || coming.get().map(|coming| view! {
            <div class="banner" role="region" aria-label="Catching up">
                <Icon sign=Sign::Download />
                <span>"Catching up: "{coming}". You can work meanwhile."</span>
                <ToSharing words="Connections" />
            </div>
        })}
        {move || mended.get().map(|rollback| {
            let see = move |()| {
                browser::remember(&seen_key(session, "rollback"), &rollback.at.millis().to_string());
                seen.set(rollback.at);
            };
            let when = threads::view::lately(session.mirror, rollback.at);
            view! {
                <div class="banner" role="region" aria-label="The relay went back">
                    <Icon sign=Sign::Server />
                    <span>{sharing::mended(&rollback, &when)}</span>
                    <ToSharing words="Connections" />
                    <Button on_press=see>"Seen"</Button>
                </div>
            }
        })}
        {move || clock.get().map(|said| view! {
            <div class="banner" role="region" aria-label="Clocks differ">
                <Icon sign=Sign::Warning />
                <span>{said}</span>
            </div>
        })}
    }
}

/// How it stands, where that keeps this device from taking part in a workspace that is shared. Tracked.
fn broken(session: Session) -> Option<Standing> {
    let standing = session.mirror.sharing().standing.clone();
    matches!(standing, Standing::Keyless | Standing::Newer | Standing::Torn).then_some(standing)
}

/// The last of what came and was not taken in. Tracked.
fn newest_aside(session: Session) -> Option<SetAside> {
    session.mirror.sharing().aside.iter().max_by_key(|aside| aside.at).cloned()
}

/// The local-storage key of up to when the user said to have seen something: what was set aside, or that the relay went
/// back.
fn seen_key(session: Session, what: &str) -> String {
    format!("{what}:{}", session.workspace.database())
}

fn seen_until(session: Session, what: &str) -> Timestamp {
    let millis = browser::remembered(&seen_key(session, what)).and_then(|millis| millis.parse().ok());
    Timestamp::from_millis(millis.unwrap_or(i64::MIN))
}

/// Says that this is the sample, and how to be rid of it.
#[component]
fn SampleBanner() -> impl IntoView {
    let session = use_session();
    let asking = RwSignal::new(false);
    let throw_away = move |()| {
        asking.set(false);
        spawn_local(async move {
            match worker::page::wipe(&Workspace::Sample.database()).await {
                Ok(()) => Workspace::Mine.switch_to(),
                Err(problem) => session.report(&problem),
            }
        });
    };
    view! {
        <div class="banner" role="region" aria-label="Sample workspace">
            <Icon sign=Sign::Compass />
            <span>"This is a sample: invented people, yours to try anything with."</span>
            <Button on_press=move |()| Workspace::Mine.switch_to()>"Back to mine"</Button>
            <Button on_press=move |()| asking.set(true)>"Throw it away"</Button>
        </div>
        <Filling session />
        <ConfirmDialog
            open=asking
            on_close=move |()| asking.set(false)
            title="Throw the sample away?"
            act="Throw it away"
            kind=ButtonKind::Danger
            on_confirm=throw_away
        >
            <p>"The sample and everything you changed in it goes for good. Your own workspace stays as it is."</p>
        </ConfirmDialog>
    }
}
