//! How everything stands at the end of a week, to find out why a seed failed.

use protocol::Membership;

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
            for (audience, name) in membership.view().audiences() {
                for (of, last) in self.net.frontier(number, audience) {
                    let right = membership.view().write_right(of, audience);
                    let there = self.net.relay.kept.envelopes.get(&(audience, of)).map_or(0, Vec::len);
                    eprintln!(
                        "   {}: {of} up to {last}, at the relay {there}, counts {right:?}",
                        name.text()
                    );
                }
            }
        }
        let relay = self.net.relay.kept.membership.as_ref();
        eprintln!("relay: {:?} {:?}", relay.map(Membership::len), relay.map(Membership::heads));
    }
}
