//! Text of several lines that grows with what is typed.

use leptos::{html, prelude::*};

use crate::{dom::fit_height, field::joined};

/// Text of several lines; as high as its content. A value that changes from outside never moves the caret of somebody
/// who is typing: it is taken over when the text on screen is not newer.
#[component]
pub fn TextArea(
    /// The text as it is now.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the text at every keystroke.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Called with the text when the place is left after a change, or on Ctrl/Cmd+Enter.
    #[prop(optional, into)]
    on_commit: Option<Callback<String>>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Example shown while empty.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// Lines shown while empty.
    #[prop(default = 2)]
    rows: u32,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    let grow = move || {
        // The next frame may come after the field has gone.
        if let Some(area) = area.try_get_untracked().flatten() {
            fit_height(&area);
        }
    };
    Effect::new(move |_| {
        value.track();
        if area.get().is_some() {
            request_animation_frame(grow);
        }
    });
    view! {
        <textarea
            autocomplete="off"
            {..joined(label)}
            class="input text-area"
            node_ref=area
            rows=rows
            style:min-height=format!("calc({rows}lh + 0.75rem)")
            placeholder=move || placeholder.get()
            prop:readOnly=readonly
            prop:value=value
            on:input=move |event| {
                grow();
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
            on:change=move |event| {
                if let Some(on_commit) = on_commit {
                    let _ = on_commit.try_run(event_target_value(&event));
                }
            }
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key())
                    && let (Some(on_commit), Some(area)) = (on_commit, area.get_untracked()) {
                        event.prevent_default();
                        let _ = on_commit.try_run(area.value());
                    }
            }
        ></textarea>
    }
}
