//! The whole form of a record, made from its declaration: a field added to a record appears here by itself.

use std::collections::BTreeMap;

use document::{FieldSpec, Fields, Kind, Name, Shape, Value};
use leptos::prelude::*;

use crate::{FieldEditor, References, TextEdit};

/// All fields of a record, or those named in `only`, in the order of the declaration.
#[component]
pub fn RecordForm(
    /// What kind of record it is.
    kind: &'static Kind,
    /// What its fields hold now.
    #[prop(into)]
    values: Signal<Fields>,
    /// Called with a field's name and what it shall hold; `None` empties it.
    #[prop(into)]
    on_edit: Callback<(&'static str, Option<Value>)>,
    /// Called with the name of a prose field and a finished edit of it.
    #[prop(into)]
    on_text: Callback<(&'static str, TextEdit)>,
    /// Called at every keystroke in prose or a line, for the journal.
    #[prop(optional, into)]
    on_draft: Option<Callback<(&'static str, TextEdit)>>,
    /// Fields to which several people wrote apart, and every value that stands; choosing one settles it.
    #[prop(optional, into)]
    conflicts: Signal<BTreeMap<Name, Vec<Value>>>,
    /// How other records are found and named.
    references: References,
    /// The fields to show; empty for all.
    #[prop(optional)]
    only: &'static [&'static str],
    /// Fields not to show.
    #[prop(optional)]
    without: &'static [&'static str],
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let fields = kind
        .fields
        .iter()
        .filter(|field| (only.is_empty() || only.contains(&field.name)) && !without.contains(&field.name))
        .map(|spec| {
            let name = spec.name;
            let value = Memo::new(move |_| values.with(|values| values.get(name).cloned()));
            let standing = Memo::new(move |_| {
                conflicts.with(|conflicts| conflicts.get(name).cloned().unwrap_or_default())
            });
            let edit = Callback::new(move |new| on_edit.run((name, new)));
            let draft = move |edit| {
                if let Some(on_draft) = on_draft {
                    on_draft.run((name, edit));
                }
            };
            view! {
                <div class:whole=takes_the_line(kind, spec)>
                    <FieldEditor
                        spec
                        value
                        on_edit=edit
                        on_text=move |edit| on_text.run((name, edit))
                        on_draft=draft
                        references
                        readonly
                    />
                    <Settle spec standing edit references />
                </div>
            }
        })
        .collect_view();
    view! { <div class="record-form">{fields}</div> }
}

/// Whether a field is given the whole width of the form: what can be long, and the line that names the record.
fn takes_the_line(kind: &Kind, spec: &FieldSpec) -> bool {
    matches!(spec.shape, Shape::Prose | Shape::Tags | Shape::Weekdays) || spec.name == kind.title
}

/// The values that stand against each other, to be settled by choosing one.
#[component]
fn Settle(
    spec: &'static FieldSpec,
    standing: Memo<Vec<Value>>,
    edit: Callback<Option<Value>>,
    references: References,
) -> impl IntoView {
    move || {
        standing.with(|values| values.len() > 1).then(|| {
            let choices = standing
                .get()
                .into_iter()
                .map(|value| {
                    let words = references.shown(spec.shape, Some(&value));
                    view! {
                        <button type="button" class="button" on:click=move |_| edit.run(Some(value.clone()))>{words}</button>
                    }
                })
                .collect_view();
            view! {
                <div class="settle" role="group" aria-label=format!("Settle {}", spec.label)>
                    <p>"Written apart, and not the same. Which one holds?"</p>
                    <div class="row">{choices}</div>
                </div>
            }
        })
    }
}
