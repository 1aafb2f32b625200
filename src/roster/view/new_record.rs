//! A button that asks for a name and makes a record of it.

use design::{Button, ButtonKind, Dialog, Field, Sign, TextInput};
use leptos::prelude::*;

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
    on_make: Callback<String>,
    /// Whether it is the main act of the page.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let answer = RwSignal::new(String::new());
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        answer.set(String::new());
        missing.set(None);
        open.set(true);
    };
    let make = move |()| {
        let text = answer.get_untracked().trim().to_owned();
        if text.is_empty() {
            missing.set(Some(format!("{asks} is needed.")));
            return;
        }
        open.set(false);
        on_make.run(text);
    };
    let footer = move || {
        view! {
            <Button on_press=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Primary on_press=make>{label}</Button>
        }
    };
    view! {
        <Button kind sign=Sign::Plus on_press=begin>{label}</Button>
        <Dialog open on_close=move |()| open.set(false) title=label footer>
            <form on:submit=move |event| {
                event.prevent_default();
                make(());
            }>
                <Field label=asks hint error=missing>
                    <TextInput value=answer on_input=move |text| answer.set(text) />
                </Field>
            </form>
        </Dialog>
    }
}
