//! Which column of an applicant system's export is what, and what its words for steps mean.

use document::sheet::{Mapping, Sheet, Target};
use kernel::unicode;

use crate::Step;

/// What a column of a file of candidates can be. The names are those that applicant systems export.
pub const TARGETS: &[Target] = &[
    Target {
        name: "name",
        label: "Name",
        known_as: &[
            "candidatename",
            "candidate",
            "name",
            "fullname",
            "applicant",
            "applicantname",
            "bewerber",
        ],
    },
    Target {
        name: "first_name",
        label: "First name",
        known_as: &["firstname", "candidatefirstname", "givenname", "vorname"],
    },
    Target {
        name: "last_name",
        label: "Last name",
        known_as: &["lastname", "candidatelastname", "surname", "nachname"],
    },
    Target {
        name: "email",
        label: "E-mail",
        known_as: &["email", "candidateemail", "emailaddress", "primaryemail", "emails", "contactemail"],
    },
    Target {
        name: "application_id",
        label: "Application or candidate ID",
        known_as: &["applicationid", "candidateid", "opportunityid", "applicantid", "bewerbungsnummer", "id"],
    },
    Target {
        name: "opening",
        label: "Opening",
        known_as: &[
            "job",
            "jobname",
            "jobtitle",
            "opening",
            "posting",
            "postingtitle",
            "jobs",
            "requisition",
            "requisitionname",
            "position",
            "role",
            "stelle",
        ],
    },
    Target { name: "opening_id", label: "Pilothouse ID of the opening", known_as: &["openingid"] },
    Target {
        name: "stage",
        label: "Stage",
        known_as: &[
            "currentstage",
            "currentinterviewstage",
            "interviewstage",
            "stage",
            "stagename",
            "pipelinestage",
            "milestone",
            "phase",
        ],
    },
    Target {
        name: "status",
        label: "Status",
        known_as: &["status", "applicationstatus", "candidatestatus", "outcome", "result"],
    },
    Target {
        name: "source",
        label: "Source",
        known_as: &["source", "sourcename", "candidatesource", "channel", "origin", "referrer", "quelle"],
    },
    Target {
        name: "applied",
        label: "Applied on",
        known_as: &[
            "appliedon",
            "applieddate",
            "appliedat",
            "applicationdate",
            "applicationcreatedat",
            "dateapplied",
            "createdat",
            "createdatutc",
            "created",
            "bewerbungsdatum",
        ],
    },
    Target {
        name: "since",
        label: "In this stage since",
        known_as: &[
            "stagesince",
            "enteredstageon",
            "enteredstageat",
            "currentstageenteredat",
            "stageenteredat",
            "laststagechange",
            "laststagechangeat",
            "lastadvancedat",
            "movedon",
        ],
    },
    Target {
        name: "ended",
        label: "Ended on",
        known_as: &[
            "rejectedon",
            "rejectedat",
            "rejecteddate",
            "archivedat",
            "archivedatutc",
            "hiredon",
            "hiredat",
            "closedon",
        ],
    },
    Target {
        name: "reason",
        label: "Reason",
        known_as: &[
            "rejectionreason",
            "archivereason",
            "archivedreason",
            "reason",
            "dispositionreason",
            "absagegrund",
        ],
    },
    Target { name: "record_id", label: "Pilothouse ID of the candidate", known_as: &["recordid"] },
];

/// Whether the names of the columns say that a file holds candidates: somebody, an opening, and a stage or status.
#[must_use]
pub fn is_of_candidates(sheet: &Sheet) -> bool {
    let mapping = Mapping::suggest(&sheet.header, TARGETS);
    let has = |target: &str| mapping.column(target).is_some();
    // A list of people has titles and positions too; only candidates stand in a stage, come from a source or applied.
    let way = has("stage") || (has("status") && (has("source") || has("applied")));
    has("opening") && way && (has("name") || has("first_name") || has("email"))
}

/// What a stage or status says about the step, when it is a word that every system knows.
pub fn step(word: &str) -> Option<Step> {
    let word = unicode::same(word);
    let is = |known: &[&str]| known.contains(&word.as_str());
    if is(&[
        "applied",
        "application",
        "application review",
        "new",
        "new applicant",
        "new lead",
        "inbox",
        "lead",
        "sourced",
    ]) {
        Some(Step::Applied)
    } else if is(&["offer", "offer extended", "offer sent", "offer made", "offer out"]) {
        Some(Step::Offer)
    } else if is(&["hired", "accepted", "offer accepted", "hired - accepted"]) {
        Some(Step::Accepted)
    } else if is(&["declined", "offer declined", "offer rejected by candidate"]) {
        Some(Step::Declined)
    } else if is(&["rejected", "archived", "disqualified", "not selected", "turned down", "declined by us"]) {
        Some(Step::Rejected)
    } else if is(&["withdrawn", "withdrew", "candidate withdrew", "withdrew application"]) {
        Some(Step::Withdrew)
    } else {
        None
    }
}

/// Whether a status says that the way goes on, so that the stage tells where.
pub fn goes_on(status: &str) -> bool {
    let known = ["active", "open", "in progress", "in process", "ongoing", "in review"];
    known.contains(&unicode::same(status).as_str())
}

/// How a way ended that the status only calls over: the reason says whether they or we ended it.
pub fn ended_as(step: Step, reason: Option<&str>) -> Step {
    let Some(reason) = reason.filter(|_| step == Step::Rejected) else { return step };
    let reason = unicode::same(reason);
    if reason.contains("declined offer")
        || reason.contains("offer declined")
        || reason.contains("rejected offer")
    {
        Step::Declined
    } else if reason.contains("withdr") {
        Step::Withdrew
    } else {
        step
    }
}
