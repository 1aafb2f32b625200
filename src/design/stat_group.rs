//! A row of figures, each with what it counts.

use leptos::prelude::*;

/// One figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stat {
    /// What it counts.
    pub label: String,
    /// The figure with its unit: “7”, “5 of 7”.
    pub value: String,
    /// What it rests on or is compared with; may be empty.
    pub note: String,
    /// Where its rows are; empty for nowhere.
    pub href: String,
}

/// Figures side by side.
#[component]
pub fn StatGroup(
    /// The figures, in order.
    #[prop(into)]
    stats: Signal<Vec<Stat>>,
) -> impl IntoView {
    view! {
        <dl class="stat-group">
            {move || stats.get().into_iter().map(|Stat { label, value, note, href }| {
                let figure = if href.is_empty() { value.into_any() } else { view! { <a href=href>{value}</a> }.into_any() };
                view! {
                    <div>
                        <dt>{label}</dt>
                        <dd class="value">{figure}</dd>
                        {(!note.is_empty()).then(|| view! { <dd class="note">{note}</dd> })}
                    </div>
                }
            }).collect_view()}
        </dl>
    }
}
