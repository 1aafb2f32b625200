//! Bringing in skill ratings: one row for each person and skill, with depth, source and day (TM-5, WS-4).

use document::{
    Author, Batch, Book, Edit, Entry, FieldSpec, Record, Ref,
    sheet::{self, Mapping, OrderFound, Sheet, SheetRow, Target},
};
use kernel::{Date, RecordId, unicode, words};
use std::collections::HashMap;

use super::{
    CellNote, Choices, Counts, PlannedRow, RowState, Rows, Skipped, ValueChange, Who, cells::Reading, count,
    managers::Known,
};
use crate::{Depth, Person, RatingSource, Skill, SkillRating};

/// Files of skill ratings: one row for each person and skill.
pub const SKILL_RATINGS: Rows = Rows { word: "skill-ratings", targets: TARGETS };

/// Whether the names of the columns say that a file holds ratings: when there is a skill and how deep.
#[must_use]
pub fn is_of_ratings(sheet: &Sheet) -> bool {
    let mapping = Mapping::suggest(&sheet.header, TARGETS);
    ["skill", "depth"].iter().all(|target| mapping.column(target).is_some())
}

/// What a column can be.
const TARGETS: &[Target] = &[
    Target {
        name: "person",
        label: "Person: e-mail, employee ID or name",
        known_as: &[
            "workemail",
            "email",
            "emailaddress",
            "employeenumber",
            "employeeid",
            "person",
            "name",
            "fullname",
            "employee",
            "employeename",
            "mitarbeiter",
        ],
    },
    Target { name: "person_id", label: "Pilothouse ID of the person", known_as: &["personid"] },
    Target {
        name: "skill",
        label: "Skill",
        known_as: &["skill", "skillname", "competence", "capability", "fähigkeit", "kompetenz"],
    },
    Target { name: "skill_id", label: "Pilothouse ID of the skill", known_as: &["skillid"] },
    Target {
        name: "depth",
        label: "How deep, 0 to 4",
        known_as: &["depth", "level", "rating", "score", "proficiency", "skilllevel", "stufe"],
    },
    Target {
        name: "source",
        label: "Who says so",
        known_as: &["source", "ratedby", "assessedby", "ratingsource", "quelle"],
    },
    Target {
        name: "on",
        label: "Day",
        known_as: &["on", "date", "ratedon", "assessedon", "ratingdate", "lastupdated", "datum"],
    },
    Target {
        name: "because",
        label: "Because",
        known_as: &["because", "comment", "comments", "notes", "note", "reason", "kommentar"],
    },
    Target { name: "record_id", label: "Pilothouse ID of the rating", known_as: &["recordid"] },
];

/// What an import of ratings would do. Nothing is done before [`RatingsPlan::commit`].
#[derive(Clone, Debug, PartialEq)]
pub struct RatingsPlan {
    /// Every row of the file, in its order; each is named by its person and skill.
    pub rows: Vec<PlannedRow>,
    /// What the dates say about their order: to be asked when it is unclear or mixed.
    pub date_order: OrderFound,
    /// The skills that would be made, in the order the file names them.
    pub new_skills: Vec<String>,
    /// What each row brings, for rows that come in.
    intents: Vec<Option<Intent>>,
}

/// What a row brings.
#[derive(Clone, Debug, PartialEq)]
struct Intent {
    /// The rating it changes, when it is here already.
    standing: Option<Entry<SkillRating>>,
    skill: SkillNamed,
    /// The rating without its skill where that is new.
    rating: SkillRating,
}

/// The skill that a row names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum SkillNamed {
    /// One that is here.
    Known(RecordId),
    /// One that would be made, by its name as names are compared.
    New(String),
}

/// What makes two ratings the same one: whose, in what, by whom, of which day.
type Same = (RecordId, SkillNamed, RatingSource, Option<Date>);

/// Works out what an import of ratings would do. A row without a day is of `today`, one without a source the manager's.
#[must_use]
pub fn plan(book: &Book, sheet: &Sheet, mapping: &Mapping, choices: Choices, today: Date) -> RatingsPlan {
    let days = mapping.column("on").into_iter().flat_map(|column| sheet.column(column));
    let date_order = sheet::date_order(days);
    let order = match (choices.date_order, &date_order) {
        (Some(order), _) => Some(order),
        (None, OrderFound::Found(order)) => Some(*order),
        _ => None,
    };
    let mut planner = Planner {
        book,
        reading: Reading::new(sheet, mapping, today, order),
        order,
        today,
        people: Known::of_people(book),
        skills: book.all::<Skill>().iter().map(|skill| (unicode::same(&skill.name), skill.id)).collect(),
        standing: standing(book),
        seen: HashMap::new(),
    };
    let (mut rows, mut intents, mut new_skills) = (Vec::new(), Vec::new(), Vec::<String>::new());
    for row in &sheet.rows {
        let (planned, intent) = planner.row(row, choices);
        if let Some(Intent { skill: SkillNamed::New(name), .. }) = &intent
            && !new_skills.iter().any(|known| unicode::same(known) == *name)
        {
            new_skills.extend(planner.reading.cell(row, "skill"));
        }
        rows.push(planned);
        intents.push(intent);
    }
    RatingsPlan { rows, date_order, new_skills, intents }
}

