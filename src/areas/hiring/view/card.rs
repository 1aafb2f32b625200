//! One scorecard: written by whoever interviewed, read by who has submitted (HI-4).

use design::{
    Absent, Badge, Button, ButtonKind, Disclosure, Each, LinkButton, PageHeader, PageOf, RecordEditor,
    Section, Sign, Tone,
};
use document::{Audience, Book, Entry, Record as _, Ref};
use kernel::{RecordId, words};
use leptos::{prelude::*, task::spawn_local};
use mirror::use_mirror;
use roster::rules as roster_rules;

use super::{
    parts::name_of,
    submitted::{Verdict, verdicts},
};
use crate::{Anchors, Candidate, Level, Opening, Score, Scorecard, Stage, commands, rules};

/// The page of one scorecard.
#[component]
pub fn ScorecardPage(
    /// The card.
    #[prop(into)]
    card: Signal<Option<RecordId>>,
) -> impl IntoView {
    view! {
        <PageOf
            record=card
            kind=Scorecard::NAME
            page=move |card| view! { <Page card /> }.into_any()
            absent=|| view! {
                <Absent
                    page="Scorecard"
                    title="No card to read here"
                    why="It was taken back, or it is somebody else’s and opens to you when your own is in."
                    href="/hiring"
                    all="All openings"
                />
            }
        />
    }
}

#[component]
fn Page(card: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Scorecard>(card));
    let candidate =
        Memo::new(move |_| entry.with(|entry| entry.as_ref().and_then(|entry| entry.candidate)).map(Ref::id));
    let audience = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map_or(Audience::Everyone, |entry| entry.document.audience))
    });
    let mine = Memo::new(move |_| mirror.may_write(audience.get()));
    let title = Signal::derive(move || {
        let name = candidate.get().and_then(|id| mirror.title(id)).unwrap_or_default();
        format!("Scorecard: {name}")
    });
    let subtitle = Signal::derive(move || {
        entry.with(|entry| {
            let Some(entry) = entry else { return String::new() };
            mirror.read(|book| {
                let stage = entry.stage.and_then(|stage| book.get::<Stage>(stage.id()));
                let parts = [
                    name_of(book, entry.interviewer),
                    stage.map(|stage| stage.record.name).unwrap_or_default(),
                ];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
            })
        })
    });
    let scores = Memo::new(move |_| mirror.read(|book| rules::scores_of(book, card)));
    view! {
        <PageHeader title subtitle>
            {move || candidate.get().map(|id| view! {
                <LinkButton href=format!("/candidates/{id}") sign=Sign::User>"Candidate"</LinkButton>
                <LinkButton href=format!("/candidates/{id}/debrief") sign=Sign::Users>"Debrief"</LinkButton>
            })}
        </PageHeader>
        <div class="with-margin">
            <div class="stack wide">
                <Each each=move || scores.get() key=|score| score.id let:score>
                    <OneScore score=score.id mine />
                </Each>
                <Section title="All in all">
                    <Show when=move || mine.get() fallback=move || view! { <AllInAll card /> }>
                        <RecordEditor record=card only=&["recommendation", "because"] />
                    </Show>
                </Section>
            </div>
            <aside>
                <Submitting card />
            </aside>
        </div>
    }
}

#[component]
fn AllInAll(card: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    move || {
        mirror.get::<Scorecard>(card).map(|card| {
            view! {
                <p><strong>{card.recommendation.map_or("Says nothing", |what| what.label())}</strong></p>
                <p class="prose">{card.because.0.clone()}</p>
            }
        })
    }
}

