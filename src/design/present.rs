//! Who else looks at a record now; and telling them that one does oneself.

use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use crate::{Badge, Tone};

/// The names of those who are at the record. While it is shown, they see the user there too, as far as they may read it.
/// Every page that is about one record has it in its header.
#[component]
pub fn Present(record: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let document = Memo::new(move |_| mirror.row(record).map(|row| row.document.clone()));
    let told = StoredValue::new(None::<u64>);
    Effect::new(move |_| {
        if mirror.is_shared()
            && let Some(document) = document.get()
        {
            told.set_value(Some(mirror.here(document, record)));
        }
    });
    on_cleanup(move || {
        if let Some(Some(told)) = told.try_get_value() {
            mirror.left(told);
        }
    });
    let names = Memo::new(move |_| {
        let present = mirror.present();
        let at_it = present.iter().filter(|one| one.record.as_ref().is_some_and(|(_, at)| *at == record));
        let mut names: Vec<String> = at_it
            .map(|one| match mirror.member_name(one.member).as_str() {
                "You" => "You, on another device,".to_owned(),
                name => name.to_owned(),
            })
            .collect();
        names.sort();
        names.dedup();
        names
    });
    move || {
        let said = names.with(|names| said(names))?;
        Some(view! { <Badge tone=Tone::Accent>{said}</Badge> })
    }
}

/// How many are named; of more the rest is a number (*ours*).
const NAMED: usize = 2;

/// Who is here, as a few words; nothing when nobody is.
fn said(names: &[String]) -> Option<String> {
    let are = match names {
        [] => return None,
        [one] if !one.starts_with("You") => "is",
        _ => "are",
    };
    let mut shown = names.to_vec();
    if names.len() > NAMED + 1 {
        shown.truncate(NAMED);
        shown.push(format!("{} others", names.len() - NAMED));
    }
    Some(format!("{} {are} here", words::listed(&shown)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_named_and_many_counted() {
        let said = |names: &[&str]| said(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(said(&[]), None);
        assert_eq!(said(&["Ben"]).unwrap(), "Ben is here");
        assert_eq!(said(&["You, on another device,"]).unwrap(), "You, on another device, are here");
        assert_eq!(said(&["Ben", "Cleo", "Eun-ji"]).unwrap(), "Ben, Cleo and Eun-ji are here");
        assert_eq!(said(&["Ben", "Cleo", "Dmitri", "Eun-ji"]).unwrap(), "Ben, Cleo and 2 others are here");
    }
}
