//! What was agreed with a person: open actions of both sides, and a line to agree on one (FB-1).

use design::{AudienceMark, Badge, Button, Checkbox, DateInput, Each, Select, SelectOption, Sign, Tone};
use document::{Audience, Entry};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    Action, rules as roster_rules,
    view::{UnsentLine, UnsentText, called},
};

use crate::OneOnOne;

/// Open actions of a person's file, and what was closed today.
#[component]
pub fn Agreed(
    /// Whose file it is.
    person: RecordId,
    /// The talk under way; a new action names it as its source.
    #[prop(into)]
    talk: Signal<Option<RecordId>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let open = Memo::new(move |_| {
        mirror.read(|book| {
            let mut open = roster_rules::open_actions(book);
            let theirs = |action: &Action| {
                action.about.is_some_and(|about| about.id() == person)
                    || action.owner.is_some_and(|owner| owner.id() == person)
            };
            open.retain(|action| theirs(action));
            open
        })
    });
    let what = UnsentText::of(format!("action with {person}"));
    what.restore();
    what.keep_when_left();
    let mine = RwSignal::new(true);
    let due = RwSignal::new(None::<Date>);
    let agree = move || {
        // Enter sends as the button does, also where the button cannot be pressed.
        if !untrack(|| mirror.may_write(Audience::Everyone)) {
            return;
        }
        let Some(text) = what.said() else { return };
        let author = untrack(|| mirror.author());
        let me = untrack(|| mirror.read(|book| roster_rules::me(book).map(|me| me.id)));
        let owner = if mine.get_untracked() { me } else { Some(person) };
        let talk = talk.get_untracked().and_then(|talk| untrack(|| mirror.get::<OneOnOne>(talk)));
        let batch = match talk {
            Some(talk) => {
                let agreed = (text.as_str(), owner, due.get_untracked());
                roster::commands::agree_action(&author, mirror.new_id(), agreed, talk.person, talk.id)
            }
            None => {
                let action = Action {
                    what: text,
                    owner: owner.map(Into::into),
                    due: due.get_untracked(),
                    about: Some(person.into()),
                    ..Action::default()
                };
                roster::commands::add_action(&author, mirror.new_id(), &action)
            }
        };
        mirror.commit(batch.with_all(what.sent()));
        due.set(None);
    };
    let owners = vec![SelectOption::new("me", "I do it"), SelectOption::new("them", "They do it")];
    view! {
        <ul class="checklist" aria-label="Open actions">
            <Each each=move || open.get() key=|action| (action.id, action.changed) let:action>
                <ActionLine action />
            </Each>
        </ul>
        <Show when=move || open.with(Vec::is_empty)>
            <p class="soft">"Nothing open between you. What is agreed here carries over until it is done."</p>
        </Show>
        <form class="row add-line" on:submit=move |event| {
            event.prevent_default();
            agree();
        }>
            <UnsentLine text=what label="New action" placeholder="What was agreed" />
            <Select
                label="Who does it"
                value=Signal::derive(move || if mine.get() { "me".to_owned() } else { "them".to_owned() })
                options=owners
                on_change=move |word: String| mine.set(word == "me")
            />
            <DateInput label="Due" value=due on_change=move |day| due.set(day) />
            <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| agree()>"Agree"</Button>
        </form>
    }
}

/// One action with whose it is, how late, how often carried over.
#[component]
fn ActionLine(action: Entry<Action>) -> impl IntoView {
    let mirror = use_mirror();
    let owner = action.owner.map(document::Ref::id);
    let name = called(action.owner);
    let me = Memo::new(move |_| mirror.read(|book| roster_rules::me(book).map(|me| me.id)));
    let whose = move || match owner {
        Some(owner) if Some(owner) == me.get() => "mine".to_owned(),
        Some(_) => name.get().unwrap_or_default(),
        None => "nobody's yet".to_owned(),
    };
    let today = untrack(|| mirror.today());
    let late = roster_rules::overdue_days(&action, today);
    let due = action.due.map(|due| match late {
        Some(days) => format!("{} late", words::days(days)),
        None => format!("due {}", words::day(due)),
    });
    let tone = if late.is_some() { Tone::Signal } else { Tone::Plain };
    let carried = (action.carried > 0).then(|| format!("carried over {}×", action.carried));
    let (label, title, address) =
        (action.what.clone(), action.what.clone(), format!("/record/{}", action.id));
    let writes = action.document.audience;
    let finish = move |_| mirror.commit(roster::commands::finish_action(&action, untrack(|| mirror.today())));
    view! {
        <li>
            <Checkbox label writes checked=false on_change=finish />
            <Badge>{whose}</Badge>
            {due.map(|due| view! { <Badge tone>{due}</Badge> })}
            {carried.map(|words| view! { <Badge>{words}</Badge> })}
            {(writes != Audience::Everyone).then(|| view! { <AudienceMark audience=writes /> })}
            <a class="small" href=address>"Open"<span class="visually-hidden">" "{title}</span></a>
        </li>
    }
}
