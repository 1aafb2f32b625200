//! What a review says, finding by finding, each with what it rests on one press away (PR-1, PR-7).

use design::{
    Badge, Button, ChoiceSelect, Dialog, Each, Field, Menu, MenuItem, RecordEditor, Select, SelectOption,
    Sign, Tone,
};
use document::{Entry, Prose};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Dispute, Finding, Leaning, Question, Review, commands, rules};
use roster::view::{UnsentArea, UnsentDialog, UnsentText};

use super::leads::{GoalDialog, SkillDialog};
use crate::reviews as joined;

/// The findings of one question.
#[component]
pub fn Findings(review: RecordId, question: Question) -> impl IntoView {
    let mirror = use_mirror();
    let findings = Memo::new(move |_| {
        let mut findings = mirror.read(|book| rules::findings_of(book, review));
        findings.retain(|finding| finding.question == question);
        findings
    });
    view! {
        <Show when=move || findings.with(|findings| !findings.is_empty())>
            <ul class="goals findings" aria-label=format!("Findings: {}", question.label())>
                <Each each=move || findings.get() key=|finding| (finding.id, finding.changed) let:finding>
                    <OneFinding finding />
                </Each>
            </ul>
        </Show>
    }
}

/// What something is from, one press away: its kind and day, and what it is called for those who point at it or hear it.
#[component]
pub fn Source(named: joined::Named) -> impl IntoView {
    let joined::Named { kind, title, address, on } = named;
    let day = on.map(|on| format!(", {}", words::day(on)));
    let called = format!(": {title}");
    view! { <a href=address title=title>{kind}{day}<span class="visually-hidden">{called}</span></a> }
}

#[component]
fn OneFinding(finding: Entry<Finding>) -> impl IntoView {
    let mirror = use_mirror();
    let id = finding.id;
    let writes = finding.document.audience;
    let rests_on = Memo::new(move |_| mirror.read(|book| joined::evidence_of(book, id)));
    let led = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| joined::leads_of(book, id, today))
    });
    let (editing, goal, skill) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let named = words::excerpt(&finding.what, 40);
    let menu = format!("More about: {named}");
    let text = if finding.what.trim().is_empty() {
        "Nothing said yet.".to_owned()
    } else {
        finding.what.to_string()
    };
    let disputed = finding.dispute;
    let (leaning, competency) = (finding.leaning.label().to_lowercase(), finding.competency.clone());
    let entry = StoredValue::new(finding);
    let dispute = move |state| mirror.commit(commands::dispute(&entry.get_value(), state));
    let items = {
        let mut items = vec![
            MenuItem::new("Set a goal from it", move || goal.set(true)),
            MenuItem::new("Ask for a skill", move || skill.set(true)),
        ];
        match disputed {
            None => items.push(MenuItem::new("Mark as in dispute", move || dispute(Some(Dispute::Open)))),
            Some(Dispute::Open) => items.extend([
                MenuItem::new("Talked through: it stands", move || dispute(Some(Dispute::Stands))),
                MenuItem::new("Talked through: changed", move || dispute(Some(Dispute::Changed))),
                MenuItem::new("Talked through: taken back", move || dispute(Some(Dispute::TakenBack))),
                MenuItem::new("Not in dispute", move || dispute(None)),
            ]),
            Some(_) => {
                items.push(MenuItem::new("Open the dispute again", move || dispute(Some(Dispute::Open))))
            }
        }
        items.push(
            MenuItem::new("Delete the finding", move || {
                let entry = entry.get_value();
                let batch =
                    document::Batch::new(format!("Delete a finding: {}", words::excerpt(&entry.what, 60)));
                mirror.commit(batch.with(entry.delete()));
            })
            .danger(),
        );
        items
    };
    view! {
        <li>
            <div class="row goal-head">
                <Badge>{leaning}</Badge>
                {competency.map(|name| view! { <Badge>{name}</Badge> })}
                {disputed.map(|state| view! { <Badge tone=if state == Dispute::Open { Tone::Signal } else { Tone::Plain }>{state.label().to_lowercase()}</Badge> })}
                <span class="acts">
                    <Button writes on_press=move |()| editing.set(true)>"Edit"<span class="visually-hidden">{format!(": {named}")}</span></Button>
                    <Menu label=menu sign=Sign::Ellipsis items />
                </span>
            </div>
            <p class="keep">{text}</p>
            <p class="small soft rests-on">
                {move || {
                    let rests_on = rests_on.get();
                    if rests_on.is_empty() {
                        return view! { <span class="lacking">"Rests on nothing yet."</span> }.into_any();
                    }
                    view! {
                        "Rests on: "
                        {rests_on.into_iter().map(|one| view! { <Source named=one.named />" " }).collect_view()}
                    }.into_any()
                }}
            </p>
            <Show when=move || led.with(|led| !led.is_empty())>
                <p class="small soft rests-on">
                    "Led to: "
                    {move || led.get().into_iter().map(|one| {
                        let stands = one.stands.map(|stands| format!(" ({stands})")).unwrap_or_default();
                        view! { <a href=one.address>{one.kind}": "{words::excerpt(&one.title, 60)}</a>{stands}" " }
                    }).collect_view()}
                </p>
            </Show>
            <EditDialog open=editing finding=id />
            <GoalDialog open=goal finding=entry />
            <SkillDialog open=skill finding=entry />
        </li>
    }
}

