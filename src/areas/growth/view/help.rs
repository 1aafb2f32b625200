//! The four kinds of help one person gets, and their balance. Only the user's own (GR-4).

use design::{AudienceField, Badge, Button, ChoiceSelect, DateInput, Field, Section, Sign, chosen_audience};
use document::{Book, Record};
use kernel::{Date, Ordered as _, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    rules as roster_rules, settings,
    view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText},
};

use crate::{Help, HelpKind, Opportunity, commands, notices::HELP_DAYS, rules};

/// How many entries are listed.
const LISTED: usize = 8;

/// The balance, the latest entries, and a button to log one.
#[component]
pub fn HelpGiven(person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let balance = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| rules::balance(book, person, today))
    });
    let given = Memo::new(move |_| mirror.read(|book| given(book, person)));
    let window = move || words::days(mirror.read(|book| settings::number(book, &HELP_DAYS)));
    let logging = RwSignal::new(false);
    view! {
        // What only the user may read is left out of print: paper is handed on.
        <div class="screen-only">
            <Section
                title="Help, only me"
                actions=move || view! { <Button sign=Sign::Plus on_press=move |()| logging.set(true)>"Log help"</Button> }
            >
                <dl class="balance" aria-label="Balance of help">
                    {move || balance.get().into_iter().map(|one| {
                        let last = one.last.map_or_else(|| "never".to_owned(), |last| format!("last {}", words::day(last)));
                        view! {
                            <div class:none=one.times == 0>
                                <dt>{one.kind.label()}</dt>
                                <dd class="times">{one.times}</dd>
                                <dd class="small soft">{last}</dd>
                            </div>
                        }
                    }).collect_view()}
                </dl>
                <p class="soft small">{move || format!("Times in the last {}. The four do not replace each other.", window())}</p>
                <ul class="entries">
                    {move || given.get().into_iter().map(|Line { id, on, kind, what, by }| {
                        view! {
                            <li>
                                <span class="small soft nowrap">{words::day(on)}</span>
                                <a href=format!("/record/{id}")>{what}</a>
                                <Badge>{kind.label().to_lowercase()}</Badge>
                                {by.map(|by| view! { <span class="small soft">{format!("by {by}")}</span> })}
                            </li>
                        }
                    }).collect_view()}
                </ul>
            </Section>
        </div>
        <LogDialog open=logging person />
    }
}

/// One time of help, as the list shows it.
#[derive(Clone, PartialEq)]
struct Line {
    id: RecordId,
    on: Date,
    kind: HelpKind,
    what: String,
    by: Option<String>,
}

/// The latest help: what was logged, and for what somebody was put forward.
fn given(book: &Book, person: RecordId) -> Vec<Line> {
    let logged = rules::help_of(book, person).into_iter().filter_map(|help| {
        Some(Line {
            id: help.id,
            on: help.on?,
            kind: help.kind,
            what: words::excerpt(&help.what, 100),
            by: roster_rules::name_of(book, help.by),
        })
    });
    let forward = rules::forward_of(book, person).into_iter().filter_map(|one| {
        let what = one.opportunity.and_then(|of| book.get::<Opportunity>(of.id()));
        let what = what.map(|what| words::excerpt(&what.what, 100)).unwrap_or_default();
        Some(Line {
            id: one.id,
            on: one.on?,
            kind: HelpKind::Sponsorship,
            what: format!("Put forward: {what}"),
            by: None,
        })
    });
    let mut lines: Vec<_> = logged.chain(forward).collect();
    lines.order_by_key(|line| std::cmp::Reverse((line.on, line.id)));
    lines.truncate(LISTED);
    lines
}

/// What each kind is, as a hint below the choice.
const fn hint(kind: HelpKind) -> &'static str {
    match kind {
        HelpKind::Coaching => "You asked questions until they found their own answer.",
        HelpKind::Mentoring => "You gave advice from what you have done yourself.",
        HelpKind::Sponsorship => "You put their name forward for something.",
        HelpKind::Advocacy => "You gave them credit where they were absent.",
    }
}

#[component]
fn LogDialog(open: RwSignal<bool>, person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(format!("help for {person}"));
    let kind = RwSignal::new(HelpKind::default());
    let on = RwSignal::new(None::<Date>);
    let by = RwSignal::new(None::<RecordId>);
    let audience = RwSignal::new(None);
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        kind.set(HelpKind::default());
        on.set(Some(mirror.today()));
        by.set(None);
        audience.set(None);
        missing.set(None);
    };
    let make = move |()| {
        let said = what.said();
        missing.set(said.is_none().then(|| "Say in a few words what was done.".to_owned()));
        let help = Help {
            person: Some(person.into()),
            kind: kind.get_untracked(),
            on: on.get_untracked().or(Some(untrack(|| mirror.today()))),
            what: said?,
            by: by.get_untracked().map(Into::into),
            ..Help::default()
        };
        let batch = commands::log_help(&untrack(|| mirror.author()), mirror.new_id(), &help);
        Some(batch.made_for(chosen_audience(mirror, Help::KIND, audience)))
    };
    view! {
        <UnsentDialog open title="Log help" act="Keep it" texts=[what] on_open=begin make>
            <Field label="Kind" group=true hint=Signal::derive(move || hint(kind.get()).to_owned())>
                <ChoiceSelect value=kind in_sight=true />
            </Field>
            <Field label="What was done" error=missing>
                <UnsentLine text=what />
            </Field>
            <Field label="Day">
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
            <Field label="Given by" hint="You, when empty.">
                <PersonPicker value=by />
            </Field>
            <AudienceField kind=Help::KIND value=audience />
        </UnsentDialog>
    }
}
