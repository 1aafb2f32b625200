//! What another member can read: a preview by audience, counted from what is here.

use design::{Field, Section, Select, SelectOption};
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
    let shares =
        Memo::new(move |_| who.get().map(|(id, _)| mirror.read(|book| audiences::readable(book, id))));
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
                {move || shares.get().map(|shares| view! {
                    <dl class="reads">
                        <dt>"For everyone: yes"</dt>
                        <dd>{listed(&shares.yes)}</dd>
                        <dt>"Only me: no"</dt>
                        <dd>{listed(&shares.no)}</dd>
                    </dl>
                })}
            </Section>
        </Show>
    }
}