/// The ratings that are here, by what makes them the same; of several the one that was made first.
fn standing(book: &Book) -> HashMap<Same, Entry<SkillRating>> {
    let mut standing = HashMap::new();
    for rating in book.all::<SkillRating>().iter() {
        if let (Some(person), Some(skill)) = (rating.person, rating.skill) {
            let same = (person.id(), SkillNamed::Known(skill.id()), rating.source, rating.on);
            standing.entry(same).or_insert_with(|| rating.clone());
        }
    }
    standing
}

/// What is known while rows are read one after another.
struct Planner<'a> {
    book: &'a Book,
    reading: Reading<'a>,
    order: Option<sheet::DateOrder>,
    today: Date,
    people: Known,
    skills: HashMap<String, RecordId>,
    standing: HashMap<Same, Entry<SkillRating>>,
    /// The line and depth on which a rating of the file stands first.
    seen: HashMap<Same, (usize, Depth)>,
}

impl Planner<'_> {
    fn row(&mut self, row: &SheetRow, choices: Choices) -> (PlannedRow, Option<Intent>) {
        let mut planned = PlannedRow::of(self.reading.sheet, row, self.name(row));
        if let RowState::Skipped(_) = planned.state {
            return (planned, None);
        }
        // Whose, in what and how deep it is a rating cannot do without.
        let (person, skill) = (self.person(row, &mut planned.broken), self.skill(row, &mut planned.broken));
        let depth = self.depth(row, &mut planned.broken);
        let vital = planned.broken.len();
        let source = self.source(row, &mut planned.broken);
        let on = self.day(row, &mut planned);
        let (Some(person), Some(skill), Some(depth), 0) = (person, skill, depth, vital) else {
            planned.state = RowState::Broken { could_come_in: false };
            return (planned, None);
        };
        if !planned.broken.is_empty() && !choices.without_broken_cells {
            planned.state = RowState::Broken { could_come_in: true };
            return (planned, None);
        }
        let same = (person, skill.clone(), source, Some(on));
        if let Some((line, said)) = self.seen.get(&same) {
            planned.state = if *said == depth {
                RowState::Skipped(Skipped::RepeatsLine(*line))
            } else {
                let reason = format!(
                    "is “{}” on line {line}, of the same person, skill, source and day",
                    said.label()
                );
                planned.broken.push(self.reading.note(row, "depth", reason));
                RowState::Broken { could_come_in: false }
            };
            return (planned, None);
        }
        self.seen.insert(same.clone(), (row.line, depth));
        let standing = self.stands(row, &same);
        let mut rating = standing.as_ref().map(|standing| standing.record.clone()).unwrap_or_default();
        rating.person = Some(Ref::new(person));
        if let SkillNamed::Known(skill) = skill {
            rating.skill = Some(Ref::new(skill));
        }
        (rating.depth, rating.source, rating.on) = (depth, source, Some(on));
        // An empty cell erases nothing.
        rating.because = self.reading.cell(row, "because").or(rating.because);
        if let Some(standing) = &standing {
            let changes = changes(&standing.record, &rating);
            planned.state = if changes.is_empty() { RowState::Unchanged } else { RowState::Changed(changes) };
        }
        (planned, Some(Intent { standing, skill, rating }))
    }

    /// The rating that a row is about: by its id, or because everything but the depth is the same.
    fn stands(&self, row: &SheetRow, same: &Same) -> Option<Entry<SkillRating>> {
        let own = self.reading.cell(row, "record_id").and_then(|text| text.parse().ok());
        let own = own.and_then(|id| self.book.get::<SkillRating>(id));
        own.filter(|rating| rating.person.is_some_and(|person| person.id() == same.0))
            .or_else(|| self.standing.get(same).cloned())
    }

    fn name(&self, row: &SheetRow) -> String {
        let parts = ["person", "skill"].into_iter().filter_map(|target| self.reading.cell(row, target));
        parts.collect::<Vec<_>>().join(": ")
    }

    fn person(&self, row: &SheetRow, broken: &mut Vec<CellNote>) -> Option<RecordId> {
        let own = self.reading.cell(row, "person_id").and_then(|text| text.parse().ok());
        if let Some(own) = own.and_then(|id| self.book.get::<Person>(id)) {
            return Some(own.id);
        }
        let Some(text) = self.reading.cell(row, "person") else {
            broken.push(self.reading.note(row, "person", "says nobody"));
            return None;
        };
        match self.people.named(&self.reading, &text) {
            Ok(Who::Known(person)) => Some(person),
            Ok(Who::Row(_)) => None,
            Err(reason) => {
                broken.push(self.reading.note(row, "person", reason));
                None
            }
        }
    }

    fn skill(&self, row: &SheetRow, broken: &mut Vec<CellNote>) -> Option<SkillNamed> {
        let own = self.reading.cell(row, "skill_id").and_then(|text| text.parse().ok());
        if let Some(own) = own.and_then(|id| self.book.get::<Skill>(id)) {
            return Some(SkillNamed::Known(own.id));
        }
        let Some(text) = self.reading.cell(row, "skill") else {
            broken.push(self.reading.note(row, "skill", "names no skill"));
            return None;
        };
        let name = unicode::same(&text);
        Some(self.skills.get(&name).map_or(SkillNamed::New(name), |id| SkillNamed::Known(*id)))
    }

    fn depth(&self, row: &SheetRow, broken: &mut Vec<CellNote>) -> Option<Depth> {
        let read = self.reading.cell(row, "depth").and_then(|text| depth(&text));
        if read.is_none() {
            let reason = "is not a depth: 0 to 4, or nothing, runs, changes, builds, teaches";
            broken.push(self.reading.note(row, "depth", reason));
        }
        read
    }

    fn source(&self, row: &SheetRow, broken: &mut Vec<CellNote>) -> RatingSource {
        let Some(text) = self.reading.cell(row, "source") else { return RatingSource::default() };
        let wanted = unicode::same(&text);
        let known =
            |source: &&RatingSource| [source.word(), source.label()].map(unicode::same).contains(&wanted);
        RatingSource::ALL.iter().find(known).copied().unwrap_or_else(|| {
            broken.push(self.reading.note(row, "source", "is not a source: self, manager or evidence"));
            RatingSource::default()
        })
    }

    fn day(&self, row: &SheetRow, planned: &mut PlannedRow) -> Date {
        let Some(text) = self.reading.cell(row, "on") else { return self.today };
        match sheet::date(&text, self.order) {
            Ok(day) => {
                if day > self.today {
                    planned.warnings.push(self.reading.note(
                        row,
                        "on",
                        "lies ahead: it does not hold before",
                    ));
                }
                day
            }
            Err(reason) => {
                planned.broken.push(self.reading.note(row, "on", reason));
                self.today
            }
        }
    }
}

