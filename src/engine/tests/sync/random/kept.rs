//! Weeks that failed once, in `weeks/`, and making a failing week short enough to be kept.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use super::{Plan, Week};

/// All kept weeks, by the names of their files.
pub fn all() -> Vec<(String, Plan)> {
    let mut weeks: Vec<(String, Plan)> = files("tests/sync/weeks")
        .map(|path| {
            let name = name_of(&path);
            let plan = Plan::read(&fs::read_to_string(&path).unwrap());
            (name.clone(), plan.unwrap_or_else(|| panic!("{name} is no week")))
        })
        .collect();
    weeks.sort_by(|(one, _), (other, _)| one.cmp(other));
    weeks
}

fn files(folder: &str) -> impl Iterator<Item = PathBuf> {
    let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    files.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|end| end == "week"))
}

fn name_of(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

/// A part of a failing week that fails too, without what it can do without.
pub fn shrunk(plan: &Plan) -> Plan {
    let fails = |plan: &Plan| catch_unwind(AssertUnwindSafe(|| Week::new(plan).go(plan))).is_err();
    let mut least = plan.clone();
    let mut size = least.actions.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        let mut went_on = false;
        while at < least.actions.len() {
            let mut fewer = least.clone();
            fewer.actions.drain(at..(at + size).min(least.actions.len()));
            if fails(&fewer) {
                (least, went_on) = (fewer, true);
            } else {
                at += size;
            }
        }
        match (size, went_on) {
            (1, false) => return least,
            (1, true) => {}
            _ => size /= 2,
        }
    }
}
