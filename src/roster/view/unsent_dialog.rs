//! A form in a dialog whose texts are kept while they are typed.

use design::FormDialog;
use document::Batch;
use leptos::prelude::*;
use mirror::use_mirror;

use super::UnsentText;

/// A [`FormDialog`] whose texts are there again after a crash, and gone when it is sent or cancelled.
#[component]
pub fn UnsentDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// The act, as a verb: “Add it”.
    #[prop(into)]
    act: Signal<String>,
    /// The texts that are typed in it.
    #[prop(into)]
    texts: Vec<UnsentText>,
    /// Called whenever the dialog opens: puts what is not text as it begins, and takes complaints away.
    #[prop(into)]
    on_open: Callback<()>,
    /// Makes what was entered, to be committed together with the end of the texts; `None` when something is
    /// missing, which the fields then say.
    #[prop(into)]
    make: Callback<(), Option<Batch>>,
    /// The fields, made anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let mirror = use_mirror();
    let texts = StoredValue::new(texts);
    let each = move |act: fn(UnsentText)| texts.with_value(|texts| texts.iter().copied().for_each(act));
    let begin = move |()| {
        each(UnsentText::restore);
        on_open.run(());
    };
    let send = move |()| {
        let Some(batch) = make.run(()) else { return false };
        let sent: Vec<_> =
            texts.with_value(|texts| texts.iter().copied().flat_map(UnsentText::sent).collect());
        mirror.commit(batch.with_all(sent));
        true
    };
    let note = Signal::derive(move || {
        let put_back = texts.with_value(|texts| texts.iter().any(|text| text.is_put_back()));
        if put_back { "What you were typing was put back.".to_owned() } else { String::new() }
    });
    // Whoever goes to another page while the dialog is open finds the text in it when they come back.
    on_cleanup(move || {
        if open.try_get_untracked() == Some(true) {
            each(UnsentText::keep);
        }
    });
    let children = StoredValue::new(children);
    view! {
        <FormDialog
            open
            title
            act
            note
            disabled=Signal::derive(move || !mirror.is_ready())
            on_open=begin
            on_act=send
            on_cancel=move |()| each(UnsentText::give_up)
        >
            {children.read_value()()}
        </FormDialog>
    }
}
