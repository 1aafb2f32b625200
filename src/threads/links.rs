//! The thread: links between any two records, walkable from both ends (CN-1).

use document::{Audience, Author, Batch, Book, DocumentKey, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId};

use crate::{Link, Relation, kinds};

/// One knot of a record's thread rail: what it is joined to, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Knot {
    /// The link; `None` when a field of one of the two records names the other.
    pub link: Option<RecordId>,
    /// The record at the other end.
    pub other: RecordId,
    /// What the other record is, for example `Observation`.
    pub kind: &'static str,
    /// What the other record is called.
    pub title: String,
    /// Where the other record is shown.
    pub address: String,
    /// The relation as read from this end: `Leads to`, `Comes from`.
    pub relation: &'static str,
    /// Why the two belong together.
    pub reason: Option<String>,
    /// The day the link was drawn.
    pub on: Option<Date>,
    /// Who can see that the two are joined, as far as the link itself says.
    pub audience: Audience,
}

/// The thread rail of a record: every link that starts or ends at it, and every record that
/// names it as its source or is named so by it; newest first, undated last.
#[must_use]
pub fn rail(book: &Book, record: RecordId) -> Vec<Knot> {
    let links = book.all::<Link>();
    let drawn = links.iter().filter_map(|link| drawn_knot(book, record, link));
    let mut knots: Vec<Knot> = drawn.chain(named_knots(book, record)).collect();
    knots.order_by(|a, b| b.on.cmp(&a.on).then_with(|| a.title.cmp(&b.title)));
    knots
}

fn drawn_knot(book: &Book, record: RecordId, link: &Entry<Link>) -> Option<Knot> {
    let (other, relation) = match (link.from, link.to) {
        (Some(from), Some(to)) if from == record => (to, link.relation.label()),
        (Some(from), Some(to)) if to == record => (from, link.relation.inverse()),
        _ => return None,
    };
    let knot = knot_to(book, other, relation, link.document.audience)?;
    Some(Knot { link: Some(link.id), reason: link.reason.clone(), on: link.on, ..knot })
}

/// Actions name the record they came from, skill ratings the record that shows them, openings what is behind them,
/// candidates whom they became; those are threads too.
fn named_knots(book: &Book, record: RecordId) -> Vec<Knot> {
    let actions = book.all::<roster::Action>();
    let from_here = actions.iter().filter(|action| action.source == Some(record));
    let mut knots: Vec<Knot> = from_here
        .filter_map(|action| knot_to(book, action.id, Relation::LeadsTo.label(), Audience::Everyone))
        .collect();
    let source = actions.iter().find(|action| action.id == record).and_then(|action| action.source);
    knots.extend(
        source.and_then(|source| knot_to(book, source, Relation::LeadsTo.inverse(), Audience::Everyone)),
    );
    let behind = Relation::LeadsTo;
    let opened = book.of(|opening: &hiring::Opening| opening.behind, record);
    knots
        .extend(opened.iter().filter_map(|one| knot_to(book, one.id, behind.label(), one.document.audience)));
    let opening = book.get::<hiring::Opening>(record);
    knots.extend(opening.and_then(|one| knot_to(book, one.behind?, behind.inverse(), one.document.audience)));
    let came = book.of(|one: &hiring::Candidate| one.hired_as.map(Ref::id), record);
    knots.extend(came.iter().filter_map(|one| knot_to(book, one.id, "Was hired as", one.document.audience)));
    let candidate = book.get::<hiring::Candidate>(record);
    knots.extend(
        candidate.and_then(|one| knot_to(book, one.hired_as?.id(), "Came as", one.document.audience)),
    );
    for rating in book.all::<roster::SkillRating>().iter() {
        let Some(evidence) = rating.evidence else { continue };
        let audience = rating.document.audience;
        if evidence == record {
            knots.extend(knot_to(book, rating.id, Relation::IsEvidenceFor.label(), audience));
        } else if rating.id == record {
            knots.extend(knot_to(book, evidence, Relation::IsEvidenceFor.inverse(), audience));
        }
    }
    knots
}

/// `None` when the other record is gone: a link to nothing is not shown.
fn knot_to(book: &Book, other: RecordId, relation: &'static str, audience: Audience) -> Option<Knot> {
    let row = book.row(other)?;
    Some(Knot {
        link: None,
        other,
        kind: kinds::kind(&row.kind)?.label,
        title: kinds::title(book, row),
        address: kinds::address(row),
        relation,
        reason: None,
        on: None,
        audience,
    })
}

/// The batch that draws a link; `None` when an end is gone, the two are one, or the same link stands.
#[must_use]
pub fn connect(book: &Book, author: Author, id: RecordId, link: &Link) -> Option<Batch> {
    let (from, to) = (link.from?, link.to?);
    let same =
        |other: &Entry<Link>| (other.from, other.to, other.relation) == (link.from, link.to, link.relation);
    if from == to || book.all::<Link>().iter().any(same) {
        return None;
    }
    let document = common(&book.row(from)?.document, &book.row(to)?.document, author);
    Some(Batch::new("Draw a link").with(author.create_in(document, id, link)))
}

/// The batch that takes a link away.
#[must_use]
pub fn disconnect(book: &Book, link: RecordId) -> Option<Batch> {
    Some(Batch::new("Take a link away").with(book.get::<Link>(link)?.delete()))
}

/// The document for what names two others: it gives neither away to who may not read it.
pub(crate) fn common(from: &DocumentKey, to: &DocumentKey, author: Author) -> DocumentKey {
    let audience = from.audience.shared_with(to.audience, author.member);
    let place = if audience == from.audience { from.place.clone() } else { to.place.clone() };
    DocumentKey { audience, place }
}
