//! The keyring: the keys of all audiences that this device may read.

use std::collections::BTreeMap;

use kernel::{DeviceId, WorkspaceId};
use protocol::{AudienceId, Body, DevicePublic, DocumentTag, EpochId, Grant, Membership, Operation};
use rand_core::CryptoRng;
use zeroize::ZeroizeOnDrop;

use crate::epoch::{EpochKeys, EpochPlace, GrantError, NoKey, tag};
use crate::keys::DeviceKeys;

/// The keys of a workspace's audiences. It grows by grants and by nothing else: also whoever
/// starts an epoch takes its key from the grant to their own device.
#[derive(Clone)]
pub struct Keyring {
    workspace: WorkspaceId,
    audiences: BTreeMap<AudienceId, BTreeMap<EpochId, EpochKeys>>,
}

// Every key wipes itself.
impl ZeroizeOnDrop for Keyring {}

impl Keyring {
    /// A keyring without keys.
    #[must_use]
    pub const fn new(workspace: WorkspaceId) -> Self {
        Self { workspace, audiences: BTreeMap::new() }
    }

    /// All keys that the membership's log grants to this device, and the grants that do not open.
    #[must_use]
    pub fn collect(
        keys: &DeviceKeys,
        device: DeviceId,
        membership: &Membership,
    ) -> (Self, Vec<(EpochPlace, GrantError)>) {
        let (mut keyring, mut refused) = (Self::new(membership.workspace()), Vec::new());
        for (audience, epoch, sealed) in membership.grants_for(device) {
            let place = keyring.place(audience.id(keyring.workspace), epoch);
            let grant = Grant { device, sealed: sealed.to_vec() };
            if let Err(error) = keyring.take_grant(keys, &place, &grant) {
                refused.push((place, error));
            }
        }
        (keyring, refused)
    }

    /// The workspace its keys are of.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Takes the grant to this device out of an operation that the membership has admitted.
    /// Answers with the epoch whose key is new here: `None` when there is no grant to this device
    /// or the key was there already.
    ///
    /// # Errors
    /// [`GrantError`]; nothing is taken then.
    pub fn take(
        &mut self,
        keys: &DeviceKeys,
        device: DeviceId,
        operation: &Operation,
    ) -> Result<Option<EpochPlace>, GrantError> {
        let (Body::Rotate { audience, epoch, grants } | Body::Grant { audience, epoch, grants }) =
            &operation.body
        else {
            return Ok(None);
        };
        let Some(grant) = grants.iter().find(|grant| grant.device == device) else { return Ok(None) };
        if operation.workspace != self.workspace {
            return Err(GrantError::NotForThisDevice);
        }
        let place = self.place(audience.id(self.workspace), *epoch);
        Ok(self.take_grant(keys, &place, grant)?.then_some(place))
    }

    fn take_grant(
        &mut self,
        keys: &DeviceKeys,
        place: &EpochPlace,
        grant: &Grant,
    ) -> Result<bool, GrantError> {
        if self.has(place.audience, place.epoch) {
            return Ok(false);
        }
        self.add(place.audience, place.epoch.number, EpochKeys::open(keys, place, grant)?);
        Ok(true)
    }

    /// Whether the key of this epoch is here.
    #[must_use]
    pub fn has(&self, audience: AudienceId, epoch: EpochId) -> bool {
        self.audiences.get(&audience).is_some_and(|held| held.contains_key(&epoch))
    }

    /// The newest epoch of an audience whose key is here. It is the one to seal under only if
    /// the membership knows no newer one.
    #[must_use]
    pub fn newest(&self, audience: AudienceId) -> Option<EpochId> {
        self.audiences.get(&audience)?.keys().next_back().copied()
    }

    /// The audiences of which a key is here.
    pub fn audiences(&self) -> impl Iterator<Item = AudienceId> {
        self.audiences.keys().copied()
    }

    /// The epochs of an audience whose keys are here, oldest first.
    pub fn epochs(&self, audience: AudienceId) -> impl DoubleEndedIterator<Item = EpochId> {
        self.audiences.get(&audience).into_iter().flat_map(|held| held.keys().copied())
    }

