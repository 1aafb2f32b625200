//! What is shown instead of the app when this browser cannot keep data.

use design::{Button, ButtonKind, Icon, PageHeader, Sign};
use kernel::Problem;
use leptos::prelude::*;

use crate::browser;

/// Says what is missing and what to do. Nothing is lost by it: nothing was opened.
#[component]
pub fn Unavailable(
    /// What is missing.
    problem: Problem,
) -> impl IntoView {
    document().set_title("Pilothouse cannot open here · Pilothouse");
    view! {
        <main class="unavailable stack">
            <p class="brand"><Icon sign=Sign::ShipWheel /><span>"Pilothouse"</span></p>
            <PageHeader title="Pilothouse cannot open here" />
            <p class="prose">{problem.what}</p>
            <p class="prose">{problem.way_out}</p>
            <p class="prose soft">
                "Pilothouse keeps your data in this browser and nowhere else. Without a place to keep it, \
                 it does not start rather than lose what you write. What was kept here before is untouched."
            </p>
            <div class="row">
                <Button kind=ButtonKind::Primary on_press=move |()| browser::reload()>"Try again"</Button>
            </div>
        </main>
    }
}
