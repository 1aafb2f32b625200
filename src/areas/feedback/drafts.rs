//! Texts the product writes from the record for the manager to edit.

use kernel::{Date, days_between, words};
use std::fmt::Write;

use crate::rules::{Milestone, Preparation};

/// The preparation sheet as Markdown (FB-2): only what there is; sections without content are left out.
///
/// It names private concerns, so it is for the user's own eyes.
#[must_use]
pub fn preparation_sheet(sheet: &Preparation, today: Date) -> String {
    let mut text = match &sheet.next {
        Some(next) => format!("# 1:1 with {}, {}\n", sheet.person.name, words::day(next.on)),
        None => format!("# 1:1 with {}\n", sheet.person.name),
    };
    for milestone in &sheet.milestones {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n{}\n", milestone_line(*milestone));
    }
    if let Some(last) = &sheet.last {
        let _ =
            write!(text, "\n## Last time, {} ({} ago)\n", words::day(last.on), words::days(last.days_ago));
        if !last.excerpt.is_empty() {
            let _ = write!(text, "\n{}\n", last.excerpt);
        }
    }
    let action = |action: &roster::Action| match action.due {
        Some(due) if due < today => {
            format!(
                "{} (due {}, {} ago)",
                action.what,
                words::day(due),
                words::days(days_between(due, today))
            )
        }
        Some(due) => format!("{} (due {})", action.what, words::day(due)),
        None => action.what.clone(),
    };
    let name = &sheet.person.name;
    section(&mut text, &format!("Promised to {name}"), sheet.owed_to_them.iter().map(|one| action(one)));
    section(&mut text, &format!("Promised by {name}"), sheet.owed_by_them.iter().map(|one| action(one)));
    let topics = sheet.agenda.iter().map(|line| match line.carried {
        0 => line.item.topic.clone(),
        carried => format!("{} (carried over {carried}×)", line.item.topic),
    });
    section(&mut text, "Topics", topics);
    let observation = |one: &crate::Observation| {
        let on = one.on.map_or_else(String::new, |on| format!("{}: ", words::day(on)));
        format!("{}, {on}{}", one.tone.label(), words::excerpt(&one.what_happened, 200))
    };
    section(&mut text, "Not told yet", sheet.not_yet_told.iter().map(|one| observation(one)));
    section(&mut text, "Look again", sheet.look_again.iter().map(|one| observation(one)));
    let absences = sheet.absences.iter().filter_map(|absence| {
        Some(format!(
            "{}: {} to {}",
            absence.kind.label(),
            words::day(absence.from?),
            words::day(absence.until?)
        ))
    });
    section(&mut text, "Away", absences);
    section(&mut text, "On their mind (private)", sheet.concerns.iter().map(|one| one.what.clone()));
    text
}

fn section(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return;
    }
    let _ = write!(text, "\n## {heading}\n\n");
    for line in lines {
        let _ = writeln!(text, "- {line}");
    }
}

fn milestone_line(milestone: Milestone) -> String {
    match milestone {
        Milestone::Joins { on } => format!("Joins on {}.", words::day(on)),
        Milestone::New { day } => format!("New: day {day}."),
        Milestone::Anniversary { on, years } => {
            format!("{} at work on {}.", words::counted(years, "year", "years"), words::day(on))
        }
        Milestone::Leaves { on } => format!("Last day: {}.", words::day(on)),
    }
}
