//! Hidden circles: of one member until they submit, then of all who submitted in the same round.

use std::collections::BTreeSet;

use kernel::{MemberId, RecordId};

use crate::hidden::hidden_circle;
use crate::ids::{AudienceName, EpochId, Hash};
use crate::operation::Known;

use super::View;

/// A hidden circle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    /// Who made it, and alone may submit it.
    pub member: MemberId,
    /// What it is one of.
    pub round: RecordId,
    /// What tells it from others of the same member and round.
    pub name: RecordId,
    /// When it was submitted, again each time something was said anew; in the order of evaluation. Empty
    /// while it is hidden.
    pub submissions: Vec<Submission>,
}

/// That a hidden circle was submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The operation that says so: by which device and when stands in it.
    pub operation: Hash,
    /// The epoch under whose key the commitment was made.
    pub epoch: EpochId,
    /// Fits one content and nothing else.
    pub commitment: Hash,
    /// Whether the member reads what others submit in the round.
    pub reads: bool,
    /// How far the circle's chains go that hold the content.
    pub known: Vec<Known>,
}

impl View {
    /// Every hidden circle, by its id.
    #[must_use]
    pub const fn hidden(&self) -> &std::collections::BTreeMap<RecordId, Hidden> {
        &self.hidden
    }

    /// Who reads a hidden circle, of those who belong to the workspace; nobody where there is none.
    #[must_use]
    pub fn readers_of_hidden(&self, circle: RecordId) -> BTreeSet<MemberId> {
        let all = self.members.keys().copied();
        all.filter(|member| self.is_in(*member, AudienceName::Circle(circle))).collect()
    }

    /// Whether a member reads a hidden circle while they belong to the workspace.
    pub(super) fn sees(&self, member: MemberId, circle: RecordId) -> bool {
        self.hidden.get(&circle).is_some_and(|hidden| {
            let in_round = || self.rounds.get(&hidden.round).is_some_and(|round| round.contains(&member));
            hidden.member == member || (!hidden.submissions.is_empty() && in_round())
        })
    }

    pub(super) fn hide(&mut self, member: MemberId, round: RecordId, name: RecordId) -> bool {
        let circle = hidden_circle(self.workspace, member, round, name);
        if self.hidden.contains_key(&circle) {
            return false;
        }
        // The id is made of its maker's: a list of members under it was meant to get in.
        self.circles.remove(&circle);
        self.name_audience(AudienceName::Circle(circle));
        self.hidden.insert(circle, Hidden { member, round, name, submissions: Vec::new() });
        true
    }

    pub(super) fn submit(&mut self, member: MemberId, circle: RecordId, said: Submission) -> bool {
        let Some(hidden) = self.hidden.get_mut(&circle).filter(|hidden| hidden.member == member) else {
            return false;
        };
        if said.reads {
            self.rounds.entry(hidden.round).or_default().insert(member);
        }
        hidden.submissions.push(said);
        true
    }
}
