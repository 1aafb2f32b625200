//! The sample workspace's ladder, growth plans, help and stretch work: a year of a manager who means
//! well, with the gaps that good intentions have, so that the rules have something to say.

mod story;

use document::{Author, Batch, Book, Ref};
use kernel::{Date, RecordId, Timestamp, words};
use roster::{Action, ActionState, Cast, Person, Telling, Track};

use crate::{
    Aim, Case, Competency, Forum, ForumKind, Goal, GoalState, GrowthPlan, Help, HelpKind, Mentoring,
    Opportunity, OpportunityKind, Outcome, Promotion, PutForward, Stretch, StretchKind, StretchState,
    commands, rules,
};

/// The sample's growth records as batches dated to when they would have been written, the oldest first.
///
/// `cast` names the people of [`roster::sample`]; `new_id` draws the ids. The same ids and the same
/// `today` give the same batches.
#[must_use]
pub fn sample(author: &Author, today: Date, cast: &Cast, new_id: &mut dyn FnMut() -> RecordId) -> Vec<Batch> {
    let begun = commands::begin_with_ours(&Book::new(), author);
    let mut competencies = Book::new();
    for edit in &begun.edits {
        competencies.apply(edit, document::Stamp { at: Timestamp::default(), by: author.member });
    }
    let mut telling = Telling::new(author, today, cast, new_id);
    telling.write(begun.label.clone(), telling.day(-400), begun.edits);
    let mut story = Story { telling, competencies, goals: Vec::new() };
    for plan in story::PLANS {
        story.plan(plan);
    }
    for given in story::HELP {
        story.help(given);
    }
    for work in story::STRETCH {
        story.stretch(work);
    }
    for pair in story::PAIRS {
        story.pair(pair);
    }
    for chance in story::CHANCES {
        story.chance(chance);
    }
    story.forum();
    story.promotion();
    story.telling.told()
}

/// One person's plan and goals, as the story tells it. Days are counted from today.
struct Planned {
    name: &'static str,
    since: i64,
    revisited: i64,
    aim: Aim,
    in_their_words: &'static str,
    strengths: &'static str,
    to_grow: &'static str,
    goals: &'static [Set],
}

/// One goal.
struct Set {
    what: &'static str,
    competency: &'static str,
    set: i64,
    by: i64,
    support: &'static str,
    /// The day it was closed, how, and what came of it.
    closed: Option<(i64, GoalState, &'static str)>,
    /// What is done for it, by when, and whether it is done.
    actions: &'static [(&'static str, i64, bool)],
}

/// One time somebody was helped.
struct Given {
    name: &'static str,
    on: i64,
    kind: HelpKind,
    what: &'static str,
    /// Who gave it; nobody's name for the user.
    by: &'static str,
    led_to: &'static str,
}

/// One piece of stretch work.
struct Work {
    name: &'static str,
    what: &'static str,
    kind: StretchKind,
    supporter: &'static str,
    /// The goal it serves, as its text says; empty for none.
    goal: &'static str,
    from: i64,
    until: Option<i64>,
    state: StretchState,
    how_it_went: &'static str,
}

/// Somebody who learns, and who teaches them.
struct Pair {
    name: &'static str,
    mentor: &'static str,
    about: &'static str,
    from: i64,
    until: Option<i64>,
    passed_on: &'static str,
}

/// One chance to be seen, and who was put forward for it: when, what came of it, what was said.
struct Chance {
    what: &'static str,
    kind: OpportunityKind,
    noted: i64,
    names_by: i64,
    who_decides: &'static str,
    closed: bool,
    names: &'static [(&'static str, i64, Outcome, &'static str)],
}

/// What is told of growth, with what its parts have to find again.
struct Story<'a> {
    telling: Telling<'a>,
    /// The ladder, to find competencies by their names.
    competencies: Book,
    /// The goals that were set, by their texts.
    goals: Vec<(&'static str, RecordId)>,
}

