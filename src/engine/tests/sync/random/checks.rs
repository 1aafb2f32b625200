//! What must hold at the end of a week.

use engine::{
    message::{Path, Phase, Standing},
    storage::Store,
};
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
        self.nobody_is_said_to_have_more();
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
        for device in &inside {
            let paths = &self.net.devices[*device].sharing.paths;
            let stands = paths.iter().find(|path| path.path == Path::Relay).map(|path| path.phase);
            assert_eq!(stands, Some(Phase::Same), "seed {seed}: {device} has nothing to do (Y-65)");
        }
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

    /// Who is said to have something has it on disk (Y-61).
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
                    let mut others = self.net.devices.iter();
                    let is_it = |other: &&super::super::net::Device| {
                        other.me.as_ref().map(|me| me.device) == holder.device
                    };
                    let Some(other) = others.find(is_it) else { continue };
                    let key = format!("{place}{:016x}", holder.has);
                    let has = !other.disk.read(Store::Envelopes, &key).is_empty();
                    assert!(has, "seed {}: {key} of {writer} is said to be where it is not", self.seed);
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
