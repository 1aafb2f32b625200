//! One warning: its facts, why it matters, the next step, and a way to be rid of it.

use kernel::Date;
use leptos::prelude::*;

use crate::{DateInput, Icon, Sign};

/// What to do about it.
#[derive(Clone)]
pub enum NextStep {
    /// Go there: the words and where.
    Go(String, String),
    /// Do it here: the words and the act.
    Do(String, Callback<()>),
    /// Nothing to press; the words say it.
    Words(String),
}

/// One warning. Its title is a third-level heading: put it inside a `Section`.
#[component]
pub fn NoticeCard(
    /// What it is about, as one short sentence.
    #[prop(into)]
    title: String,
    /// The facts it rests on, with their figures and dates.
    facts: Vec<String>,
    /// Why it matters.
    #[prop(into)]
    reason: String,
    /// What to do about it.
    next: NextStep,
    /// Whether the threshold behind it is ours rather than the guides'; `None` if there is no threshold.
    #[prop(optional, into)]
    ours: Option<String>,
    /// Dismisses it for good.
    #[prop(optional, into)]
    on_dismiss: Option<Callback<()>>,
    /// Dismisses it until a date.
    #[prop(optional, into)]
    on_later: Option<Callback<Date>>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let id = crate::fresh_id("notice");
    let step = match next {
        // A step is a sentence: as a link it breaks over lines, as a button it would shout.
        NextStep::Go(words, href) => view! {
            <a class="next-step" href=href><Icon sign=Sign::ArrowRight /> <span>{words}</span></a>
        }
        .into_any(),
        NextStep::Do(words, on_press) => view! {
            <button type="button" class="plain next-step" on:click=move |_| on_press.run(())>
                <Icon sign=Sign::ArrowRight /> <span>{words}</span>
            </button>
        }
        .into_any(),
        NextStep::Words(words) => view! { <p class="next-words">{words}</p> }.into_any(),
    };
    view! {
        <article class="notice-card" aria-labelledby=id.clone()>
            <h3 id=id.clone()>{title}</h3>
            <ul class="facts">{facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view()}</ul>
            <p class="reason">
                {reason}
                {ours.map(|ours| view! { " " <span class="ours">{ours}</span> })}
            </p>
            <div class="row screen-only">
                {step}
                <span class="answers">
                {on_later.map(|_| view! {
                    <button type="button" class="plain" aria-expanded=move || asking.get().to_string()
                        on:click=move |_| asking.update(|asking| *asking = !*asking)>
                        <Icon sign=Sign::Clock /> "Later"
                    </button>
                })}
                {on_dismiss.map(|on_dismiss| view! {
                    <button type="button" class="plain" on:click=move |_| on_dismiss.run(())>
                        <Icon sign=Sign::BellOff /> "Dismiss"
                    </button>
                })}
                </span>
            </div>
            {on_later.map(|on_later| view! {
                <Show when=move || asking.get()>
                    <div class="row later">
                        <span>"Show it again on"</span>
                        <DateInput
                            label="Show this notice again on"
                            value=None
                            on_change=move |date| if let Some(date) = date {
                                asking.set(false);
                                on_later.run(date);
                            }
                        />
                    </div>
                </Show>
            })}
        </article>
    }
}
