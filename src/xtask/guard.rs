//! Nothing that a command starts outlives it. A build whose caller was ended would go on behind the next one's back,
//! in the same folder.
//!
//! A shell waits on a pipe that this process alone holds. All programs are started into the shell's process group.
//! When the pipe closes without a word, because this process ended by whatever signal, also one that cannot be
//! caught, the shell ends its group.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// Asks as Ctrl-C does, then insists. The last one ends the shell too.
const SCRIPT: &str =
    "trap '' INT TERM HUP; read word && exit; for signal in INT TERM KILL; do kill -$signal 0; sleep 1; done";

static GUARD: Mutex<Option<Guard>> = Mutex::new(None);

/// The shell that waits.
struct Guard(Child);

impl Guard {
    /// Starts it; none where there is no such shell.
    #[cfg(unix)]
    fn start() -> Option<Self> {
        use std::os::unix::process::CommandExt;
        let mut shell = Command::new("sh");
        // It holds nothing open that somebody else may wait for.
        shell.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        shell.process_group(0).spawn().ok().map(Self)
    }

    #[cfg(not(unix))]
    fn start() -> Option<Self> {
        None
    }

    /// This program will belong to its group.
    #[cfg(unix)]
    fn take(&self, command: &mut Command) {
        use std::os::unix::process::CommandExt;
        if let Ok(group) = i32::try_from(self.0.id()) {
            command.process_group(group);
        }
    }

    #[cfg(not(unix))]
    fn take(&self, _command: &mut Command) {}

    /// Lets it go in peace.
    fn dismiss(mut self) {
        if let Some(mut pipe) = self.0.stdin.take() {
            // One that is gone already needs no word.
            let _ = pipe.write_all(b"done\n");
        }
        let _ = self.0.wait();
    }
}

/// The program that is about to be started ends when this process does.
pub fn hold(command: &mut Command) {
    let mut guard = GUARD.lock().unwrap_or_else(PoisonError::into_inner);
    if guard.is_none() {
        *guard = Guard::start();
    }
    if let Some(guard) = guard.as_ref() {
        guard.take(command);
    }
}

/// What still runs ends with this process, though that ends by itself.
pub fn abandon() {
    // The pipe closes when the process is gone, and not before.
    std::mem::forget(GUARD.lock().unwrap_or_else(PoisonError::into_inner).take());
}

/// All that was started has ended by itself.
pub fn dismiss() {
    if let Some(guard) = GUARD.lock().unwrap_or_else(PoisonError::into_inner).take() {
        guard.dismiss();
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    /// A program that would run for a minute, in the group of a guard.
    fn guarded() -> (Guard, Child) {
        let guard = Guard::start().unwrap();
        let mut command = Command::new("sleep");
        guard.take(command.arg("60"));
        let child = command.spawn().unwrap();
        (guard, child)
    }

    #[test]
    fn what_was_started_ends_when_its_starter_does() {
        let (mut guard, mut child) = guarded();
        // As the system does with the pipes of a process that ends.
        drop(guard.0.stdin.take());
        // Asked as by Ctrl-C, or a second later insisted: a shell in the background lets its programs ignore the first.
        let signal = child.wait().unwrap().signal();
        assert!(signal == Some(2) || signal == Some(15), "{signal:?}");
        guard.0.kill().unwrap();
        guard.0.wait().unwrap();
    }

    #[test]
    fn what_is_left_in_peace_goes_on() {
        let (guard, mut child) = guarded();
        guard.dismiss();
        assert_eq!(child.try_wait().unwrap(), None);
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
