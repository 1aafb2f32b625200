//! Whether an envelope may be taken in: who made it, where it stands, what it holds.

use document::{DocumentKey, authors, named_heads};
use kernel::Problem;
use protocol::{AudienceName, EnvelopeKind, Hash, Header, Item, WriteRight};
use vault::{OpenError, Plain};

use crate::sync::{Shared, chains::waiting::Content};

/// Why an envelope is not taken in.
pub(in crate::sync) enum Unfit {
    /// It is here already, or not for us.
    Known,
    /// There is something here at its place, and more after it.
    Below,
    /// Its time may come.
    Later,
    /// Something is missing before it.
    Gap,
    /// Not for any time: shown.
    Aside(Problem),
    /// Nobody can be blamed for it but the link.
    Strange(&'static str),
}

/// Why what an envelope holds is not used.
pub(in crate::sync) enum Unusable {
    /// A later version of the format: its time comes with the next version of the program (Y-73).
    Newer,
    /// It is not what may stand in an envelope of that device.
    Bad(Problem),
}

impl Unusable {
    /// In words for the user.
    pub fn problem(self) -> Problem {
        match self {
            Self::Newer => Problem::new(
                "It was written by a newer version of Pilothouse than this one.",
                "It is kept, and taken in as soon as this device has that version: reload the page.",
            ),
            Self::Bad(problem) => problem,
        }
    }
}

/// What becomes of what else came.
const REST: &str = "It was not taken in; everything else is.";

impl Shared {
    /// Whether the device that an envelope names has signed it as it is.
    pub(in crate::sync) fn signed(&self, item: &Item) -> bool {
        let devices = self.membership.view().devices();
        let device = devices.get(&item.header().device);
        device.is_some_and(|device| item.verify(&device.public.signing).is_ok())
    }

    /// The envelope in bytes of this disk, if it is as it was signed.
    pub(in crate::sync) fn sound(&self, bytes: &[u8]) -> Option<Item> {
        Item::decode(bytes).ok().filter(|item| self.signed(item))
    }

    /// Whether there can be such a chain.
    pub(in crate::sync) fn knows_chain(&self, header: &Header) -> bool {
        let view = self.membership.view();
        view.devices().contains_key(&header.device) && view.audience(header.audience).is_some()
    }

    /// Whether an envelope may stand where it says, by who its maker is and was.
    pub(in crate::sync) fn may_stand(&self, header: &Header) -> Result<(), Unfit> {
        let view = self.membership.view();
        if !self.knows_chain(header) {
            return Err(Unfit::Later);
        }
        let right = view.write_right(header.device, header.audience);
        if right.covers(header.sequence) {
            return Ok(());
        }
        let what = match (right, view.device(header.device)) {
            (WriteRight::UpTo(_) | WriteRight::No, None) => {
                "It was written by a device after it had been taken out, or before anybody had seen it."
            }
            _ => "It was written by somebody who may only read.",
        };
        Err(Unfit::Aside(Problem::new(
            what,
            "It was not taken in. What counts can be entered again by who may write.",
        )))
    }

    /// Whether an envelope is the next of its chain, and may be.
    pub(in crate::sync) fn fits(&self, header: &Header, hash: Hash) -> Result<(), Unfit> {
        self.may_stand(header)?;
        let place = self.latest.position(header.audience, header.device);
        let (sequence, before) = place.map_or((0, Hash::ZERO), |place| (place.sequence, place.hash));
        let fork = || Unfit::Aside(fork());
        if header.sequence <= sequence {
            let same = header.sequence < sequence || hash == before;
            return Err(if same { Unfit::Known } else { fork() });
        }
        if header.sequence > sequence.saturating_add(1) {
            return Err(Unfit::Gap);
        }
        if header.previous == before { Ok(()) } else { Err(fork()) }
    }

    /// Whether an envelope stands beyond what is here of its chain.
    pub(in crate::sync) fn is_ahead(&self, header: &Header) -> bool {
        let place = self.latest.position(header.audience, header.device);
        header.sequence > place.map_or(0, |place| place.sequence)
    }

    /// What an envelope holds, if that is what it may hold (Y-11).
    ///
    /// # Errors
    /// Why it is not.
    pub(in crate::sync) fn content(&self, item: &Item) -> Result<(DocumentKey, Content), Unusable> {
        let Item::Whole(envelope) = item else {
            let gone = Problem::new("Its content is gone.", "Another device has it in a snapshot.");
            return Err(Unusable::Bad(gone));
        };
        let plain = vault::open(&self.keyring, envelope).map_err(|error| match error {
            OpenError::Newer => Unusable::Newer,
            other => Unusable::Bad(Problem::new(other.to_string(), REST)),
        })?;
        self.fitting(item.header(), plain).map_err(Unusable::Bad)
    }

    fn fitting(&self, header: &Header, plain: Plain) -> Result<(DocumentKey, Content), Problem> {
        let of = REST;
        let key: DocumentKey =
            plain.document.parse().map_err(|_| Problem::new("It is about no document that can be.", of))?;
        if audience_name(key.audience).id(header.workspace) != header.audience {
            return Err(Problem::new("It is about a document for others than those it was sent to.", of));
        }
        let whole = header.kind == EnvelopeKind::Snapshot;
        if !whole {
            let view = self.membership.view();
            let member = view.devices().get(&header.device).map(|device| device.member);
            let authors = authors(&plain.content).map_err(|_| Problem::new("It holds no changes.", of))?;
            let own = |author: &document::Authored| {
                author.exact && author.device == header.device && author.member == member
            };
            if authors.is_empty() || !authors.iter().all(own) {
                return Err(Problem::new("It holds changes in somebody else’s name.", of));
            }
        }
        let place = (header.audience, header.device, header.sequence);
        let mut stands_for = None;
        if !plain.covers.is_empty() {
            // Loading finds out whether it is right, once, where it is taken in.
            let heads = named_heads(&plain.content)
                .map_err(|_| Problem::new("It is to stand for others, and is no whole document.", of))?;
            stands_for = Some((plain.covers, heads));
        }
        Ok((key, Content { place, whole, bytes: plain.content, waited: false, stands_for }))
    }
}

/// Two envelopes of one device have one number (Y-17).
pub(in crate::sync) fn fork() -> Problem {
    Problem::new(
        "It stands where something else of that device stands: the device was copied, put back, or somebody forges.",
        "Take that device out of the workspace and let it join again.",
    )
}

/// The protocol's name of a document's audience.
pub(in crate::sync) const fn audience_name(audience: document::Audience) -> AudienceName {
    match audience {
        document::Audience::Everyone => AudienceName::Everyone,
        document::Audience::OnlyMe(member) => AudienceName::Only(member),
        document::Audience::Circle(circle) => AudienceName::Circle(circle),
    }
}
