//! Sharing in words: roles, paths, invitations, times, as every screen says them. And one way to ask for something.

use engine::message::{InvitationState, Path, PathState, Phase, Role, Share, Standing, Taken, Waits};
use kernel::{Timestamp, words};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{
    places::{self, Elsewhere, Names},
    session::Session,
};

/// What a member may do, as one word.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::Manager => "Manager",
        Role::Viewer => "Viewer",
    }
}

/// As what an invitation lets somebody in.
pub fn invited_as(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Owner) => "an owner",
        Some(Role::Manager) => "a manager",
        Some(Role::Viewer) => "a viewer",
        None => "a further device of the one who made the link",
    }
}

/// What that means.
pub fn may(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Owner) => "Reads and writes what is for everyone, invites, removes, changes roles.",
        Some(Role::Manager) => "Reads and writes what is for everyone, and invites.",
        Some(Role::Viewer) => "Reads what is for everyone, and changes nothing of it.",
        None => "Reads and writes all that you can, also what is for you only.",
    }
}

/// What became of an invitation.
pub fn invitation(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Open => "open",
        InvitationState::Used(_) => "used",
        InvitationState::Revoked => "revoked",
        InvitationState::Expired => "expired",
    }
}

/// What a joiner waits for.
pub fn waits(waits: Waits) -> &'static str {
    match waits {
        Waits::Relay => {
            "Waiting for a connection to the relay. This goes on by itself as soon as there is one."
        }
        Waits::Approval => {
            "Waiting for somebody of the workspace to let you in. One of them has to be online once; \
             you may close this page and come back."
        }
        Waits::Contents => "You are in. The contents are on their way.",
    }
}

/// How a connection stands, in a few words.
pub fn phase(phase: Phase) -> String {
    let envelopes =
        |count: u64| words::counted(i64::try_from(count).unwrap_or(i64::MAX), "change", "changes");
    match phase {
        Phase::Away => "not connected; it is tried again and again".to_owned(),
        Phase::Opening => "connecting".to_owned(),
        Phase::Exchanging { to_come: 0, to_go: 0 } => "comparing".to_owned(),
        Phase::Exchanging { to_come, to_go: 0 } => format!("{} to come", envelopes(to_come)),
        Phase::Exchanging { to_come: 0, to_go } => format!("{} to go", envelopes(to_go)),
        Phase::Exchanging { to_come, to_go } => {
            format!("{} to come, {} to go", envelopes(to_come), envelopes(to_go))
        }
        Phase::Same => "both have the same".to_owned(),
    }
}

/// From how many changes on it is worth saying how many of them are here (*ours*).
const MANY: u64 = 50;

/// How a connection stands, with how much of how much is here while much is to come.
pub fn stands(path: &PathState) -> String {
    match path.phase {
        Phase::Exchanging { to_come, .. } if to_come >= MANY => {
            format!("{} of {} changes are here", path.here, path.here.saturating_add(to_come))
        }
        other => phase(other),
    }
}

/// What a connection leads to; `device` is how the device at its other end is called.
pub fn path(path: &PathState, device: Option<String>) -> String {
    match path.path {
        Path::Relay => "The relay".to_owned(),
        Path::Peer => format!("{}, directly", device.unwrap_or_else(|| "Another device".to_owned())),
    }
}

/// What came of a bundle that was taken in.
pub fn taken(taken: Taken) -> String {
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let mut parts = vec![format!("{} taken in", words::counted(count(taken.new), "change", "changes"))];
    if taken.known > 0 {
        parts.push(format!("{} known already", taken.known));
    }
    if taken.waiting > 0 {
        parts.push(format!("{} too early: what comes before them is missing", taken.waiting));
    }
    if taken.refused > 0 {
        parts.push(format!("{} set aside", taken.refused));
    }
    words::listed(&parts)
}

/// How long ago something was, as people say it.
pub fn ago(now: Timestamp, at: Timestamp) -> String {
    let minutes = (now.millis() - at.millis()) / 60_000;
    match minutes {
        ..1 => "just now".to_owned(),
        1..60 => format!("{} ago", words::counted(minutes, "minute", "minutes")),
        60..1440 => format!("{} ago", words::counted(minutes / 60, "hour", "hours")),
        _ => format!("{} ago", words::days(minutes / 1440)),
    }
}

/// Why this device may not write what everyone reads, as one sentence; nothing when it may.
pub fn read_only(standing: &Standing) -> Option<&'static str> {
    match standing {
        Standing::Alone | Standing::Member(Role::Owner | Role::Manager) => None,
        Standing::Member(Role::Viewer) => Some("You read this workspace: only managers can write in it."),
        Standing::Joining(_) | Standing::Recovering(_) => {
            Some("You are not let in yet. Until then nothing can be written here.")
        }
        Standing::Out { .. } => {
            Some("You are no member any more. What is here stays; nothing new comes or goes.")
        }
    }
}

