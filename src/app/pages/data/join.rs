//! Whose file it is that was taken in: somebody new, or somebody who is here already (WS-6.8).

use std::collections::BTreeMap;

use design::{Button, Disclosure, Field, Icon, Sign};
use kernel::{RecordId, words};
use leptos::prelude::*;
use roster::view::PersonPicker;
use threads::file::joining::{Joining, join};

use crate::session::use_session;

/// The question, what joining would do, and the act.
#[component]
pub fn Join(
    /// Who came new.
    from: RecordId,
    /// Called when they were joined to somebody.
    #[prop(into)]
    on_joined: Callback<String>,
) -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let into = RwSignal::new(None::<RecordId>);
    let joining = Memo::new(move |_| into.get().map(|into| mirror.read(|book| join(book, from, into))));
    let name = move || into.get().and_then(|id| mirror.title(id)).unwrap_or_default();
    let act = move |()| {
        if let Some(Ok(joining)) = joining.get_untracked() {
            let name = untrack(name);
            mirror.commit(joining.batch);
            session.toasts.offer(format!("Joined to {name}"), "Undo", move || session.undo());
            on_joined.run(name);
        }
    };
    view! {
        <Disclosure label="It is somebody who is here already">
            <div class="stack tight">
                <Field label="Who" hint="Everything in the file goes over to them.">
                    <PersonPicker value=into />
                </Field>
                {move || joining.get().map(|joining| match joining {
                    Err(problem) => view! {
                        <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
                    }.into_any(),
                    Ok(joining) => view! {
                        <Preview joining name=name() />
                        <div class="row">
                            <Button sign=Sign::Users on_press=act>{format!("Join to {}", name())}</Button>
                        </div>
                    }.into_any(),
                })}
            </div>
        </Disclosure>
    }
}

/// What joining would do.
#[component]
fn Preview(joining: Joining, name: String) -> impl IntoView {
    let Joining { moved, renamed, filled, differs, .. } = joining;
    view! {
        <ul class="plain-list" aria-label="What joining does">
            <li>{if moved.is_empty() { "No records go over but the person’s own.".to_owned() } else { format!("Goes over: {}", counts(&moved)) }}</li>
            {(renamed > 0).then(|| view! {
                <li>{format!("{} elsewhere will name {name}", words::counted(renamed, "record", "records"))}</li>
            })}
            {(!filled.is_empty()).then(|| view! { <li>{format!("{name} gets: {}", filled.join(", "))}</li> })}
            {differs.into_iter().map(|(label, stays, goes)| view! {
                <li>{label}": "{stays}" stays, "<s>{goes}</s>" goes"</li>
            }).collect_view()}
        </ul>
        <p class="soft small">"One undo takes it back. What the file’s history says stays with the file that came."</p>
    }
}

fn counts(moved: &BTreeMap<String, usize>) -> String {
    moved.iter().map(|(kind, count)| format!("{kind}: {count}")).collect::<Vec<_>>().join(" · ")
}
