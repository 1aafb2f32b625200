//! Growth plans, goals, help and stretch work (GR-1, GR-4, GR-5).

use document::{Author, Batch, Book, Entry};
use kernel::{Date, RecordId, words};
use roster::Person;

use crate::{Goal, GoalState, GrowthPlan, Help, Stretch, StretchState, rules};

/// Begins somebody's growth plan, or does nothing when it stands.
#[must_use]
pub fn begin_plan(book: &Book, author: &Author, person: &Entry<Person>, today: Date) -> Batch {
    let batch = Batch::new(format!("Begin a growth plan with {}", person.name));
    let id = rules::plan_id(person.id);
    if book.row(id).is_some() {
        return batch;
    }
    let plan =
        GrowthPlan { person: Some(person.id.into()), revisited_on: Some(today), ..GrowthPlan::default() };
    batch.with(author.create(id, &plan))
}

/// Notes that both looked at the plan.
#[must_use]
pub fn revisit_plan(plan: &Entry<GrowthPlan>, today: Date) -> Batch {
    Batch::new("Look at a growth plan").with_all(plan.update(|plan| plan.revisited_on = Some(today)))
}

/// Sets a goal, of today unless it says another day.
#[must_use]
pub fn set_goal(author: &Author, id: RecordId, goal: &Goal, today: Date) -> Batch {
    let goal = Goal { set_on: goal.set_on.or(Some(today)), ..goal.clone() };
    Batch::new(format!("Goal: {}", words::excerpt(&goal.what, 60))).with(author.create(id, &goal))
}

/// Closes a goal as reached or let go.
#[must_use]
pub fn close_goal(goal: &Entry<Goal>, state: GoalState, today: Date) -> Batch {
    let label = format!("{}: {}", state.label(), words::excerpt(&goal.what, 60));
    Batch::new(label).with_all(goal.update(|goal| {
        goal.state = state;
        goal.closed_on = (state != GoalState::Open).then_some(today);
    }))
}

/// Logs help that somebody was given, for the user alone.
#[must_use]
pub fn log_help(author: &Author, id: RecordId, help: &Help) -> Batch {
    Batch::new(format!("{}: {}", help.kind.label(), words::excerpt(&help.what, 60)))
        .with(author.create(id, help))
}

/// Gives somebody work that stretches them.
#[must_use]
pub fn give_stretch(author: &Author, id: RecordId, stretch: &Stretch) -> Batch {
    Batch::new(format!("Stretch work: {}", words::excerpt(&stretch.what, 60)))
        .with(author.create(id, stretch))
}

/// How stretch work stands now. What ends, ends today unless its end was said and has passed.
#[must_use]
pub fn move_stretch(stretch: &Entry<Stretch>, state: StretchState, today: Date) -> Batch {
    let label = format!("{}: {}", state.label(), words::excerpt(&stretch.what, 60));
    Batch::new(label).with_all(stretch.update(|stretch| {
        stretch.state = state;
        match state {
            StretchState::UnderWay => stretch.from = stretch.from.or(Some(today)),
            StretchState::Done | StretchState::Stopped => {
                stretch.until = stretch.until.filter(|until| *until <= today).or(Some(today));
            }
            StretchState::Proposed => {}
        }
    }))
}
