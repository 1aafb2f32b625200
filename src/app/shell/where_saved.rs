//! Where everything is that was written here, one line for each place: opened from the top bar.

use design::LinkButton;
use leptos::prelude::*;

use crate::{pages::copies::CopyList, session::use_session, sharing};

/// The panel's id, for what opens it.
pub const ID: &str = "where-saved";

/// The panel.
#[component]
pub fn WhereSaved() -> impl IntoView {
    let session = use_session();
    let open = RwSignal::new(false);
    let panel = NodeRef::<leptos::html::Div>::new();
    let look = move |_| {
        let is_open = panel.get_untracked().and_then(|panel| panel.matches(":popover-open").ok());
        open.set(is_open.unwrap_or(false));
    };
    // Whoever follows a link is somewhere else.
    let close = move |_| {
        if let Some(panel) = panel.get_untracked() {
            // Refused only where it is closed already.
            let _ = panel.hide_popover();
        }
    };
    let shared = Memo::new(move |_| session.mirror.is_shared());
    move || {
        shared.get().then(|| {
            view! {
                <div class="where-saved" node_ref=panel id=ID popover="auto" role="dialog" aria-label="Where what you wrote is" on:toggle=look>
                    <Show when=move || open.get()>
                        <h2>"Where what you wrote is"</h2>
                        <p class="soft small">{move || sharing::elsewhere(session).map(|too| format!("On this disk{}.", too.said))}</p>
                        <CopyList session />
                        <p class="row" on:click=close>
                            <LinkButton href="/sharing">"Sharing"</LinkButton>
                            <LinkButton href="/data">"Backup and export"</LinkButton>
                        </p>
                    </Show>
                </div>
            }
        })
    }
}
