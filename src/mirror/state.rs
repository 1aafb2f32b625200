//! The mirror itself: a book, what is pending over it, and the signals that say what changed.

mod arriving;
mod changing;
mod reading;
mod unsent;

use document::{Book, DocumentKey, Name};
use engine::message::{Heads, Reply, Welcome};
use kernel::{Date, Problem, RecordId};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{Names, Port, drafts::Drafts, pending::Pending, requests::Requests, sharing::Told};

/// Where what was done is by now.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveState {
    /// Everything is on this disk.
    Saved,
    /// So many batches are on their way to the disk.
    Saving(usize),
    /// The disk refuses; edits are kept in memory and tried again.
    Failed(Problem),
}

/// A handle to the mirror; copy it freely.
#[derive(Clone, Copy)]
pub struct Mirror {
    state: StoredValue<State, LocalStorage>,
    names: StoredValue<Names>,
    identity: RwSignal<Option<Welcome>>,
    undoable: RwSignal<(Option<String>, Option<String>)>,
    save: RwSignal<SaveState>,
    problems: RwSignal<Vec<Problem>>,
    recovered: RwSignal<Vec<(RecordId, String)>>,
    removed: RwSignal<Option<String>>,
    today: RwSignal<Date>,
    pub(crate) told: Told,
}

struct State {
    port: Box<dyn Port>,
    book: Book,
    heads: BTreeMap<DocumentKey, Heads>,
    pending: Pending,
    requests: Requests,
    drafts: Drafts,
    trouble: Option<Problem>,
    kinds: HashMap<String, ArcTrigger>,
    any: ArcTrigger,
}

/// Makes the mirror of this page and provides it to everything below.
pub fn provide_mirror(port: impl Port + 'static, names: Names) -> Mirror {
    let now = port.now();
    let today = now.date(port.offset_minutes(now));
    let mirror = Mirror {
        state: StoredValue::new_local(State {
            port: Box::new(port),
            book: Book::new(),
            heads: BTreeMap::new(),
            pending: Pending::default(),
            requests: Requests::default(),
            drafts: Drafts::default(),
            trouble: None,
            kinds: HashMap::new(),
            any: ArcTrigger::new(),
        }),
        names: StoredValue::new(names),
        identity: RwSignal::new(None),
        undoable: RwSignal::new((None, None)),
        save: RwSignal::new(SaveState::Saved),
        problems: RwSignal::new(Vec::new()),
        recovered: RwSignal::new(Vec::new()),
        removed: RwSignal::new(None),
        today: RwSignal::new(today),
        told: Told::new(),
    };
    provide_context(mirror);
    mirror
}

/// The mirror of this page.
///
/// # Panics
/// When no mirror was provided above, which is a fault of the shell and shows at once.
#[must_use]
pub fn use_mirror() -> Mirror {
    #[expect(clippy::expect_used, reason = "the shell provides the mirror before it shows any screen")]
    use_context::<Mirror>().expect("provide_mirror comes first")
}

impl Mirror {
    /// Changes the state and runs again whatever looked at the kinds that changed.
    fn change(self, change: impl FnOnce(&mut State) -> BTreeSet<Name>) {
        let outcome = self.state.try_update_value(|state| {
            let kinds = change(state);
            let triggers: Vec<ArcTrigger> =
                kinds.iter().filter_map(|kind| state.kinds.get(kind.as_str()).cloned()).collect();
            let any = (!kinds.is_empty()).then(|| state.any.clone());
            let save = match (&state.trouble, state.pending.unsaved()) {
                (Some(problem), _) => SaveState::Failed(problem.clone()),
                (None, 0) => SaveState::Saved,
                (None, count) => SaveState::Saving(count),
            };
            (triggers, any, save)
        });
        let Some((triggers, any, save)) = outcome else { return };
        for trigger in triggers.into_iter().chain(any) {
            trigger.notify();
        }
        if self.save.with_untracked(|standing| *standing != save) {
            self.save.set(save);
        }
    }
}

impl State {
    fn send_draft(&mut self) {
        if let Some(draft) = self.drafts.next() {
            let request = self.requests.next(draft);
            self.drafts.sent(request.id);
            self.port.send(request);
        }
    }
}

pub(crate) fn unexpected(reply: Reply) -> Problem {
    match reply {
        Reply::Refused(problem) => problem,
        _ => Problem::new("The engine gave an answer that does not fit the question.", "Reload the page."),
    }
}
