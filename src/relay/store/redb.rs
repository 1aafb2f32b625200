//! The embedded store: one file.
//!
//! Keys are identifiers of fixed width one after the other, so that what belongs together is
//! together and in order.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use kernel::{DeviceId, Timestamp, WorkspaceId};
use protocol::{AudienceId, DocumentTag, Hash, InvitationId, Position};
use redb::{Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition};

use super::{Arrived, Chain, Hollow, Kept, LogStore, StoreError, Write};

/// Workspace → bytes kept for it (big-endian).
const WORKSPACES: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("workspaces");
/// Workspace, hash → operation.
const OPERATIONS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("operations");
/// Workspace, audience, device, sequence → envelope or stub.
const ENVELOPES: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("envelopes");
/// Workspace, audience, device → sequence, hash.
const CHAINS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("chains");
/// Workspace, invitation, digest of the request → request.
const REQUESTS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("requests");
/// Workspace, audience, device, last place → first place, hash before it, hash of the last.
const HOLLOW: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("hollow");
/// Workspace, audience, device, sequence of a snapshot → when it came (milliseconds), its document, and
/// for each chain of its audience that was here the device and the sequence.
const ARRIVED: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("arrived");
/// Workspace, audience, document that was erased and of which nothing has contents → nothing.
const ERASED: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("erased");
/// All of them, for a backup.
const TABLES: [TableDefinition<'_, &[u8], &[u8]>; 8] =
    [WORKSPACES, OPERATIONS, ENVELOPES, CHAINS, REQUESTS, HOLLOW, ARRIVED, ERASED];

/// How much of the file is held in memory, bytes (ours).
const CACHE: usize = 64 << 20;

type Table<'a> = redb::Table<'a, &'static [u8], &'static [u8]>;

/// Everything in one file.
pub struct RedbStore {
    database: Database,
}

impl RedbStore {
    /// Opens the file, making it where there is none. After a crash it is brought in order first.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let database = Database::builder().set_cache_size(CACHE).create(path).map_err(failed)?;
        let transaction = database.begin_write().map_err(failed)?;
        for table in TABLES {
            transaction.open_table(table).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(Self { database })
    }
}

impl LogStore for RedbStore {
    fn workspaces(&self) -> Result<u64, StoreError> {
        let transaction = self.database.begin_read().map_err(failed)?;
        transaction.open_table(WORKSPACES).map_err(failed)?.len().map_err(failed)
    }

    fn load(&self, workspace: WorkspaceId) -> Result<Option<Kept>, StoreError> {
        let transaction = self.database.begin_read().map_err(failed)?;
        let workspaces = transaction.open_table(WORKSPACES).map_err(failed)?;
        let Some(bytes) = workspaces.get(workspace.as_bytes().as_slice()).map_err(failed)? else {
            return Ok(None);
        };
        let mut kept = Kept { bytes: number(bytes.value()), ..Kept::default() };
        let of_workspace = |tail: usize| range(workspace.as_bytes(), tail);
        let operations = transaction.open_table(OPERATIONS).map_err(failed)?;
        for row in operations.range::<&[u8]>(borrowed(&of_workspace(32))).map_err(failed)? {
            kept.operations.push(row.map_err(failed)?.1.value().to_vec());
        }
        let chains = transaction.open_table(CHAINS).map_err(failed)?;
        for row in chains.range::<&[u8]>(borrowed(&of_workspace(32))).map_err(failed)? {
            let (key, value) = row.map_err(failed)?;
            let (chain, position) = chain_of(key.value(), value.value()).ok_or_else(damaged)?;
            kept.frontier.advance(chain.audience, chain.device, position);
        }
        let requests = transaction.open_table(REQUESTS).map_err(failed)?;
        for row in requests.range::<&[u8]>(borrowed(&of_workspace(24))).map_err(failed)? {
            let (key, value) = row.map_err(failed)?;
            let invitation = key.value().get(16..32).and_then(|bytes| bytes.try_into().ok());
            kept.requests.push((InvitationId(invitation.ok_or_else(damaged)?), value.value().to_vec()));
        }
        let hollow = transaction.open_table(HOLLOW).map_err(failed)?;
        for row in hollow.range::<&[u8]>(borrowed(&of_workspace(40))).map_err(failed)? {
            let (key, value) = row.map_err(failed)?;
            let (chain, to) = place_of(key.value()).ok_or_else(damaged)?;
            kept.hollow.push((chain, to, hollow_of(value.value()).ok_or_else(damaged)?));
        }
        let arrived = transaction.open_table(ARRIVED).map_err(failed)?;
        for row in arrived.range::<&[u8]>(borrowed(&of_workspace(40))).map_err(failed)? {
            let (key, value) = row.map_err(failed)?;
            let (chain, sequence) = place_of(key.value()).ok_or_else(damaged)?;
            kept.arrived.push((chain, sequence, arrived_of(value.value()).ok_or_else(damaged)?));
        }
        let erased = transaction.open_table(ERASED).map_err(failed)?;
        for row in erased.range::<&[u8]>(borrowed(&of_workspace(32))).map_err(failed)? {
            let key = row.map_err(failed)?.0;
            let part =
                |at: std::ops::Range<usize>| key.value().get(at).and_then(|bytes| bytes.try_into().ok());
            let (audience, document) = part(16..32).zip(part(32..48)).ok_or_else(damaged)?;
            kept.erased.push((AudienceId(audience), DocumentTag(document)));
        }
        Ok(Some(kept))
    }

    fn commit(&self, writes: &[(WorkspaceId, Write)]) -> Result<(), StoreError> {
        let mut transaction = self.database.begin_write().map_err(failed)?;
        // A crash must not be followed by a walk over the whole file.
        transaction.set_quick_repair(true);
        {
            let mut tables = Tables {
                workspaces: transaction.open_table(WORKSPACES).map_err(failed)?,
                operations: transaction.open_table(OPERATIONS).map_err(failed)?,
                envelopes: transaction.open_table(ENVELOPES).map_err(failed)?,
                chains: transaction.open_table(CHAINS).map_err(failed)?,
                requests: transaction.open_table(REQUESTS).map_err(failed)?,
                hollow: transaction.open_table(HOLLOW).map_err(failed)?,
                arrived: transaction.open_table(ARRIVED).map_err(failed)?,
                erased: transaction.open_table(ERASED).map_err(failed)?,
            };
            for (workspace, write) in writes {
                tables.write(workspace.as_bytes(), write)?;
            }
        }
        // Durability::Immediate is redb's default: the file is synced before this returns.
        transaction.commit().map_err(failed)
    }

    fn envelopes(
        &self,
        workspace: WorkspaceId,
        chain: Chain,
        from: u64,
        last: u64,
        budget: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let transaction = self.database.begin_read().map_err(failed)?;
        let envelopes = transaction.open_table(ENVELOPES).map_err(failed)?;
        let key = |sequence| envelope_key(workspace.as_bytes(), chain, sequence);
        let (mut found, mut size) = (Vec::new(), 0);
        for row in envelopes.range::<&[u8]>(borrowed(&(key(from)..=key(last)))).map_err(failed)? {
            let (key, value) = row.map_err(failed)?;
            size += value.value().len();
            if size > budget && !found.is_empty() {
                break;
            }
            let sequence = key.value().get(48..).map_or(0, number);
            found.push((sequence, value.value().to_vec()));
        }
        Ok(found)
    }

    fn back_up(&self, to: &Path) -> Result<(), StoreError> {
        // One read transaction sees everything as of one moment.
        let from = self.database.begin_read().map_err(failed)?;
        let unfinished = to.with_extension("unfinished");
        if to.exists() || unfinished.exists() {
            return Err(StoreError::Failed(format!("{} exists already", to.display())));
        }
        let copy = Database::create(&unfinished).map_err(failed)?;
        let into = copy.begin_write().map_err(failed)?;
        for table in TABLES {
            let mut target = into.open_table(table).map_err(failed)?;
            for row in from.open_table(table).map_err(failed)?.iter().map_err(failed)? {
                let (key, value) = row.map_err(failed)?;
                target.insert(key.value(), value.value()).map_err(failed)?;
            }
        }
        into.commit().map_err(failed)?;
        drop(copy);
        // The name appears only when the copy is whole.
        fs::rename(&unfinished, to).map_err(failed)
    }
}

struct Tables<'a> {
    workspaces: Table<'a>,
    operations: Table<'a>,
    envelopes: Table<'a>,
    chains: Table<'a>,
    requests: Table<'a>,
    hollow: Table<'a>,
    arrived: Table<'a>,
    erased: Table<'a>,
}

