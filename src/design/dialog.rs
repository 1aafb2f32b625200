//! Dialogs on the browser's own `<dialog>`: it keeps the focus inside and gives it back.

use leptos::{
    html,
    prelude::*,
    task::{spawn_local, tick},
};
use wasm_bindgen::JsCast;

use crate::{Button, ButtonKind, IconButton, Sign, fresh_id};

/// A dialog over the page. Escape, the cross and a press beside it close it; the focus returns to where it was.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when the user closes it; the caller then sets `open` to false.
    #[prop(into)]
    on_close: Callback<()>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is wide: a table or a page rather than a question.
    #[prop(optional)]
    wide: bool,
    /// The buttons at its foot.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// Its content, made anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    show_while(dialog, open);
    let title_id = fresh_id("dialog");
    let (labelled_by, footer) = (title_id.clone(), StoredValue::new(footer));
    let children = StoredValue::new(children);
    view! {
        <dialog
            class="dialog"
            class:wide=wide
            node_ref=dialog
            aria-labelledby=labelled_by
            on:cancel=move |event| if takes_over(&event, dialog) { on_close.run(()) }
            on:close=move |_| if was_closed(dialog, open) { on_close.run(()) }
            on:click=move |event| if is_backdrop(&event, dialog) { on_close.run(()) }
        >
            <Show when=move || open.get()>
                <h2 id=title_id.clone()>{title}</h2>
                <div class="dialog-body">{children.read_value()()}</div>
                {footer.read_value().as_ref().map(|footer| view! { <footer>{footer.run()}</footer> })}
                // Last, so that the first field or button of the content takes the focus.
                <IconButton sign=Sign::Close label="Close" on_press=on_close />
            </Show>
        </dialog>
    }
}

/// A question before an act that is hard to take back.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Called when the user decides against it; the caller then sets `open` to false.
    #[prop(into)]
    on_close: Callback<()>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The act, as a verb: “Delete”.
    #[prop(into)]
    act: Signal<String>,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// How loudly the act speaks.
    #[prop(default = ButtonKind::Danger)]
    kind: ButtonKind,
    /// What will happen, and what stays.
    children: ChildrenFn,
) -> impl IntoView {
    let footer = move || {
        view! {
            <Button on_press=on_close>"Cancel"</Button>
            <Button kind on_press=on_confirm>{act}</Button>
        }
    };
    let children = StoredValue::new(children);
    view! { <Dialog open on_close title footer>{move || children.read_value()()}</Dialog> }
}

/// Opens and closes the element as `open` says.
pub(crate) fn show_while(dialog: NodeRef<html::Dialog>, open: Signal<bool>) {
    Effect::new(move |_| {
        let (open, Some(dialog)) = (open.get(), dialog.get()) else { return };
        if open && !dialog.open() {
            // After the content is there, so that the browser finds what to focus; and before the next key is pressed,
            // so that it is typed there. A frame later would be too late on a slow machine.
            spawn_local(async move {
                tick().await;
                if dialog.is_connected() && !dialog.open() {
                    let _ = dialog.show_modal();
                    into_the_first_field(&dialog);
                }
            });
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
}

/// Whether this is the user's wish to close the element; closing it is then ours. Left to the browser it would be closed
/// at once and told of a moment later, and who opens it again in between would find what they had given up.
pub(crate) fn takes_over(event: &web_sys::Event, dialog: NodeRef<html::Dialog>) -> bool {
    // A choice of files that is given up says the same from further inside.
    let is_of_itself = is_target(event, dialog);
    if is_of_itself {
        event.prevent_default();
    }
    is_of_itself
}

/// Whether the browser has closed the element without asking. It tells of a closing a moment later, and somebody quick
/// may have opened it again by then.
pub(crate) fn was_closed(dialog: NodeRef<html::Dialog>, open: Signal<bool>) -> bool {
    open.get_untracked() && dialog.get_untracked().is_some_and(|dialog| !dialog.open())
}

/// A body that is longer than the screen takes the focus itself, as it scrolls; what is typed would go nowhere.
fn into_the_first_field(dialog: &web_sys::HtmlDialogElement) {
    let focused = dialog.owner_document().and_then(|document| document.active_element());
    let Some(body) = focused.filter(|focused| focused.class_list().contains("dialog-body")) else { return };
    let first = body.query_selector(":is(a[href], button, input, select, textarea, summary):not(:disabled)");
    if let Some(first) = first.ok().flatten().and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = first.focus();
    }
}

/// Whether the press was on the ground beside the dialog: there the dialog itself is the target, outside its edges.
pub(crate) fn is_backdrop(event: &web_sys::MouseEvent, dialog: NodeRef<html::Dialog>) -> bool {
    let on_itself = is_target(event, dialog);
    let Some(dialog) = dialog.get_untracked() else { return false };
    let edges = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    // A press by keyboard has no place (0, 0) and is never on the dialog itself.
    on_itself && (x < edges.left() || x > edges.right() || y < edges.top() || y > edges.bottom())
}

fn is_target(event: &web_sys::Event, dialog: NodeRef<html::Dialog>) -> bool {
    let Some(dialog) = dialog.get_untracked() else { return false };
    event.target().is_some_and(|target| target == *AsRef::<web_sys::EventTarget>::as_ref(&*dialog))
}
