//! Two review cycles of the sample workspace: one that is over, with what became of it, and one under way.

mod texts;

use document::{Author, Batch, Book, Entry, Prose, Stamp};
use growth::{GoalState, rules as growth_rules};
use kernel::{Date, RecordId, Timestamp, words};
use reviews::{
    Dispute, Leaning, Promise, PromiseKind, Response, Review, ReviewCycle, Stands, commands, rules,
};
use roster::{Person, rules as roster_rules};

use super::{drafting, leads, promises, sharing};
use crate::{Link, Relation, links};
use texts::{BEFORE, NOW, Told};

/// How many findings of a kind the sample's manager kept of a draft.
const KEPT: usize = 3;

/// The reviews of the sample, for a book that holds what the other samples wrote, the oldest batch first.
#[must_use]
pub fn sample(book: &Book, author: Author, today: Date, new_id: &mut dyn FnMut() -> RecordId) -> Vec<Batch> {
    // What is written builds on what was written before, so it is played in a book of its own.
    let mut scratch = Book::new();
    for row in book.rows() {
        scratch.put((**row).clone());
    }
    let mut stage = Stage { book: scratch, author, today, new_id, batches: Vec::new() };
    stage.before();
    stage.now();
    stage.batches
}

struct Stage<'a> {
    book: Book,
    author: Author,
    today: Date,
    new_id: &'a mut dyn FnMut() -> RecordId,
    batches: Vec<Batch>,
}

