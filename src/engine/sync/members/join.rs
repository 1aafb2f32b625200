//! Coming in: the joiner's side, from the link to the first contents, and the side of who lets
//! them in.

use kernel::{Problem, Timestamp};
use protocol::{Hash, InvitationId, Membership, Message, Operation as Said, Party, Reason, Signature};
use serde::{Deserialize, Serialize};
use vault::{Card, DeviceKeys, JoinRequest, Joiner, Link, Offer, request_key};

use crate::{
    Replica, codec,
    identity::{self, Identity},
    message::{self, Event, LinkId, LinkPreview, Waits},
    storage::{Operation, Store},
    sync::{
        Shared,
        links::link::strange,
        links::relay::invitation_over,
        put,
        state::role_of,
        stored::{self, Settings},
    },
};

/// How many may wait to be let in (*ours*).
const MOST_REQUESTS: usize = 64;

/// What a device does to be let in. The link is secret.
pub(crate) struct Joining {
    link: Link,
    card: Card,
    /// The operation that founded the workspace, once the invitation was seen: any other beginning
    /// is another workspace.
    pub founding: Option<Hash>,
    /// Whether we seem to be let in, so that we speak as a device.
    pub admitted: bool,
    /// What the invitation says, once it was seen.
    offer: Option<Offer>,
    words: Vec<String>,
    problem: Option<Problem>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    link: String,
    name: String,
    device: String,
    /// The operation that founded the workspace, as the invitation says.
    founding: Option<[u8; 32]>,
}

/// Somebody who asks to be let in.
pub(crate) struct Request {
    request: JoinRequest,
    pub card: Card,
    pub words: Vec<String>,
    pub at: Timestamp,
    /// Whether another device asks by the same link.
    pub is_contested: bool,
}

impl Joining {
    /// What is stored of a device that asked to be let in.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let Stored { link, name, device, founding } = codec::read(codec::VERSION, bytes)?;
        let mut joining = Self::new(Link::parse(&link).ok()?, Card { name, device });
        joining.founding = founding.map(Hash);
        Some(joining)
    }

    const fn new(link: Link, card: Card) -> Self {
        Self { link, card, founding: None, offer: None, words: Vec::new(), admitted: false, problem: None }
    }

    fn write(&self) -> Vec<u8> {
        let stored = Stored {
            link: self.link.fragment().to_string(),
            name: self.card.name.clone(),
            device: self.card.device.clone(),
            founding: self.founding.map(|hash| hash.0),
        };
        codec::write(codec::VERSION, &stored)
    }

    /// As pages see it.
    pub fn shown(&self, connected: bool) -> message::Joining {
        let waits = if self.offer.is_some() || connected { Waits::Approval } else { Waits::Relay };
        let (words, problem) = (self.words.clone(), self.problem.clone());
        message::Joining { preview: preview(&self.link, self.offer.as_ref()), words, waits, problem }
    }
}

/// What a link says, and the invitation where it was seen.
fn preview(link: &Link, offer: Option<&Offer>) -> LinkPreview {
    LinkPreview {
        workspace: link.workspace,
        invitation: message::InvitationId(link.secret.id().0),
        by: offer.map_or_else(|| link.by.clone(), |offer| offer.by.clone()),
        workspace_name: offer
            .map_or_else(|| link.workspace_name.clone(), |offer| offer.workspace_name.clone()),
        role: offer.map_or(link.role, |offer| offer.role).map(role_of),
        expires: offer.map_or(link.expires, |offer| offer.expires),
        relay: link.relay.clone(),
    }
}

/// What a link says.
///
/// # Errors
/// When it is no link, in words that say what is wrong with it.
pub(in crate::sync) fn look(link: &str) -> Result<LinkPreview, Problem> {
    parse(link).map(|link| preview(&link, None))
}

fn parse(link: &str) -> Result<Link, Problem> {
    Link::parse(link).map_err(|error| Problem::new(error.to_string(), ""))
}

