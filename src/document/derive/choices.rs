//! `#[derive(Choices)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, LitStr};

use crate::words;

/// The field, `ALL`, `word`, `label` and `Display` of an enum of plain variants.
pub fn expand(input: &DeriveInput) -> Result<TokenStream, Error> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(input.ident.span(), "a closed list of values is an enum"));
    };
    let name = &input.ident;
    let (mut idents, mut stored, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new(variant.ident.span(), "a value of a closed list holds nothing else"));
        }
        words::doc(&variant.attrs, &variant.ident)?;
        let word = words::kebab(&variant.ident.to_string());
        let mut label = words::sentence(&word);
        for attribute in variant.attrs.iter().filter(|attribute| attribute.path().is_ident("choice")) {
            attribute.parse_nested_meta(|meta| {
                if !meta.path.is_ident("label") {
                    return Err(meta.error("expected label = \"…\""));
                }
                label = meta.value()?.parse::<LitStr>()?.value();
                Ok(())
            })?;
        }
        idents.push(&variant.ident);
        stored.push(word);
        labels.push(label);
    }
    Ok(quote! {
        impl #name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[#(Self::#idents),*];

            /// The stored word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { #(Self::#idents => #stored),* }
            }

            /// What screens say.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { #(Self::#idents => #labels),* }
            }
        }

        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.label())
            }
        }

        impl ::document::Field for #name {
            const SHAPE: ::document::Shape = ::document::Shape::Choice(&[
                #(::document::Choice { word: #stored, label: #labels }),*
            ]);
            fn store(&self) -> Option<::document::Value> {
                Some(::document::Value::from(self.word()))
            }
            fn read(value: &::document::Value) -> Option<Self> {
                let text = value.text()?;
                Self::ALL.iter().copied().find(|choice| choice.word() == text)
            }
        }
    })
}
