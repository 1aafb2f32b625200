//! Search over everything.

use design::{EmptyState, PageHeader, SearchBox, Sign, focus_by_id};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use threads::search::Hit;

use crate::find::use_finder;

/// How many records a search lists (ours: beyond it one types another letter).
const LIMIT: usize = 60;

/// The page. What is searched for is part of the address, so that going back finds it again.
#[component]
pub fn SearchPage() -> impl IntoView {
    let finder = use_finder();
    let address = use_query_map();
    let navigate = use_navigate();
    let query = Memo::new(move |_| address.with(|address| address.get("q").unwrap_or_default()));
    let on_input = move |text: String| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        let to = if text.is_empty() { "/search".to_owned() } else { format!("/search?q={}", encoded(&text)) };
        navigate(&to, options);
    };
    let asked = move || query.with(|query| !query.trim().is_empty());
    let hits =
        Memo::new(move |_| if asked() { query.with(|query| finder.find(query, LIMIT)) } else { Vec::new() });
    let count = move || match hits.with(Vec::len) {
        _ if !asked() => String::new(),
        _ if finder.is_looking() => "Looking through everything…".to_owned(),
        0 => "Nothing found".to_owned(),
        1 => "1 record".to_owned(),
        LIMIT => format!("The best {LIMIT} records"),
        count => format!("{count} records"),
    };
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(input) = place.get().and_then(|place| place.query_selector("input").ok().flatten()) {
            focus_by_id(input.id());
        }
    });
    view! {
        <PageHeader
            title="Search"
            subtitle="People, 1:1s, observations, actions, notes: everything in this workspace."
        />
        <div class="search-page stack">
            <div node_ref=place><SearchBox label="Search everything" value=query on_input=on_input /></div>
            <p class="soft small" role="status">{count}</p>
            <ul class="hits">
                {move || hits.get().into_iter().map(|hit| view! { <HitView hit /> }).collect_view()}
            </ul>
            <Show when=move || asked() && !finder.is_looking() && hits.with(Vec::is_empty)>
                <EmptyState
                    title="No record has all of these words"
                    why="Accents and case do not matter; the beginning of a word is enough. Fewer words find more."
                    sign=Sign::Search
                />
            </Show>
        </div>
    }
}

#[component]
fn HitView(hit: Hit) -> impl IntoView {
    view! {
        <li class="hit">
            <a href=hit.address>{hit.title}</a>
            <span class="kind">{hit.kind}</span>
            {(!hit.excerpt.is_empty()).then(|| view! { <p class="soft small">{hit.excerpt}</p> })}
        </li>
    }
}

fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
