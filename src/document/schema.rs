//! What a kind of record looks like: derived once from its Rust type, read by form, table,
//! search, history, CSV, JSON and JSON Schema alike.

/// The description of one kind of record, made by `#[derive(Record)]`.
#[derive(Debug, PartialEq)]
pub struct Kind {
    /// The stored name: `person`, `one-on-one`.
    pub name: &'static str,
    /// What one is called on a screen: `Person`.
    pub label: &'static str,
    /// What several are called: `People`.
    pub plural: &'static str,
    /// What it is, from the type's doc comment.
    pub doc: &'static str,
    /// The field that names a record of this kind in lists, links and search.
    pub title: &'static str,
    /// Where its records live.
    pub home: Home,
    /// Whether its records are *only me* unless said otherwise.
    pub private: bool,
    /// Its fields, in the order of the form.
    pub fields: &'static [FieldSpec],
}

impl Kind {
    /// The field called `name`.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Which document a record of a kind lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// A document of its own, named by the record: for people, and for candidates, who can be erased as people can.
    OwnFile,
    /// The file of the person or candidate that the named field refers to; the area's document while it is empty.
    FileOf {
        /// The field that refers to the person.
        field: &'static str,
        /// The area whose document takes it when the field is empty.
        area: &'static str,
    },
    /// The document of the named area.
    Area(&'static str),
    /// The workspace's index.
    Index,
    /// Beside the content: what is typed into forms and not sent yet.
    Unsent,
}

/// The description of one field.
#[derive(Debug, PartialEq)]
pub struct FieldSpec {
    /// The stored name, also the CSV column and JSON key: `start_date`.
    pub name: &'static str,
    /// What it is called on a screen: `Start date`.
    pub label: &'static str,
    /// What it means, from the doc comment.
    pub doc: &'static str,
    /// What it can hold, and so how it is shown, edited and checked.
    pub shape: Shape,
    /// Whether a record without it is incomplete.
    pub required: bool,
    /// Whether tables show it unless the user says otherwise.
    pub column: bool,
}

/// What a field can hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// One line of text.
    Line,
    /// An e-mail address.
    Email,
    /// The name of a time zone, for example `Europe/Berlin`.
    Zone,
    /// Text of any length, written together.
    Prose,
    /// A calendar day.
    Date,
    /// An instant.
    Instant,
    /// Yes or no.
    Flag,
    /// A whole number within bounds, both included.
    Integer {
        /// The smallest allowed.
        min: i64,
        /// The largest allowed.
        max: i64,
    },
    /// A number with a fraction, within bounds, both included.
    Decimal {
        /// The smallest allowed.
        min: f64,
        /// The largest allowed.
        max: f64,
    },
    /// One of a closed list.
    Choice(&'static [Choice]),
    /// Days of the week.
    Weekdays,
    /// A record of the named kind; of any kind when the name is empty.
    Reference(&'static str),
    /// Any number of short texts, such as tags.
    Tags,
}

/// One entry of a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The stored word: `former-member`.
    pub word: &'static str,
    /// What the screen says: `Former member`.
    pub label: &'static str,
}
