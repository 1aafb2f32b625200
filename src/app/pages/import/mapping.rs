//! What each column of the file is.

use std::sync::Arc;

use design::{Select, SelectOption};
use document::sheet::Sheet;
use leptos::prelude::*;

use super::Import;

/// One line per column: its name, what stands in it, and what it is. Remembered for the next file with the same ones.
#[component]
pub fn Columns(import: Import, sheet: Arc<Sheet>) -> impl IntoView {
    let targets = move || import.what.get().targets();
    let options = Signal::derive(move || {
        targets().iter().map(|target| SelectOption::new(target.name, target.label)).collect::<Vec<_>>()
    });
    let named = sheet.clone();
    let mapping = Memo::new(move |_| import.mapping(&named));
    let left_out = {
        let header = sheet.header.clone();
        move || {
            let left: Vec<&str> =
                mapping.with(|mapping| mapping.left_out().map(|at| header[at].as_str()).collect());
            match left.len() {
                0 => "Every column is brought in.".to_owned(),
                _ => format!("Left out: {}.", left.join(", ")),
            }
        }
    };
    let lines = sheet.header.iter().enumerate().map(|(column, name)| {
        let example: Vec<&str> = sheet.column(column).take(2).collect();
        let (name, example) = (name.clone(), example.join(" · "));
        let choose = move |word: String| {
            let mut changed = mapping.get_untracked();
            changed.set(column, untrack(targets).iter().find(|target| target.name == word));
            import.mapping.set(Some(changed));
        };
        let value = Signal::derive(move || {
            mapping.with(|mapping| mapping.target(column).map(|target| target.name.to_owned()).unwrap_or_default())
        });
        view! {
            <tr>
                <th scope="row">{name.clone()}</th>
                <td class="soft small">{example}</td>
                <td>
                    <Select value options none="Leave out" label=format!("What “{name}” is") on_change=choose />
                </td>
            </tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <p class="soft small">{left_out}</p>
        <div class="import-columns" tabindex="0" role="region" aria-label="Columns of the file">
            <table>
                <thead>
                    <tr><th scope="col">"In the file"</th><th scope="col">"For example"</th><th scope="col">"Is"</th></tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}
