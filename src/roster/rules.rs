//! What can be computed about people, teams, services, skills and actions: pure functions of a book and a day.

mod actions;
mod availability;
mod gaps;
mod membership;
mod ownership;
mod seats;
mod seniority;
mod skills;
mod span;
mod split;

pub use actions::{is_due_in_week, open_actions, overdue_days, owed_by, owed_by_me, owed_to};
pub use availability::{
    Availability, absences_of, availability, away_on, covers, next_absence, next_day_at_work,
};
pub use gaps::{
    Lack, Need, ResponseFault, Supply, gaps, needed_for, needs, needs_for, response_fault, response_to,
    responses_of, supply, urgency,
};
pub use membership::{
    Membership, Tenure, at_work_on, is_joiner, joining_or_current, manager_chain, me, membership, my_reports,
    name_of, next_anniversary, reports_of, tenure, whole_line_of,
};
pub use ownership::{Fault, Ownership, ownership};
pub use seats::{Holder, Seat, Seats, members_of, my_teams, seats};
pub use seniority::{Counts, Extreme, Mix, OnLadder, OnRung, Rungs, Seniority, mix, rungs, seniority};
pub use skills::{
    Held, Ratings, ToConfirm, rated_people, ratings, ratings_of, seen_apart, skills, to_confirm,
};
pub use span::{Limits, Move, Side, Span, SpanMonth, limits, span, span_with};
pub use split::{HalfDrawn, SplitDrawn, split, splits_of};
