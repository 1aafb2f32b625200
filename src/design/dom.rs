//! The few things components ask of the page itself.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsCast;

static NEXT: AtomicUsize = AtomicUsize::new(1);

/// An element id used by nobody else on this page, such as `field-12`.
#[must_use]
pub fn fresh_id(stem: &str) -> String {
    format!("{stem}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Focuses the element with `id` once the page has been drawn; nothing happens if there is none.
pub fn focus_by_id(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || {
        if let Some(element) = element(&id) {
            let _ = element.focus();
        }
    });
}

/// The element with `id`, if it is on the page.
pub(crate) fn element(id: &str) -> Option<web_sys::HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Scrolls as little as needed for the element with `id` to be seen.
pub(crate) fn reveal(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Makes a text area as high as its content, in browsers without `field-sizing: content` as well.
pub(crate) fn fit_height(area: &web_sys::HtmlElement) {
    // Where the sheet does it, a height of ours would stay when the page becomes narrower, and on paper.
    let computed = window().get_computed_style(area).ok().flatten();
    let sizing = computed.and_then(|style| style.get_property_value("field-sizing").ok());
    if sizing.is_some_and(|sizing| sizing == "content") {
        return;
    }
    let style = area.style();
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", area.scroll_height() + 2));
}

/// Whether the keyboard has a Command key, so that hints can show ⌘ for Ctrl.
pub(crate) fn is_apple() -> bool {
    let name = window().navigator().platform().unwrap_or_default();
    name.starts_with("Mac") || name.starts_with("iP")
}

/// A signal that is true while the media query holds, such as `(width < 48rem)`.
#[must_use]
pub fn media(query: &'static str) -> Signal<bool> {
    let list = || window().match_media(query).ok().flatten();
    let holds = RwSignal::new(list().is_some_and(|list| list.matches()));
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        let now = list().is_some_and(|list| list.matches());
        if holds.get_untracked() != now {
            holds.set(now);
        }
    });
    on_cleanup(move || resized.remove());
    holds.into()
}

/// Whether the page is being printed. True before the browser takes its picture, and until it has it.
pub(crate) fn printing() -> Signal<bool> {
    let printing = RwSignal::new(false);
    let before = window_event_listener(leptos::ev::beforeprint, move |_| printing.set(true));
    let after = window_event_listener(leptos::ev::afterprint, move |_| printing.set(false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    printing.into()
}

/// The inner width of `element` in rem, as the user has set their letters; `None` while it is not shown.
pub(crate) fn width_in_rem(element: &web_sys::Element) -> Option<f64> {
    let root = document().document_element()?;
    let style = window().get_computed_style(&root).ok().flatten()?;
    let rem: f64 = style.get_property_value("font-size").ok()?.trim_end_matches("px").parse().ok()?;
    let width = f64::from(element.client_width());
    (width > 0.0 && rem > 0.0).then(|| width / rem)
}
