//! The program itself: it says when it was called wrongly, so that no journey takes its silence for a refusal.

use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn a_profile_that_is_none_is_no_success() {
    for (profile, complaint) in
        [("", "no keys"), ("nonsense", "without a value"), ("device 00ff", "keys"), ("operation 00", "")]
    {
        let mut program = Command::new(env!("CARGO_BIN_EXE_patched"));
        program.arg("read").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = program.spawn().unwrap();
        running.stdin.take().unwrap().write_all(profile.as_bytes()).unwrap();
        let output = running.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(complaint), "{profile}: {said}");
    }
}
