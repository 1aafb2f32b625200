//! Notices about scorecards (HI-4), how a panel judges (HI-5), and decisions that are due (HI-6).

use document::{Book, Entry};
use kernel::{Date, Notice, Urgency, days_between, words};
use roster::{rules::name_of, settings};

use super::{CARD_DAYS, DECIDE_DAYS, PANEL_TENTHS, gathered::gathered};
use crate::{Candidate, Stage, rules};

/// What is to be said about cards, panels and decisions on `today`.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let (mut notices, mut owed) = (Vec::new(), Vec::new());
    let candidates = book.all::<Candidate>();
    for candidate in candidates.iter().filter(|one| rules::is_open(book, one.id)) {
        owed.extend(late(book, candidate, today));
        notices.extend(without_evidence(book, candidate));
        notices.extend(undecided(book, candidate, today));
    }
    notices.extend(gathered(book, owed, |count, role| {
        format!("Scorecards about {count} candidates for {role} are late")
    }));
    notices.extend(outlier(book));
    notices.extend(differed(book));
    notices
}

fn late(book: &Book, candidate: &Entry<Candidate>, today: Date) -> Option<Notice> {
    let late = rules::late_cards(book, candidate.id, today);
    let longest = late.iter().map(|one| one.days).max()?;
    let facts = late.iter().take(7).map(|one| {
        let who = name_of(book, one.interview.interviewer).unwrap_or_else(|| "An interviewer".to_owned());
        let stage = one.interview.stage.and_then(|stage| book.get::<Stage>(stage.id()));
        let stage = stage.map(|stage| format!(", {}", stage.name)).unwrap_or_default();
        format!("{who}{stage}: {} ago.", words::days(one.days))
    });
    Some(Notice {
        rule: "HI-4.5",
        about: candidate.id,
        occurrence: late.iter().map(|one| one.interview.id.to_string()).max().unwrap_or_default(),
        says: match late.len() {
            1 => format!("A scorecard about {} is late", candidate.name),
            count => format!("{count} scorecards about {} are late", candidate.name),
        },
        facts: facts.collect(),
        why: "What was heard is forgotten within days, and what is written then is what one heard from others.",
        next_step: "Ask for it today, or write it down from what they say.".to_owned(),
        urgency: if longest > 3 { Urgency::High } else { Urgency::Normal },
        number: Some(&CARD_DAYS),
    })
}

