//! One build at a time in a clone: two would empty each other's `dist/`.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use crate::project::Outcome;

/// Beside what is built, so that Git ignores it.
const NAME: &str = "target/.building";

/// As long as it is kept, no other build in this clone begins. Let go of when the process ends, however it ends.
#[must_use]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for its turn, and says so when there is something to wait for.
    #[expect(clippy::print_stdout, reason = "whoever waits wants to know for what")]
    pub fn wait(root: &Path) -> Outcome<Lock> {
        let file = open(root)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                println!("  another build is running in this clone; waiting");
                file.lock().map_err(|error| refused(&error))?;
            }
            Err(TryLockError::Error(error)) => return Err(refused(&error)),
        }
        Ok(Lock { _file: file })
    }
}

fn open(root: &Path) -> Outcome<File> {
    let path = root.join(NAME);
    fs::create_dir_all(path.parent().unwrap_or(root)).map_err(|error| refused(&error))?;
    File::create(path).map_err(|error| refused(&error))
}

fn refused(error: &std::io::Error) -> String {
    format!("cannot lock {NAME} ({error}); is this folder writable?")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_second_build_begins_when_the_first_has_ended() {
        let root = std::env::temp_dir().join(format!("xtask-lock-{}", std::process::id()));
        let first = Lock::wait(&root).unwrap();
        assert!(matches!(open(&root).unwrap().try_lock(), Err(TryLockError::WouldBlock)));

        let (say, heard) = channel();
        let second = std::thread::spawn({
            let (root, say) = (root.clone(), say.clone());
            move || {
                let second = Lock::wait(&root).unwrap();
                say.send("the second began").unwrap();
                drop(second);
            }
        });
        say.send("the first ended").unwrap();
        drop(first);
        second.join().unwrap();
        assert_eq!(heard.iter().take(2).collect::<Vec<_>>(), ["the first ended", "the second began"]);
        fs::remove_dir_all(root).unwrap();
    }
}
