//! Bringing a ladder in from a file (GR-2): Markdown whose head is YAML, or a table (CSV, TSV).
//!
//! ```text
//! bytes ─ read ─► LadderDraft (what the file says, with its faults)
//!       ─ plan ─► LadderPlan (shown: new, changed, unchanged)
//!       ─ LadderPlan::commit ─► one Batch, one undo
//! ```
//!
//! Nothing is guessed: what cannot be read is a fault with its line and reason and stays out. What the
//! file does not mention stays as it is; nothing is taken out.

mod markdown;
mod plan;
mod table;
mod yaml;

use document::sheet::{self, Reading, Sheet};
use kernel::Problem;
use roster::Track;
use std::fmt;

pub use plan::{Counts, LadderPlan, PlannedLine, State, plan};
pub use table::{TARGETS, can_be_several, read_table, remember, suggest};

/// The largest file that is read, in bytes. Ours: the longest ladder seen is below 100 KB.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;
/// The most rungs that are taken. Ours: no track seen has more than a dozen.
const MAX_RUNGS: usize = 60;
/// The most competencies that are taken. Ours.
const MAX_COMPETENCIES: usize = 200;

/// A ladder as a file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LadderDraft {
    /// What the ladder is called, where the file says so.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// Its rungs, in the order of the file.
    pub rungs: Vec<RungDraft>,
    /// Its competencies, in the order of the file.
    pub competencies: Vec<CompetencyDraft>,
    /// What each rung asks for in each competency.
    pub expectations: Vec<ExpectationDraft>,
    /// What could not be read, and where.
    pub faults: Vec<Fault>,
}

/// A rung as a file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RungDraft {
    /// The code that people's level has.
    pub code: String,
    /// What it is called; the code when empty.
    pub name: String,
    /// The track.
    pub track: Option<Track>,
    /// How high it is.
    pub grade: i64,
    /// How far somebody on it reaches.
    pub reach: String,
}

/// A competency as a file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompetencyDraft {
    /// What it is called.
    pub name: String,
    /// Other words for it.
    pub also: Vec<String>,
    /// Its group.
    pub theme: String,
    /// What it is about.
    pub about: String,
}

/// What one rung asks for, as a file says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectationDraft {
    /// The place of the rung in [`LadderDraft::rungs`].
    pub rung: usize,
    /// The place of the competency in [`LadderDraft::competencies`].
    pub competency: usize,
    /// What is asked for.
    pub text: String,
    /// What it can look like.
    pub examples: String,
}

/// What cannot be taken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file; the first is 1.
    pub line: usize,
    /// The column of a table; empty elsewhere.
    pub column: String,
    /// What about it.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(f, ", column “{}”", self.column)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Reads a ladder out of a file. `track` is the track of rungs for which the file names none.
///
/// # Errors
/// When the file is too large, is no text, or holds no ladder in either form.
pub fn read(bytes: &[u8], track: Track) -> Result<LadderDraft, Problem> {
    if bytes.len() > MAX_BYTES {
        return Err(Problem::new(
            format!("The file has {} MB; at most {} MB are read.", bytes.len() >> 20, MAX_BYTES >> 20),
            "Split it, one file per track.",
        ));
    }
    let text = String::from_utf8_lossy(bytes);
    match markdown::head(&text) {
        Some((head, below)) => markdown::read(head, below, track)?.or_none(),
        None => {
            let sheet = sheet::read(bytes, &Reading::default())?;
            read_table(&sheet, &table::by_name(&sheet), track)
        }
    }
}

/// The table that a file holds, for its columns to be looked at; `None` for Markdown and for what is no table.
#[must_use]
pub fn table_of(bytes: &[u8]) -> Option<Sheet> {
    let is_table = bytes.len() <= MAX_BYTES && markdown::head(&String::from_utf8_lossy(bytes)).is_none();
    is_table.then(|| sheet::read(bytes, &Reading::default()).ok()).flatten()
}

impl LadderDraft {
    /// The draft, when there is a ladder in it.
    fn or_none(self) -> Result<Self, Problem> {
        if !self.rungs.is_empty() && !self.competencies.is_empty() {
            return Ok(self);
        }
        let found = self.faults.first().map(|fault| format!(" First fault: {fault}")).unwrap_or_default();
        Err(Problem::new(
            format!("No ladder is in the file.{found}"),
            "It needs topics with levels (Markdown), or a table with levels and competencies.",
        ))
    }

    /// The place of the rung with this code on this track; it is added when it is not there.
    fn rung(&mut self, code: &str, track: Track, grade: i64) -> Result<usize, String> {
        let same = |rung: &RungDraft| rung.track == Some(track) && same_word(&rung.code, code);
        if let Some(at) = self.rungs.iter().position(same) {
            return Ok(at);
        }
        if self.rungs.len() >= MAX_RUNGS {
            return Err(format!("more than {MAX_RUNGS} levels"));
        }
        let rung = RungDraft { code: code.to_owned(), track: Some(track), grade, ..RungDraft::default() };
        self.rungs.push(rung);
        Ok(self.rungs.len() - 1)
    }

    /// The place of the competency of this name; it is added when it is not there.
    fn competency(&mut self, name: &str) -> Result<usize, String> {
        if let Some(at) = self.competencies.iter().position(|one| same_word(&one.name, name)) {
            return Ok(at);
        }
        if self.competencies.len() >= MAX_COMPETENCIES {
            return Err(format!("more than {MAX_COMPETENCIES} competencies"));
        }
        self.competencies.push(CompetencyDraft { name: name.to_owned(), ..CompetencyDraft::default() });
        Ok(self.competencies.len() - 1)
    }

    /// Adds what a rung asks for; what is said twice goes below what was said first.
    fn expect(&mut self, rung: usize, competency: usize, text: &str, examples: &str) {
        let same = |one: &&mut ExpectationDraft| one.rung == rung && one.competency == competency;
        let standing = self.expectations.iter_mut().find(same);
        let Some(standing) = standing else {
            let (text, examples) = (text.to_owned(), examples.to_owned());
            self.expectations.push(ExpectationDraft { rung, competency, text, examples });
            return;
        };
        for (standing, more) in [(&mut standing.text, text), (&mut standing.examples, examples)] {
            if !standing.is_empty() && !more.is_empty() {
                standing.push('\n');
            }
            standing.push_str(more);
        }
    }

    fn fault(&mut self, line: usize, column: &str, reason: impl Into<String>) {
        self.faults.push(Fault { line, column: column.to_owned(), reason: reason.into() });
    }
}

/// Whether two names are one; case, accents and space around them do not matter.
fn same_word(one: &str, other: &str) -> bool {
    kernel::text::fold(one.trim()) == kernel::text::fold(other.trim())
}

/// The number that a level's code ends with or is: 4 of `IC4`, `L 4` and `4`.
fn number_in(code: &str) -> Option<i64> {
    let code = code.trim_end();
    let head = code.trim_end_matches(|letter: char| letter.is_ascii_digit());
    code[head.len()..].parse().ok().filter(|number| (0..=99).contains(number))
}
