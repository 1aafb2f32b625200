//! What was written in the sample's talks. Days are counted from today.

/// The story of each person over the year, oldest first, the last one from the newest talk.
pub const OWN_NOTES: &[(&str, &[&str])] = &[
    (
        "Ana Lindqvist",
        &[
            "Ana would like to lead something end to end this year. We looked at what leading means here: \
             the plan, the people, and saying no. Agreed to look for a project with a clear finish.",
            "Ana leads the wallet roll-out. First plan shared; the worry behind it is refunds. \
             I will bring support in early.",
            "Interviews are eating the weeks: four in the last one. I promised to train two more people.",
            "Talked about the outage on the payment day. Ana kept everybody informed and stayed late; \
             we agreed that handing over after six hours is part of doing it well.",
            "Roll-out done in all regions. Asked what Ana is proud of: that refunds never became a story. \
             Said thank you, and that I will tell Tomás so.",
            "Next step: what separates this from staff level. Reads like scope across teams. Ana will sketch two \
             ideas, I will ask Tomasz to be a sounding board.",
            "Went through the two ideas. The shared idempotency library is the stronger one. Planning days \
             are coming, so we keep this one short next time.",
        ],
    ),
    (
        "Tomasz Wróbel",
        &[
            "Wants to write less code and shape more of it. We listed the designs of the next half-year and \
             marked three where an early voice matters.",
            "Third provider: Tomasz argues for an adapter per provider rather than one clever layer. Convincing; \
             asked for it in writing, with what it costs.",
            "Mentoring Yui goes well for both. The question was how to give hard feedback without hurting; we \
             practised on a real example.",
            "A bit flat today. Three weeks of reviews and little building. Agreed on two mornings without \
             meetings.",
            "The conference talk is accepted. A rehearsal with the team comes first; travel is booked.",
            "Came back to what a principal would do here. I do not know yet and said so; I will ask Tomás \
             what the next level needs to look like for us.",
        ],
    ),
    (
        "Yui Nakagawa",
        &[
            "Settling in well. The overlap is short, so questions come in writing first; that helps me too.",
            "Wants more say in designs. Proposed to own the one for saved cards, with Tomasz as a second.",
            "Saved cards: first draft was careful and a bit shy about its own opinion. I asked to put the \
             recommendation in the first line.",
            "Told me that decisions get made while Fukuoka sleeps. That is true. I will ask the team to leave \
             them open overnight.",
            "Saved cards is live. Yui noticed the double submit before anybody else did.",
            "The overnight rule works on most days. Leave is planned; Kofi will cover the card reports.",
        ],
    ),
    (
        "Kofi Mensah-Boateng",
        &[
            "First half-year done. Pairing is what helps most; reviews still feel like an exam.",
            "We read one of Kofi's reviews together: the questions were good, the tone was apologetic. Try \
             writing them as if to a friend.",
            "Asked what it takes to be an engineer at the next level. We went through the ladder line by \
             line; two are clearly there already, one needs a piece of work to own.",
            "The retry queue is that piece. This time the plan comes before a line of code, which is new and good.",
            "Promotion went through. The first call went home, before anybody else heard.",
            "Wants to speak in public one day. A short talk for the guild in spring would be a start.",
            "Fixing the flaky checkout tests was Kofi's idea. They are counted now: 31 of 840 fail at random.",
        ],
    ),
    (
        "Rafael Moreira",
        &[
            "Would rather hear things straight. Deal, both ways.",
            "Statement export: the first version took a week and now everybody wants a column more.",
            "Talked about a review that stung a newer colleague. Rafael had not seen it that way and went to talk \
             with them the same day.",
            "Would like to work on something with money at stake. Month-end needs a second person who knows \
             it; Rafael would, if Priya is willing to teach.",
            "Month-end together with Priya went well. The first half of a runbook is written.",
            "Annoyed about the export: two teams, two lists, no answer. I owe Rafael a talk with Halima.",
        ],
    ),
    (
        "Priya Raghunathan",
        &[
            "Knows the ledger better than anybody and carries it alone. We both think that is a risk, and \
             not a compliment.",
            "Asked what would make the work exciting again. Not sure, after four years of month-end.",
            "Rafael as a second for month-end: Priya was reluctant and then drew the whole flow on one page.",
            "Told me about an offer from a small company near family. We talked about what \
             would have to be different here. Honest and friendly.",
            "Priya decided to go. I am sorry, and glad for the reason. We agreed on what the hand-over needs: the \
             month-end path, the two old exports, the contact at the bank.",
            "Hand-over plan: three sessions, recorded, with Rafael and Elif. The first one is done.",
        ],
    ),
    (
        "Samir Haddad",
        &[
            "The alert review: 61 alerts, 40 of them never led to anything. Samir would delete half on Monday. \
             Agreed on ten first, and look at what we miss.",
            "Ten alerts are off. One of them was missed for an hour and came back; nobody asked for the other nine.",
            "Leave starts soon. Who knows what is written down; I wish we all did that.",
            "Back, on four days. The first week was loud. We keep Fridays free of anything that needs Samir.",
            "Ten more alerts gone, nobody noticed. The numbers could be shown to the other teams.",
            "Nights are short at home. No early shifts for six weeks. Samir said the help is \
             seen.",
            "Reconciliation still alerts into the old channel since Ingrid left. Samir found it by accident.",
        ],
    ),
    (
        "Elif Karataş",
        &[
            "The first week is over. Laptop, access, people: all there but the test database. I will chase it.",
            "Asks why amounts are kept as text in one table. Nobody remembered; Priya did. The answer is now \
             in the documents.",
            "First change is live: small, tested, well described. Wants to know how I see the progress, so we \
             said what the first 90 days are for.",
            "Came from a team of two and misses deciding things on the spot. We talked about which decisions \
             Elif can take alone from today.",
            "Shadowing the month-end hand-over. Elif takes the notes, Priya corrects them; both like it.",
        ],
    ),
];

