//! The page of one review: three answers with what they rest on, who would be surprised, and what it leads to (PR-1 to PR-7).

use design::{
    AudienceMark, Button, ButtonKind, Disclosure, LinkButton, Menu, MenuItem, PageHeader, PageOf, Present,
    RecordEditor, Section, Sign, Toasts,
};
use document::{Audience, Book, Entry, Record as _};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Question, Review, rules};
use roster::{Team, rules as roster_rules};

use super::super::audience::InTwoPlaces;
use super::{
    NoReview,
    cycle::TakeOut,
    findings::{FindingDialog, Findings},
    leads::LastTime,
    promises::Promises,
    proposals::{self, Proposals},
    response::ResponsePart,
    share::ShareDialog,
    sources::Sources,
    surprises::Surprises,
};
use crate::reviews as joined;

/// The page of one review.
#[component]
pub fn ReviewPage(
    /// The review.
    #[prop(into)]
    review: Signal<Option<RecordId>>,
    /// Called when it was taken out.
    on_gone: Callback<()>,
) -> impl IntoView {
    view! {
        <PageOf record=review kind=Review::NAME page=move |review| view! { <Page review on_gone /> }.into_any() absent=|| view! { <NoReview /> } />
    }
}

#[component]
fn Page(review: RecordId, on_gone: Callback<()>) -> impl IntoView {
    let mirror = use_mirror();
    let toasts = use_context::<Toasts>();
    let entry = Memo::new(move |_| mirror.get::<Review>(review));
    let name = Memo::new(move |_| {
        entry.with(|entry| {
            let person = entry.as_ref().and_then(|one| one.person);
            mirror.read(|book| roster_rules::name_of(book, person)).unwrap_or_default()
        })
    });
    let title = Signal::derive(move || format!("Review of {}", name.get()));
    let subtitle = Memo::new(move |_| {
        entry.with(|entry| {
            mirror.read(|book| entry.as_ref().map(|one| subtitle(book, one)).unwrap_or_default())
        })
    });
    let cycle = Memo::new(move |_| entry.with(|entry| entry.as_ref().and_then(|one| one.cycle)));
    let audience = Memo::new(move |_| {
        entry.with(|entry| entry.as_ref().map_or(Audience::Everyone, |one| one.document.audience))
    });
    let shared = Memo::new(move |_| entry.with(|entry| entry.as_ref().and_then(|one| one.shared_on)));
    let (sharing, going) = (RwSignal::new(false), RwSignal::new(false));
    let draft = move |()| {
        let Some(entry) = entry.get_untracked() else { return };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch =
            untrack(|| mirror.read(|book| joined::draft(book, author, &entry, today, || mirror.new_id())));
        let nothing = batch.is_empty();
        if !nothing {
            mirror.commit(batch);
        }
        if let Some(toasts) = toasts {
            match nothing {
                true => toasts.say("Nothing in the record that is not in the review already."),
                false => toasts.offer(
                    "Findings were drafted from the record; each answer offers sentences made of them.",
                    "Undo",
                    move || mirror.undo(),
                ),
            }
        }
    };
    let proposals = proposals::for_all(review);
    let answers = Question::ALL.iter().map(|question| {
        view! { <Answer review question=*question proposals /> }
    });
    view! {
        <PageHeader title subtitle>
            <Present record=review />
            {move || view! { <AudienceMark audience=audience.get() /> }}
            {move || cycle.get().map(|cycle| view! { <LinkButton href=format!("/reviews/{}", cycle.id()) sign=Sign::FileText>"Cycle"</LinkButton> })}
            <LinkButton href=format!("/record/{review}") sign=Sign::History>"History"</LinkButton>
            <LinkButton href=format!("/review/{review}/document") sign=Sign::Printer>"Document"</LinkButton>
            // What the person has in hands is not drafted again.
            {move || shared.get().is_none().then(|| view! { <Button sign=Sign::NotebookPen writes=audience.get() on_press=draft>"Draft from the record"</Button> })}
            {move || view! {
                <Button kind=ButtonKind::Primary writes=audience.get() on_press=move |()| sharing.set(true)>
                    {move || if shared.get().is_some() { "Who can read it" } else { "Share" }}
                </Button>
            }}
            <Menu label="More" sign=Sign::Ellipsis items=vec![
                MenuItem::new("Take it out of the cycle", move || going.set(true)).danger(),
            ] />
        </PageHeader>
        <InTwoPlaces record=review />
        <div class="with-margin">
            <div class="stack wide">
                <Surprises review />
                {answers.collect_view()}
                <ResponsePart review />
                <LastTime review />
            </div>
            <aside class="stack wide">
                <Section title="Rating">
                    <p class="soft small">"In words, of one person against their level. It can stay open."</p>
                    <RecordEditor record=review only=&["rating", "first_rating"] />
                </Section>
                <Sources review />
            </aside>
        </div>
        <ShareDialog open=sharing review />
        <TakeOut review open=going on_gone />
    }
}

