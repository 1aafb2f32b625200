//! Sharing: with whom, over what, how far it is; and how it begins.

mod alone;
mod circles;
mod connections;
pub mod copies;
mod direct;
mod files;
mod invitations;
mod joining;
mod keyless;
mod members;
mod reads;
mod recovery;
mod rename;
mod requests;

use design::{EmptyState, LinkButton, PageHeader, Sign};
use engine::message::{Role, Standing};
use kernel::{MemberId, Timestamp};
use leptos::prelude::*;

use crate::{
    pages::RecoverPage,
    session::{Session, use_session},
    sharing,
};

/// What part of the standing decides which page is shown; the rest changes within it.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Alone,
    Joining,
    Recovering,
    Member(Role),
    Keyless,
    Newer,
    Torn,
    Out(MemberId, Timestamp, bool),
}

/// The page.
#[component]
pub fn SharingPage() -> impl IntoView {
    let session = use_session();
    let shown = Memo::new(move |_| match session.mirror.sharing().standing {
        Standing::Alone => Shown::Alone,
        Standing::Joining(_) => Shown::Joining,
        Standing::Recovering(_) => Shown::Recovering,
        Standing::Member(role) => Shown::Member(role),
        Standing::Keyless => Shown::Keyless,
        Standing::Newer => Shown::Newer,
        Standing::Torn => Shown::Torn,
        Standing::Out { by, at, stays } => Shown::Out(by, at, stays),
    });
    move || match shown.get() {
        Shown::Alone => view! { <alone::Alone session /> }.into_any(),
        Shown::Recovering => view! { <RecoverPage /> }.into_any(),
        Shown::Joining => view! { <joining::Waiting session /> }.into_any(),
        Shown::Member(role) => view! { <Together session role /> }.into_any(),
        Shown::Keyless => view! { <keyless::Keyless /> }.into_any(),
        Shown::Newer => view! { <keyless::Newer /> }.into_any(),
        Shown::Torn => view! { <keyless::Torn session /> }.into_any(),
        Shown::Out(by, at, stays) => view! { <Out session by at stays /> }.into_any(),
    }
}

/// The page of a workspace that is shared.
#[component]
fn Together(session: Session, role: Role) -> impl IntoView {
    let subtitle = Signal::derive(move || {
        let members = session.mirror.sharing().members.clone();
        match members.iter().filter(|member| !member.is_out).count() {
            0 | 1 if members.len() > 1 => "Only you are in it now. Invite somebody.".to_owned(),
            0 | 1 => "You share this workspace with nobody yet. Invite somebody.".to_owned(),
            count => format!("{count} members. What each writes apart comes together by itself."),
        }
    });
    view! {
        <PageHeader title="Sharing" subtitle=Signal::derive(move || Some(subtitle.get()))>
            <invitations::Invite session role />
        </PageHeader>
        <div class="stack wide sharing">
            <requests::Requests session />
            <members::Members session role />
            <invitations::Invitations session />
            <circles::Circles session role />
            <reads::Reads session />
            <copies::Copies session />
            <connections::Connections session />
            <connections::Aside session />
            <direct::Direct session />
            <files::Files session />
            <recovery::RecoveryKey session />
            <members::Leave session />
        </div>
    }
}

/// The page of somebody who was taken out, or left.
#[component]
fn Out(session: Session, by: MemberId, at: Timestamp, stays: bool) -> impl IntoView {
    let how = move || {
        let when = sharing::moment(session, at);
        match session.mirror.member_name(by).as_str() {
            "You" if stays => format!("You took this device out on {when}."),
            "You" => format!("You left on {when}."),
            name => format!("{name} took this device out on {when}."),
        }
    };
    let why = if stays {
        "What is here stays here and can be read and exported. Nothing new comes, and nothing written here goes to the others. You belong as before with your other devices: to use this one again, make a link for a device of yours on one of them; it opens as a workspace of its own."
    } else {
        "What is here stays here and can be read and exported. Nothing new comes, and nothing written here goes to the others. To come back, ask for a new invitation; it opens as a workspace of its own."
    };
    view! {
        <PageHeader title="Sharing" subtitle=Signal::derive(move || Some(how())) />
        <EmptyState
            title="This copy is on its own now"
            why
            sign=Sign::Anchor
        >
            <LinkButton href="/data">"Export it"</LinkButton>
            <LinkButton href="/workspaces">"Other workspaces"</LinkButton>
        </EmptyState>
    }
}
