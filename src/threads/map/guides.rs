//! A short guide for each area: what good is, usual mistakes, one technique to try now, and where the work starts (CN-3).
//!
//! The words are ours.

use roster::Area;

/// The guide of one area.
#[derive(Clone, Copy, Debug)]
pub struct Guide {
    /// How one sees that it goes well.
    pub good: &'static [&'static str],
    /// What usually goes wrong.
    pub mistakes: &'static [&'static str],
    /// What the technique is called.
    pub technique: &'static str,
    /// Its steps, in order.
    pub steps: &'static [&'static str],
    /// Where the work starts.
    pub start: Start,
}

/// Where the work of an area starts.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// What the button says.
    pub label: &'static str,
    /// The page where it starts; `None` while Pilothouse keeps no records of this area but actions: then it starts with one.
    pub href: Option<&'static str>,
    /// The first action, to be edited: the first step of the technique.
    pub first: &'static str,
}

/// The guide of an area.
#[must_use]
pub const fn guide(area: Area) -> &'static Guide {
    match area {
        Area::TeamAndHiring => &TEAM_AND_HIRING,
        Area::FeedbackAndGrowth => &FEEDBACK_AND_GROWTH,
        Area::TeamHealth => &TEAM_HEALTH,
        Area::Planning => &PLANNING,
        Area::IncidentsAndOnCall => &INCIDENTS_AND_ON_CALL,
        Area::Stakeholders => &STAKEHOLDERS,
        Area::TechnicalStrategy => &TECHNICAL_STRATEGY,
        Area::ProcessAndMeasures => &PROCESS_AND_MEASURES,
    }
}

const TEAM_AND_HIRING: Guide = Guide {
    good: &[
        "What the team has to be able to do is written down, and for each of it two people can.",
        "Every opening says which gap, load or departure is behind it, and what changes once somebody is there.",
        "Everybody who is interviewed is asked the same things, and hears back when they were told they would.",
    ],
    mistakes: &[
        "Hiring a copy of whoever left, instead of what is missing now.",
        "A list of must-haves so long that only one person on earth fits it.",
        "Noticing that one person alone knows a system on the day they resign.",
    ],
    technique: "The holiday test",
    steps: &[
        "Take each person in turn and imagine them away for a month, unreachable.",
        "Write down what would stop, and in which week.",
        "For the worst of it, choose: hire, grow somebody, borrow, need it less, or accept it, with a day to look again.",
    ],
    start: Start {
        label: "Look at the skill gaps",
        href: Some("/gaps"),
        first: "Go through the team: what stops if they are away for a month?",
    },
};

const FEEDBACK_AND_GROWTH: Guide = Guide {
    good: &[
        "1:1s take place in busy weeks too, and belong to the other person first.",
        "Nothing in a review is news: each point was said when it happened, with an example.",
        "Everybody can say where they want to go, and what they are trying next.",
    ],
    mistakes: &[
        "Remembering two weeks of a year, and calling it a review.",
        "Praise in public and in general, criticism late and in private, and neither with an example.",
        "Giving advice to everybody and putting the names of the same two forward.",
    ],
    technique: "One line after each talk",
    steps: &[
        "Directly after a 1:1 or a meeting, note one thing somebody did and what it led to. One line is enough.",
        "If it is a point to grow, say when you will tell them, within the week.",
        "On Friday look who has no line for a month, and go and look at their work.",
    ],
    start: Start {
        label: "Note an observation",
        href: Some("/observations"),
        first: "Look who has no observation for a month, and look at their work",
    },
};

const TEAM_HEALTH: Guide = Guide {
    good: &[
        "People say early that they are stuck, wrong or tired, and nothing bad happens to them for it.",
        "After a hard stretch there are lighter days, and they are in the plan.",
        "A conflict is talked about while it is still about the matter.",
    ],
    mistakes: &[
        "Praising whoever saved the night, and not asking why the night needed saving.",
        "Taking silence for agreement, and a friendly tone for trust.",
        "Waiting until somebody asks for help who has never asked for help.",
    ],
    technique: "Ask about last week, not about feelings",
    steps: &[
        "In the next 1:1 ask: what took more out of you last week than it should have?",
        "Ask what you could take away, move or stop, and choose one thing together.",
        "Note it for yourself with a day to look again, and look again on that day.",
    ],
    start: Start {
        label: "Note a concern",
        href: Some("/concerns"),
        first: "Ask each person what took more out of them last week than it should have",
    },
};