/// The fields of a finding, and what it rests on, to add to and take from.
#[component]
fn EditDialog(open: RwSignal<bool>, finding: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let rests_on = Memo::new(move |_| mirror.read(|book| joined::evidence_of(book, finding)));
    let could = Memo::new(move |_| {
        open.get().then_some(())?;
        let review = mirror.get::<Finding>(finding)?.review?;
        let review = mirror.get::<Review>(review.id())?;
        let taken = rests_on.with(|all| all.iter().map(|one| one.record).collect::<Vec<_>>());
        mirror.read(|book| {
            let cycle = rules::cycle_of(book, &review)?;
            let mut sources = joined::sources(book, review.person?.id(), cycle.from?, cycle.until?);
            sources.retain(|source| !taken.contains(&source.record));
            Some(sources)
        })
    });
    let options = Signal::derive(move || {
        let sources = could.get().unwrap_or_default();
        let option = |source: &joined::Source| {
            let day = source.on.map(|on| format!("{}: ", words::day(on))).unwrap_or_default();
            SelectOption::new(source.record.to_string(), format!("{day}{}", words::excerpt(&source.text, 80)))
        };
        sources.iter().map(option).collect::<Vec<_>>()
    });
    let add = move |record: String| {
        let (Ok(record), Some(entry)) = (record.parse(), untrack(|| mirror.get::<Finding>(finding))) else {
            return;
        };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch = untrack(|| {
            mirror.read(|book| joined::add_evidence(book, author, mirror.new_id(), (record, &entry), today))
        });
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    let take = move |one: &joined::Evidence| {
        if let Some(batch) = untrack(|| mirror.read(|book| joined::take_away(book, one))) {
            mirror.commit(batch);
        }
    };
    let footer = move || view! { <Button on_press=move |()| open.set(false)>"Done"</Button> };
    view! {
        <Dialog open on_close=move |()| open.set(false) title="Finding" wide=true footer>
            <div class="stack">
                <RecordEditor record=finding only=&["what", "leaning", "question", "competency"] />
                <h3>"Rests on"</h3>
                <ul class="entries">
                    {move || rests_on.get().into_iter().map(|one| {
                        let joined::Named { kind, title, address, on } = one.named.clone();
                        let label = format!("Take away: {}", words::excerpt(&title, 40));
                        view! {
                            <li>
                                <span class="small soft nowrap">{on.map(words::day)}</span>
                                <a href=address>{title}</a>
                                <span class="small soft">{kind}</span>
                                <Button on_press=move |()| take(&one)>"Take away"<span class="visually-hidden">{label.clone()}</span></Button>
                            </li>
                        }
                    }).collect_view()}
                </ul>
                <Field label="Let it rest on" hint="What the period has.">
                    <Select value=Signal::stored(String::new()) options none="Choose" on_change=add />
                </Field>
            </div>
        </Dialog>
    }
}

/// Asks what is found, and which way it leans.
#[component]
pub fn FindingDialog(open: RwSignal<bool>, review: RecordId, question: Question) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(format!("{} of {review}", question.word()));
    let leaning = RwSignal::new(Leaning::default());
    let nothing = RwSignal::new(None::<String>);
    let begin = move |()| {
        leaning.set(if question == Question::NextLevel { Leaning::Ahead } else { Leaning::default() });
        nothing.set(None);
    };
    let make = move |()| {
        let said = what.said();
        nothing.set(said.is_none().then(|| "Say what you find.".to_owned()));
        let entry = untrack(|| mirror.get::<Review>(review))?;
        let place = untrack(|| mirror.read(|book| rules::findings_of(book, review))).len();
        let finding = Finding {
            what: Prose(said?),
            question,
            leaning: leaning.get_untracked(),
            place: i64::try_from(place).unwrap_or(999).min(999),
            ..Finding::default()
        };
        Some(commands::find(&untrack(|| mirror.author()), mirror.new_id(), &entry, &finding))
    };
    view! {
        <UnsentDialog open title="Add a finding" act="Add it" texts=[what] on_open=begin make>
            <Field label="What you find" hint="In a sentence or two. What shows it is linked afterwards." error=nothing>
                <UnsentArea text=what />
            </Field>
            <Field label="Which way it leans" group=true>
                <ChoiceSelect value=leaning in_sight=true />
            </Field>
        </UnsentDialog>
    }
}
