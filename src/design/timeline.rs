//! What happened, newest first: history of a record, a person's file.

use leptos::prelude::*;

use crate::Button;

/// One field before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineChange {
    /// The field's label.
    pub label: String,
    /// Before; empty when there was nothing.
    pub old: String,
    /// After; empty when it was taken away.
    pub new: String,
}

/// One thing that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimelineEntry {
    /// What identifies it to the caller.
    pub key: String,
    /// When, as shown.
    pub when: String,
    /// When, as a machine reads it (RFC 3339 or a date).
    pub iso: String,
    /// Who; empty when it goes without saying.
    pub who: String,
    /// What happened, in a few words.
    pub title: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
    /// Something to know of it, in a few quiet words; empty for nothing.
    pub note: String,
    /// What changed, field by field; may be empty.
    pub changes: Vec<TimelineChange>,
}

/// A list of what happened, along a line.
#[component]
pub fn Timeline(
    /// What it is the history of, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The entries, in the order shown.
    #[prop(into)]
    entries: Signal<Vec<TimelineEntry>>,
    /// What can be done with an entry, such as “Restore this version”: the words and the act, called with the key.
    #[prop(optional, into)]
    act: Option<(String, Callback<String>)>,
) -> impl IntoView {
    view! {
        <ol class="timeline" aria-label=label>
            {move || {
                let act = act.clone();
                entries.get().into_iter().map(move |entry| view! { <Entry entry act=act.clone() /> }).collect_view()
            }}
        </ol>
    }
}

#[component]
fn Entry(entry: TimelineEntry, act: Option<(String, Callback<String>)>) -> impl IntoView {
    let TimelineEntry { key, when, iso, who, title, href, note, changes } = entry;
    let title =
        if href.is_empty() { title.into_any() } else { view! { <a href=href>{title}</a> }.into_any() };
    view! {
        <li>
            <div class="head">
                <time datetime=iso>{when}</time>
                {(!who.is_empty()).then(|| view! { <span class="who">{who}</span> })}
            </div>
            <div class="title">{title}</div>
            {(!changes.is_empty()).then(|| view! {
                <dl>
                    {changes.into_iter().map(|TimelineChange { label, old, new }| view! {
                        <div>
                            <dt>{label}</dt>
                            <dd>
                                {(!old.is_empty()).then(|| view! { <del>{old.clone()}</del> " " })}
                                {if new.is_empty() {
                                    view! { <span class="faint">"taken away"</span> }.into_any()
                                } else {
                                    view! { <ins>{new}</ins> }.into_any()
                                }}
                            </dd>
                        </div>
                    }).collect_view()}
                </dl>
            })}
            {(!note.is_empty()).then(|| view! { <p class="note">{note}</p> })}
            {act.map(|(label, on_act)| {
                view! { <Button on_press=move |()| on_act.run(key.clone())>{label}</Button> }
            })}
        </li>
    }
}
