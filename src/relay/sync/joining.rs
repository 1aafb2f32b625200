//! Requests to join: kept, and shown to who may answer them.

use protocol::{InvitationId, Message, Reason};

use super::hub::Hub;
use super::workspace::Workspace;

/// Keeps a request of the bearer of an invitation, and shows it to who is there and may answer.
/// The error ends the connection.
pub async fn ask(
    hub: &Hub,
    workspace: &Workspace,
    invitation: InvitationId,
    request: Vec<u8>,
) -> Result<(), (Reason, &'static str)> {
    let write = {
        let mut state = workspace.state();
        if state.answer(invitation).is_some() {
            return Ok(());
        }
        state.take_request(invitation, &request)
    };
    let many = |reason| (reason, "Others have asked to join by this invitation already.");
    let Some(write) = write.map_err(many)? else { return Ok(()) };
    if hub.committer.commit(workspace.id, vec![write]).await.is_err() {
        workspace.state().give_up();
        return Err((Reason::Trouble, "The relay could not write to its disk."));
    }
    let message = Message::Join { invitation, request };
    let state = workspace.state();
    for peer in state.peers() {
        if peer.device().is_some_and(|device| state.may_answer(device, invitation)) {
            peer.say(&message);
        }
    }
    Ok(())
}
