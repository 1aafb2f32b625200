//! The carets of others in a text that several write: drawn over the text area, as its browser does not.

use kernel::{DeviceId, words};
use leptos::prelude::*;
use mirror::OtherCaret;

use crate::{
    Each,
    avatar::tint,
    caret::{cut, moved},
};

/// What the texts of a record share with others who write in them; in context around its form.
#[derive(Clone, Copy)]
pub(crate) struct Together {
    /// The carets of others in all of them.
    pub carets: Signal<Vec<OtherCaret>>,
    /// Called with a field and where in it the caret is, in letters; `None`: not in it any more.
    pub on_caret: Callback<(&'static str, Option<(u32, u32)>)>,
}

impl Together {
    /// Those in one field. Tracked.
    pub fn carets_in(self, field: &str) -> Vec<OtherCaret> {
        self.carets.with(|carets| carets.iter().filter(|caret| caret.field == field).cloned().collect())
    }
}

/// What sets one caret apart from another, and from itself elsewhere.
type Key = (DeviceId, u32, u32);

/// The carets of others, each with a name that fades, over a text area of the same size. Who they are is said once,
/// politely, and not how they move.
#[component]
pub(crate) fn OtherCarets(
    /// The carets, in letters of `base`.
    others: Signal<Vec<OtherCaret>>,
    /// The text as the others have it.
    base: RwSignal<String>,
    /// The text on screen.
    text: RwSignal<String>,
) -> impl IntoView {
    let names = Memo::new(move |_| {
        let mut names: Vec<String> = others.with(|all| all.iter().map(|one| one.name.clone()).collect());
        names.sort();
        names.dedup();
        names
    });
    let said = move || match names.get().as_slice() {
        [] => String::new(),
        [one] if !one.starts_with("You") => format!("{one} writes here too."),
        all => format!("{} write here too.", words::listed(all)),
    };
    let key = |caret: &OtherCaret| -> Key { (caret.device, caret.from, caret.to) };
    view! {
        <Each each=move || others.get() key let:caret>
            <Layer caret base text />
        </Each>
        <span class="visually-hidden" role="status">{said}</span>
    }
}

/// One caret, with what is marked: the same text again, unseen, so that the browser puts it where the text area does.
#[component]
fn Layer(caret: OtherCaret, base: RwSignal<String>, text: RwSignal<String>) -> impl IntoView {
    let OtherCaret { name, from, to, .. } = caret;
    let class = format!("other-caret caret-{}", tint(&name));
    let parts = Memo::new(move |_| {
        let (base, text) = (base.get(), text.get());
        let place = |at: u32| moved(&base, &text, usize::try_from(at).unwrap_or(usize::MAX));
        cut(&text, place(from), place(to)).map(str::to_owned)
    });
    let part = move |index: usize| move || parts.with(|parts| parts[index].clone());
    let is_before = to < from;
    let mark =
        move || view! { <span class="caret-mark"><span class="caret-name">{name.clone()}</span></span> };
    let (first, last) = if is_before { (Some(mark.clone()), None) } else { (None, Some(mark)) };
    view! {
        <div class=class aria-hidden="true">
            {part(0)}{first.map(|mark| mark())}<span class="caret-range">{part(1)}</span>{last.map(|mark| mark())}{part(2)}
            // An end of line at the end has a line of its own only with something on it.
            "\u{200b}"
        </div>
    }
}
