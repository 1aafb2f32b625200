//! What arrives: the first pages, the engine’s deliveries, the clock.

use document::{DocumentKey, Name, Page};
use engine::message::{Ask, Changed, Delivery, Event, Reply, Share, SharingState};
use kernel::{Problem, RecordId};
use leptos::prelude::*;
use std::collections::BTreeSet;

use super::{Mirror, State};

/// Taking in; called by the app.
impl Mirror {
    /// Shows the persisted projection, before the engine runs.
    pub fn open(self, pages: Vec<(DocumentKey, Page)>) {
        self.change(|state| {
            state.heads.extend(pages.iter().map(|(document, page)| (document.clone(), page.heads.clone())));
            state.book.open(pages)
        });
    }

    /// Says hello to the engine with what is shown already.
    pub fn hello(self) {
        let have = self.state.with_value(|state| state.heads.clone()).into_iter().collect();
        self.send(Ask::Open { have });
    }

    /// Takes in what the engine says: replies first, then events.
    pub fn deliver(self, delivery: Delivery) {
        self.change(|state| {
            let (mut unsettled, mut confirmed) = (BTreeSet::new(), BTreeSet::new());
            for (id, reply) in delivery.replies {
                match &reply {
                    Reply::Welcome(welcome) => {
                        self.identity.set(Some(welcome.clone()));
                        // Told from now on when it changes; what it is now has to be asked.
                        let request = state.requests.next(Ask::Share(Share::State));
                        state.port.send(request);
                        // A new leader does not know where the pages are.
                        if let Some((_, Some(here))) = self.told.here.try_get_value() {
                            let request = state.requests.next(Ask::Share(Share::Here(Some(here))));
                            state.port.send(request);
                        }
                        if self.told.hidden.try_get_value() == Some(true) {
                            let request = state.requests.next(Ask::Share(Share::Hidden(true)));
                            state.port.send(request);
                        }
                    }
                    Reply::Sharing(sharing) => self.told.stands(SharingState::clone(sharing)),
                    Reply::Refused(_) => unsettled.append(&mut state.pending.refuse(id)),
                    _ => confirmed.append(&mut state.pending.confirm(id)),
                }
                if state.drafts.answered(id) {
                    state.send_draft();
                }
                if let Some(Reply::Refused(problem)) = state.requests.answer(id, reply) {
                    self.problems.update(|problems| problems.push(problem));
                }
            }
            let mut kinds = BTreeSet::new();
            for event in delivery.events {
                match event {
                    Event::Changed(changed) => kinds.append(&mut state.take_in(changed, &mut unsettled)),
                    Event::Undoable { undo, redo } => self.undoable.set((undo, redo)),
                    Event::Identity(welcome) => self.identity.set(Some(welcome)),
                    Event::Trouble(problem) => state.trouble = problem,
                    Event::Problem(problem) => self.problems.update(|problems| problems.push(problem)),
                    Event::Recovered { record, field, .. } => {
                        self.recovered.update(|recovered| recovered.push((record, field)));
                    }
                    Event::Sharing(sharing) => self.told.stands(*sharing),
                    // The rows came by `Changed`.
                    Event::Arrived(arrival) => self.told.came(arrival),
                    Event::Present(present) => self.told.present.set(present),
                    Event::Hidden(circles) => {
                        if self.told.circles.with_untracked(|known| **known != circles) {
                            self.told.circles.set(circles.into());
                        }
                    }
                    Event::Noted(edits) => edits.into_iter().for_each(|id| state.pending.note(id)),
                }
            }
            let rows = confirmed.iter().filter_map(|id| state.book.row(*id));
            self.told.kept(rows.map(|row| (row.id, row.document.audience)));
            unsettled.append(&mut confirmed);
            kinds.append(&mut state.pending.settle(&mut state.book, &unsettled));
            kinds
        });
    }

    /// Says that the engine cannot be reached, or can again.
    pub fn set_trouble(self, problem: Option<Problem>) {
        self.change(|state| {
            state.trouble = problem;
            BTreeSet::new()
        });
    }

    /// Lets `today` follow the clock; called now and then.
    pub fn tick(self) {
        let today = self.day_of(self.now());
        if untrack(|| self.today.get()) != today {
            self.today.set(today);
        }
    }
}

impl State {
    fn take_in(&mut self, changed: Changed, unsettled: &mut BTreeSet<RecordId>) -> BTreeSet<Name> {
        self.heads.insert(changed.document.clone(), changed.heads);
        let mut removed: BTreeSet<RecordId> = changed.removed.into_iter().collect();
        if changed.whole {
            let arriving: BTreeSet<RecordId> = changed.rows.iter().map(|row| row.id).collect();
            removed.extend(self.book.records_in(&changed.document).filter(|id| !arriving.contains(id)));
        }
        let mut kinds = BTreeSet::new();
        for id in removed {
            if self.pending.arrived(&changed.document, id, None) {
                unsettled.insert(id);
            } else {
                kinds.extend(self.book.remove_from(&changed.document, id));
            }
        }
        for row in changed.rows {
            if self.pending.arrived(&row.document, row.id, Some(&row)) {
                unsettled.insert(row.id);
            } else {
                kinds.extend(self.book.put(row));
            }
        }
        kinds
    }
}
