//! Ladders as tables: a row per expectation, or a row per competency with a column per level.

use document::sheet::{self, Mapping, Reading, Sheet, SheetRow, Target};
use kernel::Problem;
use roster::Track;

use super::{LadderDraft, number_in};

/// What a column can be, by the names that files give it.
const TARGETS: &[Target] = &[
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
];

/// Reads either form.
pub fn read(bytes: &[u8], track: Track) -> Result<LadderDraft, Problem> {
    let sheet = sheet::read(bytes, &Reading::default())?;
    let mapping = Mapping::suggest(&sheet.header, TARGETS);
    let Some(competency) = mapping.column("competency") else {
        return Err(Problem::new(
            format!("No column says the competency; the columns are {}.", sheet.header.join(", ")),
            "Call one column “Competency”, and either one “Level” and one “Expectation”, or one per level.",
        ));
    };
    let mut draft = LadderDraft::default();
    let table = Table { sheet: &sheet, mapping: &mapping, competency, track };
    match (mapping.column("level"), mapping.column("expectation")) {
        (Some(level), Some(expectation)) => table.long(&mut draft, level, expectation),
        (None, None) => table.matrix(&mut draft),
        (level, _) => {
            let missing = if level.is_some() { "Expectation" } else { "Level" };
            return Err(Problem::new(
                format!("No column is called “{missing}”."),
                "A row per expectation has level, competency and expectation; or give each level a column of its own.",
            ));
        }
    }
    Ok(draft)
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
        let mut levels = Vec::new();
        for column in self.mapping.left_out() {
            let code = &self.sheet.header[column];
            let Some(grade) = number_in(code) else {
                let reason = "the name of the column has no number, so it is no level";
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