fn subtitle(book: &Book, review: &Entry<Review>) -> String {
    let cycle = rules::cycle_of(book, review).map(|cycle| cycle.record.name);
    let team = review.team.and_then(|team| book.get::<Team>(team.id())).map(|team| team.record.name);
    let tenure = rules::tenure_then(review).map(|tenure| format!("{tenure} with us"));
    let then: Vec<_> = [review.level.clone(), team, tenure].into_iter().flatten().collect();
    let then = review.frozen_on.map(|on| match then.is_empty() {
        true => format!("as of {}", words::day(on)),
        false => format!("{}, as of {}", then.join(", "), words::day(on)),
    });
    let shared = review.shared_on.map(|on| format!("shared on {}", words::day(on)));
    [cycle, then, shared].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// One of the three questions: its answer, what it lacks, and what it rests on.
#[component]
fn Answer(review: RecordId, question: Question, proposals: Memo<Vec<joined::Proposal>>) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Review>(review));
    let lack = Memo::new(move |_| {
        entry.with(|entry| {
            let entry = entry.as_ref()?;
            let lacks = mirror.read(|book| joined::lacks(book, entry));
            lacks.into_iter().find(|(of, _)| *of == question).map(|(_, lack)| lack)
        })
    });
    let audience =
        move || entry.with(|entry| entry.as_ref().map_or(Audience::Everyone, |one| one.document.audience));
    let field: &'static [&'static str] = match question {
        Question::Standing => &["standing"],
        Question::NextLevel => &["next_level"],
        Question::Support => &["support"],
    };
    let adding = RwSignal::new(false);
    view! {
        <Section
            title=question.label()
            actions=move || view! {
                {(question != Question::Support).then(|| view! {
                    <Button sign=Sign::Plus writes=audience() on_press=move |()| adding.set(true)>
                        "Add a finding"<span class="visually-hidden">{format!(": {}", question.label())}</span>
                    </Button>
                })}
            }
        >
            <RecordEditor record=review only=field />
            {move || lack.get().map(|lack| view! { <p class="small lacking">{format!("This answer {}.", lack.says(question))}</p> })}
            <Proposals review question all=proposals />
            <Findings review question />
            {(question == Question::Support).then(|| view! { <Promises review /> })}
            {(question == Question::NextLevel).then(|| view! { <Expected review /> })}
        </Section>
        <FindingDialog open=adding review question />
    }
}

/// What the level of the launch and the one after it ask for, folded away.
#[component]
fn Expected(review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let asked = Memo::new(move |_| {
        let entry = mirror.get::<Review>(review)?;
        mirror.read(|book| {
            let person = roster::Person {
                level: entry.level.clone(),
                track: entry.track,
                ..roster::Person::default()
            };
            let here = growth::rules::rung_of(book, &person)?;
            let next = growth::rules::next_rung(book, &here)?;
            let competencies = growth::rules::competencies_of(book, here.ladder?.id());
            let lines = competencies.into_iter().filter_map(|one| {
                let asked = growth::rules::expectation(book, next.id, one.id)?;
                Some((asked.id, one.name.clone(), asked.text.to_string()))
            });
            Some((format!("What {} {} asks for", next.code, next.name), lines.collect::<Vec<_>>()))
        })
    });
    move || {
        asked.get().map(|(label, lines)| {
            view! {
                <Disclosure label>
                    <ul class="entries">
                        {lines.into_iter().map(|(id, name, text)| view! {
                            <li><a href=format!("/record/{id}")>{name}</a><span class="small soft">{text}</span></li>
                        }).collect_view()}
                    </ul>
                </Disclosure>
            }
        })
    }
}
