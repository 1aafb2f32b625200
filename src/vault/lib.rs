//! Secret keys, and everything that needs one: sealing and opening, invitations, recovery, locks.
//!
//! The vault composes primitives of well-kept crates; it does no I/O, reads no clock and draws no
//! randomness of its own. What it protects, and against whom, is in `docs/design/threats.md`; its
//! bytes are in `docs/design/envelope.md`.
//!
//! # A workspace from beginning to end
//!
//! ```
//! use kernel::{DeviceId, MemberId, Timestamp, WorkspaceId};
//! use protocol::{AudienceName, EnvelopeKind, Hash, Membership, Operation, Role};
//! use vault::*;
//!
//! // Fixed here; a host passes fresh entropy and the time of its clock.
//! let random = &mut Random::from_seed([7; 32]);
//! let now = Timestamp::from_millis(1_790_000_000_000);
//! let workspace = WorkspaceId::from_bytes([1; 16]);
//!
//! // Alice founds a workspace. Her laptop has keys of its own.
//! let (alice, laptop) = (DeviceKeys::generate(random), DeviceId::from_bytes([2; 16]));
//! let card = Card { name: "Alice".into(), device: "Laptop".into() };
//! let founding = found(workspace, &alice, (MemberId::from_bytes([2; 16]), laptop), &card, now, random)?;
//!
//! // What she signed is taken in like what anybody signed: operations into the membership, keys
//! // out of its grants onto the keyring.
//! let mut membership = Membership::new(workspace);
//! let hear = |membership: &mut Membership, operations: Vec<Operation>| {
//!     operations.into_iter().try_for_each(|operation| membership.add(operation).map(|_| ()))
//! };
//! hear(&mut membership, founding)?;
//! let (keyring, _) = Keyring::collect(&alice, laptop, &membership);
//!
//! // She invites Bob. The link's secret is in the part of the address that no browser sends.
//! let secret = InvitationSecret::generate(random);
//! let expires = Timestamp::from_millis(1_790_600_000_000);
//! let terms = Terms { role: Some(Role::Manager), expires, by: "Alice".into(), workspace_name: "Harbour".into() };
//! let at_work = Author { keys: &alice, device: laptop, keyring: &keyring, membership: &membership, at: now };
//! let invitation = at_work.invite(&secret, &terms, random)?;
//! let opened = invitation[0].clone();
//! hear(&mut membership, invitation)?;
//! let Terms { role, expires, by, workspace_name } = terms;
//! let link = Link { workspace, secret, role, expires, by, workspace_name, relay: None };
//! let address = link.url("https://pilothouse.example");
//!
//! // Bob reads the link, then the invitation's operation, which the relay hands out to anybody
//! // who has the link; so he knows who invites him before anything is stored. Then he asks.
//! let link = Link::parse(&address)?;
//! let offer = Offer::open(&link, &opened)?;
//! assert_eq!((offer.by.as_str(), offer.workspace_name.as_str()), ("Alice", "Harbour"));
//! let (bob, tablet) = (DeviceKeys::generate(random), DeviceId::from_bytes([3; 16]));
//! let member = MemberId::from_bytes([3; 16]);
//! let joiner = Joiner { member, device: tablet, card: Card { name: "Bob".into(), device: "Tablet".into() } };
//! let request = offer.request(&link.secret, &bob, &joiner, random);
//!
//! // Both compare five words; Alice lets him in, and he gets the keys of what was and what comes.
//! let cheap = Cost { memory_kib: 64, passes: 1, lanes: 1 }; // for this example; `Cost::TODAY` in earnest
//! let key = request_key(&keyring, membership.view(), &opened)?;
//! let request = JoinRequest::open(&key, &opened, &request)?;
//! let hers = request.words(workspace, offer.founding, alice.public(laptop), cheap)?;
//! assert_eq!(offer.words(&bob.public(tablet), cheap)?, hers);
//! let at_work = Author { keys: &alice, device: laptop, keyring: &keyring, membership: &membership, at: now };
//! let approval = at_work.approve(&request, random)?;
//! hear(&mut membership, approval)?;
//! let (keyring_of_bob, _) = Keyring::collect(&bob, tablet, &membership);
//!
//! // Alice writes, Bob reads.
//! let draft = |membership: &Membership, sequence| Draft {
//!     audience: AudienceName::Everyone.id(workspace),
//!     epoch: membership.view().epoch(AudienceName::Everyone).expect("it was founded").0,
//!     device: laptop,
//!     sequence,
//!     previous: Hash::ZERO,
//!     frontier: Hash::ZERO,
//!     kind: EnvelopeKind::Changes,
//! };
//! let say = |words: &str| Plain {
//!     document: "everyone/index".into(),
//!     covers: protocol::Covers::new(),
//!     content: words.as_bytes().to_vec(),
//! };
//! let envelope = seal(&alice, &keyring, &draft(&membership, 1), &say("Welcome, Bob."), random)?;
//! assert_eq!(open(&keyring_of_bob, &envelope)?.content, b"Welcome, Bob.");
//!
//! // Bob is removed: a new epoch begins, sealed to everybody who is left. What Alice writes now he
//! // cannot read; what he had read he may have kept.
//! let at_work = Author { keys: &alice, device: laptop, keyring: &keyring, membership: &membership, at: now };
//! let removal = at_work.remove_member(member, Vec::new(), random)?;
//! hear(&mut membership, removal)?;
//! let (keyring, _) = Keyring::collect(&alice, laptop, &membership);
//! let envelope = seal(&alice, &keyring, &draft(&membership, 2), &say("Bob has gone."), random)?;
//! let (keyring_of_bob, _) = Keyring::collect(&bob, tablet, &membership);
//! assert_eq!(open(&keyring_of_bob, &envelope), Err(OpenError::NoKey(NoKey)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod aead;
mod backup;
mod code;
mod epoch;
mod hidden;
#[cfg(feature = "inside")]
pub mod inside;
mod invitation;
mod join;
mod keyring;
mod keys;
mod link;
mod lock;
mod membership;
mod note;
pub mod padding;
mod passphrase;
mod random;
mod recovery;
mod sealing;
mod secret;
mod sheet;
mod storage;
#[cfg(test)]
mod tests;
mod words;

pub use backup::{BackupError, BackupReader, BackupWriter, MAGIC as BACKUP_MAGIC};
pub use code::{Code, CodeError};
pub use epoch::{EpochPlace, GrantError, NoKey};
pub use hidden::commitment;
pub use invitation::{InvitationSecret, RequestKey};
pub use join::{JoinError, JoinRequest, Joiner, Offer, Terms, request_key};
pub use keyring::Keyring;
pub use keys::{DeviceKeys, KeysError};
pub use link::{Link, LinkError};
pub use lock::{LockError, lock, unlock};
pub use membership::{Author, StepError, found};
pub use note::{Card, NoteError, Route, epoch_of_signal, open_name, open_signal, seal_signal};
pub use passphrase::{Cost, CostError, Passphrase, SHORTEST, TooShort};
pub use rand_core::CryptoRng;
pub use random::Random;
pub use recovery::RecoveryKey;
#[doc(hidden)]
pub use sealing::seal_in_version;
pub use sealing::{Draft, LONGEST_NAME, OpenError, Plain, SealError, open, seal};
pub use sheet::{RecoverySheet, SheetError};
pub use storage::{NotSealed, StorageKey, is_sealed};
pub use words::{Compared, Words};
