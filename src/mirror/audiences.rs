//! Audiences as people see them: what they are called, who is in them, who may write for them.

use document::{Audience, Kind};
use engine::message::{Role, Standing};
use kernel::MemberId;

use crate::Mirror;

impl Mirror {
    /// What an audience is called: “Everyone”, “Only me”, the name of a circle. Tracked.
    #[must_use]
    pub fn audience_name(self, audience: Audience) -> String {
        match audience {
            Audience::Everyone => "Everyone".to_owned(),
            Audience::OnlyMe(member) if self.identity().is_none_or(|me| me.member == member) => {
                "Only me".to_owned()
            }
            // Out of a backup of somebody else.
            Audience::OnlyMe(_) => "Only one other".to_owned(),
            Audience::Circle(circle) => {
                let name = self.hidden_name(circle).map(str::to_owned);
                let name = name.or_else(|| self.title(circle).filter(|name| !name.is_empty()));
                name.unwrap_or_else(|| "A circle without a name".to_owned())
            }
        }
    }

    /// Whom else of the workspace an audience holds, as they are called. Tracked.
    #[must_use]
    pub fn others_in(self, audience: Audience) -> Vec<(MemberId, String)> {
        let sharing = self.sharing();
        let others = sharing.members.iter().filter(|member| !member.is_me && !member.is_out);
        let reads = |member: MemberId| match audience {
            Audience::Everyone => true,
            Audience::OnlyMe(only) => only == member,
            Audience::Circle(circle) => {
                sharing.circles.iter().any(|one| one.id == circle && one.members.contains(&member))
                    || self.reads_hidden(circle, member)
            }
        };
        others
            .filter(|member| reads(member.id))
            .map(|member| (member.id, self.member_name(member.id)))
            .collect()
    }

    /// For whom a record of this kind is made unless one says otherwise: who may write for nobody else keeps it for
    /// themselves. Tracked.
    #[must_use]
    pub fn usual_audience(self, kind: &Kind) -> Audience {
        if kind.private || !self.may_write(Audience::Everyone) {
            Audience::OnlyMe(self.author().member)
        } else {
            Audience::Everyone
        }
    }

    /// The audiences this device may write for: everyone where it may, only me, and its circles. Tracked.
    #[must_use]
    pub fn audiences(self) -> Vec<Audience> {
        let me = self.author().member;
        let sharing = self.sharing();
        let circles = sharing.circles.iter().map(|circle| Audience::Circle(circle.id));
        let all = [Audience::Everyone, Audience::OnlyMe(me)].into_iter().chain(circles);
        all.filter(|audience| self.may_write(*audience)).collect()
    }

    /// Whether this device may write into documents of an audience: a viewer, or somebody who is not in, writes for
    /// nobody else. Tracked.
    #[must_use]
    pub fn may_write(self, audience: Audience) -> bool {
        self.barred(audience).is_none()
    }

    /// Why this device may not write for an audience, as one sentence; nothing when it may. Tracked.
    #[must_use]
    pub fn barred(self, audience: Audience) -> Option<&'static str> {
        self.told.read(|state| match state.standing {
            Standing::Alone => None,
            Standing::Member(Role::Viewer) if !matches!(audience, Audience::OnlyMe(_)) => {
                Some("You read this workspace: only managers can write in it.")
            }
            Standing::Member(Role::Owner | Role::Manager) => match audience {
                Audience::Circle(circle) => {
                    let me = |members: &std::collections::BTreeSet<MemberId>| {
                        state.members.iter().any(|member| member.is_me && members.contains(&member.id))
                    };
                    let inside = state.circles.iter().any(|one| one.id == circle && me(&one.members))
                        || self.hid(circle);
                    (!inside).then_some(
                        "You are not in this circle: what you have of it can be read and not changed.",
                    )
                }
                Audience::Everyone | Audience::OnlyMe(_) => None,
            },
            Standing::Member(Role::Viewer) => None,
            Standing::Joining(_) | Standing::Recovering(_) => {
                Some("You are not let in yet. Until then nothing can be written here.")
            }
            Standing::Keyless => Some(
                "This browser has lost this device’s keys: what is here can be read and backed up, and not changed.",
            ),
            Standing::Torn => Some(
                "The list of who belongs is damaged on this disk: until it has come back from others nothing can be changed here.",
            ),
            Standing::Newer => Some(
                "A newer version of Pilothouse has written here: reload to get it. Until then nothing can be changed.",
            ),
            Standing::Out { stays: true, .. } => Some(
                "This device was taken out of the workspace. What is here stays; nothing new comes or goes.",
            ),
            Standing::Out { stays: false, .. } => {
                Some("You are no member any more. What is here stays; nothing new comes or goes.")
            }
        })
    }
}
