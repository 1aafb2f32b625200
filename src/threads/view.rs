//! The screens that join areas: the page of a record, of a person, the thread rail, history.

mod advocacy;
mod audience;
mod chain;
mod contradictions;
mod history;
mod map;
mod notices;
mod person;
mod places;
mod rail;
mod record;
mod reviews;
mod splits;
mod standing;

use crate::kinds;
use mirror::Names;

pub use advocacy::{CasePage, Forums};
pub use chain::ChainPage;
pub use contradictions::{Contradictions, contradictions};
pub use history::{RecordHistory, moment};
pub use map::{AreaPage, MapPage, MapStrip};
pub use notices::{NoticeCards, NoticeList, NoticesPage, standing};
pub use person::PersonPage;
pub use places::lately;
pub use rail::Thread;
pub use record::RecordPage;
pub use reviews::{CyclePage, HandedActs, HandedPage, ReviewPage, ReviewsBeforeTalk};
pub use standing::PersonStanding;

/// How the product names its records; the mirror is made with it.
pub const NAMES: Names =
    Names { kind: kinds::kind, is_subject: kinds::is_subject, title: kinds::title, address: kinds::address };
