//! What reviews say unasked, as far as it takes more than their own area to know it.

use document::{Book, Entry};
use kernel::{Date, Notice, RecordId, Urgency, days_between, words};
use reviews::{
    NOT_TAKEN_UP_DAYS, PROMISE_TALKS, READY_DAYS, Review, ReviewCycle, SPECIFIC_WORDS,
    rules::{self, CycleState},
};
use roster::{rules as roster_rules, settings};

use super::{gate, lacks, leads, promises};

/// How many letters of a text stand for it in a fact.
const EXCERPT: usize = 100;
/// So many people are named where a notice is about several; of more it says how many. Ours.
const NAMED: usize = 3;
/// So many facts are told where a notice is about several people. Ours.
const FACTS: usize = 12;

/// What is to be said on `today` about the user's reviews.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices = Vec::new();
    for cycle in rules::cycles(book) {
        let state = rules::state_of(&cycle);
        let mut shared: Vec<Shared> = Vec::new();
        for review in rules::reviews_in(book, cycle.id) {
            if !rules::is_mine(book, &review) {
                continue;
            }
            let name = roster_rules::name_of(book, review.person).unwrap_or_default();
            if review.shared_on.is_some() {
                shared.push((review, name));
            } else if state == CycleState::UnderWay {
                notices.extend(thin(book, &cycle, &review, &name, today));
                notices.extend(surprising(book, &cycle, &review, &name, today));
            }
        }
        notices.extend(not_begun(book, &cycle, &shared, today));
        notices.extend(not_taken_up(book, &cycle, &shared, today));
    }
    notices
}

/// PR-2.4: all three answers are there, the day is near, and some say nothing particular, or rest on nothing (PR-4.3).
fn thin(
    book: &Book,
    cycle: &Entry<ReviewCycle>,
    review: &Entry<Review>,
    name: &str,
    today: Date,
) -> Option<Notice> {
    let due = cycle.due.or(cycle.share_by)?;
    if days_between(today, due) > settings::number(book, &READY_DAYS)
        || !rules::empty_answers(review).is_empty()
    {
        return None;
    }
    let lacking = lacks::lacks(book, review);
    let mut facts: Vec<_> = lacking
        .iter()
        .map(|(question, lack)| format!("“{}” {}.", question.label(), lack.says(*question)))
        .collect();
    let resting =
        |finding: &&Entry<reviews::Finding>| super::evidence::evidence_of(book, finding.id).is_empty();
    let findings = rules::findings_of(book, review.id);
    let without: Vec<_> = findings.iter().filter(resting).collect();
    facts.extend(
        without.iter().map(|one| format!("Rests on nothing: “{}”.", words::excerpt(&one.what, EXCERPT))),
    );
    (!facts.is_empty()).then(|| Notice {
        rule: "PR-2.4",
        about: review.id,
        occurrence: due.to_string(),
        says: match (lacking.len(), without.len()) {
            (0, count) => format!(
                "{} in the review of {name} with no evidence",
                words::counted(count, "finding", "findings")
            ),
            (count, _) => format!("{count} of 3 answers in the review of {name} lack specifics"),
        },
        facts,
        why: "Nobody can act on a judgement that names nothing they did.",
        next_step: "Name what was seen, what is asked for, or what you will do by when.".to_owned(),
        urgency: Urgency::Normal,
        number: Some(&SPECIFIC_WORDS),
    })
}

/// PR-3.4: critical points of which the person has heard nothing.
fn surprising(
    book: &Book,
    cycle: &Entry<ReviewCycle>,
    review: &Entry<Review>,
    name: &str,
    today: Date,
) -> Option<Notice> {
    let surprises = gate::surprises(book, review, today);
    let newest = surprises.iter().map(|one| one.finding.id).max()?;
    // What is on the agenda is being seen to, until the day has come.
    let near =
        cycle.share_by.is_some_and(|day| days_between(today, day) <= settings::number(book, &READY_DAYS));
    if !near && surprises.iter().all(|one| one.booked.is_some()) {
        return None;
    }
    let facts = surprises.iter().map(|one| {
        let booked =
            if one.booked.is_some() { "on the agenda, not talked about yet" } else { "on no agenda" };
        format!("“{}”: {booked}.", words::excerpt(&one.finding.what, EXCERPT))
    });
    Some(Notice {
        rule: "PR-3.4",
        about: review.id,
        occurrence: format!("{newest}{}", if near { " near" } else { "" }),
        says: format!(
            "The review of {name} would say {} for the first time",
            words::counted(surprises.len(), "critical point", "critical points")
        ),
        facts: facts.collect(),
        why: "Whoever is surprised by a review hears nothing else in it.",
        next_step: format!("Put it on the agenda of the next 1:1 with {name}."),
        urgency: if near { Urgency::High } else { Urgency::Normal },
        number: Some(&READY_DAYS),
    })
}

