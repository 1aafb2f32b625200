//! Notices about candidates: who is idle, waits, has a rival offer, was not told, or is kept too long (HI-7 to HI-9).

use document::Book;
use kernel::{Date, Notice, RecordId, Urgency, days_between, words};

use super::{DRIFT_PERCENT, IDLE_DAYS, REPLY_DAYS, RETENTION_DAYS, gathered::gathered};
use crate::{Candidate, Opening, rules};

/// What is to be said about candidates on `today`.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices: Vec<Notice> =
        rules::overtaken(book, today).iter().map(|one| rival(one, today)).collect();
    let (mut waits, mut rests) = (Vec::new(), Vec::new());
    for candidate in book.all::<Candidate>().iter() {
        // Who waits for a word of ours is not idle as well: one notice for one candidate.
        match rules::waiting(book, candidate, today) {
            Some(one) => waits.push(waiting(&one, today)),
            None => rests
                .extend(rules::idle(book, candidate, today).map(|days| idle(book, candidate, days, today))),
        }
    }
    notices.extend(gathered(book, waits, |count, role| {
        format!("{count} candidates for {role} wait for a word from us")
    }));
    notices.extend(gathered(book, rests, |count, role| {
        format!("Nothing has happened with {count} candidates for {role}")
    }));
    notices.extend(untold(book, today));
    notices.extend(drift(book, today));
    notices.extend(kept(book, today));
    notices
}

fn rival(one: &rules::Overtaken, today: Date) -> Notice {
    let left = days_between(today, one.deadline);
    Notice {
        rule: "HI-8.2",
        about: one.candidate.id,
        occurrence: one.deadline.to_string(),
        says: format!("Another offer to {} runs out before our next step", one.candidate.name),
        facts: vec![
            format!("{}: answer by {}.", words::excerpt(&one.rival.from, 60), words::day(one.deadline)),
            one.ours.map_or_else(
                || "We have no next step with a day.".to_owned(),
                |ours| format!("Our next step is {}.", words::day(ours)),
            ),
        ],
        why: "Who has to decide before hearing from us decides without us.",
        next_step: "Bring our step forward, or ask them to ask for time.".to_owned(),
        urgency: if left <= 2 { Urgency::High } else { Urgency::Normal },
        number: None,
    }
}

fn waiting(one: &rules::Waiting, today: Date) -> Notice {
    let late = words::days(days_between(one.by, today));
    let mut facts = vec![match &one.promise {
        Some(promise) => format!(
            "Promised by {}, {late} ago: {}.",
            words::day(one.by),
            words::excerpt(&promise.what, 80).trim_end_matches('.')
        ),
        None => format!("Should have heard by {}, {late} ago.", words::day(one.by)),
    }];
    facts.extend(
        one.since
            .filter(|_| one.promise.is_none())
            .map(|day| format!("The last word was {}.", words::day(day))),
    );
    Notice {
        rule: "HI-9.2",
        about: one.candidate.id,
        occurrence: one.by.to_string(),
        says: format!("{} waits for a word from us", one.candidate.name),
        facts,
        why: "How somebody is kept waiting is what they tell their friends, hired or not.",
        next_step: "Tell them where it stands, and when they hear next.".to_owned(),
        urgency: Urgency::High,
        number: one.promise.is_none().then_some(&REPLY_DAYS),
    }
}

fn idle(book: &Book, candidate: &document::Entry<Candidate>, days: i64, today: Date) -> Notice {
    let owes = roster::rules::name_of(book, candidate.owed_by).map_or_else(
        || "Nobody owes the next step.".to_owned(),
        |name| format!("{name} owes the next step."),
    );
    let step = candidate.next_step.as_ref().map(|step| format!("Next step: {}.", step.trim_end_matches('.')));
    let since = today - chrono::Duration::days(days);
    Notice {
        rule: "HI-7.7",
        about: candidate.id,
        occurrence: since.to_string(),
        says: format!("Nothing has happened with {} for {}", candidate.name, words::days(days)),
        facts: [Some(owes), step].into_iter().flatten().collect(),
        why: "A candidate whom nobody moves is lost without a decision.",
        next_step: "Take the next step, give it a day and an owner, or end it.".to_owned(),
        urgency: Urgency::Normal,
        number: Some(&IDLE_DAYS),
    }
}

/// One notice about everybody who was turned down and not told.
fn untold(book: &Book, today: Date) -> Option<Notice> {
    let untold = rules::untold(book);
    let (longest, _) = untold.first()?;
    Some(Notice {
        rule: "HI-9.3",
        about: longest.id,
        occurrence: newest(untold.iter().map(|(one, _)| one.id)),
        says: match untold.len() {
            1 => format!("{} was turned down and not told", longest.name),
            count => format!("{count} candidates were turned down and not told"),
        },
        facts: untold
            .iter()
            .take(7)
            .map(|(one, since)| {
                format!(
                    "{}: decided {}, {} ago.",
                    one.name,
                    words::day(*since),
                    words::days(days_between(*since, today))
                )
            })
            .collect(),
        why: "Everybody who took the time is owed an answer, with a reason and thanks.",
        next_step: "Write to them; a draft is on their page.".to_owned(),
        urgency: Urgency::Normal,
        number: None,
    })
}

fn drift(book: &Book, today: Date) -> Option<Notice> {
    let drift = rules::drift(book, today)?;
    let say = |when: &str, figures: &rules::Figures| {
        let ratio = figures.interviews_per_offer().unwrap_or_default();
        format!(
            "{when}: {} interviews for {} offers, {ratio:.1} per offer.",
            figures.interviews, figures.offers
        )
    };
    let openings = book.all::<Opening>();
    let newest = openings.iter().max_by_key(|one| (one.approved_on, one.id))?;
    Some(Notice {
        rule: "HI-7.8",
        about: newest.id,
        occurrence: words::month_key(today),
        says: "An offer takes more interviews than it used to".to_owned(),
        facts: vec![say("Lately", &drift.now), say("The year before", &drift.before)],
        why: "More interviews per offer mean that we ask people in who do not fit, or decide too late.",
        next_step: "Look at which stage turns most people down, and test that earlier.".to_owned(),
        urgency: Urgency::Low,
        number: Some(&DRIFT_PERCENT),
    })
}

/// One notice about everybody who is kept longer than they may be.
fn kept(book: &Book, today: Date) -> Option<Notice> {
    let past = rules::past_retention(book, today);
    let (longest, _) = past.first()?;
    Some(Notice {
        rule: "HI-7.10",
        about: longest.id,
        occurrence: newest(past.iter().map(|(one, _)| one.id)),
        says: match past.len() {
            1 => format!("The time to keep {} is over", longest.name),
            count => format!("The time to keep {count} candidates is over"),
        },
        facts: past
            .iter()
            .take(7)
            .map(|(one, last)| format!("{}: could be kept until {}.", one.name, words::day(*last)))
            .collect(),
        why: "What is not needed any more and says something about somebody should not be here.",
        next_step: "Open the file of each, and erase it.".to_owned(),
        urgency: Urgency::Normal,
        number: Some(&RETENTION_DAYS),
    })
}

/// What tells a group apart from the same one with somebody more in it.
fn newest(ids: impl Iterator<Item = RecordId>) -> String {
    ids.max().map(|id| id.to_string()).unwrap_or_default()
}
