//! Words made from Rust names, and the texts of doc comments.

use syn::{Attribute, Error, Expr, ExprLit, Lit, Meta};

/// `FormerMember` → `former-member`.
pub fn kebab(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

/// `start_date` and `start-date` → `Start date`.
pub fn sentence(word: &str) -> String {
    let spaced = word.replace(['_', '-'], " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The doc comment as one paragraph; an error at `name` when there is none.
pub fn doc(attributes: &[Attribute], name: &syn::Ident) -> Result<String, Error> {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => Some(line.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    });
    let text = lines.collect::<Vec<_>>().join(" ").trim().to_owned();
    if text.is_empty() {
        return Err(Error::new(name.span(), "write a doc comment: forms and exports show it"));
    }
    Ok(text)
}
