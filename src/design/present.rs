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
        let names = names.get();
        (!names.is_empty()).then(|| {
            let are = if names.len() == 1 && !names[0].starts_with("You") { "is" } else { "are" };
            view! { <Badge tone=Tone::Accent>{format!("{} {are} here", words::listed(&names))}</Badge> }
        })
    }
}
