//! Circles: some of the members, for whom records can be kept; made, named, changed, left.

use std::collections::BTreeSet;

use design::{
    Button, ButtonKind, Checkbox, ConfirmDialog, Each, EmptyState, Field, FormDialog, IconButton, Section,
    Sign, TextInput,
};
use document::{Audience, Batch};
use engine::message::{Circle, Role, Share};
use kernel::{MemberId, RecordId, words};
use leptos::prelude::*;
use threads::Circle as Described;
use wasm_bindgen_futures::spawn_local;

use crate::session::Session;

/// The section.
#[component]
pub fn Circles(session: Session, role: Role) -> impl IntoView {
    let mirror = session.mirror;
    // A circle that everybody has left is closed: its name stays with what was kept in it, and no more.
    let circles = Memo::new(move |_| {
        let sharing = mirror.sharing();
        let open = sharing.circles.iter().filter(|circle| !circle.members.is_empty());
        open.cloned().collect::<Vec<_>>()
    });
    let changing = RwSignal::new(None::<Circle>);
    let (open, leaving) = (RwSignal::new(false), RwSignal::new(None::<Circle>));
    let begin = move |()| {
        changing.set(None);
        open.set(true);
    };
    let change = move |circle: Circle| {
        changing.set(Some(circle));
        open.set(true);
    };
    let may = role != Role::Viewer;
    let actions = move || may.then(|| view! { <Button sign=Sign::Plus on_press=begin>"New circle"</Button> });
    view! {
        <Section title="Circles" count=Signal::derive(move || Some(circles.with(Vec::len)).filter(|count| *count > 0)) actions>
            <Show
                when=move || circles.with(|circles| !circles.is_empty())
                fallback=|| view! {
                    <EmptyState
                        title="No circles yet"
                        why="A circle is for what some of you write together and the others shall not read. A calibration group, for example: the managers who compare reviews keep their notes on people in it, sealed with a key of its own. Everybody sees that there is such a circle and who is in it; only they can read what is kept for it."
                        sign=Sign::CircleDot
                    />
                }
            >
                <ul class="members">
                    <Each each=move || circles.get() key=|circle| format!("{circle:?}") let:circle>
                        <OneCircle session circle may on_change=change leaving />
                    </Each>
                </ul>
            </Show>
        </Section>
        <Change session open changing />
        <Leave session leaving />
    }
}

#[component]
fn OneCircle(
    session: Session,
    circle: Circle,
    may: bool,
    #[prop(into)] on_change: Callback<Circle>,
    leaving: RwSignal<Option<Circle>>,
) -> impl IntoView {
    let mirror = session.mirror;
    let id = circle.id;
    let described = Memo::new(move |_| mirror.get::<Described>(id));
    let name = Memo::new(move |_| mirror.audience_name(Audience::Circle(id)));
    let purpose = move || described.with(|circle| circle.as_ref().and_then(|circle| circle.purpose.clone()));
    let me = untrack(|| mirror.author()).member;
    let inside = circle.members.contains(&me);
    let members = circle.members.clone();
    let who = move || {
        let mut names: Vec<String> = members.iter().map(|member| mirror.member_name(*member)).collect();
        names.sort_by_key(|name| name != "You");
        words::listed(&names)
    };
    let (to_change, to_leave) = (circle.clone(), circle);
    view! {
        <li class="member">
            <div class="row">
                <span class="name">{name}</span>
                {(inside && may).then(|| view! {
                    <IconButton
                        sign=Sign::Pencil
                        label=Signal::derive(move || format!("Change {}", name.get()))
                        on_press=move |()| on_change.run(to_change.clone())
                    />
                })}
                {inside.then(|| view! {
                    <Button on_press=move |()| leaving.set(Some(to_leave.clone()))>
                        "Leave"<span class="visually-hidden">" "{name}</span>
                    </Button>
                })}
            </div>
            {move || purpose().map(|purpose| view! { <p class="soft small">{purpose}</p> })}
            <p class="small">
                {who}
                {(!inside).then_some(". You are not in it: you see its name, what it is for and who is in it, and nothing else.")}
            </p>
        </li>
    }
}

