//! After it ended: the respectful close, until when they are kept, and the short survey (HI-9).

use design::{Button, ButtonKind, DateInput, Field, NumberInput, Section, Sign, TextArea};
use document::Audience;
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{UnsentArea, UnsentDialog, UnsentText};

use crate::{Candidate, CandidateSurvey, Step, commands, drafts, rules};

/// How it ended, and the words to tell them.
#[component]
pub fn Ended(candidate: RecordId, on_copy: Callback<String>) -> impl IntoView {
    let mirror = use_mirror();
    let entry = Memo::new(move |_| mirror.get::<Candidate>(candidate));
    let at = Memo::new(move |_| mirror.read(|book| rules::standing(book, candidate)));
    let told = Memo::new(move |_| entry.with(|entry| entry.as_ref().and_then(|entry| entry.told_on)));
    let keep =
        Memo::new(move |_| entry.with(|entry| mirror.read(|book| rules::keep_until(book, entry.as_ref()?))));
    let writes = Signal::derive(move || {
        entry.with(|entry| entry.as_ref().map(|entry| entry.document.audience)).unwrap_or(Audience::Everyone)
    });
    let draft = Memo::new(move |_| {
        mirror
            .read(|book| book.get::<Candidate>(candidate).map(|one| drafts::close(book, &one)))
            .unwrap_or_default()
    });
    // Until somebody writes in it the draft is what the record says now; edits of it go with the page.
    let written = RwSignal::new(None::<String>);
    let text = Signal::derive(move || written.get().unwrap_or_else(|| draft.get()));
    let tell = move |()| {
        let batch = untrack(|| {
            mirror.read(|book| {
                let entry = book.get::<Candidate>(candidate)?;
                Some(commands::tell(&entry, &rules::promises_of(book, candidate), mirror.today()))
            })
        });
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    let rejected = move || at.get().step == Step::Rejected;
    view! {
        <Section title="How it ended">
            <p>
                {move || told.get().map(|day| format!("Told {}. ", words::day(day)))}
                {move || keep.get().map(|day| format!("Kept until {}; then proposed for erasure.", words::day(day)))}
            </p>
            <Show when=move || rejected() && told.get().is_none()>
                <Field label="A close to send" hint="A draft from the record; say one thing that they did well.">
                    <TextArea value=text rows=10 on_input=move |now| written.set(Some(now)) />
                </Field>
                <div class="row">
                    <Button sign=Sign::Copy on_press=move |()| on_copy.run(text.get_untracked())>"Copy"</Button>
                    <Button kind=ButtonKind::Primary sign=Sign::Check writes=writes on_press=tell>"They were told"</Button>
                </div>
            </Show>
        </Section>
    }
}

/// What they said about how it was, or the words to ask them.
#[component]
pub fn Survey(candidate: RecordId, on_copy: Callback<String>) -> impl IntoView {
    let mirror = use_mirror();
    let survey = Memo::new(move |_| mirror.read(|book| rules::survey_of(book, candidate)));
    let writes = Signal::derive(move || {
        mirror.get::<Candidate>(candidate).map_or(Audience::Everyone, |entry| entry.document.audience)
    });
    let answering = RwSignal::new(false);
    let ask = move |()| {
        if let Some(entry) = untrack(|| mirror.get::<Candidate>(candidate)) {
            on_copy.run(drafts::survey(&entry));
        }
    };
    let figure =
        |figure: Option<i64>| figure.map_or_else(|| "not said".to_owned(), |figure| format!("{figure} of 5"));
    view! {
        <Section title="How it was for them">
            {move || match survey.get() {
                Some(said) => view! {
                    <dl class="balance">
                        <div><dt>"Knew what comes next"</dt><dd>{figure(said.clear)}</dd></div>
                        <div><dt>"Treated with respect"</dt><dd>{figure(said.respected)}</dd></div>
                        <div><dt>"Would tell a friend"</dt><dd>{figure(said.recommends)}</dd></div>
                    </dl>
                    <p>{said.words.to_string()}</p>
                    <p><a class="small" href=format!("/record/{}", said.id)>{said.on.map(words::day).unwrap_or_default()}</a></p>
                }.into_any(),
                None => view! {
                    <p class="soft small">"Three numbers and a sentence, hired or not. Send the words, and note what comes back."</p>
                    <div class="row">
                        <Button sign=Sign::Copy on_press=ask>"Copy the questions"</Button>
                        <Button writes=writes.get() on_press=move |()| answering.set(true)>"Note the answer"</Button>
                    </div>
                }.into_any(),
            }}
        </Section>
        <SurveyDialog open=answering candidate />
    }
}

#[component]
fn SurveyDialog(open: RwSignal<bool>, candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let words = UnsentText::of(format!("survey of {candidate}"));
    let figures @ [clear, respected, recommends] = [const { None::<f64> }; 3].map(RwSignal::new);
    let on = RwSignal::new(None::<Date>);
    let begin = move |()| {
        for figure in figures {
            figure.set(None);
        }
        on.set(Some(mirror.today()));
    };
    let make = move |()| {
        #[expect(clippy::cast_possible_truncation, reason = "the input takes 1 to 5")]
        let said = |figure: RwSignal<Option<f64>>| {
            figure.get_untracked().map(|figure| figure.round().clamp(1.0, 5.0) as i64)
        };
        let survey = CandidateSurvey {
            on: on.get_untracked().or(Some(untrack(|| mirror.today()))),
            clear: said(clear),
            respected: said(respected),
            recommends: said(recommends),
            words: words.said().unwrap_or_default().as_str().into(),
            ..CandidateSurvey::default()
        };
        let entry = untrack(|| mirror.get::<Candidate>(candidate))?;
        Some(commands::answer_survey(&untrack(|| mirror.author()), mirror.new_id(), &entry, &survey))
    };
    view! {
        <UnsentDialog open title="How it was for them" act="Note it" texts=[words] on_open=begin make>
            <Field label="I knew what comes next" hint="From 1, not at all, to 5, always.">
                <NumberInput value=clear min=1.0 max=5.0 on_change=move |now| clear.set(now) />
            </Field>
            <Field label="I was treated with respect" hint="From 1 to 5.">
                <NumberInput value=respected min=1.0 max=5.0 on_change=move |now| respected.set(now) />
            </Field>
            <Field label="I would tell a friend to apply here" hint="From 1 to 5.">
                <NumberInput value=recommends min=1.0 max=5.0 on_change=move |now| recommends.set(now) />
            </Field>
            <Field label="In words">
                <UnsentArea text=words />
            </Field>
            <Field label="Day">
                <DateInput value=on on_change=move |day| on.set(day) />
            </Field>
        </UnsentDialog>
    }
}
