//! From a finding to a goal or a demand for a skill, and what became of the last review (PR-7).

use design::{Badge, ChoiceSelect, DateInput, Field, FormDialog, Section, Select, SelectOption};
use document::Entry;
use growth::Goal;
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Finding, Leaning, Review, rules};
use roster::{
    Depth, Skill, SkillDemand, rules as roster_rules,
    view::{UnsentDialog, UnsentLine, UnsentText},
};

use crate::reviews as joined;

/// Asks for the goal that a finding leads to.
#[component]
pub fn GoalDialog(open: RwSignal<bool>, finding: StoredValue<Entry<Finding>>) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(finding.with_value(|finding| format!("goal from {}", finding.id)));
    let by = RwSignal::new(None::<Date>);
    let nothing = RwSignal::new(None::<String>);
    let begin = move |()| {
        by.set(None);
        nothing.set(None);
    };
    let make = move |()| {
        let said = what.said();
        nothing.set(said.is_none().then(|| "Say what they will be able to do.".to_owned()));
        let goal = Goal { what: said?, by: by.get_untracked(), ..Goal::default() };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let ids = (mirror.new_id(), mirror.new_id());
        Some(joined::set_goal(author, ids, &finding.get_value(), &goal, today))
    };
    view! {
        <UnsentDialog open title="Set a goal from the finding" act="Set it" texts=[what] on_open=begin make>
            <Field label="Goal" hint="What they will be able to do, so that both can tell when they are. For those who can read the review." error=nothing>
                <UnsentLine text=what />
            </Field>
            <Field label="By">
                <DateInput value=by on_change=move |day| by.set(day) />
            </Field>
        </UnsentDialog>
    }
}

/// Asks for the skill that a finding shows to be missing.
#[component]
pub fn SkillDialog(open: RwSignal<bool>, finding: StoredValue<Entry<Finding>>) -> impl IntoView {
    let mirror = use_mirror();
    let skill = RwSignal::new(None::<RecordId>);
    let depth = RwSignal::new(Depth::Runs);
    let words_for = UnsentText::of(finding.with_value(|finding| format!("demand from {}", finding.id)));
    let nothing = RwSignal::new(None::<String>);
    let begin = move |()| {
        skill.set(None);
        depth.set(Depth::Runs);
        nothing.set(None);
        words_for.restore();
    };
    let options = Signal::derive(move || {
        let skills = mirror.read(roster_rules::skills);
        skills
            .iter()
            .map(|one: &Entry<Skill>| SelectOption::new(one.id.to_string(), one.name.clone()))
            .collect::<Vec<_>>()
    });
    let act = move |()| {
        let Some(chosen) = skill.get_untracked() else {
            nothing.set(Some("Choose a skill. New ones are added on the page of skills.".to_owned()));
            return false;
        };
        let demand = SkillDemand {
            skill: Some(chosen.into()),
            depth: depth.get_untracked(),
            in_words: words_for.said(),
            ..SkillDemand::default()
        };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let ids = (mirror.new_id(), mirror.new_id());
        let finding = finding.get_value();
        let batch = untrack(|| {
            mirror.read(|book| joined::ask_for_skill(book, author, ids, &finding, &demand, today))
        });
        mirror.commit(batch.with_all(words_for.sent()));
        true
    };
    view! {
        <FormDialog
            open
            title="Ask for a skill"
            act="Ask for it"
            note="What is asked for stands among the skill gaps and is everyone’s; that it comes from a review is not."
            on_open=begin
            on_act=act
            on_cancel=move |()| words_for.give_up()
        >
            <Field label="Skill" error=nothing>
                <Select
                    value=Signal::derive(move || skill.get().map(|id| id.to_string()).unwrap_or_default())
                    options
                    none="Choose"
                    on_change=move |id: String| skill.set(id.parse().ok())
                />
            </Field>
            <Field label="How deep" group=true>
                <ChoiceSelect value=depth in_sight=true />
            </Field>
            <Field label="What needs it" hint="In a few words that everyone can read.">
                <UnsentLine text=words_for />
            </Field>
        </FormDialog>
    }
}

/// What the last review before this one found and promised, and what became of it.
#[component]
pub fn LastTime(review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let before = Memo::new(move |_| {
        let today = mirror.today();
        let entry = mirror.get::<Review>(review)?;
        mirror.read(|book| {
            let before = rules::review_before(book, &entry)?;
            let cycle = rules::cycle_of(book, &before).map(|cycle| cycle.record.name).unwrap_or_default();
            let found = rules::findings_of(book, before.id)
                .into_iter()
                .filter(|one| one.leaning != Leaning::Strength);
            let found = found.map(|one| {
                let led = joined::leads_of(book, one.id, today);
                let stands = match led.is_empty() {
                    true => "led nowhere".to_owned(),
                    false => led
                        .iter()
                        .map(|led| {
                            format!(
                                "{}: {}",
                                led.kind.to_lowercase(),
                                led.stands.clone().unwrap_or_else(|| "tied".to_owned())
                            )
                        })
                        .collect::<Vec<_>>()
                        .join(", "),
                };
                (one.id, words::excerpt(&one.what, 140), stands)
            });
            let promised = rules::promises_of(book, before.id).into_iter().map(|one| {
                let kept = joined::kept(book, &before, &one, today);
                let stands = if kept.begun { "begun" } else { "not begun" };
                (one.id, words::excerpt(&one.what, 140), format!("promised, {stands}"))
            });
            Some((before.id, cycle, found.chain(promised).collect::<Vec<_>>()))
        })
    });
    move || {
        let (id, cycle, lines) = before.get().filter(|(.., lines)| !lines.is_empty())?;
        Some(view! {
            <Section
                title=format!("Since the last review, {cycle}")
                actions=move || view! { <a class="small" href=format!("/review/{id}")>"Open"<span class="visually-hidden">" the last review"</span></a> }
            >
                <ul class="entries">
                    {lines.into_iter().map(|(record, what, stands)| view! {
                        <li><a href=format!("/record/{record}")>{what}</a><Badge>{stands}</Badge></li>
                    }).collect_view()}
                </ul>
            </Section>
        })
    }
}
