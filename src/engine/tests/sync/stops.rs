//! A machine stops at every single read and write of what a team does: with what was under way
//! there or not, and with what was written relaxed lost or torn. Then it starts again, and whoever
//! was not answered asks once more.

mod changes;
mod coming;

use document::Batch;
use engine::message::{Ask, Reply, SheetText, Standing};
use std::collections::BTreeSet;

use super::net::{Net, Stand};
use crate::world::{Fault, create, record, roster};

/// Something that a team does.
struct Scenario {
    /// Whether the disk is damaged to begin with.
    is_harmed: bool,
    /// How everything stands before it.
    before: fn() -> Net,
    /// What is done. It is told again after a stop, so it asks only for what is not done yet.
    story: fn(&mut Story),
    /// What must hold of what was acknowledged so far; at the end that is all of it.
    holds: fn(&Story),
}

/// A scenario as it goes.
struct Story {
    net: Net,
    /// What was acknowledged.
    done: BTreeSet<&'static str>,
    asked: BTreeSet<&'static str>,
    /// A recovery key that was printed.
    sheet: Option<SheetText>,
}

impl Story {
    /// Asks for something unless it was acknowledged before, and lets everything happen.
    fn ask(&mut self, device: usize, what: &'static str, ask: Ask) {
        self.asked.insert(what);
        if self.is_done(what) || self.net.devices[device].is_stopped() {
            return;
        }
        let id = self.net.ask(device, ask);
        self.net.rest();
        let reply = self.net.devices[device].tab.replies.get(&id);
        if reply.is_some_and(|reply| !matches!(reply, Reply::Refused(_))) {
            self.done.insert(what);
        }
    }

    fn is_done(&self, what: &'static str) -> bool {
        self.done.contains(what)
    }

    /// Whether a device runs, belongs to the workspace, and nobody at the relay knows better.
    fn belongs(&self, device: usize) -> bool {
        let known = self.net.relay.kept.membership.as_ref();
        let device = &self.net.devices[device];
        let is_in = device
            .me
            .as_ref()
            .is_some_and(|me| known.is_none_or(|known| known.view().device(me.device).is_some()));
        is_in && !device.is_stopped() && matches!(device.sharing.standing, Standing::Member(_))
    }

    /// What must hold of every disk as soon as a machine has stopped.
    fn is_sound(&self) {
        self.net.devices.iter().for_each(|device| device.disk.check());
    }

    /// What must hold when all is over: who belongs has the same, is told of nothing amiss, and goes on.
    fn goes_on(&mut self) {
        let belong: Vec<usize> = (0..self.net.devices.len()).filter(|device| self.belongs(*device)).collect();
        for device in &belong {
            let add = create(&roster(), 200 + *device as u8, "Goes on");
            self.net.commit(*device, Batch::new("Add").with(add));
        }
        self.net.rest();
        self.is_sound();
        for device in &belong {
            let state = &self.net.devices[*device].sharing;
            assert_eq!((&state.trouble, state.aside.len()), (&None, 0), "{device}: {:?}", state.aside);
            assert_eq!(self.net.heads(*device, "everyone"), self.net.heads(belong[0], "everyone"));
            let (log, first) = (self.net.membership(*device), self.net.membership(belong[0]));
            assert_eq!(log.heads(), first.heads(), "{device}: the log");
            let shown = &self.net.devices[*device].tab.rows;
            for other in &belong {
                assert!(shown.contains_key(&record(200 + *other as u8)), "{device} sees what {other} wrote");
            }
        }
    }
}

impl Scenario {
    fn begin(&self, stand: &Stand) -> Story {
        let (done, asked) = (BTreeSet::new(), BTreeSet::new());
        Story { net: Net::from_stand(stand), done, asked, sheet: None }
    }

    /// Stops the machine of `device` at every operation. Returns how many stops that were.
    fn stops(&self, device: usize) -> usize {
        let stand = (self.before)().stand();
        let mut story = self.begin(&stand);
        let first = story.net.devices[device].disk.operations;
        (self.story)(&mut story);
        assert_eq!(story.done, story.asked, "undisturbed, all of it is done");
        (self.holds)(&story);
        let disk = &story.net.devices[device].disk;
        let mut stops: BTreeSet<(usize, Fault)> =
            (first..disk.operations).map(|at| (at, Fault::StopsBefore)).collect();
        for (at, is_relaxed) in disk.written_at.iter().filter(|(at, _)| *at >= first) {
            stops.insert((*at, Fault::StopsAfter));
            if *is_relaxed {
                stops.extend([(*at, Fault::LosesPower), (*at, Fault::TearsRelaxed)]);
            }
        }
        story.goes_on();
        for stop in &stops {
            let told = std::panic::catch_unwind(|| self.stop(&stand, device, *stop));
            assert!(told.is_ok(), "device {device} stopped at operation {} of {stops:?}: {stop:?}", stop.0);
        }
        println!("{} stops of device {device}", stops.len());
        stops.len()
    }

    fn stop(&self, stand: &Stand, device: usize, stop: (usize, Fault)) {
        let mut story = self.begin(stand);
        story.net.devices[device].disk.stop = Some(stop);
        (self.story)(&mut story);
        assert!(story.net.devices[device].is_stopped(), "it was reached");
        if !self.is_harmed {
            story.is_sound();
        }
        story.net.devices[device].disk.stop = None;
        story.net.restart(device);
        story.net.rest();
        (self.holds)(&story);
        (self.story)(&mut story);
        story.net.rest();
        // What was refused now was done before the stop and not acknowledged: the state says so.
        story.done = story.asked.clone();
        (self.holds)(&story);
        story.goes_on();
    }
}
