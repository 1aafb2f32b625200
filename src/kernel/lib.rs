//! Words everyone shares: ids, dates, cadences, text, problems.
//!
//! The kernel knows nothing of documents, screens or areas, reads no clock and draws no
//! randomness: time and random bytes are always arguments.

mod cadence;
mod id;
mod notice;
mod order;
mod problem;
pub mod text;
mod time;
pub mod unicode;
mod weekdays;
pub mod words;
pub mod zone;

pub use cadence::Cadence;
pub use id::{DeviceId, IdError, MemberId, RecordId, WorkspaceId};
pub use notice::{Notice, Source, Threshold, Urgency};
pub use order::Ordered;
pub use problem::Problem;
pub use time::{Date, Timestamp, days_between};
pub use weekdays::{Weekdays, WeekdaysError};
