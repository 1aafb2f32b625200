//! The page of the 1:1s with one person: prepare, talk, agree, close (FB-1, FB-2).

use design::{
    AudienceMark, Button, ButtonKind, ConfirmDialog, DateInput, Disclosure, Field, FormDialog, LinkButton,
    Menu, MenuItem, PageHeader, PageOf, Present, RecordEditor, Section, Sign,
};
use document::{Audience, Entry, Record as _};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{Person, view::NobodyHere};

use super::{agenda::Agenda, agreed::Agreed, preparation::PreparationSheet, talks::PlanDialog};
use crate::{
    OneOnOne, OneOnOneState, PrivateNote, commands,
    rules::{self, Standing},
};

/// How many earlier talks are in sight; those before are folded away.
const RECENT: usize = 6;

/// How many letters of a talk's notes are in sight.
const EXCERPT: usize = 280;

/// The 1:1s with one person.
#[component]
pub fn TalkPage(
    /// The person.
    #[prop(into)]
    person: Signal<Option<RecordId>>,
    /// What other areas say before the talk: how the growth plan stands.
    more: Callback<RecordId, AnyView>,
) -> impl IntoView {
    view! {
        <PageOf
            record=person
            kind=Person::NAME
            page=move |person| view! { <Page person more /> }.into_any()
            absent=|| view! { <NobodyHere page="1:1" href="/one-on-ones" all="All 1:1s" /> }
        />
    }
}

#[component]
fn Page(person: RecordId, more: Callback<RecordId, AnyView>) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Person>(person));
    let name = Memo::new(move |_| {
        entry.with(|entry| entry.as_ref().map(|entry| entry.name.clone()).unwrap_or_default())
    });
    let standing = Memo::new(move |_| {
        let today = mirror.today();
        entry.with(|entry| {
            entry.as_ref().and_then(|entry| mirror.read(|book| rules::standing(book, entry, today)))
        })
    });
    // The talk being written: today's, or an earlier one that was not closed.
    let current = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let open =
                |talk: &Entry<OneOnOne>| talk.state == OneOnOneState::Planned && talk.on <= Some(today);
            let today_held =
                |talk: &Entry<OneOnOne>| talk.state == OneOnOneState::Held && talk.on == Some(today);
            let talks = rules::talks_with(book, person);
            talks
                .iter()
                .find(|talk| open(talk))
                .or_else(|| talks.iter().find(|talk| today_held(talk)))
                .map(|talk| talk.id)
        })
    });
    let planning = RwSignal::new(false);
    let chosen = RwSignal::new(Some(person));
    let subtitle = Memo::new(move |_| {
        let today = mirror.today();
        standing
            .with(|standing| standing.as_ref().map(|standing| when(standing, today)))
            .unwrap_or_else(|| "No series yet.".to_owned())
    });
    view! {
        <PageHeader title=Signal::derive(move || format!("1:1 with {}", name.get())) subtitle=subtitle>
            <Present record=person />
            <LinkButton href=format!("/people/{person}") sign=Sign::User>"Person"</LinkButton>
            <Show
                when=move || standing.with(Option::is_some)
                fallback=move || view! {
                    <Button kind=ButtonKind::Primary sign=Sign::Plus writes=Audience::Everyone on_press=move |()| planning.set(true)>"Plan 1:1s"</Button>
                }
            >
                <Steer standing current />
            </Show>
        </PageHeader>
        <div class="with-margin">
            <div class="stack wide">
                {move || current.get().map(|talk| view! { <Current talk person /> })}
                <Section title="Agenda">
                    <Agenda person talk=current />
                </Section>
                <Section title="Agreed">
                    <Agreed person talk=current />
                </Section>
                <Earlier person except=current />
            </div>
            <aside>
                <PreparationSheet person />
                {more.run(person)}
            </aside>
        </div>
        <PlanDialog open=planning person=chosen />
    }
}

/// When the next talk is, in words.
fn when(standing: &Standing, today: Date) -> String {
    let next = match standing.next.as_ref().map(|next| next.on) {
        Some(day) if day == today => "Today".to_owned(),
        Some(day) => format!("Next on {}", words::day(day)),
        None => "No further talk".to_owned(),
    };
    format!("{next} · {}", standing.series.cadence.to_string().to_lowercase())
}

