//! Hidden until you submit, as screens see it (`docs/design/hidden.md`).

use document::Audience;
use engine::message::{Ask, Compared, HiddenCircle, Reply, Share, Standing};
use kernel::{MemberId, Problem, RecordId};
use leptos::prelude::*;
use std::sync::Arc;

use crate::{Mirror, state::unexpected};

impl Mirror {
    /// All hidden circles, of everybody. Tracked.
    #[must_use]
    pub fn hidden_circles(self) -> Arc<Vec<HiddenCircle>> {
        self.told.circles.get()
    }

    /// Whether there is somebody to hide something from: not in a workspace that is not shared. Tracked.
    #[must_use]
    pub fn may_hide(self) -> bool {
        self.told.read(|state| matches!(state.standing, Standing::Member(_)))
    }

    /// Makes a circle of the user alone within a round, or finds it again. What is written for the audience that comes
    /// back is hidden until it is submitted.
    ///
    /// # Errors
    /// When the user may not, as a viewer, or the workspace is not shared.
    pub async fn hide(self, round: RecordId, name: RecordId) -> Result<Audience, Problem> {
        match self.ask(Ask::Share(Share::Hide { round, name })).await? {
            Reply::Circle(circle) => Ok(Audience::Circle(circle)),
            // It was made before another tab took over, which knows that it was done and no more.
            Reply::Done => {
                let me = untrack(|| self.author().member);
                let circles = self.told.circles.get_untracked();
                let found = circles.iter().find(|one| (one.by, one.round, one.name) == (me, round, name));
                let again = || Problem::new("It was not made.", "Try once more.");
                found.map(|one| Audience::Circle(one.id)).ok_or_else(again)
            }
            other => Err(unexpected(other)),
        }
    }

    /// Submits what the user hid in a circle: who has submitted in its round reads it, and where `reads` the user theirs.
    ///
    /// # Errors
    /// When nothing is in it yet, or it is not the user's.
    pub async fn open_to_round(self, circle: RecordId, reads: bool) -> Result<(), Problem> {
        self.share(Share::Submit { circle, reads }).await
    }

    /// Whether what was submitted in a round is what is here, circle by circle.
    ///
    /// # Errors
    /// When the disk cannot be read.
    pub async fn compare(self, round: RecordId) -> Result<Vec<(RecordId, Compared)>, Problem> {
        match self.ask(Ask::Share(Share::Compare { round })).await? {
            Reply::Compared(found) => Ok(found),
            other => Err(unexpected(other)),
        }
    }

    /// Whether the user has submitted in a round and reads what others do. Tracked.
    #[must_use]
    pub fn reads_round(self, round: RecordId) -> bool {
        let me = self.author().member;
        let reads = |one: &HiddenCircle| {
            (one.round, one.by) == (round, me) && one.submissions.iter().any(|said| said.reads)
        };
        self.told.circles.with(|circles| circles.iter().any(reads))
    }

    /// Whether a member reads a hidden circle. Tracked.
    #[must_use]
    pub fn reads_hidden(self, circle: RecordId, member: MemberId) -> bool {
        let reads = |one: &HiddenCircle| one.id == circle && one.readers.contains(&member);
        self.told.circles.with(|circles| circles.iter().any(reads))
    }

    /// Whether an audience is a hidden circle. Tracked.
    #[must_use]
    pub fn is_hidden_circle(self, audience: Audience) -> bool {
        let Audience::Circle(circle) = audience else { return false };
        self.told.circles.with(|circles| circles.iter().any(|one| one.id == circle))
    }

    /// Whether the user hid this, and so may change and submit it. Tracked.
    pub(crate) fn hid(self, circle: RecordId) -> bool {
        let me = self.author().member;
        self.told.circles.with(|circles| circles.iter().any(|one| one.id == circle && one.by == me))
    }

    /// What a hidden circle is called. Tracked.
    pub(crate) fn hidden_name(self, circle: RecordId) -> Option<&'static str> {
        self.told.circles.with(|circles| {
            let found = circles.iter().find(|one| one.id == circle)?;
            Some(if found.submissions.is_empty() { "Hidden until submitted" } else { "Who has submitted" })
        })
    }
}
