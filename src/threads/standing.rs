//! Where the evidence places somebody on the ladder, and what is missing for the next rung (GR-3).
//!
//! Evidence lies in the feedback area, what is asked for in the growth area; a link says that the one
//! shows the other. It gives counts and what they rest on, never a score, and compares nobody.

use document::{Author, Batch, Book, Entry};
use feedback::{Observation, Tone, rules as feedback_rules};
use growth::{Competency, EVIDENCE_DAYS, EVIDENCE_ENOUGH, Expectation, Rung, rules as growth_rules};
use kernel::{Date, RecordId, days_between};
use roster::{Person, settings};

use crate::{Link, Relation, links};

/// How somebody stands, competency by competency.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonStanding {
    /// The rung they stand on.
    pub rung: Entry<Rung>,
    /// The next one on their track; none on the highest.
    pub next: Option<Entry<Rung>>,
    /// The competencies of the ladder, in its order.
    pub competencies: Vec<CompetencyStanding>,
    /// Observations of the period that name no competency of the ladder and show nothing of it.
    pub apart: Vec<Entry<Observation>>,
}

/// How somebody stands in one competency.
#[derive(Clone, Debug, PartialEq)]
pub struct CompetencyStanding {
    /// The competency.
    pub competency: Entry<Competency>,
    /// What their rung asks for, and how often it was shown.
    pub here: Asked,
    /// What the next rung asks for, and how often it was shown; nothing where there is no next rung.
    pub next: Asked,
    /// The highest rung of their track that was shown often enough.
    pub placed: Option<Entry<Rung>>,
    /// The evidence of the period, the newest first, with the expectations that it was linked to.
    pub evidence: Vec<(Entry<Observation>, Vec<RecordId>)>,
}

/// What a rung asks for, and how often it was shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The expectation; none where nothing is written.
    pub expectation: Option<Entry<Expectation>>,
    /// How many observations of praise are linked to it.
    pub shown: usize,
}

impl CompetencyStanding {
    /// How many observations praise, and how many are points to grow.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let praise = self.evidence.iter().filter(|(one, _)| one.tone == Tone::Praise).count();
        (praise, self.evidence.len() - praise)
    }
}

/// How `person` stands on `today`; `None` while they are on no ladder in use.
#[must_use]
pub fn standing(book: &Book, person: &Entry<Person>, today: Date) -> Option<PersonStanding> {
    let rung = growth_rules::rung_of(book, person)?;
    let next = growth_rules::next_rung(book, &rung);
    let ladder = rung.ladder?.id();
    let track: Vec<_> =
        growth_rules::rungs_of(book, ladder).into_iter().filter(|other| other.track == rung.track).collect();
    let enough = enough(book);
    let window = settings::number(book, &EVIDENCE_DAYS);
    let mut seen = feedback_rules::observations_of(book, person.id);
    seen.retain(|one| one.on.is_some_and(|on| on <= today && days_between(on, today) < window));
    let links = book.all::<Link>();
    let shows = |observation: RecordId| {
        let from = links
            .iter()
            .filter(|link| link.relation == Relation::IsEvidenceFor && link.from == Some(observation));
        from.filter_map(|link| link.to).collect::<Vec<_>>()
    };
    let seen: Vec<_> = seen.into_iter().map(|one| (shows(one.id), one)).map(|(to, one)| (one, to)).collect();
    let mut used = Vec::new();
    let competencies = growth_rules::competencies_of(book, ladder);
    let competencies = competencies.into_iter().map(|competency| {
        let asked_at = |rung: &Entry<Rung>| growth_rules::expectation(book, rung.id, competency.id);
        let asked: Vec<_> = track.iter().map(|rung| (rung, asked_at(rung))).collect();
        let linked = |to: &[RecordId]| {
            asked.iter().any(|(_, one)| one.as_ref().is_some_and(|one| to.contains(&one.id)))
        };
        let names = |one: &Observation| {
            one.competency.as_deref().is_some_and(|word| growth_rules::is_called(&competency, word))
        };
        let evidence: Vec<_> = seen.iter().filter(|(one, to)| names(one) || linked(to)).cloned().collect();
        used.extend(evidence.iter().map(|(one, _)| one.id));
        let shown = |expectation: &Option<Entry<Expectation>>| {
            let praise = evidence.iter().filter(|(one, _)| one.tone == Tone::Praise);
            expectation.as_ref().map_or(0, |asked| praise.filter(|(_, to)| to.contains(&asked.id)).count())
        };
        let at = |rung: Option<&Entry<Rung>>| {
            let found = asked.iter().find(|(one, _)| rung.is_some_and(|rung| rung.id == one.id));
            let expectation = found.and_then(|(_, expectation)| expectation.clone());
            Asked { shown: shown(&expectation), expectation }
        };
        let placed = asked.iter().rev().find(|(_, expectation)| shown(expectation) >= enough);
        CompetencyStanding {
            here: at(Some(&rung)),
            next: at(next.as_ref()),
            placed: placed.map(|(rung, _)| (*rung).clone()),
            evidence,
            competency,
        }
    });
    let competencies: Vec<_> = competencies.collect();
    let apart = seen.iter().filter(|(one, _)| !used.contains(&one.id)).map(|(one, _)| one.clone()).collect();
    Some(PersonStanding { rung, next, competencies, apart })
}

/// How many observations show what a rung asks for: one at least.
#[must_use]
pub fn enough(book: &Book) -> usize {
    usize::try_from(settings::number(book, &EVIDENCE_ENOUGH)).unwrap_or(1).max(1)
}

/// Says that an observation shows what a rung asks for, or takes that back where it was said. `None`
/// when one of the two is gone.
#[must_use]
pub fn shows(
    book: &Book,
    author: Author,
    id: RecordId,
    (observation, expectation): (RecordId, RecordId),
    today: Date,
) -> Option<Batch> {
    let standing = book.all::<Link>();
    let same = standing.iter().find(|link| {
        link.relation == Relation::IsEvidenceFor
            && (link.from, link.to) == (Some(observation), Some(expectation))
    });
    if let Some(link) = same {
        return links::disconnect(book, link.id);
    }
    let link = Link {
        from: Some(observation),
        to: Some(expectation),
        relation: Relation::IsEvidenceFor,
        on: Some(today),
        ..Link::default()
    };
    links::connect(book, author, id, &link)
}

#[cfg(test)]
mod tests;
