//! Support that a review promises, and what became of it (PR-6).

use design::{Badge, Button, ChoiceSelect, DateInput, Each, Field, Menu, MenuItem, Sign};
use document::{Audience, Entry};
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Promise, PromiseKind, Review, commands, rules};
use roster::{
    rules as roster_rules,
    view::{PersonPicker, UnsentDialog, UnsentLine, UnsentText},
};

use crate::reviews::{self as joined, Placing};

/// The promises of a review, and a button that makes one.
#[component]
pub fn Promises(review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let promises = Memo::new(move |_| mirror.read(|book| rules::promises_of(book, review)));
    let writes = move || mirror.get::<Review>(review).map_or(Audience::Everyone, |one| one.document.audience);
    let promising = RwSignal::new(false);
    view! {
        <ul class="goals promises" aria-label="Promised support">
            <Each each=move || promises.get() key=|promise| (promise.id, promise.changed) let:promise>
                <OnePromise promise review />
            </Each>
        </ul>
        <p>{move || view! { <Button sign=Sign::Plus writes=writes() on_press=move |()| promising.set(true)>"Promise support"</Button> }}</p>
        <PromiseDialog open=promising review />
    }
}

#[component]
fn OnePromise(promise: Entry<Promise>, review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let (id, writes) = (promise.id, promise.document.audience);
    let owner = promise.owner;
    let owner = move || owner.and_then(|owner| mirror.title(owner.id()));
    let entry = StoredValue::new(promise.clone());
    let kept = Memo::new(move |_| {
        let today = mirror.today();
        let review = mirror.get::<Review>(review)?;
        Some(entry.with_value(|promise| mirror.read(|book| joined::kept(book, &review, promise, today))))
    });
    let place = move |placing: Placing| {
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let ids = (mirror.new_id(), mirror.new_id());
        mirror.commit(joined::place(author, &entry.get_value(), placing, ids, today));
    };
    let begun = move |()| {
        mirror.commit(commands::begin_promise(&entry.get_value(), untrack(|| mirror.today())));
    };
    let fits = joined::placing_of(promise.kind);
    let named = words::excerpt(&promise.what, 40);
    let by = promise.by.map(|by| format!("by {}", words::day(by)));
    let others = move || {
        let others = Placing::ALL.into_iter().filter(|placing| *placing != fits);
        let mut items: Vec<_> = others
            .map(|placing| MenuItem::new(format!("Make it {}", lowered(placing)), move || place(placing)))
            .collect();
        items.push(
            MenuItem::new("Delete the promise", move || {
                let entry = entry.get_value();
                let batch =
                    document::Batch::new(format!("Delete a promise: {}", words::excerpt(&entry.what, 60)));
                mirror.commit(batch.with(entry.delete()));
            })
            .danger(),
        );
        items
    };
    let menu = format!("More about: {named}");
    view! {
        <li>
            <div class="row goal-head">
                <a href=format!("/record/{id}")>{promise.what.clone()}</a>
                <Badge>{promise.kind.label().to_lowercase()}</Badge>
                {move || owner().map(|owner| view! { <Badge>{owner}</Badge> })}
                {by.map(|by| view! { <Badge>{by}</Badge> })}
                {move || kept.get().map(|kept| {
                    let begun = kept.begun;
                    view! { <Badge>{if begun { "begun" } else { "not begun" }}</Badge> }
                })}
                <span class="grow"></span>
                {move || kept.get().map(|kept| match (kept.became.is_some(), kept.begun) {
                    (false, _) => view! { <Button writes on_press=move |()| place(fits)>{format!("Make it {}", lowered(fits))}</Button> }.into_any(),
                    (true, false) => view! { <Button writes on_press=begun>"It has begun"</Button> }.into_any(),
                    (true, true) => ().into_any(),
                })}
                <Menu label=menu sign=Sign::Ellipsis items=others() />
            </div>
            {move || kept.get().and_then(|kept| kept.became).map(|(record, kind, title)| view! {
                <p class="small soft rests-on">"Became: "<a href=format!("/record/{record}")>{kind}": "{words::excerpt(&title, 80)}</a></p>
            })}
        </li>
    }
}

fn lowered(placing: Placing) -> String {
    placing.label().to_lowercase()
}

/// Asks what is promised, who sees to it, and by when.
#[component]
fn PromiseDialog(open: RwSignal<bool>, review: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let what = UnsentText::of(format!("promise of {review}"));
    let kind = RwSignal::new(PromiseKind::default());
    let owner = RwSignal::new(None::<RecordId>);
    let by = RwSignal::new(None::<Date>);
    let wrong @ [nothing, nobody, no_day] = [(); 3].map(|()| RwSignal::new(None::<String>));
    let begin = move |()| {
        kind.set(PromiseKind::default());
        owner.set(mirror.read(roster_rules::me).map(|me| me.id));
        by.set(None);
        wrong.iter().for_each(|wrong| wrong.set(None));
    };
    let make = move |()| {
        let said = what.said();
        nothing.set(said.is_none().then(|| "Say what you promise.".to_owned()));
        nobody.set(owner.get_untracked().is_none().then(|| "Say who sees to it.".to_owned()));
        no_day.set(by.get_untracked().is_none().then(|| "Say by when.".to_owned()));
        let promise = Promise {
            what: said?,
            kind: kind.get_untracked(),
            owner: Some(owner.get_untracked()?.into()),
            by: Some(by.get_untracked()?),
            ..Promise::default()
        };
        let entry = untrack(|| mirror.get::<Review>(review))?;
        Some(commands::promise(&untrack(|| mirror.author()), mirror.new_id(), &entry, &promise))
    };
    view! {
        <UnsentDialog open title="Promise support" act="Promise it" texts=[what] on_open=begin make>
            <Field label="What you promise" hint="So that both can tell when it was given." error=nothing>
                <UnsentLine text=what />
            </Field>
            <Field label="Kind" group=true>
                <ChoiceSelect value=kind in_sight=true />
            </Field>
            <Field label="Who sees to it" hint="The mentor, where it is one." error=nobody>
                <PersonPicker value=owner />
            </Field>
            <Field label="By" error=no_day>
                <DateInput value=by on_change=move |day| by.set(day) />
            </Field>
        </UnsentDialog>
    }
}
