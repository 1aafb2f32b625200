//! The thread of a record: what it is joined to, and a way to join it to more (CN-1).

use design::{
    Button, ChoiceSelect, Combobox, Field, Pick, RailGroup, RailRecord, Sign, ThreadRail, references,
};
use document::Audience;
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};
use roster::view::{UnsentDialog, UnsentLine, UnsentText};

use super::chain::{WholeThread, thread_length};
use crate::{
    Link, Relation,
    links::{self, Knot},
};

/// The thread rail of a record, with a button that draws a new link.
#[component]
pub fn Thread(
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let knots = Memo::new(move |_| mirror.read(|book| links::rail(book, record)));
    let length = thread_length(mirror, record);
    let title = Memo::new(move |_| mirror.title(record).unwrap_or_default());
    let unlink = move |key: String| {
        let batch = key.parse().ok().and_then(|link| mirror.read(|book| links::disconnect(book, link)));
        if let Some(batch) = batch {
            mirror.commit(batch);
        }
    };
    let drawing = RwSignal::new(false);
    let audience = Memo::new(move |_| mirror.row(record).map(|row| row.document.audience));
    view! {
        <ThreadRail
            label=move || format!("Threads of {}", title.get())
            groups=Signal::derive(move || knots.with(|knots| groups(mirror, knots)))
            on_unlink=unlink
        >
            <p class="soft small">
                {move || if knots.with(Vec::is_empty) && length.get().is_none() {
                    "Nothing is linked to this yet. Link it to what it came from or leads to, and both ends show it."
                } else {
                    ""
                }}
            </p>
            <WholeThread record length />
            {move || audience.get().map(|audience| view! {
                <Button sign=Sign::Link writes=audience on_press=move |()| drawing.set(true)>"Link to…"</Button>
            })}
        </ThreadRail>
        <DrawLink record open=drawing />
    }
}

/// The knots by relation, in the order in which each relation first appears.
fn groups(mirror: Mirror, knots: &[Knot]) -> Vec<RailGroup> {
    let mut groups: Vec<RailGroup> = Vec::new();
    for knot in knots {
        let record = RailRecord {
            key: knot
                .link
                .filter(|_| mirror.may_write(knot.audience))
                .map(|link| link.to_string())
                .unwrap_or_default(),
            kind: match knot.audience {
                Audience::Everyone => knot.kind.to_owned(),
                audience => format!(
                    "{} · {}",
                    knot.kind,
                    if matches!(audience, Audience::OnlyMe(_)) {
                        "only me".to_owned()
                    } else {
                        mirror.audience_name(audience)
                    }
                ),
            },
            title: knot.title.clone(),
            href: knot.address.clone(),
            reason: knot.reason.clone().unwrap_or_default(),
            date: knot.on.map(words::day).unwrap_or_default(),
            signal: false,
        };
        match groups.iter_mut().find(|group| group.title == knot.relation) {
            Some(group) => group.records.push(record),
            None => groups.push(RailGroup { title: knot.relation.to_owned(), records: vec![record] }),
        }
    }
    groups
}

#[component]
fn DrawLink(record: RecordId, open: RwSignal<bool>) -> impl IntoView {
    let mirror = use_mirror();
    let relation = RwSignal::new(Relation::default());
    let other = RwSignal::new(None::<Pick>);
    let reason = UnsentText::of(format!("link of {record}"));
    let query = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(None::<String>);
    let begin = move |()| {
        relation.set(Relation::default());
        other.set(None);
        wrong.set(None);
    };
    let found = Signal::derive(move || {
        let Some(query) = query.get() else { return Vec::new() };
        let mut picks = references(mirror).find.run(("", query));
        let own = record.to_string();
        picks.retain(|pick| pick.key != own);
        picks
    });
    let draw = move |()| {
        let Some(to) = other.get_untracked().and_then(|pick| pick.key.parse().ok()) else {
            wrong.set(Some("Choose a record: type a few letters of its name.".to_owned()));
            return None;
        };
        let link = Link {
            from: Some(record),
            to: Some(to),
            relation: relation.get_untracked(),
            reason: reason.said(),
            on: Some(untrack(|| mirror.today())),
            ..Link::default()
        };
        let id = mirror.new_id();
        let batch = untrack(|| mirror.read(|book| links::connect(book, mirror.author(), id, &link)));
        if batch.is_none() {
            wrong.set(Some("This link is drawn already.".to_owned()));
        }
        batch
    };
    view! {
        <UnsentDialog open title="Link this record" act="Draw the link" texts=[reason] on_open=begin make=draw>
            <Field label="How" hint="As read from here; the other end reads it the other way round.">
                <ChoiceSelect value=relation />
            </Field>
            <Field label="To" hint="A few letters of its name." error=wrong>
                <Combobox
                    value=Signal::derive(move || other.get().map(|pick| pick.label).unwrap_or_default())
                    options=found
                    on_query=move |text| query.set(Some(text))
                    on_pick=move |pick| {
                        wrong.set(None);
                        other.set(Some(pick));
                    }
                    on_clear=move |()| other.set(None)
                />
            </Field>
            <Field label="Why" hint="One line: what makes the two belong together.">
                <UnsentLine text=reason />
            </Field>
        </UnsentDialog>
    }
}
