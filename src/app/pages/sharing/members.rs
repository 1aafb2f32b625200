//! Members and their devices: who, what they may do, when they were last heard of; taking out, leaving, names.

use design::{
    Badge, Button, ButtonKind, ConfirmDialog, Disclosure, Each, IconButton, Section, Select, SelectOption,
    Sign, Tone,
};
use engine::message::{Device, Member, Role, Share};
use kernel::{DeviceId, MemberId, words};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::rename::{Naming, Rename};
use crate::{session::Session, sharing};

/// Whom or what to take out.
#[derive(Clone, PartialEq)]
enum Taking {
    Member(MemberId, String),
    Device(DeviceId, String),
}

impl Taking {
    fn name(&self) -> &str {
        match self {
            Self::Member(_, name) | Self::Device(_, name) => name,
        }
    }
}

/// The section.
#[component]
pub fn Members(session: Session, role: Role) -> impl IntoView {
    let members = Memo::new(move |_| session.mirror.sharing().members.clone());
    let of = move |out: bool| {
        members.get().into_iter().filter(move |member| member.is_out == out).collect::<Vec<_>>()
    };
    let taking = RwSignal::new(None::<Taking>);
    let naming = RwSignal::new(None::<Naming>);
    view! {
        <Section title="Members and devices" count=Signal::derive(move || Some(of(false).len()))>
            <ul class="members">
                <Each each=move || of(false) key=key let:member>
                    <OneMember session member mine=role taking naming />
                </Each>
            </ul>
            <Show when=move || !of(true).is_empty()>
                <Disclosure label=Signal::derive(move || format!("Former members ({})", of(true).len()))>
                    <p class="soft small prose">
                        "They keep what they had on their devices when they were taken out. What was written afterwards is sealed \
                         with keys that they were never given. What their devices send from now on is set aside and shown below."
                    </p>
                    <ul class="entries">
                        <Each each=move || of(true) key=|member| (member.id, member.name.clone()) let:member>
                            <li><span class="name">{called(&member.name)}</span><span class="soft small">{format!("was {}", sharing::role(member.role).to_lowercase())}</span></li>
                        </Each>
                    </ul>
                </Disclosure>
            </Show>
        </Section>
        <TakeOut session taking />
        <Rename session naming />
    }
}