/// One competency: how it went, in the words that were agreed, and what shows it.
#[component]
fn OneScore(score: RecordId, #[prop(into)] mine: Signal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Score>(score));
    let title = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map(|one| one.competency.clone()).unwrap_or_default())
    });
    let steps = Memo::new(move |_| {
        mirror.read(|book| {
            let score = book.get::<Score>(score)?;
            let opening = book.get::<Candidate>(score.candidate?.id())?.opening?.id();
            let step =
                |level: &Level| (level.label(), rules::anchor(book, opening, &score.competency, *level));
            Some(Level::ALL.iter().map(step).collect::<Vec<_>>())
        })
    });
    let place = move |book: &Book| {
        let score = book.get::<Score>(score)?;
        let opening = book.get::<Opening>(book.get::<Candidate>(score.candidate?.id())?.opening?.id())?;
        Some((opening, score.competency.clone()))
    };
    let anchors = Memo::new(move |_| {
        mirror.read(|book| {
            let (opening, competency) = place(book)?;
            Some(rules::anchors_of(book, opening.id, &competency)?.id)
        })
    });
    // What each step means in general stands there to begin with.
    let write = move |()| {
        let author = untrack(|| mirror.author());
        let batch = untrack(|| {
            mirror.read(|book| {
                let (opening, competency) = place(book)?;
                let anchors = Anchors {
                    competency,
                    well_below: Level::WellBelow.means().into(),
                    below: Level::Below.means().into(),
                    meets: Level::Meets.means().into(),
                    above: Level::Above.means().into(),
                    ..Anchors::default()
                };
                Some(commands::anchor_competency(book, &author, mirror.new_id(), &opening, &anchors))
            })
        });
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    view! {
        <Section title>
            <Show
                when=move || mine.get()
                fallback=move || view! { {move || entry.get().map(|one| view! { <Said score=one /> })} }
            >
                <RecordEditor record=score only=&["level", "evidence"] />
                <Disclosure label="What each step means">
                    <dl class="anchors">
                        {move || steps.get().unwrap_or_default().into_iter().map(|(label, means)| view! {
                            <dt>{label}</dt>
                            <dd>{means}</dd>
                        }).collect_view()}
                    </dl>
                    {move || match anchors.get() {
                        Some(id) => view! { <p><a href=format!("/record/{id}")>"Change these words"</a></p> }.into_any(),
                        None => view! { <Button writes=Audience::Everyone on_press=write>"Write them for this role"</Button> }.into_any(),
                    }}
                </Disclosure>
            </Show>
        </Section>
    }
}

/// A score as it is read.
#[component]
pub fn Said(score: Entry<Score>) -> impl IntoView {
    let evidence = score.evidence.trim().to_owned();
    let is_enough = score.level.and_then(Level::is_enough);
    let tone = if is_enough == Some(false) { Tone::Signal } else { Tone::Plain };
    view! {
        <p>
            <Badge tone>{score.level.map_or("says nothing", Level::says)}</Badge>
        </p>
        <p class="prose">{if evidence.is_empty() { "Nothing that shows it.".to_owned() } else { evidence }}</p>
    }
}

