//! Markdown of one record: short fields in the front matter, prose below.

use serde_json::json;
use std::fmt::Write;

use crate::{Row, Shape};

use super::Titles;

/// The record as a Markdown file. The front matter is YAML whose texts are quoted as JSON quotes
/// them, which YAML reads alike; a reference is written by name, with its id in `…_id`. Prose
/// follows under headings. A record of an unknown kind gives its fields as they are stored.
#[must_use]
pub fn record(row: &Row, titles: &Titles<'_>) -> String {
    let mut text = String::from("---\n");
    let mut prose = String::new();
    let mut front = |name: &str, value: serde_json::Value| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}: {value}");
    };
    front("id", json!(row.id));
    front("kind", json!(row.kind));
    let kind = titles.kind(&row.kind);
    for spec in kind.map_or(&[][..], |kind| kind.fields) {
        let Some(value) = row.fields.get(spec.name) else { continue };
        match spec.shape {
            Shape::Prose => {
                let _ = write!(prose, "\n## {}\n\n{}\n", spec.label, value.plain().trim_end());
            }
            Shape::Reference(_) => {
                front(spec.name, json!(titles.readable(&spec.shape, value)));
                front(&format!("{}_id", spec.name), json!(value.plain()));
            }
            Shape::Choice(_) => front(spec.name, json!(titles.readable(&spec.shape, value))),
            _ => front(spec.name, super::json::value(value)),
        }
    }
    for (name, value) in &row.fields {
        if kind.is_none_or(|kind| kind.field(name).is_none()) {
            front(&json!(name).to_string(), super::json::value(value));
        }
    }
    front("created", json!(row.created.at.iso()));
    front("changed", json!(row.changed.at.iso()));
    let title = titles.of(row.id);
    let title = if title.is_empty() { kind.map_or(row.kind.as_str(), |kind| kind.label) } else { &title };
    let _ = write!(text, "---\n\n# {title}\n{prose}");
    text
}
