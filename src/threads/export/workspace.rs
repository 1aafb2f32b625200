//! The workspace as one JSON file, its schema, and the text by which two workspaces are compared.

use document::{Book, Kind, Record, Row, Version, plain::json};
use kernel::Ordered as _;
use serde_json::{Map, Value as Json, json};

use super::Source;
use crate::{Link, kinds};

/// The version of the layout of `workspace.json`.
const VERSION: u32 = 1;

/// All records and links, each with its history.
pub fn json(source: &Source<'_>, rows: &[&Row]) -> String {
    let record = |row: &&Row| {
        let mut record = json::record(kinds::kind(&row.kind), row);
        if let Some(history) = source.histories.get(&row.id) {
            record["history"] = history.iter().map(version).collect();
        }
        record
    };
    let (links, records): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.kind == Link::NAME);
    let workspace = json!({
        "$schema": "workspace.schema.json",
        "format": "pilothouse-workspace",
        "version": VERSION,
        "workspace": source.workspace,
        "exported": source.now.iso(),
        "records": records.iter().map(record).collect::<Vec<_>>(),
        "links": links.iter().map(record).collect::<Vec<_>>(),
    });
    format!("{workspace:#}\n")
}

fn version(version: &Version) -> Json {
    let value = |value: &Option<document::Value>| value.as_ref().map_or(Json::Null, json::value);
    let change = |change: &document::FieldChange| json!({ "field": change.field, "old": value(&change.old), "new": value(&change.new) });
    json!({
        "at": version.stamp.at.iso(),
        "by": version.stamp.by,
        "device": version.device,
        "label": version.label,
        "changes": version.changes.iter().map(change).collect::<Vec<_>>(),
    })
}

/// The JSON Schema of `workspace.json`.
pub fn schema() -> String {
    let mut definitions: Map<String, Json> =
        kinds::kinds().map(|kind| (kind.name.to_owned(), json::record_schema(kind))).collect();
    definitions.insert("record".to_owned(), json::any_record_schema());
    definitions.insert("version".to_owned(), version_schema());
    let by_kind = |kind: &'static Kind| {
        json!({
            "if": { "properties": { "kind": { "const": kind.name } } },
            "then": { "$ref": format!("#/$defs/{}", kind.name) },
        })
    };
    let schema = json!({
        "$schema": json::DIALECT,
        "title": "A Pilothouse workspace",
        "type": "object",
        "properties": {
            "$schema": { "type": "string" },
            "format": { "const": "pilothouse-workspace" },
            "version": { "const": VERSION },
            "workspace": { "type": "string", "format": "uuid" },
            "exported": { "type": "string", "format": "date-time" },
            "records": {
                "type": "array",
                "items": { "$ref": "#/$defs/record", "allOf": kinds::kinds().map(by_kind).collect::<Vec<_>>() },
            },
            "links": { "type": "array", "items": { "$ref": "#/$defs/link" } },
        },
        "required": ["format", "version", "workspace", "exported", "records", "links"],
        "additionalProperties": false,
        "$defs": definitions,
    });
    format!("{schema:#}\n")
}

fn version_schema() -> Json {
    json!({
        "type": "object",
        "description": "One step of a record's history, the newest first.",
        "properties": {
            "at": { "type": "string", "format": "date-time" },
            "by": { "type": "string", "format": "uuid", "description": "The member who did it." },
            "device": { "type": "string", "format": "uuid" },
            "label": { "type": "string", "description": "What the user did." },
            "changes": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": { "field": { "type": "string" }, "old": true, "new": true },
                    "required": ["field", "old", "new"],
                    "additionalProperties": false,
                },
            },
        },
        "required": ["at", "by", "device", "label", "changes"],
        "additionalProperties": false,
    })
}

/// The content of a workspace as text that is equal exactly when the content is: every record
/// with its document, its fields, what stands against what, and who made and changed it when.
#[must_use]
pub fn comparable(book: &Book) -> String {
    let mut rows: Vec<&Row> = book.rows().map(|row| &**row).collect();
    rows.order_by_key(|row| row.id);
    let lines = rows.iter().map(|row| json::record(kinds::kind(&row.kind), row).to_string());
    lines.collect::<Vec<_>>().join("\n")
}
