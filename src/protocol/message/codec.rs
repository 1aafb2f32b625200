//! How messages are written, and read within limits.

use crate::bytes::{DecodeError, Reader, Writer};
use crate::covers::Covers;
use crate::frontier::{Frontier, Missing};
use crate::ids::{self, AudienceId, Hash, InvitationId, Signature};
use crate::limits::{MAX_CIPHERTEXT, MAX_FRAME, MAX_ITEMS, MAX_JOIN, MAX_OPERATION, MAX_SIGNAL, MAX_TEXT};

use super::{Limits, Message, Party, Reason};

/// Version of the encoding, the first byte of every message.
const VERSION: u8 = 1;
/// The longest encoded envelope: its content and what stands around it.
const MAX_ENVELOPE: usize = MAX_CIPHERTEXT + 1024;

/// Every reason, at the place of its number.
const REASONS: [Reason; 20] = [
    Reason::Version,
    Reason::Malformed,
    Reason::TooLong,
    Reason::UnknownWorkspace,
    Reason::CreationClosed,
    Reason::TokenNeeded,
    Reason::Stranger,
    Reason::Removed,
    Reason::Invitation,
    Reason::NotAllowed,
    Reason::Signature,
    Reason::Gap,
    Reason::Fork,
    Reason::Operation,
    Reason::Quota,
    Reason::TooFast,
    Reason::Busy,
    Reason::GoingAway,
    Reason::Replaced,
    Reason::Trouble,
];

impl Message {
    /// The bytes of one frame.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut to = Writer::new();
        to.u8(VERSION);
        match self {
            Self::Hello { version, workspace, party } => {
                to.u8(0).u16(*version).raw(workspace.as_bytes());
                write_party(&mut to, *party);
            }
            Self::Challenge { nonce } => {
                to.u8(1).raw(nonce);
            }
            Self::Proof { signature } => {
                to.u8(2).raw(&signature.0);
            }
            Self::Create { token, found } => {
                to.u8(3);
                to.option(token.as_deref(), |to, token| {
                    to.bytes(token.as_bytes());
                });
                to.bytes(found);
            }
            Self::Welcome(limits) => {
                to.u8(4).u32(limits.credit).u32(limits.frame).u64(limits.stored).u64(limits.quota);
            }
            Self::Refused { reason, text } => {
                to.u8(5);
                write_reason(&mut to, *reason, text);
            }
            Self::Rejected { item, reason, text } => {
                to.u8(6).raw(&item.0);
                write_reason(&mut to, *reason, text);
            }
            Self::Have { operations, frontier } => {
                to.u8(7);
                write_hashes(&mut to, operations);
                frontier.write(&mut to);
            }
            Self::Operations(operations) => write_items(&mut to, 8, operations),
            Self::Envelopes(envelopes) => write_items(&mut to, 9, envelopes),
            Self::Durable { operations, frontier } => {
                to.u8(10);
                write_hashes(&mut to, operations);
                frontier.write(&mut to);
            }
            Self::Credit(bytes) => {
                to.u8(11).u32(*bytes);
            }
            Self::Covered { audience, snapshot: (device, sequence), envelopes } => {
                to.u8(12).raw(&audience.0).raw(device.as_bytes()).u64(*sequence);
                envelopes.write(&mut to);
            }
            Self::Invitation { operation } => {
                to.u8(13).bytes(operation);
            }
            Self::Join { invitation, request } => {
                to.u8(14).raw(&invitation.0).bytes(request);
            }
            Self::Answer { invitation, accepted } => {
                to.u8(15).raw(&invitation.0).u8(u8::from(*accepted));
            }
            Self::Present(devices) => {
                to.u8(16).list(devices, |to, device| {
                    to.raw(device.as_bytes());
                });
            }
            Self::Signal { to: whom, from, sealed } => {
                to.u8(17);
                to.option(*whom, |to, device| {
                    to.raw(device.as_bytes());
                });
                to.raw(from.as_bytes()).bytes(sealed);
            }
            Self::Ping(number) => {
                to.u8(18).u64(*number);
            }
            Self::Pong(number) => {
                to.u8(19).u64(*number);
            }
            Self::Wanted(runs) => {
                to.u8(20).list(runs, |to, run| {
                    to.raw(&run.audience.0).raw(run.device.as_bytes()).u64(run.from).u64(run.to);
                });
            }
        }
        to.finish()
    }

    /// Reads exactly one message.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > MAX_FRAME {
            return Err(DecodeError::TooLong("a message"));
        }
        let mut reader = Reader::new(bytes);
        let from = &mut reader;
        from.version(VERSION)?;
        let message = match from.u8()? {
            0 => Self::Hello {
                version: from.u16()?,
                workspace: ids::read_workspace(from)?,
                party: read_party(from)?,
            },
            1 => Self::Challenge { nonce: from.array()? },
            2 => Self::Proof { signature: Signature::read(from)? },
            3 => Self::Create {
                token: from.option(|from| from.text(MAX_TEXT, "a token"))?,
                found: from.bytes(MAX_OPERATION, "an operation")?.to_vec(),
            },
            4 => Self::Welcome(Limits {
                credit: from.u32()?,
                frame: from.u32()?,
                stored: from.u64()?,
                quota: from.u64()?,
            }),
            5 => {
                let (reason, text) = read_reason(from)?;
                Self::Refused { reason, text }
            }
            6 => {
                let item = Hash::read(from)?;
                let (reason, text) = read_reason(from)?;
                Self::Rejected { item, reason, text }
            }
            7 => Self::Have { operations: read_hashes(from)?, frontier: Frontier::read(from)? },
            8 => Self::Operations(read_items(from, MAX_OPERATION, "an operation")?),
            9 => Self::Envelopes(read_items(from, MAX_ENVELOPE, "an envelope")?),
            10 => Self::Durable { operations: read_hashes(from)?, frontier: Frontier::read(from)? },
            11 => Self::Credit(from.u32()?),
            12 => Self::Covered {
                audience: AudienceId::read(from)?,
                snapshot: (ids::read_device(from)?, from.u64()?),
                envelopes: Covers::read(from)?,
            },
            13 => Self::Invitation { operation: from.bytes(MAX_OPERATION, "an operation")?.to_vec() },
            14 => Self::Join {
                invitation: InvitationId::read(from)?,
                request: from.bytes(MAX_JOIN, "a join request")?.to_vec(),
            },
            15 => Self::Answer {
                invitation: InvitationId::read(from)?,
                accepted: match from.u8()? {
                    0 => false,
                    1 => true,
                    _ => return Err(DecodeError::Unknown("answer")),
                },
            },
            16 => Self::Present(from.ordered(MAX_ITEMS, "devices", ids::read_device, |device| *device)?),
            17 => Self::Signal {
                to: from.option(ids::read_device)?,
                from: ids::read_device(from)?,
                sealed: from.bytes(MAX_SIGNAL, "a signal")?.to_vec(),
            },
            18 => Self::Ping(from.u64()?),
            19 => Self::Pong(from.u64()?),
            20 => Self::Wanted(from.list(MAX_ITEMS, "stretches", |from| {
                Ok(Missing {
                    audience: AudienceId::read(from)?,
                    device: ids::read_device(from)?,
                    from: from.u64()?,
                    to: from.u64()?,
                })
            })?),
            _ => return Err(DecodeError::Unknown("message")),
        };
        reader.end()?;
        Ok(message)
    }
}

