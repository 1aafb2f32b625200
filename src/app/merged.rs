//! What came from others: grouped by who wrote it, and how much of it this browser has shown already.

use engine::message::Arrival;
use kernel::{MemberId, RecordId, Timestamp};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::{browser, session::Session};

/// What came from one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Who wrote it.
    pub member: MemberId,
    /// Each record that they touched, with when that came last; the latest first.
    pub records: Vec<(RecordId, Timestamp)>,
}

/// Groups what came, given newest first, by who wrote it; who wrote last comes first.
pub fn grouped(arrivals: &[Arrival]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for arrival in arrivals {
        let place = groups.iter().position(|group| group.member == arrival.member).unwrap_or_else(|| {
            groups.push(Group { member: arrival.member, records: Vec::new() });
            groups.len() - 1
        });
        let records = &mut groups[place].records;
        for record in &arrival.records {
            if !records.iter().any(|(known, _)| known == record) {
                records.push((*record, arrival.at));
            }
        }
    }
    groups
}

/// What came from others as far as it is kept, newest first; it follows what comes.
pub fn arrivals(session: Session) -> RwSignal<Vec<Arrival>> {
    let all = RwSignal::new(Vec::new());
    let mirror = session.mirror;
    let last = Memo::new(move |_| mirror.arrived().last().map(|arrival| arrival.number));
    Effect::new(move |_| {
        last.track();
        if !mirror.is_ready() || !mirror.is_shared() {
            return;
        }
        spawn_local(async move {
            match mirror.arrivals().await {
                Ok(arrivals) => {
                    all.try_set(arrivals);
                }
                Err(problem) => session.report(&problem),
            }
        });
    });
    all
}

/// The number of the last arrival that was shown to the user in this browser.
pub fn seen(session: Session) -> u64 {
    browser::remembered(&key(session)).and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Everything up to this number was shown.
pub fn saw(session: Session, number: u64) {
    if number > seen(session) {
        browser::remember(&key(session), &number.to_string());
    }
}

fn key(session: Session) -> String {
    format!("merged:{}", session.workspace.database())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::DeviceId;

    const ANA: MemberId = MemberId::from_bytes([1; 16]);
    const BOB: MemberId = MemberId::from_bytes([2; 16]);

    fn record(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    fn arrival(number: u64, member: MemberId, records: &[u8]) -> Arrival {
        Arrival {
            number,
            at: Timestamp::from_millis(i64::try_from(number).unwrap()),
            device: DeviceId::from_bytes(*member.as_bytes()),
            member,
            document: "everyone/index".parse().unwrap(),
            records: records.iter().map(|number| record(*number)).collect(),
        }
    }

    #[test]
    fn what_came_is_grouped_by_who_wrote_it_and_each_record_is_named_once() {
        let newest_first = [arrival(3, BOB, &[1]), arrival(2, ANA, &[7]), arrival(1, BOB, &[1, 2])];
        let at = Timestamp::from_millis;
        assert_eq!(
            grouped(&newest_first),
            [
                Group { member: BOB, records: vec![(record(1), at(3)), (record(2), at(1))] },
                Group { member: ANA, records: vec![(record(7), at(2))] },
            ]
        );
    }
}
