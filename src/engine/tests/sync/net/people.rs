//! Who begins to share, invites, and is let in.

use engine::message::{Role, Share, Standing, Welcome};
use kernel::Timestamp;

use super::{Net, RELAY};

impl Net {
    pub fn me(&self, device: usize) -> Welcome {
        self.devices[device].me.clone().expect("was welcomed")
    }

    /// The first device begins to share.
    pub fn start_sharing(&mut self, device: usize) {
        let (relay, token) = (Some(RELAY.to_owned()), None);
        let (name, of) = (format!("Member {device}"), format!("Device {device}"));
        self.done(device, Share::Start { relay, token, name, device: of });
    }

    /// Makes an invitation. Returns its link.
    pub fn invite(&mut self, by: usize, role: Option<Role>) -> String {
        let expires = Timestamp::from_millis(self.now + 86_400_000);
        let had: Vec<_> = self.devices[by].sharing.invitations.iter().map(|one| one.id).collect();
        self.done(by, Share::Invite { role, workspace_name: "Harbour".into(), expires });
        let new = self.devices[by].sharing.invitations.iter().find(|one| !had.contains(&one.id));
        new.and_then(|invitation| invitation.link.clone()).expect("a link")
    }

    /// Asks to be let in.
    pub fn join(&mut self, who: usize, link: String) {
        let (name, device) = (format!("Member {who}"), format!("Device {who}"));
        self.done(who, Share::Join { link, relay: None, name, device });
    }

    /// One device invites another, and lets it in. Returns the words of both.
    pub fn let_in(&mut self, by: usize, who: usize, role: Option<Role>) -> (Vec<String>, Vec<String>) {
        let link = self.invite(by, role);
        self.join(who, link);
        self.rest();
        let Standing::Joining(joining) = self.devices[who].sharing.standing.clone() else {
            panic!("{:?}", self.devices[who].sharing)
        };
        let request = self.devices[by].sharing.requests.first().cloned().expect("somebody asks");
        self.done(by, Share::Approve { invitation: request.invitation, words: request.words.clone() });
        self.rest();
        let state = &self.devices[who].sharing;
        assert!(matches!(state.standing, Standing::Member(_)), "{state:?}");
        (joining.words, request.words)
    }
}
