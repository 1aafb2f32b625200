//! The secret of an invitation and what it gives: a name, a signing key, two sealing keys.
//!
//! The secret proves that somebody was invited. It is no key to any data: what is let in, and with
//! which keys, a member's device decides.

use ed25519_dalek::{Signer, SigningKey};
use kernel::{MemberId, WorkspaceId};
use protocol::{DevicePublic, InvitationId, Signature, proof_bytes};
use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::secret::{Key, random_bytes};

/// The secret of an invitation: 32 random bytes that travel in its link.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct InvitationSecret([u8; 32]);

/// What opens the requests made by an invitation. Members who may approve share it; it does not
/// let anybody join.
#[derive(Clone, ZeroizeOnDrop)]
pub struct RequestKey(pub(crate) Key);

impl InvitationSecret {
    /// A fresh secret.
    #[must_use]
    pub fn generate(random: &mut impl CryptoRng) -> Self {
        Self(random_bytes(random))
    }

    /// The secret with these bytes, as the host stored them wrapped.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for the link and for wrapped storage.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The invitation's name, which is public and tells nothing of the secret.
    #[must_use]
    pub fn id(&self) -> InvitationId {
        let mut id = [0; 16];
        self.key().expand("pilothouse invitation id v1", &[], &mut id);
        InvitationId(id)
    }

    /// The key that verifies what the secret signs; it stands in the invitation's operation.
    #[must_use]
    pub fn verifying(&self) -> [u8; 32] {
        self.signing().verifying_key().to_bytes()
    }

    /// Shows that this device of this member joins by the invitation.
    #[must_use]
    pub fn prove(&self, workspace: WorkspaceId, member: MemberId, device: &DevicePublic) -> Signature {
        self.sign(&proof_bytes(workspace, Some(self.id()), member, device))
    }

    /// Ed25519 over exactly these bytes, as for the opening of a session.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> Signature {
        Signature(self.signing().sign(bytes).to_bytes())
    }

    /// What opens requests made by this invitation.
    #[must_use]
    pub fn request_key(&self) -> RequestKey {
        RequestKey(self.key().derive("pilothouse invitation request v1", &[]))
    }

    /// What the invitation's card is sealed with, for whoever has the link.
    pub(crate) fn card_key(&self) -> Key {
        self.key().derive("pilothouse invitation card v1", &[])
    }

    fn signing(&self) -> SigningKey {
        SigningKey::from_bytes(self.key().derive("pilothouse invitation signing v1", &[]).as_bytes())
    }

    fn key(&self) -> Key {
        Key::from_bytes(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::DeviceId;

    #[test]
    fn a_proof_is_worth_something_for_one_device_of_one_member_in_one_workspace() {
        let secret = InvitationSecret::from_bytes([1; 32]);
        let (workspace, member) = (WorkspaceId::from_bytes([2; 16]), MemberId::from_bytes([3; 16]));
        let device = DevicePublic { id: DeviceId::from_bytes([4; 16]), signing: [5; 32], agreement: [6; 32] };
        let proof = secret.prove(workspace, member, &device);
        let holds = |workspace, member, device: &DevicePublic| {
            let bytes = proof_bytes(workspace, Some(secret.id()), member, device);
            proof.verify(&secret.verifying(), &bytes).is_ok()
        };
        assert!(holds(workspace, member, &device));
        assert!(!holds(WorkspaceId::from_bytes([9; 16]), member, &device));
        assert!(!holds(workspace, MemberId::from_bytes([9; 16]), &device));
        assert!(!holds(workspace, member, &DevicePublic { agreement: [9; 32], ..device }));
    }

    #[test]
    fn what_a_secret_gives_is_fixed_and_its_parts_have_nothing_in_common() {
        let secret = InvitationSecret::from_bytes([1; 32]);
        let given = [
            *secret.request_key().0.as_bytes(),
            *secret.card_key().as_bytes(),
            secret.verifying(),
            *secret.as_bytes(),
        ];
        for (index, one) in given.iter().enumerate() {
            assert!(given[index + 1..].iter().all(|other| other != one));
        }
        assert_eq!(secret.id(), InvitationSecret::from_bytes([1; 32]).id());
        assert_ne!(secret.id(), InvitationSecret::from_bytes([2; 32]).id());
    }
}
