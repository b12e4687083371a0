//! Instructions of each function of this program, by callgrind.

use std::collections::BTreeMap;
use std::process::Command;
use std::{env, fs};

/// What a function cost in a run, with everything that it called, and how often it was called.
#[derive(Clone, Copy, Default)]
struct Cost {
    instructions: u64,
    calls: u64,
}

/// Runs this program once more under callgrind: the instructions of a call of each function, by its name.
pub(crate) fn per_call(argument: &str) -> BTreeMap<String, u64> {
    let this = env::current_exe().expect("this program");
    let out = env::temp_dir().join(format!("wdf-safe-cost.{}", std::process::id()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--dump-line=no", "--compress-strings=no", "--compress-pos=no"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(this)
        .arg(argument)
        .output()
        .unwrap_or_else(|error| panic!("valgrind, which counts the instructions, does not start: {error}; it is for Linux, and is installed with `apt-get install valgrind` or its like"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let profile = fs::read_to_string(&out).expect("callgrind's profile");
    fs::remove_file(out).expect("a file of this program's");
    costs(&profile)
        .into_iter()
        .filter(|(_, cost)| cost.calls > 0)
        .map(|(name, cost)| (name, cost.instructions / cost.calls))
        .collect()
}

/// Reads a profile without lines, whose costs are pairs of a position and a number.
fn costs(profile: &str) -> BTreeMap<String, Cost> {
    let mut costs: BTreeMap<String, Cost> = BTreeMap::new();
    let (mut function, mut callee, mut calls): (String, String, Option<u64>) = Default::default();
    for line in profile.lines() {
        if let Some(name) = line.strip_prefix("fn=") {
            name.clone_into(&mut function);
        } else if let Some(name) = line.strip_prefix("cfn=") {
            name.clone_into(&mut callee);
        } else if let Some(rest) = line.strip_prefix("calls=") {
            calls = rest.split(' ').next().and_then(|number| number.parse().ok());
        } else if line.starts_with(|first: char| first.is_ascii_digit() || first == '+' || first == '*') {
            let cost = line.split(' ').nth(1).and_then(|number| number.parse().ok()).unwrap_or(0);
            costs.entry(function.clone()).or_default().instructions += cost;
            if let Some(calls) = calls.take() {
                costs.entry(callee.clone()).or_default().calls += calls;
            }
        }
    }
    costs
}
