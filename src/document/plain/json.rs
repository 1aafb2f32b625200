//! JSON of a record, and the JSON Schema (draft 2020-12) that describes it.

use serde_json::{Map, Value as Json, json};

use crate::{FieldSpec, Kind, Row, Shape, Stamp, Value};

use super::fits;

/// The dialect of the schemas.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A record as JSON. `fields` holds what its kind describes; `other` what was written by other
/// code and this code has no description for, so that nothing is lost. `conflicts` holds every
/// value of a field to which several people wrote apart.
#[must_use]
pub fn record(kind: Option<&Kind>, row: &Row) -> Json {
    let (mut fields, mut other) = (Map::new(), Map::new());
    for (name, stored) in &row.fields {
        let known = kind.and_then(|kind| kind.field(name)).is_some_and(|spec| fits(&spec.shape, stored));
        if known { &mut fields } else { &mut other }.insert(name.to_string(), value(stored));
    }
    let mut record = Map::from_iter([
        ("id".to_owned(), json!(row.id)),
        ("kind".to_owned(), json!(row.kind)),
        ("document".to_owned(), json!(row.document.to_string())),
        ("created".to_owned(), stamp(&row.created)),
        ("changed".to_owned(), stamp(&row.changed)),
        ("fields".to_owned(), Json::Object(fields)),
    ]);
    if !other.is_empty() {
        record.insert("other".to_owned(), Json::Object(other));
    }
    if !row.conflicts.is_empty() {
        let conflicts =
            row.conflicts.iter().map(|(name, values)| (name.to_string(), values.iter().map(value).collect()));
        record.insert("conflicts".to_owned(), Json::Object(conflicts.collect()));
    }
    Json::Object(record)
}

/// A stored value as JSON: instants in UTC as RFC 3339, sets as sorted arrays. A number JSON
/// cannot write is `null`.
#[must_use]
pub fn value(value: &Value) -> Json {
    match value {
        Value::Flag(flag) => json!(flag),
        Value::Integer(number) => json!(number),
        Value::Decimal(number) => json!(number),
        Value::Instant(instant) => json!(instant.iso()),
        Value::Line(text) | Value::Prose(text) => json!(text),
        Value::Set(members) => json!(members),
    }
}

/// Who and when, as JSON.
#[must_use]
pub fn stamp(stamp: &Stamp) -> Json {
    json!({ "at": stamp.at.iso(), "by": stamp.by })
}

/// The schema of one record of a kind, without the dialect: for `$defs`.
#[must_use]
pub fn record_schema(kind: &Kind) -> Json {
    let properties: Map<String, Json> =
        kind.fields.iter().map(|spec| (spec.name.to_owned(), field_schema(spec))).collect();
    let mut schema = any_record_schema();
    schema["title"] = json!(kind.label);
    schema["description"] = json!(kind.doc);
    schema["properties"]["kind"] = json!({ "const": kind.name });
    // Nothing is required: a record may be made first and filled later.
    schema["properties"]["fields"] =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    schema
}

/// The schema of a record of a kind that the writing code did not know.
#[must_use]
pub fn any_record_schema() -> Json {
    let stamp = json!({
        "type": "object",
        "description": "When by the writer's clock, and by which member.",
        "properties": { "at": { "type": "string", "format": "date-time" }, "by": { "type": "string", "format": "uuid" } },
        "required": ["at", "by"],
        "additionalProperties": false,
    });
    json!({
        "type": "object",
        "properties": {
            "id": { "type": "string", "format": "uuid" },
            "kind": { "type": "string" },
            "document": { "type": "string", "description": "The document that holds the record, and with it who may read it." },
            "created": stamp,
            "changed": stamp,
            "fields": { "type": "object" },
            "other": { "type": "object", "description": "Fields written by other versions of the product." },
            "conflicts": {
                "type": "object",
                "description": "Fields to which several people wrote apart: every value, the shown one first.",
                "additionalProperties": { "type": "array" },
            },
            "history": { "type": "array", "items": { "$ref": "#/$defs/version" } },
        },
        "required": ["id", "kind", "document", "created", "changed", "fields"],
        "additionalProperties": false,
    })
}

fn field_schema(spec: &FieldSpec) -> Json {
    let mut schema = match spec.shape {
        Shape::Line | Shape::Email | Shape::Zone | Shape::Prose => json!({ "type": "string" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Instant => json!({ "type": "string", "format": "date-time" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Integer { min: i64::MIN, max: i64::MAX } => json!({ "type": "integer" }),
        Shape::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Shape::Decimal { min: f64::MIN, max: f64::MAX } => json!({ "type": "number" }),
        Shape::Decimal { min, max } => json!({ "type": "number", "minimum": min, "maximum": max }),
        Shape::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
            json!({ "type": "string", "enum": words })
        }
        Shape::Weekdays => json!({ "type": "string", "examples": ["Mon-Fri", "Mon,Wed"] }),
        Shape::Reference("") => {
            json!({ "type": "string", "format": "uuid", "$comment": "the id of a record" })
        }
        Shape::Reference(kind) => {
            json!({ "type": "string", "format": "uuid", "$comment": format!("the id of a record of kind {kind}") })
        }
        Shape::Tags => json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true }),
    };
    schema["title"] = json!(spec.label);
    schema["description"] = json!(spec.doc);
    schema
}
