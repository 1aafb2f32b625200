//! Settings: who you are, how it looks, the lock on this device, the numbers notices compare with, notices that were dismissed.

mod dismissed;
mod lock;
mod numbers;
mod profile;

use design::{ChoiceGroup, PageHeader, Section, SelectOption};
use leptos::prelude::*;

use crate::{session::use_session, theme::Theme};

pub use profile::WhoAmI;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let session = use_session();
    let themes: Vec<SelectOption> =
        Theme::ALL.map(|theme| SelectOption::new(theme.word(), theme.label())).to_vec();
    view! {
        <PageHeader title="Settings" />
        <div class="stack wide settings">
            <Section title="You">
                <WhoAmI />
            </Section>
            <Section title="Look">
                <ChoiceGroup
                    label="Theme"
                    value=Signal::derive(move || session.theme.get().word().to_owned())
                    options=themes
                    on_change=move |word: String| session.choose_theme(Theme::of(&word))
                />
            </Section>
            <Section title="Lock on this device">
                <lock::DeviceLock />
            </Section>
            <Section title="Numbers">
                <numbers::Numbers />
            </Section>
            <Section title="Dismissed notices">
                <dismissed::DismissedNotices />
            </Section>
        </div>
    }
}
