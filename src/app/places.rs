//! Where everything is that was written here, in words for the top bar: at the relay, on which devices, since when.

use std::collections::BTreeMap;

use engine::message::{Holder, Phase, Safety, SharingState, Standing};
use kernel::{DeviceId, Timestamp, words};

/// Where everything is, besides this disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Words to follow “Saved on this disk”.
    pub said: String,
    /// The same where there is room for a few letters.
    pub short: String,
    /// Whether something is nowhere else.
    pub waits: bool,
}

/// How the words name devices and times.
pub struct Names<'a> {
    /// A device, as a sentence names it.
    pub device: &'a dyn Fn(DeviceId) -> String,
    /// A time, as a sentence does: “at 09:12”.
    pub time: &'a dyn Fn(Timestamp) -> String,
}

/// Where everything is that was written here. `None` while the workspace is not shared, or nothing was written.
pub fn elsewhere(sharing: &SharingState, online: bool, names: &Names<'_>) -> Option<Elsewhere> {
    let written = sharing.safety.audiences.iter().any(|audience| audience.written > 0);
    if !matches!(sharing.standing, Standing::Member(_)) || !written {
        return None;
    }
    let waits = waiting(&sharing.safety);
    if waits > 0 {
        let changes = words::counted(waits, "change", "changes");
        let (is, wait) = if waits == 1 { ("is", "waits") } else { ("are", "wait") };
        let meets =
            sharing.paths.iter().any(|path| matches!(path.phase, Phase::Exchanging { .. } | Phase::Same));
        let said = match (online, meets) {
            (false, _) => format!("; offline, {changes} {wait} here"),
            (true, true) => format!("; {changes} on the way to others"),
            (true, false) => format!("; {changes} {is} nowhere else yet"),
        };
        return Some(Elsewhere { said, short: format!("{waits} here"), waits: true });
    }
    let (relay, devices) = copies(&sharing.safety);
    let count = words::counted(devices.len(), "device", "devices");
    let places = match (relay.is_some(), devices.len()) {
        (false, 0) => return None,
        (true, 0) => " and at the relay".to_owned(),
        (false, _) => format!(" and on {count}"),
        (true, _) => format!(", at the relay and on {count}"),
    };
    let latest = devices.iter().max_by_key(|(_, at)| **at);
    let verified = match (latest, relay) {
        (Some((device, at)), _) => {
            format!("; last verified with {} {}", (names.device)(*device), (names.time)(*at))
        }
        (None, Some(at)) => format!("; last verified {}", (names.time)(at)),
        (None, None) => String::new(),
    };
    let short = format!("+{}", devices.len() + usize::from(relay.is_some()));
    Some(Elsewhere { said: format!("{places}{verified}"), short, waits: false })
}

/// How many changes that were written here nobody else is known to have.
pub fn waiting(safety: &Safety) -> u64 {
    let lacking = safety.audiences.iter().map(|audience| {
        let most = audience.holders.iter().map(|holder| holder.has).max().unwrap_or(0);
        audience.written.saturating_sub(most)
    });
    lacking.sum()
}

/// Who has everything that was written here, as far as they may read it, and when they said so last: the relay, and
/// the other devices.
fn copies(safety: &Safety) -> (Option<Timestamp>, BTreeMap<DeviceId, Timestamp>) {
    let mut all: BTreeMap<Option<DeviceId>, Option<Timestamp>> = BTreeMap::new();
    for audience in safety.audiences.iter().filter(|audience| audience.written > 0) {
        for Holder { device, has, at } in &audience.holders {
            let known = all.entry(*device).or_insert(Some(*at));
            *known = known.filter(|_| *has >= audience.written).map(|known| known.max(*at));
        }
    }
    let relay = all.remove(&None).flatten();
    (relay, all.into_iter().filter_map(|(device, at)| Some((device?, at?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::Audience;
    use engine::message::{AudienceSafety, LinkId, Path, PathState, Role};

    fn written(number: u64, holders: &[(Option<u8>, u64, i64)]) -> AudienceSafety {
        let holder = |(device, has, at): &(Option<u8>, u64, i64)| Holder {
            device: device.map(|device| DeviceId::from_bytes([device; 16])),
            has: *has,
            at: Timestamp::from_millis(*at),
        };
        let holders = holders.iter().map(holder).collect();
        AudienceSafety { audience: Audience::Everyone, written: number, holders, relay_has_all: false }
    }

    fn said(audiences: Vec<AudienceSafety>, online: bool, phase: Option<Phase>) -> String {
        let at = Timestamp::from_millis(0);
        let path = |phase| PathState {
            link: LinkId(1),
            path: Path::Relay,
            device: None,
            phase,
            since: at,
            problem: None,
            here: 0,
        };
        let state = SharingState {
            standing: Standing::Member(Role::Owner),
            safety: Safety { audiences },
            paths: phase.map(path).into_iter().collect(),
            ..SharingState::default()
        };
        let device = |device: DeviceId| format!("device {}", device.as_bytes()[0]);
        let time = |at: Timestamp| format!("at {}", at.millis());
        elsewhere(&state, online, &Names { device: &device, time: &time })
            .map_or(String::new(), |all| all.said)
    }

    #[test]
    fn y_66_the_top_bar_says_where_all_is_and_who_said_so_last() {
        let same = Some(Phase::Same);
        let everywhere = vec![written(3, &[(None, 3, 9), (Some(1), 3, 5), (Some(2), 3, 7)])];
        assert_eq!(
            said(everywhere.clone(), true, same),
            ", at the relay and on 2 devices; last verified with device 2 at 7"
        );
        assert_eq!(
            said(vec![written(3, &[(None, 3, 9), (Some(1), 2, 5)])], true, same),
            " and at the relay; last verified at 9"
        );
        assert_eq!(
            said(vec![written(3, &[(None, 2, 9), (Some(1), 3, 5)])], true, same),
            " and on 1 device; last verified with device 1 at 5"
        );
        // A device counts only with everything that it may read.
        let more = written(4, &[(None, 4, 9), (Some(1), 3, 8)]);
        assert_eq!(
            said([everywhere, vec![more]].concat(), true, same),
            ", at the relay and on 1 device; last verified with device 2 at 7"
        );
        // Nothing was written here, so there is nothing to be elsewhere.
        assert_eq!(said(vec![written(0, &[(None, 0, 9)])], true, same), "");
        assert_eq!(said(Vec::new(), true, same), "");
    }

    #[test]
    fn y_66_what_nobody_else_has_is_counted_and_calm_where_there_is_no_network() {
        let behind = || vec![written(5, &[(None, 2, 9), (Some(1), 3, 5)])];
        assert_eq!(said(behind(), false, Some(Phase::Away)), "; offline, 2 changes wait here");
        assert_eq!(said(behind(), true, Some(Phase::Away)), "; 2 changes are nowhere else yet");
        assert_eq!(said(behind(), true, Some(Phase::Same)), "; 2 changes on the way to others");
        assert_eq!(said(vec![written(1, &[])], true, None), "; 1 change is nowhere else yet");
    }
}
