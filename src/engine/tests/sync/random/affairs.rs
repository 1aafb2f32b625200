//! What people do now and then: they are called otherwise, go into circles and out of them, move things
//! between audiences, print a recovery key and come back by it.

use document::{Batch, Change, DocumentKey, Edit, Value};
use engine::message::{Ask, Circle, Reply, Share, Standing};
use kernel::DeviceId;
use protocol::AudienceName;
use std::collections::BTreeMap;

use super::{super::net::RELAY, Week, steps::index};
use crate::world::record;

/// So many recovery keys are made in a week, and so many browsers come by them.
const MOST: usize = 2;

impl Week {
    /// Somebody wants to be called otherwise, or a device of theirs to be.
    pub fn rename(&mut self, device: usize) {
        if !self.is_honest_member(device) {
            return;
        }
        let me = self.net.me(device).member;
        let members = self.net.devices[device].sharing.members.iter();
        let own: Vec<DeviceId> = members
            .filter(|member| member.id == me)
            .flat_map(|one| one.devices.iter().map(|of| of.id))
            .collect();
        let which = match self.dice.roll(2) {
            0 if !own.is_empty() => Some(own[self.dice.roll(own.len() as u64) as usize]),
            _ => None,
        };
        let name = format!("Name {}", self.dice.roll(1 << 20));
        self.net.ask(device, Ask::Share(Share::Rename { device: which, name }));
    }

    /// The circles that somebody is in.
    pub fn circles_of(&self, device: usize) -> Vec<Circle> {
        let me = self.net.me(device).member;
        let circles = self.net.devices[device].sharing.circles.iter();
        circles.filter(|circle| circle.members.contains(&me)).cloned().collect()
    }

    /// Somebody makes a circle, takes somebody else in, or leaves.
    pub fn change_circles(&mut self, device: usize) {
        if !self.is_honest_member(device) {
            return;
        }
        let me = self.net.me(device).member;
        let members = self.net.devices[device].sharing.members.iter().filter(|member| !member.is_out);
        let members: Vec<_> = members.map(|member| member.id).collect();
        let one = members[self.dice.roll(members.len() as u64) as usize];
        let mine = self.circles_of(device);
        let circle = match mine.first() {
            Some(circle) if self.dice.roll(4) > 0 => {
                let mut of = circle.clone();
                match self.dice.roll(3) {
                    0 => drop(of.members.remove(&me)),
                    1 => drop(of.members.remove(&one)),
                    _ => drop(of.members.insert(one)),
                }
                of
            }
            _ => Circle { id: record(40 + self.dice.roll(2) as u8), members: [me, one].into() },
        };
        let share = Share::Circle { circle: circle.id, members: circle.members };
        self.net.ask(device, Ask::Share(share));
    }

    /// Somebody moves something to other readers: it is made there and taken out here, as one batch.
    pub fn move_something(&mut self, device: usize) {
        if !self.is_honest_member(device) {
            return;
        }
        let me = self.net.me(device).member;
        let mut audiences = vec![AudienceName::Everyone, AudienceName::Only(me)];
        audiences.extend(self.circles_of(device).iter().map(|circle| AudienceName::Circle(circle.id)));
        let has = |week: &Self, key: &DocumentKey| {
            let rows = &week.net.devices[device].tab.rows;
            rows.get(&record(97)).is_some_and(|row| row.document == *key)
        };
        let from = audiences.iter().copied().find(|audience| has(self, &index(*audience)));
        let to = audiences[self.dice.roll(audiences.len() as u64) as usize];
        if from == Some(to) {
            return;
        }
        self.number += 1;
        let number = self.number;
        let fields = BTreeMap::from([(format!("did-{number}"), Value::from("once"))]);
        let edit = |audience, change| Edit { document: index(audience), record: record(97), change };
        let mut batch = Batch::new(format!("Count {number}"));
        batch = batch.with(edit(to, Change::Create { kind: "tally".into(), fields: fields.into() }));
        if let Some(from) = from {
            batch = batch.with(edit(from, Change::Delete));
        }
        let written = self.written(number, device, to, index(to));
        let id = self.net.ask(device, Ask::Commit(batch));
        self.open.insert((device, id), written);
    }

    /// Somebody prints a recovery key; or all is lost but the paper, and a browser that is empty comes
    /// back by it.
    pub fn paper(&mut self, device: usize) {
        let standing = self.net.devices[device].sharing.standing.clone();
        match standing {
            Standing::Alone => self.recover(device),
            Standing::Recovering(_) if self.dice.roll(3) == 0 => {
                self.net.ask(device, Ask::Share(Share::StopRecovering));
            }
            Standing::Member(_) if self.printing.len() < MOST && self.dice.roll(2) == 0 => {
                let share = Share::MakeRecoveryKey { name: "Recovery key".into() };
                let id = self.net.ask(device, Ask::Share(share));
                self.printing.push((device, id));
            }
            Standing::Member(_) if !self.sheets.is_empty() && self.net.devices.len() < self.most_devices => {
                self.net.add_device();
                self.recover(self.net.devices.len() - 1);
            }
            _ => {}
        }
    }

    fn recover(&mut self, device: usize) {
        if self.sheets.is_empty() {
            return;
        }
        let sheet = self.sheets[self.dice.roll(self.sheets.len() as u64) as usize].clone();
        let (relay, name) = (RELAY.to_owned(), format!("Device {device}"));
        self.net.ask(device, Ask::Share(Share::Recover { sheet, relay, device: name }));
        self.tally.recovering += 1;
    }

    /// What was printed is in somebody's drawer.
    pub fn note_sheets(&mut self) {
        for (device, id) in &self.printing {
            let reply = self.net.devices[*device].tab.replies.remove(id);
            if let Some(Reply::RecoveryKey(sheet)) = reply {
                self.sheets.push(sheet);
            }
        }
    }

    /// All call everybody by the same names, which were given.
    pub fn check_names(&self, inside: &[usize]) {
        let names = |device: usize| {
            let members = self.net.devices[device].sharing.members.iter();
            members
                .map(|one| {
                    let devices = one.devices.iter().map(|of| (of.id, (of.name.clone(), of.is_out)));
                    (one.id, (one.name.clone(), one.is_out, devices.collect::<BTreeMap<_, _>>()))
                })
                .collect::<BTreeMap<_, _>>()
        };
        for device in inside {
            assert_eq!(names(*device), names(inside[0]), "{device} and {} call all the same", inside[0]);
        }
    }
}
