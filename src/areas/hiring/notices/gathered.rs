//! Many candidates of one opening about whom the same is to be said are one notice (HI-7.16).

use document::{Book, Entry, Ref};
use kernel::{Notice, RecordId, words};

use crate::{Candidate, Opening};

/// So many candidates of an opening have a notice each; more are one. Ours.
const EACH: usize = 3;
/// So many facts of a gathered notice are told; of the rest it says how many there are. Ours.
const FACTS: usize = 7;

/// A notice, and the candidate it is about.
type About = (Entry<Candidate>, Notice);

/// Gathers these notices of one rule, each about a candidate. `says` is said of how many candidates, with the role.
pub fn gathered(book: &Book, notices: Vec<Notice>, says: impl Fn(i64, &str) -> String) -> Vec<Notice> {
    let mut openings: Vec<(Option<RecordId>, Vec<About>)> = Vec::new();
    let mut all = Vec::new();
    for notice in notices {
        let Some(candidate) = book.get::<Candidate>(notice.about) else {
            all.push(notice);
            continue;
        };
        let opening = candidate.opening.map(Ref::id);
        match openings.iter_mut().find(|(of, _)| *of == opening) {
            Some((_, same)) => same.push((candidate, notice)),
            None => openings.push((opening, vec![(candidate, notice)])),
        }
    }
    for (opening, same) in openings {
        let opening = opening.and_then(|opening| book.get::<Opening>(opening));
        match opening.filter(|_| same.len() > EACH) {
            Some(opening) => all.extend(one(&opening, &same, &says)),
            None => all.extend(same.into_iter().map(|(_, notice)| notice)),
        }
    }
    all
}

/// One notice in place of several.
fn one(opening: &Entry<Opening>, same: &[About], says: &impl Fn(i64, &str) -> String) -> Option<Notice> {
    let newest = same.iter().map(|(candidate, _)| candidate.id).max()?;
    let pressing = same.iter().map(|(_, notice)| notice).max_by_key(|notice| notice.urgency)?;
    let told = same.iter().take(FACTS).map(|(candidate, notice)| match notice.facts.first() {
        Some(fact) => format!("{}: {fact}", candidate.name),
        None => format!("{}.", candidate.name),
    });
    let mut facts: Vec<String> = told.collect();
    let more = same.len().saturating_sub(FACTS);
    facts.extend((more > 0).then(|| format!("And {more} more.")));
    Some(Notice {
        about: opening.id,
        occurrence: newest.to_string(),
        says: says(words::many(same), &opening.role),
        facts,
        ..pressing.clone()
    })
}