/// A depth by its figure, its word, or both as screens say it.
fn depth(text: &str) -> Option<Depth> {
    if let Ok(figure) = text.parse::<u8>() {
        return Depth::of_figure(figure);
    }
    let wanted = unicode::same(text);
    let known =
        |depth: &&Depth| [depth.word(), depth.label(), depth.does()].map(unicode::same).contains(&wanted);
    Depth::ALL.iter().find(known).copied()
}

/// What would change about a rating that is here, as people read it.
fn changes(before: &SkillRating, after: &SkillRating) -> Vec<ValueChange> {
    let day = |on: Option<Date>| on.map(words::day).unwrap_or_default();
    let said = |because: &Option<String>| because.clone().unwrap_or_default();
    let pairs = [
        ("depth", before.depth.label().to_owned(), after.depth.label().to_owned()),
        ("source", before.source.label().to_owned(), after.source.label().to_owned()),
        ("on", day(before.on), day(after.on)),
        ("because", said(&before.because), said(&after.because)),
    ];
    let change = |(name, old, new): (&str, String, String)| {
        let field: &'static FieldSpec = SkillRating::KIND.field(name)?;
        (old != new).then_some(ValueChange { field, old, new })
    };
    pairs.into_iter().filter_map(change).collect()
}

impl RatingsPlan {
    /// How many rows become what.
    #[must_use]
    pub fn counts(&self) -> Counts {
        count(&self.rows)
    }

    /// The whole import as one batch, taken back by one undo. `new_id` gives a fresh id at each call.
    #[must_use]
    pub fn commit(&self, author: &Author, mut new_id: impl FnMut() -> RecordId) -> Batch {
        let skills: HashMap<String, RecordId> =
            self.new_skills.iter().map(|name| (unicode::same(name), new_id())).collect();
        let made = self.new_skills.iter().filter_map(|name| {
            let id = skills.get(&unicode::same(name))?;
            Some(author.create(*id, &Skill { name: name.clone(), ..Skill::default() }))
        });
        let mut edits: Vec<Edit> = made.collect();
        for intent in self.intents.iter().flatten() {
            let mut rating = intent.rating.clone();
            if let SkillNamed::New(name) = &intent.skill {
                rating.skill = skills.get(name).copied().map(Ref::new);
            }
            match &intent.standing {
                Some(standing) => edits.extend(standing.update(|record| *record = rating)),
                None => edits.push(author.create(new_id(), &rating)),
            }
        }
        let counts = self.counts();
        let brought = counts.new + counts.changed;
        Batch::new(format!("Import {}", words::counted(brought, "skill rating", "skill ratings")))
            .with_all(edits)
    }
}

#[cfg(test)]
mod tests;
