//! The screens of the roster: people, teams, services, skills and the span of control.

mod absences;
mod actions;
mod called;
mod new_record;
mod nobody;
mod people;
mod person_picker;
mod sections;
mod service;
mod services;
mod skills;
mod span;
mod split;
mod team;
mod teams;
mod unsent;
mod unsent_dialog;
mod unsent_input;

pub use absences::Absences;
pub use actions::{ActionsPage, AddAction};
pub use called::called;
pub use new_record::NewRecord;
pub use nobody::NobodyHere;
pub use people::{PeoplePage, Standing};
pub use person_picker::PersonPicker;
pub use sections::RecordSections;
pub use service::ServiceSections;
pub use services::ServicesPage;
pub use skills::{GapsPage, PersonSkills, SkillNeeds, SkillSections, SkillsPage};
pub use span::{SpanPage, SpanPicture};
pub use split::{SplitDrafts, SplitSections};
pub use team::TeamSections;
pub use teams::TeamsPage;
pub use unsent::UnsentText;
pub use unsent_dialog::UnsentDialog;
pub use unsent_input::{UnsentArea, UnsentLine};
