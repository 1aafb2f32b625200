//! Which column of an HR export is which field of a person, and remembering what the user said.

use document::{
    Author, Batch, Book, Entry, Record,
    sheet::{Mapping, Sheet, Target, header_set},
};
use kernel::RecordId;

use super::What;

/// What a column can be. The names are those that HR systems export in English and German.
pub const TARGETS: &[Target] = &[
    Target {
        name: "name",
        label: "Name",
        known_as: &[
            "name",
            "fullname",
            "displayname",
            "employeename",
            "employee",
            "preferredname",
            "vollständigername",
            "anzeigename",
            "mitarbeiter",
            "mitarbeitername",
        ],
    },
    Target {
        name: "first_name",
        label: "First name",
        known_as: &["firstname", "givenname", "forename", "preferredfirstname", "vorname", "rufname"],
    },
    Target {
        name: "last_name",
        label: "Last name",
        known_as: &["lastname", "surname", "familyname", "nachname", "familienname"],
    },
    Target {
        name: "email",
        label: "E-mail",
        known_as: &[
            "workemail",
            "email",
            "emailaddress",
            "workemailaddress",
            "businessemail",
            "companyemail",
            "mail",
            "emailadresse",
            "emailgeschäftlich",
            "geschäftlicheemail",
            "dienstlicheemail",
        ],
    },
    Target {
        name: "employee_id",
        label: "Employee ID",
        known_as: &[
            "employeenumber",
            "employeeid",
            "employeeno",
            "employeecode",
            "personnelnumber",
            "staffid",
            "staffnumber",
            "workerid",
            "payrollid",
            "personalnummer",
            "personalnr",
            "persnr",
            "mitarbeiternummer",
            "mitarbeiternr",
            "mitarbeiterid",
            "number",
            "id",
        ],
    },
    Target {
        name: "title",
        label: "Job title",
        known_as: &[
            "jobtitle",
            "title",
            "position",
            "positiontitle",
            "role",
            "businesstitle",
            "stellenbezeichnung",
            "stelle",
            "berufsbezeichnung",
            "funktion",
            "rolle",
        ],
    },
    Target {
        name: "level",
        label: "Level",
        known_as: &[
            "joblevel",
            "level",
            "careerlevel",
            "grade",
            "jobgrade",
            "seniority",
            "stufe",
            "karrierestufe",
        ],
    },
    Target { name: "track", label: "Track", known_as: &["track", "careertrack"] },
    Target {
        name: "team",
        label: "Team",
        known_as: &[
            "team",
            "teamname",
            "squad",
            "department",
            "departmentname",
            "orgunit",
            "organizationalunit",
            "division",
            "abteilung",
            "bereich",
            "organisationseinheit",
        ],
    },
    Target {
        name: "manager",
        label: "Manager",
        known_as: &[
            "manageremail",
            "supervisoremail",
            "vorgesetzteremail",
            "managerid",
            "manageremployeeid",
            "managernumber",
            "supervisorid",
            "manager",
            "managername",
            "reportingto",
            "reportsto",
            "supervisor",
            "supervisorname",
            "linemanager",
            "vorgesetzter",
            "vorgesetzte",
            "vorgesetzter",
            "führungskraft",
            "berichtetan",
        ],
    },
    Target {
        name: "start_date",
        label: "First day",
        known_as: &[
            "hiredate",
            "startdate",
            "dateofhire",
            "joindate",
            "joiningdate",
            "employmentstartdate",
            "firstday",
            "eintrittsdatum",
            "eintritt",
            "einstellungsdatum",
            "startdatum",
        ],
    },
    Target {
        name: "end_date",
        label: "Last day",
        known_as: &[
            "terminationdate",
            "enddate",
            "leavedate",
            "leavingdate",
            "exitdate",
            "employmentenddate",
            "lastday",
            "lastworkingday",
            "austrittsdatum",
            "austritt",
            "enddatum",
            "letzterarbeitstag",
        ],
    },
    Target { name: "zone", label: "Time zone", known_as: &["timezone", "tz", "zone", "zeitzone"] },
    Target {
        name: "working_days",
        label: "Working days",
        known_as: &["workingdays", "workdays", "workweek", "arbeitstage"],
    },
    Target {
        name: "weekly_hours",
        label: "Weekly hours",
        known_as: &[
            "weeklyhours",
            "hoursperweek",
            "weeklyworkinghours",
            "standardhours",
            "wochenstunden",
            "wochenarbeitszeit",
            "stundenprowoche",
        ],
    },
    Target {
        name: "holiday_calendar",
        label: "Holiday calendar",
        known_as: &["holidaycalendar", "publicholidays", "feiertagskalender"],
    },
    Target {
        name: "location",
        label: "Location",
        known_as: &["location", "worklocation", "office", "site", "city", "standort", "arbeitsort", "büro"],
    },
    Target {
        name: "notes",
        label: "Notes",
        known_as: &[
            "notes",
            "note",
            "comments",
            "comment",
            "notizen",
            "bemerkungen",
            "bemerkung",
            "kommentar",
        ],
    },
    Target { name: "record_id", label: "Pilothouse ID", known_as: &["recordid"] },
];

