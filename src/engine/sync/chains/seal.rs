//! What the user changed becomes envelopes, in the transaction of the change itself.

use document::{Audience, DocumentKey};
use kernel::{DeviceId, Problem};
use protocol::{AudienceId, Covers, EnvelopeKind, Frontier, Hash, Position, Role, WriteRight};
use vault::{Draft, Plain, SealError, seal};

use crate::{
    Replica,
    storage::Store,
    sync::{Shared, chains::check::audience_name, chains::waiting::Place, put, stored},
};

/// An envelope that is to be written with what it holds.
pub(crate) struct Sealed {
    audience: AudienceId,
    device: DeviceId,
    position: Position,
    bytes: Vec<u8>,
}

impl Sealed {
    /// Where it stands.
    pub(in crate::sync) const fn place(&self) -> Place {
        (self.audience, self.device, self.position.sequence)
    }
}

/// What goes into an envelope.
pub(crate) struct Content<'a> {
    pub document: &'a DocumentKey,
    pub kind: EnvelopeKind,
    pub bytes: Vec<u8>,
    /// What a snapshot stands for.
    pub covers: Covers,
}

impl Replica {
    /// Seals contents, in order. Nothing is staged yet, and nothing has happened where it fails
    /// (Y-3). Empty where the workspace is not shared.
    ///
    /// # Errors
    /// When this device may not write for that audience, or has no key for it.
    pub(crate) fn seal(&mut self, contents: Vec<Content<'_>>) -> Result<Vec<Sealed>, Problem> {
        let (Some(identity), false) = (self.identity.clone(), contents.is_empty()) else {
            return Ok(Vec::new());
        };
        if let Some(broken) = self.broken() {
            return Err(broken.problem());
        }
        if self.sync.joining.is_some() || self.is_looking() {
            return Err(Problem::new(
                "This device has not been let in yet.",
                "Write when somebody of the workspace has said yes.",
            ));
        }
        let Some(shared) = &self.sync.shared else { return Ok(Vec::new()) };
        // Each envelope is the next after the one before it.
        let mut frontier = shared.latest.clone();
        let mut sealed = Vec::with_capacity(contents.len());
        for Content { document, kind, bytes, covers } in contents {
            if matches!(document.audience, Audience::OnlyMe(member) if member != identity.member) {
                // Restored out of a backup of somebody else: it stays on this disk.
                continue;
            }
            let place = document.to_string();
            let draft = shared.draft(document, kind, identity.device, &frontier);
            let draft = draft.map_err(|problem| problem.at(place.clone()))?;
            let plain = Plain { document: place.clone(), covers, content: bytes };
            let envelope =
                seal(&shared.keys, &shared.keyring, &draft, &plain, &mut self.random).map_err(|error| {
                    match error {
                        SealError::NoKey(_) => no_key().at(place.clone()),
                        SealError::TooLong => Problem::new(
                            "This is more than can be sent to the others at once.",
                            "Do it in smaller parts.",
                        )
                        .at(place.clone()),
                    }
                })?;
            let position = Position { sequence: draft.sequence, hash: envelope.hash() };
            frontier.advance(draft.audience, identity.device, position);
            let (audience, device) = (draft.audience, identity.device);
            sealed.push(Sealed { audience, device, position, bytes: envelope.encode() });
        }
        Ok(sealed)
    }

    /// Stages envelopes beside the changes they hold.
    pub(crate) fn stage_sealed(&mut self, sealed: Vec<Sealed>) {
        let Some(shared) = &mut self.sync.shared else { return };
        for Sealed { audience, device, position, bytes } in sealed {
            shared.latest.advance(audience, device, position);
            shared.bound_number(audience, position.sequence);
            let next = &mut self.writer.next;
            let key = stored::envelope_key(audience, device, position.sequence);
            next.operations.push(put(Store::Envelopes, key, bytes));
            next.operations.push(put(
                Store::Meta,
                stored::chain_key(audience, device),
                stored::chain_value(position),
            ));
            next.strict = true;
        }
    }
}

impl Shared {
    /// The header of the next envelope for a document's audience.
    fn draft(
        &self,
        document: &DocumentKey,
        kind: EnvelopeKind,
        device: DeviceId,
        frontier: &Frontier,
    ) -> Result<Draft, Problem> {
        let name = audience_name(document.audience);
        let audience = name.id(self.keyring.workspace());
        let view = self.membership.view();
        let Some(role) = view.role_of(device) else {
            return Err(Problem::new(
                "This device does not belong to the workspace any more.",
                "What is here stays readable. Export a backup to go on elsewhere.",
            ));
        };
        let newest = view.epoch(name).filter(|(epoch, _)| self.keyring.has(audience, *epoch));
        // Nobody writes under a key that is with somebody who is out (M-12).
        let Some((epoch, _)) = newest.filter(|_| !view.needs_rotation(name)) else {
            return Err(no_key());
        };
        if view.write_right(device, audience) != WriteRight::Yes {
            let what = if role == Role::Viewer {
                "You may read this and not change it."
            } else {
                "You are not among those this is for."
            };
            return Err(Problem::new(what, "Ask an owner of the workspace."));
        }
        let before = frontier.position(audience, device);
        Ok(Draft {
            audience,
            epoch,
            device,
            sequence: before.map_or(0, |place| place.sequence).saturating_add(1),
            previous: before.map_or(Hash::ZERO, |place| place.hash),
            frontier: frontier.digest(audience),
            kind,
        })
    }
}

pub(in crate::sync) fn no_key() -> Problem {
    Problem::new(
        "This device has not been given the key to write this yet.",
        "Connect to somebody of the workspace, then do it again.",
    )
}