impl Replica {
    /// Asks to be let in by a link.
    ///
    /// # Errors
    /// When the link is none, or this database is not an empty one (Y-20).
    pub(in crate::sync) fn join(
        &mut self,
        link: &str,
        relay: Option<String>,
        name: String,
        device: String,
    ) -> Result<(), Problem> {
        let link = parse(link)?;
        let is_empty =
            self.shelf.listings.is_empty() && self.sync.shared.is_none() && self.sync.broken.is_none();
        let Some(identity) = self.identity.clone().filter(|_| is_empty) else {
            return Err(Problem::new(
                "This workspace has contents, so it cannot become another one.",
                "Open the link in a new workspace.",
            ));
        };
        if link.expires < self.now {
            let problem = Problem::new("The link’s time is over.", "Ask who sent it for a new one.");
            return Err(problem);
        }
        let identity = Identity { workspace: link.workspace, ..identity };
        let relay = link.relay.clone().or(relay);
        let settings = Settings { relay, name: name.clone(), device: device.clone() };
        let keys = DeviceKeys::generate(&mut self.random);
        let joining = Joining::new(link, Card { name, device });
        let next = &mut self.writer.next;
        next.operations.push(put(Store::Secrets, stored::DEVICE.to_owned(), keys.to_bytes().to_vec()));
        next.operations.push(put(Store::Secrets, stored::JOINING.to_owned(), joining.write()));
        next.operations.push(put(
            Store::Meta,
            stored::SETTINGS.to_owned(),
            codec::write(codec::VERSION, &settings),
        ));
        self.become_one(identity.clone());
        self.sync.shared = Some(Shared::new(settings, keys, &identity));
        self.sync.joining = Some(joining);
        self.sync.touch();
        Ok(())
    }

    /// Is somebody else from now on; pages learn of it when it is on disk.
    pub(in crate::sync) fn become_one(&mut self, identity: Identity) {
        let next = &mut self.writer.next;
        next.operations.push(put(Store::Meta, identity::KEY.to_owned(), identity.write()));
        next.events.push(Event::Identity(identity.welcome()));
        next.strict = true;
        self.identity = Some(identity);
    }

    /// As whom a joiner speaks to the relay.
    pub(in crate::sync) fn invited(&self) -> Option<Party> {
        if let Some(recovering) = &self.sync.recovering {
            return recovering.party();
        }
        let joining = self.sync.joining.as_ref().filter(|joining| joining.problem.is_none())?;
        if joining.admitted {
            return self.identity.as_ref().map(|identity| Party::Device(identity.device));
        }
        Some(Party::Invited(joining.link.secret.id()))
    }

    /// Signs as whom we speak over a link.
    pub(in crate::sync) fn sign_as(&self, party: Party, bytes: &[u8]) -> Option<Signature> {
        match party {
            Party::Invited(_) => Some(self.sync.joining.as_ref()?.link.secret.sign(bytes)),
            Party::Device(device) => {
                let paper = self.sync.recovering.as_ref().and_then(|recovering| recovering.keys_of(device));
                if let Some(keys) = paper {
                    return Some(keys.sign(bytes));
                }
                Some(self.sync.shared.as_ref()?.keys.sign(bytes))
            }
        }
    }

    /// The invitation of our link, out of the workspace's log: it says whom to compare words with.
    pub(in crate::sync) fn invitation_came(&mut self, id: LinkId, operation: &[u8]) {
        let (Some(joining), Some(identity)) = (&self.sync.joining, self.identity.clone()) else { return };
        let offer = Said::decode(operation).ok().and_then(|said| Offer::open(&joining.link, &said).ok());
        let Some(offer) = offer else {
            return self.hang_up(id, strange("the invitation it showed is not that of the link"));
        };
        let member = offer.member_for(identity.member);
        if member != identity.member {
            // A further device of who invites is theirs.
            self.become_one(Identity { member, ..identity.clone() });
        }
        let cost = self.cost;
        let Some(shared) = &mut self.sync.shared else { return };
        let public = shared.keys.public(identity.device);
        if shared.membership.is_empty() {
            shared.membership = Membership::expecting(identity.workspace, offer.founding);
        }
        let Some(joining) = &mut self.sync.joining else { return };
        if joining.words.is_empty() {
            joining.words = spelled(offer.words(&public, cost));
        }
        let joiner = Joiner { member, device: identity.device, card: joining.card.clone() };
        let request = offer.request(&joining.link.secret, &shared.keys, &joiner, &mut self.random);
        let invitation = offer.invitation;
        joining.founding = Some(offer.founding);
        joining.offer = Some(offer);
        let next = &mut self.writer.next;
        next.operations.push(put(Store::Secrets, stored::JOINING.to_owned(), joining.write()));
        self.say(id, &Message::Join { invitation, request });
        self.sync.touch();
    }

    /// Somebody has let us in, or sent us away.
    pub(in crate::sync) fn answered(&mut self, _id: LinkId, invitation: InvitationId, accepted: bool) {
        let Some(joining) = &mut self.sync.joining else { return };
        if joining.link.secret.id() != invitation {
            return;
        }
        if accepted {
            // The log says it too, and only that counts; as a device we can ask for it.
            joining.admitted = true;
            self.dial_anew();
        } else {
            joining.problem = Some(Problem::new(
                "Nobody let this device in: the invitation was withdrawn or used by somebody else.",
                "Ask for another invitation.",
            ));
            self.dial_anew();
        }
        self.sync.touch();
    }