const PLANNING: Guide = Guide {
    good: &[
        "Each piece of work can be traced in one sentence to something the business wants.",
        "Dates are ranges with their reasons, and capacity is counted after leave, on-call and interviews.",
        "The plan changes when facts change, and everybody it touches hears it from you first.",
    ],
    mistakes: &[
        "Planning a hundred per cent of the people for a hundred per cent of the days.",
        "Finding out what one depends on once one waits for it.",
        "Taking on one more thing without saying what moves for it.",
    ],
    technique: "Three questions before the start",
    steps: &[
        "For the next piece of work ask: whose service, whose interface, whose infrastructure does it need?",
        "Name for each a person there, and the day by which you need it from them.",
        "Ask them this week. A dependency is known when the other side has said yes.",
    ],
    start: Start {
        label: "Start with an action",
        href: None,
        first: "List what the next piece of work needs from other teams, from whom and by when",
    },
};

const INCIDENTS_AND_ON_CALL: Guide = Guide {
    good: &[
        "In an incident one person is in command, and one speaks to the outside.",
        "Every incident is looked at afterwards without blame, and what was decided gets done.",
        "Nobody is on call more often than they can live with, and alerts that need no hand are removed.",
    ],
    mistakes: &[
        "Looking for who did it, which makes the next incident a secret.",
        "Writing down ten actions after an incident and finishing none.",
        "Treating a noisy rota as a matter of endurance, not of alerts.",
    ],
    technique: "The page review",
    steps: &[
        "With whoever was on call, go through last week’s pages: did each need a hand, at that hour?",
        "Remove, delay or mend the worst two, now.",
        "Do it again in a week, with the two beside the new list.",
    ],
    start: Start {
        label: "Start with an action",
        href: None,
        first: "Go through last week’s pages with whoever was on call, and mend the worst two",
    },
};

const STAKEHOLDERS: Guide = Guide {
    good: &[
        "Those you work for hear from you when things go well, too.",
        "What was promised, to whom and how firmly, is written down where you can see it.",
        "Bad news comes early, with two ways out and the one you would take.",
    ],
    mistakes: &[
        "Being heard of only when something is late.",
        "Assuming that what was sent was read, and what was read was believed.",
        "Explaining the work in the words of those who do it.",
    ],
    technique: "Say back what they expect",
    steps: &[
        "Choose the three people whose trust you would miss most.",
        "Ask each of them what they expect from your team in the next quarter, and say it back in your words.",
        "Where it differs from the plan, say so now, and what you will do about it.",
    ],
    start: Start {
        label: "Start with an action",
        href: None,
        first: "Ask three stakeholders what they expect next quarter, and say it back",
    },
};

const TECHNICAL_STRATEGY: Guide = Guide {
    good: &[
        "Decisions that are hard to undo are written down with their reasons, and with who was heard.",
        "The team decides most things itself, and knows which ones it does not.",
        "Debt has a price: what it costs each week, and what it costs to pay it back.",
    ],
    mistakes: &[
        "Deciding everything oneself, or nothing.",
        "Asking for time “for refactoring” instead of saying which nights and dates it saves.",
        "Opening a settled question again because nobody remembers why it was settled.",
    ],
    technique: "A decision on one page",
    steps: &[
        "Take the question the team keeps coming back to.",
        "Write on one page: what is the situation, which options are there, what does each cost to run, which one, and why.",
        "Let those who live with it answer in writing, decide by a day, and set a day to look again.",
    ],
    start: Start {
        label: "Start with an action",
        href: None,
        first: "Write down on one page the decision the team keeps coming back to",
    },
};

const PROCESS_AND_MEASURES: Guide = Guide {
    good: &[
        "Each meeting and each gate has a purpose one can say, and goes when the purpose goes.",
        "Changes to how one works are tried for a time, measured, and kept or dropped.",
        "Measures are of the system and never of a person, and a good one never stands alone.",
    ],
    mistakes: &[
        "Answering each mistake with one more rule.",
        "Changing three things at once, and not knowing which one helped.",
        "Steering by the number that is easiest to count.",
    ],
    technique: "One change for two weeks",
    steps: &[
        "Choose what the team complained about most in the last month, and count it for a week.",
        "Change one thing, for two weeks, and say beforehand what should be different.",
        "Count again. Keep it, or drop it, and say which.",
    ],
    start: Start {
        label: "Start with an action",
        href: None,
        first: "Count for a week what the team complains about most",
    },
};
