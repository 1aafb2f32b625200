//! Critical points of which the person has heard nothing, with the way to talk about them before (PR-3).

use design::{Badge, Button, Each, Field, Section, Sign};
use document::{Audience, Entry};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Finding, Review};
use roster::{
    Person,
    view::{UnsentDialog, UnsentLine, UnsentText},
};

use crate::reviews::{self as joined, Surprise};

/// What a review would say for the first time; nothing while it would surprise nobody.
#[component]
pub fn Surprises(review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let surprises = Memo::new(move |_| {
        let today = mirror.today();
        let entry = mirror.get::<Review>(review);
        entry.map(|entry| mirror.read(|book| joined::surprises(book, &entry, today))).unwrap_or_default()
    });
    let shared = Memo::new(move |_| mirror.get::<Review>(review).is_some_and(|one| one.shared_on.is_some()));
    let next = Memo::new(move |_| {
        let today = mirror.today();
        let person = mirror.get::<Review>(review)?.person?;
        let person = mirror.get::<Person>(person.id())?;
        let standing = mirror.read(|book| feedback::rules::standing(book, &person, today))?;
        standing.next.map(|next| next.on)
    });
    let says = move || {
        if shared.get() {
            "The review said these for the first time. That cannot be mended any more, but it can be talked about.".to_owned()
        } else {
            let next =
                next.get().map(|on| format!(" Their next 1:1 is on {}.", words::day(on))).unwrap_or_default();
            format!("The review would say these for the first time. Talk about them before.{next}")
        }
    };
    view! {
        <Show when=move || surprises.with(|surprises| !surprises.is_empty())>
            <Section title="Not heard yet" count=Signal::derive(move || Some(surprises.with(Vec::len)))>
                <p class="soft">{says}</p>
                <ul class="goals">
                    <Each each=move || surprises.get() key=|one| (one.finding.id, one.finding.changed, one.booked.is_some(), one.evidence) let:one>
                        <One surprise=one />
                    </Each>
                </ul>
            </Section>
        </Show>
    }
}

#[component]
fn One(surprise: Surprise) -> impl IntoView {
    let asking = RwSignal::new(false);
    let finding = StoredValue::new(surprise.finding.clone());
    let named = words::excerpt(&surprise.finding.what, 40);
    let evidence = surprise.evidence;
    view! {
        <li>
            <div class="row goal-head">
                <span class="grow">{words::excerpt(&surprise.finding.what, 160)}</span>
                <Badge>{format!("rests on {}", words::counted(evidence, "record", "records"))}</Badge>
                {match surprise.booked {
                    Some(_) => view! { <Badge>"on the agenda"</Badge> }.into_any(),
                    None => view! {
                        <Button sign=Sign::MessageSquare writes=Audience::Everyone on_press=move |()| asking.set(true)>
                            "Put it on the agenda"<span class="visually-hidden">{format!(": {named}")}</span>
                        </Button>
                    }.into_any(),
                }}
            </div>
            <AgendaDialog open=asking finding />
        </li>
    }
}

/// Asks in which words it stands on the agenda, which is shared.
#[component]
fn AgendaDialog(open: RwSignal<bool>, finding: StoredValue<Entry<Finding>>) -> impl IntoView {
    let mirror = use_mirror();
    let topic = UnsentText::of(finding.with_value(|finding| format!("topic from {}", finding.id)));
    let nothing = RwSignal::new(None::<String>);
    let begin = move |()| nothing.set(None);
    let make = move |()| {
        let said = topic.said();
        nothing.set(said.is_none().then(|| "Say what to talk about.".to_owned()));
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let ids = (mirror.new_id(), mirror.new_id());
        Some(joined::ask_before(author, ids, &finding.get_value(), &said?, today))
    };
    let text = finding.with_value(|finding| words::excerpt(&finding.what, 200));
    view! {
        <UnsentDialog open title="Put it on the agenda" act="Put it there" texts=[topic] on_open=begin make>
            <p class="soft small">{format!("The review says: {text}")}</p>
            <Field label="Topic" hint="The agenda of the next 1:1 is shared, so say it as you would say it to them." error=nothing>
                <UnsentLine text=topic />
            </Field>
        </UnsentDialog>
    }
}
