//! What people and machines do in a week.

use document::{Batch, DocumentKey, Edit, Value};
use engine::{
    message::{Ask, Member, Reply, Role, Share, Standing},
    storage::Store,
};
use kernel::{RecordId, Timestamp};
use protocol::AudienceName;
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::super::net::Net;
use super::found::workspace;
use super::{Foe, Out, Week, What, Written};
use crate::world::{Fault, create, person, record, roster};

/// The document of these readers that nothing else has a place in.
pub fn index(audience: AudienceName) -> DocumentKey {
    format!("{}/index", audience.text()).parse().unwrap()
}

/// One of three long texts is put there, or written into; so some are written into by two apart.
fn told(number: u64, document: DocumentKey, record: RecordId) -> Edit {
    let (field, base) =
        (format!("story-{}", number % 3), "Came to the harbour when its cranes were painted red.");
    let change = if number.is_multiple_of(2) {
        document::Change::Set { field, value: Some(Value::Prose(base.into())) }
    } else {
        document::Change::Text { field, base: base.into(), text: format!("{number}: {base}") }
    };
    Edit { document, record, change }
}

impl Week {
    pub fn step(&mut self, what: What, device: usize) {
        match what {
            What::Commit => self.commit(device),
            What::Undo => drop(self.net.ask(device, Ask::Undo)),
            What::Away => self.net.connect(device, false),
            What::Back => self.net.connect(device, true),
            What::Fault => {
                let next = self.net.devices[device].disk.writes + self.dice.roll(3) as usize;
                let fault = match self.dice.roll(4) {
                    0 => Fault::Fails,
                    1 => Fault::StopsBefore,
                    2 => Fault::StopsAfter,
                    _ => Fault::WritesAndFails,
                };
                self.net.devices[device].disk.faults.insert(next, fault);
            }
            What::Change => self.change_membership(device),
            What::Approve => self.approve(device),
            What::Come => self.come(device),
            What::Later => self.net.now += [1_000, 61_000, 3_600_000][self.dice.roll(3) as usize],
            What::Cut => self.net.cut(device),
            What::Meet => {
                let other = self.any();
                if other != device && !self.net.devices[other].is_stopped() {
                    self.net.meet(device, other, [b"channel", b"channel"]);
                }
            }
            What::Carry => self.carry(device),
            What::Rename => self.rename(device),
            What::Circle => self.change_circles(device),
            What::Move => self.move_something(device),
            What::Paper => self.paper(device),
            What::Hide => self.hide_something(device),
            What::Erase => self.erase_something(device),
            _ => self.pass_time(),
        }
    }

    /// A few things happen that are wanted or on their way.
    pub fn pass_time(&mut self) {
        for _ in 0..self.dice.roll(12) {
            let device = self.any();
            self.net.step(device);
        }
        for _ in 0..self.dice.roll(4) {
            self.net.deliver_directs();
        }
        let conns: Vec<u64> = self.net.wires.keys().copied().collect();
        for conn in conns {
            for _ in 0..self.dice.roll(4) {
                self.net.deliver_up(conn);
            }
            for _ in 0..self.dice.roll(4) {
                self.net.deliver_down(conn);
            }
        }
        if self.dice.roll(3) == 0 {
            self.net.now += 2_000;
            let device = self.any();
            self.net.tick(device);
        }
        if self.dice.roll(8) == 0 {
            self.net.settle();
        }
    }

    fn commit(&mut self, device: usize) {
        if !self.belongs(device) {
            return;
        }
        let audience = match (self.dice.roll(5), self.circles_of(device).first()) {
            (0, _) => AudienceName::Only(self.net.me(device).member),
            (1, Some(circle)) => AudienceName::Circle(circle.id),
            _ => AudienceName::Everyone,
        };
        self.write_for(device, audience);
    }

    /// Whether a page shows that its device belongs, and knows as whom: it hears of the one when that is
    /// decided, and of the other when it is on disk.
    pub fn belongs(&self, device: usize) -> bool {
        let of = &self.net.devices[device];
        let is_one = of.me.as_ref().is_some_and(|me| me.workspace == workspace(&self.net));
        is_one && matches!(of.sharing.standing, Standing::Member(_))
    }

    /// Somebody writes something for these.
    pub fn write_for(&mut self, device: usize, audience: AudienceName) {
        let (documents, id) = match audience {
            AudienceName::Only(_) => (vec![index(audience)], 99),
            AudienceName::Circle(_) => (vec![index(audience)], 98),
            AudienceName::Everyone => {
                let mut documents = vec![person(1), person(2), roster()];
                documents.truncate(1 + self.dice.roll(3) as usize);
                self.pass_over_erased(device, &mut documents);
                (documents, 10)
            }
        };
        self.number += 1;
        let number = self.number;
        let written = self.written(number, device, audience, documents[0].clone());
        let mut batch = Batch::new(format!("Count {number}"));
        for (at, document) in documents.iter().enumerate() {
            let mut edit = create(document, id + at as u8, "");
            let fields = BTreeMap::from([(format!("did-{number}"), Value::from("once"))]);
            edit.change = document::Change::Create { kind: "tally".into(), fields: fields.into() };
            batch = batch.with(edit);
        }
        let batch = batch.with(told(number, documents[0].clone(), record(id)));
        let id = self.net.ask(device, Ask::Commit(batch));
        self.open.insert((device, id), written);
    }