#[component]
fn OneMember(
    session: Session,
    member: Member,
    mine: Role,
    taking: RwSignal<Option<Taking>>,
    naming: RwSignal<Option<Naming>>,
) -> impl IntoView {
    let Member { id, name, role, is_me, devices, .. } = member;
    let (given, name) = (name.clone(), called(&name));
    let may_change = mine == Role::Owner && !is_me;
    let roles: Vec<SelectOption> =
        [("owner", Role::Owner), ("manager", Role::Manager), ("viewer", Role::Viewer)]
            .map(|(word, role)| SelectOption::new(word, sharing::role(role)))
            .to_vec();
    let word = sharing::role(role).to_lowercase();
    let for_role = name.clone();
    let set_role = move |word: String| {
        let role = match word.as_str() {
            "owner" => Role::Owner,
            "manager" => Role::Manager,
            _ => Role::Viewer,
        };
        let done = format!("{for_role} is {} from now on.", sharing::invited_as(Some(role)));
        sharing::ask(session, Share::SetRole { member: id, role }, done);
    };
    let (for_out, out_label, role_label) =
        (name.clone(), format!("Take {name} out"), format!("Role of {name}"));
    let here: Vec<Device> = devices.into_iter().filter(|device| !device.is_out).collect();
    let several = here.len() > 1;
    view! {
        <li class="member">
            <div class="row">
                <span class="name">{name}</span>
                {is_me.then(|| view! { <Badge tone=Tone::Accent>"you"</Badge> })}
                {if may_change {
                    view! { <Select label=role_label value=word options=roles on_change=set_role /> }.into_any()
                } else {
                    view! { <Badge>{sharing::role(role)}</Badge> }.into_any()
                }}
                {is_me.then(|| view! {
                    <IconButton
                        sign=Sign::Pencil
                        label="Change your name"
                        on_press=move |()| naming.set(Some(Naming { device: None, name: given.clone() }))
                    />
                })}
                {may_change.then(|| view! {
                    <IconButton
                        sign=Sign::Trash
                        label=out_label
                        on_press=move |()| taking.set(Some(Taking::Member(id, for_out.clone())))
                    />
                })}
            </div>
            <ul class="devices">
                {here.into_iter().map(|device| {
                    let Device { id, name, is_this, seen, key_made, .. } = device;
                    let given = name.clone();
                    let name = if name.is_empty() { "A device without a name".to_owned() } else { name };
                    let (label, rename) = (format!("Take {name} out"), format!("Rename {name}"));
                    let for_out = name.clone();
                    let heard = match seen {
                        _ if key_made.is_some() => "a recovery key, on paper".to_owned(),
                        _ if is_this => "this device".to_owned(),
                        Some(seen) => format!("last heard of {}", sharing::ago(session.mirror.now(), seen)),
                        None => "not heard of yet".to_owned(),
                    };
                    let removable = !is_this && ((is_me && several) || mine == Role::Owner);
                    view! {
                        <li>
                            <span>{name}</span>
                            <span class="soft small">{heard}</span>
                            {is_me.then(|| view! {
                                <IconButton
                                    sign=Sign::Pencil
                                    label=rename
                                    on_press=move |()| naming.set(Some(Naming { device: Some(id), name: given.clone() }))
                                />
                            })}
                            {removable.then(|| view! {
                                <IconButton
                                    sign=Sign::Trash
                                    label
                                    on_press=move |()| taking.set(Some(Taking::Device(id, for_out.clone())))
                                />
                            })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </li>
    }
}

/// Asks before somebody is taken out, and says afterwards what that did and what it cannot do.
#[component]
fn TakeOut(session: Session, taking: RwSignal<Option<Taking>>) -> impl IntoView {
    let report = RwSignal::new(None::<(String, usize)>);
    let take_out = move |()| {
        let Some(taken) = taking.get_untracked() else { return };
        taking.set(None);
        let share = match &taken {
            Taking::Member(id, _) => Share::RemoveMember(*id),
            Taking::Device(id, _) => Share::RemoveDevice(*id),
        };
        spawn_local(async move {
            match session.mirror.share(share).await {
                Ok(()) => {
                    let left = untrack(|| remaining(session));
                    report.try_set(Some((taken.name().to_owned(), left)));
                }
                Err(problem) => session.report(&problem),
            }
        });
    };
    let name = move || taking.get().map(|taking| taking.name().to_owned()).unwrap_or_default();
    view! {
        <ConfirmDialog
            open=Signal::derive(move || taking.with(Option::is_some))
            on_close=move |()| taking.set(None)
            title=Signal::derive(move || format!("Take {} out?", name()))
            act="Take out"
            on_confirm=take_out
        >
            <p>"They stay able to read what they have already: copies that were taken stay taken."</p>
            <p>"What is written from now on is sealed with new keys, which they are not given. No undo brings them back; a new invitation does."</p>
        </ConfirmDialog>
        {move || report.get().map(|(name, left)| {
            let devices = words::counted(left, "device", "devices");
            view! {
                <div class="removal" role="status">
                    <p><strong>{format!("{name} is out.")}</strong></p>
                    <ul>
                        <li>"They keep what was on their devices up to now. Nobody can take that back."</li>
                        <li>{format!("They cannot read what is written from now on: new keys were made for what remains: {devices}.")}</li>
                        <li>"The relay serves them nothing more as soon as it hears of it. Devices that have not heard of it yet still write under the old keys until they do."</li>
                    </ul>
                    <Button on_press=move |()| report.set(None)>"Close"</Button>
                </div>
            }
        })}
    }
}

/// How many devices belong to the workspace now.
fn remaining(session: Session) -> usize {
    let sharing = session.mirror.sharing();
    let members = sharing.members.iter().filter(|member| !member.is_out);
    members.flat_map(|member| &member.devices).filter(|device| !device.is_out).count()
}

/// The section for leaving.
#[component]
pub fn Leave(session: Session) -> impl IntoView {
    let asking = RwSignal::new(false);
    let leave = move |()| {
        asking.set(false);
        sharing::ask(session, Share::Leave, "You have left.");
    };
    view! {
        <Section title="Leave">
            <p class="soft prose">"The others go on without you. What is here stays on this device, and nothing new comes."</p>
            <div class="row">
                <Button kind=ButtonKind::Danger on_press=move |()| asking.set(true)>"Leave this workspace…"</Button>
            </div>
        </Section>
        <ConfirmDialog
            open=asking
            on_close=move |()| asking.set(false)
            title="Leave this workspace?"
            act="Leave"
            on_confirm=leave
        >
            "All your devices are taken out. Nothing new comes to them, and nothing that is written on them goes to the others. To come back you need a new invitation."
        </ConfirmDialog>
    }
}

/// A member is drawn anew when anything about them changes.
fn key(member: &Member) -> String {
    format!("{member:?}")
}

fn called(name: &str) -> String {
    if name.is_empty() { "A member without a name".to_owned() } else { name.to_owned() }
}
