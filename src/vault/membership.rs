//! What to sign and to whom to seal: the steps by which a membership changes.
//!
//! Each step is a pure function of the membership as it stands and the keyring. It answers with
//! signed operations, parents before children, which are then added to the membership, stored and
//! sent like anybody else's; the keys of epochs that they start are taken from their grants.
//! Nothing is signed that others would refuse: every operation is first tried on a copy.

use std::collections::BTreeSet;

use kernel::{DeviceId, MemberId, RecordId, Timestamp, WorkspaceId};
use protocol::limits::{MAX_ERASED_RUNS, MAX_PARENTS};
use protocol::{
    Added, AudienceName, Body, Covers, DocumentTag, Grant, InvitationId, InvitationState, Known, Membership,
    Operation, OperationDraft, Refusal, Role, View, proof_bytes,
};
use rand_core::CryptoRng;

use crate::epoch::{EpochKeys, GrantError, NoKey};
use crate::invitation::InvitationSecret;
use crate::join::{JoinRequest, Offer, Terms, about, approvers};
use crate::keyring::Keyring;
use crate::keys::DeviceKeys;
use crate::note::{Card, seal_name, seal_note};
use crate::recovery::RecoveryKey;

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// The membership does not allow it.
    #[error("This cannot be done: {0}.")]
    Refused(#[from] Refusal),
    /// A key that is needed is not here.
    #[error(transparent)]
    NoKey(#[from] NoKey),
    /// A key could not be sealed or opened.
    #[error(transparent)]
    Grant(#[from] GrantError),
    /// The invitation is too old by this device's clock.
    #[error("The invitation is too old. Make a new one.")]
    Expired,
}

/// Who takes the step, and what they know.
#[derive(Clone, Copy)]
pub struct Author<'a> {
    /// The device's keys.
    pub keys: &'a DeviceKeys,
    /// The device.
    pub device: DeviceId,
    /// The keys it was given.
    pub keyring: &'a Keyring,
    /// The membership as it stands.
    pub membership: &'a Membership,
    /// Now, by the device's clock.
    pub at: Timestamp,
}

/// The operations that make a workspace: the founding, and the first epochs of *everyone* and of
/// *only me*.
///
/// # Errors
/// [`StepError`]; none for a fresh workspace.
pub fn found(
    workspace: WorkspaceId,
    keys: &DeviceKeys,
    (member, device): (MemberId, DeviceId),
    card: &Card,
    at: Timestamp,
    random: &mut impl CryptoRng,
) -> Result<Vec<Operation>, StepError> {
    let (keyring, membership) = (Keyring::new(workspace), Membership::new(workspace));
    let author = Author { keys, device, keyring: &keyring, membership: &membership, at };
    let mut steps = Steps::new(&author);
    let everyone = AudienceName::Everyone;
    let first = EpochKeys::fresh(None, random);
    let audience = everyone.id(workspace);
    let place = keyring.place(audience, first.id(audience, 1));
    let card = card.seal_with(&first, &place, member, device, random);
    steps.say(Body::Found { member, device: keys.public(device), card })?;
    steps.start_epoch(everyone, 1, &first, random)?;
    steps.settle(random)?;
    Ok(steps.operations)
}

impl Author<'_> {
    /// Opens the invitation of this secret.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn invite(
        &self,
        secret: &InvitationSecret,
        terms: &Terms,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        let (workspace, invitation) = (self.membership.workspace(), secret.id());
        let founding = self.membership.founding().ok_or(Refusal::Founding)?;
        let (member, view) = (self.member()?, self.membership.view());
        let readers = approvers(terms.role, member);
        let (epoch, _) = view.epoch(readers).ok_or(NoKey)?;
        let audience = readers.id(workspace);
        let epoch_keys = self.keyring.keys(audience, epoch)?;
        let for_members = seal_note(
            epoch_keys,
            &self.keyring.place(audience, epoch),
            &about(workspace, invitation),
            secret.request_key().0.as_bytes(),
            random,
        );
        let inviter = self.keys.public(self.device);
        let offer = Offer::new(workspace, founding, member, inviter, terms, invitation);
        let card = offer.card(secret, &for_members, random);
        let (role, expires) = (terms.role, terms.expires);
        self.say(Body::Invite { invitation, key: secret.verifying(), role, expires, card })
    }

    /// Closes an invitation: it was a mistake, or whoever came by it is not let in.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn revoke(&self, invitation: InvitationId) -> Result<Vec<Operation>, StepError> {
        self.say(Body::Revoke { invitation })
    }

    /// Lets a joiner in, after both compared the words, and hands over every epoch of every
    /// audience they are in.
    ///
    /// # Errors
    /// [`StepError`], [`StepError::Expired`] by this device's clock.
    pub fn approve(
        &self,
        request: &JoinRequest,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        let JoinRequest { invitation, member, device, ref card, proof } = *request;
        let view = self.membership.view();
        let found = view.invitations().get(&invitation).ok_or(Refusal::Invitation)?;
        if found.state != InvitationState::Open {
            return Err(Refusal::Invitation.into());
        }
        if found.expires < self.at {
            return Err(StepError::Expired);
        }
        let card = self.card(card, member, device.id, random)?;
        let body = match found.role {
            Some(role) => Body::AddMember { member, role, device, invitation, proof, card },
            None => Body::AddDevice { member, device, invitation: Some(invitation), proof, card },
        };
        self.say_and_settle(body, random)
    }

    /// Enrols the device on paper as one of this member's, with every key the member has. The
    /// paper says something itself then, which stands on everything before it: from the key alone
    /// it can be told whether a log is the one it was enrolled in (V-24).
    ///
    /// # Errors
    /// [`StepError`].
    pub fn enrol(
        &self,
        recovery: &RecoveryKey,
        name: &str,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        let (member, keys, device) = (self.member()?, recovery.device_keys(), recovery.device_id());
        let mut steps = Steps::new(self);
        steps.say(self.own_device(&keys, device, name, random)?)?;
        steps.settle(random)?;
        let (epoch, _) = steps.view().epoch(AudienceName::Everyone).ok_or(NoKey)?;
        let card = seal_name(name, &steps.keyring, epoch, (member, Some(device)), random)?;
        (steps.keys, steps.device) = (&keys, device);
        steps.say(Body::Rename { device: Some(device), card })?;
        Ok(steps.operations)
    }

    /// Enrols another device of this member, whose keys are here, with every key the member has.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn add_own_device(
        &self,
        keys: &DeviceKeys,
        device: DeviceId,
        name: &str,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        self.say_and_settle(self.own_device(keys, device, name, random)?, random)
    }

    fn own_device(
        &self,
        keys: &DeviceKeys,
        device: DeviceId,
        name: &str,
        random: &mut impl CryptoRng,
    ) -> Result<Body, StepError> {
        let (member, public) = (self.member()?, keys.public(device));
        let proof = keys.sign(&proof_bytes(self.membership.workspace(), None, member, &public));
        let card = Card { name: String::new(), device: name.to_owned() };
        let card = self.card(&card, member, device, random)?;
        Ok(Body::AddDevice { member, device: public, invitation: None, proof, card })
    }

    /// Takes a member out and starts a new epoch of every audience they were in, as far as this
    /// device may. `known` says how far the writing of their devices is known here. One's own
    /// member is leaving.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn remove_member(
        &self,
        member: MemberId,
        known: Vec<Known>,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        self.say_and_settle(Body::RemoveMember { member, known }, random)
    }

    /// Takes a device out and starts a new epoch of every audience it read, as far as this
    /// device may.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn remove_device(
        &self,
        device: DeviceId,
        known: Vec<Known>,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        self.say_and_settle(Body::RemoveDevice { device, known }, random)
    }

    /// Says what a member may do.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn set_role(
        &self,
        member: MemberId,
        role: Role,
        known: Vec<Known>,
    ) -> Result<Vec<Operation>, StepError> {
        self.say(Body::SetRole { member, role, known })
    }

    /// Makes a circle or changes who is in it, with the keys that this takes: handed over to who
    /// came, new for who stays when somebody went.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn circle(
        &self,
        circle: RecordId,
        members: BTreeSet<MemberId>,
        known: Vec<Known>,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        self.say_and_settle(Body::Circle { circle, members, known }, random)
    }

    /// Calls the author's member, or a device of theirs, something else.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn rename(
        &self,
        device: Option<DeviceId>,
        name: &str,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        let member = self.member()?;
        let (epoch, _) = self.membership.view().epoch(AudienceName::Everyone).ok_or(NoKey)?;
        let card = seal_name(name, self.keyring, epoch, (member, device), random)?;
        self.say(Body::Rename { device, card })
    }

    /// Erases documents, with what their snapshots stood for as far as that is known here.
    ///
    /// # Errors
    /// [`StepError`]; then none of it may be said.
    pub fn erase(
        &self,
        documents: &[(AudienceName, DocumentTag, Covers)],
    ) -> Result<Vec<Operation>, StepError> {
        let mut steps = Steps::new(self);
        for (audience, document, covers) in documents {
            for covers in covers.parts(MAX_ERASED_RUNS) {
                steps.say(Body::Erase { audience: *audience, document: *document, covers })?;
            }
        }
        Ok(steps.operations)
    }

    /// Starts a new epoch of an audience, whatever the reason.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn rotate(
        &self,
        audience: AudienceName,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        let mut steps = Steps::new(self);
        steps.rotate(audience, random)?;
        Ok(steps.operations)
    }

    /// What is due and this device may do: an epoch for an audience that has none or whose key is
    /// with somebody who is out, keys for devices that lack them. Empty when all is in order.
    ///
    /// # Errors
    /// [`StepError`].
    pub fn settle(&self, random: &mut impl CryptoRng) -> Result<Vec<Operation>, StepError> {
        let mut steps = Steps::new(self);
        steps.settle(random)?;
        Ok(steps.operations)
    }

    fn say(&self, body: Body) -> Result<Vec<Operation>, StepError> {
        let mut steps = Steps::new(self);
        steps.say(body)?;
        Ok(steps.operations)
    }

    pub(crate) fn say_and_settle(
        &self,
        body: Body,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<Operation>, StepError> {
        let mut steps = Steps::new(self);
        steps.say(body)?;
        steps.settle(random)?;
        Ok(steps.operations)
    }

    fn member(&self) -> Result<MemberId, Refusal> {
        self.membership.view().device(self.device).map(|device| device.member).ok_or(Refusal::Stranger)
    }

    fn card(
        &self,
        card: &Card,
        member: MemberId,
        device: DeviceId,
        random: &mut impl CryptoRng,
    ) -> Result<Vec<u8>, NoKey> {
        let (epoch, _) = self.membership.view().epoch(AudienceName::Everyone).ok_or(NoKey)?;
        card.seal(self.keyring, epoch, member, device, random)
    }
}

