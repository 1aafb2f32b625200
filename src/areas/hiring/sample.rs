//! The sample workspace's hiring: one role that was filled, and one under way from a gap in a skill, with what a busy
//! manager leaves lying, so that the rules have something to say.

mod cards;
mod story;

use document::{Author, Batch, Book, Edit, Entry, Ref};
use kernel::{Date, Ordered as _, RecordId, Timestamp};
use roster::{Cast, GapAnswer, GapResponse, Person, Skill, Team, Track};

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
    let mut telling = Telling { book, author, today, cast, new_id, batches: Vec::new() };
    telling.bank();
    for role in story::ROLES {
        telling.role(role);
    }
    let mut batches = telling.batches;
    batches.order_by_key(|batch| batch.at);
    batches
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

/// What every part of the sample needs.
struct Telling<'a> {
    book: &'a Book,
    author: &'a Author,
    today: Date,
    cast: &'a Cast,
    new_id: &'a mut dyn FnMut() -> RecordId,
    batches: Vec<Batch>,
}

impl Telling<'_> {
    /// The day so many days from today; negative days have passed.
    fn day(&self, offset: i64) -> Date {
        self.today + chrono::Duration::days(offset)
    }

    fn id(&mut self) -> RecordId {
        (self.new_id)()
    }

    fn person(&self, name: &str) -> Option<Ref<Person>> {
        self.cast.person(name).map(Ref::new)
    }

    /// Writes a batch as of the late morning of a day, or of this morning when the day is not over.
    fn write(&mut self, label: impl Into<String>, on: i64, edits: Vec<Edit>) {
        let (day, hour) = if on < 0 { (on, 11) } else { (0, 8) };
        let at = Timestamp::start_of(self.day(day), 0).millis() + hour * 3_600_000;
        self.batches.push(Batch { label: label.into(), edits, at: Some(Timestamp::from_millis(at)) });
    }

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
            let id = self.id();
            edits.push(self.author.create(id, &question));
        }
        self.write("Begin a bank of questions", -255, edits);
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
            manager: self.cast.me.map(Ref::new),
            cause: Some(if answer.is_some() { Cause::SkillGap } else { Cause::Departure }),
            behind: answer.map(|one| one.id).or_else(|| self.cast.person(told.leaver)),
            because: told.because.into(),
            state: if told.filled.is_some() { OpeningState::Filled } else { OpeningState::Open },
            approved_on: Some(self.day(told.approved)),
            wanted_from: Some(self.day(told.wanted)),
            ramp_weeks: Some(10),
            closed_on: told.filled.map(|on| self.day(on)),
            outcomes: told.outcomes.into(),
            must_haves: words(told.must_haves),
            nice_to_haves: words(told.learned),
            competencies: words(told.tests),
            channels: words(told.channels),
            recruiter: Some("Aino Rautio".to_owned()),
            ..Opening::default()
        };
        let id = self.id();
        let mut edits = vec![self.author.create(id, &opening)];
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
            let stage_id = self.id();
            edits.push(self.author.create(stage_id, &stage));
            stages.push(stage_id);
            for who in *leads {
                let seat = Interviewer {
                    stage: Some(stage_id.into()),
                    person: self.person(who),
                    seat: Seat::Leads,
                    ..Interviewer::default()
                };
                let seat_id = self.id();
                edits.push(self.author.create(seat_id, &seat));
            }
        }
        self.write(format!("Opening: {}", told.role), told.approved, edits);
        self.draw(&stages, told);
        for came in told.candidates {
            self.came(id, &stages, told, came);
        }
    }

    /// Each stage draws a question of its kind from the bank.
    fn draw(&mut self, stages: &[RecordId], told: &Role) {
        let mut bank = Book::new();
        for edit in self.batches.iter().flat_map(|batch| &batch.edits) {
            bank.apply(edit, document::Stamp { at: Timestamp::default(), by: self.author.member });
        }
        let questions = bank.all::<Question>();
        let mut edits = Vec::new();
        for (stage, (_, kind, ..)) in stages.iter().zip(told.stages) {
            if let Some(question) = questions.iter().find(|one| one.kind == Some(*kind)) {
                let asked = StageQuestion {
                    stage: Some((*stage).into()),
                    question: Some(question.id.into()),
                    ..StageQuestion::default()
                };
                let id = self.id();
                edits.push(self.author.create(id, &asked));
            }
        }
        self.write(format!("Draw questions: {}", told.role), told.approved + 1, edits);
    }

    fn came(&mut self, opening: RecordId, stages: &[RecordId], told: &Role, came: &Came) {
        let id = self.id();
        let candidate = Candidate {
            name: came.name.to_owned(),
            opening: Some(opening.into()),
            email: Some(
                format!("{}@example.com", kernel::text::fold(came.name).replace(' ', ".")).as_str().into(),
            ),
            source: Some(came.source.to_owned()),
            next_step: came.next.map(|(what, ..)| what.to_owned()),
            next_on: came.next.map(|(_, on, _)| self.day(on)),
            owed_by: came.next.and_then(|(.., who)| self.person(who)),
            told_on: came.told.map(|on| self.day(on)),
            starts_on: None,
            hired_as: self.person(came.hired_as),
            notes: came.notes.into(),
            ..Candidate::default()
        };
        let made = self.author.create(id, &candidate);
        self.write(format!("Candidate: {}", came.name), came.applied, vec![made]);
        self.moved(id, came.applied, Step::Applied, None, "");
        for (place, on, who) in came.stages {
            let Some(stage) = stages.get(*place).copied() else { continue };
            self.moved(id, *on, Step::Stage, Some(stage), "");
            let held = *on + 3;
            let interview = Interview {
                candidate: Some(id.into()),
                stage: Some(stage.into()),
                interviewer: self.person(who),
                on: Some(self.day(held)),
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
                made_on: Some(self.day(by - 7)),
                by: Some(self.day(by)),
                ..CandidatePromise::default()
            };
            self.theirs("Promise", by - 7, &promise);
        }
        if let Some((motives, doubts)) = came.closing {
            let plan = ClosingPlan {
                candidate: Some(id.into()),
                motives: motives.into(),
                doubts: doubts.into(),
                decide_by: Some(self.day(12)),
                ..ClosingPlan::default()
            };
            let made = self.author.create(rules::closing_id(id), &plan);
            self.write(format!("Closing plan for {}", came.name), -3, vec![made]);
        }
        if let Some((from, deadline)) = came.rival {
            let rival = RivalOffer {
                from: from.to_owned(),
                candidate: Some(id.into()),
                deadline: Some(self.day(deadline)),
                ..RivalOffer::default()
            };
            self.theirs("Another offer", -2, &rival);
        }
        for (what, who, by) in came.closing_steps {
            let step = ClosingStep {
                what: (*what).to_owned(),
                candidate: Some(id.into()),
                who: self.person(who),
                by: Some(self.day(*by)),
                ..ClosingStep::default()
            };
            self.theirs("Closing step", -2, &step);
        }
        if let Some((on, [clear, respected, recommends], words)) = came.survey {
            let survey = CandidateSurvey {
                candidate: Some(id.into()),
                on: Some(self.day(on)),
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
            on: Some(self.day(on)),
            to,
            stage: stage.map(Ref::new),
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
            ..StageMove::default()
        };
        self.theirs(to.label(), on, &moved);
    }

    fn theirs<T: document::Record>(&mut self, label: &str, on: i64, record: &T) {
        let id = self.id();
        let made = self.author.create(id, record);
        self.write(label, on, vec![made]);
    }
}
