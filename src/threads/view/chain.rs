//! The whole thread of a record as one line with knots: what led to it, and what follows from it (CN-1).

use design::{EmptyState, LinkButton, PageHeader, RailGroup, RailRecord, Sign, ThreadRail};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::{Mirror, use_mirror};

use super::record::Gone;
use crate::{
    chain::{self, Chain, Knot, Said},
    kinds,
};

/// Where the whole thread of a record is.
pub(super) fn address(record: RecordId) -> String {
    format!("/thread/{record}")
}

/// The page of the thread of the record that the address names.
#[component]
pub fn ChainPage(
    /// The record.
    #[prop(into)]
    record: Signal<Option<RecordId>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let walked = Memo::new(move |_| {
        let today = mirror.today();
        let record = record.get()?;
        mirror.read(|book| chain::chain(book, record, today))
    });
    move || match walked.get() {
        Some(walked) => view! { <Walked walked /> }.into_any(),
        None => view! { <Gone /> }.into_any(),
    }
}

#[component]
fn Walked(walked: Chain) -> impl IntoView {
    let title = walked.here.title.clone();
    let address = walked.here.address.clone();
    let subtitle = match (walked.before.len(), walked.after.len()) {
        (0, 0) => walked.here.kind.to_owned(),
        (before, after) => {
            format!("{} · {} before it, {} after it", walked.here.kind, knots(before), knots(after))
        }
    };
    let alone = walked.is_alone();
    let loose = walked.here.missing.clone();
    let more = walked.more;
    let label = format!("The whole thread of {title}");
    let groups = groups(walked);
    view! {
        <PageHeader title=format!("Thread: {title}") subtitle>
            <LinkButton href=address>"Open the record"</LinkButton>
        </PageHeader>
        {if alone && loose.is_none() {
            view! {
                <EmptyState
                    title="Nothing led here, and nothing follows yet"
                    why="Link a record to what it came from and to what it leads to: a point of a review to the skill that is missing, the answer to a gap to the goal or the opening. Then the whole way can be walked from any of them."
                    sign=Sign::Link
                />
            }.into_any()
        } else {
            view! {
                <div class="whole-thread">
                    <ThreadRail label groups=Signal::stored(groups)>
                        <p class="soft small">
                            {if more {
                                "There is more than fits on one line. Step on along a knot."
                            } else {
                                "Step along the thread: each knot is a link, and the line is drawn anew from there."
                            }}
                        </p>
                    </ThreadRail>
                </div>
            }.into_any()
        }}
    }
}

fn knots(count: usize) -> String {
    words::counted(count, "knot", "knots")
}

fn groups(walked: Chain) -> Vec<RailGroup> {
    let here = RailRecord { href: walked.here.address.clone(), ..on_the_line(walked.here) };
    let group = |title: &str, knots: Vec<Knot>| RailGroup {
        title: title.to_owned(),
        records: knots.into_iter().map(on_the_line).collect(),
    };
    let groups = [
        group("What led here", walked.before),
        RailGroup { title: "Here".to_owned(), records: vec![here] },
        group("What follows", walked.after),
    ];
    groups.into_iter().filter(|group| !group.records.is_empty()).collect()
}

/// A knot on the line. Its reason says every hop towards here, and what is missing behind it.
fn on_the_line(knot: Knot) -> RailRecord {
    let date = knot.hops.iter().map(|hop| hop.on).max().map(words::day).unwrap_or_default();
    let mut said: Vec<String> = knot.hops.iter().map(hop_words).collect();
    if let Some(missing) = &knot.missing {
        said.push(format!("{}. {}", missing.says, missing.next_step));
    }
    RailRecord {
        key: String::new(),
        kind: knot.kind.to_owned(),
        title: knot.title,
        href: address(knot.record),
        reason: said.join(" "),
        date,
        signal: knot.missing.is_some(),
    }
}

/// `Leads to “Observability”: one more who sees what runs.`
fn hop_words(hop: &Said) -> String {
    match &hop.why {
        Some(why) => format!("{} “{}”: {}.", hop.relation, hop.to, why.trim_end_matches('.')),
        None => format!("{} “{}”.", hop.relation, hop.to),
    }
}

/// How many knots the whole thread of a record has, where it has more than the record itself.
pub(super) fn thread_length(mirror: Mirror, record: RecordId) -> Memo<Option<usize>> {
    Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            book.row(record).filter(|row| kinds::is_subject(&row.kind))?;
            let walked = chain::chain(book, record, today)?;
            Some(walked.knots()).filter(|length| *length > 1)
        })
    })
}

/// A link to the whole thread of a record, where it is longer than its rail shows.
#[component]
pub(super) fn WholeThread(
    /// The record.
    record: RecordId,
    /// How many knots the whole has.
    length: Memo<Option<usize>>,
) -> impl IntoView {
    move || {
        length.get().map(|length| view! {
            <LinkButton href=address(record) sign=Sign::Link>{format!("Walk the whole thread ({})", knots(length))}</LinkButton>
        })
    }
}
