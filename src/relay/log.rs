//! The log: one JSON object a line on standard error, about what happens and never about what is
//! said. Workspaces and devices appear by the last digits of their ids.

use std::io::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use kernel::Timestamp;
use serde_json::{Map, Value};

/// Now, by this machine's clock.
#[must_use]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Writes one line: what happened, and facts about it.
pub fn event(what: &str, facts: &[(&str, Value)]) {
    let mut line = Map::new();
    line.insert("at".to_owned(), now().iso().into());
    line.insert("event".to_owned(), what.into());
    line.extend(facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    let mut text = Value::Object(line).to_string();
    text.push('\n');
    // Nobody reads: then nothing is lost by not writing.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// The last eight digits of an id: enough to tell lines apart, not enough to speak for it.
#[must_use]
pub fn short(id: impl std::fmt::Display) -> Value {
    // The first digits of a time-ordered id are its time, the last are random.
    let id = id.to_string();
    id.get(id.len().saturating_sub(8)..).unwrap_or_default().into()
}
