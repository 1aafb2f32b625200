//! Titles: of a page, of a part of it.

use leptos::prelude::*;

/// The title of a page. It can take the focus, so that navigation is read out.
#[component]
pub fn PageHeader(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// One line under it.
    #[prop(optional, into)]
    subtitle: MaybeProp<String>,
    /// What stands before both: the initials of a person.
    #[prop(optional, into)]
    lead: Option<ViewFn>,
    /// What can be done here, at its right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-header">
            {lead.map(|lead| lead.run())}
            <div class="title">
                <h1 id="page-title" tabindex="-1">{title}</h1>
                {move || subtitle.get().map(|subtitle| view! { <p class="subtitle">{subtitle}</p> })}
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </header>
    }
}

/// A part of a page with its title.
#[component]
pub fn Section(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// How many things are in it; `None` shows no number.
    #[prop(optional, into)]
    count: MaybeProp<usize>,
    /// What can be done here, at its right.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let id = crate::fresh_id("section");
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <div class="section-head">
                <h2 id=id.clone()>
                    {title}
                    {move || count.get().map(|count| view! { <span class="count">{count}</span> })}
                </h2>
                {actions.map(|actions| view! { <div class="actions">{actions.run()}</div> })}
            </div>
            {children()}
        </section>
    }
}
