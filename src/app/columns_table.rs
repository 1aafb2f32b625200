//! What each column of a file is, whatever its rows are: one line per column, chosen by the user where the names say too little.

use std::sync::Arc;

use design::{Select, SelectOption};
use document::sheet::{Mapping, Sheet, Target};
use leptos::prelude::*;

/// One line per column: its name, what stands in it, and what it is.
#[component]
pub fn ColumnsTable(
    /// The file.
    sheet: Arc<Sheet>,
    /// How the columns are read now.
    #[prop(into)]
    mapping: Signal<Mapping>,
    /// What a column can be.
    #[prop(into)]
    targets: Signal<&'static [Target]>,
    /// Gets the column and what it is to be.
    on_choose: Callback<(usize, Option<&'static Target>)>,
) -> impl IntoView {
    let options = Signal::derive(move || {
        targets.get().iter().map(|target| SelectOption::new(target.name, target.label)).collect::<Vec<_>>()
    });
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
            let target = targets.get_untracked().iter().find(|target| target.name == word);
            on_choose.run((column, target));
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
