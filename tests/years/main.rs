//! `years FILE DAY` writes a backup of the workspace of 60 people and three years, as it is on a day, to a file.

#![expect(clippy::print_stdout, reason = "a command-line program answers on standard output")]

use std::{env, error::Error, fs};

use kernel::Date;
use years::Years;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = env::args().skip(1);
    let file = words.next().ok_or("say which file to write")?;
    let today: Date = words.next().ok_or("say which day is today: 2026-11-22")?.parse()?;
    let years = Years::until(today);
    let backup = years.backup().map_err(|problem| problem.to_string())?;
    let bytes = threads::backup::encode(&backup).map_err(|problem| problem.to_string())?;
    println!("{} records, {} documents, {} bytes", years.records(), backup.documents.len(), bytes.len());
    fs::write(file, bytes)?;
    Ok(())
}
