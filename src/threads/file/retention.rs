//! How long the file of somebody who left is kept before it is proposed to erase it (WS-6.7).

use document::Book;
use kernel::{Date, Notice, Threshold, Urgency, days_between, words};
use roster::{Person, settings};

/// Days after the last day until the file of somebody who left is proposed to be erased: two years (ours). What the
/// law asks for differs from country to country.
pub const RETENTION_DAYS: Threshold = Threshold::ours(
    "ws-6-retention-days",
    "Days after a last day when erasing that person’s file is proposed",
    730,
    (0, 3650),
    "days",
);

/// The thresholds of this.
pub const THRESHOLDS: &[Threshold] = &[RETENTION_DAYS];

/// Whose file was kept long enough.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let limit = settings::number(book, &RETENTION_DAYS);
    let people = book.all::<Person>();
    let over = people.iter().filter_map(|person| {
        let last = person.end_date?;
        let days = days_between(last, today);
        (days > limit).then(|| Notice {
            rule: "WS-6.7",
            about: person.id,
            occurrence: last.to_string(),
            says: format!("The file of {} was kept for {}", person.name, words::days(days)),
            facts: vec![
                format!("Last day: {}.", words::day(last)),
                format!("Files are kept for {} after that.", words::days(limit)),
            ],
            why: "What nobody needs any more should not be kept about anybody.",
            next_step: "Open the page, then “File”: export, hand over or erase it.".to_owned(),
            urgency: Urgency::Low,
            number: Some(&RETENTION_DAYS),
        })
    });
    over.collect()
}
