//! Small things sealed for an audience: a member's card, a key that approvers share, a signal.

use kernel::{DeviceId, MemberId, WorkspaceId};
use protocol::bytes::{Reader, Writer};
use protocol::{AudienceId, AudienceName, DecodeError, DevicePublic, EpochId, Signature};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::aead::{open_box, seal_box};
use crate::epoch::{EpochKeys, EpochPlace, NoKey};
use crate::keyring::Keyring;
use crate::keys::DeviceKeys;
use crate::padding::{pad, unpad};
use crate::secret::framed;

const VERSION: u8 = 1;
/// The longest name on a card, bytes (ours).
const LONGEST_NAME: usize = 200;

/// Why a note does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The epoch's key is not here (yet).
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// It was changed, or is about something else than it is shown for.
    #[error("This was changed on its way, or belongs elsewhere.")]
    Damaged,
    /// A newer version of the product wrote it.
    #[error("This was written by a newer version.")]
    Newer,
}

impl From<DecodeError> for NoteError {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Version(_) => Self::Newer,
            _ => Self::Damaged,
        }
    }
}

/// How a member and a device of theirs want to be called; sealed for *everyone* into the
/// operation that lets them in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The member's name. Only the first 200 bytes are kept.
    pub name: String,
    /// The device's name; likewise.
    pub device: String,
}

impl Card {
    /// The card of a member's device, sealed under an epoch of *everyone*.
    ///
    /// # Errors
    /// [`NoKey`] when the epoch's key is not here.
    pub fn seal(
        &self,
        keyring: &Keyring,
        epoch: EpochId,
        member: MemberId,
        device: DeviceId,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, NoKey> {
        let audience = AudienceName::Everyone.id(keyring.workspace());
        let keys = keyring.keys(audience, epoch)?;
        Ok(self.seal_with(keys, &keyring.place(audience, epoch), member, device, random))
    }

    /// As [`Card::seal`], before the epoch's key is on a keyring: for the founder.
    pub(crate) fn seal_with(
        &self,
        keys: &EpochKeys,
        place: &EpochPlace,
        member: MemberId,
        device: DeviceId,
        random: &mut impl CryptoRng,
    ) -> Vec<u8> {
        let mut to = Writer::new();
        for name in [&self.name, &self.device] {
            to.bytes(&name.as_bytes()[..name.floor_char_boundary(LONGEST_NAME)]);
        }
        let about = Self::about(member, device);
        seal_note(keys, place, &about, &to.finish(), random)
    }

    /// The card in the operation that let this device of this member in.
    ///
    /// # Errors
    /// [`NoteError`].
    pub fn open(
        keyring: &Keyring,
        member: MemberId,
        device: DeviceId,
        sealed: &[u8],
    ) -> Result<Self, NoteError> {
        let audience = AudienceName::Everyone.id(keyring.workspace());
        let plain = open_note(keyring, audience, &Self::about(member, device), sealed)?;
        let mut from = Reader::new(&plain);
        let card =
            Self { name: from.text(LONGEST_NAME, "a name")?, device: from.text(LONGEST_NAME, "a name")? };
        from.end()?;
        Ok(card)
    }

    pub(crate) fn about(member: MemberId, device: DeviceId) -> Vec<u8> {
        framed("pilothouse card v1", &[member.as_bytes(), device.as_bytes()])
    }
}

/// Seals a name that a member gives themselves, or a device of theirs, after joining. Only the
/// first 200 bytes are kept.
///
/// # Errors
/// [`NoKey`] when the epoch's key is not here.
pub(crate) fn seal_name(
    name: &str,
    keyring: &Keyring,
    epoch: EpochId,
    (member, device): (MemberId, Option<DeviceId>),
    random: &mut impl CryptoRng,
) -> Result<Vec<u8>, NoKey> {
    let audience = AudienceName::Everyone.id(keyring.workspace());
    let keys = keyring.keys(audience, epoch)?;
    let mut to = Writer::new();
    to.bytes(&name.as_bytes()[..name.floor_char_boundary(LONGEST_NAME)]);
    Ok(seal_note(keys, &keyring.place(audience, epoch), &about_name(member, device), &to.finish(), random))
}

/// What a member calls themselves since, or a device of theirs.
///
/// # Errors
/// [`NoteError`]; [`NoteError::Damaged`] also for a name of nothing.
pub fn open_name(
    keyring: &Keyring,
    (member, device): (MemberId, Option<DeviceId>),
    sealed: &[u8],
) -> Result<String, NoteError> {
    let audience = AudienceName::Everyone.id(keyring.workspace());
    let plain = open_note(keyring, audience, &about_name(member, device), sealed)?;
    let mut from = Reader::new(&plain);
    let name = from.text(LONGEST_NAME, "a name")?;
    from.end()?;
    if name.trim().is_empty() { Err(NoteError::Damaged) } else { Ok(name) }
}

pub(crate) fn about_name(member: MemberId, device: Option<DeviceId>) -> Vec<u8> {
    let device = device.as_ref().map_or(&[][..], |device| device.as_bytes());
    framed("pilothouse name v1", &[member.as_bytes(), device])
}

/// From whom to whom a signal goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The device that says it.
    pub from: DeviceId,
    /// The device it is for; `None` for all of them.
    pub to: Option<DeviceId>,
}

