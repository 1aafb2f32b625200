//! What is in a file, what names the person elsewhere, and where their name stands in texts.

use design::{AudienceMark, Disclosure};
use document::Audience;
use kernel::words;
use leptos::prelude::*;
use threads::file::{Counted, Fate, Mention, PersonFile};

/// What belongs to a file.
#[component]
pub fn Contents(found: Memo<Option<PersonFile>>) -> impl IntoView {
    move || {
        found.get().map(|file| {
            let elsewhere = file.elsewhere.len();
            let mentions = file.mentions.len();
            view! {
                <ul class="plain-list" aria-label="What is in the file">
                    {audiences(&file.contents).into_iter().map(|(audience, said)| view! {
                        <li class="row"><AudienceMark audience /><span>{said}</span></li>
                    }).collect_view()}
                </ul>
                {(elsewhere > 0).then(|| view! {
                    <Disclosure label=format!("Named in {} elsewhere", records(elsewhere))>
                        <ul class="plain-list" aria-label="Named elsewhere">
                            {file.elsewhere.iter().map(|found| view! {
                                <li>
                                    <Named mention=found.mention.clone() />
                                    <span class="soft">{said(&found.fate)}</span>
                                </li>
                            }).collect_view()}
                        </ul>
                    </Disclosure>
                })}
                {(mentions > 0).then(|| view! {
                    <Disclosure label=format!("The name stands in the text of {}", records(mentions))>
                        <p class="soft small">
                            "Neither exported nor erased: these are about something else. Open them to change their words."
                        </p>
                        <ul class="plain-list" aria-label="The name in texts">
                            {file.mentions.iter().map(|mention| view! {
                                <li><Named mention=mention.clone() /></li>
                            }).collect_view()}
                        </ul>
                    </Disclosure>
                })}
            }
        })
    }
}

/// A record, with its page where it has one.
#[component]
fn Named(mention: Mention) -> impl IntoView {
    let Mention { kind, title, address, .. } = mention;
    let shown = if address.is_empty() {
        view! { <span>{title}</span> }.into_any()
    } else {
        view! { <a href=address>{title}</a> }.into_any()
    };
    view! { {shown}<span class="soft">{format!(" · {kind}")}</span> }
}

/// What becomes of a record when the file is erased.
fn said(fate: &Fate) -> String {
    match fate {
        Fate::Goes => " · goes when the file is erased".to_owned(),
        Fate::Emptied(fields) => {
            let labels: Vec<&str> = fields.iter().map(|(_, label)| label.as_str()).collect();
            format!(" · {} emptied when the file is erased", labels.join(", "))
        }
    }
}

/// The counts of each audience as one line: `3 Observations · 2 Absences`.
fn audiences(contents: &[Counted]) -> Vec<(Audience, String)> {
    let mut lines: Vec<(Audience, Vec<String>)> = Vec::new();
    for Counted { audience, kind, count } in contents {
        let said = format!("{kind}: {count}");
        match lines.last_mut().filter(|(of, _)| of == audience) {
            Some((_, parts)) => parts.push(said),
            None => lines.push((*audience, vec![said])),
        }
    }
    lines.into_iter().map(|(audience, parts)| (audience, parts.join(" · "))).collect()
}

/// So many records, in words.
pub fn records(count: usize) -> String {
    words::counted(count, "record", "records")
}
