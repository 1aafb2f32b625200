//! Text that several people write: what others change arrives while one types, and nothing typed is lost.

use gloo::timers::callback::Timeout;
use kernel::text::{merge3, splices};
use leptos::{html, prelude::*};

use crate::{TextEdit, field::joined};

/// Typing is handed over after so many milliseconds without a key (about a second idle, or a field left).
const IDLE: u32 = 900;

/// Co-written text. Each keystroke goes to `on_draft` (the journal); after a second's pause, on leaving the field and
/// on Ctrl/Cmd+Enter the whole edit goes to `on_text`. What others write meanwhile is merged into what is on screen.
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
    let base = StoredValue::new(value.get_untracked());
    let text = StoredValue::new(value.get_untracked());
    let timer = StoredValue::new_local(None::<Timeout>);

    let finish = move || {
        // A timer that is dropped does not go off.
        drop(timer.try_update_value(Option::take));
        let (Some(from), Some(to)) = (base.try_get_value(), text.try_get_value()) else { return };
        if from != to {
            base.set_value(to.clone());
            // When the page goes, whoever listens may be gone already; the journal has the text.
            let _ = on_text.try_run(TextEdit { base: from, text: to });
        }
    };
    let typed = move |now: String| {
        text.set_value(now.clone());
        if let Some(on_draft) = on_draft {
            on_draft.run(TextEdit { base: base.get_value(), text: now });
        }
        timer.set_value(Some(Timeout::new(IDLE, finish)));
    };
    let grow = move || {
        if let Some(area) = area.try_get_untracked().flatten() {
            let style = web_sys::HtmlElement::style(&area);
            let _ = style.set_property("height", "auto");
            let _ = style.set_property("height", &format!("{}px", area.scroll_height() + 2));
        }
    };
    // What arrives from outside is laid under what is being typed.
    Effect::new(move |_| {
        let arrived = value.get();
        let Some(area) = area.get() else { return };
        let (from, mine) = (base.get_value(), text.get_value());
        let merged = merge3(&from, &mine, &arrived);
        base.set_value(arrived);
        text.set_value(merged.clone());
        let on_screen = area.value();
        if on_screen != merged {
            let (start, end) = (caret(area.selection_start()), caret(area.selection_end()));
            area.set_value(&merged);
            let _ = area.set_selection_range(
                moved_caret(&on_screen, &merged, start),
                moved_caret(&on_screen, &merged, end),
            );
        }
        request_animation_frame(grow);
    });
    on_cleanup(finish);
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
            on:input=move |event| {
                grow();
                typed(event_target_value(&event));
            }
            on:blur=move |_| finish()
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    finish();
                }
            }
        ></textarea>
    }
}

fn caret(place: Result<Option<u32>, wasm_bindgen::JsValue>) -> u32 {
    place.ok().flatten().unwrap_or(0)
}

/// Where a caret at `at` goes when `from` becomes `to`. In UTF-16 units, as the browser counts.
fn moved_caret(from: &str, to: &str, at: u32) -> u32 {
    let letters: Vec<char> = from.chars().collect();
    let units = |letters: &[char]| letters.iter().map(|letter| letter.len_utf16()).sum::<usize>();
    let mut place = at as usize;
    for splice in splices(from, to) {
        let start = units(&letters[..splice.at]);
        let gone = units(&letters[splice.at..splice.at + splice.delete]);
        let come: usize = splice.insert.chars().map(char::len_utf16).sum();
        if start + gone <= at as usize && (gone > 0 || start < at as usize) {
            place = place + come - gone;
        } else if start < at as usize {
            place -= at as usize - start;
        }
    }
    u32::try_from(place).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::moved_caret;

    #[test]
    fn the_caret_stays_at_its_letter_when_others_write_before_it() {
        for (from, to, at, stays) in [
            ("one two", "zero one two", 4, 9),
            ("one two", "one two three", 4, 4),
            ("one two", "two", 4, 0),
            ("😀 two", "😀😀 two", 3, 5),
            ("abc", "abc", 2, 2),
        ] {
            assert_eq!(moved_caret(from, to, at), stays, "{from:?} → {to:?} at {at}");
        }
    }

    #[test]
    fn a_caret_inside_what_went_comes_to_where_it_was() {
        assert_eq!(moved_caret("keep drop", "keep", 7), 4);
    }
}