/// Steps as they are taken, on a copy of what the author knows.
struct Steps<'a> {
    keys: &'a DeviceKeys,
    device: DeviceId,
    at: Timestamp,
    keyring: Keyring,
    membership: Membership,
    operations: Vec<Operation>,
}

impl<'a> Steps<'a> {
    fn new(author: &Author<'a>) -> Self {
        Self {
            keys: author.keys,
            device: author.device,
            at: author.at,
            keyring: author.keyring.clone(),
            membership: author.membership.clone(),
            operations: Vec::new(),
        }
    }

    /// Signs an operation on top of all others, if the membership admits it.
    fn say(&mut self, body: Body) -> Result<(), StepError> {
        let mut parents = self.membership.heads();
        parents.truncate(MAX_PARENTS);
        let (workspace, author, at) = (self.membership.workspace(), self.device, self.at);
        let draft = OperationDraft { workspace, parents, author, at, body };
        let operation = draft.sign(|bytes| self.keys.sign(bytes));
        match self.membership.add(operation.clone())? {
            Added::Taken { .. } => {}
            // Its parents are here, and nothing was ever signed twice.
            Added::Known | Added::Waiting(_) => return Err(Refusal::Nothing.into()),
        }
        self.keyring.take(self.keys, self.device, &operation)?;
        self.operations.push(operation);
        Ok(())
    }

