//! The race as a user meets it.

use std::process::{Command, Output};

fn race(arguments: &[&str]) -> Output {
    let stories = std::env::temp_dir().join("wdf-safe-race-tests");
    Command::new(env!("CARGO_BIN_EXE_samples"))
        .arg("race")
        .args(arguments)
        .env("WDF_SIM_STORIES", stories)
        .output()
        .expect("the runner runs")
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

/// What follows `race --replay` in the output, without its quotes.
fn replay_line(printed: &str) -> String {
    let line = printed.lines().find_map(|line| line.split_once("race --replay '")).expect("a replay line is printed").1;
    line.trim_end_matches('\'').to_owned()
}

#[test]
fn each_safe_driver_holds_and_each_raw_one_breaks() {
    for name in ["echo", "echo-driver-sync", "auto-sync", "own-lock", "manual-queue", "pci", "filter", "ioctl"] {
        for verifier in ["off", "on"] {
            let output = race(&[name, "--verifier", verifier]);
            let printed = text(&output.stdout);
            assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
            assert!(printed.contains("found nothing, and there are no more"), "{printed}");
            assert!(printed.contains("raw driver") && printed.contains("found: "), "{printed}");
            let path =
                printed.lines().find_map(|line| line.trim().strip_prefix("story: ")).expect("a story is written");
            let page = std::fs::read_to_string(path).expect("the story can be read");
            assert!(page.starts_with("<!doctype html>") && page.contains("race --replay"), "{path}");
        }
    }
}

#[test]
fn a_replay_line_shows_the_same_story_byte_for_byte() {
    let found = text(&race(&["echo"]).stdout);
    let line = replay_line(&found);
    let [one, other] = [(); 2].map(|()| {
        let output = race(&["--replay", &line]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let printed = text(&output.stdout);
        let story = printed.find("time (ms)").expect("a story is drawn");
        printed[story..].to_owned()
    });
    assert_eq!(one, other);
    let story = &found[found.find("time (ms)").expect("a story is drawn")..];
    assert_eq!(one, story);
}

#[test]
fn the_same_seed_finds_the_same() {
    let [one, other] = [(); 2].map(|()| replay_line(&text(&race(&["own-lock", "--seed", "42"]).stdout)));
    assert_eq!(one, other);
}

#[test]
fn the_list_names_every_sample() {
    let output = race(&["--list"]);
    assert_eq!(output.status.code(), Some(0));
    for name in ["echo", "echo-driver-sync", "auto-sync", "own-lock", "manual-queue", "pci", "filter", "ioctl"] {
        assert!(text(&output.stdout).contains(name), "{name}");
    }
}

#[test]
fn what_makes_no_sense_is_explained_and_the_status_is_2() {
    for (arguments, explanation) in [
        (&["nosuch"][..], "no sample is called 'nosuch'; there are echo, echo-driver-sync"),
        (&["echo", "--seed", "many"], "invalid digit"),
        (&["echo", "--schedules", "0"], "at least 1"),
        (&["echo", "--verifier", "maybe"], "maybe"),
        (&["--replay", "0*3"], "is no replay line"),
        (&["--replay", "nosuch:off:0*3"], "no sample is called 'nosuch'"),
        (&["--replay", "echo:0*3"], "whether the verifier is off or on"),
        (&["--replay", "echo:off:zero"], "'zero' is no part of a schedule"),
        (&["own-lock", "--replay", "echo:off:0*3"], "the replay line is of 'echo', not of 'own-lock'"),
        (&["--replay", "echo:off:7*3"], "not one of this test"),
    ] {
        let output = race(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stdout));
        let printed = text(&output.stderr);
        assert!(printed.contains(explanation), "{arguments:?}: {printed}");
    }
}

/// The bar of the progress is for a terminal; elsewhere a line says that an exploration begins.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_race_with_what_was_found_so_far() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;
    use std::time::Duration;

    let mut race = Command::new(env!("CARGO_BIN_EXE_samples"))
        .args(["race", "echo", "--preemptions", "40"])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the runner runs");
    let mut printed = BufReader::new(race.stderr.take().expect("it is piped"));
    let mut line = String::new();
    printed.read_line(&mut line).expect("it begins");
    assert!(line.contains("safe driver"), "{line}");
    std::thread::sleep(Duration::from_millis(300));
    let killed = Command::new("kill").args(["-INT", &race.id().to_string()]).status().expect("there is such a program");
    assert!(killed.success());
    let mut rest = String::new();
    printed.read_to_string(&mut rest).expect("text");
    assert_eq!(race.wait().expect("it ends").code(), Some(130), "{rest}");
    assert!(rest.contains("interrupted"), "{rest}");
    let safe = rest.lines().find(|line| line.starts_with("safe driver")).expect("what was found so far is told");
    assert!(safe.contains("found nothing before it was interrupted"), "{safe}");
    let schedules: usize = safe.split_whitespace().nth(2).and_then(|count| count.parse().ok()).expect("a number");
    assert!(schedules > 0, "{safe}");
}