pub(super) fn write_party(to: &mut Writer, party: Party) {
    match party {
        Party::Device(device) => to.u8(0).raw(device.as_bytes()),
        Party::Invited(invitation) => to.u8(1).raw(&invitation.0),
    };
}

fn read_party(from: &mut Reader<'_>) -> Result<Party, DecodeError> {
    Ok(match from.u8()? {
        0 => Party::Device(ids::read_device(from)?),
        1 => Party::Invited(InvitationId::read(from)?),
        _ => return Err(DecodeError::Unknown("party")),
    })
}

fn write_reason(to: &mut Writer, reason: Reason, text: &str) {
    let number = REASONS.iter().position(|known| *known == reason).unwrap_or(REASONS.len());
    to.u8(u8::try_from(number).unwrap_or(u8::MAX)).bytes(text.as_bytes());
}

fn read_reason(from: &mut Reader<'_>) -> Result<(Reason, String), DecodeError> {
    let reason = REASONS.get(usize::from(from.u8()?)).copied().ok_or(DecodeError::Unknown("reason"))?;
    Ok((reason, from.text(MAX_TEXT, "an explanation")?))
}

fn write_hashes(to: &mut Writer, hashes: &[Hash]) {
    to.list(hashes, |to, hash| {
        to.raw(&hash.0);
    });
}

fn read_hashes(from: &mut Reader<'_>) -> Result<Vec<Hash>, DecodeError> {
    from.list(MAX_ITEMS, "hashes", Hash::read)
}

fn write_items(to: &mut Writer, which: u8, items: &[Vec<u8>]) {
    to.u8(which).list(items, |to, item| {
        to.bytes(item);
    });
}

fn read_items(
    from: &mut Reader<'_>,
    longest: usize,
    what: &'static str,
) -> Result<Vec<Vec<u8>>, DecodeError> {
    from.list(MAX_ITEMS, what, |from| from.bytes(longest, what).map(<[u8]>::to_vec))
}
