//! Tests that measure their own process need one to themselves.

use std::env;
use std::process::Command;
use std::thread;

/// Says to the child which test it runs.
const VARIABLE: &str = "WDF_TESTS_ALONE";

/// Runs the body in a process of its own: this test binary once more, with the calling test as its only one.
///
/// # Panics
///
/// If it panics there, or the caller is no test.
pub fn alone(body: fn()) {
    let test = thread::current().name().expect("a test's thread has its name").to_owned();
    if env::var(VARIABLE).is_ok_and(|running| running == test) {
        return body();
    }
    let binary = env::current_exe().expect("this binary");
    let output = Command::new(binary).args([&test, "--exact", "--nocapture"]).env(VARIABLE, &test).output();
    let output = output.expect("this binary runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Resident memory of this process, in KiB; 0 where the system does not tell it.
#[must_use]
pub fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