fn without_evidence(book: &Book, candidate: &Entry<Candidate>) -> Option<Notice> {
    let mut facts = Vec::new();
    let mut last = None;
    for card in rules::open_cards(book, candidate.id) {
        let lacking = rules::lacks(book, &card).into_iter().filter_map(|lack| match lack {
            rules::Lack::Evidence(competency) => Some(competency),
            _ => None,
        });
        let lacking: Vec<String> = lacking.collect();
        if !lacking.is_empty() {
            let who = name_of(book, card.interviewer).unwrap_or_else(|| "An interviewer".to_owned());
            facts.push(format!("{who}: {}.", words::listed(&lacking)));
            last = last.max(Some(card.id));
        }
    }
    Some(Notice {
        rule: "HI-4.6",
        about: candidate.id,
        occurrence: last?.to_string(),
        says: format!("Scores about {} say nothing of what shows them", candidate.name),
        facts,
        why: "A score without what was seen or heard is an impression, and impressions favour who is like us.",
        next_step: "Ask what they said or did, or set the score aside.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    })
}

fn undecided(book: &Book, candidate: &Entry<Candidate>, today: Date) -> Option<Notice> {
    let submitted = rules::submitted_of(book, candidate.id);
    let cards = submitted.iter().filter(|one| one.stage.is_some()).count();
    let last = submitted.iter().filter(|one| one.stage.is_some()).filter_map(|one| one.on).max()?;
    let waits = days_between(last, today);
    let is_decided = rules::decisions_of(book, candidate.id).iter().any(|one| one.on >= Some(last));
    let has_offer = rules::standing(book, candidate.id).step != crate::Step::Stage;
    let interviews = rules::interviews_of(book, candidate.id);
    let comes = interviews
        .iter()
        .any(|one| one.state == crate::InterviewState::Planned && one.on.is_some_and(|on| on >= today));
    let owed = !rules::owed_cards(book, candidate.id, today).is_empty();
    if is_decided || has_offer || comes || owed || waits <= settings::number(book, &DECIDE_DAYS) {
        return None;
    }
    Some(Notice {
        rule: "HI-6.4",
        about: candidate.id,
        occurrence: last.to_string(),
        says: format!("All cards about {} are in, and nothing is decided", candidate.name),
        facts: vec![format!(
            "{}, the last one {}, {} ago.",
            words::counted(cards, "card", "cards"),
            words::day(last),
            words::days(waits)
        )],
        why: "Every day between the last interview and the answer is one in which another offer is answered.",
        next_step: "Hold the debrief, decide, and write down what it rests on.".to_owned(),
        urgency: Urgency::Normal,
        number: Some(&DECIDE_DAYS),
    })
}

/// One notice about everybody who judges otherwise than those who saw the same candidates.
fn outlier(book: &Book) -> Option<Notice> {
    let all = rules::leniency(book);
    let far: Vec<_> = all.iter().filter(|one| one.is_outlier(book)).collect();
    let first = far.first()?;
    let facts = far.iter().take(7).map(|one| {
        let name = name_of(book, Some(document::Ref::new(one.interviewer)));
        format!("{}: {}.", name.unwrap_or_else(|| "Somebody".to_owned()), beside(one))
    });
    Some(Notice {
        rule: "HI-5.1",
        about: first.interviewer,
        occurrence: far.iter().map(|one| one.candidates.to_string()).collect::<Vec<_>>().join("-"),
        says: match far.len() {
            1 => "An interviewer judges otherwise than those who saw the same candidates".to_owned(),
            count => format!("{count} interviewers judge otherwise than those who saw the same candidates"),
        },
        facts: facts.collect(),
        why: "Where one scale means two things, who a candidate happens to meet decides.",
        next_step:
            "Read a few cards together, and agree what each step looks like. Either side may be right."
                .to_owned(),
        urgency: Urgency::Low,
        number: Some(&PANEL_TENTHS),
    })
}

/// `1.2 steps above co-panellists, over 6 candidates`.
fn beside(one: &rules::Leniency) -> String {
    let tenths = one.tenths.abs();
    let way = if one.tenths < 0 { "below" } else { "above" };
    format!(
        "{}.{} steps {way} co-panellists, over {}",
        tenths / 10,
        tenths % 10,
        words::counted(one.candidates, "candidate", "candidates")
    )
}

/// One notice for each opening whose candidates were decided about after other interviews.
fn differed(book: &Book) -> Vec<Notice> {
    let wanted = rules::all_differed(book).into_iter().filter(|(opening, _)| rules::is_wanted(opening));
    let notices = wanted.map(|(opening, differed)| Notice {
        rule: "HI-5.4",
        about: opening.id,
        occurrence: differed
            .iter()
            .flat_map(|one| &one.without)
            .map(|one| one.id.to_string())
            .max()
            .unwrap_or_default(),
        says: format!("Candidates for {} did not have the same loop", opening.role),
        facts: differed
            .iter()
            .map(|one| {
                let names: Vec<&str> = one.without.iter().map(|one| one.name.as_str()).collect();
                format!(
                    "{}: {} had it, {} not.",
                    one.stage.name,
                    words::counted(one.with, "candidate", "candidates"),
                    words::listed(&names)
                )
            })
            .collect(),
        why: "Who was asked other things cannot be compared, and the difference is rarely by chance.",
        next_step: "Have the missing interview, or write down why it was not needed.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    });
    notices.collect()
}
