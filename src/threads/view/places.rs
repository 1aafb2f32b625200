//! Where a change is, in words: on this disk, at the relay, on whose devices.

use kernel::{Timestamp, words};
use mirror::{Mirror, Places};

use super::moment;

/// How many devices are named; more are counted.
const NAMED: usize = 2;

/// The places, as the end of a sentence: “on this disk, at the relay and on Ben (Laptop), verified at 09:12”. Tracked.
pub fn said(mirror: Mirror, places: &Places) -> String {
    let device = |device: &_| mirror.device_name(*device);
    let time = |at| lately(mirror, at);
    words_of(places, &device, &time)
}

fn words_of(
    places: &Places,
    device: &dyn Fn(&kernel::DeviceId) -> String,
    time: &dyn Fn(Timestamp) -> String,
) -> String {
    let mut all = vec!["on this disk".to_owned()];
    all.extend(places.relay.then(|| "at the relay".to_owned()));
    match places.devices.len() {
        0 => {}
        1..=NAMED => all.extend(places.devices.iter().map(|one| format!("on {}", device(one)))),
        more => all.push(format!("on {}", words::counted(more, "device", "devices"))),
    }
    let verified = places.verified.map(|at| format!(", verified {}", time(at))).unwrap_or_default();
    format!("{}{verified}", words::listed(&all))
}

/// A time as a sentence names it: “at 09:12” for today, “on 3 Nov 2026, 09:12” for other days.
#[must_use]
pub fn lately(mirror: Mirror, at: Timestamp) -> String {
    let moment = moment(mirror, at);
    match moment.rsplit_once(", ") {
        Some((_, clock)) if mirror.day_of(at) == mirror.day_of(mirror.now()) => format!("at {clock}"),
        _ => format!("on {moment}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::DeviceId;

    #[test]
    fn y_66_a_change_says_where_it_is() {
        let said = |relay: bool, devices: &[u8], verified: Option<i64>| {
            let devices = devices.iter().map(|device| DeviceId::from_bytes([*device; 16])).collect();
            let places = Places { relay, devices, verified: verified.map(Timestamp::from_millis) };
            let device = |device: &DeviceId| format!("device {}", device.as_bytes()[0]);
            words_of(&places, &device, &|at| format!("at {}", at.millis()))
        };
        assert_eq!(said(false, &[], None), "on this disk");
        assert_eq!(said(true, &[], None), "on this disk and at the relay");
        assert_eq!(said(true, &[1], Some(9)), "on this disk, at the relay and on device 1, verified at 9");
        assert_eq!(said(false, &[1, 2], None), "on this disk, on device 1 and on device 2");
        assert_eq!(
            said(true, &[1, 2, 3], Some(9)),
            "on this disk, at the relay and on 3 devices, verified at 9"
        );
    }
}
