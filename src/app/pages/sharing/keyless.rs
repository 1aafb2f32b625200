//! A workspace that is shared, in a browser that cannot take part in it: what happened, and the way back.

use design::{Button, LinkButton, PageHeader, Section};
use leptos::prelude::*;

use super::connections::Connections;
use crate::{browser, session::Session};

/// The page where the keys are gone.
#[component]
pub fn Keyless() -> impl IntoView {
    view! {
        <PageHeader title="Sharing" subtitle="This browser has lost this device’s keys." />
        <div class="stack wide sharing">
            <Section title="What happened">
                <p class="prose">
                    "The keys of this device are sealed by a key that only this browser has, and that is gone or not the \
                     right one: its data was cleared in part, damaged, or copied from another browser. Nobody can make it again. \
                     What is here can be read, searched and exported; nothing can be changed, and nothing goes to the others or comes \
                     from them."
                </p>
            </Section>
            <Section title="The way back">
                <ol class="prose ways">
                    <li>
                        <p><strong>"Make a backup here. "</strong>"It holds all that is here, also what had not been sent to anybody yet."</p>
                        <LinkButton href="/data">"Make a backup"</LinkButton>
                    </li>
                    <li>
                        <p>
                            <strong>"Come back as a new device. "</strong>
                            "With a link that another device of yours makes (Sharing, Invite, A device of mine), with your recovery key, \
                             or, without either, with a new invitation. Do it in another profile of this browser, or remove this copy first."
                        </p>
                        <div class="row">
                            <LinkButton href="/recover">"Use a recovery key"</LinkButton>
                            <LinkButton href="/workspaces">"Workspaces"</LinkButton>
                        </div>
                    </li>
                    <li><p><strong>"Merge the backup there. "</strong>"What was only here comes to the others by that; what they have already is not doubled."</p></li>
                    <li><p><strong>"Take the old device out "</strong>"under Members and devices, so that nobody waits for it."</p></li>
                </ol>
            </Section>
        </div>
    }
}

/// The page where a newer version of the program has written how this device takes part.
#[component]
pub fn Newer() -> impl IntoView {
    view! {
        <PageHeader title="Sharing" subtitle="A newer version of Pilothouse was here." />
        <div class="stack wide sharing">
            <Section title="Update">
                <p class="prose">
                    "It has written in this browser how this device shares, in a way that this version does not know. So as not to \
                     damage anything, nothing is changed or exchanged here until the page runs that version again. What is here stays readable."
                </p>
                <div class="row"><Button on_press=move |()| browser::reload()>"Reload"</Button><LinkButton href="/data">"Backup and export"</LinkButton></div>
            </Section>
        </div>
    }
}

/// The page where the log on this disk has a hole.
#[component]
pub fn Torn(session: Session) -> impl IntoView {
    view! {
        <PageHeader title="Sharing" subtitle="A part of what is stored here is damaged." />
        <div class="stack wide sharing">
            <Section title="What happened">
                <p class="prose">
                    "The list of who belongs to this workspace has a gap on this disk. The others have all of it: it comes back by itself as \
                     soon as the relay or another device is connected. Until then what is here can be read and exported, and not changed: \
                     what is missing may be that somebody was taken out."
                </p>
                <div class="row"><LinkButton href="/data">"Backup and export"</LinkButton></div>
            </Section>
            <Connections session />
        </div>
    }
}
