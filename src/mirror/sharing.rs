//! Sharing as screens see it: how it stands, what came from others, who else is here, and what can be asked.

use document::{Audience, DocumentKey};
pub use engine::message::Past;
use engine::message::{
    Arrival, Ask, CaretAt, HiddenCircle, Holder, LinkPreview, Presence, Reply, Share, SharingState,
    SheetText, Standing, Taken,
};
use kernel::{DeviceId, MemberId, Problem, RecordId, Timestamp};
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

use crate::{Mirror, state::unexpected};

/// How many arrivals a page remembers of those that come while it is open; the engine keeps more (ours).
const REMEMBERED: usize = 100;

/// What the engine has told of sharing.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    pub state: RwSignal<Arc<SharingState>>,
    pub arrived: RwSignal<Vec<Arrival>>,
    pub present: RwSignal<Vec<Presence>>,
    pub circles: RwSignal<Arc<Vec<HiddenCircle>>>,
    /// The record that the others were told this page shows, and how often one was told.
    pub here: StoredValue<(u64, Option<(DocumentKey, RecordId)>)>,
    /// Whether nobody has looked at this page for a while.
    pub hidden: StoredValue<bool>,
    /// For each record that this page changed: the number of the envelope that holds the last change.
    pub changed: RwSignal<BTreeMap<RecordId, (Audience, u64)>>,
}

impl Told {
    pub fn new() -> Self {
        Self {
            state: RwSignal::new(Arc::default()),
            arrived: RwSignal::new(Vec::new()),
            present: RwSignal::new(Vec::new()),
            circles: RwSignal::new(Arc::default()),
            here: StoredValue::new((0, None)),
            hidden: StoredValue::new(false),
            changed: RwSignal::new(BTreeMap::new()),
        }
    }

    /// Takes in how things stand; what looks at it runs again only when it differs.
    pub fn stands(self, state: SharingState) {
        if self.state.with_untracked(|known| **known != state) {
            self.state.set(Arc::new(state));
        }
    }

    /// Reads how things stand. Tracked.
    pub fn read<R>(self, read: impl FnOnce(&SharingState) -> R) -> R {
        self.state.with(|state| read(state))
    }

    /// Changes of these records are on disk, in the newest envelopes that there are.
    pub fn kept(self, records: impl Iterator<Item = (RecordId, Audience)>) {
        let kept: Vec<(RecordId, (Audience, u64))> = self.state.with_untracked(|state| {
            let number = |audience| state.safety.written(audience);
            records.map(|(record, audience)| (record, (audience, number(audience)))).collect()
        });
        if !kept.is_empty() {
            self.changed.update(|changed| changed.extend(kept));
        }
    }

    /// Something came from another device.
    pub fn came(self, arrival: Arrival) {
        self.arrived.update(|arrived| {
            if arrived.len() >= REMEMBERED {
                arrived.remove(0);
            }
            arrived.push(arrival);
        });
    }
}

/// Where somebody else writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCaret {
    /// The device.
    pub device: DeviceId,
    /// Who writes, as one calls them.
    pub name: String,
    /// The field.
    pub field: String,
    /// Letters before what is marked, of the text as the mirror has it.
    pub from: u32,
    /// Letters before its end, which is where the caret is.
    pub to: u32,
}

/// Where something is, besides this disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// Whether the relay has it.
    pub relay: bool,
    /// Which other devices have it.
    pub devices: Vec<DeviceId>,
    /// When the last of them said so, by this device's clock.
    pub verified: Option<Timestamp>,
}

impl Places {
    /// With those who hold it.
    #[must_use]
    pub fn of(holders: Vec<Holder>) -> Self {
        Self {
            relay: holders.iter().any(|holder| holder.device.is_none()),
            verified: holders.iter().filter(|holder| holder.device.is_some()).map(|holder| holder.at).max(),
            devices: holders.into_iter().filter_map(|holder| holder.device).collect(),
        }
    }
}

/// Sharing.
impl Mirror {
    /// How sharing stands. Tracked.
    #[must_use]
    pub fn sharing(self) -> Arc<SharingState> {
        self.told.state.get()
    }

