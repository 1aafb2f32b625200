//! Who one is to the others: asked when sharing begins and when one joins.

use design::{ButtonKind, Field, Sign, SubmitButton, TextInput, fresh_id};
use kernel::Problem;
use leptos::prelude::*;

use crate::{browser, sharing};

/// What is asked, and how far the answer has come.
#[derive(Clone, Copy)]
pub struct Introduction {
    name: RwSignal<String>,
    device: RwSignal<String>,
    /// Whether what was asked for is being done.
    pub under_way: RwSignal<bool>,
    /// Why it was not done.
    pub refused: RwSignal<Option<Problem>>,
}

impl Introduction {
    /// With a name that may be the right one; the device is called after its browser.
    pub fn new(name: String) -> Self {
        Self {
            name: RwSignal::new(name),
            device: RwSignal::new(sharing::device_name(&browser::user_agent())),
            under_way: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    /// The name and the device's name, as they were entered.
    pub fn given(self) -> (String, String) {
        let given = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        (given(self.name), given(self.device))
    }
}

/// The form: both names, what else is asked, and the act. Enter does it as well.
#[component]
pub fn Introduce(
    who: Introduction,
    /// The act, as a verb.
    act: &'static str,
    /// The act while it is under way.
    doing: &'static str,
    /// Whether something else is missing.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Does it.
    #[prop(into)]
    on_act: Callback<()>,
    /// What else is asked or said.
    children: Children,
) -> impl IntoView {
    let Introduction { name, device, under_way, refused } = who;
    let empty = |text: RwSignal<String>| text.with(|text| text.trim().is_empty());
    let disabled = Signal::derive(move || under_way.get() || disabled.get() || empty(name) || empty(device));
    let form = StoredValue::new(fresh_id("introduction"));
    view! {
        <form id=form.get_value() class="stack sharing-form" on:submit=move |event| {
            event.prevent_default();
            if !disabled.get_untracked() {
                under_way.set(true);
                refused.set(None);
                on_act.run(());
            }
        }>
            <Field label="Your name" hint="As the others see you.">
                <TextInput value=name on_input=move |text| name.set(text) />
            </Field>
            <Field label="This device" hint="As you and the others see it among your devices.">
                <TextInput value=device on_input=move |text| device.set(text) />
            </Field>
            {children()}
            {move || refused.get().map(|problem| view! {
                <p class="import-refused" role="alert">{problem.to_string()}</p>
            })}
            <div class="row">
                <SubmitButton form=form.get_value() kind=ButtonKind::Primary sign=Sign::Users disabled>
                    {move || if under_way.get() { doing } else { act }}
                </SubmitButton>
            </div>
        </form>
    }
}
