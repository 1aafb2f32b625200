//! How the bytes of the file are read: encoding, delimiter, order of dates. Found out, or as the user says.

use std::sync::Arc;

use super::{Import, holds::Holds};
use design::{ChoiceGroup, Field, Select, SelectOption};
use document::sheet::{DateOrder, Delimiter, Encoding, OrderFound, Sheet};
use leptos::prelude::*;

/// What the rows of the file are: found by the names of the columns, or as the user says.
#[component]
pub fn Holds(import: Import) -> impl IntoView {
    let options: Vec<SelectOption> =
        Holds::ALL.map(|what| SelectOption::new(what.rows().word, what.label())).to_vec();
    view! {
        <Field label="What the rows are" group=true>
            <ChoiceGroup
                value=Signal::derive(move || import.what.get().rows().word.to_owned())
                options
                on_change=move |word: String| {
                    if let Some(what) = Holds::ALL.into_iter().find(|what| what.rows().word == word) {
                        import.say(what);
                    }
                }
            />
        </Field>
    }
}

/// The three choices.
#[component]
pub fn HowRead(import: Import, sheet: Arc<Sheet>) -> impl IntoView {
    let encodings: Vec<SelectOption> = Encoding::ALL
        .into_iter()
        .map(|encoding| SelectOption::new(encoding.label(), encoding.label()))
        .collect();
    let delimiters: Vec<SelectOption> = Delimiter::ALL
        .into_iter()
        .map(|delimiter| SelectOption::new(delimiter.label(), delimiter.label()))
        .collect();
    let orders = || -> Vec<SelectOption> {
        DateOrder::ALL.into_iter().map(|order| SelectOption::new(order.label(), order.label())).collect()
    };
    let encoding_hint =
        if sheet.encoding_certain { "Found in the file." } else { "Not certain: check the accents below." };
    let (encoding, delimiter) = (sheet.encoding.label().to_owned(), sheet.delimiter.label().to_owned());
    let found =
        Memo::new(move |_| import.plan.with(|plan| plan.as_ref().map(|plan| plan.date_order().clone())));
    let order = Signal::derive(move || {
        let chosen = import.choices.with(|choices| choices.date_order);
        let found = found.with(|found| match found {
            Some(OrderFound::Found(order)) => Some(*order),
            _ => None,
        });
        chosen.or(found).map(|order| order.label().to_owned()).unwrap_or_default()
    });
    let undecided = move || import.choices.with(|choices| choices.date_order.is_none());
    let order_error = Signal::derive(move || match found.get() {
        Some(OrderFound::Unclear(example)) if undecided() => {
            Some(format!("“{example}” can be read in two ways. Say which."))
        }
        Some(OrderFound::Mixed(one, other)) if undecided() => {
            Some(format!("“{one}” and “{other}” cannot both be right. Say which order holds."))
        }
        _ => None,
    });
    let needed = move || !matches!(found.get(), None | Some(OrderFound::NotNeeded));
    view! {
        <div class="import-reading">
            <Field label="Encoding" hint=encoding_hint>
                <Select
                    value=encoding
                    options=encodings
                    on_change=move |word: String| import.reading.update(|reading| {
                        reading.encoding = Encoding::ALL.into_iter().find(|encoding| encoding.label() == word);
                    })
                />
            </Field>
            <Field label="Between cells" hint=format!("{} columns", sheet.header.len())>
                <Select
                    value=delimiter
                    options=delimiters
                    on_change=move |word: String| import.reading.update(|reading| {
                        reading.delimiter = Delimiter::ALL.into_iter().find(|delimiter| delimiter.label() == word);
                    })
                />
            </Field>
            <Show when=needed>
                <Field label="Order of dates" error=order_error>
                    <Select
                        value=order
                        options=orders()
                        none="Not known"
                        on_change=move |word: String| import.choices.update(|choices| {
                            choices.date_order = DateOrder::ALL.into_iter().find(|order| order.label() == word);
                        })
                    />
                </Field>
            </Show>
        </div>
    }
}
