//! The ladder that comes with the product, in our own words: a beginning to be changed.

use roster::Track;

use crate::import::{CompetencyDraft, ExpectationDraft, LadderDraft, RungDraft};

const ABOUT: &str = "A beginning for engineering teams: two tracks, six competencies, and rungs that count the same \
on both tracks from grade 4 on. Change the words to those of your house; what people are compared with should be \
something they have read.";

/// Code, name, track, grade, reach.
const RUNGS: [(&str, &str, Track, i64, &str); 9] = [
    ("IC1", "Associate Engineer", Track::Individual, 1, "A task, with somebody beside them."),
    ("IC2", "Engineer", Track::Individual, 2, "Tasks of the team, alone once they are clear."),
    ("IC3", "Engineer II", Track::Individual, 3, "A feature, from the question to production."),
    ("IC4", "Senior Engineer", Track::Individual, 4, "A service or a project of several people."),
    ("M1", "Engineering Manager", Track::Management, 4, "One team: its people and what it promises."),
    ("IC5", "Staff Engineer", Track::Individual, 5, "Problems that cross several teams."),
    ("M2", "Senior Engineering Manager", Track::Management, 5, "Several teams, or one that many depend on."),
    ("IC6", "Principal Engineer", Track::Individual, 6, "The technical direction of the organisation."),
    ("M3", "Director of Engineering", Track::Management, 6, "An organisation of teams and their managers."),
];

/// One competency: what it is called, other words for it, what it is about, and what each rung asks
/// for, in the order of [`RUNGS`].
struct Ours {
    name: &'static str,
    also: &'static [&'static str],
    about: &'static str,
    asks: [&'static str; 9],
}

