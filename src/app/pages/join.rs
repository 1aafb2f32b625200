//! Joining by a link: who invites and to what, before anything is stored; then a name, and the request.

use design::{
    Button, ButtonKind, EmptyState, Field, Icon, LinkButton, PageHeader, ScanCode, Section, Sign, TextArea,
};
use engine::message::{Ask, LinkPreview, Share};
use kernel::Problem;
use leptos::prelude::*;
use roster::rules;
use wasm_bindgen_futures::spawn_local;

use super::introduction::{Introduce, Introduction};
use crate::{
    browser, elsewhere,
    session::{Session, use_session},
    sharing,
    workspace::Workspace,
    workspaces::Known,
};

/// The page.
#[component]
pub fn JoinPage() -> impl IntoView {
    let session = use_session();
    let seen = RwSignal::new(None::<Result<LinkPreview, Problem>>);
    Effect::new(move |_| {
        let (Some(link), true) = (session.invitation.get(), session.mirror.is_ready()) else { return };
        seen.set(None);
        spawn_local(async move {
            let looked = session.mirror.look_at(link).await;
            seen.try_set(Some(looked));
        });
    });
    let again = move || {
        session.invitation.set(None);
        seen.set(None);
    };
    view! {
        <PageHeader title="Join a workspace" subtitle="Nothing is stored and nobody is told before you say so." />
        <div class="stack wide sharing">
            {move || match (session.invitation.with(Option::is_some), seen.get()) {
                (false, _) => view! { <Paste session /> }.into_any(),
                (true, None) => view! { <p class="soft" role="status">"Reading the link…"</p> }.into_any(),
                (true, Some(Err(problem))) => view! {
                    <div class="stack">
                        <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
                        <div class="row"><Button on_press=move |()| again()>"Use another link"</Button></div>
                    </div>
                }.into_any(),
                (true, Some(Ok(preview))) => view! { <Invited session preview /> }.into_any(),
            }}
        </div>
    }
}

/// The place for a link that came otherwise than by being opened.
#[component]
fn Paste(session: Session) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let disabled = Signal::derive(move || text.with(|text| text.trim().is_empty()));
    view! {
        <div class="stack sharing-form">
            <Field label="The link" hint="As it was sent to you. It lets in one, once.">
                <TextArea value=text on_input=move |now| text.set(now) on_commit=move |now| text.set(now) rows=3 />
            </Field>
            <div class="row">
                <Button
                    kind=ButtonKind::Primary
                    disabled
                    on_press=move |()| session.invitation.set(Some(text.get_untracked().trim().to_owned()))
                >
                    "Look at it"
                </Button>
                <ScanInvitation session />
            </div>
        </div>
    }
}

/// Reads the link from a QR code that another screen shows, and goes on with it. It is never opened as an address:
/// what it says stays in this page.
#[component]
pub fn ScanInvitation(session: Session) -> impl IntoView {
    let take = move |text: String| {
        if !text.contains("#/join/") {
            return Err("This code holds no invitation.".to_owned());
        }
        session.invitation.set(Some(text));
        session.go("/join");
        Ok(())
    };
    view! { <ScanCode label="Scan its code" title="Scan the code of an invitation" on_text=take /> }
}

/// What the link says, and the request.
#[component]
fn Invited(session: Session, preview: LinkPreview) -> impl IntoView {
    let there = untrack(|| session.workspaces.list()).holding(preview.workspace).cloned();
    if let Some(known) = there {
        let workspace = known.workspace;
        let title = format!("You have this workspace already, as “{}”", known.name);
        return view! {
            <EmptyState
                title
                why="If you were taken out of it and are invited again, remove the old copy from this browser first: a new invitation makes a new member."
            >
                <Button on_press=move |()| workspace.switch_to()>"Open it"</Button>
                <LinkButton href="/workspaces">"Workspaces"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let LinkPreview { workspace, by, workspace_name, role, expires, relay, .. } = preview;
    let inviter = if by.is_empty() { "Somebody who does not say their name".to_owned() } else { by.clone() };
    let over = expires < session.mirror.now();
    let until = sharing::moment(session, expires);
    let me = untrack(|| session.mirror.read(rules::me)).map(|me| me.name.clone()).unwrap_or_default();
    let who = Introduction::new(if role.is_none() { by.clone() } else { me });
    let called = if workspace_name.is_empty() { "A shared workspace".to_owned() } else { workspace_name };
    let to = called.clone();
    let join = move |()| {
        let Some(link) = session.invitation.get_untracked() else { return };
        let (name, device) = who.given();
        let share = Share::Join { link, relay: Some(browser::own_relay()), name, device };
        let called = called.clone();
        spawn_local(async move {
            let new = Workspace::Further(workspace);
            match elsewhere::ask(&new.database(), Ask::Share(share)).await {
                Ok(_) => {
                    session.invitation.set(None);
                    session.workspaces.put(Known { workspace: new, name: called, holds: Some(workspace) });
                    new.switch_to_page("/sharing");
                }
                Err(problem) => {
                    // Nothing is in it yet, so nothing is lost with it; if it stays, it is empty.
                    let _ = worker::page::wipe(&new.database()).await;
                    who.refused.try_set(Some(problem));
                    who.under_way.try_set(false);
                }
            }
        });
    };
    view! {
        <Section title="The invitation">
            <dl class="reads facts">
                <dt>"Who invites"</dt>
                <dd>{inviter}</dd>
                <dt>"To what"</dt>
                <dd>{to}</dd>
                <dt>"As what"</dt>
                <dd>{sharing::invited_as(role)}<p class="soft small">{sharing::may(role)}</p></dd>
                <dt>"Until"</dt>
                <dd>{until}</dd>
                <dt>"You meet at"</dt>
                <dd>{relay.unwrap_or_else(browser::own_relay)}</dd>
            </dl>
        </Section>
        <Section title="Join">
            {over.then(|| view! {
                <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" This link is too old by this device’s clock. Ask for a new one."</p>
            })}
            <Introduce who act="Ask to be let in" doing="Asking…" on_act=join>
                <p class="soft small">
                    "It becomes a workspace of its own in this browser, beside what you have. Then somebody there compares a few words with you and lets you in."
                </p>
            </Introduce>
        </Section>
    }
    .into_any()
}
