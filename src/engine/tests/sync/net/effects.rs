//! What a device wants done: reads, writes that may go wrong, connections, messages.

use engine::{
    Effect, Input,
    message::{Path, Reply},
    storage::{Store, TENURE, Transaction},
};
use kernel::Problem;
use std::collections::VecDeque;

use super::{Conn, Net, RELAY, Wire};
use crate::world::{Fault, MOMENT, next};

impl Net {
    /// Does the next thing that a device wants. Returns whether there was one.
    pub fn step(&mut self, device: usize) -> bool {
        if self.devices[device].is_stopped() {
            return false;
        }
        let Some(effect) = next(&mut self.devices[device].wants) else { return false };
        match effect {
            Effect::Read { id, store, prefix } => {
                if self.devices[device].disk.stops_at_read() {
                    self.stop(device);
                    return true;
                }
                let rows = self.devices[device].disk.read(store, &prefix);
                self.input(device, Input::Read { id, rows });
            }
            Effect::Write { id, transaction } => self.write(device, id, transaction),
            Effect::Deliver { client, delivery } => {
                let device = &mut self.devices[device];
                if device.tab.client == client {
                    for event in &delivery.events {
                        match event {
                            engine::message::Event::Sharing(state) => device.sharing = (**state).clone(),
                            engine::message::Event::Identity(me) => device.me = Some(me.clone()),
                            engine::message::Event::Present(all) => device.present.clone_from(all),
                            engine::message::Event::Hidden(all) => device.hidden.clone_from(all),
                            _ => {}
                        }
                    }
                    for (_, reply) in &delivery.replies {
                        if let Reply::Welcome(me) = reply {
                            device.me = Some(me.clone());
                        }
                    }
                    device.tab.take_in(delivery);
                }
            }
            Effect::Wake { after } if after <= MOMENT => self.devices[device].waits_a_moment = true,
            Effect::Wake { .. } => self.devices[device].waits = true,
            Effect::Deposed => self.stop(device),
            Effect::Dial { link, address } => {
                assert_eq!(address, RELAY);
                if self.devices[device].online {
                    let conn = self.next;
                    self.next += 1;
                    self.wires
                        .insert(conn, Wire { device, link, up: VecDeque::new(), down: VecDeque::new() });
                    self.relay.connect(conn);
                    let binding = b"relay".to_vec();
                    self.input(device, Input::Linked { link, path: Path::Relay, binding });
                } else {
                    let problem = Some(Problem::new("The relay cannot be reached.", ""));
                    self.input(device, Input::Unlinked { link, problem });
                }
            }
            Effect::Peer { link, step } => self.peer(device, link, step),
            Effect::Send { link, bytes } => {
                for direct in &mut self.directs {
                    if let Some(end) = direct.ends.iter().position(|end| *end == (device, link)) {
                        self.sent.push(bytes.clone());
                        direct.on_its_way[1 - end].push_back(bytes.clone());
                    }
                }
                let wire = self.wires.values_mut().find(|wire| wire.device == device && wire.link == link);
                if let Some(wire) = wire {
                    self.sent.push(bytes.clone());
                    wire.up.push_back(bytes);
                }
            }
            Effect::HangUp { link } => {
                self.forget_end(device, link);
                let direct = self.directs.iter().position(|direct| direct.ends.contains(&(device, link)));
                if let Some(direct) = direct.map(|at| self.directs.remove(at)) {
                    let end = usize::from(direct.ends[0] == (device, link));
                    let (other, link) = direct.ends[end];
                    // What was said before arrives all the same.
                    for bytes in &direct.on_its_way[end] {
                        self.input(other, Input::Frame { link, bytes: bytes.clone() });
                    }
                    self.input(other, Input::Unlinked { link, problem: None });
                }
                let wire = self.wires.iter().find(|(_, wire)| wire.device == device && wire.link == link);
                if let Some(conn) = wire.map(|(conn, _)| *conn) {
                    self.wires.remove(&conn);
                    self.relay.disconnect(conn);
                }
            }
        }
        true
    }

    fn write(&mut self, device: usize, id: u64, transaction: Transaction) {
        let disk = &mut self.devices[device].disk;
        let tenure = disk.rows.get(&(Store::Meta, TENURE.to_owned()));
        if !transaction.allowed(tenure.map(Vec::as_slice)) {
            // The write that began its tenure was done and said to have failed.
            return self.input(device, Input::Stale { id });
        }
        match disk.fault_of_write() {
            Some(Fault::Fails) => {
                let problem = Problem::new("The disk is full.", "Make room.");
                self.input(device, Input::WriteFailed { id, problem });
            }
            Some(Fault::StopsBefore) => self.stop(device),
            Some(fault @ (Fault::LosesPower | Fault::TearsRelaxed)) => {
                disk.lose_power(fault == Fault::TearsRelaxed);
                self.stop(device);
            }
            Some(Fault::StopsAfter) => {
                disk.write(&transaction);
                self.stop(device);
            }
            Some(Fault::WritesAndFails) => {
                disk.write(&transaction);
                let problem = Problem::new("The disk does not answer.", "");
                self.input(device, Input::WriteFailed { id, problem });
            }
            None => {
                disk.write(&transaction);
                self.input(device, Input::Written { id });
            }
        }
    }

    /// The machine stops on the spot.
    pub fn stop(&mut self, device: usize) {
        self.devices[device].replica = None;
        self.devices[device].wants.clear();
        self.forget_ends(device);
        self.part(device);
        let conns: Vec<Conn> =
            self.wires.iter().filter(|(_, wire)| wire.device == device).map(|(conn, _)| *conn).collect();
        for conn in conns {
            self.wires.remove(&conn);
            self.relay.disconnect(conn);
        }
    }
}
