//! Text that several people write: what others change arrives while one types, and nothing typed is lost.

use gloo::timers::callback::Timeout;
use kernel::text::merge3;
use leptos::{html, prelude::*};
use mirror::OtherCaret;

use crate::{
    TextEdit,
    caret::{letters, moved, units},
    dom::fit_height,
    field::joined,
    together::OtherCarets,
};

/// Typing is handed over after so many milliseconds without a key (about a second idle, or a field left); while somebody
/// else writes here as well, so long after the first key.
const IDLE: u32 = 900;

/// The caret is told at most so often, in milliseconds (ours).
const CARET: u32 = 150;

/// Co-written text. Each keystroke goes to `on_draft` (the journal); after a second's pause, on leaving the field and
/// on Ctrl/Cmd+Enter the whole edit goes to `on_text`. What others write meanwhile is merged into what is on screen: the
/// caret and what is marked stay at their letters, and a word that is being put together (IME) is not disturbed.
#[component]
pub fn ProseInput(
    /// The text as it is now.
    #[prop(into)]
    value: Signal<String>,
    /// Called with a finished edit: the text it started from and what was made of it.
    #[prop(into)]
    on_text: Callback<TextEdit>,
    /// Called at every keystroke with the edit so far.
    #[prop(optional, into)]
    on_draft: Option<Callback<TextEdit>>,
    /// The carets of others in it, in letters of `value`.
    #[prop(optional, into)]
    others: Signal<Vec<OtherCaret>>,
    /// Called now and then with where the caret is, in letters of `value`: from and to; `None` when it left.
    #[prop(optional, into)]
    on_caret: Option<Callback<Option<(u32, u32)>>>,
    /// Accessible name, for use outside a `Field`.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Example shown while empty.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// Lines shown while empty.
    #[prop(default = 3)]
    rows: u32,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let area = NodeRef::<html::Textarea>::new();
    // What the present edit started from, and what it made of it by now. Equal: nothing is under way.
    let base = RwSignal::new(value.get_untracked());
    let text = RwSignal::new(value.get_untracked());
    let timer = StoredValue::new_local(None::<Timeout>);
    // When the caret is told next, and whether it was.
    let telling = StoredValue::new_local(None::<Timeout>);
    let told = StoredValue::new(false);
    // While a word is put together, and what arrived meanwhile.
    let composing = StoredValue::new(false);
    let waiting = StoredValue::new(false);

    let tell = move || {
        telling.try_update_value(Option::take);
        let (Some(on_caret), Some(area)) = (on_caret, area.try_get_untracked().flatten()) else { return };
        let focused = document().active_element().is_some_and(|active| active == **area);
        if !focused || readonly.get_untracked() {
            return;
        }
        let on_screen = area.value();
        // In the text that the others have.
        let place = |at| {
            let here = letters(&on_screen, caret(at));
            u32::try_from(base.with_untracked(|base| moved(&on_screen, base, here))).unwrap_or(u32::MAX)
        };
        told.set_value(true);
        let _ = on_caret.try_run(Some((place(area.selection_start()), place(area.selection_end()))));
    };
    let tell_soon = move || {
        if telling.try_with_value(Option::is_none) == Some(true) {
            telling.set_value(Some(Timeout::new(CARET, tell)));
        }
    };
    let tell_left = move || {
        telling.try_update_value(Option::take);
        if let (Some(on_caret), Some(true)) = (on_caret, told.try_update_value(std::mem::take)) {
            let _ = on_caret.try_run(None);
        }
    };
    let finish = move || {
        // A timer that is dropped does not go off.
        drop(timer.try_update_value(Option::take));
        let (Some(from), Some(to)) = (base.try_get_untracked(), text.try_get_untracked()) else { return };
        if from != to {
            base.set(to.clone());
            // When the page goes, whoever listens may be gone already; the journal has the text.
            let _ = on_text.try_run(TextEdit { base: from, text: to });
            tell_soon();
        }
    };
    let typed = move |now: String| {
        text.set(now.clone());
        if let Some(on_draft) = on_draft {
            on_draft.run(TextEdit { base: base.get_untracked(), text: now });
        }
        let is_set = timer.with_value(Option::is_some);
        if !is_set || others.with_untracked(Vec::is_empty) {
            timer.set_value(Some(Timeout::new(IDLE, move || {
                if composing.try_get_value() == Some(true) {
                    // The end of the word begins anew.
                    drop(timer.try_update_value(Option::take));
                } else {
                    finish();
                }
            })));
        }
        tell_soon();
    };
    let grow = move || {
        // The next frame may come after the field has gone.
        if let Some(area) = area.try_get_untracked().flatten() {
            fit_height(&area);
        }
    };
    // What arrives from outside is laid under what is being typed.
    let take_in = move |arrived: String, area: &web_sys::HtmlTextAreaElement| {
        let merged = base.with_untracked(|base| text.with_untracked(|mine| merge3(base, mine, &arrived)));
        if base.with_untracked(|base| *base != arrived) {
            base.set(arrived);
        }
        let on_screen = area.value();
        if text.with_untracked(|text| *text != merged) {
            text.set(merged.clone());
        }
        if on_screen != merged {
            let place = |at| units(&merged, moved(&on_screen, &merged, letters(&on_screen, caret(at))));
            let (start, end) = (place(area.selection_start()), place(area.selection_end()));
            let direction = area.selection_direction().ok().flatten().unwrap_or_default();
            area.set_value(&merged);
            let _ = area.set_selection_range_with_direction(start, end, &direction);
            tell_soon();
        }
        request_animation_frame(grow);
    };
    Effect::new(move |_| {
        let arrived = value.get();
        let Some(area) = area.get() else { return };
        if composing.get_value() {
            waiting.set_value(true);
        } else {
            take_in(arrived, &area);
        }
    });
    let composed = move || {
        composing.set_value(false);
        let Some(area) = area.get_untracked() else { return };
        typed(area.value());
        if waiting.try_update_value(std::mem::take) == Some(true) {
            take_in(value.get_untracked(), &area);
        }
    };
    on_cleanup(move || {
        finish();
        tell_left();
    });
    view! {
        <div class="prose-input">
            <textarea
                autocomplete="off"
                {..joined(label)}
                class="input text-area"
                node_ref=area
                rows=rows
                style:min-height=format!("calc({rows}lh + 0.75rem)")
                placeholder=move || placeholder.get()
                prop:readOnly=readonly
                on:input=move |event| {
                    grow();
                    typed(event_target_value(&event));
                }
                on:compositionstart=move |_| composing.set_value(true)
                on:compositionend=move |_| composed()
                on:focus=move |_| tell_soon()
                on:keyup=move |_| tell_soon()
                on:pointerup=move |_| tell_soon()
                on:select=move |_| tell_soon()
                on:blur=move |_| {
                    finish();
                    tell_left();
                }
                on:keydown=move |event| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                        event.prevent_default();
                        finish();
                    }
                }
            ></textarea>
            <OtherCarets others base text />
        </div>
    }
}

fn caret(place: Result<Option<u32>, wasm_bindgen::JsValue>) -> u32 {
    place.ok().flatten().unwrap_or(0)
}
