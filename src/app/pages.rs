//! The pages that belong to no area.

mod data;
mod file;
mod import;
mod introduction;
mod join;
mod ladder_import;
mod merged;
mod monday;
mod not_found;
mod notes;
mod recover;
mod search;
mod settings;
mod sharing;
mod shortcuts;
mod start;
mod unavailable;
mod workspaces;

pub use data::DataPage;
pub use file::FilePage;
pub use import::ImportPage;
pub use join::{JoinPage, ScanInvitation};
pub use ladder_import::LadderImportPage;
pub use merged::MergedPage;
pub use monday::{Monday, NeedsYou};
pub use not_found::NotFound;
pub use notes::NotesPage;
pub use recover::RecoverPage;
pub use search::SearchPage;
pub use settings::SettingsPage;
pub use sharing::{SharingPage, copies};
pub use shortcuts::ShortcutsPage;
pub use unavailable::Unavailable;
pub use workspaces::WorkspacesPage;
