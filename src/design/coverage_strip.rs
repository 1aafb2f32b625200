//! How much there is by month: a table whose cells are the picture.

use leptos::prelude::*;

/// One row: a person or a skill, and its counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverageRow {
    /// Whose counts they are.
    pub label: String,
    /// Where it is; empty for nowhere.
    pub href: String,
    /// One count per heading.
    pub counts: Vec<u32>,
}

/// Counts by month as a strip of darker and lighter cells. It is a table: every cell holds its number.
#[component]
pub fn CoverageStrip(
    /// What it shows: “Observations by month”.
    #[prop(into)]
    title: Signal<String>,
    /// The months, in order.
    #[prop(into)]
    headings: Signal<Vec<String>>,
    /// The rows, in order.
    #[prop(into)]
    rows: Signal<Vec<CoverageRow>>,
) -> impl IntoView {
    view! {
        <div class="coverage-strip" role="region" aria-label=title tabindex="0">
            <table>
                <caption class="visually-hidden">{title}</caption>
                <thead>
                    <tr>
                        <td></td>
                        {move || headings.get().into_iter().map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}
                        <th scope="col">"All"</th>
                    </tr>
                </thead>
                <tbody>
                    {move || rows.get().into_iter().map(|CoverageRow { label, href, counts }| {
                        let all: u32 = counts.iter().sum();
                        let label = if href.is_empty() { label.into_any() } else { view! { <a href=href>{label}</a> }.into_any() };
                        view! {
                            <tr>
                                <th scope="row">{label}</th>
                                {counts.into_iter().map(|count| view! {
                                    <td class=format!("level-{}", count.min(4))>{count}</td>
                                }).collect_view()}
                                <td class="all">{all}</td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