    fn settle(&mut self, random: &mut impl CryptoRng) -> Result<(), StepError> {
        let Some((member, role)) = self.standing() else { return Ok(()) };
        let audiences: Vec<AudienceName> = self.view().audiences().map(|(_, name)| name).collect();
        for audience in audiences {
            if !self.view().is_in(member, audience) {
                continue;
            }
            let may_rotate = role >= Role::Manager || audience == AudienceName::Only(member);
            if may_rotate && self.view().needs_rotation(audience) && self.may_name(audience) {
                self.rotate(audience, random)?;
            }
            self.grant_lacking(audience, random)?;
        }
        Ok(())
    }

    /// Whether this device holds a key of the audience, or there is none yet. Who has none could
    /// not give the audience's documents the names they have.
    fn may_name(&self, audience: AudienceName) -> bool {
        self.keyring.newest(audience.id(self.membership.workspace())).is_some()
            || self.view().epochs(audience).next().is_none()
    }

    fn rotate(&mut self, audience: AudienceName, random: &mut impl CryptoRng) -> Result<(), StepError> {
        let newest = self.view().epochs(audience).map(|(epoch, _)| epoch.number).max().unwrap_or(0);
        let number = newest.checked_add(1).ok_or(Refusal::Epoch)?;
        let id = audience.id(self.membership.workspace());
        let held = self.keyring.newest(id).map(|epoch| self.keyring.keys(id, epoch)).transpose()?;
        let keys = EpochKeys::fresh(held.map(|held| &held.naming), random);
        self.start_epoch(audience, number, &keys, random)
    }

