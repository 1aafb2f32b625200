//! Which workspace is open, and the way to another one; nothing while there is only one.

use design::{Menu, MenuItem, Sign};
use leptos::prelude::*;

use crate::{session::use_session, workspace::Workspace};

/// The menu at the head of the navigation.
#[component]
pub fn Switcher() -> impl IntoView {
    let session = use_session();
    let several = move || session.workspaces.list().all().len() > 1 && session.workspace != Workspace::Sample;
    let label = Signal::derive(move || session.workspaces.name(session.workspace));
    let items = Signal::derive(move || {
        let list = session.workspaces.list();
        let others = list.all().iter().filter(|known| known.workspace != session.workspace);
        let mut items: Vec<MenuItem> = others
            .map(|known| {
                let workspace = known.workspace;
                MenuItem::new(known.name.clone(), move || workspace.switch_to()).sign(Sign::Anchor)
            })
            .collect();
        items.push(MenuItem::new("All workspaces", move || session.go("/workspaces")).sign(Sign::Layers));
        items
    });
    view! {
        <Show when=several>
            <div class="switcher"><Menu label items /></div>
        </Show>
    }
}
