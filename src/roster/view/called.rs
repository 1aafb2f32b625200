//! What a person is called, on a page that may be drawn before the people are read.

use document::Ref;
use leptos::prelude::*;
use mirror::use_mirror;

use crate::{Person, rules};

/// The name of a person; none while it is not known, or where nobody is named. It follows what comes and changes.
#[must_use]
pub fn called(person: Option<Ref<Person>>) -> Memo<Option<String>> {
    let mirror = use_mirror();
    Memo::new(move |_| mirror.read(|book| rules::name_of(book, person)))
}