    /// The relay does not take our invitation. Perhaps because somebody came in by it, and that may
    /// have been us: then it knows this device.
    pub(in crate::sync) fn invitation_refused(&mut self, reason: Reason, problem: &Problem) {
        self.recovery_refused(reason, problem);
        let Some(joining) = &mut self.sync.joining else { return };
        match reason {
            Reason::Invitation if !joining.admitted => joining.admitted = true,
            // It is over, and not because this device came in by it.
            Reason::Stranger if joining.admitted => joining.problem = Some(invitation_over()),
            Reason::Invitation | Reason::Stranger | Reason::Removed | Reason::UnknownWorkspace => {
                joining.problem = Some(problem.clone());
            }
            _ => {}
        }
    }

    /// The log says that we are in.
    pub(in crate::sync) fn let_in(&mut self) {
        self.sync.joining = None;
        let key = stored::JOINING.to_owned();
        self.writer.next.operations.push(Operation::Delete { store: Store::Secrets, key });
        self.writer.next.strict = true;
        self.sync.touch();
    }

    /// Somebody asks to be let in.
    pub(in crate::sync) fn somebody_asks(&mut self, invitation: InvitationId, sealed: &[u8]) {
        let (now, cost) = (self.now, self.cost);
        let Some(shared) = &mut self.sync.shared else { return };
        let view = shared.membership.view();
        let Some(found) = view.invitations().get(&invitation) else { return };
        let Some(operation) = shared.membership.operation(&found.operation) else { return };
        let Some(founding) = shared.membership.founding() else { return };
        let is_open = found.state == protocol::InvitationState::Open;
        if !is_open || (shared.requests.len() >= MOST_REQUESTS && !shared.requests.contains_key(&invitation))
        {
            return;
        }
        // Whoever may not approve has no key to open it with.
        let Ok(key) = request_key(&shared.keyring, view, operation) else { return };
        let Ok(request) = JoinRequest::open(&key, operation, sealed) else { return };
        // The first who asks stays: a thief of the link can neither slip in behind the words that were
        // compared, nor keep this device busy with working out words.
        if let Some(before) = shared.requests.get_mut(&invitation) {
            before.is_contested |= before.request != request;
            self.sync.touch();
            return;
        }
        let Some(inviter) = view.devices().get(&operation.author).map(|device| device.public) else { return };
        let words = request.words(shared.membership.workspace(), founding, inviter, cost);
        let request = Request {
            card: request.card.clone(),
            request,
            words: spelled(words),
            at: now,
            is_contested: false,
        };
        shared.requests.insert(invitation, request);
        self.sync.touch();
    }

    /// Lets somebody in.
    ///
    /// # Errors
    /// When nobody waits by this invitation with these words, or the log does not allow it.
    pub(in crate::sync) fn approve(
        &mut self,
        invitation: InvitationId,
        words: &[String],
    ) -> Result<(), Problem> {
        let request = self.sync.shared.as_ref().and_then(|shared| shared.requests.get(&invitation));
        let Some((request, found_words)) = request.map(|found| (found.request.clone(), found.words.clone()))
        else {
            return Err(Problem::new("Nobody waits by this invitation any more.", ""));
        };
        if found_words != words {
            return Err(Problem::new(
                "Somebody else waits by this invitation than the one whose words were compared.",
                "Compare the words that are shown now.",
            ));
        }
        self.step(|author, random| author.approve(&request, random))?;
        if let Some(shared) = &mut self.sync.shared {
            shared.requests.remove(&invitation);
        }
        self.forget_link(invitation);
        Ok(())
    }

    /// Makes an invitation useless, and sends away who waits by it.
    ///
    /// # Errors
    /// When the log does not allow it.
    pub(in crate::sync) fn revoke(&mut self, invitation: InvitationId) -> Result<(), Problem> {
        self.step(|author, _| author.revoke(invitation))?;
        if let Some(shared) = &mut self.sync.shared {
            shared.requests.remove(&invitation);
        }
        self.forget_link(invitation);
        Ok(())
    }

    fn forget_link(&mut self, invitation: InvitationId) {
        if let Some(shared) = &mut self.sync.shared {
            shared.links.remove(&invitation);
        }
        let key = stored::invitation_key(invitation);
        self.writer.next.operations.push(Operation::Delete { store: Store::Secrets, key });
        self.sync.touch();
    }
}

fn spelled(words: Result<vault::Words, vault::CostError>) -> Vec<String> {
    words.map(|words| words.iter().map(ToOwned::to_owned).collect()).unwrap_or_default()
}
