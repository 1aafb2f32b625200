//! Monday: one calm page that says where things stand and what to do next. Read in two minutes.

mod merged;
mod needs_you;
mod owed;
mod people;
mod safe;
mod since;
mod today;

use design::PageHeader;
use leptos::prelude::*;
use roster::Person;

pub use needs_you::NeedsYou;

use crate::{pages::start::StartPath, parts, session::use_session};

/// The page.
#[component]
pub fn Monday() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let subtitle = Signal::derive(move || kernel::words::long_day(mirror.today()));
    let anybody = Memo::new(move |_| !mirror.all::<Person>().is_empty());
    view! {
        <PageHeader title="Monday" subtitle=Signal::derive(move || Some(subtitle.get())) />
        <StartPath />
        <Show when=move || anybody.get()>
            <div class="monday">
                <div class="stack wide">
                    <today::Today />
                    {parts::needs_you()}
                    <people::PeopleStrip />
                    {parts::map_strip()}
                    <since::SinceFriday />
                </div>
                <div class="stack wide">
                    <merged::Merged />
                    <owed::Owed />
                    <safe::WhereSafe />
                </div>
            </div>
        </Show>
    }
}