/// How the columns of one source of files were read last.
#[derive(Record, Clone, Debug, Default, PartialEq)]
#[record(name = "import-mapping", plural = "Import mappings", title = "name", home = "index")]
pub struct ImportMapping {
    /// The columns, as the file named them.
    pub name: String,
    /// What identifies the set of columns.
    pub headers: String,
    /// What each column is, separated by commas; empty for columns that are left out.
    pub columns: String,
    /// What the rows of the file are; people while empty.
    pub what: Option<String>,
}

/// How the columns of a file of people are best read: as the user said last time for the same columns,
/// otherwise as their names say.
#[must_use]
pub fn suggest(book: &Book, sheet: &Sheet) -> Mapping {
    What::People.suggest(book, sheet)
}

/// Remembers how the columns were read, for the next file with the same ones. Empty when nothing
/// new is to be remembered. Commit it before the import, so that one undo takes back the import.
#[must_use]
pub fn remember(book: &Book, author: &Author, id: RecordId, sheet: &Sheet, mapping: &Mapping) -> Batch {
    What::People.remember(book, author, id, sheet, mapping)
}

/// What was remembered about files of such rows with these columns, the latest word.
fn remembered(what: &str, book: &Book, headers: &str) -> Option<Entry<ImportMapping>> {
    let all = book.all::<ImportMapping>();
    let of_what = |held: &ImportMapping| held.what.as_deref().unwrap_or(What::People.word()) == what;
    all.iter()
        .filter(|held| held.headers == headers && of_what(held))
        .max_by_key(|held| held.changed)
        .cloned()
}

/// How the columns of a file are best read whose rows are `what`, a word of the importer's own, and whose columns can be
/// `targets`.
#[must_use]
pub fn suggest_for(what: &str, targets: &'static [Target], book: &Book, sheet: &Sheet) -> Mapping {
    remembered(what, book, &header_set(&sheet.header))
        .and_then(|held| Mapping::from_words(&held.columns, sheet.header.len(), targets))
        .unwrap_or_else(|| Mapping::suggest(&sheet.header, targets))
}

/// Remembers how the columns of a file of such rows were read; empty when nothing new is to be remembered.
#[must_use]
pub fn remember_for(
    (what, targets): (&str, &'static [Target]),
    book: &Book,
    author: &Author,
    id: RecordId,
    sheet: &Sheet,
    mapping: &Mapping,
) -> Batch {
    let batch = Batch::new("Remember the columns of an import");
    if suggest_for(what, targets, book, sheet) == *mapping {
        return batch;
    }
    let headers = header_set(&sheet.header);
    match remembered(what, book, &headers) {
        Some(held) => batch.with_all(held.update(|held| held.columns = mapping.words())),
        None => {
            let name = sheet.header.join(", ");
            let what = (what != What::People.word()).then(|| what.to_owned());
            batch.with(author.create(
                id,
                &ImportMapping { name, headers, columns: mapping.words(), what, ..ImportMapping::default() },
            ))
        }
    }
}
