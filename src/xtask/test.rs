//! `cargo xtask test`: everything that must hold, in one command.

mod counts;
mod fuzz;
pub mod needs;
mod stages;

use std::process::ExitCode;
use std::time::Instant;

use crate::arguments::Arguments;
use crate::project::{Outcome, Project};
use crate::{guard, setup, web};
use counts::Counts;
use stages::STAGES;

/// Runs all stages, or the one named by `--only`, and closes with one line of counts.
#[expect(clippy::print_stdout, reason = "headings and counts")]
pub fn run(project: &Project, mut arguments: Arguments) -> Outcome<ExitCode> {
    let only = arguments.option("--only")?;
    let filter = arguments.rest();
    if only.is_none() && !filter.is_empty() {
        return Err("a filter belongs to one stage: add --only native, browser or e2e".to_owned());
    }
    let chosen: Vec<_> =
        STAGES.iter().filter(|stage| only.as_deref().is_none_or(|name| name == stage.name)).collect();
    if chosen.is_empty() {
        let names: Vec<_> = STAGES.iter().map(|stage| stage.name).collect();
        return Err(format!("--only takes one of {}", names.join(", ")));
    }

    let start = Instant::now();
    let mut total = Counts::default();
    let mut code = ExitCode::SUCCESS;
    for stage in chosen {
        if only.is_none() && stage.name == BUILDS_FROM {
            build_beside(project)?;
        }
        println!("\n== {}: {}", stage.name, stage.title);
        let began = Instant::now();
        let (counts, result) = (stage.run)(project, &filter);
        total += counts;
        if let Err(message) = result {
            // A stage can fail without a failing test: a lint, a compiler error, a missing tool.
            if counts.failed == 0 {
                total.failed += 1;
            }
            println!("\nStage {} failed: {message}", stage.name);
            code = ExitCode::FAILURE;
            guard::abandon();
            break;
        }
        println!("   {} took {} s", stage.name, began.elapsed().as_secs());
    }
    println!("\nAll of it took {} s.", start.elapsed().as_secs());
    println!("{total}");
    Ok(code)
}

/// From this stage on the release build, which the last stages need, is made beside the others. Half of it is
/// one step of one thread (the linker's optimisation), which leaves the other cores to them.
const BUILDS_FROM: &str = "clippy";

/// Begins to build. Who needs it (`web::build`) waits for its turn, finds it done, and otherwise does it again and says what fails.
fn build_beside(project: &Project) -> Outcome {
    // The stages beside it need it as well, and it is got once.
    setup::wasm_target(project)?;
    let project = project.clone();
    std::thread::spawn(move || drop(web::make(&project)));
    Ok(())
}
