//! What of somebody's reviews is to be talked about, beside the preparation sheet of a talk (FB-2.8).

use design::Section;
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;

use crate::reviews;

/// What of a person's reviews is to be talked about; nothing where there is nothing.
#[component]
pub fn ReviewsBeforeTalk(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let lines = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| reviews::before_a_talk(book, person, today))
    });
    // What was not shared yet stays out of print, because paper is handed on.
    let part = move |unshared: bool| {
        let lines = lines.get().into_iter().filter(move |line| line.unshared == unshared);
        lines
            .map(|line| view! { <li><a href=format!("/review/{}", line.review)>{line.says}</a></li> })
            .collect_view()
    };
    let holds = move |unshared: bool| lines.with(|lines| lines.iter().any(|line| line.unshared == unshared));
    view! {
        <Show when=move || holds(true)>
            <div class="screen-only">
                <Section title="Review, not shared yet">
                    <ul class="preparation-part">{move || part(true)}</ul>
                </Section>
            </div>
        </Show>
        <Show when=move || holds(false)>
            <Section title="From their review">
                <ul class="preparation-part">{move || part(false)}</ul>
            </Section>
        </Show>
    }
}
