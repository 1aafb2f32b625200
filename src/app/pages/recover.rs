//! Coming back by a recovery key, into a workspace that is empty.

use design::{
    Button, ButtonKind, EmptyState, Field, Icon, LinkButton, PageHeader, ScanCode, Section, Sign,
    SubmitButton, TextArea, TextInput, fresh_id,
};
use engine::message::{Share, SheetText, Standing, Waits};
use kernel::{Problem, WorkspaceId};
use leptos::prelude::*;
use roster::Person;
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser,
    session::{Session, use_session},
    sharing,
    workspace::Workspace,
    workspaces::Known,
};

/// What is to be seen.
#[derive(Clone, PartialEq)]
enum Shown {
    Form(Option<Problem>),
    Reading(Waits),
    Back,
    Full,
}

/// The page.
#[component]
pub fn RecoverPage() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let form = Form::new();
    let shown = Memo::new(move |_| match &mirror.sharing().standing {
        Standing::Recovering(now) => match &now.problem {
            Some(problem) => Shown::Form(Some(problem.clone())),
            None => Shown::Reading(now.waits),
        },
        Standing::Alone if mirror.all::<Person>().is_empty() => Shown::Form(None),
        Standing::Member(_) if form.asked.get() => Shown::Back,
        _ => Shown::Full,
    });
    view! {
        <PageHeader title="Use a recovery key" subtitle="All you could read comes back from the relay, into this browser." />
        <div class="stack wide sharing">
            {move || match shown.get() {
                Shown::Form(problem) => view! { <Ask session form problem /> }.into_any(),
                Shown::Reading(waits) => view! { <Reading session waits /> }.into_any(),
                Shown::Back => view! {
                    <EmptyState
                        title="You are back"
                        why="This browser is a device of yours like any other now. What was written comes in by itself; the key stays good for another time."
                        sign=Sign::CircleCheck
                    >
                        <LinkButton href="/">"Open the workspace"</LinkButton>
                        <LinkButton href="/sharing">"See how far it is"</LinkButton>
                    </EmptyState>
                }.into_any(),
                Shown::Full => view! { <Elsewhere session /> }.into_any(),
            }}
        </div>
    }
}

/// What was entered; it stays when it has to be tried again.
#[derive(Clone, Copy)]
struct Form {
    key: RwSignal<String>,
    relay: RwSignal<String>,
    device: RwSignal<String>,
    under_way: RwSignal<bool>,
    /// Whether it was asked for on this page.
    asked: RwSignal<bool>,
    refused: RwSignal<Option<Problem>>,
}

impl Form {
    fn new() -> Self {
        Self {
            key: RwSignal::new(String::new()),
            relay: RwSignal::new(browser::own_relay()),
            device: RwSignal::new(sharing::device_name(&browser::user_agent())),
            under_way: RwSignal::new(false),
            asked: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }
}

/// The form.
#[component]
fn Ask(session: Session, form: Form, problem: Option<Problem>) -> impl IntoView {
    let Form { key, relay, device, under_way, asked, refused } = form;
    let empty = |text: RwSignal<String>| text.with(|text| text.trim().is_empty());
    let disabled = Signal::derive(move || {
        under_way.get() || !session.mirror.is_ready() || empty(key) || empty(relay) || empty(device)
    });
    let id = StoredValue::new(fresh_id("recover"));
    let recover = move || {
        under_way.set(true);
        refused.set(None);
        asked.set(true);
        let given = |text: RwSignal<String>| text.with_untracked(|text| text.trim().to_owned());
        let sheet = SheetText::new(&given(key));
        let share = Share::Recover { sheet, relay: given(relay), device: given(device) };
        spawn_local(async move {
            // Should it fail later, what was typed is still there.
            if let Err(problem) = session.mirror.share(share).await {
                refused.try_set(Some(problem));
            }
            under_way.try_set(false);
        });
    };
    let scanned = move |text: String| {
        if text.len() > 200 || text.split('-').count() != 12 {
            return Err("This code holds no recovery key.".to_owned());
        }
        key.set(text);
        Ok(())
    };
    let problem = Signal::derive(move || refused.get().or_else(|| problem.clone()));
    view! {
        <form id=id.get_value() class="stack sharing-form" on:submit=move |event| {
            event.prevent_default();
            if !disabled.get_untracked() {
                recover();
            }
        }>
            <Field label="The key" hint="The twelve groups of the sheet. Case, spaces and dashes do not matter; O counts as 0, I and L as 1.">
                <TextArea value=key on_input=move |now| key.set(now) on_commit=move |now| key.set(now) rows=3 />
            </Field>
            <div class="row">
                <ScanCode label="Scan its code" title="Scan the code of a recovery key" on_text=scanned />
            </div>
            <Field label="The relay" hint="As on the sheet: the server that you opened Pilothouse from, unless another was named.">
                <TextInput value=relay on_input=move |text| relay.set(text) kind="url" />
            </Field>
            <Field label="This device" hint="As you and the others see it among your devices.">
                <TextInput value=device on_input=move |text| device.set(text) />
            </Field>
            {move || problem.get().map(|problem| view! {
                <p class="import-refused" role="alert"><Icon sign=Sign::Warning />" "{problem.to_string()}</p>
            })}
            <div class="row">
                <SubmitButton form=id.get_value() kind=ButtonKind::Primary disabled>
                    {move || if under_way.get() { "Reading the key…" } else { "Bring it back" }}
                </SubmitButton>
            </div>
        </form>
    }
}

/// It is under way.
#[component]
fn Reading(session: Session, waits: Waits) -> impl IntoView {
    let words = match waits {
        Waits::Relay => {
            "Waiting for a connection to the relay. This goes on by itself as soon as there is one."
        }
        Waits::Approval | Waits::Contents => {
            "Asking the relay for what it has. Nothing is kept before it is certain that it is yours."
        }
    };
    view! {
        <div class="stack">
            <p class="prose" role="status">{words}</p>
            <p class="soft small">"Keep this page open until then."</p>
            <div class="row">
                <Button on_press=move |()| sharing::ask(session, Share::StopRecovering, "Nothing was changed.")>"Stop"</Button>
            </div>
        </div>
    }
}

/// The workspace that is open has contents of its own: another is begun.
#[component]
fn Elsewhere(session: Session) -> impl IntoView {
    let begin = move |()| {
        let workspace = Workspace::Further(WorkspaceId::new(browser::now(), browser::random()));
        session.workspaces.put(Known { workspace, name: "Recovered".to_owned(), holds: None });
        workspace.switch_to_page("/recover");
    };
    view! {
        <Section title="A workspace of its own">
            <p class="prose">"The workspace that is open has contents, and those stay as they are. What comes back gets a workspace of its own beside it."</p>
            <div class="row"><Button kind=ButtonKind::Primary on_press=begin>"Begin it, and enter the key there"</Button></div>
        </Section>
    }
}
