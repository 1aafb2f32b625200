//! A review drafted from the record: findings that rest on what the period has (PR-1).

use document::{Author, Batch, Book, Edit, Entry};
use growth::rules as growth_rules;
use hiring::{Interview, rules as hiring_rules};
use kernel::{Date, Ordered as _, RecordId, text::fold, words};
use reviews::{Finding, Leaning, Question, Review, rules};
use roster::Person;
use std::cmp::Reverse;

use super::{
    evidence,
    sources::{Group, Source, dated, sentences, unused},
};
use crate::standing;

/// So many sources are told in the text of a finding; it rests on all of them. Ours.
const TOLD: usize = 3;

/// A finding that is to be made, with what it rests on.
struct Drafted {
    finding: Finding,
    rests_on: Vec<RecordId>,
}

/// Makes findings of everything the period has that no finding rests on yet and that everyone can read (PR-1.12):
/// one for each competency with praise, one for each point to grow, accomplishment and open goal, one for all skills, one for
/// all interviews that were led, and one for each thing the next level asks for that was not shown often enough. `new_id` gives a fresh id at each call.
#[must_use]
pub fn draft(
    book: &Book,
    author: Author,
    review: &Entry<Review>,
    today: Date,
    mut new_id: impl FnMut() -> RecordId,
) -> Batch {
    let mut left = unused(book, review);
    left.retain(|source| !source.kept_back && source.group != Group::Help);
    let mut drafted = from_observations(&left);
    drafted.extend(left.iter().filter_map(alone));
    drafted.extend(of_skills(&left));
    drafted.extend(of_interviews(book, &left));
    drafted.extend(ahead(book, review, today));
    let first = rules::findings_of(book, review.id).iter().map(|one| one.place + 1).max().unwrap_or(0);
    let mut edits: Vec<Edit> = Vec::new();
    for (place, one) in (first..).zip(drafted) {
        let id = new_id();
        let finding = Finding { place: place.min(999), ..one.finding };
        edits.extend(reviews::commands::find(&author, id, review, &finding).edits);
        for source in one.rests_on {
            edits.extend(evidence::rest_on(book, author, review, (new_id(), id), source, today));
        }
    }
    let name = roster::rules::name_of(book, review.person).unwrap_or_default();
    Batch::new(format!("Draft the review of {name}")).with_all(edits)
}

/// One finding for each competency with praise. What names no competency stands alone, and so does each point to grow:
/// who was told of one was not told of another (PR-3.1).
fn from_observations(left: &[Source]) -> Vec<Drafted> {
    let mut groups: Vec<(Option<String>, Leaning, Vec<&Source>)> = Vec::new();
    for source in left.iter().filter(|one| matches!(one.group, Group::Observations | Group::PeerViews)) {
        let key = source.competency.as_deref().map(fold);
        let same = groups.iter_mut().find(|(other, leaning, _)| {
            key.is_some()
                && *leaning == Leaning::Strength
                && *leaning == source.leaning
                && other.as_deref().map(fold) == key
        });
        match same {
            Some((.., sources)) => sources.push(source),
            None => groups.push((source.competency.clone(), source.leaning, vec![source])),
        }
    }
    let drafted = groups.into_iter().map(|(competency, leaning, mut sources)| {
        sources.order_by_key(|source| Reverse((source.on, source.record)));
        let told: Vec<_> = sources
            .iter()
            .take(TOLD)
            .map(|source| format!("{}: {}", dated(source.on), source.text))
            .collect();
        Drafted {
            finding: Finding {
                what: told.join("\n").as_str().into(),
                question: Question::Standing,
                leaning,
                competency,
                ..Finding::default()
            },
            rests_on: sources.iter().map(|source| source.record).collect(),
        }
    });
    drafted.collect()
}

/// An accomplishment is part of the standing, an open goal of the way to the next level.
fn alone(source: &Source) -> Option<Drafted> {
    let question = match source.group {
        Group::Accomplishments => Question::Standing,
        Group::Goals => Question::NextLevel,
        Group::Observations | Group::PeerViews | Group::Skills | Group::Interviews | Group::Help => {
            return None;
        }
    };
    let finding = Finding {
        what: source.text.as_str().into(),
        question,
        leaning: source.leaning,
        competency: source.competency.clone(),
        ..Finding::default()
    };
    Some(Drafted { finding, rests_on: vec![source.record] })
}

fn of_skills(left: &[Source]) -> Option<Drafted> {
    let rated: Vec<_> = left.iter().filter(|source| source.group == Group::Skills).collect();
    (!rated.is_empty()).then(|| {
        let told: Vec<_> = rated.iter().map(|source| source.text.as_str()).collect();
        Drafted {
            finding: Finding {
                what: format!("Skills that were rated in the period: {}", told.join(" ")).as_str().into(),
                question: Question::Standing,
                ..Finding::default()
            },
            rests_on: rated.iter().map(|source| source.record).collect(),
        }
    })
}

/// One finding for all interviews they led: the work for everybody that is easily not seen (PR-4.4).
fn of_interviews(book: &Book, left: &[Source]) -> Option<Drafted> {
    let led: Vec<_> = left.iter().filter(|source| source.group == Group::Interviews).collect();
    let entries = led.iter().filter_map(|source| book.get::<Interview>(source.record));
    let minutes: i64 = entries.filter_map(|interview| hiring_rules::minutes_of(book, &interview)).sum();
    let time = if minutes > 0 { format!(", {} in all", hiring_rules::time(minutes)) } else { String::new() };
    (!led.is_empty()).then(|| Drafted {
        finding: Finding {
            what: format!(
                "Led {} in the period{time}.",
                words::counted(led.len(), "interview", "interviews")
            )
            .as_str()
            .into(),
            question: Question::Standing,
            ..Finding::default()
        },
        rests_on: led.iter().map(|source| source.record).collect(),
    })
}

/// What the rung after that of the launch asks for and was not shown often enough; each rests on what the
/// ladder says. What a finding says already is left out.
fn ahead(book: &Book, review: &Entry<Review>, today: Date) -> Vec<Drafted> {
    let Some(then) = as_of_launch(book, review) else { return Vec::new() };
    if growth_rules::rung_of(book, &then).is_none() {
        return Vec::new();
    }
    let Some(standing) = standing::standing(book, &then, today) else { return Vec::new() };
    let (Some(next), enough) = (standing.next, standing::enough(book)) else { return Vec::new() };
    let said = rules::findings_of(book, review.id);
    let said: Vec<RecordId> = said
        .iter()
        .flat_map(|finding| evidence::evidence_of(book, finding.id))
        .map(|evidence| evidence.record)
        .collect();
    let asked = standing.competencies.into_iter().filter_map(|one| {
        let expectation = one.next.expectation.filter(|asked| !said.contains(&asked.id))?;
        (one.next.shown < enough).then(|| Drafted {
            finding: Finding {
                what: format!("{} {}: {}", next.code, next.name, sentences(&[&expectation.text]))
                    .as_str()
                    .into(),
                question: Question::NextLevel,
                leaning: Leaning::Ahead,
                competency: Some(one.competency.name.clone()),
                ..Finding::default()
            },
            rests_on: vec![expectation.id],
        })
    });
    asked.collect()
}

/// Whom a review is of, with the level and track of the launch, whatever they are by now.
pub(super) fn as_of_launch(book: &Book, review: &Entry<Review>) -> Option<Entry<Person>> {
    let person = book.get::<Person>(review.person?.id())?;
    Some(Entry {
        record: Person { level: review.level.clone(), track: review.track, ..person.record.clone() },
        ..person
    })
}
