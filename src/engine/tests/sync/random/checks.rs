//! What must hold at the end of a week.

use engine::message::Standing;
use kernel::DeviceId;
use protocol::{AudienceName, Membership, WriteRight};
use std::collections::{BTreeMap, BTreeSet};

use super::Week;
use crate::world::{person, record};

impl Week {
    pub fn check(&self) {
        let seed = self.seed;
        let devices = 0..self.net.devices.len();
        let belongs =
            |device: &usize| matches!(self.net.devices[*device].sharing.standing, Standing::Member(_));
        let inside: Vec<usize> = devices.clone().filter(belongs).collect();
        for device in devices {
            self.net.devices[device].disk.check();
        }
        // Who was taken out may not have heard of it: the relay does not serve them any more.
        let heads = self.net.relay.kept.membership.as_ref().map(Membership::heads).unwrap_or_default();
        let Some(first) = inside.iter().find(|device| self.net.membership(**device).heads() == heads) else {
            assert!(inside.is_empty(), "seed {seed}: nobody knows what the relay knows");
            return;
        };
        let known = self.net.membership(*first);
        let (workspace, view) = (known.workspace(), known.view());
        let inside: Vec<usize> = inside
            .iter()
            .copied()
            .filter(|device| view.device(self.net.me(*device).device).is_some())
            .collect();
        for other in &inside {
            let pair = format!("seed {seed}: {first} and {other}");
            assert_eq!(known.heads(), self.net.membership(*other).heads(), "{pair} know the same of people");
            let mut names = vec![AudienceName::Everyone];
            if self.net.me(*first).member == self.net.me(*other).member {
                names.push(AudienceName::Only(self.net.me(*first).member));
            }
            for name in names {
                let audience = name.id(workspace);
                let (mut here, mut there) =
                    (self.net.frontier(*first, audience), self.net.frontier(*other, audience));
                if here == there {
                    let prefix = name.text();
                    assert_eq!(self.net.heads(*first, &prefix), self.net.heads(*other, &prefix), "{pair}");
                }
                // What does not count may have stayed with who wrote it, and nothing else.
                let counts = |device: &DeviceId, last: &mut u64| {
                    match view.write_right(*device, audience) {
                        WriteRight::Yes => {}
                        WriteRight::UpTo(most) => *last = most.min(*last),
                        WriteRight::No => *last = 0,
                    }
                    *last > 0
                };
                here.retain(counts);
                there.retain(counts);
                assert_eq!(here, there, "{pair}: {}", name.text());
            }
        }
        let histories: Vec<BTreeMap<String, BTreeSet<String>>> =
            (0..self.net.devices.len()).map(|device| self.labels(device)).collect();
        for written in &self.written {
            let number = written.number;
            let place = if written.is_private {
                format!("only-{}/index", written.member)
            } else {
                person(1).to_string()
            };
            let has = |device: usize| {
                histories[device]
                    .get(&place)
                    .is_some_and(|labels| labels.contains(&format!("Count {number}")))
            };
            assert!(has(written.on), "seed {seed}: {number} is on the disk where it was acknowledged");
            let audience =
                if written.is_private { AudienceName::Only(written.member) } else { AudienceName::Everyone };
            let counts = view.write_right(written.device, audience.id(workspace)) == WriteRight::Yes;
            for device in 0..self.net.devices.len() {
                let me = self.net.me(device).member;
                let may = !written.is_private || me == written.member;
                if may && counts && inside.contains(&device) {
                    assert!(has(device), "seed {seed}: {number} by {} is missing at {device}", written.on);
                }
                assert!(may || !has(device), "seed {seed}: {number} is private to another than {device}");
                if written.out.contains(&me) {
                    assert!(!has(device), "seed {seed}: {number} was written after {device} was out");
                }
            }
        }
    }

    /// What was ever done to the documents on a device's disk, as the labels of the changes.
    fn labels(&self, device: usize) -> BTreeMap<String, BTreeSet<String>> {
        let documents = self.net.devices[device].disk.documents();
        let of = |document: &document::Document| {
            let versions = [10, 99].into_iter().flat_map(|id| document.history(record(id)));
            versions.map(|version| version.label).collect()
        };
        documents.iter().map(|(key, document)| (key.to_string(), of(document))).collect()
    }
}