impl Stage<'_> {
    fn day(&self, offset: i64) -> Date {
        self.today + chrono::Duration::days(offset)
    }

    fn id(&mut self) -> RecordId {
        (self.new_id)()
    }

    /// Plays a batch as of the afternoon of a day.
    fn write(&mut self, on: i64, batch: Batch) {
        let at = Timestamp::from_millis(Timestamp::start_of(self.day(on), 0).millis() + 14 * 3_600_000);
        for edit in &batch.edits {
            self.book.apply(edit, Stamp { at, by: self.author.member });
        }
        if !batch.is_empty() {
            self.batches.push(Batch { at: Some(at), ..batch });
        }
    }

    fn person(&self, name: &str) -> Option<Entry<Person>> {
        self.book.all::<Person>().iter().find(|person| person.name == name).cloned()
    }

    fn review(&self, cycle: RecordId, name: &str) -> Option<Entry<Review>> {
        self.book.get(rules::review_id(cycle, self.person(name)?.id))
    }

    /// Begins a cycle: the period, its launch, and the days by which reviews are written and shared; returns it.
    fn cycle(&mut self, [from, until, launch, due, share]: [i64; 5], people: &[Entry<Person>]) -> RecordId {
        let id = self.id();
        let (first, last) = (self.day(from), self.day(until));
        let cycle = ReviewCycle {
            name: format!("{} to {}", words::month(first), words::month(last)),
            from: Some(first),
            until: Some(last),
            launch_on: Some(self.day(launch)),
            due: Some(self.day(due)),
            share_by: Some(self.day(share)),
            ..ReviewCycle::default()
        };
        let begun = commands::begin_cycle(&self.author, id, &cycle, people, self.day(launch));
        self.write(launch, begun);
        id
    }

    /// Drafts and writes one review on a day. Of each kind of finding a few are kept.
    fn tell(&mut self, cycle: RecordId, told: &Told, on: i64) {
        let Some(review) = self.review(cycle, told.name) else { return };
        let day = self.day(on);
        let draft = drafting::draft(&self.book, self.author, &review, day, &mut *self.new_id);
        self.write(on, draft);
        let findings = rules::findings_of(&self.book, review.id);
        for leaning in Leaning::ALL {
            let of_leaning = findings.iter().filter(|finding| finding.leaning == *leaning);
            let dropped: Vec<_> = of_leaning.skip(KEPT).map(Entry::delete).collect();
            self.write(on, Batch::new("Leave findings out").with_all(dropped));
        }
        let written = review.update(|review| {
            review.standing = Prose(told.standing.to_owned());
            review.next_level = Prose(told.next_level.to_owned());
            review.support = Prose(told.support.to_owned());
            review.rating = told.rating;
        });
        self.write(on + 1, Batch::new(format!("Write the review of {}", told.name)).with_all(written));
        if let Some((what, kind, by)) = told.promise {
            let owner = match kind {
                PromiseKind::Mentor => self.person("Tomasz Wróbel").map(|person| person.id),
                _ => roster_rules::me(&self.book).map(|me| me.id),
            };
            let promise = Promise {
                what: what.to_owned(),
                kind,
                owner: owner.map(Into::into),
                by: Some(self.day(by)),
                ..Promise::default()
            };
            let id = self.id();
            let made = commands::promise(&self.author, id, &review, &promise);
            self.write(on + 1, made);
        }
    }

    /// The cycle that is over: shared, answered, and partly followed up.
    fn before(&mut self) {
        let people: Vec<_> = BEFORE.iter().filter_map(|told| self.person(told.name)).collect();
        let cycle = self.cycle([-395, -200, -197, -189, -182], &people);
        for told in BEFORE {
            self.tell(cycle, told, -191);
            let Some(review) = self.review(cycle, told.name) else { continue };
            let to = document::Audience::Everyone;
            let day = self.day(-184);
            let shared = sharing::share(&self.book, self.author, &review, to, day, &mut *self.new_id);
            if let Some(shared) = shared {
                self.write(-184, shared.batch);
            }
        }
        self.responses(cycle);
        self.follow_ups(cycle);
        if let Some(cycle) = self.book.get::<ReviewCycle>(cycle) {
            let finished = commands::finish(&cycle, Some(self.day(-172)));
            self.write(-172, finished);
        }
    }

    fn responses(&mut self, cycle: RecordId) {
        let Some(review) = self.review(cycle, "Rafael Moreira") else { return };
        let response = Response {
            on: Some(self.day(-181)),
            stands: Stands::InPart,
            text: "I see the point about the reviews. “Missing more than once” I do not: I would like to know when.".into(),
            follow_up: Some(self.day(-176)),
            ..Response::default()
        };
        let said = commands::respond(&self.book, &self.author, &review, &response);
        self.write(-181, said);
        if let Some(finding) = rules::critical_points(&self.book, review.id).first() {
            let disputed = commands::dispute(finding, Some(Dispute::Changed));
            self.write(-176, disputed);
        }
        if let Some(response) = rules::response_to(&self.book, review.id) {
            let outcome = "We went through the three reviews he asked for. One was fine, two were not; the sentence says two now.";
            let held = commands::hold_follow_up(&response, self.day(-176), outcome);
            self.write(-176, held);
        }
    }

    /// A finding became a goal that stands, and what was promised was kept.
    fn follow_ups(&mut self, cycle: RecordId) {
        for told in BEFORE {
            let Some(review) = self.review(cycle, told.name) else { continue };
            for promise in rules::promises_of(&self.book, review.id) {
                let became = promises::kept(&self.book, &review, &promise, self.today).became;
                if let Some(action) = became.and_then(|(id, ..)| self.book.get::<roster::Action>(id)) {
                    let done = roster::commands::finish_action(&action, self.day(-120));
                    self.write(-120, done);
                }
            }
            // What Rafael heard leads nowhere yet, so that the rule about it has something to say.
            if told.name == "Rafael Moreira" {
                continue;
            }
            let goals =
                growth_rules::goals_of(&self.book, review.person.map_or(review.id, document::Ref::id));
            let goal = goals.into_iter().find(|goal| goal.state == GoalState::Open);
            let findings = rules::findings_of(&self.book, review.id);
            let ahead = findings.iter().find(|one| {
                one.leaning != Leaning::Strength && leads::leads_of(&self.book, one.id, self.today).is_empty()
            });
            let (Some(goal), Some(finding)) = (goal, ahead) else { continue };
            let link = Link {
                from: Some(finding.id),
                to: Some(goal.id),
                relation: Relation::LeadsTo,
                reason: Some("What the review found is what the goal is about".to_owned()),
                on: goal.set_on,
            };
            let id = self.id();
            if let Some(tied) = links::connect(&self.book, self.author, id, &link) {
                self.write(-40, tied);
            }
        }
    }

    /// The cycle under way: one review written, one begun, the others not yet.
    fn now(&mut self) {
        let people = rules::offered(&self.book, self.today);
        let cycle = self.cycle([-199, -1, -8, 6, 20], &people);
        for told in NOW {
            self.tell(cycle, told, -5);
        }
    }
}
