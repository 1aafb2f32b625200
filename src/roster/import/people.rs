//! Whom a row is about: repeats within the file, and people who are here already.

use document::{Book, Entry, Field, Value, sheet::SheetRow};
use kernel::{Date, RecordId, unicode, words};
use std::collections::{BTreeSet, HashMap};

use super::{
    Choices, Skipped, TeamNamed,
    cells::{Draft, Reading},
};
use crate::{Person, Team};

/// What finds a person again, the surest first, and how screens call it.
const KEYS: [(&str, &str); 2] = [("employee_id", "employee ID"), ("email", "e-mail")];

/// Rows about one person twice: the same row again is skipped; one that says something else stays
/// out, and both say so, because which of the two is right is for a person to tell.
pub fn settle_repeats(reading: &Reading<'_>, drafts: &mut [Draft]) {
    let mut first_with: HashMap<(&str, String), usize> = HashMap::new();
    for index in 0..drafts.len() {
        if drafts[index].skipped.is_some() {
            continue;
        }
        let earlier = KEYS.iter().find_map(|(field, label)| {
            let key = drafts[index].key(field)?;
            first_with.get(&(*field, key)).map(|first| (*field, *label, *first))
        });
        let Some((field, label, first)) = earlier else {
            for (field, _) in KEYS {
                if let Some(key) = drafts[index].key(field) {
                    first_with.insert((field, key), index);
                }
            }
            continue;
        };
        let (row, standing) = (&reading.sheet.rows[index], &reading.sheet.rows[first]);
        let differing = differing(reading, row, standing);
        if differing.is_empty() {
            drafts[index].skipped = Some(Skipped::RepeatsLine(standing.line));
            continue;
        }
        let differ = format!("the two differ in {}", words::listed(&differing));
        let second =
            reading.note(row, field, format!("is the {label} on line {} already; {differ}", standing.line));
        let warning =
            reading.note(standing, field, format!("is the {label} on line {} too; {differ}", row.line));
        drafts[index].blocked = true;
        drafts[index].repeats = true;
        drafts[index].broken.push(second);
        drafts[first].warnings.push(warning);
    }
}

/// The columns in which two rows differ: `Team (Core, Payments)`.
fn differing(reading: &Reading<'_>, second: &SheetRow, first: &SheetRow) -> Vec<String> {
    let shown = |cell: &str| if cell.is_empty() { "empty".to_owned() } else { words::excerpt(cell, 40) };
    (0..reading.sheet.header.len())
        .filter(|column| first.cell(*column) != second.cell(*column))
        .map(|column| {
            let name = &reading.sheet.header[column];
            format!("{name} ({}, {})", shown(first.cell(column)), shown(second.cell(column)))
        })
        .collect()
}

/// Finds the people the rows are about, and checks what can only be checked then.
pub fn find(book: &Book, reading: &Reading<'_>, drafts: &mut [Draft], choices: Choices) {
    let people = book.all::<Person>();
    let mut by_key: HashMap<(&str, String), Vec<&Entry<Person>>> = HashMap::new();
    for person in people.iter() {
        let email = person.email.as_ref().map(|email| &email.0);
        for (field, text) in [("employee_id", person.employee_id.as_ref()), ("email", email)] {
            if let Some(text) = text {
                by_key.entry((field, unicode::same(text))).or_default().push(person);
            }
        }
    }
    let mut line_of: HashMap<RecordId, usize> = HashMap::new();
    for (draft, row) in drafts.iter_mut().zip(&reading.sheet.rows) {
        if draft.skipped.is_some() || draft.blocked {
            continue;
        }
        match whose(book, reading, row, draft, &by_key) {
            Ok(found) => draft.person = found,
            Err((field, reason)) => {
                draft.blocked = true;
                draft.broken.push(reading.note(row, field, reason));
                continue;
            }
        }
        if let Some(person) = &draft.person
            && let Some(line) = line_of.insert(person.id, row.line)
        {
            draft.blocked = true;
            let reason = format!("is about {}, as line {line} is", person.name);
            draft.broken.push(reading.note(row, "name", reason));
        }
        complete(reading, row, draft, choices);
        check_days(reading, row, draft);
        keep(reading, row, draft);
    }
}

