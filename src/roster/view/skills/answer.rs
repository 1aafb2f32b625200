//! Deciding what is done about a gap: one of five answers, an owner, a day to look again, a reason (TM-6).

use chrono::Days;
use design::{ChoiceSelect, DateInput, Field};
use document::{Prose, Ref};
use kernel::{Date, RecordId};
use leptos::prelude::*;
use mirror::use_mirror;

use super::name_of;
use crate::{
    GapAnswer, GapResponse, Skill, commands, rules,
    view::{PersonPicker, UnsentArea, UnsentDialog, UnsentText},
};

/// After how many days one looks again unless one says otherwise. Ours.
const LOOK_AGAIN_DAYS: u64 = 42;

/// The dialog. The answer that stood so far ends when it is sent.
#[component]
pub fn AnswerDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The skill in which there is a gap.
    #[prop(into)]
    skill: Signal<Option<RecordId>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let reason = UnsentText::of("gap: reason");
    let answer = RwSignal::new(GapAnswer::default());
    let owner = RwSignal::new(None::<RecordId>);
    let review = RwSignal::new(None::<Date>);
    let (no_owner, no_day) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let no_reason = RwSignal::new(None::<String>);
    let begin = move |()| {
        let today = mirror.today();
        answer.set(GapAnswer::default());
        owner.set(mirror.read(|book| rules::me(book).map(|me| me.id)));
        review.set(today.checked_add_days(Days::new(LOOK_AGAIN_DAYS)));
        for wrong in [no_owner, no_day, no_reason] {
            wrong.set(None);
        }
    };
    let decide = move |()| {
        let today = untrack(|| mirror.today());
        let skill = untrack(|| skill.get().and_then(|skill| mirror.get::<Skill>(skill)))?;
        let (owner, day, why) = (owner.get_untracked(), review.get_untracked(), reason.said());
        no_owner.set(owner.is_none().then(|| "Say who sees to it.".to_owned()));
        no_day.set(match day {
            None => Some("Say when you will look again.".to_owned()),
            Some(day) if day <= today => Some("Choose a day that lies ahead.".to_owned()),
            Some(_) => None,
        });
        no_reason.set(why.is_none().then(|| "Say why, for those who ask later.".to_owned()));
        let (Some(owner), Some(day), Some(why)) = (owner, day.filter(|day| *day > today), why) else {
            return None;
        };
        let response = GapResponse {
            answer: answer.get_untracked(),
            owner: Some(Ref::new(owner)),
            review_on: Some(day),
            reason: Prose(why),
            ..GapResponse::default()
        };
        let (author, id) = (untrack(|| mirror.author()), mirror.new_id());
        let answer =
            untrack(|| mirror.read(|book| commands::answer_gap(book, &author, id, &skill, &response, today)));
        Some(answer)
    };
    let title = Signal::derive(move || format!("What is done about {}?", name_of(mirror, skill.get())));
    view! {
        <UnsentDialog open title act="Decide" texts=[reason] on_open=begin make=decide>
            <Field label="Answer" group=true hint=Signal::derive(move || Some(means(answer.get()).to_owned()))>
                <ChoiceSelect value=answer in_sight=true />
            </Field>
            <Field label="Why" error=no_reason>
                <UnsentArea text=reason />
            </Field>
            <Field label="Who sees to it" error=no_owner>
                <PersonPicker value=owner />
            </Field>
            <Field label="Look again on" error=no_day>
                <DateInput value=review on_change=move |day| review.set(day) />
            </Field>
        </UnsentDialog>
    }
}

/// What an answer means, in one line.
const fn means(answer: GapAnswer) -> &'static str {
    match answer {
        GapAnswer::Hire => "Somebody who holds it is brought in: it takes months until they carry it.",
        GapAnswer::Grow => "Somebody who is here learns it: with work to learn it on, and time for that.",
        GapAnswer::Borrow => "Somebody of another team does it for a while: agree until when.",
        GapAnswer::CutTheDemand => "It is needed less, or no longer: then change what is asked for, too.",
        GapAnswer::Accept => "The risk is taken, knowingly: say what would change your mind.",
    }
}