    /// The tag under which a document's envelopes travel. Epochs take it over from the one before.
    ///
    /// # Errors
    /// [`NoKey`] when no key of the audience is here.
    pub fn tag(&self, audience: AudienceId, document: &str) -> Result<DocumentTag, NoKey> {
        let newest = self.audiences.get(&audience).and_then(|held| held.values().next_back());
        Ok(tag(&newest.ok_or(NoKey)?.naming, document))
    }

    /// An epoch that is here, sealed to one more device.
    ///
    /// # Errors
    /// [`GrantError::NoKey`] when its key is not here, [`GrantError::PublicKey`].
    pub fn grant(
        &self,
        audience: AudienceId,
        epoch: EpochId,
        device: &DevicePublic,
        random: &mut impl CryptoRng,
    ) -> Result<Grant, GrantError> {
        let keys = self.keys(audience, epoch)?;
        keys.grant(&self.place(audience, epoch), device, random)
    }

    /// Forgets all keys of an audience, as on leaving a circle.
    pub fn forget(&mut self, audience: AudienceId) {
        self.audiences.remove(&audience);
    }

    pub(crate) fn keys(&self, audience: AudienceId, epoch: EpochId) -> Result<&EpochKeys, NoKey> {
        self.audiences.get(&audience).and_then(|held| held.get(&epoch)).ok_or(NoKey)
    }

    pub(crate) const fn place(&self, audience: AudienceId, epoch: EpochId) -> EpochPlace {
        EpochPlace { workspace: self.workspace, audience, epoch }
    }

    pub(crate) fn add(&mut self, audience: AudienceId, number: u32, keys: EpochKeys) {
        self.audiences.entry(audience).or_default().insert(keys.id(audience, number), keys);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;

    const WORKSPACE: WorkspaceId = WorkspaceId::from_bytes([1; 16]);
    const AUDIENCE: AudienceId = AudienceId([2; 16]);

    fn ring() -> (Keyring, EpochKeys) {
        let random = &mut Random::from_seed([3; 32]);
        let (mut ring, first) = (Keyring::new(WORKSPACE), EpochKeys::fresh(None, random));
        ring.add(AUDIENCE, 1, first.clone());
        let second = EpochKeys::fresh(Some(&first.naming), random);
        ring.add(AUDIENCE, 2, second);
        ring.add(AudienceId([4; 16]), 1, EpochKeys::fresh(None, random));
        (ring, first)
    }

    #[test]
    fn two_epochs_of_one_number_are_both_kept() {
        let (mut ring, first) = ring();
        let rival = EpochKeys::fresh(Some(&first.naming), &mut Random::from_seed([5; 32]));
        ring.add(AUDIENCE, 2, rival.clone());
        assert_eq!(ring.epochs(AUDIENCE).count(), 3);
        assert!(ring.has(AUDIENCE, rival.id(AUDIENCE, 2)));
        assert_eq!(ring.newest(AUDIENCE), ring.epochs(AUDIENCE).max());
    }

    #[test]
    fn the_documents_of_an_audience_keep_their_names_in_a_new_epoch() {
        let (mut ring, first) = ring();
        let before = ring.tag(AUDIENCE, "everyone/index");
        ring.add(AUDIENCE, 3, EpochKeys::fresh(Some(&first.naming), &mut Random::from_seed([5; 32])));
        assert_eq!(ring.tag(AUDIENCE, "everyone/index"), before);
    }

    #[test]
    fn documents_are_named_apart_by_audience() {
        let (ring, _) = ring();
        let tag = |audience, document| ring.tag(audience, document).unwrap();
        assert_ne!(tag(AUDIENCE, "everyone/index"), tag(AUDIENCE, "everyone/area/roster"));
        assert_ne!(tag(AUDIENCE, "everyone/index"), tag(AudienceId([4; 16]), "everyone/index"));
        assert_eq!(ring.tag(AudienceId([9; 16]), "everyone/index"), Err(NoKey));
    }
}