    fn start_epoch(
        &mut self,
        audience: AudienceName,
        number: u32,
        keys: &EpochKeys,
        random: &mut impl CryptoRng,
    ) -> Result<(), StepError> {
        let id = audience.id(self.membership.workspace());
        let epoch = keys.id(id, number);
        let place = self.keyring.place(id, epoch);
        let readers = self.view().readers(audience);
        let grants = self.seal_to(&readers, |public, random| keys.grant(&place, public, random), random)?;
        self.say(Body::Rotate { audience, epoch, grants })
    }

    /// Hands every epoch that is here to the devices of the audience that lack it.
    fn grant_lacking(
        &mut self,
        audience: AudienceName,
        random: &mut impl CryptoRng,
    ) -> Result<(), StepError> {
        let Some((member, role)) = self.standing() else { return Ok(()) };
        let id = audience.id(self.membership.workspace());
        let epochs: Vec<_> = self.view().epochs(audience).map(|(epoch, _)| epoch).collect();
        for epoch in epochs.into_iter().filter(|epoch| self.keyring.has(id, *epoch)).collect::<Vec<_>>() {
            let mut lacking = self.view().ungranted(audience, epoch);
            if role < Role::Manager {
                // A viewer hands keys to their own devices only.
                lacking
                    .retain(|device| self.view().device(*device).is_some_and(|found| found.member == member));
            }
            if lacking.is_empty() {
                continue;
            }
            let keys = self.keyring.keys(id, epoch)?;
            let place = self.keyring.place(id, epoch);
            let grants =
                self.seal_to(&lacking, |public, random| keys.grant(&place, public, random), random)?;
            self.say(Body::Grant { audience, epoch, grants })?;
        }
        Ok(())
    }

    fn seal_to<R: CryptoRng>(
        &self,
        devices: &BTreeSet<DeviceId>,
        seal: impl Fn(&protocol::DevicePublic, &mut R) -> Result<Grant, GrantError>,
        random: &mut R,
    ) -> Result<Vec<Grant>, StepError> {
        let mut grants = Vec::with_capacity(devices.len());
        for device in devices {
            let Some(found) = self.view().device(*device) else { continue };
            grants.push(match seal(&found.public, random) {
                // A device with a key nobody can seal to must not keep the others from theirs.
                Err(GrantError::PublicKey) => Grant { device: *device, sealed: Vec::new() },
                sealed => sealed?,
            });
        }
        Ok(grants)
    }

    fn standing(&self) -> Option<(MemberId, Role)> {
        Some((self.view().device(self.device)?.member, self.view().role_of(self.device)?))
    }

    const fn view(&self) -> &View {
        self.membership.view()
    }
}
