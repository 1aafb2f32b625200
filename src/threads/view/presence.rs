//! Who else looks at a record now; and telling them that one does oneself.

use design::{Badge, Tone};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

/// The names of those who are at the record. While it is shown, they see the user there too.
#[component]
pub fn Present(record: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let document = Memo::new(move |_| mirror.row(record).map(|row| row.document.clone()));
    Effect::new(move |_| {
        if mirror.is_shared()
            && let Some(document) = document.get()
        {
            mirror.here(document, record);
        }
    });
    on_cleanup(move || mirror.left(record));
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
