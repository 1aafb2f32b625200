//! The document that the person of a review gets, to copy or print (PR-1.15).

use design::{Button, ButtonKind, LinkButton, PageHeader, Sign};
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;
use reviews::{Question, Review};

use super::NoReview;
use crate::reviews::{self as joined, Handed};

/// What can be done with the text of a document.
#[derive(Clone, Copy)]
pub struct HandedActs {
    /// Puts it on the clipboard.
    pub on_copy: Callback<String>,
    /// Saves it as a file of this name.
    pub on_save: Callback<(String, String)>,
    /// Opens the browser's dialog for printing.
    pub on_print: Callback<()>,
}

/// The page of the document.
#[component]
pub fn HandedPage(
    /// The review.
    #[prop(into)]
    review: Signal<Option<RecordId>>,
    /// What can be done with it.
    acts: HandedActs,
) -> impl IntoView {
    let mirror = use_mirror();
    let handed = Memo::new(move |_| {
        let entry = mirror.get::<Review>(review.get()?)?;
        Some(mirror.read(|book| joined::handed(book, &entry)))
    });
    move || match (review.get(), handed.get()) {
        (Some(review), Some(handed)) => view! { <Page review handed acts /> }.into_any(),
        _ => view! { <NoReview /> }.into_any(),
    }
}

#[component]
fn Page(review: RecordId, handed: Handed, acts: HandedActs) -> impl IntoView {
    let text = StoredValue::new(joined::markdown(&handed));
    let file = format!("{}.md", handed.title.replace([':', '/', '\\'], ""));
    let parts = handed.parts.iter().filter(|part| {
        let promises = part.question == Question::Support && !handed.promises.is_empty();
        promises || !part.text.is_empty() || !part.findings.is_empty()
    });
    let parts = parts.map(|part| {
        let promises =
            if part.question == Question::Support { handed.promises.clone() } else { Vec::new() };
        view! {
            <section>
                <h2>{part.heading()}</h2>
                {(!part.text.is_empty()).then(|| view! { <p class="keep">{part.text.clone()}</p> })}
                <ul>
                    {part.findings.iter().map(|(leaning, what, rests_on)| view! {
                        <li class="keep">
                            <strong>{*leaning}". "</strong>{what.clone()}
                            {(!rests_on.is_empty()).then(|| view! { <br /><span class="small soft">{format!("Rests on: {rests_on}")}</span> })}
                        </li>
                    }).collect_view()}
                    {promises.into_iter().map(|promise| view! { <li>{promise}</li> }).collect_view()}
                </ul>
            </section>
        }
    });
    let parts = parts.collect_view();
    let empty = handed.parts.iter().all(|part| part.text.is_empty() && part.findings.is_empty())
        && handed.promises.is_empty();
    view! {
        <PageHeader title=handed.title.clone()>
            <LinkButton href=format!("/review/{review}") sign=Sign::ArrowLeft>"Review"</LinkButton>
            <Button sign=Sign::Copy on_press=move |()| acts.on_copy.run(text.get_value())>"Copy as Markdown"</Button>
            <Button sign=Sign::Download on_press=move |()| acts.on_save.run((file.clone(), text.get_value()))>"Save as a file"</Button>
            <Button kind=ButtonKind::Primary sign=Sign::Printer on_press=move |()| acts.on_print.run(())>"Print"</Button>
        </PageHeader>
        <p class="soft screen-only">"What the person gets. Nothing in it is only yours."</p>
        <article class="prose handed" aria-label="The document">
            <ul class="facts soft">
                {handed.facts.iter().map(|fact| view! { <li>{fact.clone()}</li> }).collect_view()}
            </ul>
            {empty.then(|| view! { <p class="soft">"There is nothing in it yet: no answer, no finding, no promise."</p> })}
            {parts}
            {(!handed.response.is_empty()).then(|| view! {
                <section>
                    <h2>"Your response"</h2>
                    {handed.response.iter().map(|line| view! { <p class="keep">{line.clone()}</p> }).collect_view()}
                </section>
            })}
        </article>
    }
}
