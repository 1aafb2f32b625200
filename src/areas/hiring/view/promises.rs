//! What a candidate was told that they would hear, and by when (HI-9).

use design::{Badge, Button, DateInput, Each, Field, Section, Sign, Tone};
use document::{Audience, Entry};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    settings,
    view::{UnsentDialog, UnsentLine, UnsentText},
};

use super::parts::due;
use crate::{Candidate, CandidatePromise, REPLY_DAYS, commands, rules};

/// The promises, and a button that notes one.
#[component]
pub fn Promises(candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let promises = Memo::new(move |_| mirror.read(|book| rules::promises_of(book, candidate)));
    let writes = Signal::derive(move || {
        mirror.get::<Candidate>(candidate).map_or(Audience::Everyone, |entry| entry.document.audience)
    });
    let promising = RwSignal::new(false);
    let days = move || mirror.read(|book| settings::number(book, &REPLY_DAYS));
    view! {
        <Section
            title="Promised"
            actions=move || view! { <Button sign=Sign::Plus writes=writes.get() on_press=move |()| promising.set(true)>"Promise"</Button> }
        >
            <Show when=move || promises.with(Vec::is_empty)>
                <p class="soft small">{move || format!("Nothing in particular: they hear from us within {}; ours.", words::days(days()))}</p>
            </Show>
            <ul class="entries">
                <Each each=move || promises.get() key=|one| (one.id, one.changed) let:one>
                    <Line one />
                </Each>
            </ul>
        </Section>
        <PromiseDialog open=promising candidate />
    }
}

#[component]
fn Line(one: Entry<CandidatePromise>) -> impl IntoView {
    let mirror = use_mirror();
    let today = untrack(|| mirror.today());
    let (href, what, writes) = (format!("/record/{}", one.id), one.what.clone(), one.document.audience);
    let kept = one.kept_on.map(|day| format!("kept {}", words::day(day)));
    let open = kept.is_none();
    let by = one.by.filter(|_| open);
    let tone = if by.is_some_and(|day| day < today) { Tone::Signal } else { Tone::Plain };
    let one = StoredValue::new(one);
    let keep = move |()| mirror.commit(commands::keep_promise(&one.get_value(), untrack(|| mirror.today())));
    view! {
        <li>
            <a href=href>{what}</a>
            {by.map(|day| view! { <Badge tone>{due(day, today)}</Badge> })}
            {kept.map(|kept| view! { <span class="small soft nowrap">{kept}</span> })}
            {open.then(|| view! { <Button writes on_press=keep>"They heard"</Button> })}
        </li>
    }
}

#[component]
fn PromiseDialog(open: RwSignal<bool>, candidate: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(format!("promise to {candidate}"));
    let by = RwSignal::new(None::<Date>);
    let wrong @ [missing, no_day] = [RwSignal::new(None::<String>), RwSignal::new(None::<String>)];
    let begin = move |()| {
        let days = mirror.read(|book| settings::number(book, &REPLY_DAYS));
        by.set(Some(mirror.today() + chrono::Duration::days(days)));
        for one in wrong {
            one.set(None);
        }
    };
    let make = move |()| {
        missing.set(what.said().is_none().then(|| "Say what they will hear.".to_owned()));
        no_day.set(by.get_untracked().is_none().then(|| "A promise has a day.".to_owned()));
        let (what, by) = (what.said()?, by.get_untracked()?);
        let entry = untrack(|| mirror.get::<Candidate>(candidate))?;
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        Some(commands::promise(&author, mirror.new_id(), &entry, &what, by, today))
    };
    view! {
        <UnsentDialog open title="A promise to them" act="Note it" texts=[what] on_open=begin make>
            <Field label="What they will hear" error=missing>
                <UnsentLine text=what placeholder="Whether there is a next talk" />
            </Field>
            <Field label="By" error=no_day>
                <DateInput value=by on_change=move |day| by.set(day) />
            </Field>
        </UnsentDialog>
    }
}
