//! A dialog that asks for something and does it: fields, “Cancel” and the act.

use leptos::prelude::*;

use crate::{Button, ButtonKind, Dialog, button::SubmitButton, fresh_id};

/// A form in a dialog. Enter does the act as its button does; Escape, the cross and a press beside it cancel.
#[component]
pub fn FormDialog(
    /// Whether it is open; the dialog closes itself.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// The act, as a verb: “Add it”.
    #[prop(into)]
    act: Signal<String>,
    /// Does it, and says whether it is done: then the dialog closes. Otherwise the fields say what is wrong.
    #[prop(into)]
    on_act: Callback<(), bool>,
    /// Called whenever the dialog opens, before its fields are made: puts them as they begin.
    #[prop(optional, into)]
    on_open: Option<Callback<()>>,
    /// Called when the user decides against it.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
    /// The words that decide against it.
    #[prop(default = "Cancel")]
    cancel: &'static str,
    /// How loudly the act speaks.
    #[prop(default = ButtonKind::Primary)]
    kind: ButtonKind,
    /// Whether the act cannot be done now: it is under way, or something is missing that is in sight.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What there is to know before one goes on; empty for nothing.
    #[prop(optional, into)]
    note: Signal<String>,
    /// The fields, made anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    Effect::new(move |_| {
        if open.get()
            && let Some(on_open) = on_open
        {
            untrack(|| on_open.run(()));
        }
    });
    let give_up = move |()| {
        if let Some(on_cancel) = on_cancel {
            on_cancel.run(());
        }
        open.set(false);
    };
    let do_it = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !disabled.get_untracked() && on_act.run(()) {
            open.set(false);
        }
    };
    let form = StoredValue::new(fresh_id("form"));
    let footer = move || {
        view! {
            <Button on_press=give_up>{cancel}</Button>
            <SubmitButton form=form.get_value() kind disabled>{act}</SubmitButton>
        }
    };
    let children = StoredValue::new(children);
    view! {
        <Dialog open on_close=give_up title footer>
            <form id=form.get_value() class="stack" on:submit=do_it>
                <p class="soft small" role="status" hidden=move || note.with(String::is_empty)>{note}</p>
                {children.read_value()()}
            </form>
        </Dialog>
    }
}
