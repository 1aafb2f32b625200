//! What another member can read: a preview by audience, counted from what is here.

use design::{Field, Section, Select, SelectOption};
use document::Audience;
use kernel::{MemberId, words};
use leptos::prelude::*;
use threads::audiences;

use crate::session::Session;

/// The section; nothing while there is nobody else.
#[component]
pub fn Reads(session: Session) -> impl IntoView {
    let mirror = session.mirror;
    let others = Memo::new(move |_| {
        let sharing = mirror.sharing();
        let others = sharing.members.iter().filter(|member| !member.is_me && !member.is_out);
        others.map(|member| (member.id, mirror.member_name(member.id))).collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(None::<MemberId>);
    let who = Memo::new(move |_| {
        others.with(|others| {
            let wanted = chosen.get();
            let found = others.iter().find(|(id, _)| Some(*id) == wanted).or_else(|| others.first());
            found.cloned()
        })
    });
    let parts = Memo::new(move |_| {
        let (id, _) = who.get()?;
        let sharing = mirror.sharing();
        let is_in = |circle| {
            sharing.circles.iter().any(|one| one.id == circle && one.members.contains(&id))
                || mirror.reads_hidden(circle, id)
        };
        let known = mirror.audiences();
        Some(mirror.read(|book| audiences::readable(book, id, known, is_in)))
    });
    // Circles that they are in and the user is not: that there is something is all that is known here.
    let unknown = move || {
        let me = mirror.author().member;
        let (id, _) = who.get()?;
        let sharing = mirror.sharing();
        let theirs =
            sharing.circles.iter().filter(|one| one.members.contains(&id) && !one.members.contains(&me));
        let names: Vec<String> = theirs.map(|one| mirror.audience_name(Audience::Circle(one.id))).collect();
        (!names.is_empty()).then(|| words::listed(&names))
    };
    // What is hidden until it is submitted, such as scorecards, is many circles of a few records each: counted as one.
    let hidden = move || {
        let (id, _) = who.get()?;
        let circles = mirror.hidden_circles();
        let here = parts.get()?.into_iter().filter(|part| mirror.is_hidden_circle(part.audience)).count();
        let read = circles.iter().filter(|one| one.open && one.readers.contains(&id)).count();
        (here > 0).then_some((here, read.min(here)))
    };
    let options = Signal::derive(move || {
        others.get().into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)).collect::<Vec<_>>()
    });
    let title = Signal::derive(move || match who.get() {
        Some((_, name)) => format!("What {name} can read"),
        None => String::new(),
    });
    let listed = |counts: &[audiences::Count]| {
        let parts: Vec<String> =
            counts.iter().map(|count| format!("{} ({})", count.plural, count.count)).collect();
        if parts.is_empty() { "nothing yet".to_owned() } else { words::listed(&parts) }
    };
    view! {
        <Show when=move || who.with(Option::is_some)>
            <Section title>
                <Show when=move || others.with(|others| others.len() > 1)>
                    <Field label="Member">
                        <Select
                            value=Signal::derive(move || who.get().map(|(id, _)| id.to_string()).unwrap_or_default())
                            options
                            on_change=move |id: String| chosen.set(id.parse().ok())
                        />
                    </Field>
                </Show>
                <dl class="reads">
                    {move || parts.get().into_iter().flatten().filter(|part| !mirror.is_hidden_circle(part.audience)).map(|part| view! {
                        <dt>
                            {mirror.audience_name(part.audience)}
                            <span class="soft">{if part.reads { ": can read" } else { ": cannot read" }}</span>
                        </dt>
                        <dd>{listed(&part.counts)}</dd>
                    }).collect_view()}
                    {move || hidden().map(|(all, read)| view! {
                        <dt>"Hidden until submitted"</dt>
                        <dd>{format!("{read} of {all} that are kept here can be read: those whose round they have submitted in.")}</dd>
                    })}
                    {move || unknown().map(|names| view! {
                        <dt>{names}<span class="soft">": can read"</span></dt>
                        <dd>"You are not in it, so what is kept for it is not known here."</dd>
                    })}
                </dl>
            </Section>
        </Show>
    }
}
