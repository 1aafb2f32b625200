//! Openings with their loops, candidates and what became of them.

use document::Prose;
use hiring::{
    Candidate, CandidatePromise, CandidateSurvey, Cause, ClosingPlan, ClosingStep, HireOutcome, Interview,
    InterviewState, Interviewer, Opening, OpeningState, OutcomeMark, Question, RivalOffer, Stage, StageKind,
    StageMove, StageQuestion, Step, Went,
};
use kernel::RecordId;

use crate::{Years, people_part::Staff};

/// How many roles were opened in the three years.
const OPENINGS: u64 = 15;
/// How many applied for each.
const CANDIDATES: usize = 20;

/// Writes them; the openings.
pub fn write(years: &mut Years, staff: &Staff) -> Vec<RecordId> {
    let mut openings = Vec::new();
    for number in 0..OPENINGS {
        let ago = 20 + number * 70;
        let filled = number > 2;
        let at = usize::try_from(number).unwrap_or(0);
        let opening = Opening {
            role: format!("Engineer {}", number + 1),
            level: Some(format!("IC{}", 2 + number % 3)),
            team: Some(staff.teams[at % staff.teams.len()].into()),
            cause: Some(Cause::ALL[at % Cause::ALL.len()]),
            behind: staff.answers.get(at % 7).copied(),
            because: Prose(years.dice.prose(2)),
            state: if filled { OpeningState::Filled } else { OpeningState::Open },
            approved_on: Some(years.ago(ago)),
            wanted_from: Some(years.ago(ago.saturating_sub(90))),
            closed_on: filled.then(|| years.ago(ago.saturating_sub(60))),
            outcomes: Prose(years.dice.prose(3)),
            competencies: ["Delivery", "Operations", "Collaboration"].map(str::to_owned).into(),
            description: Prose(years.dice.prose(8)),
            channels: ["Referral", "Board", "Meet-up"].map(str::to_owned).into(),
            ..Opening::default()
        };
        let opening = years.write(ago, &opening);
        openings.push(opening);
        let stages = stages(years, staff, opening, ago);
        for place in 0..CANDIDATES {
            candidate(years, staff, (opening, &stages), (place, filled), ago);
        }
    }
    openings
}

fn stages(years: &mut Years, staff: &Staff, opening: RecordId, ago: u64) -> Vec<RecordId> {
    let kinds = [StageKind::Screening, StageKind::Coding, StageKind::SystemDesign, StageKind::Behavioural];
    let mut stages = Vec::new();
    for (place, kind) in kinds.into_iter().enumerate() {
        let stage = Stage {
            opening: Some(opening.into()),
            name: kind.label().to_owned(),
            kind: Some(kind),
            place: i64::try_from(place).unwrap_or(0),
            competencies: [["Delivery"], ["Operations"], ["Technical judgement"], ["Collaboration"]][place]
                .map(str::to_owned)
                .into(),
            minutes: Some(60),
            about: Prose(years.dice.prose(1)),
        };
        let stage = years.write(ago, &stage);
        for seat in 0..3 {
            let person = Some(staff.people[(place * 7 + seat * 11) % crate::PEOPLE].into());
            years.write(ago, &Interviewer { stage: Some(stage.into()), person, ..Interviewer::default() });
        }
        let asks = years.dice.prose(1);
        let question = years.write(ago, &Question { asks, ..Question::default() });
        years.write(
            ago,
            &StageQuestion {
                stage: Some(stage.into()),
                question: Some(question.into()),
                ..StageQuestion::default()
            },
        );
        stages.push(stage);
    }
    stages
}

fn candidate(
    years: &mut Years,
    staff: &Staff,
    (opening, stages): (RecordId, &[RecordId]),
    (place, filled): (usize, bool),
    ago: u64,
) {
    let hired = filled && place == 0;
    let later = |days: u64| ago.saturating_sub(days);
    let far = if hired { 4 } else { years.dice.below(4) };
    let waits = !filled && place < 4;
    let candidate = Candidate {
        name: format!("Candidate {}", years.made),
        opening: Some(opening.into()),
        source: Some(years.dice.one(&["Referral", "Board", "Meet-up"]).to_owned()),
        next_step: waits.then(|| "Call back".to_owned()),
        next_on: waits.then(|| years.ago(later(15))),
        owed_by: waits.then(|| staff.me.into()),
        starts_on: hired.then(|| years.ago(later(60))),
        hired_as: hired.then(|| staff.people[years.dice.below(crate::PEOPLE)].into()),
        notes: Prose(years.dice.prose(2)),
        ..Candidate::default()
    };
    let id = years.write(ago, &candidate);
    let of = Some(id.into());
    let on = Some(years.ago(ago));
    years.write(ago, &StageMove { candidate: of, on, to: Step::Applied, ..StageMove::default() });
    for (number, stage) in stages.iter().enumerate().take(far) {
        let ago = later(7 * (1 + u64::try_from(number).unwrap_or(0)));
        let (on, stage) = (Some(years.ago(ago)), Some((*stage).into()));
        years.write(ago, &StageMove { candidate: of, on, to: Step::Stage, stage, ..StageMove::default() });
        let interviewer = Some(staff.people[years.dice.below(crate::PEOPLE)].into());
        let state = InterviewState::Done;
        years.write(
            ago,
            &Interview {
                candidate: of,
                stage,
                interviewer,
                on,
                minutes: Some(60),
                state,
                ..Interview::default()
            },
        );
    }
    if filled {
        let to = if hired { Step::Accepted } else { Step::Rejected };
        let on = Some(years.ago(later(40)));
        years.write(
            later(40),
            &StageMove { candidate: of, on, to, reason: Some("As agreed".into()), ..StageMove::default() },
        );
    }
    if place > 1 {
        return;
    }
    let by = Some(years.ago(later(20)));
    let motives = Prose(years.dice.prose(1));
    let kept_on = filled.then(|| years.ago(later(20)));
    years.write(
        later(25),
        &CandidatePromise {
            what: "An answer".into(),
            candidate: of,
            by,
            kept_on,
            ..CandidatePromise::default()
        },
    );
    years.write(later(25), &ClosingPlan { candidate: of, motives, decide_by: by, ..ClosingPlan::default() });
    years.write(
        later(25),
        &RivalOffer {
            from: "Another harbour".into(),
            candidate: of,
            deadline: by,
            gone: filled,
            ..RivalOffer::default()
        },
    );
    years.write(
        later(25),
        &ClosingStep {
            what: "Meet the team".into(),
            candidate: of,
            by,
            done_on: kept_on,
            ..ClosingStep::default()
        },
    );
    let on = Some(years.ago(later(45)));
    years.write(
        later(45),
        &CandidateSurvey {
            candidate: of,
            on,
            clear: Some(4),
            respected: Some(5),
            recommends: Some(4),
            ..CandidateSurvey::default()
        },
    );
    if hired {
        let outcome = HireOutcome {
            candidate: of,
            months: Some(6),
            on,
            went: Some(Went::ALL[0]),
            ..HireOutcome::default()
        };
        let outcome = Some(years.write(later(45), &outcome).into());
        let competency = "Delivery".to_owned();
        years.write(
            later(45),
            &OutcomeMark {
                competency,
                candidate: of,
                outcome,
                went: Some(Went::ALL[0]),
                ..OutcomeMark::default()
            },
        );
    }
}
