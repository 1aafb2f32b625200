//! The sample workspace's hiring: one role that was filled, and one under way from a gap in a skill, with what a busy
//! manager leaves lying, so that the rules have something to say.

mod cards;
mod story;

use document::{Author, Batch, Book, Entry, Ref};
use kernel::{Date, RecordId, Timestamp};
use roster::{Cast, GapAnswer, GapResponse, Skill, Team, Telling, Track};

use crate::{
    Candidate, CandidatePromise, CandidateSurvey, Cause, ClosingPlan, ClosingStep, Interview, InterviewState,
    Interviewer, Opening, OpeningState, Question, RivalOffer, Seat, Stage, StageMove, StageQuestion, Step,
    rules,
};

/// The sample's hiring as batches dated to when they would have been written, the oldest first.
///
/// `book` holds what the roster's sample wrote, and `cast` names its people; `new_id` draws the ids.
#[must_use]
pub fn sample(
    book: &Book,
    author: &Author,
    today: Date,
    cast: &Cast,
    new_id: &mut dyn FnMut() -> RecordId,
) -> Vec<Batch> {
    let mut story = Story { telling: Telling::new(author, today, cast, new_id), book, bank: Book::new() };
    story.bank();
    for role in story::ROLES {
        story.role(role);
    }
    story.telling.told()
}

/// One opening with its loop and candidates. Days are counted from today.
struct Role {
    role: &'static str,
    level: &'static str,
    team: &'static str,
    /// Who left, or else the skill whose gap it answers.
    leaver: &'static str,
    gap: &'static str,
    because: &'static str,
    approved: i64,
    wanted: i64,
    /// The day it was filled.
    filled: Option<i64>,
    outcomes: &'static str,
    must_haves: &'static [&'static str],
    learned: &'static [&'static str],
    tests: &'static [&'static str],
    channels: &'static [&'static str],
    stages: &'static [Part],
    candidates: &'static [Came],
}

