//! Goals of one person, each with what is done for it (GR-1).

use design::{
    AudienceField, AudienceMark, Badge, Button, Checkbox, DateInput, Disclosure, Each, Field, Section,
    Select, SelectOption, Sign, Tone, chosen_audience,
};
use document::{Audience, Entry, Prose, Record};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    Action, ActionState, Person, rules as roster_rules,
    view::{UnsentArea, UnsentDialog, UnsentLine, UnsentText, called},
};

use crate::{Competency, Goal, GoalState, commands, rules};

/// Open goals with their actions, closed ones folded away.
#[component]
pub fn Goals(person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let goals = Memo::new(move |_| mirror.read(|book| rules::goals_of(book, person)));
    let part = move |open: bool| {
        goals.with(|goals| {
            goals.iter().filter(|goal| (goal.state == GoalState::Open) == open).cloned().collect::<Vec<_>>()
        })
    };
    let (open, closed) = (Memo::new(move |_| part(true)), Memo::new(move |_| part(false)));
    let adding = RwSignal::new(false);
    view! {
        <Section
            title="Goals"
            count=Signal::derive(move || Some(open.with(Vec::len)))
            actions=move || view! { <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| adding.set(true)>"Set a goal"</Button> }
        >
            <Show when=move || open.with(Vec::is_empty)>
                <p class="soft">"No open goal. One that can be seen when it is reached, with a day and what you give towards it, is worth five."</p>
            </Show>
            <ul class="goals">
                <Each each=move || open.get() key=|goal| (goal.id, goal.changed) let:goal>
                    <OpenGoal goal />
                </Each>
            </ul>
            <Show when=move || closed.with(|closed| !closed.is_empty())>
                <Disclosure label=Signal::derive(move || format!("Closed: {}", closed.with(Vec::len)))>
                    <ul class="entries">
                        {move || closed.get().into_iter().map(|goal| view! {
                            <li>
                                <span class="small soft nowrap">{goal.closed_on.map(words::day).unwrap_or_default()}</span>
                                <a href=format!("/record/{}", goal.id)>{words::excerpt(&goal.what, 140)}</a>
                                <Badge>{goal.state.label().to_lowercase()}</Badge>
                            </li>
                        }).collect_view()}
                    </ul>
                </Disclosure>
            </Show>
        </Section>
        <SetDialog open=adding person />
    }
}

#[component]
fn OpenGoal(goal: Entry<Goal>) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let id = goal.id;
    let competency = goal.competency.map(|of| of.id());
    let competency =
        move || competency.and_then(|of| mirror.get::<Competency>(of)).map(|one| one.record.name);
    let by = goal.by.map(|by| {
        if by < today { format!("was due {}", words::day(by)) } else { format!("by {}", words::day(by)) }
    });
    let late = if goal.by.is_some_and(|by| by < today) { Tone::Signal } else { Tone::Plain };
    let support = (!goal.support.trim().is_empty())
        .then(|| format!("Your support: {}", words::excerpt(&goal.support, 200)));
    let actions = Memo::new(move |_| mirror.read(|book| rules::actions_of(book, id)));
    let writes = goal.document.audience;
    let (href, what, named) = (format!("/record/{id}"), goal.what.clone(), words::excerpt(&goal.what, 60));
    let goal = StoredValue::new(goal);
    let close = move |state: GoalState| {
        mirror.commit(commands::close_goal(&goal.get_value(), state, untrack(|| mirror.today())));
    };
    view! {
        <li>
            <div class="row goal-head">
                <a href=href>{what}</a>
                {move || competency().map(|name| view! { <Badge>{name}</Badge> })}
                {by.map(|by| view! { <Badge tone=late>{by}</Badge> })}
                {(writes != Audience::Everyone).then(|| view! { <AudienceMark audience=writes /> })}
                <span class="acts">
                    <Button writes on_press=move |()| close(GoalState::Reached)>"Reached"<span class="visually-hidden">{format!(": {named}")}</span></Button>
                    <Button writes on_press=move |()| close(GoalState::LetGo)>"Let go"</Button>
                </span>
            </div>
            {support.map(|support| view! { <p class="small soft">{support}</p> })}
            <ul class="checklist">
                <Each each=move || actions.get() key=|action| (action.id, action.changed) let:action>
                    <ActionLine action />
                </Each>
            </ul>
            <AddAction goal />
        </li>
    }
}

