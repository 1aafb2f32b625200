//! The top bar: where one is, search, a quick note, and how safe the last edit is.

use design::{Button, Icon, KeyHint, Saved, SavedState, Sign};
use document::Audience;
use leptos::prelude::*;
use mirror::SaveState;

use super::{online::Online, where_saved};
use crate::{
    session::{Over, use_session},
    sharing,
};

/// The top bar.
#[component]
pub fn TopBar(
    /// Whether the navigation is shown on a narrow screen.
    menu_open: RwSignal<bool>,
) -> impl IntoView {
    let session = use_session();
    let saved = Signal::derive(move || match session.mirror.save_state() {
        SaveState::Saved => match sharing::elsewhere(session) {
            Some(too) => Saved::Elsewhere(too.said, too.short),
            None => Saved::OnThisDisk,
        },
        SaveState::Saving(_) => Saved::Saving,
        SaveState::Failed(problem) => Saved::Failed(problem.to_string()),
    });
    let not_ready = Signal::derive(move || !session.mirror.is_ready());
    // Whoever only reads may still keep something for themselves.
    let own = Signal::derive(move || Some(Audience::OnlyMe(session.mirror.author().member)));
    view! {
        <header class="top-bar">
            <button
                type="button"
                class="icon-button menu-button"
                aria-label="Menu"
                aria-controls="navigation"
                aria-expanded=move || menu_open.get().to_string()
                on:click=move |_| menu_open.update(|open| *open = !*open)
            >
                <Icon sign=Signal::derive(move || if menu_open.get() { Sign::Close } else { Sign::Menu }) />
            </button>
            <a class="brand" href="/"><Icon sign=Sign::ShipWheel /><span>"Pilothouse"</span></a>
            <button type="button" class="search-opener" on:click=move |_| session.show(Over::Palette)>
                <Icon sign=Sign::Search />
                <span>"Search or command"</span>
                <KeyHint keys="Ctrl+K" />
            </button>
            <div class="top-bar-acts">
                <Online />
                <SavedState state=saved href="/data" panel=where_saved::ID />
                <Button sign=Sign::Eye disabled=not_ready writes=own on_press=move |()| session.observing.begin(None)>
                    "Observation"
                </Button>
                <Button sign=Sign::NotebookPen disabled=not_ready writes=own on_press=move |()| session.show(Over::Note)>
                    "Quick note"
                </Button>
            </div>
        </header>
        <where_saved::WhereSaved />
    }
}
