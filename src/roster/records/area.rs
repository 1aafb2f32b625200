//! The eight fields of a manager's work and the seven themes above them (CN-3).

use document::Choices;

/// One field of the manager's work (CN-3). That there are eight is the guides'; their names and what belongs to each
/// are ours.
#[derive(Choices, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Who is on the team, what it can do, who comes and goes.
    TeamAndHiring,
    /// 1:1s, feedback, reviews, and where people want to go.
    FeedbackAndGrowth,
    /// How people are: load, rest, trust, conflict.
    TeamHealth,
    /// What is built, by when, with which people, and what it waits for.
    Planning,
    /// What breaks, who is called, what is learned from it.
    #[choice(label = "Incidents and on-call")]
    IncidentsAndOnCall,
    /// Those the team works for and with: what they expect, and what they were told.
    Stakeholders,
    /// How the systems are to develop: decisions, debt, standards.
    TechnicalStrategy,
    /// How the team works, and what shows whether that gets better.
    ProcessAndMeasures,
}

impl Area {
    /// What it is called in an address.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::TeamAndHiring => "team-and-hiring",
            Self::FeedbackAndGrowth => "feedback-and-growth",
            Self::TeamHealth => "team-health",
            Self::Planning => "planning",
            Self::IncidentsAndOnCall => "incidents-and-on-call",
            Self::Stakeholders => "stakeholders",
            Self::TechnicalStrategy => "technical-strategy",
            Self::ProcessAndMeasures => "process-and-measures",
        }
    }

    /// What belongs to it, in one line.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::TeamAndHiring => "Who is on the team, what it can do, who comes and goes.",
            Self::FeedbackAndGrowth => "1:1s, feedback, reviews, and where people want to go.",
            Self::TeamHealth => "How people are: load, rest, trust, conflict.",
            Self::Planning => "What is built, by when, with which people, and what it waits for.",
            Self::IncidentsAndOnCall => "What breaks, who is called, and what is learned from it.",
            Self::Stakeholders => {
                "Those the team works for and with: what they expect, and what they were told."
            }
            Self::TechnicalStrategy => "How the systems are to develop: decisions, debt, standards.",
            Self::ProcessAndMeasures => "How the team works, and what shows whether that gets better.",
        }
    }

    /// The area of this address.
    #[must_use]
    pub fn of_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|area| area.slug() == slug)
    }

    /// The theme it stands under.
    #[must_use]
    pub const fn theme(self) -> Theme {
        match self {
            Self::TeamAndHiring | Self::FeedbackAndGrowth => Theme::People,
            Self::TeamHealth => Theme::Health,
            Self::Planning => Theme::Delivery,
            Self::IncidentsAndOnCall => Theme::Operations,
            Self::Stakeholders => Theme::Relationships,
            Self::TechnicalStrategy => Theme::Technology,
            Self::ProcessAndMeasures => Theme::Improvement,
        }
    }
}

/// What a manager's work is for (CN-3). That there are seven themes is the guides'; their names are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// The right people, who get better at what they do.
    People,
    /// People who can keep it up.
    Health,
    /// What was promised, when it was promised.
    Delivery,
    /// Systems that run, and people who can sleep.
    Operations,
    /// Others who know what they can count on.
    Relationships,
    /// Systems one can still change next year.
    Technology,
    /// Work that gets a bit easier each month.
    Improvement,
}

impl Theme {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::People,
        Self::Health,
        Self::Delivery,
        Self::Operations,
        Self::Relationships,
        Self::Technology,
        Self::Improvement,
    ];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Health => "Health",
            Self::Delivery => "Delivery",
            Self::Operations => "Operations",
            Self::Relationships => "Relationships",
            Self::Technology => "Technology",
            Self::Improvement => "Improvement",
        }
    }

    /// What it is for, in one line.
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::People => "The right people, who get better at what they do.",
            Self::Health => "People who can keep it up.",
            Self::Delivery => "What was promised, when it was promised.",
            Self::Operations => "Systems that run, and people who can sleep.",
            Self::Relationships => "Others who know what they can count on.",
            Self::Technology => "Systems one can still change next year.",
            Self::Improvement => "Work that gets a bit easier each month.",
        }
    }

    /// The areas below it, in order.
    pub fn areas(self) -> impl Iterator<Item = Area> {
        Area::ALL.iter().copied().filter(move |area| area.theme() == self)
    }
}