    /// Whether the workspace is shared, or about to be: anything but alone. Tracked.
    #[must_use]
    pub fn is_shared(self) -> bool {
        self.told.state.with(|state| state.standing != Standing::Alone)
    }

    /// Where the last change of a record is besides this disk, if it was made on this page; `None` while the workspace is not
    /// shared, or the page has not changed it. Tracked.
    #[must_use]
    pub fn last_change(self, record: RecordId) -> Option<Places> {
        let (audience, number) = self.told.changed.with(|changed| changed.get(&record).copied())?;
        self.told.state.with(|state| {
            let shared = matches!(state.standing, Standing::Member(_));
            shared.then(|| Places::of(state.safety.holders(audience, number).cloned().collect()))
        })
    }

    /// What came from others since this page opened, oldest first. Tracked.
    #[must_use]
    pub fn arrived(self) -> Vec<Arrival> {
        self.told.arrived.get()
    }

    /// Who else is here, and at which record. Tracked.
    #[must_use]
    pub fn present(self) -> Vec<Presence> {
        self.told.present.get()
    }

    /// What a member is called in a sentence: “You”, their name, or that it is not known. Tracked.
    #[must_use]
    pub fn member_name(self, member: MemberId) -> String {
        if self.identity().is_some_and(|identity| identity.member == member) {
            return "You".to_owned();
        }
        let named = self.told.state.with(|state| {
            let found = state.members.iter().find(|one| one.id == member);
            found.map(|one| one.name.clone()).filter(|name| !name.is_empty())
        });
        named.unwrap_or_else(|| "Another member".to_owned())
    }

    /// A device with its owner, as a sentence names it: “Ben (Laptop)”. Tracked.
    #[must_use]
    pub fn device_name(self, device: DeviceId) -> String {
        let unknown = || "A device that is not known".to_owned();
        self.told.state.with(|state| {
            let all =
                state.members.iter().flat_map(|member| member.devices.iter().map(move |of| (member, of)));
            let found = all.into_iter().find(|(_, of)| of.id == device);
            found.map_or_else(unknown, |(member, of)| match (member.name.is_empty(), of.name.is_empty()) {
                (false, false) => format!("{} ({})", member.name, of.name),
                (true, false) => of.name.clone(),
                (false, true) => member.name.clone(),
                (true, true) => "A device".to_owned(),
            })
        })
    }

    /// Where a version of a record is, besides this disk; `None` while the workspace is not shared. Tracked.
    #[must_use]
    pub fn places(self, audience: Audience, past: &Past) -> Option<Places> {
        let me = self.identity().map(|identity| identity.device);
        let (writer, number) = (past.version.device, past.number);
        self.told.state.with(|state| {
            if !matches!(state.standing, Standing::Member(_)) {
                return None;
            }
            if Some(writer) == me {
                let number = number.unwrap_or(u64::MAX);
                return Some(Places::of(state.safety.holders(audience, number).cloned().collect()));
            }
            let found = state.safety.audiences.iter().find(|found| found.audience == audience);
            let mut devices = state.members.iter().flat_map(|member| &member.devices);
            let is_there = devices.any(|device| device.id == writer && !device.is_out);
            Some(Places {
                relay: found.is_some_and(|found| found.relay_has_all),
                devices: is_there.then_some(writer).into_iter().collect(),
                verified: None,
            })
        })
    }

