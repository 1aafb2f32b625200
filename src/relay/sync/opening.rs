//! Opening a session: who is it, can they prove it, and does the workspace know them.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message as Frame, WebSocket};
use kernel::{DeviceId, Timestamp, WorkspaceId};
use protocol::{
    Body, InvitationState, Limits, Membership, Message, Operation, Party, Reason, Signature, limits,
    session_bytes,
};

use super::hub::{Hub, Place};
use super::workspace::Workspace;
use crate::log;

/// How long a connection may take to say who it is (ours).
pub const OPENING_TIME: Duration = Duration::from_secs(15);
/// What a proof made for a relay is bound to.
const BINDING: &[u8] = b"relay";
/// What is taken of who is told why they are sent away.
const NOTHING: Limits = Limits { credit: 0, frame: 0, stored: 0, quota: 0 };

/// Somebody who proved who they are.
pub struct Opened {
    /// Holds the workspace in memory.
    pub place: Place,
    /// The workspace.
    pub workspace: Arc<Workspace>,
    /// Who.
    pub party: Party,
}

/// Why a session is not opened; `None` when the other side is just gone.
pub type Failure = Option<(Reason, &'static str)>;

/// Has the other side say and prove who it is.
pub async fn open(hub: &Arc<Hub>, socket: &mut WebSocket) -> Result<Opened, Failure> {
    let Message::Hello { version, workspace: id, party } = hear(socket).await? else {
        return Err(out_of_turn());
    };
    if version != limits::VERSION {
        return Err(Some((Reason::Version, "This relay speaks another version. Reload the page.")));
    }
    let mut nonce = [0; 32];
    getrandom_04::fill(&mut nonce).map_err(|_| Some((Reason::Trouble, "No randomness.")))?;
    tell(socket, &Message::Challenge { nonce }).await?;
    let Message::Proof { signature } = hear(socket).await? else { return Err(out_of_turn()) };
    let proof = Proof { signed: session_bytes(id, party, &nonce, BINDING), signature };
    let place = hub.place(id);
    let workspace = match place.workspace().await {
        Ok(Some(workspace)) => workspace,
        Ok(None) => make(hub, socket, &place, id, party, &proof).await?,
        Err(error) => {
            log::event(
                "cannot load",
                &[("workspace", log::short(id)), ("problem", error.to_string().into())],
            );
            return Err(Some((Reason::Trouble, "The relay cannot read its disk.")));
        }
    };
    if let Err(failure) = admit(&workspace, party, &proof, hub.now()) {
        if let (Some((Reason::Removed, _)), Party::Device(device)) = (failure, party) {
            let farewell = workspace.state().farewell(device);
            tell(socket, &Message::Welcome(NOTHING)).await?;
            for message in farewell {
                tell(socket, &message).await?;
            }
        }
        return Err(failure);
    }
    Ok(Opened { place, workspace, party })
}

/// What the other side signed to show who it is.
struct Proof {
    signed: Vec<u8>,
    signature: Signature,
}

impl Proof {
    fn is_of(&self, key: &[u8; 32]) -> bool {
        self.signature.verify(key, &self.signed).is_ok()
    }
}

/// Whether the workspace knows them. Who does not prove to be who they say learns nothing more.
fn admit(workspace: &Workspace, party: Party, proof: &Proof, now: Timestamp) -> Result<(), Failure> {
    let state = workspace.state();
    let view = state.membership.view();
    match party {
        Party::Device(device) => {
            let stranger = Some((Reason::Stranger, "This workspace does not know this device."));
            let found = view.devices().get(&device).ok_or(stranger)?;
            if !proof.is_of(&found.public.signing) {
                return Err(stranger);
            }
            if found.active { Ok(()) } else { Err(Some((Reason::Removed, "This device was removed."))) }
        }
        Party::Invited(invitation) => {
            let unknown = Some((Reason::Invitation, "There is no such invitation, or it is over."));
            let found = view.invitations().get(&invitation).ok_or(unknown)?;
            if !proof.is_of(&found.key) {
                return Err(unknown);
            }
            // Used or closed ones are answered once the session is open; the clock here is the
            // relay's own, and the approver looks at theirs.
            let is_over = found.state == InvitationState::Open && found.expires < now;
            if is_over { Err(unknown) } else { Ok(()) }
        }
    }
}

/// Makes a workspace that does not exist, for who brings its founding operation.
async fn make(
    hub: &Arc<Hub>,
    socket: &mut WebSocket,
    place: &Place,
    id: WorkspaceId,
    party: Party,
    proof: &Proof,
) -> Result<Arc<Workspace>, Failure> {
    let text = "This relay has no such workspace.".to_owned();
    tell(socket, &Message::Refused { reason: Reason::UnknownWorkspace, text }).await?;
    let Message::Create { token, found } = hear(socket).await? else { return Err(out_of_turn()) };
    hub.may_create(token.as_deref()).map_err(|reason| {
        Some(match reason {
            Reason::TokenNeeded => (reason, "Making a workspace on this relay needs its token."),
            _ => (reason, "No workspaces are made on this relay."),
        })
    })?;
    let Party::Device(device) = party else {
        return Err(Some((Reason::Invitation, "There is no such invitation.")));
    };
    let founding = check_founding(id, device, &found, proof);
    let hash = founding.ok_or(Some((Reason::Operation, "That does not found this workspace.")))?;
    place.create(hash, found).await.map_err(|reason| {
        Some(match reason {
            Reason::CreationClosed => (reason, "This relay has as many workspaces as it takes."),
            _ => (reason, "The relay could not write to its disk."),
        })
    })
}

/// The hash of a founding operation, if it is one, of this workspace, by this device, which
/// proved to hold its key.
fn check_founding(id: WorkspaceId, device: DeviceId, bytes: &[u8], proof: &Proof) -> Option<protocol::Hash> {
    let operation = Operation::decode(bytes).ok()?;
    let Body::Found { device: public, .. } = &operation.body else { return None };
    let is_theirs = public.id == device && proof.is_of(&public.signing);
    let hash = operation.hash();
    (is_theirs && Membership::new(id).add(operation).is_ok()).then_some(hash)
}

/// The next message.
async fn hear(socket: &mut WebSocket) -> Result<Message, Failure> {
    loop {
        match socket.recv().await {
            Some(Ok(Frame::Binary(bytes))) => {
                return Message::decode(&bytes).map_err(|_| Some((Reason::Malformed, "Unreadable.")));
            }
            Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
            Some(Ok(Frame::Text(_))) => return Err(Some((Reason::Malformed, "Text is not spoken here."))),
            Some(Err(error)) => return Err(super::session::too_long(&error)),
            Some(Ok(Frame::Close(_))) | None => return Err(None),
        }
    }
}

async fn tell(socket: &mut WebSocket, message: &Message) -> Result<(), Failure> {
    socket.send(Frame::Binary(message.encode().into())).await.map_err(|_| None)
}

const fn out_of_turn() -> Failure {
    Some((Reason::Malformed, "That was not to be said now."))
}
