//! The workspaces of this browser: opened, begun, renamed, removed.

use design::{
    Badge, Button, ButtonKind, Each, Field, FormDialog, IconButton, LinkButton, PageHeader, Sign, TextInput,
    Tone,
};
use kernel::WorkspaceId;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser,
    pages::ScanInvitation,
    session::{Session, use_session},
    sharing,
    workspace::Workspace,
    workspaces::Known,
};

/// What has to be typed before a workspace is removed.
const WORDS: &str = "remove";

/// The page.
#[component]
pub fn WorkspacesPage() -> impl IntoView {
    let session = use_session();
    let renaming = RwSignal::new(None::<Workspace>);
    let removing = RwSignal::new(None::<Workspace>);
    let beginning = RwSignal::new(false);
    view! {
        <PageHeader
            title="Workspaces"
            subtitle="Those in this browser. Each is kept apart: its own records, its own members, its own keys."
        >
            <Button kind=ButtonKind::Primary sign=Sign::Plus on_press=move |()| beginning.set(true)>
                "New workspace"
            </Button>
        </PageHeader>
        <ul class="entries workspaces">
            <Each each=move || session.workspaces.list().all().to_vec() key=|known| (known.workspace.word(), known.name.clone()) let:known>
                <Entry known session renaming removing />
            </Each>
        </ul>
        <p class="soft small prose">
            "The names are for you: nobody else sees them. A workspace that somebody shares with you comes in by the link they send."
        </p>
        <div class="row">
            <LinkButton href="/join" sign=Sign::Link>"Join by a link"</LinkButton>
            <ScanInvitation session />
            <LinkButton href="/recover">"Use a recovery key"</LinkButton>
        </div>
        <Begin session open=beginning />
        <Rename session renaming />
        <Remove session removing />
    }
}

#[component]
fn Entry(
    known: Known,
    session: Session,
    renaming: RwSignal<Option<Workspace>>,
    removing: RwSignal<Option<Workspace>>,
) -> impl IntoView {
    let Known { workspace, name, .. } = known;
    let open = workspace == session.workspace;
    let (for_rename, for_remove) = (format!("Rename {name}"), format!("Remove {name}"));
    let for_open = name.clone();
    view! {
        <li>
            <span class="name">{name}</span>
            {if open {
                view! { <Badge tone=Tone::Accent>"open"</Badge> }.into_any()
            } else {
                view! {
                    <Button on_press=move |()| workspace.switch_to()>
                        "Open"<span class="visually-hidden">" "{for_open}</span>
                    </Button>
                }.into_any()
            }}
            <IconButton sign=Sign::Pencil label=for_rename on_press=move |()| renaming.set(Some(workspace)) />
            <IconButton sign=Sign::Trash label=for_remove on_press=move |()| removing.set(Some(workspace)) />
        </li>
    }
}

/// Asks for the name of a new workspace and opens it.
#[component]
fn Begin(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let begin = move |name: String| {
        let workspace = Workspace::Further(WorkspaceId::new(browser::now(), browser::random()));
        session.workspaces.put(Known { workspace, name, holds: None });
        workspace.switch_to();
    };
    view! {
        <AskName
            open
            title="New workspace"
            act="Begin it"
            hint="What it is called in this browser: a company, a team."
            standing=Signal::stored(String::new())
            on_name=begin
        />
    }
}

#[component]
fn Rename(session: Session, renaming: RwSignal<Option<Workspace>>) -> impl IntoView {
    let standing =
        move || renaming.get().map(|workspace| session.workspaces.name(workspace)).unwrap_or_default();
    let rename = move |name: String| {
        if let Some(workspace) = renaming.get_untracked() {
            session.workspaces.rename(workspace, name);
        }
    };
    view! {
        <AskName
            open=sharing::follows(renaming)
            title="Rename the workspace"
            act="Rename it"
            hint="Only this browser calls it so."
            standing=Signal::derive(standing)
            on_name=rename
        />
    }
}

/// Asks for a name.
#[component]
fn AskName(
    open: RwSignal<bool>,
    title: &'static str,
    act: &'static str,
    hint: &'static str,
    /// The name as it is now.
    #[prop(into)]
    standing: Signal<String>,
    #[prop(into)] on_name: Callback<String>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    view! {
        <FormDialog
            open
            title
            act
            disabled=Signal::derive(move || name.with(|name| name.trim().is_empty()))
            on_open=move |()| name.set(standing.get_untracked())
            on_act=move |()| {
                on_name.run(name.get_untracked().trim().to_owned());
                true
            }
        >
            <Field label="Name" hint>
                <TextInput value=name on_input=move |text| name.set(text) />
            </Field>
        </FormDialog>
    }
}

/// Deletes a workspace from this browser, after its words were typed.
#[component]
fn Remove(session: Session, removing: RwSignal<Option<Workspace>>) -> impl IntoView {
    let (open, typed) = (sharing::follows(removing), RwSignal::new(String::new()));
    let agreed = move || typed.with(|typed| typed.trim().eq_ignore_ascii_case(WORDS));
    let name = move || removing.get().map(|workspace| session.workspaces.name(workspace)).unwrap_or_default();
    let to_backup = move |()| {
        if let Some(workspace) = removing.get_untracked() {
            workspace.switch_to_page("/data");
        }
    };
    let remove = move |()| {
        let Some(workspace) = removing.get_untracked() else { return true };
        spawn_local(async move {
            match worker::page::wipe(&workspace.database()).await {
                Ok(()) => {
                    session.workspaces.drop_one(workspace);
                    if workspace == session.workspace {
                        Workspace::Mine.switch_to();
                    } else {
                        session.toasts.say("The workspace is removed from this browser.");
                    }
                }
                Err(problem) => session.report(&problem),
            }
        });
        true
    };
    view! {
        <FormDialog
            open
            title=Signal::derive(move || format!("Remove {} from this browser?", name()))
            cancel="Keep it"
            act="Remove it"
            kind=ButtonKind::Danger
            disabled=Signal::derive(move || !agreed())
            on_open=move |()| typed.set(String::new())
            on_act=remove
        >
            <p>
                "Every record of it, its history and the keys of this device go from this browser, for good. \
                 Where it is shared, the others keep their copies, and you need a new invitation to come back."
            </p>
            <div class="row">
                <Button sign=Sign::Save on_press=to_backup>"Open it to make a backup first"</Button>
            </div>
            <Field label=format!("Type “{WORDS}” to agree")>
                <TextInput value=typed on_input=move |text| typed.set(text) />
            </Field>
        </FormDialog>
    }
}
