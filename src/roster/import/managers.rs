//! Who reports to whom: managers by e-mail, id or name, wherever in the file they stand.

use document::{Book, Ref, sheet::SheetRow};
use kernel::{unicode, words};
use std::collections::{BTreeSet, HashMap};

use super::{
    Choices, Who,
    cells::{Draft, Reading},
};
use crate::Person;

/// Finds the managers, refuses circles, and refuses managers who do not come in.
pub fn find(book: &Book, reading: &Reading<'_>, drafts: &mut [Draft], choices: Choices) {
    let known = Known::new(book, reading, drafts);
    for (index, row) in reading.sheet.rows.iter().enumerate() {
        if drafts[index].skipped.is_some() || drafts[index].blocked {
            continue;
        }
        let Some(text) = reading.cell(row, "manager") else { continue };
        match known.named(reading, &text) {
            Ok(manager) if manager == who(drafts, index) => {
                let reason = "is the person themselves; nobody reports to themselves";
                drafts[index].broken.push(reading.note(row, "manager", reason));
            }
            Ok(manager) => drafts[index].manager = Some(manager),
            Err(reason) => drafts[index].broken.push(reading.note(row, "manager", reason)),
        }
    }
    // A manager refused leaves the one who stands, with whom a circle may close: look again then.
    // Each round refuses somebody, so it ends.
    loop {
        refuse_absent(reading, drafts, choices);
        if !refuse_circles(book, reading, drafts, choices) {
            return;
        }
    }
}

/// Who a row is about.
fn who(drafts: &[Draft], index: usize) -> Who {
    drafts[index].person.as_ref().map_or(Who::Row(index), |person| Who::Known(person.id))
}

/// Everybody who can be named: the people here and those of the file.
pub struct Known {
    by: HashMap<(&'static str, String), BTreeSet<Who>>,
    /// How people are told apart when a name is not enough.
    place: HashMap<Who, String>,
    /// Whether people of the file are among them.
    in_file: bool,
}

impl Known {
    fn new(book: &Book, reading: &Reading<'_>, drafts: &[Draft]) -> Self {
        let mut known = Self::of_people(book);
        known.in_file = true;
        known.add_rows(reading, drafts);
        known
    }

    /// The people here.
    pub fn of_people(book: &Book) -> Self {
        let mut known = Self { by: HashMap::new(), place: HashMap::new(), in_file: false };
        for person in book.all::<Person>().iter() {
            let who = Who::Known(person.id);
            known.add("record_id", &person.id.to_string(), who);
            known.add("name", &person.name, who);
            for (field, text) in
                [("email", person.email.as_deref()), ("employee_id", person.employee_id.as_deref())]
            {
                if let Some(text) = text {
                    known.add(field, text, who);
                }
            }
            let place = person.email.as_deref().or(person.employee_id.as_deref());
            known.place.insert(who, place.unwrap_or("already here").to_owned());
        }
        known
    }

    fn add_rows(&mut self, reading: &Reading<'_>, drafts: &[Draft]) {
        for (index, draft) in drafts.iter().enumerate() {
            // A row that repeats another is about the same person.
            if draft.skipped.is_some() || draft.repeats {
                continue;
            }
            let row = &reading.sheet.rows[index];
            let who = who(drafts, index);
            for field in ["name", "email", "employee_id", "record_id"] {
                let written = draft.fields.get(field).and_then(document::Value::text).map(str::to_owned);
                if let Some(text) = written.or_else(|| reading.cell(row, field)) {
                    self.add(field, &text, who);
                }
            }
            self.place.insert(who, format!("line {}", row.line));
        }
    }

    fn add(&mut self, field: &'static str, text: &str, who: Who) {
        self.by.entry((field, unicode::same(text))).or_default().insert(who);
    }

    fn all(&self, field: &'static str, text: &str) -> Vec<Who> {
        self.by.get(&(field, unicode::same(text))).into_iter().flatten().copied().collect()
    }

    /// The one person that a cell names.
    pub fn named(&self, reading: &Reading<'_>, text: &str) -> Result<Who, String> {
        if text.contains('@') {
            return self.one(self.all("email", text), "have this e-mail", || "is nobody's e-mail".to_owned());
        }
        for field in ["employee_id", "record_id"] {
            let found = self.all(field, text);
            if !found.is_empty() {
                return self.one(found, "have this employee ID", String::new);
            }
        }
        let mut found = self.all("name", text);
        if found.is_empty()
            && let Some((last, first)) = text.split_once(',')
        {
            found = self.all("name", &format!("{} {}", first.trim(), last.trim()));
        }
        let are_called = format!("are called {text}");
        self.one(found, &are_called, || {
            let ids = reading.mapping.column("employee_id").is_some();
            let kind = if ids { "the name or employee ID" } else { "the name" };
            let file = if self.in_file { " or in the file" } else { "" };
            format!("is {kind} of nobody here{file}")
        })
    }

