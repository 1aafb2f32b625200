//! The thread rail: a drawn line with knots that joins a record to what it pulls on.

use leptos::prelude::*;

use crate::{IconButton, Sign};

/// One record on the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RailRecord {
    /// What identifies the link to the caller.
    pub key: String,
    /// What kind of record it is: “1:1”, “Observation”.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// Why it is joined; may be empty.
    pub reason: String,
    /// Since when, as shown; may be empty.
    pub date: String,
    /// Whether it needs a hand.
    pub signal: bool,
}

/// Records joined in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RailGroup {
    /// How they are joined: “leads to”, “came from”.
    pub title: String,
    /// The records, in order.
    pub records: Vec<RailRecord>,
}

/// What a record is joined with, as knots on a line. With `forward` the line is drawn as what would move: the ripple.
#[component]
pub fn ThreadRail(
    /// What the line is called, for screen readers: “Threads of Ada Lovelace”.
    #[prop(into)]
    label: Signal<String>,
    /// The groups, in order.
    #[prop(into)]
    groups: Signal<Vec<RailGroup>>,
    /// Takes a link away; called with its key. Without it the rail can only be read.
    #[prop(optional, into)]
    on_unlink: Option<Callback<String>>,
    /// Whether it shows what would move rather than what is.
    #[prop(optional)]
    forward: bool,
    /// What stands at the loose end: the field that ties a new knot, or words when nothing is joined yet.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="thread-rail" class:forward=forward role="group" aria-label=label>
            {move || groups.get().into_iter().map(|group| view! { <Group group on_unlink /> }).collect_view()}
            {children.map(|children| view! { <div class="loose-end">{children()}</div> })}
        </div>
    }
}

#[component]
fn Group(group: RailGroup, on_unlink: Option<Callback<String>>) -> impl IntoView {
    let RailGroup { title, records } = group;
    let id = crate::fresh_id("rail");
    view! {
        <div class="rail-group">
            <p class="rail-title" id=id.clone()>{title}</p>
            <ul aria-labelledby=id>
                {records.into_iter().map(|record| {
                    let RailRecord { key, kind, title, href, reason, date, signal } = record;
                    let unlink = on_unlink.filter(|_| !key.is_empty()).map(|on_unlink| {
                        let label = format!("Take away the link to {title}");
                        view! { <IconButton sign=Sign::Close label on_press=move |()| on_unlink.run(key.clone()) /> }
                    });
                    view! {
                        <li class:signal=signal>
                            <div class="rail-head">
                                <span class="kind">{kind}</span>
                                {(!date.is_empty()).then(|| view! { <span class="date">{date}</span> })}
                            </div>
                            <a href=href>{title}</a>
                            {(!reason.is_empty()).then(|| view! { <p class="reason">{reason}</p> })}
                            {unlink}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </div>
    }
}
