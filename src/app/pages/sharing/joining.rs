//! Waiting to be let in: the words to compare, and what it waits for.

use design::{Icon, LinkButton, PageHeader, Sign};
use engine::message::{Joining, Standing};
use leptos::prelude::*;

use crate::{session::Session, sharing};

/// The page of somebody who asked to be let in.
#[component]
pub fn Waiting(session: Session) -> impl IntoView {
    let joining = Memo::new(move |_| match &session.mirror.sharing().standing {
        Standing::Joining(joining) => Some(joining.clone()),
        _ => None,
    });
    view! {
        <PageHeader title="Sharing" subtitle="You asked to be let into this workspace." />
        {move || joining.get().map(|Joining { words, waits, problem, .. }| match problem {
            Some(problem) => view! {
                <div class="stack sharing">
                    <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
                    <p class="soft prose">"Nothing of the workspace came here. Ask for a new link, and remove this empty one from your workspaces."</p>
                    <div class="row"><LinkButton href="/workspaces">"Workspaces"</LinkButton></div>
                </div>
            }.into_any(),
            None => view! {
                <div class="stack sharing">
                    <p class="prose" role="status">{sharing::waits(waits)}</p>
                    {(!words.is_empty()).then(|| view! {
                        <p class="prose">
                            "Compare these words with whoever lets you in, by voice or face to face. They see the same ones; \
                             if not, somebody is in between, and they must not let you in."
                        </p>
                        <Words words />
                    })}
                </div>
            }.into_any(),
        })}
    }
}

/// The words that two people compare.
#[component]
pub fn Words(words: Vec<String>) -> impl IntoView {
    view! {
        <ol class="words" aria-label="Words to compare">
            {words.into_iter().map(|word| view! { <li>{word}</li> }).collect_view()}
        </ol>
    }
}