    fn one(&self, found: Vec<Who>, are: &str, nobody: impl FnOnce() -> String) -> Result<Who, String> {
        match found[..] {
            [] => Err(nobody()),
            [one] => Ok(one),
            _ => {
                let places: Vec<&str> =
                    found.iter().filter_map(|who| self.place.get(who)).map(String::as_str).collect();
                Err(format!("is not clear: {} people {are} ({})", found.len(), words::listed(&places)))
            }
        }
    }
}

/// Nobody reports to themselves through others: every row of a circle has its manager refused.
/// Says whether there was one.
fn refuse_circles(book: &Book, reading: &Reading<'_>, drafts: &mut [Draft], choices: Choices) -> bool {
    let mut manager_of: HashMap<Who, Who> = HashMap::new();
    let mut name_of: HashMap<Who, String> = HashMap::new();
    for person in book.all::<Person>().iter() {
        name_of.insert(Who::Known(person.id), person.name.clone());
        if let Some(manager) = person.manager.map(Ref::id) {
            manager_of.insert(Who::Known(person.id), Who::Known(manager));
        }
    }
    for (index, draft) in drafts.iter().enumerate() {
        name_of.insert(who(drafts, index), draft.name());
        if let Some(manager) = draft.manager.filter(|_| draft.comes_in(choices)) {
            manager_of.insert(who(drafts, index), manager);
        }
    }
    // Each person is walked over once: those walked before lead to an end or to a circle known.
    let mut walked: BTreeSet<Who> = BTreeSet::new();
    let mut circles: HashMap<Who, String> = HashMap::new();
    for index in 0..drafts.len() {
        let mut path: Vec<Who> = Vec::new();
        let mut on_path: BTreeSet<Who> = BTreeSet::new();
        let mut at = who(drafts, index);
        while !walked.contains(&at) && on_path.insert(at) {
            path.push(at);
            match manager_of.get(&at) {
                Some(manager) => at = *manager,
                None => break,
            }
        }
        if manager_of.contains_key(&at)
            && !walked.contains(&at)
            && let Some(start) = path.iter().position(|who| *who == at)
        {
            let mut names: Vec<&str> =
                path[start..].iter().filter_map(|who| name_of.get(who)).map(String::as_str).collect();
            names.push(names[0]);
            let circle = names.join(" → ");
            circles.extend(path[start..].iter().map(|who| (*who, circle.clone())));
        }
        walked.extend(path);
    }
    let mut refused = false;
    for (index, row) in reading.sheet.rows.iter().enumerate() {
        if drafts[index].manager.is_some()
            && drafts[index].comes_in(choices)
            && let Some(circle) = circles.get(&who(drafts, index))
        {
            drafts[index].manager = None;
            let reason = format!("closes a circle of managers: {circle}");
            drafts[index].broken.push(reading.note(row, "manager", reason));
            refused = true;
        }
    }
    refused
}

/// Nobody gets a manager whose own row stays out. Goes on until no more rows fall out.
fn refuse_absent(reading: &Reading<'_>, drafts: &mut [Draft], choices: Choices) {
    let mut reports: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let Some(Who::Row(manager)) = draft.manager {
            reports.entry(manager).or_default().push(index);
        }
    }
    let mut absent: Vec<usize> =
        (0..drafts.len()).filter(|index| !drafts[*index].comes_in(choices)).collect();
    while let Some(manager) = absent.pop() {
        let place = (drafts[manager].name(), reading.sheet.rows[manager].line);
        for report in reports.remove(&manager).unwrap_or_default() {
            let came_in = drafts[report].comes_in(choices);
            let row: &SheetRow = &reading.sheet.rows[report];
            drafts[report].manager = None;
            let reason = format!("is {} on line {}, who does not come in", place.0, place.1);
            drafts[report].broken.push(reading.note(row, "manager", reason));
            if came_in && !drafts[report].comes_in(choices) {
                absent.push(report);
            }
        }
    }
}
