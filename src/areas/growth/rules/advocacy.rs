//! The calendar of forums, and the cases for them (GR-8).

use document::{Book, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, days_between};
use roster::settings;

use crate::{Case, Forum, notices::FORUM_DAYS};

/// The forums from `today` on, the next first.
#[must_use]
pub fn forums_ahead(book: &Book, today: Date) -> Vec<Entry<Forum>> {
    let mut forums: Vec<_> =
        book.all::<Forum>().iter().filter(|forum| forum.on >= Some(today)).cloned().collect();
    forums.order_by_key(|forum| (forum.on, forum.id));
    forums
}

/// Whether a forum is so near that its cases have to stand (GR-8.3).
#[must_use]
pub fn is_near(book: &Book, forum: &Forum, today: Date) -> bool {
    let ahead = settings::number(book, &FORUM_DAYS);
    forum.on.is_some_and(|on| (0..=ahead).contains(&days_between(today, on)))
}

/// The cases for a forum, the oldest first.
#[must_use]
pub fn cases_for(book: &Book, forum: RecordId) -> Vec<Entry<Case>> {
    let theirs = book.of(|case: &Case| case.forum.map(Ref::id), forum);
    theirs.iter().cloned().collect()
}