/// Everyday talks: short, and enough.
pub const EVERYDAY_NOTES: &[&str] = &[
    "A quiet fortnight. Work goes as planned; nothing needed from me.",
    "Mostly about the plan for the coming weeks. One dependency to clear, which I take.",
    "Walked through the open reviews. Two are waiting for somebody else; nudged both.",
    "Talked about the retro: fewer topics, and one that is really changed.",
    "A tired week after the release. Agreed to leave the small things alone until Monday.",
    "Spoke about on-call: fair at the moment, two pages, both by day.",
    "Long talk about testing at the edges. Not a decision yet, an opinion.",
    "Went for a walk instead of sitting. Nothing to write down, which is fine.",
    "Checked how the load feels: a six of ten, and it was a seven last time.",
    "The new planning board helps. Asked for fewer status questions in the chat, from me too.",
    "Feedback for me: I changed the goal of the quarter in a side sentence. Will say such things to all.",
    "Looked at what got done since last time; more than it felt like.",
    "Short one, both of us had a full day. Moved the growth topic to the next talk.",
    "Discussed a disagreement about naming. It was about ownership, as so often.",
    "Holiday plans, cover and what may wait. All of it may wait.",
    "Showed me a small tool for replaying failed payments. Others should see that on Thursday.",
];

/// Open topics: for whom, raised on which day, by whom, what.
pub const TOPICS: &[(&str, i64, &str, &str)] = &[
    ("Ana Lindqvist", -30, "report", "Who decides on the shared idempotency library?"),
    ("Ana Lindqvist", -4, "me", "How to tell Tomás about the refunds result"),
    ("Tomasz Wróbel", -16, "report", "What would a principal do here?"),
    ("Yui Nakagawa", -5, "report", "Cover for the card reports during leave"),
    ("Kofi Mensah-Boateng", -18, "report", "A short talk at the guild in spring"),
    ("Kofi Mensah-Boateng", -2, "me", "Time for the flaky tests: how much, until when"),
    ("Rafael Moreira", -44, "report", "Export: who owns it, and who says so?"),
    ("Rafael Moreira", -12, "me", "Month-end from January: are you fine with leading it?"),
    ("Priya Raghunathan", -6, "me", "Second hand-over session: the bank contact"),
    ("Samir Haddad", -9, "report", "Show the alert numbers to the other teams"),
    ("Elif Karataş", -3, "report", "Which services may I change on my own?"),
    ("Elif Karataş", -1, "me", "Half of the first 90 days: how is it, honestly?"),
];

