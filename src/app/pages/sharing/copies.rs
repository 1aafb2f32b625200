//! Where what was written on this device is: who has how much of it, and when they said so last.

use design::{Each, Section};
use engine::message::Safety;
use kernel::{DeviceId, Timestamp, words};
use leptos::prelude::*;
use std::collections::BTreeMap;

use crate::session::Session;

/// How much somebody lacks of what was written here, and when they said so last.
#[derive(Clone, Copy, PartialEq)]
struct Copy {
    device: Option<DeviceId>,
    lacks: u64,
    at: Timestamp,
}

/// One line for each who holds a copy; the relay first.
fn copies(safety: &Safety) -> Vec<Copy> {
    let mut all: BTreeMap<Option<DeviceId>, Copy> = BTreeMap::new();
    for audience in safety.audiences.iter().filter(|audience| audience.written > 0) {
        for holder in &audience.holders {
            let none = Copy { device: holder.device, lacks: 0, at: holder.at };
            let copy = all.entry(holder.device).or_insert(none);
            copy.lacks += audience.written.saturating_sub(holder.has);
            copy.at = copy.at.max(holder.at);
        }
    }
    all.into_values().collect()
}

/// The section.
#[component]
pub fn Copies(session: Session) -> impl IntoView {
    view! {
        <Section title="Where what you wrote is">
            <CopyList session />
        </Section>
    }
}

/// Who has how much of it, one line for each.
#[component]
pub fn CopyList(session: Session) -> impl IntoView {
    let all = Memo::new(move |_| copies(&session.mirror.sharing().safety));
    view! {
        <ul class="entries">
            <li><span class="name">"This disk"</span><span class="soft small">"everything"</span></li>
            <Each each=move || all.get() key=|copy| (copy.device, copy.lacks, copy.at) let:copy>
                <OneCopy session copy />
            </Each>
        </ul>
        <Show when=move || all.with(Vec::is_empty)>
            <p class="soft small">"Nobody else has said yet that they have it."</p>
        </Show>
    }
}

#[component]
fn OneCopy(session: Session, copy: Copy) -> impl IntoView {
    let Copy { device, lacks, at } = copy;
    let mirror = session.mirror;
    let name = move || device.map_or_else(|| "The relay".to_owned(), |device| mirror.device_name(device));
    let what = match lacks {
        0 => "everything".to_owned(),
        lacks => format!("all but {}", words::counted(lacks, "change", "changes")),
    };
    let when = threads::view::lately(mirror, at);
    view! {
        <li>
            <span class="name">{name}</span>
            <span class="soft small">{format!("{what}, verified {when}")}</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Audience;
    use engine::message::{AudienceSafety, Holder};

    #[test]
    fn what_somebody_lacks_is_counted_over_all_that_they_may_read() {
        let of = |written, has, at| AudienceSafety {
            audience: Audience::Everyone,
            written,
            holders: vec![Holder { device: None, has, at: Timestamp::from_millis(at) }],
            relay_has_all: false,
        };
        let found = copies(&Safety { audiences: vec![of(5, 3, 10), of(4, 4, 20)] });
        assert!(found == [Copy { device: None, lacks: 2, at: Timestamp::from_millis(20) }]);
    }
}
