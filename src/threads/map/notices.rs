//! Areas that have gone cold (CN-3).

use document::Book;
use kernel::{Date, Notice, Urgency, words};
use roster::{Area, settings};

use super::{COLD_DAYS, Standing, map, touches};
use crate::kinds;

/// The areas nobody touched for longer than the limit. Where nothing was ever begun, nothing can go cold.
#[must_use]
pub fn notices(book: &Book, today: Date) -> Vec<Notice> {
    let limit = settings::number(book, &COLD_DAYS);
    if touches(book, today, 0).values().all(|touch| touch.days <= limit) {
        return Vec::new();
    }
    let areas = map(book, today, 0).into_iter().flat_map(|theme| theme.areas);
    areas.filter_map(|standing| cold(book, &standing, limit)).collect()
}

fn cold(book: &Book, standing: &Standing, limit: i64) -> Option<Notice> {
    let touch = standing.touched.filter(|touch| touch.days > limit)?;
    let label = standing.area.label();
    let last = kinds::title_of(book, touch.record).unwrap_or_default();
    let open = match (standing.open, standing.overdue) {
        (0, _) => "Nothing is open there.".to_owned(),
        (open, 0) => format!("Open there: {open}."),
        (open, overdue) => format!("Open there: {open}, of which past their day: {overdue}."),
    };
    Some(Notice {
        rule: "CN-3.4",
        about: touch.record,
        // Whatever is touched next ends it, and the next silence is a new case.
        occurrence: format!("{} {}", standing.area.slug(), touch.on),
        says: format!("{label} has gone cold"),
        facts: vec![
            format!("Nothing came or changed there for {}.", words::days(touch.days)),
            format!("Last, on {}: {last}.", words::day(touch.on)),
            open,
        ],
        why: "What nobody looks at is heard of again as a surprise.",
        next_step: "Open its guide, and start with one thing.".to_owned(),
        urgency: if standing.overdue > 0 { Urgency::Normal } else { Urgency::Low },
        number: Some(&COLD_DAYS),
    })
}

/// The area a notice of this rule is about: its page is where its next step is.
#[must_use]
pub(crate) fn area_of(notice: &Notice) -> Option<Area> {
    let (slug, _) = notice.occurrence.split_once(' ').filter(|_| notice.rule == "CN-3.4")?;
    Area::of_slug(slug)
}