/// Notes for the manager alone: about whom, on which day, what.
pub const PRIVATE_NOTES: &[(&str, i64, &str)] = &[
    (
        "Ana Lindqvist",
        -190,
        "Looked drained when I asked about interviews, before a word was said. Watch the calendar.",
    ),
    ("Ana Lindqvist", -62, "Ready for more than I give. Do not wait for the next cycle to say so."),
    ("Tomasz Wróbel", -96, "Flat. Is it the work, or that nobody asks for advice since the re-organisation?"),
    ("Yui Nakagawa", -130, "Apologised three times in one talk. I should ask for opinions in writing first."),
    (
        "Kofi Mensah-Boateng",
        -140,
        "Very moved by the promotion. Remember what it meant when budgets get tight.",
    ),
    ("Rafael Moreira", -40, "Rafael is right about the export and I have put it off. That is on me."),
    (
        "Priya Raghunathan",
        -75,
        "I noticed too late that month-end had come to rest on one person. Ask the others the same question.",
    ),
    ("Samir Haddad", -46, "Said “short nights” with a laugh. Not a laugh."),
    ("Elif Karataş", -15, "Careful with Priya's time: the hand-over must not become the onboarding."),
];

/// With whom, whose ("me", "report", "nobody"), what, agreed, due, closed, how often carried over.
type Agreed = (&'static str, &'static str, &'static str, i64, Option<i64>, Option<i64>, i64);

/// What was agreed in the talks.
pub const ACTIONS: &[Agreed] = &[
    ("Ana Lindqvist", "me", "Train two more interviewers", -188, Some(-150), Some(-155), 2),
    ("Ana Lindqvist", "me", "Bring support into the wallet roll-out", -300, Some(-290), Some(-291), 0),
    ("Ana Lindqvist", "report", "Sketch two ideas that reach beyond the team", -50, Some(-22), Some(-24), 1),
    ("Ana Lindqvist", "me", "Tell Tomás what the refunds work saved", -34, Some(-5), None, 1),
    (
        "Tomasz Wróbel",
        "me",
        "Ask Tomás what the level above staff looks like for us",
        -58,
        Some(-30),
        None,
        3,
    ),
    ("Tomasz Wróbel", "report", "Rehearse the conference talk with the team", -36, Some(-7), Some(-8), 1),
    ("Tomasz Wróbel", "me", "Keep two mornings a week free of meetings", -98, None, Some(-90), 0),
    ("Yui Nakagawa", "me", "Ask the team to leave decisions open overnight", -124, Some(-117), Some(-118), 0),
    ("Yui Nakagawa", "report", "List what Kofi needs to cover the card reports", -12, Some(6), None, 0),
    (
        "Kofi Mensah-Boateng",
        "report",
        "Count the flaky tests and name the worst five",
        -28,
        Some(-10),
        Some(-11),
        1,
    ),
    ("Kofi Mensah-Boateng", "me", "Find a slot at the guild in spring", -14, Some(3), None, 0),
    ("Rafael Moreira", "me", "Sit down with Halima about the statement export", -41, Some(-20), None, 2),
    ("Rafael Moreira", "report", "Second half of the month-end runbook", -48, Some(-3), None, 2),
    ("Priya Raghunathan", "report", "Record the second hand-over session", -10, Some(4), None, 0),
    ("Priya Raghunathan", "me", "Name who answers for the ledger core after Priya", -10, Some(10), None, 0),
    (
        "Samir Haddad",
        "nobody",
        "Move the alerts of reconciliation to the team channel",
        -17,
        Some(-1),
        None,
        1,
    ),
    ("Samir Haddad", "me", "A slot in the engineering meeting for the alert numbers", -31, Some(1), None, 1),
    ("Elif Karataş", "me", "Chase access to the test database", -40, Some(-36), Some(-37), 0),
    ("Elif Karataş", "report", "Note what was missing in the first weeks, for Leilani", -8, Some(8), None, 0),
];
