//! One hop of a chain: a link that somebody drew, or a field by which one record names the other.

use document::{Book, Entry, Record, Ref};
use growth::{Mentoring, Stretch};
use hiring::{Candidate, Opening};
use kernel::{Date, RecordId, words};
use reviews::{Finding, Promise, Response};
use roster::{Action, GapResponse, SkillDemand, SkillRating};

use crate::{Link, Relation};

/// How many characters of a reason are shown.
const WHY_CHARACTERS: usize = 160;

/// Two records, of which the first is a reason for the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// What comes first.
    pub cause: RecordId,
    /// What follows from it.
    pub effect: RecordId,
    /// The relation as read from the first: `Leads to`.
    pub forward: &'static str,
    /// The relation as read from the second: `Comes from`.
    pub back: &'static str,
    /// The day: of the link, of what follows, or on which that was written.
    pub on: Date,
    /// Why, where somebody said it.
    pub why: Option<String>,
}

impl Hop {
    /// The cause, when `of` is the effect.
    #[must_use]
    pub fn before(&self, of: RecordId) -> Option<RecordId> {
        (self.effect == of).then_some(self.cause)
    }

    /// The effect, when `of` is the cause.
    #[must_use]
    pub fn after(&self, of: RecordId) -> Option<RecordId> {
        (self.cause == of).then_some(self.effect)
    }
}

/// Every hop that starts or ends at a record and whose other end is here.
///
/// That two records relate to each other, without one being the reason of the other, is no hop.
#[must_use]
pub fn hops(book: &Book, record: RecordId) -> Vec<Hop> {
    let mut hops = drawn(book, record);
    let mut look = Look { book, record, hops: &mut hops };
    look.field(
        |one: &Action| one.source,
        Way::Follows,
        ("Leads to", "Comes from"),
        |one| one.created.at.date(0),
        none,
    );
    look.field(
        |one: &SkillRating| one.evidence,
        Way::Follows,
        ("Is evidence for", "Is shown by"),
        |one| one.on.unwrap_or_else(|| one.created.at.date(0)),
        |one| one.because.clone(),
    );
    // Of the ratings of a skill those lead on that rest on something; the others are its matrix.
    look.field(
        |one: &SkillRating| one.evidence.and(one.skill).map(Ref::id),
        Way::Leads,
        ("Says how deep", "Is rated by"),
        |one| one.on.unwrap_or_else(|| one.created.at.date(0)),
        |one| one.because.clone(),
    );
    look.field(
        |one: &SkillDemand| one.needed_for,
        Way::Follows,
        ("Asks for", "Is asked for by"),
        |one| one.created.at.date(0),
        none,
    );
    look.field(
        |one: &SkillDemand| one.skill.map(Ref::id),
        Way::Leads,
        ("Asks for", "Is asked for by"),
        |one| one.created.at.date(0),
        |one| one.in_words.clone(),
    );
    look.field(
        |one: &GapResponse| one.skill.map(Ref::id),
        Way::Follows,
        ("Is answered by", "Answers"),
        |one| one.decided_on.unwrap_or_else(|| one.created.at.date(0)),
        |one| Some(one.reason.to_string()),
    );
    look.field(
        |one: &Mentoring| one.skill.map(Ref::id),
        Way::Follows,
        ("Is taught in", "Teaches"),
        |one| one.from.unwrap_or_else(|| one.created.at.date(0)),
        none,
    );
    look.field(
        |one: &Stretch| one.goal.map(Ref::id),
        Way::Follows,
        ("Is served by", "Serves"),
        |one| one.from.unwrap_or_else(|| one.created.at.date(0)),
        none,
    );
    look.field(
        |one: &Finding| one.review.map(Ref::id),
        Way::Follows,
        ("Says", "Is said in"),
        |one| one.created.at.date(0),
        none,
    );
    look.field(
        |one: &Promise| one.review.map(Ref::id),
        Way::Follows,
        ("Promises", "Is promised in"),
        |one| one.created.at.date(0),
        none,
    );
    look.field(
        |one: &Response| one.review.map(Ref::id),
        Way::Follows,
        ("Is answered by", "Answers"),
        |one| one.on.unwrap_or_else(|| one.created.at.date(0)),
        none,
    );
    look.field(
        |one: &Opening| one.behind,
        Way::Follows,
        ("Leads to", "Comes from"),
        |one| one.approved_on.unwrap_or_else(|| one.created.at.date(0)),
        |one| Some(one.because.to_string()),
    );
    // Of those who applied the one who came; the others are the funnel of the opening.
    look.field(
        |one: &Candidate| one.hired_as.and(one.opening).map(Ref::id),
        Way::Follows,
        ("Was filled by", "Was hired for"),
        |one| one.starts_on.unwrap_or_else(|| one.created.at.date(0)),
        none,
    );
    look.field(
        |one: &Candidate| one.hired_as.map(Ref::id),
        Way::Leads,
        ("Came as", "Was hired as"),
        |one| one.starts_on.unwrap_or_else(|| one.created.at.date(0)),
        none,
    );
    hops.retain(|hop| {
        hop.cause != hop.effect && book.row(hop.cause).is_some() && book.row(hop.effect).is_some()
    });
    hops
}

