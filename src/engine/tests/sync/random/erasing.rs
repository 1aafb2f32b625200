//! Erasing in a week: somebody does it at any time, and when all is quiet nothing holds it any more.

use document::DocumentKey;
use engine::message::{Ask, Role, Standing};
use protocol::{AudienceId, AudienceName, DocumentTag, Item, Membership};

use super::{Week, found::Found, steps::index};
use crate::{
    erasing::erase,
    world::{person, roster},
};

fn audience(document: &DocumentKey) -> AudienceName {
    match document.audience {
        document::Audience::Everyone => AudienceName::Everyone,
        document::Audience::OnlyMe(member) => AudienceName::Only(member),
        document::Audience::Circle(circle) => AudienceName::Circle(circle),
    }
}

impl Week {
    /// Somebody erases something they may, or not.
    pub fn erase_something(&mut self, device: usize) {
        if !self.belongs(device) {
            return;
        }
        let is_owner = self.net.devices[device].sharing.standing == Standing::Member(Role::Owner);
        let document = match (self.dice.roll(4), self.circles_of(device).first()) {
            (0, Some(circle)) => index(AudienceName::Circle(circle.id)),
            (1, _) if !is_owner => index(AudienceName::Only(self.net.me(device).member)),
            (2, _) => person(2),
            _ => person(1),
        };
        let ask: Ask = erase(std::slice::from_ref(&document), document::Batch::default());
        self.erasing.push((device, document));
        self.net.ask(device, ask);
    }

    /// Most do not write to what they see is gone; who has not heard does.
    pub fn pass_over_erased(&mut self, device: usize, documents: &mut Vec<DocumentKey>) {
        let rows = &self.net.devices[device].disk.rows;
        let is_gone = |document: &DocumentKey| {
            rows.contains_key(&(engine::storage::Store::Meta, format!("erased|{document}")))
        };
        documents.retain(|document| !is_gone(document));
        if documents.is_empty() {
            documents.push(roster());
        }
    }

    /// Whether a device erased a document, perhaps for itself alone.
    pub fn erased_here(&self, device: usize, document: &DocumentKey) -> bool {
        self.erasing.iter().any(|(on, erased)| *on == device && erased == document)
    }

    /// Whether the log says that a document is erased.
    pub fn is_erased(&self, document: &DocumentKey, known: &Membership, found: &[Found]) -> bool {
        let of = audience(document).id(known.workspace());
        let tag = |(device, disk): (usize, &Found)| {
            disk.keyring(self.net.me(device).device, known)?.tag(of, &document.to_string()).ok()
        };
        let is_asked = self.erasing.iter().any(|(_, erased)| erased == document);
        let tag = is_asked.then(|| found.iter().enumerate().find_map(tag)).flatten();
        tag.is_some_and(|tag| known.view().erased().contains_key(&(of, tag)))
    }

    /// What is erased is nowhere any more.
    pub fn check_erased(&mut self, inside: &[usize], known: &Membership, found: &[Found]) {
        let view = known.view();
        self.tally.erased += view.erased().len() as u64;
        let is_left = |bytes: &[u8]| match Item::decode(bytes) {
            Ok(Item::Whole(envelope)) => view.is_erased(&envelope.header),
            _ => false,
        };
        let tags = |of: (AudienceId, DocumentTag)| view.erased().contains_key(&of);
        for device in inside {
            let me = self.net.me(*device).device;
            for ((audience, of, number), (_, bytes)) in &found[*device].envelopes {
                let reads = view.reads(me, *audience);
                assert!(
                    !reads || !is_left(bytes),
                    "{device} has contents of {number} of {of}, which is erased"
                );
            }
            let Some(keyring) = found[*device].keyring(me, known) else { continue };
            for document in found[*device].heads.keys() {
                let of = audience(document).id(known.workspace());
                let tag = keyring.tag(of, &document.to_string()).ok();
                assert!(!tag.is_some_and(|tag| tags((of, tag))), "{device} has {document}, which is erased");
            }
        }
        for chain in self.net.relay.kept.envelopes.values() {
            assert!(
                !chain.iter().any(|(_, bytes)| is_left(bytes)),
                "the relay has contents of what is erased"
            );
        }
    }
}