/// Asks for the name of a circle, what it is for and who is in it, and says what they can read from then on.
#[component]
fn Change(session: Session, open: RwSignal<bool>, changing: RwSignal<Option<Circle>>) -> impl IntoView {
    let mirror = session.mirror;
    let (name, purpose) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let members = RwSignal::new(BTreeSet::<MemberId>::new());
    let me = move || mirror.author().member;
    let others = Memo::new(move |_| mirror.others_in(Audience::Everyone));
    let is_new = move || changing.with(Option::is_none);
    let begin = move |()| {
        let described =
            changing.get_untracked().and_then(|circle| untrack(|| mirror.get::<Described>(circle.id)));
        name.set(described.as_ref().map(|circle| circle.name.clone()).unwrap_or_default());
        purpose.set(described.and_then(|circle| circle.purpose.clone()).unwrap_or_default());
        members.set(match changing.get_untracked() {
            Some(circle) => circle.members,
            None => BTreeSet::from([untrack(me)]),
        });
    };
    let consequence = Memo::new(move |_| {
        let before = changing.get().map(|circle| circle.members).unwrap_or_default();
        let now = members.get();
        let named = |these: &BTreeSet<MemberId>, without: &BTreeSet<MemberId>| {
            let left = these.difference(without).filter(|member| **member != me());
            left.map(|member| mirror.member_name(*member)).collect::<Vec<_>>()
        };
        let (come, go) = (named(&now, &before), named(&before, &now));
        let mut lines = Vec::new();
        if !come.is_empty() && is_new() {
            lines.push(format!("{} will read everything that is kept for it.", words::listed(&come)));
        } else if !come.is_empty() {
            lines.push(format!(
                "{} will read everything that is kept for it, also what was written before.",
                words::listed(&come)
            ));
        }
        if !go.is_empty() {
            lines.push(format!(
                "{} can still read what they have: copies that were taken stay taken. What is written from now on is sealed with a new key, which they are not given.",
                words::listed(&go)
            ));
        }
        if now.len() < 2 {
            let only = if is_new() { "Only you are in it so far." } else { "Then only you are in it." };
            lines.push(only.to_owned());
        }
        lines
    });
    let keep = move |()| {
        let given = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        let described = Described {
            name: given(name),
            purpose: Some(given(purpose)).filter(|purpose| !purpose.is_empty()),
            ..Described::default()
        };
        let (standing, members) = (changing.get_untracked(), members.get_untracked());
        let id = standing.as_ref().map_or_else(|| mirror.new_id(), |circle| circle.id);
        let same = standing.is_some_and(|circle| circle.members == members);
        spawn_local(async move {
            if !same && let Err(problem) = mirror.share(Share::Circle { circle: id, members }).await {
                session.report(&problem);
                return;
            }
            describe(session, id, described);
        });
        true
    };
    view! {
        <FormDialog
            open
            title=Signal::derive(move || if is_new() { "New circle".to_owned() } else { "Change the circle".to_owned() })
            act=Signal::derive(move || if is_new() { "Make it".to_owned() } else { "Keep it so".to_owned() })
            disabled=Signal::derive(move || name.with(|name| name.trim().is_empty()))
            on_open=begin
            on_act=keep
        >
            <Field label="Name" hint="Everybody in the workspace can read it: “Calibration, spring”.">
                <TextInput value=name on_input=move |text| name.set(text) />
            </Field>
            <Field label="What it is for" hint="Everybody can read this, too.">
                <TextInput value=purpose on_input=move |text| purpose.set(text) />
            </Field>
            <fieldset class="circle-members">
                <legend>"Who is in it"</legend>
                <Checkbox label="You" checked=true disabled=true on_change=|_| () />
                {move || others.get().into_iter().map(|(id, name)| view! {
                    <Checkbox
                        label=name
                        checked=Signal::derive(move || members.with(|members| members.contains(&id)))
                        on_change=move |inside| members.update(|members| {
                            if inside { members.insert(id) } else { members.remove(&id) };
                        })
                    />
                }).collect_view()}
            </fieldset>
            <div role="status" aria-label="What it means"><ul class="meaning small">
                {move || consequence.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul></div>
        </FormDialog>
    }
}

/// Keeps what a circle is called and for, where that differs from what stands.
fn describe(session: Session, id: RecordId, described: Described) {
    let mirror = session.mirror;
    let batch = Batch::new(format!("Circle: {}", described.name));
    let standing = untrack(|| mirror.get::<Described>(id));
    mirror.commit(match standing {
        Some(standing) => batch.with_all(standing.update(|circle| {
            circle.name.clone_from(&described.name);
            circle.purpose.clone_from(&described.purpose);
        })),
        None => batch.with(untrack(|| mirror.author()).create(id, &described)),
    });
}

/// Asks before the user leaves a circle.
#[component]
fn Leave(session: Session, leaving: RwSignal<Option<Circle>>) -> impl IntoView {
    let mirror = session.mirror;
    let name = move || {
        leaving.get().map(|circle| mirror.audience_name(Audience::Circle(circle.id))).unwrap_or_default()
    };
    let last = move || leaving.with(|circle| circle.as_ref().is_some_and(|circle| circle.members.len() == 1));
    let leave = move |()| {
        let Some(Circle { id, mut members }) = leaving.get_untracked() else { return };
        let done = if untrack(last) { "The circle is closed." } else { "You have left the circle." };
        leaving.set(None);
        members.remove(&untrack(|| mirror.author()).member);
        crate::sharing::ask(session, Share::Circle { circle: id, members }, done);
    };
    view! {
        <ConfirmDialog
            open=Signal::derive(move || leaving.with(Option::is_some))
            on_close=move |()| leaving.set(None)
            title=Signal::derive(move || if last() { format!("Close {}?", name()) } else { format!("Leave {}?", name()) })
            act=Signal::derive(move || if last() { "Close it".to_owned() } else { "Leave".to_owned() })
            kind=ButtonKind::Danger
            on_confirm=leave
        >
            {move || if last() { view! {
                <p>"You are the last one in it: it closes for good. What is kept for it stays on your devices and can be read, but not changed any more. What you want to go on with, keep for yourself or for everyone first."</p>
            }.into_any() } else { view! {
                <p>"What you have of it stays on your devices and can be read. What the others write from now on is sealed with a new key that you are not given."</p>
                <p>"One of those in it can bring you back; nobody else can."</p>
            }.into_any() }}
        </ConfirmDialog>
    }
}