    /// What is about to be written, and who could not read it, for all the writer knows.
    pub fn written(&self, number: u64, on: usize, audience: AudienceName, document: DocumentKey) -> Written {
        let state = &self.net.devices[on].sharing;
        let circle = state.circles.iter().find(|circle| audience == AudienceName::Circle(circle.id));
        let may_read = |member: &Member| match audience {
            AudienceName::Only(one) => member.id == one,
            AudienceName::Circle(_) => {
                !member.is_out && circle.is_some_and(|circle| circle.members.contains(&member.id))
            }
            AudienceName::Everyone => !member.is_out,
        };
        let rows = self.net.devices[on].disk.read(Store::Operations, "");
        let knew = Rc::new(rows.into_iter().map(|(hash, _)| hash).collect());
        let out = state.members.iter().filter(|member| !may_read(member));
        let mut out: BTreeSet<_> = out.map(|member| member.id).collect();
        // What the page shows may be a moment behind, or ahead of a disk that then fails.
        let log = self.net.membership(on);
        out.retain(|member| !log.view().is_in(*member, audience));
        let device = self.net.me(on).device;
        Written { number, on, device, audience, document, out: Out { members: out, knew } }
    }

    /// A file is made on one device and taken in on another, perhaps not as it was.
    fn carry(&mut self, device: usize) {
        let other = self.any();
        let is_shared =
            |net: &Net, device: usize| !matches!(net.devices[device].sharing.standing, Standing::Alone);
        let (one, two) = (is_shared(&self.net, device), is_shared(&self.net, other));
        if !one || !two || self.net.devices[other].is_stopped() {
            return;
        }
        let id = self.net.ask(device, Ask::Share(Share::Bundle { to: None }));
        self.net.settle();
        if let Some(Reply::Bundle(mut bytes)) = self.net.devices[device].tab.replies.get(&id).cloned() {
            if self.foe != Foe::Nobody && self.dice.roll(3) == 0 && !bytes.is_empty() {
                let at = self.dice.roll(bytes.len() as u64) as usize;
                bytes[at] ^= 1 << self.dice.roll(8);
            }
            self.net.ask(other, Ask::Share(Share::TakeBundle(bytes)));
        }
    }

    fn change_membership(&mut self, device: usize) {
        let state = &self.net.devices[device].sharing;
        if !matches!(state.standing, Standing::Member(_)) {
            return;
        }
        let members: Vec<_> = state.members.iter().filter(|member| !member.is_out).cloned().collect();
        let one = members[self.dice.roll(members.len() as u64) as usize].clone();
        let some = members.iter().map(|member| member.id).filter(|_| self.dice.roll(2) == 0).collect();
        let share = match self.dice.roll(9) {
            0 => Share::RemoveMember(one.id),
            1 => match one.devices.first() {
                Some(of) => Share::RemoveDevice(of.id),
                None => return,
            },
            2 => Share::SetRole { member: one.id, role: Role::Viewer },
            3 | 4 => Share::SetRole { member: one.id, role: Role::Manager },
            5 => Share::SetRole { member: one.id, role: Role::Owner },
            6 => Share::Circle { circle: record(40), members: some },
            _ => {
                let role = [None, Some(Role::Manager), Some(Role::Viewer)][self.dice.roll(3) as usize];
                let expires = Timestamp::from_millis(i64::MAX / 2);
                Share::Invite { role, workspace_name: "Harbour".into(), expires }
            }
        };
        self.net.ask(device, Ask::Share(share));
        let links = self.net.devices[device].sharing.invitations.iter();
        self.links.extend(links.filter_map(|invitation| invitation.link.clone()));
    }

    fn approve(&mut self, device: usize) {
        if let Some(request) = self.net.devices[device].sharing.requests.first().cloned() {
            let share = if self.dice.roll(5) == 0 {
                Share::Deny(request.invitation)
            } else {
                Share::Approve { invitation: request.invitation, words: request.words }
            };
            self.net.ask(device, Ask::Share(share));
        }
    }

    fn come(&mut self, device: usize) {
        if self.net.devices[device].sharing.standing == Standing::Alone
            && let Some(link) = self.links.pop()
        {
            let (name, device_name) = (format!("Member {device}"), format!("Device {device}"));
            self.net.ask(device, Ask::Share(Share::Join { link, relay: None, name, device: device_name }));
        }
    }
}