/// PR-6.4: support that was promised, and not begun after so many 1:1s; one notice of a cycle.
fn not_begun(book: &Book, cycle: &Entry<ReviewCycle>, shared: &[Shared], today: Date) -> Option<Notice> {
    let limit = usize::try_from(settings::number(book, &PROMISE_TALKS)).unwrap_or(usize::MAX);
    let fact = |name: &str, promise: &reviews::Promise, kept: &promises::Kept| {
        let by = promise.by.map(|by| format!(", by {}", words::day(by))).unwrap_or_default();
        let became = kept.became.as_ref().map_or("nothing was made of it", |(_, kind, _)| *kind);
        let talks = words::counted(kept.talks, "1:1", "1:1s");
        format!(
            "{name}, {talks} since: “{}” ({}{by}): {}.",
            words::excerpt(&promise.what, EXCERPT),
            promises::owner(book, promise),
            became.to_lowercase()
        )
    };
    let idle = of_each(shared, |review, name| {
        let promises = rules::promises_of(book, review.id);
        let kept = promises.iter().map(|promise| (promise, promises::kept(book, review, promise, today)));
        let idle = kept.filter(|(_, kept)| !kept.begun && kept.talks >= limit);
        idle.map(|(promise, kept)| (promise.id, fact(name, promise, &kept))).collect()
    });
    Some(Notice {
        rule: "PR-6.4",
        about: idle.about(cycle.id),
        occurrence: idle.newest?.to_string(),
        says: format!(
            "{} to {} not begun after {}",
            words::counted(idle.facts.len(), "promise", "promises"),
            idle.whom(),
            words::counted(settings::number(book, &PROMISE_TALKS), "1:1", "1:1s"),
        ),
        facts: idle.told(),
        why: "What was promised in a review and not begun by the next talks is what people remember of it.",
        next_step: "Begin it, or say in the next 1:1 why it has to wait.".to_owned(),
        urgency: Urgency::Normal,
        number: Some(&PROMISE_TALKS),
    })
}

/// PR-7.3: findings that something is to grow, and that lead nowhere; one notice of a cycle. What an earlier review found is
/// told beside the next one.
fn not_taken_up(book: &Book, cycle: &Entry<ReviewCycle>, shared: &[Shared], today: Date) -> Option<Notice> {
    let limit = settings::number(book, &NOT_TAKEN_UP_DAYS);
    let nowhere = of_each(shared, |review, name| {
        let since = review.shared_on.map_or(0, |on| days_between(on, today));
        let later = rules::review_after(book, review).is_some();
        if since <= limit || later {
            return Vec::new();
        }
        let points = leads::lead_nowhere(book, review, today).into_iter();
        let fact = |what: &str| format!("{name}: “{}”.", words::excerpt(what, EXCERPT));
        points.map(|one| (one.id, fact(&one.what))).collect()
    });
    Some(Notice {
        rule: "PR-7.3",
        about: nowhere.about(cycle.id),
        occurrence: nowhere.newest?.to_string(),
        says: format!(
            "{} {} nowhere: {}",
            words::counted(nowhere.facts.len(), "finding to grow", "findings to grow"),
            if nowhere.facts.len() == 1 { "leads" } else { "lead" },
            nowhere.whom(),
        ),
        facts: nowhere.told(),
        why: "A finding that becomes neither a goal nor a gap is written again in the next review.",
        next_step: "Set a goal from it, or ask for the skill.".to_owned(),
        urgency: Urgency::Low,
        number: Some(&NOT_TAKEN_UP_DAYS),
    })
}

/// A shared review of a cycle, with the name of its person.
type Shared = (Entry<Review>, String);

/// What is to be said of several reviews of a cycle at once.
struct OfEach {
    /// The reviews of which something is to be said, with the names of their people.
    reviews: Vec<(RecordId, String)>,
    /// What is said, person by person.
    facts: Vec<String>,
    /// The newest of what it is about.
    newest: Option<RecordId>,
}

/// Gathers what `of` says of each review.
fn of_each(shared: &[Shared], of: impl Fn(&Entry<Review>, &str) -> Vec<(RecordId, String)>) -> OfEach {
    let mut all = OfEach { reviews: Vec::new(), facts: Vec::new(), newest: None };
    for (review, name) in shared {
        let said = of(review, name);
        if said.is_empty() {
            continue;
        }
        all.reviews.push((review.id, name.clone()));
        for (record, fact) in said {
            all.newest = all.newest.max(Some(record));
            all.facts.push(fact);
        }
    }
    all
}

impl OfEach {
    /// The review where it is one, so that the notice stands on its page; else the cycle.
    fn about(&self, cycle: RecordId) -> RecordId {
        match self.reviews.as_slice() {
            [(one, _)] => *one,
            _ => cycle,
        }
    }

    /// Whom it is about, as many as a line holds.
    fn whom(&self) -> String {
        let names: Vec<&str> = self.reviews.iter().map(|(_, name)| name.as_str()).collect();
        match names.split_at_checked(NAMED) {
            Some((_, more)) if !more.is_empty() => words::counted(names.len(), "person", "people"),
            _ => words::listed(&names),
        }
    }

    /// The facts, no more than one reads, with how many are left out.
    fn told(&self) -> Vec<String> {
        let more = self.facts.len().saturating_sub(FACTS);
        let mut told: Vec<String> = self.facts.iter().take(FACTS).cloned().collect();
        told.extend((more > 0).then(|| format!("And {more} more.")));
        told
    }
}