/// Which of two records comes first: the one with the field, or the one it names.
#[derive(Clone, Copy)]
enum Way {
    /// The record with the field leads to what it names.
    Leads,
    /// The record with the field follows from what it names.
    Follows,
}

/// Nobody said why.
fn none<T>(_: &Entry<T>) -> Option<String> {
    None
}

struct Look<'a> {
    book: &'a Book,
    record: RecordId,
    hops: &'a mut Vec<Hop>,
}

impl Look<'_> {
    /// The hops by one field: of the records that name this one in it, and of what this one names in it.
    fn field<T: Record>(
        &mut self,
        names: impl Fn(&T) -> Option<RecordId> + Copy + 'static,
        way: Way,
        (forward, back): (&'static str, &'static str),
        on: fn(&Entry<T>) -> Date,
        why: fn(&Entry<T>) -> Option<String>,
    ) {
        let hop = |one: &Entry<T>, named: RecordId| {
            let (cause, effect) = match way {
                Way::Leads => (one.id, named),
                Way::Follows => (named, one.id),
            };
            Hop { cause, effect, forward, back, on: on(one), why: said(why(one)) }
        };
        let named_here = self.book.of(names, self.record);
        self.hops.extend(named_here.iter().map(|one| hop(one, self.record)));
        let own = self.book.get::<T>(self.record);
        self.hops.extend(own.and_then(|one| Some(hop(&one, names(&one)?))));
    }
}

/// The links that were drawn from or to a record, turned so that the reason comes first.
fn drawn(book: &Book, record: RecordId) -> Vec<Hop> {
    let from = book.of(|link: &Link| link.from, record);
    let to = book.of(|link: &Link| link.to, record);
    from.iter().chain(to.iter()).filter_map(hop_of).collect()
}

fn hop_of(link: &Entry<Link>) -> Option<Hop> {
    let (from, to) = (link.from?, link.to?);
    let (says, inverse) = (link.relation.label(), link.relation.inverse());
    let (cause, effect, forward, back) = match link.relation {
        Relation::RelatesTo => return None,
        Relation::LeadsTo | Relation::IsEvidenceFor | Relation::Supports => (from, to, says, inverse),
        // What waits comes after what it waits for, an answer after the question.
        Relation::WaitsFor | Relation::Answers => (to, from, inverse, says),
    };
    let on = link.on.unwrap_or_else(|| link.created.at.date(0));
    Some(Hop { cause, effect, forward, back, on, why: said(link.reason.clone()) })
}

fn said(why: Option<String>) -> Option<String> {
    why.map(|why| words::excerpt(&why, WHY_CHARACTERS)).filter(|why| !why.is_empty())
}