    /// Asks for something that is answered by its being done.
    ///
    /// # Errors
    /// When it was refused; then nothing changed.
    pub async fn share(self, share: Share) -> Result<(), Problem> {
        match self.ask(Ask::Share(share)).await? {
            Reply::Done => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    /// Makes a recovery key of this name, to be shown once.
    ///
    /// # Errors
    /// When the log does not allow it; or the answer got lost, and the key with it.
    pub async fn make_recovery_key(self, name: String) -> Result<SheetText, Problem> {
        match self.ask(Ask::Share(Share::MakeRecoveryKey { name })).await? {
            Reply::RecoveryKey(sheet) => Ok(sheet),
            Reply::Done => Err(Problem::new(
                "The key was made and could not be shown.",
                "Take it out of the list of your devices and make another.",
            )),
            other => Err(unexpected(other)),
        }
    }

    /// What an invitation's link says; nothing is stored.
    ///
    /// # Errors
    /// When it is no such link, or a damaged one.
    pub async fn look_at(self, link: String) -> Result<LinkPreview, Problem> {
        match self.ask(Ask::Share(Share::Look { link })).await? {
            Reply::Link(preview) => Ok(preview),
            other => Err(unexpected(other)),
        }
    }

    /// Everything another copy of the workspace may lack, as one file; without what `to` is known to have.
    ///
    /// # Errors
    /// When the workspace is not shared, or the disk cannot be read.
    pub async fn bundle(self, to: Option<DeviceId>) -> Result<Vec<u8>, Problem> {
        match self.ask(Ask::Share(Share::Bundle { to })).await? {
            Reply::Bundle(bytes) => Ok(bytes),
            other => Err(unexpected(other)),
        }
    }

    /// Takes such a file in.
    ///
    /// # Errors
    /// When it is of another workspace, or damaged; then nothing changed.
    pub async fn take_bundle(self, bytes: Vec<u8>) -> Result<Taken, Problem> {
        match self.ask(Ask::Share(Share::TakeBundle(bytes))).await? {
            Reply::Taken(taken) => Ok(taken),
            other => Err(unexpected(other)),
        }
    }

    /// What came from others, newest first, as far as it is kept.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub async fn arrivals(self) -> Result<Vec<Arrival>, Problem> {
        match self.ask(Ask::Share(Share::Arrivals)).await? {
            Reply::Arrivals(arrivals) => Ok(arrivals),
            other => Err(unexpected(other)),
        }
    }

    /// Tells the others that this page shows a record. Nobody waits for it. What comes back takes it back, by
    /// [`left`](Self::left).
    pub fn here(self, document: DocumentKey, record: RecordId) -> u64 {
        let place = Some((document, record));
        self.told.here.update_value(|(count, here)| (*count, *here) = (*count + 1, place.clone()));
        self.send(Ask::Share(Share::Here(place)));
        self.told.here.with_value(|(count, _)| *count)
    }

    /// Tells the others that nobody looks at this page any more, or that somebody does again. Nobody waits for it.
    pub fn hidden(self, hidden: bool) {
        if self.told.hidden.get_value() != hidden {
            self.told.hidden.set_value(hidden);
            self.send(Ask::Share(Share::Hidden(hidden)));
        }
    }

    /// Tells those who may read it where in a text of a record the caret is, or what is marked there, in letters of the
    /// text as the mirror has it; `None`: nowhere in it. Nobody waits for it.
    pub fn writes_at(self, record: RecordId, field: &str, place: Option<(u32, u32)>) {
        if !untrack(|| self.is_shared()) {
            return;
        }
        let document = untrack(|| self.row(record)).map(|row| row.document.clone());
        let caret = place.zip(document).map(|((from, to), document)| CaretAt {
            document,
            record,
            field: field.to_owned(),
            from,
            to,
        });
        self.send(Ask::Share(Share::Writing(caret)));
    }

    /// The carets of others in the texts of a record. Tracked.
    #[must_use]
    pub fn carets(self, record: RecordId) -> Vec<OtherCaret> {
        let carets = self.present().into_iter().filter_map(|one| {
            let CaretAt { field, from, to, .. } = one.caret.filter(|caret| caret.record == record)?;
            let name = match self.member_name(one.member).as_str() {
                "You" => "You, elsewhere".to_owned(),
                name => name.to_owned(),
            };
            Some(OtherCaret { device: one.device, name, field, from, to })
        });
        carets.collect()
    }

    /// Tells the others that what was told by [`here`](Self::here) is over, unless something else was told since: one
    /// page may come before the other has gone.
    pub fn left(self, told: u64) {
        if self.told.here.try_with_value(|(count, _)| *count == told) == Some(true) {
            self.told.here.set_value((told, None));
            self.send(Ask::Share(Share::Here(None)));
        }
    }
}
