//! The screen: everything meets here. This file starts it.
//!
//! First the rows as they were last written are read, while what the browser must be able to do is probed, and
//! painted, unless they are locked; then the worker is started and greeted with what is shown already.

mod browser;
mod columns_table;
mod commands;
mod elsewhere;
mod file_drop;
mod find;
mod keys;
mod lock;
mod lock_screen;
mod merged;
mod pages;
mod parts;
mod passphrase;
mod places;
mod routes;
mod safety;
mod sample;
mod session;
mod sharing;
mod shell;
mod theme;
mod workspace;
mod workspaces;

use std::{rc::Rc, time::Duration};

use design::Toasts;
use engine::message::ClientId;
use feedback::view::Observing;
use futures_channel::oneshot;
use leptos::prelude::*;
use mirror::{Mirror, provide_mirror};
use threads::view::NAMES;
use wasm_bindgen_futures::spawn_local;
use worker::{
    page::{Connection, Script, probe, read_one, read_projection},
    wire::LinkState,
};

use find::Finder;
use lock::Lock;
use lock_screen::LockScreen;
use pages::Unavailable;
use safety::Safety;
use session::{Line, Session};
use shell::Shell;
use theme::Theme;
use workspace::Workspace;
use workspaces::Workspaces;

/// How often the page looks whether a new day has begun (ours).
const TICK: Duration = Duration::from_secs(30);

fn main() {
    console_error_panic_hook::set_once();
    spawn_local(start());
}

async fn start() {
    // Found out while the rows are read: it takes some ten milliseconds.
    let (told, probed) = oneshot::channel();
    spawn_local(async move {
        // Whoever waits for it is below.
        let _ = told.send(probe().await);
    });
    // The secret of a link is out of the address bar before anything else happens.
    let invitation = invitation();
    let workspace = Workspace::current();
    if browser::is_at_monday() {
        spawn_local(parts::fetch_monday());
    }
    // Where the address names one record, that is shown before everything else is read.
    let first = match browser::named_record() {
        Some(record) => read_one(&workspace.database(), record).await,
        None => Ok(Vec::new()),
    };
    let is_part = first.as_ref().is_ok_and(|first| !first.is_empty());
    let rows = match first {
        Ok(first) if is_part => Ok(Some(first)),
        Ok(_) => read_projection(&workspace.database()).await,
        Err(problem) => Err(problem),
    };
    // What the browser cannot do says more than what came of it.
    let rows = match probed.await {
        Ok(Err(problem)) => Err(problem),
        _ => rows,
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(problem) => {
            leptos::mount::mount_to_body(move || view! { <Unavailable problem=problem.clone() /> });
            return;
        }
    };
    let (rows, found) = match rows {
        Some(rows) => (rows, false),
        None => (Vec::new(), true),
    };
    leptos::mount::mount_to_body(move || {
        let link = RwSignal::new(LinkState::Starting);
        let (mirror, line) = connect(workspace, link);
        mirror.open(rows);
        let session = Session {
            mirror,
            toasts: Toasts::new(),
            workspace,
            workspaces: Workspaces::remembered(),
            safety: Safety::new(workspace),
            theme: RwSignal::new(Theme::current()),
            over: RwSignal::new(None),
            inviting: RwSignal::new(false),
            invitation: RwSignal::new(invitation.clone()),
            observing: Observing::new(),
            card: RwSignal::new(None),
            destination: RwSignal::new(None),
            link,
            lock: Lock::new(line, workspace, found),
            typing: RwSignal::new(false),
            online: RwSignal::new(browser::is_online()),
        };
        provide_context(session);
        provide_context(session.toasts);
        Finder::provide(mirror);
        provide_context(session.observing);
        // What is on disk is painted first; the engine has time until then.
        request_animation_frame(move || {
            if is_part {
                spawn_local(read_rest(mirror, workspace));
            } else {
                mirror.hello();
            }
        });
        set_interval(move || mirror.tick(), TICK);
        let woken = window_event_listener(leptos::ev::visibilitychange, move |_| mirror.tick());
        // A link that is pasted where the page is open already changes only what follows the `#`.
        let pasted = window_event_listener(leptos::ev::hashchange, move |_| {
            if let Some(link) = self::invitation() {
                session.invitation.set(Some(link));
                session.go("/join");
            }
        });
        on_cleanup(move || {
            woken.remove();
            pasted.remove();
        });
        if session.invitation.with_untracked(Option::is_some) {
            session.go("/join");
        }
        session.workspaces.look_for_lost();
        sharing::follow(session);
        network(session);
        safety::watch(session);
        lock::watch(session);
        Effect::new(move |_| {
            if let Some(identity) = mirror.identity() {
                session.workspaces.opened(workspace, identity.workspace);
            }
        });
        sample::fill(session);
        view! {
            <Show when=move || !session.lock.covered() fallback=|| view! { <LockScreen /> }>
                <Shell />
            </Show>
        }
    });
}

/// Shows all that was not read for the one record with which the page began.
async fn read_rest(mirror: Mirror, workspace: Workspace) {
    // What cannot be read now the engine reads, or says why it cannot either.
    if let Ok(Some(rows)) = read_projection(&workspace.database()).await {
        mirror.open(rows);
    }
    mirror.hello();
}

/// The part after `#` of the address, when it is the link of an invitation.
fn invitation() -> Option<String> {
    let is_one = browser::window().location().hash().is_ok_and(|hash| hash.starts_with("#/join/"));
    if is_one { browser::take_fragment() } else { None }
}

/// Starts the worker and joins it with a mirror.
fn connect(workspace: Workspace, link: RwSignal<LinkState>) -> (Mirror, Connection) {
    // The connection needs the mirror to deliver to, and the mirror the connection to send on.
    let joined: Rc<std::cell::Cell<Option<Mirror>>> = Rc::default();
    let (to, for_state) = (joined.clone(), joined.clone());
    let connection = Connection::open(
        &workspace.database(),
        Script::of_page(),
        ClientId(worker::browser::random()),
        move |delivery| {
            if let Some(mirror) = to.get() {
                mirror.deliver(delivery);
            }
        },
        move |state| {
            if let Some(mirror) = for_state.get() {
                mirror.set_trouble(match &state {
                    LinkState::Stopped(problem) => Some(problem.clone()),
                    _ => None,
                });
            }
            link.set(state);
        },
    );
    let mirror = provide_mirror(Line(connection.clone()), NAMES);
    joined.set(Some(mirror));
    (mirror, connection)
}

/// Follows whether there is a network, as the browser says.
fn network(session: Session) {
    let look = move |_| session.online.set(browser::is_online());
    let (comes, goes) =
        (window_event_listener(leptos::ev::online, look), window_event_listener(leptos::ev::offline, look));
    on_cleanup(move || {
        comes.remove();
        goes.remove();
    });
}
