//! How a hidden circle is named.

use kernel::{MemberId, RecordId, WorkspaceId};

use crate::bytes::Writer;
use crate::ids::Hash;

/// The id of the hidden circle that a member makes in a round under a name: the first 16 bytes of SHA-256 over
/// `"pilothouse hidden circle v1"`, workspace, member, round and name.
///
/// Nobody can make a circle of this id but that member, and an id that somebody else has given to a circle cannot
/// be met by it: whatever is said apart, who hid something stays alone with it (rule M-23).
#[must_use]
pub fn hidden_circle(workspace: WorkspaceId, member: MemberId, round: RecordId, name: RecordId) -> RecordId {
    let mut bytes = Writer::in_domain("pilothouse hidden circle v1");
    bytes.raw(workspace.as_bytes()).raw(member.as_bytes()).raw(round.as_bytes()).raw(name.as_bytes());
    let Hash(digest) = Hash::of(&bytes.finish());
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    RecordId::from_bytes(id)
}
