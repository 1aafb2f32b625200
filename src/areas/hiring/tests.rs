//! The rules of the hiring area, one test per number of the README.

use document::{Audience, Author, Change, Edit, Place, Record};
use kernel::{MemberId, RecordId};

use crate::{Candidate, Interview, Opening, StageMove};

const AUTHOR: Author = Author { member: MemberId::from_bytes([1; 16]) };

fn id(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn place<T: Record>(record: &T) -> Place {
    let Edit { document, change, .. } = AUTHOR.create(id(9), record);
    assert!(matches!(change, Change::Create { .. }));
    assert_eq!(document.audience, Audience::Everyone);
    document.place
}

#[test]
fn hi_7_1_everything_about_a_candidate_is_in_a_document_of_their_own() {
    let candidate = Some(id(3).into());
    assert_eq!(
        place(&Candidate { opening: Some(id(2).into()), ..Candidate::default() }),
        Place::Person(id(9))
    );
    assert_eq!(place(&StageMove { candidate, ..StageMove::default() }), Place::Person(id(3)));
    assert_eq!(place(&Interview { candidate, ..Interview::default() }), Place::Person(id(3)));
    assert_eq!(place(&Opening::default()), Place::Area("hiring".to_owned()));
}
