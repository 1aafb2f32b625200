//! Notices that were dismissed, to bring back.

use design::{Button, Each, EmptyState, Sign};
use kernel::words;
use leptos::prelude::*;
use threads::{Dismissal, notices};

use crate::session::use_session;

/// The dismissed notices, the latest first.
#[component]
pub fn DismissedNotices() -> impl IntoView {
    let mirror = use_session().mirror;
    let dismissed = Memo::new(move |_| {
        let mut dismissed = mirror.all::<Dismissal>().to_vec();
        dismissed.reverse();
        dismissed
    });
    view! {
        <Show when=move || dismissed.with(Vec::is_empty)>
            <EmptyState
                title="None was dismissed"
                why="A notice you dismiss, for good or until a day, waits here in case you want to hear it again."
                sign=Sign::BellOff
            />
        </Show>
        <ul class="dismissed">
            <Each each=move || dismissed.get() key=|dismissal| (dismissal.id, dismissal.changed.at) let:dismissal>
                <li class="row spread">
                    <span>
                        {dismissal.says.clone()}
                        <span class="soft small">
                            {match dismissal.until {
                                Some(until) => format!(" · until {}", words::day(until)),
                                None => " · for good".to_owned(),
                            }}
                        </span>
                    </span>
                    <Button on_press=move |()| mirror.commit(notices::let_speak(&dismissal))>"Bring back"</Button>
                </li>
            </Each>
        </ul>
    }
}