impl Story<'_> {
    fn competency(&self, name: &str) -> Option<Ref<Competency>> {
        let all = self.competencies.all::<Competency>();
        all.iter().find(|one| rules::is_called(one, name)).map(|one| Ref::new(one.id))
    }

    fn plan(&mut self, told: &Planned) {
        let Some(person) = self.telling.person(told.name) else { return };
        let plan = GrowthPlan {
            person: Some(person),
            aim: Some(told.aim),
            in_their_words: told.in_their_words.into(),
            strengths: told.strengths.into(),
            to_grow: told.to_grow.into(),
            revisited_on: Some(self.telling.day(told.revisited)),
            ..GrowthPlan::default()
        };
        let made = self.telling.author.create(rules::plan_id(person.id()), &plan);
        self.telling.write(
            format!("Begin a growth plan with {}", told.name),
            self.telling.day(told.since),
            vec![made],
        );
        for set in told.goals {
            self.goal(person, set);
        }
    }

    fn goal(&mut self, person: Ref<Person>, set: &Set) {
        let id = self.telling.id();
        self.goals.push((set.what, id));
        let (closed_on, state, outcome) = match set.closed {
            Some((on, state, outcome)) => (Some(self.telling.day(on)), state, outcome),
            None => (None, GoalState::Open, ""),
        };
        let goal = Goal {
            what: set.what.to_owned(),
            person: Some(person),
            competency: self.competency(set.competency),
            support: set.support.into(),
            by: Some(self.telling.day(set.by)),
            state,
            set_on: Some(self.telling.day(set.set)),
            closed_on,
            outcome: outcome.into(),
            ..Goal::default()
        };
        let mut edits = vec![self.telling.author.create(id, &goal)];
        for (what, due, done) in set.actions {
            let action = Action {
                what: (*what).to_owned(),
                owner: Some(person),
                due: Some(self.telling.day(*due)),
                about: Some(person),
                source: Some(id),
                state: if *done { ActionState::Done } else { ActionState::Open },
                closed_on: done.then(|| self.telling.day((*due).min(-1))),
                ..Action::default()
            };
            let action_id = self.telling.id();
            edits.push(self.telling.author.create(action_id, &action));
        }
        self.telling.write(
            format!("Goal: {}", words::excerpt(set.what, 60)),
            self.telling.day(set.set),
            edits,
        );
    }

    fn help(&mut self, given: &Given) {
        let help = Help {
            person: self.telling.person(given.name),
            kind: given.kind,
            on: Some(self.telling.day(given.on)),
            what: given.what.to_owned(),
            by: self.telling.person(given.by),
            led_to: given.led_to.into(),
            ..Help::default()
        };
        let id = self.telling.id();
        let batch = commands::log_help(self.telling.author, id, &help);
        self.telling.write(batch.label, self.telling.day(given.on), batch.edits);
    }

    fn stretch(&mut self, work: &Work) {
        let stretch = Stretch {
            what: work.what.to_owned(),
            person: self.telling.person(work.name),
            kind: work.kind,
            supporter: self.telling.person(work.supporter),
            goal: self.goals.iter().find(|(what, _)| *what == work.goal).map(|(_, id)| Ref::new(*id)),
            from: Some(self.telling.day(work.from)),
            until: work.until.map(|until| self.telling.day(until)),
            state: work.state,
            how_it_went: work.how_it_went.into(),
            ..Stretch::default()
        };
        let id = self.telling.id();
        let batch = commands::give_stretch(self.telling.author, id, &stretch);
        self.telling.write(batch.label, self.telling.day(work.from.min(0)), batch.edits);
    }

    fn pair(&mut self, told: &Pair) {
        let pair = Mentoring {
            about: told.about.to_owned(),
            person: self.telling.person(told.name),
            mentor: self.telling.person(told.mentor),
            from: Some(self.telling.day(told.from)),
            until: told.until.map(|until| self.telling.day(until)),
            passed_on: told.passed_on.into(),
            ..Mentoring::default()
        };
        let id = self.telling.id();
        let made = self.telling.author.create(id, &pair);
        self.telling.write(
            format!("{} mentors {}", told.mentor, told.name),
            self.telling.day(told.from),
            vec![made],
        );
    }

    fn chance(&mut self, told: &Chance) {
        let opportunity = Opportunity {
            what: told.what.to_owned(),
            kind: told.kind,
            names_by: Some(self.telling.day(told.names_by)),
            who_decides: Some(told.who_decides.to_owned()).filter(|who| !who.is_empty()),
            closed: told.closed,
            ..Opportunity::default()
        };
        let chance = self.telling.id();
        let batch = commands::add_opportunity(self.telling.author, chance, &opportunity);
        self.telling.write(batch.label, self.telling.day(told.noted), batch.edits);
        for (name, on, outcome, said) in told.names {
            let forward = PutForward {
                opportunity: Some(chance.into()),
                person: self.telling.person(name),
                on: Some(self.telling.day(*on)),
                outcome: *outcome,
                said: (*said).into(),
                ..PutForward::default()
            };
            let id = self.telling.id();
            let made = self.telling.author.create(id, &forward);
            self.telling.write(format!("Put {name} forward"), self.telling.day(*on), vec![made]);
        }
    }

    /// A forum that is near, and a case for it that is thin still.
    fn forum(&mut self) {
        let forum = Forum {
            name: "Promotion round of the engineering leads".to_owned(),
            kind: ForumKind::Promotion,
            on: Some(self.telling.day(story::FORUM_IN)),
            notes: "Seven people, eight minutes each. They ask for what others saw.".into(),
            ..Forum::default()
        };
        let forum_id = self.telling.id();
        let batch = commands::add_forum(self.telling.author, forum_id, &forum);
        self.telling.write(batch.label, self.telling.day(-21), batch.edits);
        let case = Case {
            asks_for: "Promotion to IC5".to_owned(),
            person: self.telling.person("Ana Lindqvist"),
            forum: Some(forum_id.into()),
            argument: "Three teams wait for one decision and she is the one they talk to. The roll-out was calm because she asked early. She does it without a title.".into(),
            ..Case::default()
        };
        let id = self.telling.id();
        let made = self.telling.author.create(id, &case);
        self.telling.write("Case for Ana Lindqvist: Promotion to IC5", self.telling.day(-6), vec![made]);
    }

    /// The promotion whose level the roster's sample changed on that day.
    fn promotion(&mut self) {
        let promotion = Promotion {
            person: self.telling.person("Kofi Mensah-Boateng"),
            on: Some(self.telling.day(-138)),
            from_level: Some("IC2".to_owned()),
            to_level: Some("IC3".to_owned()),
            track: Some(Track::Individual),
            reasons: "The retry queue, from the first question to production; three manual steps are gone."
                .into(),
            ..Promotion::default()
        };
        let id = self.telling.id();
        let made = self.telling.author.create(id, &promotion);
        self.telling.write("Kofi Mensah-Boateng moves to IC3", self.telling.day(-138), vec![made]);
    }
}