impl Tables<'_> {
    fn write(&mut self, workspace: &[u8; 16], write: &Write) -> Result<(), StoreError> {
        match write {
            Write::Workspace => {
                let none = 0_u64.to_be_bytes();
                let before = self.workspaces.insert(workspace.as_slice(), none.as_slice()).map_err(failed)?;
                if before.is_some() { Err(StoreError::Workspace) } else { Ok(()) }
            }
            Write::Operation { hash, bytes } => {
                let key = joined(&[workspace, &hash.0]);
                let is_new =
                    self.operations.insert(key.as_slice(), bytes.as_slice()).map_err(failed)?.is_none();
                if is_new { self.count(workspace, bytes.len(), 0) } else { Ok(()) }
            }
            Write::Envelope { chain, position, bytes } | Write::Stub { chain, position, bytes } => {
                let key = joined(&[workspace, &chain.audience.0, chain.device.as_bytes()]);
                let held = self
                    .chains
                    .get(key.as_slice())
                    .map_err(failed)?
                    .map_or(0, |held| held.value().get(..8).map_or(0, number));
                let is_next = held.checked_add(1) == Some(position.sequence);
                let is_stub = matches!(write, Write::Stub { .. });
                let may_stand = is_next || (is_stub && position.sequence > held);
                if !may_stand {
                    return Err(StoreError::OutOfOrder);
                }
                let value = joined(&[&position.sequence.to_be_bytes(), &position.hash.0]);
                self.chains.insert(key.as_slice(), value.as_slice()).map_err(failed)?;
                let key = envelope_key(workspace, *chain, position.sequence);
                self.envelopes.insert(key.as_slice(), bytes.as_slice()).map_err(failed)?;
                self.count(workspace, bytes.len(), 0)
            }
            Write::Fill { chain, sequence, bytes } => {
                let place = joined(&[workspace, &chain.audience.0, chain.device.as_bytes()]);
                let held = self.chains.get(place.as_slice()).map_err(failed)?;
                let held = held.map_or(0, |held| held.value().get(..8).map_or(0, number));
                if *sequence == 0 || *sequence > held {
                    return Err(StoreError::OutOfOrder);
                }
                let key = envelope_key(workspace, *chain, *sequence);
                let before = self.envelopes.insert(key.as_slice(), bytes.as_slice()).map_err(failed)?;
                let before = before.map_or(0, |before| before.value().len());
                self.count(workspace, bytes.len(), before)
            }
            Write::Hollow { chain, to, hollow } => {
                let key = envelope_key(workspace, *chain, *to);
                match hollow {
                    Some(Hollow { from, before, hash, is_word }) => {
                        let value = joined(&[&from.to_be_bytes(), &before.0, &hash.0, &[u8::from(*is_word)]]);
                        self.hollow.insert(key.as_slice(), value.as_slice()).map_err(failed)?;
                    }
                    None => drop(self.hollow.remove(key.as_slice()).map_err(failed)?),
                }
                Ok(())
            }
            Write::Arrived { chain, sequence, arrived } => {
                let key = envelope_key(workspace, *chain, *sequence);
                let mut value = joined(&[&arrived.at.millis().to_be_bytes(), &arrived.document.0]);
                for (device, sequence) in &arrived.before {
                    value.extend(device.as_bytes());
                    value.extend(sequence.to_be_bytes());
                }
                self.arrived.insert(key.as_slice(), value.as_slice()).map_err(failed)?;
                Ok(())
            }
            Write::Empty { chain, sequence, stub } => {
                let key = envelope_key(workspace, *chain, *sequence);
                self.arrived.remove(key.as_slice()).map_err(failed)?;
                let before = {
                    let held = self.envelopes.get(key.as_slice()).map_err(failed)?;
                    held.map(|held| held.value().len()).ok_or(StoreError::OutOfOrder)?
                };
                self.envelopes.insert(key.as_slice(), stub.as_slice()).map_err(failed)?;
                self.count(workspace, stub.len(), before)
            }
            Write::Erased { audience, document } => {
                let key = joined(&[workspace, &audience.0, &document.0]);
                self.erased.insert(key.as_slice(), [].as_slice()).map_err(failed)?;
                Ok(())
            }
            Write::Request { invitation, request } => {
                let Hash(digest) = Hash::of(request);
                let key = joined(&[
                    workspace,
                    &invitation.0,
                    digest.first_chunk::<8>().map_or(&[][..], |short| short),
                ]);
                self.requests.insert(key.as_slice(), request.as_slice()).map_err(failed)?;
                Ok(())
            }
            Write::Answered { invitation } => {
                let prefix = joined(&[workspace, &invitation.0]);
                let all = range(&prefix, 8);
                self.requests.retain_in::<&[u8], _>(borrowed(&all), |_, _| false).map_err(failed)
            }
        }
    }

    fn count(&mut self, workspace: &[u8; 16], more: usize, less: usize) -> Result<(), StoreError> {
        let held = {
            let held = self.workspaces.get(workspace.as_slice()).map_err(failed)?;
            number(held.ok_or(StoreError::Workspace)?.value())
        };
        let held = held.saturating_add(more as u64).saturating_sub(less as u64).to_be_bytes();
        self.workspaces.insert(workspace.as_slice(), held.as_slice()).map_err(failed)?;
        Ok(())
    }
}

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Failed(error.to_string())
}

