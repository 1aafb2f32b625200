//! What devices say of each other: who has what, and whether there is anything to do.

use engine::{
    message::{Path, Phase},
    storage::Store,
};
use protocol::AudienceName;

use super::{super::net::Device, Week};

impl Week {
    /// Who is said to have something has it on disk (Y-61), unless that disk was put back.
    pub fn nobody_is_said_to_have_more(&self) {
        for (writer, device) in self.net.devices.iter().enumerate() {
            let Some(me) = &device.me else { continue };
            for of in &device.sharing.safety.audiences {
                let name = match of.audience {
                    document::Audience::Everyone => AudienceName::Everyone,
                    document::Audience::OnlyMe(member) => AudienceName::Only(member),
                    document::Audience::Circle(circle) => AudienceName::Circle(circle),
                };
                let place = format!("{}|{}|", name.id(me.workspace).hex(), me.device);
                for holder in of.holders.iter().filter(|holder| holder.device.is_some() && holder.has > 0) {
                    let is_it = |other: &Device| other.me.as_ref().map(|me| me.device) == holder.device;
                    let Some(at) = self.net.devices.iter().position(is_it) else { continue };
                    let key = format!("{place}{:016x}", holder.has);
                    // Or a later link, which stands for it.
                    let rows = self.net.devices[at].disk.read(Store::Envelopes, &place);
                    let has = rows.iter().any(|(row, _)| *row >= key);
                    let was_put_back = self.put_back.contains(&at);
                    assert!(has || was_put_back, "{key} of {writer} is said to be where it is not");
                }
            }
        }
    }

    /// When all is well, nothing is left to be exchanged (Y-65).
    pub fn check_progress(&self, inside: &[usize]) {
        for device in inside {
            let paths = &self.net.devices[*device].sharing.paths;
            let stands = paths.iter().find(|path| path.path == Path::Relay).map(|path| path.phase);
            assert_eq!(stands, Some(Phase::Same), "{device} has nothing to do");
        }
    }
}
