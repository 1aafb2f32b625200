//! A button that asks for a name and makes a record of it.

use design::{Button, ButtonKind, Field, Sign};
use document::{Audience, Batch};
use leptos::prelude::*;

use super::{UnsentDialog, UnsentLine, UnsentText};

/// A button and its dialog: one question, and what the answer makes.
#[component]
pub fn NewRecord(
    /// What is made, for the button and the title: `Add a person`.
    label: &'static str,
    /// What is asked: `Name`.
    asks: &'static str,
    /// One line that explains the question.
    hint: &'static str,
    /// Makes it of the answer, which is never empty.
    make: Callback<String, Batch>,
    /// Whether it is the main act of the page.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let answer = UnsentText::of(label);
    let missing = RwSignal::new(None::<String>);
    let make_it = move |()| {
        let said = answer.said();
        if said.is_none() {
            missing.set(Some(format!("{asks} is needed.")));
        }
        said.map(|text| make.run(text))
    };
    view! {
        <Button kind sign=Sign::Plus writes=Audience::Everyone on_press=move |()| open.set(true)>{label}</Button>
        <UnsentDialog
            open
            title=label
            act=label
            texts=[answer]
            on_open=move |()| missing.set(None)
            make=make_it
        >
            <Field label=asks hint error=missing>
                <UnsentLine text=answer />
            </Field>
        </UnsentDialog>
    }
}
