//! Ladders as tables: a row per expectation, or a row per competency with a column per level.

use document::{
    Author, Batch, Book,
    sheet::{Mapping, Sheet, SheetRow, Target},
};
use kernel::{Problem, RecordId};
use roster::{Track, import::Rows};

use super::{LadderDraft, number_in};

/// What a column can be, by the names that files give it.
pub const TARGETS: &[Target] = &[
    Target { name: "track", label: "Track", known_as: &["track", "careertrack", "path"] },
    Target { name: "level", label: "Level", known_as: &["level", "code", "rung", "stufe"] },
    Target {
        name: "rung",
        label: "Name of the level",
        known_as: &["title", "levelname", "rungname", "role"],
    },
    Target { name: "grade", label: "Grade", known_as: &["grade", "gradenumber", "number", "order", "rank"] },
    Target {
        name: "competency",
        label: "Competency",
        known_as: &["competency", "competence", "skill", "topic", "dimension", "area", "kompetenz"],
    },
    Target { name: "theme", label: "Theme", known_as: &["theme", "group", "category", "pillar"] },
    Target {
        name: "expectation",
        label: "Expectation",
        known_as: &[
            "expectation",
            "expectations",
            "criteria",
            "criterion",
            "behaviour",
            "behavior",
            "description",
        ],
    },
    Target { name: "examples", label: "Examples", known_as: &["examples", "example"] },
    LEVEL_OF_ITS_OWN,
];

/// The column of one level, in which stands what it asks for. As many columns as there are levels are this.
const LEVEL_OF_ITS_OWN: Target =
    Target { name: "level-of-its-own", label: "A level, with what it asks for", known_as: &[] };

/// Tables of ladders.
const ROWS: Rows = Rows { word: "ladder", targets: TARGETS };

/// Whether several columns of one file can be this.
#[must_use]
pub fn can_be_several(target: &Target) -> bool {
    target.name == LEVEL_OF_ITS_OWN.name
}

/// How the columns are best read: as the user said for a file with the same ones, else by their names (GR-2.15).
#[must_use]
pub fn suggest(book: &Book, sheet: &Sheet) -> Mapping {
    let remembered = ROWS.suggest(book, sheet);
    // By their names alone columns are never levels, so this is what nobody has said anything about.
    if remembered == Mapping::suggest(&sheet.header, TARGETS) { by_name(sheet) } else { remembered }
}

/// Remembers how the columns were read; empty when nothing new is to be remembered.
#[must_use]
pub fn remember(book: &Book, author: &Author, id: RecordId, sheet: &Sheet, mapping: &Mapping) -> Batch {
    if suggest(book, sheet) == *mapping {
        return Batch::new("");
    }
    ROWS.remember(book, author, id, sheet, mapping)
}

/// What the names of the columns say. Without one for levels and one for expectations, every other column whose
/// name has a number is a level.
pub(super) fn by_name(sheet: &Sheet) -> Mapping {
    let mut mapping = Mapping::suggest(&sheet.header, TARGETS);
    if mapping.column("level").is_none() && mapping.column("expectation").is_none() {
        let left: Vec<usize> = mapping.left_out().collect();
        for column in left.into_iter().filter(|column| number_in(&sheet.header[*column]).is_some()) {
            mapping.also(column, &LEVEL_OF_ITS_OWN);
        }
    }
    mapping
}

/// Reads either form of a table, with its columns as the mapping says.
///
/// # Errors
/// When no column says the competency, or none a level, or the table holds no ladder.
pub fn read_table(sheet: &Sheet, mapping: &Mapping, track: Track) -> Result<LadderDraft, Problem> {
    let Some(competency) = mapping.column("competency") else {
        return Err(Problem::new(
            format!("No column says the competency; the columns are {}.", sheet.header.join(", ")),
            "Say which column is the competency, and either which are level and expectation, or which are levels.",
        ));
    };
    let mut draft = LadderDraft::default();
    let table = Table { sheet, mapping, competency, track };
    match (mapping.column("level"), mapping.column("expectation")) {
        (Some(level), Some(expectation)) => table.long(&mut draft, level, expectation),
        (None, None) => table.matrix(&mut draft),
        (level, _) => {
            let missing = if level.is_some() { "Expectation" } else { "Level" };
            return Err(Problem::new(
                format!("No column is called “{missing}”."),
                "A row per expectation has level, competency and expectation; or each level is a column of its own.",
            ));
        }
    }
    draft.or_none()
}

struct Table<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    competency: usize,
    track: Track,
}

