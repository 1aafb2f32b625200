//! What every screen and command of this page can reach: the mirror, the messages, where one is, what lies over it.

use design::Toasts;
use engine::message::Request;
use feedback::view::Observing;
use kernel::{Problem, RecordId, Timestamp};
use leptos::prelude::*;
use mirror::{Mirror, Port, SaveState};
use worker::{page::Connection, wire::LinkState};

use crate::{
    browser, lock::Lock, safety::Safety, theme::Theme, workspace::Workspace, workspaces::Workspaces,
};

/// What can lie over a page; one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The command palette.
    Palette,
    /// A quick note.
    Note,
}

/// The session of this page; copy it freely.
#[derive(Clone, Copy)]
pub struct Session {
    /// All records, and the way to change them.
    pub mirror: Mirror,
    /// Short messages.
    pub toasts: Toasts,
    /// Which workspace is open.
    pub workspace: Workspace,
    /// Which workspaces this browser knows.
    pub workspaces: Workspaces,
    /// Where the data is safe.
    pub safety: Safety,
    /// The chosen theme.
    pub theme: RwSignal<Theme>,
    /// What lies over the page now.
    pub over: RwSignal<Option<Over>>,
    /// Whether the dialog that makes an invitation is open.
    pub inviting: RwSignal<bool>,
    /// The link by which the user was invited, from after `#` of the address, until they have joined.
    pub invitation: RwSignal<Option<String>>,
    /// Opens the box for an observation.
    pub observing: Observing,
    /// The card of today's talks that is open on Monday, kept while one is elsewhere.
    pub card: RwSignal<Option<RecordId>>,
    /// Where the router is asked to go next.
    pub destination: RwSignal<Option<String>>,
    /// How the line to the engine stands.
    pub link: RwSignal<LinkState>,
    /// The lock of the workspace on this device.
    pub lock: Lock,
    /// Whether a field holds typing that was not committed yet.
    pub typing: RwSignal<bool>,
    /// Whether there may be a network. A browser that says no is sure of it.
    pub online: RwSignal<bool>,
}

impl Session {
    /// Goes to a page.
    pub fn go(self, path: &str) {
        self.destination.set(Some(path.to_owned()));
    }

    /// Opens the dialog that makes an invitation.
    pub fn invite(self) {
        self.inviting.set(true);
        self.go("/sharing");
    }

    /// Lays something over the page.
    pub fn show(self, over: Over) {
        self.over.set(Some(over));
    }

    /// Takes away what lies over the page.
    pub fn hide(self) {
        self.over.set(None);
    }

    /// Whether `over` lies over the page. Tracked.
    pub fn shows(self, over: Over) -> bool {
        self.over.get() == Some(over)
    }

    /// Takes back the last thing done, and says what it was.
    pub fn undo(self) {
        let (Some(label), _) = untrack(|| self.mirror.undoable()) else {
            self.toasts.say("There is nothing to undo.");
            return;
        };
        self.mirror.undo();
        self.toasts.offer(format!("Undone: {label}"), "Redo", move || self.redo());
    }

    /// Does again what was taken back last, and says what it was.
    pub fn redo(self) {
        let (_, Some(label)) = untrack(|| self.mirror.undoable()) else {
            self.toasts.say("There is nothing to redo.");
            return;
        };
        self.mirror.redo();
        self.toasts.offer(format!("Done again: {label}"), "Undo", move || self.undo());
    }

    /// Why the disk does not take what was done, while there is an engine that keeps trying. Tracked.
    pub fn refused(self) -> Option<Problem> {
        match (self.mirror.save_state(), self.link.get()) {
            (_, LinkState::Stopped(_) | LinkState::Wiped) => None,
            (SaveState::Failed(problem), _) => Some(problem),
            (SaveState::Saved | SaveState::Saving(_), _) => None,
        }
    }

    /// Says what went wrong.
    pub fn report(self, problem: &Problem) {
        self.toasts.say(problem.to_string());
    }

    /// Chooses day or night.
    pub fn choose_theme(self, theme: Theme) {
        theme.choose();
        self.theme.set(theme);
    }
}

/// The session of this page.
///
/// # Panics
/// When none was provided above, which is a fault of the shell and shows at once.
pub fn use_session() -> Session {
    #[expect(clippy::expect_used, reason = "main provides the session before it shows any screen")]
    use_context::<Session>().expect("main provides the session")
}

/// The mirror's line to the worker, with the browser's clock and generator.
pub struct Line(pub Connection);

impl Port for Line {
    fn send(&self, request: Request) {
        self.0.send(request);
    }
    fn now(&self) -> Timestamp {
        browser::now()
    }
    fn offset_minutes(&self, at: Timestamp) -> i32 {
        browser::offset_minutes(at)
    }
    fn random(&self) -> [u8; 10] {
        browser::random()
    }
}