fn damaged() -> StoreError {
    StoreError::Failed("a row of an unknown form".to_owned())
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

fn envelope_key(workspace: &[u8; 16], chain: Chain, sequence: u64) -> Vec<u8> {
    joined(&[workspace, &chain.audience.0, chain.device.as_bytes(), &sequence.to_be_bytes()])
}

/// All keys that begin with this and go on for `tail` bytes.
fn range(prefix: &[u8], tail: usize) -> RangeInclusive<Vec<u8>> {
    joined(&[prefix, &vec![0; tail]])..=joined(&[prefix, &vec![0xff; tail]])
}

fn borrowed(range: &RangeInclusive<Vec<u8>>) -> RangeInclusive<&[u8]> {
    range.start().as_slice()..=range.end().as_slice()
}

/// Eight bytes as a number; 0 when there are not eight.
fn number(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_be_bytes)
}

/// The chain and place that a key of an envelope names.
fn place_of(key: &[u8]) -> Option<(Chain, u64)> {
    let audience = AudienceId(key.get(16..32)?.try_into().ok()?);
    let device = DeviceId::from_bytes(key.get(32..48)?.try_into().ok()?);
    Some((Chain { audience, device }, number(key.get(48..56)?)))
}

fn hollow_of(value: &[u8]) -> Option<Hollow> {
    let hash = |at: std::ops::Range<usize>| Some(Hash(value.get(at)?.try_into().ok()?));
    // Without its last byte it was written before a writer's own word was kept.
    let is_word = value.get(72).is_some_and(|byte| *byte == 1);
    Some(Hollow { from: number(value.get(..8)?), before: hash(8..40)?, hash: hash(40..72)?, is_word })
}

