//! Invitations: made, copied, withdrawn; and what became of each.

use design::{
    Badge, Button, ButtonKind, ChoiceGroup, Disclosure, Each, Field, FormDialog, QrCode, Section,
    SelectOption, Sign, TextInput, Tone,
};
use engine::message::{Invitation, InvitationState, Role, Share};
use kernel::Timestamp;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{browser, session::Session, sharing, workspaces::FIRST};

/// How long a link can be used, in days (ours): the first is for somebody at the next desk.
const DAYS: [(&str, &str); 3] = [("1", "1 day"), ("7", "7 days"), ("30", "30 days")];

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The word for a further device among the roles of the dialog.
const OWN: &str = "own";

/// The button and the dialog that makes an invitation.
#[component]
pub fn Invite(session: Session, role: Role) -> impl IntoView {
    let open = session.inviting;
    let (who, days) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let called = RwSignal::new(String::new());
    let options: Vec<SelectOption> = match role {
        Role::Viewer => vec![SelectOption::new(OWN, "A device of mine")],
        Role::Owner | Role::Manager => vec![
            SelectOption::new("manager", "A manager"),
            SelectOption::new("viewer", "A viewer"),
            SelectOption::new(OWN, "A device of mine"),
        ],
    };
    let first = options.first().map(|option| option.value.clone()).unwrap_or_default();
    let options = Signal::stored(options);
    let chosen = move || match who.get().as_str() {
        "manager" => Some(Role::Manager),
        "viewer" => Some(Role::Viewer),
        _ => None,
    };
    let invite = move |()| {
        let days: i64 = days.get_untracked().parse().unwrap_or(1);
        let expires = Timestamp::from_millis(session.mirror.now().millis() + days * DAY);
        let share = Share::Invite { role: untrack(chosen), workspace_name: called.get_untracked(), expires };
        sharing::ask(session, share, "The link is made. Send it to one person: it lets in one.");
        true
    };
    view! {
        <Button kind=ButtonKind::Primary sign=Sign::UserPlus on_press=move |()| open.set(true)>"Invite"</Button>
        <FormDialog
            open
            title="Invite by link"
            act="Make the link"
            on_open=move |()| {
                who.set(first.clone());
                days.set("7".to_owned());
                called.set(untrack(|| name_for_others(session)));
            }
            on_act=invite
        >
            <Field label="Whom" hint=Signal::derive(move || Some(sharing::may(chosen()).to_owned())) group=true>
                <ChoiceGroup value=who options on_change=move |word| who.set(word) />
            </Field>
            <Field label="The link can be used for" group=true>
                <ChoiceGroup
                    value=days
                    options=DAYS.map(|(days, label)| SelectOption::new(days, label)).to_vec()
                    on_change=move |word| days.set(word)
                />
            </Field>
            <Field label="Name of the workspace" hint="So that they know what they are invited to.">
                <TextInput value=called on_input=move |text| called.set(text) />
            </Field>
            <p class="soft small">
                "It lets in one, once, and only after you or another manager has compared a few words with them and said yes."
            </p>
        </FormDialog>
    }
}

/// What the workspace may be called for others: what it is called here, unless that says nothing to them.
pub fn name_for_others(session: Session) -> String {
    let name = session.workspaces.name(session.workspace);
    let sharing = session.mirror.sharing();
    match sharing.members.iter().find(|member| member.is_me) {
        Some(me) if name == FIRST && !me.name.is_empty() => format!("{}’s workspace", me.name),
        _ => name,
    }
}

/// The section.
#[component]
pub fn Invitations(session: Session) -> impl IntoView {
    let all = Memo::new(move |_| session.mirror.sharing().invitations.clone());
    let of = move |open: bool| {
        let is_open = move |one: &Invitation| (one.state == InvitationState::Open) == open;
        all.get().into_iter().filter(is_open).collect::<Vec<_>>()
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <Section title="Invitations">
                <ul class="entries">
                    <Each each=move || of(true) key=|one| (one.id, one.link.is_some()) let:one>
                        <Entry session one />
                    </Each>
                </ul>
                <Show when=move || !of(false).is_empty()>
                    <Disclosure label=Signal::derive(move || format!("Past ones ({})", of(false).len()))>
                        <ul class="entries">
                            <Each each=move || of(false) key=|one| (one.id, sharing::invitation(one.state)) let:one>
                                <Entry session one />
                            </Each>
                        </ul>
                    </Disclosure>
                </Show>
            </Section>
        </Show>
    }
}

#[component]
fn Entry(session: Session, one: Invitation) -> impl IntoView {
    let Invitation { id, role, by, expires, link, state } = one;
    let what = match role {
        Some(_) => format!("For {}", sharing::invited_as(role)),
        None => "For a further device".to_owned(),
    };
    let open = state == InvitationState::Open;
    let tone = if open { Tone::Accent } else { Tone::Plain };
    let until = sharing::moment(session, expires);
    let about = move || {
        let by = match session.mirror.member_name(by) {
            // In the middle of a sentence.
            you if you == "You" => "you".to_owned(),
            name => name,
        };
        match state {
            InvitationState::Used(member) => {
                format!("made by {by}; {} came in by it", session.mirror.member_name(member))
            }
            _ => format!("made by {by}; until {until}"),
        }
    };
    let address = link.map(|link| browser::address_of_fragment(&link));
    let shown = address.clone();
    let copy = move |()| {
        let Some(address) = address.clone() else { return };
        spawn_local(async move {
            if browser::copy(&address).await {
                session.toasts.say("The link is copied. Send it to one person.");
            } else {
                session
                    .toasts
                    .say("This browser does not let pages copy: mark the link and copy it by hand.");
            }
        });
    };
    let can_copy = shown.is_some();
    view! {
        <li class="invitation">
            <span class="name">{what}</span>
            <Badge tone>{sharing::invitation(state)}</Badge>
            <span class="soft small about">{about}</span>
            {(open && can_copy).then(|| view! {
                <TextInput label="The link" value=shown.clone().unwrap_or_default() readonly=true />
                <Button sign=Sign::Copy on_press=copy>"Copy the link"</Button>
            })}
            {open.then(|| view! {
                <Button on_press=move |()| sharing::ask(session, Share::Revoke(id), "The link is useless now.")>"Revoke"</Button>
            })}
            {(open && can_copy).then(|| view! { <Code address=shown.unwrap_or_default() is_own=role.is_none() /> })}
        </li>
    }
}

/// The link as a picture. For a device of one's own, which is at hand, it is in sight; for somebody else it unfolds.
#[component]
fn Code(address: String, is_own: bool) -> impl IntoView {
    let address = Signal::stored(address);
    let code = move || view! { <QrCode text=address label="The link as a QR code" /> };
    if is_own {
        view! {
            <div class="code stack tight">
                {code()}
                <p class="soft small">"On the other device choose “Join by a link”, then “Scan its code”; or scan it with that device’s camera. Whoever sees it can use it."</p>
            </div>
        }
        .into_any()
    } else {
        view! { <div class="code"><Disclosure label="Show it as a QR code">{code}</Disclosure></div> }
            .into_any()
    }
}