/// Something that passes at once and is not kept (who is where, how to connect), signed by the
/// device that says it and sealed for an audience.
///
/// # Errors
/// [`NoKey`] when the epoch's key is not here.
pub fn seal_signal(
    keys: &DeviceKeys,
    keyring: &Keyring,
    (audience, epoch): (AudienceId, EpochId),
    route: Route,
    plain: &[u8],
    random: &mut impl CryptoRng,
) -> Result<Vec<u8>, NoKey> {
    let epoch_keys = keyring.keys(audience, epoch)?;
    let signature = keys.sign(&signed(keyring.workspace(), route, plain));
    let plain = Zeroizing::new([signature.0.as_slice(), plain].concat());
    Ok(seal_note(epoch_keys, &keyring.place(audience, epoch), &about(route), &plain, random))
}

/// What a device of the workspace said. That it is not an older one said again, its content must
/// show.
///
/// # Errors
/// [`NoteError`].
pub fn open_signal(
    keyring: &Keyring,
    audience: AudienceId,
    from: &DevicePublic,
    to: Option<DeviceId>,
    sealed: &[u8],
) -> Result<Vec<u8>, NoteError> {
    let route = Route { from: from.id, to };
    let plain = open_note(keyring, audience, &about(route), sealed)?;
    let (signature, plain) = plain.split_first_chunk().ok_or(NoteError::Damaged)?;
    Signature(*signature)
        .verify(&from.signing, &signed(keyring.workspace(), route, plain))
        .map_err(|_| NoteError::Damaged)?;
    Ok(plain.to_vec())
}

/// The epoch under which a signal is sealed, so that it can be answered under the same; `None`: it is
/// none.
#[must_use]
pub fn epoch_of_signal(sealed: &[u8]) -> Option<EpochId> {
    let mut from = Reader::new(sealed);
    from.version(VERSION).ok()?;
    Some(EpochId { number: from.u32().ok()?, check: from.array().ok()? })
}

fn about(route: Route) -> Vec<u8> {
    let to = route.to.map(|to| *to.as_bytes());
    let to = to.as_ref().map_or(&[][..], |to| to.as_slice());
    framed("pilothouse signal v1", &[route.from.as_bytes(), to])
}

fn signed(workspace: WorkspaceId, route: Route, plain: &[u8]) -> Vec<u8> {
    framed("pilothouse signed signal v1", &[workspace.as_bytes(), &about(route), plain])
}

/// Version, epoch, and the padded plain bytes sealed under a key of the epoch.
pub(crate) fn seal_note(
    keys: &EpochKeys,
    place: &EpochPlace,
    about: &[u8],
    plain: &[u8],
    random: &mut impl CryptoRng,
) -> Vec<u8> {
    let mut to = Writer::new();
    to.u8(VERSION);
    place.epoch.write(&mut to);
    let key = keys.key.derive("pilothouse note key v1", &[place.workspace.as_bytes(), &place.audience.0]);
    to.raw(&seal_box(&key, "pilothouse note v1", about, &pad(plain), random));
    to.finish()
}

