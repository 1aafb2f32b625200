//! Who else is here now: in the top bar, each with what they look at.

use design::{Avatar, Each};
use leptos::prelude::*;

use crate::session::use_session;

/// How many are shown; the rest is a number (ours).
const SHOWN: usize = 3;

/// One of those who are here.
#[derive(Clone, PartialEq)]
struct Somebody {
    name: String,
    /// What they look at and where that is, as far as one may know it.
    at: Option<(String, String)>,
}

/// The others who are here, by their initials; each leads to where they are. Nothing while one is alone.
#[component]
pub fn Online() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let all = Memo::new(move |_| {
        let somebody = |name: String, place: Option<kernel::RecordId>| {
            let row = place.and_then(|record| mirror.row(record));
            let at =
                row.map(|row| (mirror.title(row.id).unwrap_or_default(), (mirror.names().address)(&row)));
            Somebody { name, at }
        };
        let present = mirror.present().into_iter().map(|one| {
            let name = match mirror.member_name(one.member).as_str() {
                "You" => "You, on another device".to_owned(),
                name => name.to_owned(),
            };
            somebody(name, one.record.map(|(_, record)| record))
        });
        let mut all: Vec<Somebody> = present.collect();
        // Somebody with two devices is one, where they look at something.
        all.sort_by(|one, other| (&one.name, one.at.is_none()).cmp(&(&other.name, other.at.is_none())));
        all.dedup_by(|one, other| one.name == other.name);
        all
    });
    let shown = move || all.with(|all| all.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    let more = move || all.with(|all| all.len().saturating_sub(SHOWN));
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <ul class="online" aria-label="Also here">
                <Each
                    each=shown
                    key=|one| (one.name.clone(), one.at.clone())
                    let:one
                >
                    <Entry one />
                </Each>
                {move || (more() > 0).then(|| view! { <li class="soft small">{format!("and {} more", more())}</li> })}
            </ul>
        </Show>
    }
}

#[component]
fn Entry(one: Somebody) -> impl IntoView {
    let Somebody { name, at } = one;
    let (says, href) = match at {
        Some((title, address)) if !title.is_empty() => (format!("{name}: {title}"), address),
        _ => (format!("{name}: here"), "/sharing".to_owned()),
    };
    view! { <li><a href=href aria-label=says.clone() title=says><Avatar name /></a></li> }
}
