//! What a browser says about its storage, in words a user can act on.

use kernel::Problem;
use wasm_bindgen::{JsCast, JsValue};

/// What to try when the browser gives no better hint.
const RELOAD: &str = "Reload the tab. Edits made since the last “saved” may have to be made again.";

/// What to do about a full disk while the workspace is open.
const MAKE_ROOM: &str =
    "Free some space; what was typed is kept in this tab and written as soon as there is room.";

/// The same where the workspace could not even be opened.
const MAKE_ROOM_FIRST: &str = "Free some space and reload. Nothing can be written here until then; what was kept here \
    before is untouched.";

/// The problem as it stands before the workspace is open: nothing was typed yet, and nothing is tried again.
#[must_use]
pub fn at_the_start(problem: Problem) -> Problem {
    if problem.way_out == MAKE_ROOM { Problem::new(problem.what, MAKE_ROOM_FIRST) } else { problem }
}

/// A fault of the browser: the name of its `DOMException`, and its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// For example `QuotaExceededError`; empty when it is no `DOMException`.
    pub name: String,
    /// The browser's words.
    pub message: String,
}

impl Fault {
    /// The fault in whatever JavaScript threw.
    #[must_use]
    pub fn of(thrown: &JsValue) -> Self {
        let text = |key: &str| {
            js_sys::Reflect::get(thrown, &JsValue::from_str(key))
                .ok()
                .and_then(|value| value.as_string())
                .unwrap_or_default()
        };
        if thrown.is_object() {
            return Self { name: text("name"), message: text("message") };
        }
        let message = thrown
            .as_string()
            .or_else(|| thrown.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message())));
        Self { name: String::new(), message: message.unwrap_or_default() }
    }

    /// Whether the browser has dropped the handle, so that opening the database again may help
    /// and using the same handle again cannot.
    #[must_use]
    pub fn is_dropped_handle(&self) -> bool {
        // Safari reports a lost connection to its storage process as UnknownError or AbortError.
        matches!(self.name.as_str(), "InvalidStateError" | "UnknownError")
            || (self.name == "AbortError" && self.message.to_lowercase().contains("connection"))
    }

    /// The fault as a problem.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let detail = if self.message.is_empty() { &self.name } else { &self.message };
        match self.name.as_str() {
            "QuotaExceededError" | "NS_ERROR_DOM_INDEXEDDB_QUOTA_ERR" => Problem::new(
                "This disk, or the share of it that the browser gives to Pilothouse, is full.",
                MAKE_ROOM,
            ),
            "SecurityError" => Problem::new(
                "The browser refuses to store anything for this site.",
                "Leave the private window, or allow site data for this address, and reload.",
            ),
            "VersionError" => Problem::new(
                "The data here was written by a newer version of Pilothouse.",
                "Reload every open Pilothouse tab to get that version.",
            ),
            "InvalidStateError" | "AbortError" | "UnknownError" | "TransactionInactiveError" => {
                Problem::new(format!("The browser interrupted its own storage ({detail})."), RELOAD)
            }
            "NotReadableError" | "DataError" | "EncodingError" => Problem::new(
                format!("The browser cannot read what it has stored ({detail})."),
                "Make a backup from another tab or device if there is one, then reload.",
            ),
            _ => Problem::new(format!("The browser's storage failed ({detail})."), RELOAD),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(name: &str, message: &str) -> Fault {
        Fault { name: name.to_owned(), message: message.to_owned() }
    }

    #[test]
    fn t_16_a_full_disk_is_said_to_be_full_and_typing_is_said_to_be_kept() {
        let problem = fault("QuotaExceededError", "Encountered full disk").problem();
        assert!(problem.what.contains("full"), "{problem}");
        assert!(problem.way_out.contains("Free some space"), "{problem}");
    }

    #[test]
    fn t_16_a_disk_that_is_full_at_the_start_does_not_promise_to_go_on_by_itself() {
        let problem = at_the_start(fault("QuotaExceededError", "Encountered full disk").problem());
        assert!(problem.what.contains("full") && problem.way_out.contains("reload"), "{problem}");
        let other = fault("SecurityError", "").problem();
        assert_eq!(at_the_start(other.clone()), other);
    }

    #[test]
    fn t_16_every_fault_has_a_way_out_and_only_an_unknown_one_quotes_the_browser() {
        for name in
            ["QuotaExceededError", "SecurityError", "VersionError", "AbortError", "DataError", "", "New"]
        {
            let problem = fault(name, "the browser's words").problem();
            assert!(!problem.way_out.is_empty(), "{name}");
        }
        assert!(fault("NewError", "so it is").problem().what.contains("so it is"));
        assert!(fault("AbortError", "").problem().what.contains("AbortError"));
    }

    #[test]
    fn t_15_only_a_dropped_handle_is_worth_opening_again() {
        assert!(fault("InvalidStateError", "The database connection is closing.").is_dropped_handle());
        assert!(fault("UnknownError", "Connection to Indexed Database server lost.").is_dropped_handle());
        assert!(!fault("QuotaExceededError", "").is_dropped_handle());
        assert!(!fault("AbortError", "The transaction was aborted.").is_dropped_handle());
    }
}
