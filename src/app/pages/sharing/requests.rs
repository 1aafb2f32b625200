//! Who waits to be let in: the words to compare, yes or no.

use design::{Button, ButtonKind, Each, Icon, Section, Sign};
use engine::message::{JoinRequest, Share};
use leptos::prelude::*;

use super::joining::Words;
use crate::{session::Session, sharing};

/// The section; nothing while nobody waits.
#[component]
pub fn Requests(session: Session) -> impl IntoView {
    let requests = Memo::new(move |_| session.mirror.sharing().requests.clone());
    view! {
        <Show when=move || requests.with(|requests| !requests.is_empty())>
            <Section title="Waiting to be let in" count=Signal::derive(move || Some(requests.with(Vec::len)))>
                <p class="soft prose">
                    "Ask them to read their words to you, by voice or face to face. Let them in only if every word is the same."
                </p>
                <Each each=move || requests.get() key=|request| (request.invitation, request.words.clone(), request.is_contested) let:request>
                    <Request session request />
                </Each>
            </Section>
        </Show>
    }
}

#[component]
fn Request(session: Session, request: JoinRequest) -> impl IntoView {
    let JoinRequest { invitation, name, device, role, words, at, is_contested } = request;
    let compared = words.clone();
    let what = match role {
        Some(_) => format!("{name}, as {}", sharing::invited_as(role)),
        None => "A further device of yours".to_owned(),
    };
    let since = sharing::ago(session.mirror.now(), at);
    let (let_in, sent_away) = match role {
        Some(_) => (format!("{name} is in."), format!("{name} was sent away.")),
        None => (format!("{device} is in."), format!("{device} was sent away.")),
    };
    view! {
        <div class="request" role="group" aria-label=what.clone()>
            <p><strong>{what.clone()}</strong> <span class="soft small">{format!(" on {device}, {since}")}</span></p>
            <Words words />
            <Show when=move || is_contested>
                <p class="import-refused" role="alert">
                    <Icon sign=Sign::Warning />
                    " Another device asks by the same link, so the link is in other hands too. If you are not certain of the words, send them away and invite again."
                </p>
            </Show>
            <div class="row">
                <Button
                    kind=ButtonKind::Primary
                    on_press=move |()| sharing::ask(session, Share::Approve { invitation, words: compared.clone() }, let_in.clone())
                >
                    "The words are the same: let them in"
                </Button>
                <Button on_press=move |()| sharing::ask(session, Share::Deny(invitation), sent_away.clone())>
                    "Send them away"
                </Button>
            </div>
        </div>
    }
}
