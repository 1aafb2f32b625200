//! The lock of this workspace on this device: set, changed, taken away; when it locks itself.

use design::{Button, ChoiceGroup, Field, FormDialog, Progress, SelectOption, Sign, TextInput};
use leptos::prelude::*;
use worker::wire::{LinkState, LockNews};

use crate::{
    lock,
    passphrase::{NewPassphrase, is_chosen},
    session::{Session, use_session},
    workspace::Workspace,
};

/// Which dialog is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Set,
    Change,
    TakeAway,
}

/// The section. The sample has none.
#[component]
pub fn DeviceLock() -> impl IntoView {
    let session = use_session();
    let is_sample = session.workspace == Workspace::Sample;
    let step = RwSignal::new(Step::Set);
    let open = RwSignal::new(false);
    let ask = move |which| {
        step.set(which);
        open.set(true);
    };
    let busy = Memo::new(move |_| !matches!(session.link.get(), LinkState::Ready { .. }));
    view! {
        <Show
            when=move || !is_sample
            fallback=|| view! { <p class="soft prose">"The sample holds invented people; it is not locked."</p> }
        >
            <News session />
            <Show
                when=move || session.lock.is_set()
                fallback=move || view! {
                    <p class="prose">
                        "Seals everything of this workspace on this disk under a passphrase that only you know, and asks \
                         for it whenever Pilothouse starts. Who finds this device, or copies its disk, then reads nothing \
                         without it. Nothing is sent or received while it is locked."
                    </p>
                    <div class="row">
                        <Button sign=Sign::Lock disabled=busy on_press=move |()| ask(Step::Set)>
                            "Lock this workspace…"
                        </Button>
                    </div>
                }
            >
                <p class="prose">
                    "Everything of this workspace is sealed on this disk. The passphrase is asked for when Pilothouse \
                     starts; tabs that are open already hand it on to new ones."
                </p>
                <p class="soft small">"Lock by itself, without input, after"</p>
                <ChoiceGroup
                    label="Lock by itself, without input, after"
                    value=Signal::derive(move || word(session.lock.after()))
                    options=choices()
                    on_change=move |word: String| session.lock.choose_after(word.parse().ok())
                />
                <div class="row">
                    <Button sign=Sign::Lock disabled=busy on_press=move |()| lock::now(session)>"Lock now"</Button>
                    <Button disabled=busy on_press=move |()| ask(Step::Change)>"Change the passphrase…"</Button>
                    <Button disabled=busy on_press=move |()| ask(Step::TakeAway)>"Take the lock away…"</Button>
                </div>
            </Show>
            <Asks session step open />
        </Show>
    }
}

fn choices() -> Vec<SelectOption> {
    let all = lock::MINUTES.into_iter().map(Some).chain([None]);
    all.map(|minutes| SelectOption::new(word(minutes), said(minutes))).collect()
}

fn word(minutes: Option<u32>) -> String {
    minutes.map_or_else(|| "never".to_owned(), |minutes| minutes.to_string())
}

fn said(minutes: Option<u32>) -> String {
    minutes.map_or_else(|| "never".to_owned(), |minutes| format!("{minutes} minutes"))
}

/// What became of the last change.
#[component]
fn News(session: Session) -> impl IntoView {
    move || {
        match session.lock.news()? {
        LockNews::Wrong { .. } => {
            Some(view! { <p class="import-refused" role="alert">"That is not the passphrase. Nothing was changed."</p> }.into_any())
        }
        LockNews::Refused(problem) => {
            Some(view! { <p class="import-refused" role="alert">{problem.to_string()}</p> }.into_any())
        }
        LockNews::Progress { seen, total } => {
            let done = Some(f64::from(seen) / f64::from(total.max(1)));
            Some(view! { <Progress label="Sealing or opening what is on this disk" done=Signal::derive(move || done) /> }.into_any())
        }
        LockNews::Changed => Some(view! { <p class="soft" role="status">"Done: it is so on this disk."</p> }.into_any()),
    }
    }
}

/// The dialog of each step.
#[component]
fn Asks(session: Session, step: RwSignal<Step>, open: RwSignal<bool>) -> impl IntoView {
    let [current, chosen, again] = [(); 3].map(|()| RwSignal::new(String::new()));
    let needs_current = move || step.get() != Step::Set;
    let needs_chosen = move || step.get() != Step::TakeAway;
    let missing = move || {
        needs_current() && current.with(String::is_empty) || needs_chosen() && !is_chosen(chosen, again)
    };
    let title = move || match step.get() {
        Step::Set => "Lock this workspace",
        Step::Change => "Change the passphrase",
        Step::TakeAway => "Take the lock away?",
    };
    let act = move || match step.get() {
        Step::Set => "Lock it",
        Step::Change => "Change it",
        Step::TakeAway => "Take it away",
    };
    let clear = move |()| [current, chosen, again].map(|field| field.set(String::new()));
    let do_it = move |()| {
        let given = |wanted: bool, field: RwSignal<String>| wanted.then(|| field.get_untracked());
        session.lock.change(given(untrack(needs_current), current), given(untrack(needs_chosen), chosen));
        clear(());
        true
    };
    view! {
        <FormDialog
            open
            title=Signal::derive(move || title().to_owned())
            act=Signal::derive(move || act().to_owned())
            disabled=Signal::derive(missing)
            on_open=move |()| { clear(()); }
            on_act=do_it
        >
            <Show when=move || step.get() == Step::Set>
                <p class="prose">
                    "Nobody can reset a forgotten passphrase: not whoever runs the server, not the other members. Make a \
                     backup on the page Data before, and keep it where only you reach it."
                </p>
                <p class="soft small">
                    "What was written here before may stay in files of the browser until it tidies them up, and the names of \
                     pages in its history: clear the history, and prefer a machine whose whole disk is encrypted."
                </p>
            </Show>
            <Show when=move || step.get() == Step::TakeAway>
                <p class="prose">"Everything is written back as it was before; who gets at this disk can read it then."</p>
            </Show>
            <Show when=needs_current>
                <Field label="Passphrase now">
                    <TextInput kind="password" value=current on_input=move |text| current.set(text) />
                </Field>
            </Show>
            <Show when=needs_chosen>
                <NewPassphrase chosen again />
            </Show>
        </FormDialog>
    }
}
