//! What devices and relays say to each other: sealed envelopes, membership, messages.
//!
//! Everything here is public: bytes that travel, and the checks that need no secret. Whoever
//! holds this crate alone (the relay) can verify who wrote an [`Envelope`] and whether they
//! were allowed to, and cannot open one. Secret keys and sealing live in `vault`.
//!
//! Decoding is bounded (a length is checked before anything is allocated), total (hostile bytes
//! are an error, never a panic) and canonical (what decodes, encodes to the same bytes). The
//! numbered rules stand in README.md.

pub mod bytes;
mod covers;
mod envelope;
mod frontier;
mod hidden;
mod ids;
pub mod limits;
mod membership;
mod message;
mod operation;
#[cfg(test)]
mod tests;

pub use bytes::DecodeError;
pub use covers::Covers;
pub use envelope::{Envelope, EnvelopeDraft, EnvelopeKind, Header, Item, Stub};
pub use frontier::{Frontier, Missing, Position};
pub use hidden::hidden_circle;
pub use ids::{
    AudienceId, AudienceName, DevicePublic, DocumentTag, EpochId, Hash, InvitationId, Signature,
    SignatureError,
};
pub use membership::{
    Added, Circle, Device, Epoch, Erased, Hidden, Invitation, InvitationState, Member, Membership, NewName,
    Refusal, Submission, View, WriteRight,
};
pub use message::{Limits, Message, Party, Reason, session_bytes};
pub use operation::{Body, Grant, Known, Operation, OperationDraft, Role, proof_bytes};
