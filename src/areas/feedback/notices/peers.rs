//! Notices about what peers were asked, and about whom no peer has said anything (FB-6).

use document::Book;
use kernel::{Date, Notice, Urgency, days_between, words};
use roster::rules as roster_rules;

use super::PEER_DAYS;
use crate::rules;

/// Requests past their day, one notice for each person they are about; people of whom no peer has said anything.
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let mut notices: Vec<Notice> = late(book, today);
    // Who has been asked is waited for; that has a day of its own.
    let unseen = rules::without_peer_view(book, today).into_iter().filter(|unseen| unseen.asked == 0);
    notices.extend(unseen.map(|unseen| {
        let name = &unseen.person.name;
        Notice {
            rule: "FB-6.6",
            about: unseen.person.id,
            occurrence: unseen.last.map(|last| last.to_string()).unwrap_or_default(),
            says: format!("No peer has said anything about {name} for long"),
            facts: vec![match unseen.last {
                Some(last) => {
                    format!(
                        "The last time: {}, {} ago.",
                        words::day(last),
                        words::days(days_between(last, today))
                    )
                }
                None => "Nothing that is noted comes from a peer.".to_owned(),
            }],
            why: "Who works beside somebody sees what their manager does not.",
            next_step: format!("Ask two who work with {name}, each one thing, until a day."),
            urgency: Urgency::Low,
            number: Some(&PEER_DAYS),
        }
    }));
    notices
}

fn late(book: &Book, today: Date) -> Vec<Notice> {
    let subjects = rules::subjects(book, today);
    let late = subjects.iter().filter_map(|person| {
        let mut requests = rules::requests_about(book, person.id);
        requests.retain(|request| rules::late_by(request, today).is_some());
        let newest = requests.iter().filter_map(|request| request.due).max()?;
        let count = words::counted(requests.len(), "answer", "answers");
        Some(Notice {
            rule: "FB-6.5",
            about: person.id,
            occurrence: newest.to_string(),
            says: format!("{count} about {} did not come", person.name),
            facts: requests
                .iter()
                .filter_map(|request| {
                    let peer =
                        roster_rules::name_of(book, request.peer).unwrap_or_else(|| "Nobody".to_owned());
                    let late = words::days(rules::late_by(request, today)?);
                    Some(format!("{peer}, {late} late: {}", words::excerpt(&request.asks, 80)))
                })
                .collect(),
            why: "What is not asked for again was not important, people conclude.",
            next_step: "Ask again in person, or stop waiting for it.".to_owned(),
            urgency: Urgency::Normal,
            number: None,
        })
    });
    late.collect()
}
