//! Erasing, and taking in what was handed over, as screens ask for it.

use document::{Audience, Batch, DocumentKey};
use engine::message::{Ask, ErasedDocument, Merged, Reply, Role, Standing};
use kernel::Problem;
use std::collections::BTreeSet;

use crate::{Mirror, state::unexpected};

impl Mirror {
    /// Erases documents for everybody and for ever, and changes what speaks of them in the same step.
    ///
    /// # Errors
    /// When the user may not; then nothing happened.
    pub async fn erase(self, documents: BTreeSet<DocumentKey>, batch: Batch) -> Result<(), Problem> {
        match self.ask(Ask::Erase { documents, batch }).await? {
            Reply::Done => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    /// What was here and was erased, newest first; and which of these documents were, whenever that was.
    ///
    /// # Errors
    /// When the engine is gone.
    pub async fn erased(
        self,
        of: Vec<DocumentKey>,
    ) -> Result<(Vec<ErasedDocument>, Vec<DocumentKey>), Problem> {
        match self.ask(Ask::Erased { of }).await? {
            Reply::Erased { all, of } => Ok((all, of)),
            other => Err(unexpected(other)),
        }
    }

    /// Whether the user may erase documents of these audiences: what everyone can read an owner, what a circle can
    /// a manager, what is their own anybody. Tracked.
    #[must_use]
    pub fn may_erase(self, mut audiences: impl Iterator<Item = Audience>) -> bool {
        match self.sharing().standing {
            Standing::Member(Role::Manager) => !audiences.any(|audience| audience == Audience::Everyone),
            Standing::Member(Role::Viewer) => {
                audiences.all(|audience| matches!(audience, Audience::OnlyMe(_)))
            }
            _ => true,
        }
    }

    /// Merges documents of somebody else, and stays who it is.
    ///
    /// # Errors
    /// When one of them is damaged or foreign; then nothing changed.
    pub async fn take_in(self, documents: Vec<(DocumentKey, Vec<u8>)>) -> Result<Merged, Problem> {
        match self.ask(Ask::Merge { documents, origin: None }).await? {
            Reply::Merged(merged) => Ok(merged),
            other => Err(unexpected(other)),
        }
    }
}
