//! The runner as a user meets it: what it prints, and with which status it exits.

use std::fs;
use std::process::{Command, Output};

use tempfile::NamedTempFile;

fn samples(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_samples")).args(arguments).output().expect("the runner runs")
}

fn file_of(bytes: &[u8]) -> (NamedTempFile, String) {
    let file = NamedTempFile::new().expect("a temporary file");
    fs::write(file.path(), bytes).expect("the file is written");
    let path = file.path().to_str().expect("a plain path").to_owned();
    (file, path)
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

#[test]
fn a_file_comes_back_equal() {
    let bytes: Vec<u8> = (0..100_003_u32).map(|at| (at * 7 % 253) as u8).collect();
    let (_file, path) = file_of(&bytes);
    for (driver, verifier) in [("echo", "off"), ("echo", "on"), ("echo-driver-sync", "off"), ("echo-driver-sync", "on")]
    {
        let output = samples(&[driver, &path, "--chunk", "4096", "--verifier", verifier]);
        let printed = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(printed.contains("100003 bytes"), "{printed}");
        assert!(printed.contains("requests      50"), "{printed}");
        assert!(printed.contains("completions   50"), "{printed}");
        assert!(printed.contains("left over     nothing"), "{printed}");
    }
}

#[test]
fn an_empty_file_is_no_trouble() {
    let (_file, path) = file_of(b"");
    let output = samples(&["echo", &path]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("requests      0"));
}

#[test]
fn a_missing_file_is_named_and_the_status_is_2() {
    let output = samples(&["echo", "/no/such/file"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("cannot read /no/such/file"));
}

#[test]
fn a_folder_is_no_file_and_the_status_is_2() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = samples(&["echo", folder.path().to_str().expect("a plain path")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("cannot read"));
}

#[test]
fn a_chunk_that_the_driver_does_not_take_is_explained_and_the_status_is_2() {
    let (_file, path) = file_of(b"some bytes");
    let largest = echo::MAX_WRITE;
    for (chunk, explanation) in [
        ("0".to_owned(), "at least 1".to_owned()),
        ((largest + 1).to_string(), format!("at most {largest} bytes")),
        ("many".to_owned(), format!("a number of bytes, 1 to {largest}")),
    ] {
        let output = samples(&["echo", &path, "--chunk", &chunk]);
        assert_eq!(output.status.code(), Some(2), "--chunk {chunk}");
        let printed = text(&output.stderr);
        assert!(printed.contains(&explanation), "--chunk {chunk}: {printed}");
    }
}

#[test]
fn the_largest_and_the_smallest_chunk_work() {
    let (_file, path) = file_of(&[9; 100]);
    for chunk in ["1".to_owned(), echo::MAX_WRITE.to_string()] {
        let output = samples(&["echo", &path, "--chunk", &chunk]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
}

#[test]
fn an_unknown_sample_is_an_error_that_names_those_there_are_and_the_status_is_2() {
    let output = samples(&["nosuch"]);
    assert_eq!(output.status.code(), Some(2));
    let printed = text(&output.stderr);
    assert!(printed.contains("unrecognized subcommand 'nosuch'"), "{printed}");
    assert!(printed.contains("there are echo, ") && printed.contains("auto-sync, own-lock"), "{printed}");
}

#[test]
fn the_samples_under_load_lose_and_double_nothing() {
    for sample in ["auto-sync", "own-lock", "manual-queue", "pci", "filter", "ioctl"] {
        for verifier in ["off", "on"] {
            let output = samples(&[sample, "--schedules", "20", "--requests", "8", "--verifier", verifier]);
            let printed = text(&output.stdout);
            assert_eq!(output.status.code(), Some(0), "{sample}: {}", text(&output.stderr));
            assert!(printed.contains("requests   480"), "{sample}: {printed}");
            assert!(printed.contains("lost       0"), "{sample}: {printed}");
            assert!(printed.contains("doubled    0"), "{sample}: {printed}");
        }
    }
}

#[test]
fn no_schedules_and_no_threads_are_explained_and_the_status_is_2() {
    for option in ["--schedules", "--threads", "--requests"] {
        let output = samples(&["auto-sync", option, "0"]);
        assert_eq!(output.status.code(), Some(2), "{option} 0");
        assert!(text(&output.stderr).contains(option), "{option} 0");
    }
}
