//! How everything stands at one moment, so that many stories can begin there.

use engine::Tidiness;

use super::{Device, Net};
use crate::{sync::relay::Kept, world::Disk};

/// What outlives that all machines stop.
pub struct Stand {
    devices: Vec<Lasting>,
    kept: Kept,
    now: i64,
    seed: u64,
}

struct Lasting {
    disk: Disk,
    starts: u8,
    tidiness: Tidiness,
    is_stopped: bool,
    online: bool,
}

impl Net {
    /// How everything stands.
    pub fn stand(&self) -> Stand {
        let devices = self.devices.iter().map(|device| Lasting {
            disk: device.disk.clone(),
            starts: device.starts,
            tidiness: device.tidiness,
            is_stopped: device.is_stopped(),
            online: device.online,
        });
        Stand { devices: devices.collect(), kept: self.relay.kept.clone(), now: self.now, seed: self.seed }
    }

    /// Machines with these disks, and a relay that knows nothing.
    pub fn of_disks(disks: Vec<Disk>) -> Self {
        let last = |(number, disk)| Lasting {
            disk: Disk { profile: number, ..disk },
            starts: 100,
            tidiness: Tidiness::default(),
            is_stopped: false,
            online: true,
        };
        let devices = (0..).zip(disks).map(last).collect();
        Self::from_stand(&Stand { devices, kept: Kept::default(), now: 1_800_000_000_000, seed: 77 })
    }

    /// All machines start where they stood.
    pub fn from_stand(stand: &Stand) -> Self {
        let mut net = Self::seeded(stand.seed, 0);
        net.now = stand.now;
        net.relay.kept = stand.kept.clone();
        for (number, was) in stand.devices.iter().enumerate() {
            let mut device = Device::new(stand.seed, number);
            device.disk = Disk { operations: 0, written_at: Vec::new(), ..was.disk.clone() };
            (device.starts, device.tidiness, device.online) = (was.starts, was.tidiness, was.online);
            net.devices.push(device);
            if was.is_stopped {
                net.stop(number);
            } else {
                net.restart(number);
            }
        }
        net.rest();
        net
    }
}
