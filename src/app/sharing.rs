//! Sharing in words: roles, paths, invitations, times, as every screen says them. And one way to ask for something.

use engine::message::{
    ClockOff, InvitationState, Path, PathState, Phase, Role, Rollback, Share, Standing, Taken, Waits,
};
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
    let envelopes = |count: u64| words::counted(count, "change", "changes");
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
    let mut parts = vec![format!("{} taken in", words::counted(taken.new, "change", "changes"))];
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

/// What there is to say of clocks that differ: that they do, and what to do. `named` is how the others are called.
pub fn clock(off: &ClockOff, named: &[String]) -> String {
    let hours = off.ahead.saturating_abs() / 3_600_000;
    let far = if hours < 48 { words::counted(hours, "hour", "hours") } else { words::days(hours / 24) };
    let others = words::listed(named);
    if off.is_ours {
        let side = if off.ahead > 0 { "ahead of" } else { "behind" };
        return format!(
            "This device’s clock is {far} {side} those of {others}. Set it right: days and reminders follow it. \
             What is written merges all the same."
        );
    }
    format!(
        "The clocks of this device and of {others} are {far} apart: one of them is wrong. Days and reminders \
         follow the clock; what is written merges all the same."
    )
}

/// How much of how much is here, while much is to come over a connection (Y-46).
pub fn coming(paths: &[PathState]) -> Option<String> {
    let many = |path: &&PathState| matches!(path.phase, Phase::Exchanging { to_come, .. } if to_come >= MANY);
    paths.iter().find(many).map(stands)
}

/// What became of a relay that had less than it had before, once that is mended. `when` is the time that is named.
pub fn mended(rollback: &Rollback, when: &str) -> String {
    let changes = words::counted(rollback.changes, "change", "changes");
    format!(
        "The relay had lost {changes} {when}: its data was put back. It has them again, from this device or others. \
         If nobody put it back on purpose, ask whoever runs it."
    )
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
        // What is worth a line on every page.
        assert_eq!(coming(&[path(3), path(800)]).as_deref(), Some("1200 of 2000 changes are here"));
        assert_eq!(coming(&[path(49), path(0)]), None);
    }

    #[test]
    fn y_74_clocks_that_differ_are_told_with_what_to_do() {
        let off = |days: i64, is_ours| ClockOff { ahead: days * 86_400_000, devices: Vec::new(), is_ours };
        let named = ["Ben (Laptop)".to_owned(), "Mara (Phone)".to_owned()];
        let told = clock(&off(-800, true), &named);
        assert!(told.starts_with(
            "This device’s clock is 800 days behind those of Ben (Laptop) and Mara (Phone). Set it"
        ));
        assert!(clock(&off(1, true), &named).contains("is 24 hours ahead of"));
        let told = clock(&off(3, false), &named[..1]);
        assert!(
            told.starts_with("The clocks of this device and of Ben (Laptop) are 3 days apart: one of them")
        );
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
