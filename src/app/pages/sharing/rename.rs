//! Being called something else: the user, and devices of theirs.

use design::{Field, FormDialog, TextInput};
use engine::message::Share;
use kernel::DeviceId;
use leptos::prelude::*;

use crate::{session::Session, sharing};

/// Who is to be called something else, and how they are called now.
#[derive(Clone, PartialEq)]
pub struct Naming {
    /// Which device; `None`: the user.
    pub device: Option<DeviceId>,
    /// The name that stands.
    pub name: String,
}

/// Asks for the new name.
#[component]
pub fn Rename(session: Session, naming: RwSignal<Option<Naming>>) -> impl IntoView {
    let (open, name) = (sharing::follows(naming), RwSignal::new(String::new()));
    let of_device =
        move || naming.with(|naming| naming.as_ref().is_some_and(|naming| naming.device.is_some()));
    let title =
        Signal::derive(
            move || {
                if of_device() { "Rename the device".to_owned() } else { "Your name".to_owned() }
            },
        );
    let hint = Signal::derive(move || {
        Some(if of_device() {
            "As you and the others see it among your devices.".to_owned()
        } else {
            "As the others see you, from now on and in what you did so far.".to_owned()
        })
    });
    let rename = move |()| {
        let Some(Naming { device, .. }) = naming.get_untracked() else { return true };
        let name = name.get_untracked().trim().to_owned();
        let done = format!("It is {name} from now on.");
        sharing::ask(session, Share::Rename { device, name }, done);
        true
    };
    view! {
        <FormDialog
            open
            title
            act="Rename"
            disabled=Signal::derive(move || name.with(|name| name.trim().is_empty()))
            on_open=move |()| name.set(naming.get_untracked().map(|naming| naming.name).unwrap_or_default())
            on_act=rename
        >
            <Field label="Name" hint>
                <TextInput value=name on_input=move |text| name.set(text) />
            </Field>
        </FormDialog>
    }
}
