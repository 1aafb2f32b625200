//! Why an operation is not admitted.

/// Why an operation is not admitted. The same everywhere, because it follows from the
/// operation's causal past alone (limits aside).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Of another workspace.
    #[error("it belongs to another workspace")]
    Workspace,
    /// Not the one founding, or without parents and no founding.
    #[error("a workspace is founded once, by its first operation")]
    Founding,
    /// The author is no device of the workspace, as far as it knew.
    #[error("its author is no device of this workspace")]
    Stranger,
    /// The author was removed, as far as it knew.
    #[error("its author had been removed")]
    Removed,
    /// Not the author's signature.
    #[error("its signature is not its author's")]
    Signature,
    /// The author's role does not allow it.
    #[error("its author's role does not allow it")]
    Role,
    /// An invitation that is unknown, used or revoked, or says something else.
    #[error("the invitation is unknown, used, revoked or for something else")]
    Invitation,
    /// The joiner has not proved to hold the invitation's secret, or the device's key.
    #[error("the joiner has not proved to hold the invitation")]
    Proof,
    /// An id that was used before; ids never come back.
    #[error("an id that is already taken")]
    Taken,
    /// It names a member or device that is not there (any more).
    #[error("it names somebody who is not there")]
    Nobody,
    /// It would leave the workspace without an owner who has a device.
    #[error("a workspace keeps at least one owner")]
    LastOwner,
    /// A circle or its author's place in it is wrong.
    #[error("only who is in a circle changes it; who leaves it changes nothing else")]
    Circle,
    /// A hidden circle is made and submitted by one member, and changed by nobody.
    #[error("a hidden circle is submitted by who made it, and no list changes who is in it")]
    Hidden,
    /// An epoch that is not the next one, or not known, or not for exactly the right devices.
    #[error("the epoch or its grants do not fit the audience")]
    Epoch,
    /// It changes nothing.
    #[error("it changes nothing")]
    Nothing,
    /// More operations than a workspace may have.
    #[error("too many operations")]
    TooMany,
}
