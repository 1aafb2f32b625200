//! What each column of the file is.

use std::sync::Arc;

use document::sheet::Sheet;
use leptos::prelude::*;

use super::Import;
use crate::columns_table::ColumnsTable;

/// What each column is; remembered for the next file with the same ones.
#[component]
pub fn Columns(import: Import, sheet: Arc<Sheet>) -> impl IntoView {
    let named = sheet.clone();
    let mapping = Memo::new(move |_| import.mapping(&named));
    let targets = Signal::derive(move || import.what.get().rows().targets);
    let on_choose = Callback::new(move |(column, target)| {
        let mut changed = mapping.get_untracked();
        changed.set(column, target);
        import.mapping.set(Some(changed));
    });
    view! { <ColumnsTable sheet mapping targets on_choose /> }
}
