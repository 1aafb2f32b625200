//! What is taken of the envelopes that devices send.

use kernel::DeviceId;
use protocol::{EnvelopeKind, Frontier, Hash, Item, Message, Party, Position, Reason};

use super::{Conn, Relay, Session, held, last, may_write};

impl Relay {
    pub(super) fn take_envelopes(&mut self, conn: Conn, items: Vec<Vec<u8>>) {
        let Some(Party::Device(device)) = self.sessions.get(&conn).and_then(|session| session.party) else {
            return;
        };
        let (mut frontier, mut filled) = (Frontier::new(), Vec::new());
        for bytes in items {
            let Ok(item) = Item::decode(&bytes) else { return self.refuse(conn, Reason::Malformed) };
            let Some(membership) = &self.kept.membership else { return };
            let (header, hash) = (*item.header(), item.hash());
            let view = membership.view();
            let of_audience = self.kept.envelopes.iter().filter(|((of, _), _)| *of == header.audience);
            let here: Vec<_> = of_audience.map(|((_, device), chain)| (*device, held(chain))).collect();
            let chain = self.kept.envelopes.entry((header.audience, header.device)).or_default();
            let next = held(chain) + 1;
            let hollow = matches!(item, Item::Emptied(_));
            let is_hollow = |at: u64| self.kept.hollow.contains(&(header.audience, header.device, at));
            let is_word = |at: u64| self.kept.words.contains(&(header.audience, header.device, at));
            let is_kept = |at: u64| is_hollow(at) || is_word(at);
            // What would fill a place whose contents were never here.
            let (is_own, is_next) = (header.device == device, !is_kept(header.sequence.saturating_sub(1)));
            let fills = header.sequence < next
                && is_kept(header.sequence)
                && if hollow {
                    is_own && is_hollow(header.sequence)
                } else {
                    is_next || is_own && is_hollow(header.sequence)
                };
            let reason = match view.devices().get(&header.device) {
                None => Some(Reason::Stranger),
                Some(of) if item.verify(&of.public.signing).is_err() => Some(Reason::Signature),
                _ if !view.reads(device, header.audience) => Some(Reason::NotAllowed),
                _ if !hollow && !view.write_right(header.device, header.audience).covers(header.sequence) => {
                    Some(Reason::NotAllowed)
                }
                _ if hollow && header.device != device && !may_write(view, device, header.audience) => {
                    Some(Reason::NotAllowed)
                }
                _ if header.sequence > next && !hollow => Some(Reason::Gap),
                _ if self.is_full && header.sequence == next && !hollow => Some(Reason::Quota),
                _ if fills && is_next => {
                    let before = header.sequence.checked_sub(2).map_or(Hash::ZERO, |at| chain[at as usize].0);
                    let (kept, bytes) = &chain[header.sequence as usize - 1];
                    let is_other = !bytes.is_empty() && *kept != hash;
                    (is_other || header.previous != before).then_some(Reason::Fork)
                }
                _ if fills && !hollow => Some(Reason::Gap),
                _ if header.sequence < next => {
                    let (kept, bytes) = &chain[header.sequence as usize - 1];
                    (!bytes.is_empty() && *kept != hash).then_some(Reason::Fork)
                }
                _ => {
                    let before = last(chain).map_or(Hash::ZERO, |(hash, _)| *hash);
                    (header.sequence == next && header.previous != before).then_some(Reason::Fork)
                }
            };
            if let Some(reason) = reason {
                let text = format!("{reason:?}");
                self.out.push((conn, Some(Message::Rejected { item: hash, reason, text })));
                continue;
            }
            let is_erased = view.is_erased(&header);
            let bytes = if is_erased { item.stub().encode() } else { bytes };
            let place = |at: u64| (header.audience, header.device, at);
            if hollow && is_own {
                // Its word on all before it that it has not sent.
                let all = place(0)..=place(header.sequence);
                let by_word: Vec<_> = self.kept.hollow.range(all).copied().collect();
                for place in by_word {
                    self.kept.hollow.remove(&place);
                    self.kept.words.insert(place);
                }
            }
            if !hollow
                && !is_erased
                && header.kind == EnvelopeKind::Snapshot
                && (fills || header.sequence >= next)
            {
                let before = here.into_iter().chain([(header.device, next - 1)]).collect();
                self.kept.arrived.insert(place(header.sequence), (self.now, before));
            }
            if fills {
                chain[header.sequence as usize - 1] = (hash, bytes);
                if !hollow {
                    self.kept.hollow.remove(&place(header.sequence));
                    self.kept.words.remove(&place(header.sequence));
                }
                filled.extend((!hollow).then(|| place(header.sequence)));
            } else if header.sequence >= next {
                if hollow {
                    let places = if is_own { &mut self.kept.words } else { &mut self.kept.hollow };
                    places.extend((next..=header.sequence).map(place));
                }
                chain.truncate(next as usize - 1);
                chain.resize(header.sequence as usize - 1, (Hash::ZERO, Vec::new()));
                chain.push((hash, bytes));
            }
            frontier.advance(header.audience, header.device, Position { sequence: header.sequence, hash });
        }
        // Who has it already learns that it is here, too.
        let has = |session: &Session| {
            let held = |audience, device| session.theirs.position(audience, device).map_or(0, |p| p.sequence);
            !frontier.is_empty()
                && frontier.positions().all(|(audience, device, p)| held(audience, device) >= p.sequence)
        };
        let others = self.sessions.iter().filter(|(other, session)| **other != conn && has(session));
        let others: Vec<Conn> = others.map(|(other, _)| *other).collect();
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.theirs.merge(&frontier);
        }
        let told = others.clone();
        for conn in others.into_iter().chain([conn]) {
            let Some(Party::Device(to)) = self.sessions.get(&conn).and_then(|session| session.party) else {
                continue;
            };
            let frontier = self.told(to, frontier.clone());
            self.say(conn, Message::Durable { operations: Vec::new(), frontier });
        }
        // Others may have been sent links in place of what came now.
        for (audience, of, sequence) in filled {
            let before = Position { sequence: sequence - 1, hash: Hash::ZERO };
            let lacks =
                |other: &Conn, session: &Session| *other != conn && session.party != Some(Party::Device(of));
            for (_, session) in self.sessions.iter_mut().filter(|(other, session)| lacks(other, session)) {
                session.theirs.hold_back(audience, of, before);
            }
        }
        for conn in self.sessions.keys().copied().collect::<Vec<_>>() {
            self.ask(conn);
        }
        self.serve_all();
        // Who was sent it just now hears that it is kept.
        let mut words = Vec::new();
        for (other, session) in self.sessions.iter().filter(|(other, _)| **other != conn) {
            let mut kept = Frontier::new();
            for (audience, of, position) in frontier.positions() {
                let sent = session.theirs.position(audience, of);
                if sent.is_some_and(|sent| sent.sequence >= position.sequence) {
                    kept.advance(audience, of, position);
                }
            }
            if !told.contains(other) && !kept.is_empty() {
                words.push((*other, Message::Durable { operations: Vec::new(), frontier: kept }));
            }
        }
        for (conn, message) in words {
            self.say(conn, message);
        }
    }

    /// What a device is told of what is kept: of its own chains nothing whose contents were never here.
    pub(super) fn told(&self, device: DeviceId, mut frontier: Frontier) -> Frontier {
        for ((audience, of), chain) in self.kept.envelopes.iter().filter(|((_, of), _)| *of == device) {
            let all = self.kept.hollow.range((*audience, *of, 0)..=(*audience, *of, held(chain)));
            if let Some((_, _, first)) = all.into_iter().next() {
                let hash = first.checked_sub(2).map_or(Hash::ZERO, |at| chain[at as usize].0);
                frontier.hold_back(*audience, *of, Position { sequence: first - 1, hash });
            }
        }
        frontier
    }
}
