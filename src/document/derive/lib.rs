//! Derives the description of a record from its documented Rust type.
//!
//! `#[derive(Record)]` on a struct makes its `document::Kind`; `#[derive(Choices)]` on a plain
//! enum makes it a field with a closed list of values. Doc comments become the texts that forms,
//! exports and the JSON Schema show, so a field without one does not compile.

mod choices;
mod record;
mod words;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct with named, documented fields a record.
///
/// `#[record(name = "person", plural = "People", title = "name", home = "own")]` on the struct:
/// - `name`: the stored name of the kind, in kebab case; `label`, optional, its name on screens;
/// - `plural`: what several are called on screens;
/// - `title`: the field that names a record;
/// - `home`: `own` (a person's or a candidate's own file), `file_of(field, area)`, `area(name)`, `index` or `unsent`;
/// - `private`: its records are *only me*.
///
/// `#[field(…)]` on a field, all optional: `label = "E-mail"`, `min = 0, max = 100` for numbers,
/// `column` to show it in tables at once, `required` for an optional value that a complete record has.
#[proc_macro_derive(Record, attributes(record, field))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    record::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Makes an enum of plain, documented variants a field with a closed list of values.
///
/// The stored word is the variant's name in kebab case, the label its first-letter-capital form,
/// or `#[choice(label = "…")]`. Besides the field it derives `ALL`, `word`, `label` and `Display`.
#[proc_macro_derive(Choices, attributes(choice))]
pub fn derive_choices(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    choices::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