/// What is still missing, and the act.
#[component]
fn Submitting(card: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Scorecard>(card));
    let audience =
        Memo::new(move |_| entry.with(|entry| entry.as_ref().map(|entry| entry.document.audience)));
    let hidden = Memo::new(move |_| {
        let Some(Audience::Circle(circle)) = audience.get() else { return None };
        mirror.hidden_circles().iter().find(|one| one.id == circle).cloned()
    });
    let mine = Memo::new(move |_| audience.get().is_some_and(|audience| mirror.may_write(audience)));
    let lacks = Memo::new(move |_| {
        entry
            .with(|entry| entry.as_ref().map(|entry| mirror.read(|book| rules::lacks(book, entry))))
            .unwrap_or_default()
    });
    let round = Memo::new(move |_| entry.with(|entry| Some(rules::round(entry.as_ref()?.candidate?.id()))));
    let verdict = verdicts(round.into());
    let verdict = Memo::new(move |_| verdict.with(|all| all.get(&card).copied()));
    // In a hidden circle the log says whether it is in, elsewhere the card does.
    let is_in = Memo::new(move |_| match hidden.get() {
        Some(circle) => !circle.submissions.is_empty(),
        None => entry.with(|entry| entry.as_ref().is_some_and(|entry| entry.submitted_on.is_some())),
    });
    let (asked, busy) = (RwSignal::new(false), RwSignal::new(false));
    let reads = Memo::new(move |_| {
        entry.with(|entry| {
            let (candidate, who) = (entry.as_ref()?.candidate?.id(), entry.as_ref()?.interviewer?.id());
            mirror.read(|book| {
                let me = roster_rules::me(book).map(|me| me.id);
                let own = me.is_none_or(|me| me == who);
                Some((own, own && rules::is_done_with(book, candidate, who, Some(card))))
            })
        })
    });
    let submit = move |()| {
        asked.set(true);
        if lacks.with_untracked(|lacks| !lacks.is_empty()) {
            return;
        }
        let Some(entry) = entry.get_untracked() else { return };
        let Some(candidate) = entry.candidate.and_then(|id| untrack(|| mirror.get::<Candidate>(id.id())))
        else {
            return;
        };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch = untrack(|| {
            mirror
                .read(|book| commands::submit_card(book, &author, mirror.new_id(), &candidate, &entry, today))
        });
        mirror.commit(batch);
        let reads = reads.get_untracked().is_some_and(|(_, reads)| reads);
        let Some(circle) = hidden.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            if let Err(problem) = mirror.open_to_round(circle.id, reads).await {
                mirror.problems().update(|problems| problems.push(problem));
            }
            busy.try_set(false);
        });
    };
    let withdraw = move |()| {
        let batch = entry
            .get_untracked()
            .and_then(|entry| untrack(|| mirror.read(|book| commands::withdraw_card(book, &entry))));
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    let others = Memo::new(move |_| {
        entry
            .with(|entry| {
                let candidate = entry.as_ref()?.candidate?.id();
                Some(mirror.read(|book| rules::shut_of(book, candidate).len()))
            })
            .unwrap_or_default()
    });
    let says = move || {
        match (hidden.get(), is_in.get()) {
        (None, false) => "Nobody else is in this workspace, so there is nobody to hide it from.".to_owned(),
        (None, true) => String::new(),
        (Some(_), false) => match (reads.get(), others.get()) {
            (Some((false, _)), _) => "Only you read it until you submit it. It is somebody else’s card, so what others found stays closed to you until a card of your own is in.".to_owned(),
            (Some((true, false)), _) => "Only you read it until you submit it. You have another interview with them: what others found opens to you after that one.".to_owned(),
            (_, 0) => "Only you read it until you submit it. What others submit opens to you then, and yours to them.".to_owned(),
            (_, 1) => "Only you read it until you submit it. One more card is in, and opens to you then.".to_owned(),
            (_, count) => format!("Only you read it until you submit it. {count} more cards are in, and open to you then."),
        },
        (Some(circle), true) => {
            let me = mirror.author().member;
            let readers = circle.readers.iter().filter(|one| **one != circle.by || circle.by != me);
            let names: Vec<String> = readers.filter(|one| **one != me).map(|one| mirror.member_name(*one)).collect();
            if names.is_empty() {
                "Nobody else has submitted yet: nobody else reads it.".to_owned()
            } else {
                format!("Read by {}.", words::listed(&names))
            }
        }
    }
    };
    let times = move || {
        let said = |what: &str, day| view! { <p>{format!("{what} {}", words::day(day))}</p> };
        match hidden.get() {
            Some(circle) => {
                let mut days = circle.submissions.iter().map(|one| mirror.day_of(one.at));
                let first = days.next().map(|day| said("Submitted", day));
                let again = days.next_back().map(|day| said("Submitted again", day));
                [first, again].into_iter().flatten().collect_view()
            }
            None => {
                let on = entry.with(|entry| entry.as_ref().and_then(|entry| entry.submitted_on));
                on.map(|day| said("Submitted", day)).into_iter().collect_view()
            }
        }
    };
    view! {
        <Section title=Signal::derive(move || if hidden.with(Option::is_some) { "Hidden until you submit".to_owned() } else { "Submit".to_owned() })>
            <Show when=move || is_in.get()>
                <p><Badge>"submitted"</Badge></p>
                {times}
            </Show>
            <p class="soft">{says}</p>
            {move || verdict.get().map(|verdict| view! { <Verdict verdict /> })}
            <Show when=move || mine.get() && asked.get() && !lacks.with(Vec::is_empty)>
                <div role="alert">
                    <p>"Before it can be submitted:"</p>
                    <ul>
                        {move || lacks.get().iter().map(|lack| view! { <li>{lack.says()}</li> }).collect_view()}
                    </ul>
                </div>
            </Show>
            <Show when=move || mine.get() && (!is_in.get() || verdict.get() == Some(engine_changed()))>
                <Button kind=ButtonKind::Primary disabled=busy on_press=submit>
                    {move || if is_in.get() { "Submit it again" } else { "Submit" }}
                </Button>
            </Show>
            <Show when=move || mine.get() && !is_in.get()>
                <Button on_press=withdraw>"Take it back"</Button>
            </Show>
        </Section>
    }
}

const fn engine_changed() -> mirror::Compared {
    mirror::Compared::Changed
}
