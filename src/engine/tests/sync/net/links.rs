//! Connections to the relay and between devices, and what is on its way over them.

use engine::{
    Input,
    message::{LinkId, Path},
};
use kernel::Problem;
use std::collections::VecDeque;

use super::{Conn, Net};

/// A connection to the relay, with what is on its way.
pub struct Wire {
    pub device: usize,
    pub link: LinkId,
    pub up: VecDeque<Vec<u8>>,
    pub down: VecDeque<Option<Vec<u8>>>,
}

/// A connection between two devices, with what is on its way to each.
pub struct Direct {
    pub ends: [(usize, LinkId); 2],
    pub on_its_way: [VecDeque<Vec<u8>>; 2],
}

impl Net {
    /// The network is there for a device, or is not.
    pub fn connect(&mut self, device: usize, online: bool) {
        self.devices[device].online = online;
        if online {
            self.input(device, Input::Online);
        } else {
            self.cut(device);
        }
    }

    /// The device's connections break.
    pub fn cut(&mut self, device: usize) {
        let conns: Vec<Conn> =
            self.wires.iter().filter(|(_, wire)| wire.device == device).map(|(conn, _)| *conn).collect();
        for conn in conns {
            if let Some(wire) = self.wires.remove(&conn) {
                self.relay.disconnect(conn);
                let problem = Some(Problem::new("The connection broke.", ""));
                self.input(device, Input::Unlinked { link: wire.link, problem });
            }
        }
    }

    /// The next message of a connection arrives at the relay.
    pub fn deliver_up(&mut self, conn: Conn) -> bool {
        let Some(bytes) = self.wires.get_mut(&conn).and_then(|wire| wire.up.pop_front()) else {
            return false;
        };
        self.note(None, &bytes);
        self.relay.now = self.now;
        self.relay.frame(conn, &bytes);
        self.spread();
        true
    }

    /// What the relay says gets on its way.
    pub fn spread(&mut self) {
        for (conn, message) in self.relay.take_out() {
            if let Some(wire) = self.wires.get_mut(&conn) {
                let bytes = message.map(|message| message.encode());
                let passed = self.down.entry(wire.device).or_default();
                passed.0 += 1;
                passed.1 += bytes.as_ref().map_or(0, Vec::len);
                wire.down.push_back(bytes);
            }
        }
    }

    /// The next message of a connection arrives at its device.
    pub fn deliver_down(&mut self, conn: Conn) -> bool {
        self.spread();
        let Some(wire) = self.wires.get_mut(&conn) else { return false };
        let Some(next) = wire.down.pop_front() else { return false };
        let (device, link) = (wire.device, wire.link);
        match next {
            Some(bytes) => {
                self.note(Some(device), &bytes);
                self.input(device, Input::Frame { link, bytes });
            }
            None => {
                self.wires.remove(&conn);
                self.input(device, Input::Unlinked { link, problem: None });
            }
        }
        true
    }

    /// The next message of each direct connection arrives, at both of its ends.
    pub fn deliver_directs(&mut self) -> bool {
        let mut went_on = false;
        for at in 0..self.directs.len() {
            for end in 0..2 {
                let Some(direct) = self.directs.get_mut(at) else { continue };
                if let Some(bytes) = direct.on_its_way[end].pop_front() {
                    let (device, link) = direct.ends[end];
                    self.note(Some(device), &bytes);
                    self.input(device, Input::Frame { link, bytes });
                    went_on = true;
                }
            }
        }
        went_on
    }

    /// The direct connections of a device break.
    pub fn part(&mut self, device: usize) {
        let is_theirs = |direct: &Direct| direct.ends.iter().any(|end| end.0 == device);
        while let Some(at) = self.directs.iter().position(is_theirs) {
            for (device, link) in self.directs.remove(at).ends {
                self.input(device, Input::Unlinked { link, problem: None });
            }
        }
    }

    /// Connects two devices directly; what each knows of the channel is `bindings`.
    pub fn meet(&mut self, one: usize, other: usize, bindings: [&[u8]; 2]) {
        let number = LinkId::FIRST_OF_HOST + self.next;
        self.next += 2;
        let ends = [(one, LinkId(number)), (other, LinkId(number + 1))];
        self.directs.push(Direct { ends, on_its_way: [VecDeque::new(), VecDeque::new()] });
        for ((device, link), binding) in ends.into_iter().zip(bindings) {
            self.input(device, Input::Linked { link, path: Path::Peer, binding: binding.to_vec() });
        }
    }

    /// The link of a device to the relay.
    pub fn link_of(&self, device: usize) -> LinkId {
        self.wires.values().find(|wire| wire.device == device).expect("connected").link
    }

    /// A device gets this over its link, whoever sent it.
    pub fn inject(&mut self, device: usize, bytes: Vec<u8>) {
        let link = self.link_of(device);
        self.input(device, Input::Frame { link, bytes });
    }
}
