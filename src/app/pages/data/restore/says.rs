//! What is said of a file before and after it is restored or taken in.

use engine::message::{Adoption, Merged};
use kernel::words;
use threads::file::handing::Outlook;

/// What restoring will do.
pub fn prospect(adoption: Adoption, private_to_others: usize) -> String {
    let what = match adoption {
        Adoption::Workspace => {
            "This workspace is empty: it becomes the workspace of the backup, and what is private in it is yours."
        }
        Adoption::Member => {
            "This workspace is not empty: what the backup holds is merged in, and nothing here is lost. \
             Nothing is private here yet, so what is private in the backup is yours."
        }
        Adoption::Nothing => {
            "This workspace is not empty: what the backup holds is merged in, and nothing here is lost."
        }
    };
    format!("{what}{}", of_others(private_to_others))
}

/// What taking one person's file in will do.
pub fn prospect_of(person: &Outlook) -> String {
    let documents = |count: usize| words::counted(count, "document", "documents");
    let whose = match (&person.here, person.known) {
        (Some(name), _) => {
            format!("It belongs to {name}, who is here already: both are merged, and nothing here is lost.")
        }
        (None, 0) => {
            "Nobody here has this file: the person comes new, and can be joined to somebody who is here."
                .to_owned()
        }
        (None, _) => "A part of it is here already: both are merged, and nothing here is lost.".to_owned(),
    };
    let private = match person.private {
        0 => String::new(),
        count => format!(
            " {} only whoever handed it over could read: shown on this device alone, and to nobody you share with.",
            documents(count)
        ),
    };
    let new = if person.new > 0 {
        format!(" {} new; that can be taken out again afterwards.", documents(person.new))
    } else {
        String::new()
    };
    format!("{whose}{new}{private}")
}

/// What of a file was erased here.
pub fn stays_out(count: usize) -> String {
    let what = words::counted(
        count,
        "document of it was erased from this workspace and stays out",
        "documents of it were erased from this workspace and stay out",
    );
    format!("{what}. To read them, restore the file into a new workspace of this browser.")
}

/// What restoring did.
pub fn outcome(merged: Merged) -> String {
    let Merged { new, changed, unchanged, adoption, private_to_others } = merged;
    let came = words::counted(new, "document came new", "documents came new");
    let became = match adoption {
        Adoption::Workspace => " This is the workspace of the backup now.",
        Adoption::Member => " What is private in the backup is yours.",
        Adoption::Nothing => "",
    };
    let others = of_others(private_to_others);
    format!("Restored: {came}, {changed} changed, {unchanged} as they were.{became}{others}")
}

/// How documents are treated that are private to another member (S-24); nothing where there are none.
fn of_others(count: usize) -> String {
    if count == 0 {
        return String::new();
    }
    let documents = words::counted(
        count,
        "document in it is private to another member",
        "documents in it are private to another member",
    );
    format!(" {documents}: shown here and open to changes, but kept apart from what is private to you.")
}