/// How a device may be called, from what the browser says of itself.
pub fn device_name(user_agent: &str) -> String {
    let first = |known: &[(&'static str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser =
        first(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "My device".to_owned(),
    }
}

/// Where else everything is that was written here: words to follow “Saved on this disk”. Nothing while the workspace
/// is not shared. Tracked.
pub fn elsewhere(session: Session) -> Option<Elsewhere> {
    let (mirror, online) = (session.mirror, session.online.get());
    let device = |device| mirror.device_name(device);
    let time = |at| threads::view::lately(mirror, at);
    places::elsewhere(&mirror.sharing(), online, &Names { device: &device, time: &time })
}

/// Asks for something, and says that it is done, or why not.
pub fn ask(session: Session, share: Share, done: impl Into<String>) {
    let done = done.into();
    spawn_local(async move {
        match session.mirror.share(share).await {
            Ok(()) => session.toasts.say(done),
            Err(problem) => session.report(&problem),
        }
    });
}

/// Whether a dialog about something is open: it opens when there is something, and empties it when it closes.
pub fn follows<T: Send + Sync + 'static>(about: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if about.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            about.set(None);
        }
        now
    });
    open
}

/// Calls a workspace that is being joined as those who invite call it, once that is known.
pub fn follow(session: Session) {
    Effect::new(move |_| {
        let name = match &session.mirror.sharing().standing {
            Standing::Joining(joining) => joining.preview.workspace_name.clone(),
            _ => return,
        };
        if !name.is_empty() && untrack(|| session.workspaces.name(session.workspace)) != name {
            session.workspaces.rename(session.workspace, name);
        }
    });
}

/// A day and the time of day on this device's clock.
pub fn moment(session: Session, at: Timestamp) -> String {
    threads::view::moment(session.mirror, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::message::{InvitationId, Joining, LinkPreview};
    use kernel::WorkspaceId;

    #[test]
    fn times_are_said_as_people_say_them() {
        let ago = |millis: i64| {
            ago(Timestamp::from_millis(200_000_000), Timestamp::from_millis(200_000_000 - millis))
        };
        assert_eq!(ago(-5), "just now");
        assert_eq!(ago(59_999), "just now");
        assert_eq!(ago(60_000), "1 minute ago");
        assert_eq!(ago(7_200_000), "2 hours ago");
        assert_eq!(ago(172_800_000), "2 days ago");
    }

    #[test]
    fn y_46_a_connection_says_what_is_still_to_do_and_how_much_of_how_much_is_here() {
        assert_eq!(phase(Phase::Exchanging { to_come: 3, to_go: 0 }), "3 changes to come");
        assert_eq!(phase(Phase::Exchanging { to_come: 1, to_go: 2 }), "1 change to come, 2 changes to go");
        assert_eq!(phase(Phase::Same), "both have the same");
        let path = |to_come| PathState {
            link: engine::message::LinkId(1),
            path: Path::Relay,
            device: None,
            phase: Phase::Exchanging { to_come, to_go: 0 },
            here: 1_200,
            since: Timestamp::from_millis(0),
            problem: None,
        };
        assert_eq!(stands(&path(800)), "1200 of 2000 changes are here");
        assert_eq!(stands(&path(3)), "3 changes to come");
    }

    #[test]
    fn only_who_may_not_write_is_told_so() {
        assert_eq!(read_only(&Standing::Alone), None);
        assert_eq!(read_only(&Standing::Member(Role::Manager)), None);
        let preview = LinkPreview {
            workspace: WorkspaceId::from_bytes([1; 16]),
            invitation: InvitationId([2; 16]),
            by: String::new(),
            workspace_name: String::new(),
            role: None,
            expires: Timestamp::from_millis(0),
            relay: None,
        };
        let joining = Joining { preview, words: Vec::new(), waits: Waits::Relay, problem: None };
        for standing in [Standing::Member(Role::Viewer), Standing::Joining(joining)] {
            assert!(read_only(&standing).is_some());
        }
    }

    #[test]
    fn a_device_is_called_after_its_browser() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1";
        assert_eq!(device_name(chrome), "Chrome on Linux");
        assert_eq!(device_name(iphone), "Safari on iPhone");
        assert_eq!(device_name(""), "My device");
    }

    #[test]
    fn what_a_file_brought_is_said_in_one_sentence() {
        let all = Taken { new: 12, known: 3, waiting: 1, refused: 2 };
        assert_eq!(
            taken(all),
            "12 changes taken in, 3 known already, 1 too early: what comes before them is missing and 2 set aside"
        );
        assert_eq!(taken(Taken { new: 1, ..Taken::default() }), "1 change taken in");
    }
}