#[component]
fn ActionLine(action: Entry<Action>) -> impl IntoView {
    let mirror = use_mirror();
    let done = action.state != ActionState::Open;
    let late = roster_rules::overdue_days(&action, untrack(|| mirror.today()));
    let due = action.due.filter(|_| !done).map(|due| match late {
        Some(days) => format!("{} late", words::days(days)),
        None => format!("due {}", words::day(due)),
    });
    let owner = called(action.owner);
    let tone = if late.is_some() { Tone::Signal } else { Tone::Plain };
    let (label, writes) = (action.what.clone(), action.document.audience);
    let change = move |now: bool| {
        let today = untrack(|| mirror.today());
        mirror.commit(match now {
            true => roster::commands::finish_action(&action, today),
            false => roster::commands::reopen_action(&action),
        });
    };
    view! {
        <li class:done=done>
            <Checkbox label writes checked=done on_change=change />
            {move || owner.get().map(|owner| view! { <Badge>{owner}</Badge> })}
            {due.map(|due| view! { <Badge tone>{due}</Badge> })}
        </li>
    }
}

/// A line that agrees on an action for the goal.
#[component]
fn AddAction(goal: StoredValue<Entry<Goal>>) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(goal.with_value(|goal| format!("action for {}", goal.id)));
    what.restore();
    what.keep_when_left();
    let mine = RwSignal::new(false);
    let due = RwSignal::new(None::<Date>);
    let audience = goal.with_value(|goal| goal.document.audience);
    let add = move || {
        // Enter sends as the button does, also where the button cannot be pressed.
        if !untrack(|| mirror.may_write(audience)) {
            return;
        }
        let Some(text) = what.said() else { return };
        let me = untrack(|| mirror.read(|book| roster_rules::me(book).map(|me| me.id)));
        let goal = goal.get_value();
        let owner = if mine.get_untracked() { me } else { goal.person.map(document::Ref::id) };
        let author = untrack(|| mirror.author());
        let agreed = (text.as_str(), owner, due.get_untracked());
        let batch = roster::commands::agree_action(&author, mirror.new_id(), agreed, goal.person, goal.id);
        mirror.commit(batch.made_for(audience).with_all(what.sent()));
        due.set(None);
    };
    let owners = vec![SelectOption::new("them", "They do it"), SelectOption::new("me", "I do it")];
    let label = goal.with_value(|goal| format!("New action for {}", words::excerpt(&goal.what, 60)));
    view! {
        <form class="row add-line" on:submit=move |event| {
            event.prevent_default();
            add();
        }>
            <UnsentLine text=what label placeholder="What is done for it" />
            <Select
                label="Who does it"
                value=Signal::derive(move || if mine.get() { "me".to_owned() } else { "them".to_owned() })
                options=owners
                on_change=move |word: String| mine.set(word == "me")
            />
            <DateInput label="Due" value=due on_change=move |day| due.set(day) />
            <Button sign=Sign::Plus writes=audience on_press=move |()| add()>"Add"</Button>
        </form>
    }
}

#[component]
fn SetDialog(open: RwSignal<bool>, person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let texts @ [what, support] =
        ["goal", "support"].map(|part| UnsentText::of(format!("{part} of {person}")));
    let competency = RwSignal::new(None::<RecordId>);
    let by = RwSignal::new(None::<Date>);
    let audience = RwSignal::new(None);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        competency.set(None);
        by.set(None);
        audience.set(None);
        missing.set(None);
    };
    let competencies = Signal::derive(move || {
        mirror.read(|book| {
            let entry = book.get::<Person>(person);
            let theirs = entry.and_then(|entry| rules::ladder_of(book, &entry));
            let ladder = theirs.or_else(|| rules::in_use(book).into_iter().next());
            let all = ladder.map(|ladder| rules::competencies_of(book, ladder.id)).unwrap_or_default();
            all.iter().map(|one| SelectOption::new(one.id.to_string(), one.name.clone())).collect::<Vec<_>>()
        })
    });
    let make = move |()| {
        let said = what.said();
        missing.set(said.is_none().then(|| "Say what they will be able to do.".to_owned()));
        let goal = Goal {
            what: said?,
            person: Some(person.into()),
            competency: competency.get_untracked().map(Into::into),
            support: Prose(support.said().unwrap_or_default()),
            by: by.get_untracked(),
            ..Goal::default()
        };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch = commands::set_goal(&author, mirror.new_id(), &goal, today);
        Some(batch.made_for(chosen_audience(mirror, Goal::KIND, audience)))
    };
    view! {
        <UnsentDialog open title="Set a goal" act="Set it" texts on_open=begin make>
            <Field label="Goal" hint="What they will be able to do, so that both can tell when they are." error=missing>
                <UnsentLine text=what />
            </Field>
            <Field label="Competency">
                <Select
                    value=Signal::derive(move || competency.get().map(|id| id.to_string()).unwrap_or_default())
                    options=competencies
                    none="None in particular"
                    on_change=move |id: String| competency.set(id.parse().ok())
                />
            </Field>
            <Field label="By" hint="A day to look whether it is reached.">
                <DateInput value=by on_change=move |day| by.set(day) />
            </Field>
            <Field label="Your support" hint="Time, a mentor, work that stretches, training.">
                <UnsentArea text=support />
            </Field>
            <AudienceField kind=Goal::KIND value=audience />
        </UnsentDialog>
    }
}