/// Start, close, cancel, move, pause and end.
#[component]
fn Steer(standing: Memo<Option<Standing>>, current: Memo<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let moving = RwSignal::new(false);
    let ending = RwSignal::new(false);
    let open = Memo::new(move |_| {
        current
            .get()
            .and_then(|id| mirror.get::<OneOnOne>(id))
            .filter(|talk| talk.state == OneOnOneState::Planned)
    });
    let start = move |()| {
        let Some(standing) = standing.get_untracked() else { return };
        let today = untrack(|| mirror.today());
        let (_, batch) = untrack(|| {
            mirror.read(|book| commands::book_talk(book, &mirror.author(), &standing.series, today))
        });
        mirror.commit(batch);
    };
    let close = move |()| {
        if let Some(talk) = open.get_untracked() {
            mirror.commit(untrack(|| mirror.read(|book| commands::hold_talk(book, &talk))));
        }
    };
    let cancel = move || {
        let Some(standing) = standing.get_untracked() else { return };
        let day =
            open.get_untracked().and_then(|talk| talk.on).or(standing.next.as_ref().map(|next| next.on));
        if let Some(day) = day {
            mirror.commit(untrack(|| {
                mirror.read(|book| commands::cancel_talk(book, &mirror.author(), &standing.series, day))
            }));
        }
    };
    let series =
        move || standing.with_untracked(|standing| standing.as_ref().map(|standing| standing.series.clone()));
    let pause = move || {
        if let Some(series) = series() {
            let until =
                series.paused_until.is_none().then(|| untrack(|| mirror.today()) + chrono::Days::new(28));
            mirror.commit(untrack(|| mirror.read(|book| commands::pause_series(book, &series, until))));
        }
    };
    let end = move |()| {
        ending.set(false);
        if let Some(series) = series() {
            mirror.commit(untrack(|| mirror.read(|book| commands::end_series(book, &series))));
        }
    };
    let items = vec![
        MenuItem::new("Cancel the next talk", cancel),
        MenuItem::new("Move the next talk…", move || moving.set(true)),
        MenuItem::new("Rest for four weeks, or resume", pause),
        MenuItem::new("End the series…", move || ending.set(true)).danger(),
    ];
    view! {
        <Show
            when=move || open.with(Option::is_some)
            fallback=move || view! { <Button kind=ButtonKind::Primary writes=Audience::Everyone on_press=start>"Start today's talk"</Button> }
        >
            <Button kind=ButtonKind::Primary sign=Sign::Check writes=Audience::Everyone on_press=close>"Close as held"</Button>
        </Show>
        <Show when=move || mirror.may_write(Audience::Everyone)>
            <Menu label="More about this series" sign=Sign::Ellipsis items=items.clone() />
        </Show>
        <MoveDialog open=moving standing />
        <ConfirmDialog
            open=ending
            on_close=move |()| ending.set(false)
            title="End this series?"
            act="End the series"
            on_confirm=end
        >
            "No further talks are due and none is missed. What was said and agreed stays."
        </ConfirmDialog>
    }
}

#[component]
fn MoveDialog(open: RwSignal<bool>, standing: Memo<Option<Standing>>) -> impl IntoView {
    let mirror = use_mirror();
    let day = RwSignal::new(None::<Date>);
    let wrong = RwSignal::new(None::<String>);
    let begin = move |()| {
        wrong.set(None);
        day.set(standing.with(|standing| standing.as_ref()?.next.as_ref().map(|next| next.on)));
    };
    let rebook = move |()| {
        let today = untrack(|| mirror.today());
        let Some(to) = day.get_untracked().filter(|day| *day >= today) else {
            wrong.set(Some("Choose today or a later day.".to_owned()));
            return false;
        };
        if let Some((standing, from)) = standing
            .get_untracked()
            .and_then(|standing| standing.next.as_ref().map(|next| next.on).map(|from| (standing, from)))
        {
            let (_, batch) = untrack(|| {
                mirror.read(|book| commands::rebook_talk(book, &mirror.author(), &standing.series, from, to))
            });
            mirror.commit(batch);
        }
        true
    };
    view! {
        <FormDialog open title="Move the next talk" act="Move it" on_open=begin on_act=rebook>
            <Field label="To" error=wrong>
                <DateInput value=day on_change=move |chosen| day.set(chosen) />
            </Field>
        </FormDialog>
    }
}

