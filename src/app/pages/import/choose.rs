//! Choosing the file with people, skill ratings or candidates.

use leptos::prelude::*;

use super::Import;
use crate::file_drop::FileDrop;

/// The place for the file.
#[component]
pub fn Choose(import: Import) -> impl IntoView {
    view! {
        <FileDrop
            id="import-file"
            given=Signal::derive(move || import.given.with(|given| given.as_ref().map(|given| given.name.clone())))
            asks="Choose a CSV or TSV file, or drop it here"
            hint="People: a name, with an e-mail or employee ID. Skill ratings: whom, which skill, and how deep from 0 to 4. Candidates: a name, the opening, the stage. The file stays on this machine."
            accept=".csv,.tsv,.tab,.txt,text/csv,text/tab-separated-values"
            max_bytes=document::sheet::MAX_BYTES
            on_file=Callback::new(move |(name, bytes)| import.take(name, bytes))
        />
    }
}