const COMPETENCIES: [Ours; 6] = [
    Ours {
        name: "Technical judgement",
        also: &["Judgement", "Design", "Quality", "Domain knowledge", "Architecture"],
        about: "Choosing well between ways to build something, and building it so that it lasts.",
        asks: [
            "Writes code that others can read and test, and asks before guessing.",
            "Chooses sensible ways for a clear task, and tests what could break.",
            "Designs a feature with its failure cases, and names what was given up for what.",
            "Designs a service that others can change; sees risks early and says what they cost.",
            "Knows the system well enough to ask the question that is missing, and leaves the answer to the team.",
            "Finds the simple shape in a problem that several teams share, and shows it on a small piece first.",
            "Sees that designs of several teams fit together, and that each decision has an owner and a reason.",
            "Sets technical direction for years, says what it rules out, and changes it in the open when it proves wrong.",
            "Makes sure that large technical bets are few, explained, and looked at again.",
        ],
    },
    Ours {
        name: "Delivery",
        also: &["Planning", "Initiative", "Ownership", "Execution"],
        about: "Getting the right thing done, in pieces somebody can use, and saying early when it will not be.",
        asks: [
            "Finishes small tasks, and says within a day when stuck.",
            "Finishes tasks reliably, keeps their state visible, and splits what is too large.",
            "Takes a feature from question to production in useful steps, and gives honest ranges.",
            "Leads a project of several people: order, risks, trade-offs, and news before it is asked for.",
            "Sees that the team promises what it can keep, finishes before it starts, and has time for what is not a feature.",
            "Unblocks work across teams, and cuts scope so that value comes early.",
            "Balances the plans of several teams, moves people before dates slip, and tells leaders what was given up.",
            "Turns a vague need of the organisation into work that teams can begin, and stops what no longer pays.",
            "Answers for what the organisation delivers in a year, and for what it chose to leave.",
        ],
    },
    Ours {
        name: "Operations",
        also: &["Incident leadership", "On-call", "Reliability", "Documentation"],
        about: "Running what one builds: seeing trouble, mending it calmly, and learning so that it stays mended.",
        asks: [
            "Reads dashboards and logs of the team’s services, and follows a runbook with help.",
            "Takes part in the rotation, hands over in writing, and mends what a runbook covers.",
            "Finds causes beyond the runbook, improves an alert or a runbook after each surprise.",
            "Leads an incident calmly, keeps others informed, and sees the follow-up through.",
            "Keeps on-call bearable: watches load and nights, and gives mending a place in the plan.",
            "Finds what several incidents have in common, and gets it mended where it begins.",
            "Holds several teams to one standard of readiness, and shields them from noise.",
            "Shapes how the organisation prevents, detects and learns, and is who others want in the worst hour.",
            "Sees to it that reliability is a decision with a price, taken before the outage.",
        ],
    },
    Ours {
        name: "Communication",
        also: &["Representation", "Writing", "Presentation"],
        about: "Being understood by whom it concerns, in writing and aloud, also when the news is bad.",
        asks: [
            "Describes changes and questions so that a colleague need not ask back.",
            "Writes clear descriptions of work and problems, and listens before answering.",
            "Puts the recommendation first, explains to people outside the team, and says “I was wrong” early.",
            "Writes what decisions rest on, leads a meeting to an end, and makes hard things plain to those who are no engineers.",
            "Tells the team what is known and what is not, gives feedback soon and in person, and brings bad news upwards first.",
            "Makes a case across teams that people repeat correctly when the author is not in the room.",
            "Gives several teams one story of where they go, and hears what is not said to a manager.",
            "Speaks for engineering inside and outside the house, in a page where others need twenty.",
            "Speaks with leaders, customers and teams about the same matter in the words of each, without changing the facts.",
        ],
    },
    Ours {
        name: "Collaboration",
        also: &["Influence", "Teamwork", "Leadership"],
        about: "Making the work of others better, also where one has no say over it.",
        asks: [
            "Takes part, asks for reviews early, and takes them as help.",
            "Reviews with care, helps when asked, and keeps what was agreed.",
            "Sees when somebody is stuck, disagrees with reasons, and stands behind what was decided.",
            "Brings differing opinions to facts and an outcome; others ask for their review.",
            "Builds a team in which people say early what goes wrong, and settles conflict before it spreads.",
            "Moves teams without authority, by listening first and sharing credit.",
            "Works things out with peers before raising them, and lends people when the whole gains.",
            "Brings together what departments want differently, and is trusted by both sides.",
            "Builds lasting agreements with other parts of the house, and repairs those that broke.",
        ],
    },
    Ours {
        name: "Growing others",
        also: &["Mentoring", "Knowledge sharing", "Hiring", "Coaching"],
        about: "Leaving people more able than before: teaching, hiring, and putting others forward.",
        asks: [
            "Writes down what was learned, so that the next one finds it.",
            "Helps newcomers find their way, and explains without being asked twice.",
            "Teaches what they know best, and takes part in interviews with care.",
            "Mentors somebody to a visible step, interviews to a standard, and lets others do the interesting part.",
            "Has a growth plan with everybody, keeps it alive, hires well, and speaks up where the person is absent.",
            "Mentors across teams and leaves behind people who need no asking.",
            "Grows managers and senior engineers, and has somebody ready for each key seat.",
            "Raises the standard of a whole craft, and opens doors for people who would not have knocked.",
            "Builds the next leaders, looks at who is not put forward, and changes it.",
        ],
    },
];

/// The ladder as a draft, like one that was read from a file.
pub fn ladder() -> LadderDraft {
    let rungs = RUNGS.map(|(code, name, track, grade, reach)| RungDraft {
        code: code.to_owned(),
        name: name.to_owned(),
        track: Some(track),
        grade,
        reach: reach.to_owned(),
    });
    let competency = |ours: &Ours| CompetencyDraft {
        name: ours.name.to_owned(),
        also: ours.also.iter().map(|&word| word.to_owned()).collect(),
        theme: String::new(),
        about: ours.about.to_owned(),
    };
    let asks = |(competency, ours): (usize, &Ours)| {
        let one = move |(rung, text): (usize, &&str)| ExpectationDraft {
            rung,
            competency,
            text: (*text).to_owned(),
            examples: String::new(),
        };
        ours.asks.iter().enumerate().map(one).collect::<Vec<_>>()
    };
    LadderDraft {
        name: "Engineering ladder".to_owned(),
        about: ABOUT.to_owned(),
        rungs: rungs.into(),
        competencies: COMPETENCIES.iter().map(competency).collect(),
        expectations: COMPETENCIES.iter().enumerate().flat_map(asks).collect(),
        faults: Vec::new(),
    }
}
