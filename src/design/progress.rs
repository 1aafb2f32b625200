//! Long work: how far it is, and a way to stop it.

use leptos::prelude::*;

use crate::Button;

/// Long work under way.
#[component]
pub fn Progress(
    /// What is being done: “Reading people.csv”.
    #[prop(into)]
    label: Signal<String>,
    /// The part done, 0 to 1; `None` while that is not known.
    #[prop(into)]
    done: Signal<Option<f64>>,
    /// Stops it; what is already done stays or goes as the caller says.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let percent = move || done.get().map(|done| (done.clamp(0.0, 1.0) * 100.0).floor());
    let id = crate::fresh_id("progress");
    view! {
        <div class="progress">
            <label for=id.clone()>{label}</label>
            <progress id=id max="100" value=move || percent().map(|percent| percent.to_string())></progress>
            <span class="percent">{move || percent().map(|percent| format!("{percent} %"))}</span>
            {on_cancel.map(|on_cancel| view! { <Button on_press=on_cancel>"Cancel"</Button> })}
        </div>
    }
}