fn arrived_of(value: &[u8]) -> Option<Arrived> {
    let at = Timestamp::from_millis(i64::from_be_bytes(value.get(..8)?.try_into().ok()?));
    let document = DocumentTag(value.get(8..24)?.try_into().ok()?);
    let chain = |bytes: &[u8; 24]| {
        let (device, sequence) = bytes.split_at(16);
        Some((DeviceId::from_bytes(device.try_into().ok()?), number(sequence)))
    };
    let (chains, rest) = value.get(24..)?.as_chunks::<24>();
    let before = chains.iter().map(chain).collect::<Option<_>>().filter(|_| rest.is_empty())?;
    Some(Arrived { document, at, before })
}

fn chain_of(key: &[u8], value: &[u8]) -> Option<(Chain, Position)> {
    let audience = AudienceId(key.get(16..32)?.try_into().ok()?);
    let device = DeviceId::from_bytes(key.get(32..48)?.try_into().ok()?);
    let hash = Hash(value.get(8..40)?.try_into().ok()?);
    Some((Chain { audience, device }, Position { sequence: number(value.get(..8)?), hash }))
}

#[cfg(test)]
mod tests {
    use super::super::contract;
    use super::*;
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicU32, Ordering};

    static NUMBER: AtomicU32 = AtomicU32::new(0);

    fn file() -> PathBuf {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("relay-store-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder.join("log.redb")
    }

    #[test]
    fn r_1_the_embedded_store_fulfils_the_contract() {
        let path = file();
        contract::check(
            || Box::new(RedbStore::open(&path).unwrap()),
            &path.with_file_name("copy.redb"),
            |copy| Box::new(RedbStore::open(copy).unwrap()),
        );
        fs::remove_dir_all(path.parent().unwrap()).unwrap();
    }
}