impl Table<'_> {
    fn cell<'a>(&self, row: &'a SheetRow, target: &str) -> &'a str {
        self.mapping.column(target).map_or("", |column| row.cell(column))
    }

    fn rows(&self) -> impl Iterator<Item = &SheetRow> {
        self.sheet.rows.iter().filter(|row| !row.is_empty() && !self.sheet.repeats_header(row))
    }

    /// A row per expectation.
    fn long(&self, draft: &mut LadderDraft, level: usize, expectation: usize) {
        for row in self.rows() {
            if let Err((column, reason)) = self.expectation(draft, row, level, expectation) {
                draft.fault(row.line, &self.sheet.header[column], reason);
            }
        }
    }

    fn expectation(
        &self,
        draft: &mut LadderDraft,
        row: &SheetRow,
        level: usize,
        expectation: usize,
    ) -> Result<(), (usize, String)> {
        let filled = |column: usize| match row.cell(column) {
            "" => Err((column, "it is empty".to_owned())),
            cell => Ok(cell),
        };
        let (code, name, text) = (filled(level)?, filled(self.competency)?, filled(expectation)?);
        let track = match self.mapping.column("track").map(|column| (column, row.cell(column))) {
            None | Some((_, "")) => self.track,
            Some((column, word)) => track_of(word)
                .ok_or_else(|| (column, format!("“{word}” is no track; say Individual or Management")))?,
        };
        let grade = match self.mapping.column("grade").map(|column| (column, row.cell(column))) {
            None | Some((_, "")) => number_in(code).ok_or_else(|| {
                (level, format!("“{code}” has no number; say the grade in a column of its own"))
            })?,
            Some((column, word)) => word
                .parse()
                .ok()
                .filter(|grade| (0..=99).contains(grade))
                .ok_or_else(|| (column, format!("“{word}” is no number from 0 to 99")))?,
        };
        let rung = draft.rung(code, track, grade).map_err(|reason| (level, reason))?;
        if draft.rungs[rung].grade != grade {
            return Err((level, format!("“{code}” has grade {} further up", draft.rungs[rung].grade)));
        }
        let competency = draft.competency(name).map_err(|reason| (self.competency, reason))?;
        let (called, theme) = (self.cell(row, "rung"), self.cell(row, "theme"));
        if !called.is_empty() {
            called.clone_into(&mut draft.rungs[rung].name);
        }
        if !theme.is_empty() {
            theme.clone_into(&mut draft.competencies[competency].theme);
        }
        draft.expect(rung, competency, text, self.cell(row, "examples"));
        Ok(())
    }

    /// A row per competency, a column per level.
    fn matrix(&self, draft: &mut LadderDraft) {
        let columns: Vec<usize> = self.mapping.columns(LEVEL_OF_ITS_OWN.name).collect();
        let name = |column: usize| &self.sheet.header[column];
        let numbered = columns.iter().any(|column| number_in(name(*column)).is_some());
        let mut levels = Vec::new();
        for (place, column) in (1..).zip(columns) {
            let code = name(column);
            // Where no name has a number, the levels stand in their order: Junior, Senior, Staff.
            let grade = if numbered { number_in(code) } else { Some(place) };
            let Some(grade) = grade else {
                let reason = "the name of the column has no number, and those of others have";
                draft.fault(self.sheet.header_line, code, reason);
                continue;
            };
            match draft.rung(code, self.track, grade) {
                Ok(rung) => levels.push((column, rung)),
                Err(reason) => draft.fault(self.sheet.header_line, code, reason),
            }
        }
        for row in self.rows() {
            let competency = match row.cell(self.competency) {
                "" => Err("it is empty".to_owned()),
                name => draft.competency(name),
            };
            let competency = match competency {
                Ok(competency) => competency,
                Err(reason) => {
                    draft.fault(row.line, &self.sheet.header[self.competency], reason);
                    continue;
                }
            };
            let theme = self.cell(row, "theme");
            if !theme.is_empty() {
                theme.clone_into(&mut draft.competencies[competency].theme);
            }
            for (column, rung) in &levels {
                let text = row.cell(*column);
                if !text.is_empty() {
                    draft.expect(*rung, competency, text, "");
                }
            }
        }
    }
}

/// The track that a word names.
fn track_of(word: &str) -> Option<Track> {
    let word = kernel::text::fold(word.trim());
    match word.as_str() {
        "individual" | "ic" | "individual contributor" | "engineering" | "technical" => {
            Some(Track::Individual)
        }
        "management" | "manager" | "m" | "em" | "leadership" | "people" => Some(Track::Management),
        _ => None,
    }
}