/// What [`seal_note`] sealed about the same.
pub(crate) fn open_note(
    keyring: &Keyring,
    audience: AudienceId,
    about: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, NoteError> {
    let mut from = Reader::new(sealed);
    from.version(VERSION)?;
    let epoch = EpochId { number: from.u32()?, check: from.array()? };
    let keys = keyring.keys(audience, epoch)?;
    let key = keys.key.derive("pilothouse note key v1", &[keyring.workspace().as_bytes(), &audience.0]);
    let padded = open_box(&key, "pilothouse note v1", about, from.take(from.left())?)
        .map_err(|_| NoteError::Damaged)?;
    unpad(&padded).map(|plain| Zeroizing::new(plain.to_vec())).ok_or(NoteError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use crate::tests::{every_bit_changed, every_cut};

    const MEMBER: MemberId = MemberId::from_bytes([2; 16]);
    const DEVICE: DeviceId = DeviceId::from_bytes([3; 16]);

    fn alice() -> (DeviceKeys, Keyring, AudienceId, EpochId) {
        let random = &mut Random::from_seed([1; 32]);
        let mut keyring = Keyring::new(WorkspaceId::from_bytes([4; 16]));
        let audience = AudienceName::Everyone.id(keyring.workspace());
        keyring.add(audience, 1, EpochKeys::fresh(None, random));
        let epoch = keyring.newest(audience).unwrap();
        (DeviceKeys::generate(random), keyring, audience, epoch)
    }

    #[test]
    fn a_card_opens_for_the_device_it_is_of() {
        let (_, keyring, _, epoch) = alice();
        let card = Card { name: "Alice".to_owned(), device: "Laptop".to_owned() };
        let sealed = card.seal(&keyring, epoch, MEMBER, DEVICE, &mut Random::from_seed([5; 32])).unwrap();
        assert!(sealed.len() <= protocol::limits::MAX_CARD);
        assert_eq!(Card::open(&keyring, MEMBER, DEVICE, &sealed), Ok(card));
        let moved = Card::open(&keyring, MEMBER, DeviceId::from_bytes([9; 16]), &sealed);
        assert_eq!(moved, Err(NoteError::Damaged));
    }

    #[test]
    fn a_name_opens_for_what_it_names_and_a_name_of_nothing_is_none() {
        let (_, keyring, _, epoch) = alice();
        let random = &mut Random::from_seed([5; 32]);
        let sealed = seal_name("Alicia", &keyring, epoch, (MEMBER, None), random).unwrap();
        assert!(sealed.len() <= protocol::limits::MAX_CARD);
        assert_eq!(open_name(&keyring, (MEMBER, None), &sealed), Ok("Alicia".to_owned()));
        assert_eq!(open_name(&keyring, (MEMBER, Some(DEVICE)), &sealed), Err(NoteError::Damaged));
        let of_device =
            seal_name(&"x".repeat(5000), &keyring, epoch, (MEMBER, Some(DEVICE)), random).unwrap();
        assert_eq!(open_name(&keyring, (MEMBER, Some(DEVICE)), &of_device), Ok("x".repeat(LONGEST_NAME)));
        let empty = seal_name(" ", &keyring, epoch, (MEMBER, None), random).unwrap();
        assert_eq!(open_name(&keyring, (MEMBER, None), &empty), Err(NoteError::Damaged));
    }

    #[test]
    fn v_9_all_cards_of_usual_names_have_one_length() {
        let (_, keyring, _, epoch) = alice();
        let length = |name: &str| {
            let card = Card { name: name.to_owned(), device: String::new() };
            card.seal(&keyring, epoch, MEMBER, DEVICE, &mut Random::from_seed([5; 32])).unwrap().len()
        };
        assert_eq!(length("Al"), length("Bartholomew van der Meer-Featherstonehaugh"));
        assert!(length(&"x".repeat(5000)) <= protocol::limits::MAX_CARD);
    }

    #[test]
    fn a_signal_is_of_the_device_that_says_it() {
        let (keys, keyring, audience, epoch) = alice();
        let random = &mut Random::from_seed([5; 32]);
        let route = Route { from: DEVICE, to: Some(DeviceId::from_bytes([6; 16])) };
        let sealed = seal_signal(&keys, &keyring, (audience, epoch), route, b"offer", random).unwrap();
        let public = keys.public(DEVICE);
        assert_eq!(open_signal(&keyring, audience, &public, route.to, &sealed), Ok(b"offer".to_vec()));
        assert_eq!(epoch_of_signal(&sealed), Some(epoch));
        // Not to somebody else, and not by a member who has the key and another device.
        assert_eq!(open_signal(&keyring, audience, &public, None, &sealed), Err(NoteError::Damaged));
        let mallory = DeviceKeys::generate(random);
        let forged = seal_signal(&mallory, &keyring, (audience, epoch), route, b"offer", random).unwrap();
        assert_eq!(open_signal(&keyring, audience, &public, route.to, &forged), Err(NoteError::Damaged));
    }

    #[test]
    fn v_2_a_changed_or_shortened_note_never_opens() {
        let (keys, keyring, audience, epoch) = alice();
        let random = &mut Random::from_seed([5; 32]);
        let card = Card { name: "Alice".to_owned(), device: "Laptop".to_owned() };
        let sealed = card.seal(&keyring, epoch, MEMBER, DEVICE, random).unwrap();
        assert!(
            every_bit_changed(&sealed).all(|bytes| Card::open(&keyring, MEMBER, DEVICE, &bytes).is_err())
        );
        assert!(every_cut(&sealed).all(|bytes| Card::open(&keyring, MEMBER, DEVICE, bytes).is_err()));

        let (route, public) = (Route { from: DEVICE, to: None }, keys.public(DEVICE));
        let sealed = seal_signal(&keys, &keyring, (audience, epoch), route, b"here", random).unwrap();
        let opens = |bytes: &[u8]| open_signal(&keyring, audience, &public, None, bytes).is_ok();
        assert!(opens(&sealed));
        assert!(!every_bit_changed(&sealed).any(|bytes| opens(&bytes)));
        assert!(!every_cut(&sealed).any(opens));
    }
}
