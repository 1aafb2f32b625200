//! How everything stands at the end of a week, to find out why a seed failed.

use protocol::{AudienceName, Membership};

use super::Week;

impl Week {
    /// How everything stands, to find out why a seed failed.
    pub fn show(&self) {
        for (number, device) in self.net.devices.iter().enumerate() {
            let membership = self.net.membership(number);
            let state = &device.sharing;
            eprintln!(
                "{number}: {:?} {} operations {:?}, waits {}, stopped {}\n   {:?}\n   aside {:?}\n   trouble {:?}",
                device.me,
                membership.len(),
                membership.heads(),
                device.waits,
                device.is_stopped(),
                state.paths,
                state.aside,
                state.trouble
            );
            eprintln!("   {:?}", state.standing);
            for (key, _) in device.disk.read(engine::storage::Store::Meta, "waiting|") {
                eprintln!("   {key}");
            }
            let frontier = self.net.frontier(number, AudienceName::Everyone.id(membership.workspace()));
            for (device, last) in frontier {
                let right =
                    membership.view().write_right(device, AudienceName::Everyone.id(membership.workspace()));
                eprintln!("   {device} up to {last}, counts {right:?}");
            }
        }
        let relay = self.net.relay.kept.membership.as_ref();
        eprintln!("relay: {:?} {:?}", relay.map(Membership::len), relay.map(Membership::heads));
    }
}