/// Notes of the talk under way: the shared ones, and those only the manager reads.
#[component]
fn Current(talk: RecordId, person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<OneOnOne>(talk));
    let title = Signal::derive(move || {
        entry.with(|entry| {
            let day = entry.as_ref().and_then(|entry| entry.on).map(words::day).unwrap_or_default();
            let held = entry.as_ref().is_some_and(|entry| entry.state == OneOnOneState::Held);
            if held { format!("Talk of {day} · held") } else { format!("Talk of {day}") }
        })
    });
    let private = Memo::new(move |_| {
        let notes = mirror.all::<PrivateNote>();
        notes.iter().find(|note| note.one_on_one.is_some_and(|of| of.id() == talk)).map(|note| note.id)
    });
    let audience = move |record| mirror.row(record).map(|row| row.document.audience);
    let begin_private = move |()| {
        let note = PrivateNote {
            person: Some(person.into()),
            one_on_one: Some(talk.into()),
            on: Some(untrack(|| mirror.today())),
            ..PrivateNote::default()
        };
        mirror.commit(commands::write_private_note(&untrack(|| mirror.author()), mirror.new_id(), &note));
    };
    view! {
        <Section title>
            {move || audience(talk).filter(|audience| *audience != Audience::Everyone).map(|audience| view! {
                <p><AudienceMark audience /></p>
            })}
            <RecordEditor record=talk only=&["notes"] />
            {move || match private.get() {
                Some(note) => view! {
                    <div class="private-note screen-only">
                        <p class="small soft">
                            {move || audience(note).map(|audience| view! { <AudienceMark audience /> })}
                            " Write as if the person will read it one day."
                        </p>
                        <RecordEditor record=note only=&["text"] />
                    </div>
                }.into_any(),
                None => view! { <Button sign=Sign::Lock on_press=begin_private>"Add a private note"</Button> }.into_any(),
            }}
        </Section>
    }
}

/// The talks before, newest first.
#[component]
fn Earlier(person: RecordId, except: Memo<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let talks = Memo::new(move |_| {
        let except = except.get();
        mirror.read(|book| {
            let mut talks = rules::talks_with(book, person);
            talks.retain(|talk| Some(talk.id) != except && talk.state != OneOnOneState::Planned);
            talks
        })
    });
    view! {
        <Show when=move || talks.with(|talks| !talks.is_empty())>
            <Section title="Earlier talks" count=Signal::derive(move || Some(talks.with(Vec::len)))>
                <ol class="earlier-talks">
                    {move || talks.get().into_iter().take(RECENT).map(|talk| view! { <EarlierTalk talk /> }).collect_view()}
                </ol>
                <Show when=move || talks.with(|talks| talks.len() > RECENT)>
                    <Disclosure label="All before">
                        <ol class="earlier-talks">
                            {move || {
                                let older = talks.get().into_iter().skip(RECENT);
                                older.map(|talk| view! { <EarlierTalk talk /> }).collect_view()
                            }}
                        </ol>
                    </Disclosure>
                </Show>
            </Section>
        </Show>
    }
}

#[component]
fn EarlierTalk(talk: Entry<OneOnOne>) -> impl IntoView {
    let day = talk.on.map(words::day).unwrap_or_default();
    let state = if talk.state == OneOnOneState::Cancelled { " · cancelled" } else { "" };
    let audience = Some(talk.document.audience).filter(|audience| *audience != Audience::Everyone);
    let notes = talk.notes.to_string();
    let start = words::excerpt(&notes, EXCERPT);
    let more = notes.chars().count() > EXCERPT;
    view! {
        <li>
            <a href=format!("/record/{}", talk.id)>{format!("{day}{state}")}</a>
            {audience.map(|audience| view! { " "<AudienceMark audience /> })}
            {(!start.is_empty()).then(|| view! { <p class="soft">{start}</p> })}
            {more.then(|| view! {
                <Disclosure label="All of it"><p class="keep">{notes.clone()}</p></Disclosure>
            })}
        </li>
    }
}
