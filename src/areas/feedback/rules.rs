//! What can be computed about 1:1s, observations and concerns: pure functions of a book and a day.

mod concerns;
mod evidence;
mod jotting;
mod peers;
mod preparation;
mod talks;
mod telling;

pub use concerns::{ConcernsDue, concerns_due, concerns_of};
pub use evidence::{Coverage, MonthCount, Share, coverage, subjects};
pub use jotting::{Jotting, read_jotting};
pub use peers::{PROMPTS, Unseen, is_open, late_by, prompt, requests_about, without_peer_view};
pub use preparation::{LastTalk, Milestone, Preparation, preparation};
pub use talks::{
    AgendaLine, Lapse, NextTalk, Standing, Week, agenda, held_talks, is_new, series_of, standing, standings,
    talk_id, talk_on, talks_with, week,
};
pub use telling::{GrowthPoints, growth_points, not_yet_told, observations_of};
