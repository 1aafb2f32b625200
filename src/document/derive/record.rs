//! `#[derive(Record)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Error, Expr, Field, Fields, LitStr};

use crate::words;

/// The `Record` implementation of a struct with named fields.
pub fn expand(input: &DeriveInput) -> Result<TokenStream, Error> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(input.ident.span(), "a record is a struct with named fields"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(input.ident.span(), "a record is a struct with named fields"));
    };
    let name = &input.ident;
    let doc = words::doc(&input.attrs, name)?;
    let kind = KindAttributes::read(input)?;
    let KindAttributes { name: word, label, plural, title, home, private } = &kind;
    if !fields.named.iter().any(|field| field.ident.as_ref().is_some_and(|ident| ident == title)) {
        return Err(Error::new(name.span(), format!("the title field `{title}` does not exist")));
    }
    let specs = fields.named.iter().map(spec).collect::<Result<Vec<_>, _>>()?;
    let idents: Vec<_> = fields.named.iter().filter_map(|field| field.ident.as_ref()).collect();
    let stored: Vec<_> = idents.iter().map(|ident| stored_name(ident)).collect();
    Ok(quote! {
        impl ::document::Record for #name {
            const NAME: &'static str = #word;
            const KIND: &'static ::document::Kind = &::document::Kind {
                name: #word,
                label: #label,
                plural: #plural,
                doc: #doc,
                title: #title,
                home: #home,
                private: #private,
                fields: &[#(#specs),*],
            };

            fn from_fields(fields: &::document::Fields) -> Self {
                let mut record = Self::default();
                #(
                    if let Some(value) = fields.get(#stored).and_then(::document::Field::read) {
                        record.#idents = value;
                    }
                )*
                record
            }

            fn to_fields(&self) -> ::document::Fields {
                ::document::Fields::stored(&mut [#((#stored, ::document::Field::store(&self.#idents))),*])
            }
        }
    })
}

/// A Rust keyword as a field name loses its `r#`.
fn stored_name(ident: &syn::Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

struct KindAttributes {
    name: String,
    label: String,
    plural: String,
    title: String,
    home: TokenStream,
    private: bool,
}

impl KindAttributes {
    fn read(input: &DeriveInput) -> Result<Self, Error> {
        let (mut name, mut label, mut plural, mut title, mut home) = (None, None, None, None, None);
        let mut private = false;
        for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("record")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("private") {
                    private = true;
                    return Ok(());
                }
                let slot = match meta.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("name") => &mut name,
                    Some("label") => &mut label,
                    Some("plural") => &mut plural,
                    Some("title") => &mut title,
                    Some("home") => &mut home,
                    _ => return Err(meta.error("expected name, label, plural, title, home or private")),
                };
                *slot = Some(meta.value()?.parse::<LitStr>()?);
                Ok(())
            })?;
        }
        let needed = |value: Option<LitStr>, what: &str| {
            value.ok_or_else(|| {
                Error::new(input.ident.span(), format!("say `{what} = \"…\"` in #[record(…)]"))
            })
        };
        let name = needed(name, "name")?.value();
        Ok(Self {
            label: label.map_or_else(|| words::sentence(&name), |label| label.value()),
            plural: needed(plural, "plural")?.value(),
            title: needed(title, "title")?.value(),
            home: home_tokens(&needed(home, "home")?)?,
            name,
            private,
        })
    }
}

fn home_tokens(text: &LitStr) -> Result<TokenStream, Error> {
    let value = text.value();
    let inside = |prefix: &str| value.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(')'));
    if value == "own" {
        return Ok(quote!(::document::Home::OwnFile));
    }
    if value == "index" {
        return Ok(quote!(::document::Home::Index));
    }
    if value == "unsent" {
        return Ok(quote!(::document::Home::Unsent));
    }
    if let Some(area) = inside("area(") {
        return Ok(quote!(::document::Home::Area(#area)));
    }
    if let Some((field, area)) = inside("file_of(").and_then(|both| both.split_once(',')) {
        let (field, area) = (field.trim(), area.trim());
        return Ok(quote!(::document::Home::FileOf { field: #field, area: #area }));
    }
    Err(Error::new(text.span(), "expected own, file_of(field, area), area(name), index or unsent"))
}

/// The `FieldSpec` of one field.
fn spec(field: &Field) -> Result<TokenStream, Error> {
    let ident = field.ident.as_ref().ok_or_else(|| Error::new_spanned(field, "a field has a name"))?;
    let stored = stored_name(ident);
    let doc = words::doc(&field.attrs, ident)?;
    let ty = &field.ty;
    let options = FieldAttributes::read(&field.attrs)?;
    let label = options.label.clone().unwrap_or_else(|| words::sentence(&stored));
    let FieldAttributes { column, required, .. } = options;
    let shape = match (&options.min, &options.max) {
        (None, None) => quote!(<#ty as ::document::Field>::SHAPE),
        (Some(min), Some(max)) => quote! {
            match <#ty as ::document::Field>::SHAPE {
                ::document::Shape::Integer { .. } => ::document::Shape::Integer { min: #min, max: #max },
                other => other,
            }
        },
        _ => return Err(Error::new(ident.span(), "give both min and max")),
    };
    Ok(quote! {
        ::document::FieldSpec {
            name: #stored,
            label: #label,
            doc: #doc,
            shape: #shape,
            required: #required || <#ty as ::document::Field>::REQUIRED,
            column: #column,
        }
    })
}

#[derive(Default)]
struct FieldAttributes {
    label: Option<String>,
    min: Option<Expr>,
    max: Option<Expr>,
    column: bool,
    required: bool,
}

impl FieldAttributes {
    fn read(attributes: &[Attribute]) -> Result<Self, Error> {
        let mut options = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("field")) {
            attribute.parse_nested_meta(|meta| {
                match meta.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("label") => options.label = Some(meta.value()?.parse::<LitStr>()?.value()),
                    Some("min") => options.min = Some(meta.value()?.parse()?),
                    Some("max") => options.max = Some(meta.value()?.parse()?),
                    Some("column") => options.column = true,
                    Some("required") => options.required = true,
                    _ => return Err(meta.error("expected label, min, max, column or required")),
                }
                Ok(())
            })?;
        }
        Ok(options)
    }
}
