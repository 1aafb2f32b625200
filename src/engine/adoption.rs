//! Whether merging a backup makes this replica's workspace and member those of the backup.
//!
//! The page asks this beforehand to say what will come, the engine decides by it (S-22 to S-24).

use document::{Audience, DocumentKey};
use kernel::MemberId;
use serde::{Deserialize, Serialize};

use crate::message::{Origin, Welcome};

/// What of a backup's identity is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Adoption {
    /// Nothing: the replica stays who it is.
    Nothing,
    /// The member; the workspace stays the one it is.
    Member,
    /// The workspace and the member.
    Workspace,
}

impl Adoption {
    /// What merging `arriving` documents of `origin` takes over, where `me` is who the replica is
    /// and `here` are its documents.
    pub fn of<'a>(
        me: &Welcome,
        here: impl Iterator<Item = &'a DocumentKey>,
        origin: Option<Origin>,
        mut arriving: impl Iterator<Item = &'a DocumentKey>,
    ) -> Self {
        let Some(origin) = origin else { return Self::Nothing };
        // What was typed into a form and not sent makes a workspace neither full nor private (S-25).
        let mut here = here.filter(|key| !key.place.is_unsent()).peekable();
        if here.peek().is_none() {
            // Also where it is the same already: what matters then is the new device (S-22).
            return Self::Workspace;
        }
        let of_member = |key: &DocumentKey, member| key.audience == Audience::OnlyMe(member);
        let gains = origin.member != me.member
            && arriving.any(|key| !key.place.is_unsent() && of_member(key, origin.member));
        if gains && !here.any(|key| of_member(key, me.member)) { Self::Member } else { Self::Nothing }
    }

    /// Who the user is afterwards.
    #[must_use]
    pub fn member(self, me: &Welcome, origin: Option<Origin>) -> MemberId {
        match (self, origin) {
            (Self::Member | Self::Workspace, Some(origin)) => origin.member,
            _ => me.member,
        }
    }
}

/// How many of these documents are private to somebody other than `member`.
pub fn private_to_others<'a>(documents: impl Iterator<Item = &'a DocumentKey>, member: MemberId) -> usize {
    let of_another = |key: &&DocumentKey| matches!(key.audience, Audience::OnlyMe(other) if other != member);
    documents.filter(|key| !key.place.is_unsent()).filter(of_another).count()
}
