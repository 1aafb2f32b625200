//! What can be computed about people, teams, services and actions: pure functions of a book and a day.

mod actions;
mod availability;
mod membership;
mod ownership;
mod span;

pub use actions::{is_due_in_week, open_actions, overdue_days, owed_by, owed_by_me, owed_to};
pub use availability::{
    Availability, absences_of, availability, away_on, covers, next_absence, next_day_at_work,
};
pub use membership::{
    Membership, Tenure, at_work_on, is_joiner, joining_or_current, manager_chain, me, membership, my_reports,
    name_of, next_anniversary, reports_of, tenure, whole_line_of,
};
pub use ownership::{Fault, Ownership, ownership};
pub use span::{Limits, Move, Side, Span, SpanMonth, limits, span};