type Found = Result<Option<Entry<Person>>, (&'static str, String)>;

/// The one person a row is about: by our own id, then employee ID, then e-mail; never by name.
fn whose(
    book: &Book,
    reading: &Reading<'_>,
    row: &SheetRow,
    draft: &Draft,
    by_key: &HashMap<(&str, String), Vec<&Entry<Person>>>,
) -> Found {
    let own = reading.cell(row, "record_id").and_then(|text| text.parse().ok());
    if let Some(person) = own.and_then(|id| book.get::<Person>(id)) {
        return Ok(Some(person));
    }
    let mut found: Option<(&str, &Entry<Person>)> = None;
    for (field, label) in KEYS {
        let people = draft.key(field).and_then(|key| by_key.get(&(field, key)));
        match people.map(Vec::as_slice) {
            None | Some([]) => {}
            Some([person]) => match found {
                Some((by, other)) if other.id != person.id => {
                    let reason = format!(
                        "is the {label} of {}, while the {by} is that of {}",
                        person.name, other.name
                    );
                    return Err((field, reason));
                }
                // An address that went from one person to another is not the same person.
                None if field == "email"
                    && differ(draft.key("employee_id"), person.employee_id.as_deref()) =>
                {
                    let id = person.employee_id.as_deref().unwrap_or_default();
                    return Err((
                        field,
                        format!("is the e-mail of {}, whose employee ID is {id}", person.name),
                    ));
                }
                // A number that another company or a new system gave to somebody else.
                None if field == "employee_id" && is_somebody_else(draft, person) => {
                    let reason = format!(
                        "is the employee ID of {}, whose name and e-mail are others; \
                         if it is the same person, correct their e-mail first",
                        person.name
                    );
                    return Err((field, reason));
                }
                _ => found = found.or(Some((label, person))),
            },
            Some(several) => {
                return Err((field, format!("is the {label} of {} people here", several.len())));
            }
        }
    }
    Ok(found.map(|(_, person)| person.clone()))
}

/// Whether e-mail and every part of the name differ: who marries or moves keeps one of them.
fn is_somebody_else(draft: &Draft, person: &Person) -> bool {
    let parts = |name: &str| name.split_whitespace().map(unicode::same).collect::<BTreeSet<_>>();
    let name = draft.fields.get("name").and_then(Value::text).unwrap_or(&person.name);
    differ(draft.key("email"), person.email.as_ref().map(|email| email.0.as_str()))
        && parts(name).is_disjoint(&parts(&person.name))
}

fn differ(written: Option<String>, standing: Option<&str>) -> bool {
    matches!((written, standing), (Some(written), Some(standing)) if written != unicode::same(standing))
}

/// A row needs a name, and something by which the next import finds the person again.
fn complete(reading: &Reading<'_>, row: &SheetRow, draft: &mut Draft, choices: Choices) {
    if draft.person.is_some() {
        return;
    }
    if !draft.fields.contains_key("name") {
        draft.blocked = true;
        let target = if reading.mapping.column("name").is_some() { "name" } else { "last_name" };
        draft.broken.push(reading.note(row, target, "there is no name"));
    }
    if KEYS.iter().all(|(field, _)| !draft.fields.contains_key(field)) {
        const REASON: &str =
            "there is no e-mail or employee ID: the person could not be found again on the next import";
        draft.keyless = true;
        // A cell that is not an address was told already; this is about the whole row.
        let mut note = reading.note(row, "email", REASON);
        note.value.clear();
        if choices.without_key { &mut draft.warnings } else { &mut draft.broken }.push(note);
    }
}

/// The last day is not before the first.
fn check_days(reading: &Reading<'_>, row: &SheetRow, draft: &mut Draft) {
    let written = |draft: &Draft, field: &str| draft.fields.get(field).and_then(Date::read);
    let (start, end) = (written(draft, "start_date"), written(draft, "end_date"));
    let standing = draft.person.as_ref().map(|person| (person.start_date, person.end_date));
    let (old_start, old_end) = standing.unwrap_or_default();
    let (Some(first), Some(last)) = (start.or(old_start), end.or(old_end)) else { return };
    if last >= first || (start.is_none() && end.is_none()) {
        return;
    }
    let (field, reason) = if end.is_some() {
        ("end_date", format!("is before the first day, {}", words::day(first)))
    } else {
        ("start_date", format!("is after the last day, {}", words::day(last)))
    };
    draft.fields.remove(field);
    draft.broken.push(reading.note(row, field, reason));
}

/// What is written here and would only change its spelling stays; so do notes, which the manager
/// may have gone on writing.
fn keep(reading: &Reading<'_>, row: &SheetRow, draft: &mut Draft) {
    let Some(person) = &draft.person else { return };
    let standing = document::Record::to_fields(&person.record);
    for (field, _) in KEYS {
        let same = standing.get(field).and_then(Value::text).map(unicode::same);
        if same.is_some() && same == draft.key(field) {
            draft.fields.remove(field);
        }
    }
    if let (Some(old), Some(new)) = (standing.get("notes"), draft.fields.get("notes")) {
        if old != new {
            draft.warnings.push(reading.note(
                row,
                "notes",
                "is not brought in: there are notes already, and they stay",
            ));
        }
        draft.fields.remove("notes");
    }
}

/// Finds the teams by name and returns those that are to be made.
pub fn find_teams(book: &Book, reading: &Reading<'_>, drafts: &mut [Draft]) -> Vec<String> {
    let mut known: HashMap<String, Vec<TeamNamed>> = HashMap::new();
    for team in book.all::<Team>().iter() {
        known.entry(unicode::same(&team.name)).or_default().push(TeamNamed::Known(team.id));
    }
    let mut new = Vec::new();
    for (draft, row) in drafts.iter_mut().zip(&reading.sheet.rows) {
        if draft.skipped.is_some() || draft.blocked {
            continue;
        }
        let Some(name) = reading.cell(row, "team") else { continue };
        let teams = known.entry(unicode::same(&name)).or_insert_with(|| {
            new.push(name);
            vec![TeamNamed::New(new.len() - 1)]
        });
        match teams.as_slice() {
            [team] => draft.team = Some(team.clone()),
            several => {
                let reason = format!("is the name of {} teams here", several.len());
                draft.broken.push(reading.note(row, "team", reason));
            }
        }
    }
    new
}
