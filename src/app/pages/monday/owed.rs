//! What the user owes others: open actions, the most pressing first.

use design::{Checkbox, Each, LinkButton, Section};
use document::Entry;
use kernel::words;
use leptos::prelude::*;
use roster::{Action, commands, rules};
use threads::monday;

use crate::session::use_session;

/// The section.
#[component]
pub fn Owed() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let owed = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| monday::owed(book, today))
    });
    let finish = move |action: Entry<Action>| {
        mirror.commit(commands::finish_action(&action, untrack(|| mirror.today())));
        session.toasts.offer(format!("Done: {}", action.what), "Undo", move || session.undo());
    };
    view! {
        <Section title="You owe" count=Signal::derive(move || Some(owed.with(Vec::len)))>
            <Show when=move || owed.with(Vec::is_empty)>
                <p class="soft">"Nothing due within a week. What you promise in a 1:1 shows here until it is done."</p>
            </Show>
            <ul class="owed">
                <Each each=move || owed.get() key=|action| (action.id, action.changed.at) let:action>
                    {
                        let due = move |action: &Action| {
                            let today = mirror.today();
                            match (rules::overdue_days(action, today), action.due) {
                                (Some(days), _) => format!("{} late", words::days(days)),
                                (None, Some(due)) if due == today => "today".to_owned(),
                                (None, Some(due)) => words::day(due),
                                (None, None) => "no day".to_owned(),
                            }
                        };
                        let (href, what) = (format!("/record/{}", action.id), action.what.clone());
                        // The day goes on while this line stays.
                        let dated = action.clone();
                        let when = move || due(&dated);
                        view! {
                            <li>
                                <Checkbox label=what writes=action.document.audience checked=false on_change=move |_| finish(action.clone()) />
                                <a class="small soft" href=href>{when}</a>
                            </li>
                        }
                    }
                </Each>
            </ul>
            <p><LinkButton href="/actions">"All actions"</LinkButton></p>
        </Section>
    }
}