/// One stage: what it is called, its kind, minutes, what it tests, who leads it.
type Part = (&'static str, crate::StageKind, i64, &'static [&'static str], &'static [&'static str]);

/// One candidate: how they came, where they went when, and who talked with them.
struct Came {
    name: &'static str,
    source: &'static str,
    applied: i64,
    /// The stages entered, by their place in the loop, with the day and who asked.
    stages: &'static [(usize, i64, &'static str)],
    /// Offer and end.
    steps: &'static [(i64, Step, &'static str)],
    next: Option<(&'static str, i64, &'static str)>,
    told: Option<i64>,
    promised: Option<(&'static str, i64)>,
    rival: Option<(&'static str, i64)>,
    closing: Option<(&'static str, &'static str)>,
    closing_steps: &'static [(&'static str, &'static str, i64)],
    survey: Option<(i64, [i64; 3], &'static str)>,
    /// The name of the person they became.
    hired_as: &'static str,
    notes: &'static str,
}

/// What is told of hiring, with what the workspace has by then.
struct Story<'a> {
    telling: Telling<'a>,
    book: &'a Book,
    /// The bank of questions, once it is begun.
    bank: Book,
}

impl Story<'_> {
    fn bank(&mut self) {
        let mut edits = Vec::new();
        for (asks, kind, competency, rubric, minutes) in story::QUESTIONS {
            let question = Question {
                asks: (*asks).to_owned(),
                kind: Some(*kind),
                competency: Some((*competency).to_owned()),
                rubric: (*rubric).into(),
                minutes: Some(*minutes),
                ..Question::default()
            };
            let id = self.telling.id();
            edits.push(self.telling.author.create(id, &question));
        }
        for edit in &edits {
            self.bank
                .apply(edit, document::Stamp { at: Timestamp::default(), by: self.telling.author.member });
        }
        self.telling.write("Begin a bank of questions", self.telling.day(-255), edits);
    }

    /// The answer to the gap in a skill that is to be closed by hiring.
    fn answer(&self, skill: &str) -> Option<Entry<GapResponse>> {
        let of = |one: &&Entry<GapResponse>| {
            let named = one.skill.and_then(|skill| self.book.get::<Skill>(skill.id()));
            one.answer == GapAnswer::Hire && named.is_some_and(|named| named.name == skill)
        };
        self.book.all::<GapResponse>().iter().find(of).cloned()
    }

    fn role(&mut self, told: &'static Role) {
        let teams = self.book.all::<Team>();
        let answer = self.answer(told.gap);
        let words = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        let opening = Opening {
            role: told.role.to_owned(),
            level: Some(told.level.to_owned()),
            track: Some(Track::Individual),
            team: teams.iter().find(|team| team.name == told.team).map(|team| Ref::new(team.id)),
            manager: self.telling.me(),
            cause: Some(if answer.is_some() { Cause::SkillGap } else { Cause::Departure }),
            behind: answer.map(|one| one.id).or_else(|| self.telling.person(told.leaver).map(Ref::id)),
            because: told.because.into(),
            state: if told.filled.is_some() { OpeningState::Filled } else { OpeningState::Open },
            approved_on: Some(self.telling.day(told.approved)),
            wanted_from: Some(self.telling.day(told.wanted)),
            ramp_weeks: Some(10),
            closed_on: told.filled.map(|on| self.telling.day(on)),
            outcomes: told.outcomes.into(),
            must_haves: words(told.must_haves),
            nice_to_haves: words(told.learned),
            competencies: words(told.tests),
            channels: words(told.channels),
            recruiter: Some("Aino Rautio".to_owned()),
            ..Opening::default()
        };
        let id = self.telling.id();
        let mut edits = vec![self.telling.author.create(id, &opening)];
        let mut stages = Vec::new();
        for (place, (name, kind, minutes, tests, leads)) in (0_i64..).zip(told.stages) {
            let stage = Stage {
                opening: Some(id.into()),
                name: (*name).to_owned(),
                kind: Some(*kind),
                place,
                competencies: words(tests),
                minutes: Some(*minutes),
                ..Stage::default()
            };
            let stage_id = self.telling.id();
            edits.push(self.telling.author.create(stage_id, &stage));
            stages.push(stage_id);
            for who in *leads {
                let seat = Interviewer {
                    stage: Some(stage_id.into()),
                    person: self.telling.person(who),
                    seat: Seat::Leads,
                    ..Interviewer::default()
                };
                let seat_id = self.telling.id();
                edits.push(self.telling.author.create(seat_id, &seat));
            }
        }
        self.telling.write(format!("Opening: {}", told.role), self.telling.day(told.approved), edits);
        self.draw(&stages, told);
        for came in told.candidates {
            self.came(id, &stages, told, came);
        }
    }

    /// Each stage draws a question of its kind from the bank.
    fn draw(&mut self, stages: &[RecordId], told: &Role) {
        let questions = self.bank.all::<Question>();
        let mut edits = Vec::new();
        for (stage, (_, kind, ..)) in stages.iter().zip(told.stages) {
            if let Some(question) = questions.iter().find(|one| one.kind == Some(*kind)) {
                let asked = StageQuestion {
                    stage: Some((*stage).into()),
                    question: Some(question.id.into()),
                    ..StageQuestion::default()
                };
                let id = self.telling.id();
                edits.push(self.telling.author.create(id, &asked));
            }
        }
        self.telling.write(
            format!("Draw questions: {}", told.role),
            self.telling.day(told.approved + 1),
            edits,
        );
    }

    fn came(&mut self, opening: RecordId, stages: &[RecordId], told: &Role, came: &Came) {
        let id = self.telling.id();
        let candidate = Candidate {
            name: came.name.to_owned(),
            opening: Some(opening.into()),
            email: Some(
                format!("{}@example.com", kernel::text::fold(came.name).replace(' ', ".")).as_str().into(),
            ),
            source: Some(came.source.to_owned()),
            next_step: came.next.map(|(what, ..)| what.to_owned()),
            next_on: came.next.map(|(_, on, _)| self.telling.day(on)),
            owed_by: came.next.and_then(|(.., who)| self.telling.person(who)),
            told_on: came.told.map(|on| self.telling.day(on)),
            starts_on: None,
            hired_as: self.telling.person(came.hired_as),
            notes: came.notes.into(),
            ..Candidate::default()
        };
        let made = self.telling.author.create(id, &candidate);
        self.telling.write(format!("Candidate: {}", came.name), self.telling.day(came.applied), vec![made]);
        self.moved(id, came.applied, Step::Applied, None, "");
        for (place, on, who) in came.stages {
            let Some(stage) = stages.get(*place).copied() else { continue };
            self.moved(id, *on, Step::Stage, Some(stage), "");
            let held = *on + 3;
            let interview = Interview {
                candidate: Some(id.into()),
                stage: Some(stage.into()),
                interviewer: self.telling.person(who),
                on: Some(self.telling.day(held)),
                minutes: told.stages.get(*place).map(|part| part.2),
                state: if held < 0 { InterviewState::Done } else { InterviewState::Planned },
                ..Interview::default()
            };
            self.theirs("Interview", *on, &interview);
            if held < 0 {
                self.card(came.name, *place, (id, stage), who, held);
            }
        }
        for (on, to, reason) in came.steps {
            self.moved(id, *on, *to, None, reason);
        }
        if let Some((what, by)) = came.promised {
            let promise = CandidatePromise {
                what: what.to_owned(),
                candidate: Some(id.into()),
                made_on: Some(self.telling.day(by - 7)),
                by: Some(self.telling.day(by)),
                ..CandidatePromise::default()
            };
            self.theirs("Promise", by - 7, &promise);
        }
        if let Some((motives, doubts)) = came.closing {
            let plan = ClosingPlan {
                candidate: Some(id.into()),
                motives: motives.into(),
                doubts: doubts.into(),
                decide_by: Some(self.telling.day(12)),
                ..ClosingPlan::default()
            };
            let made = self.telling.author.create(rules::closing_id(id), &plan);
            self.telling.write(format!("Closing plan for {}", came.name), self.telling.day(-3), vec![made]);
        }
        if let Some((from, deadline)) = came.rival {
            let rival = RivalOffer {
                from: from.to_owned(),
                candidate: Some(id.into()),
                deadline: Some(self.telling.day(deadline)),
                ..RivalOffer::default()
            };
            self.theirs("Another offer", -2, &rival);
        }
        for (what, who, by) in came.closing_steps {
            let step = ClosingStep {
                what: (*what).to_owned(),
                candidate: Some(id.into()),
                who: self.telling.person(who),
                by: Some(self.telling.day(*by)),
                ..ClosingStep::default()
            };
            self.theirs("Closing step", -2, &step);
        }
        if let Some((on, [clear, respected, recommends], words)) = came.survey {
            let survey = CandidateSurvey {
                candidate: Some(id.into()),
                on: Some(self.telling.day(on)),
                clear: Some(clear),
                respected: Some(respected),
                recommends: Some(recommends),
                words: words.into(),
                ..CandidateSurvey::default()
            };
            self.theirs("How it was", on, &survey);
        }
    }

    fn moved(&mut self, candidate: RecordId, on: i64, to: Step, stage: Option<RecordId>, reason: &str) {
        let moved = StageMove {
            candidate: Some(candidate.into()),
            on: Some(self.telling.day(on)),
            to,
            stage: stage.map(Ref::new),
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
            ..StageMove::default()
        };
        self.theirs(to.label(), on, &moved);
    }

    fn theirs<T: document::Record>(&mut self, label: &str, on: i64, record: &T) {
        let id = self.telling.id();
        let made = self.telling.author.create(id, record);
        self.telling.write(label, self.telling.day(on), vec![made]);
    }
}
